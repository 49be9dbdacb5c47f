"""What axe-core finds on a page, in a few words."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The whole report would travel for seconds: it names every element that is fine.
RUN = """async ([part, rules]) => {
    const found = await axe.run(part, { runOnly: rules, resultTypes: ["violations"] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
}"""


def faults(page: Page, part: str = "body") -> list[str]:
    """Rule and elements of each fault; the script is loaded once per page."""
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(RUN, [part, RULES])

"""Measures the light page: its size, the time until its first slider, and the time of a move.

``make bench`` opens the file from the disk, on a phone's screen, with the three frameworks that are
shown and with all. A move is the work for one step of a slider: weights, 10,000 simulations, every
test of the verdict, sentences, rows and layout.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import advisor
from advisor.report.light import light_page
from advisor.session.link import to_query
from tests.tools.browser import FLAGS, find_browser

OPENINGS, MOVES = 7, 40
PHONE = {"width": 360, "height": 740}

FIRST = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("input[type=range]")) return;
  window.first = performance.now();
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });
"""
MOVE = """
(moves) => {
  const lever = document.querySelector("#why input[type=range]");
  return Array.from({ length: moves }, (_, step) => {
    lever.value = 20 + (step % 40);
    const start = performance.now();
    lever.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - start;
  });
}
"""


def measured(browser: Browser, address: str) -> tuple[float, list[float]]:
    """Milliseconds until the first slider, a median, and those of the moves of one page."""
    firsts, moves = [], []
    for _ in range(OPENINGS):
        page = browser.new_page(viewport=PHONE)
        page.add_init_script(FIRST)
        page.goto(address)
        page.locator(".top h2").wait_for()
        firsts.append(page.evaluate("window.first"))
        page.evaluate(MOVE, MOVES // 2)  # the browser compiles what runs often
        moves = page.evaluate(MOVE, MOVES)
        page.close()
    return statistics.median(firsts), sorted(moves)


def main() -> None:
    problem = advisor.load()
    html = light_page(problem).encode()
    print(f"{len(html) / 1000:.0f} kB, {len(gzip.compress(html, 9)) / 1000:.0f} kB compressed")
    everybody = [other.id for other in problem.others]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "page.html")
        file.write_bytes(html)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for included in ([], everybody):
            choices = advisor.Choices(scenario="small_service", included=included).check(problem)
            address = f"{file.as_uri()}#{to_query(problem, choices)}"
            first, moves = measured(browser, address)
            compared = len(problem.alternatives) + len(included)
            middle, most = statistics.median(moves), moves[int(len(moves) * 0.95)]
            print(
                f"{compared} compared: first slider after {first:.0f} ms; "
                f"a move takes {middle:.0f} ms, 95 % of moves up to {most:.0f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main()

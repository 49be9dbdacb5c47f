"""Takes the README's picture of the real dashboard: ``make picture``."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.tools import servers
from tests.tools.browser import FLAGS, find_browser

PICTURE = Path(__file__).parents[2] / ".github" / "dashboard.png"
SCENARIO = "realtime_api"


def take() -> None:
    """Open the page, choose a scenario, and save what a visitor then sees."""
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.dashboard(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.locator(f".pick-scenario [value={SCENARIO}]").click()
        page.locator(".advisor-banner", has_text="FastAPI").wait_for()
        page.locator(".advisor-radar .scatterlayer path").first.wait_for(state="attached")
        page.wait_for_timeout(500)  # the charts' last frame
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take()
    print(PICTURE)

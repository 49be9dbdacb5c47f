import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

import advisor
from advisor.problem.elements import ScenarioWeight
from advisor.problem.paths import NOTEBOOKS
from advisor.problem.problem import Problem
from advisor.problem.questions import Rule
from tests.tools import servers
from tests.tools.browser import FLAGS, HINT, ready_browser

# A busy machine is no bug: how long an example takes is never asserted.
settings.register_profile("advisor", deadline=None)
settings.load_profile("advisor")

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "problem" / "tiny"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first; those with a browser last, for Playwright keeps an event loop running.

    Where several processes share the work, each takes whole files, without or with a browser.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        kind = "browser" if item.get_closest_marker("browser") else "fast"
        item.add_marker(pytest.mark.xdist_group(f"{item.path.stem} {kind}"))


@pytest.fixture(scope="session")
def tiny() -> Problem:
    """Three vans, five criteria, figures for the head: see tests/problem/tiny."""
    return advisor.load(TINY)


def weighs(weight: float, low: float | None = None, high: float | None = None) -> ScenarioWeight:
    return ScenarioWeight(weight, weight if low is None else low, high or weight, "")


@pytest.fixture
def grove(tiny: Problem) -> Problem:
    """Cost weighs 60 and use 40; price, fuel, load and comfort divide them."""
    even = replace(
        tiny.scenario("even"),
        weights={
            "price": weighs(75, 50, 100),
            "fuel": weighs(25, 0, 50),
            "load": weighs(50),
            "comfort": weighs(50),
            "liking": weighs(0),
        },
        group_weights={"cost": weighs(60, 40, 80), "use": weighs(40)},
    )
    far = replace(even, id="far", name="Far away", answers={"distance": "far"})
    rules = (
        Rule("distance", "far", "importance", "cost", "decides", "each kilometre is paid for"),
        Rule("distance", "near", "importance", "fuel", "none", "hardly any is burnt"),
        Rule("cargo", "people", "importance", "use", "none", ""),
        Rule("cargo", "stones", "importance", "load", "none", ""),
        Rule("cargo", "stones", "importance", "comfort", "none", ""),
    )
    return replace(tiny, scenarios=(even, far), rules=rules)


@pytest.fixture(scope="session")
def shipped() -> Problem:
    return advisor.load()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for the whole run; without CI, no browser is a skip that was announced."""
    executable = ready_browser()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def closed_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave every page of a test, also of a failed one, so that its place becomes free."""
    yield
    if "browser" not in request.fixturenames:
        return
    for context in request.getfixturevalue("browser").contexts:
        for page in context.pages:
            if "/lab/" not in page.url:  # JupyterLab would ask whether it may be left
                page.goto("about:blank")  # a page that is only closed tells the server nothing
        context.close()


@pytest.fixture(scope="session")
def dashboard_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.dashboard(tmp_path_factory.mktemp("serve"), "--max-kernels", "60") as url:
        yield url


@pytest.fixture(scope="session")
def lab_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    copy = shutil.copytree(NOTEBOOKS, folder / "notebooks")  # JupyterLab saves what it runs
    with servers.jupyterlab(folder, Path(copy)) as url:
        yield url

"""Times the dashboard in a browser beside the same page by hand, with Dash and with Streamlit.

``make bench`` prints for each: seconds from opening the link until the first
slider answers, and milliseconds from a key press until every chart is redrawn.
Machines are noisy: read the ratios, not the absolute figures. The pages with
Dash and Streamlit need ``pip install '.[bench]'``; without it they are left out.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

import advisor
from advisor.problem.paths import NOTEBOOKS
from advisor.report import charts
from tests.tools.browser import FLAGS, find_browser
from tests.tools.servers import free_port, running

OPENINGS, MOVES = 5, 40
BUNDLE = Path(sys.prefix, "share/jupyter/labextensions/backend-advisor/plotly.js")

PATH = os.pathsep.join(filter(None, [str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH")]))
WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")


@contextmanager
def dashboard(folder: Path, *, fork: bool, warm_kernels: int) -> Iterator[str]:
    """The dashboard on a server of its own."""
    port = free_port()
    call = (
        "from pathlib import Path; from advisor.serve import serve;"
        f"serve(Path({str(NOTEBOOKS / 'dashboard.ipynb')!r}), port={port}, open_browser=False,"
        f" fork={fork}, warm_kernels={warm_kernels})"
    )
    ready = f"http://127.0.0.1:{port}/voila/advisor/no.js"
    with running([sys.executable, "-c", call], ready, cwd=folder):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def floor(folder: Path) -> Iterator[str]:
    """The hand-written page as static files."""
    problem = advisor.load()
    ranking = advisor.rank(problem)
    data = {
        "names": [alternative.id for alternative in problem.alternatives],
        "criteria": [criterion.name for criterion in problem.criteria],
        "groups": [{"columns": problem.criteria_in(group.id)} for group in problem.groups],
        "values": problem.values.tolist(),
        "weights": list(ranking.raw_weights.values()),
        "bars": charts.bars(ranking),
        "radar": charts.radar(ranking),
    }
    text = Path(__file__).with_name("floor.html").read_text(encoding="utf-8")
    Path(folder, "index.html").write_text(text.replace("/*DATA*/", json.dumps(data)), "utf-8")
    shutil.copy(BUNDLE, folder)
    handler = functools.partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


@contextmanager
def peer(folder: Path, name: str, *command: str) -> Iterator[str]:
    """The page of ``peers/NAME_page.py``."""
    port = str(free_port())
    page = Path(__file__).with_name("peers") / f"{name}_page.py"
    words = [word.replace("PAGE", str(page)).replace("PORT", port) for word in command]
    address, env = f"http://127.0.0.1:{port}/", {**os.environ, "PYTHONPATH": PATH}
    with running([sys.executable, "-m", *words], address, cwd=folder, env=env):
        yield address


def peers(folder: Path) -> list[tuple[str, AbstractContextManager[str], tuple[bool, ...]]]:
    """The pages whose packages are installed."""
    headless = ["--server.headless=true", "--browser.gatherUsageStats=false"]
    known = {
        "dash": ["tests.tools.bench.peers.dash_page", "PORT"],
        "streamlit": ["streamlit", "run", "PAGE", "--server.port=PORT", *headless],
    }
    return [
        (name, peer(folder, name, *command), (False, True))
        for name, command in known.items()
        if find_spec(name)
    ]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def seconds_to_answer(page: Page, url: str) -> float:
    """From opening the link until both charts have followed the first slider."""
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".scatterlayer path.js-line", state="attached", timeout=60_000)
    if (group := page.locator(".advisor-group").first).count():
        group.click()
    first_slider(page).wait_for()
    page.evaluate(WATCH)
    press_and_wait(page, "PageUp")
    return time.perf_counter() - start


def first_slider(page: Page) -> Locator:
    """The first slider of a criterion. That of a group would leave the radar as it is."""
    ours, by_hand = ".advisor-criteria [role=slider]", "label > [role=slider]"
    others = ".peer [role=slider], [data-testid=stSlider] input"
    return page.locator(f"{ours}, {by_hand}, {others}").first


def press_and_wait(page: Page, key: str) -> float:
    """Milliseconds from the key press until the frame in which every chart is redrawn."""
    page.evaluate("void (window.move = window.redrawn())")
    first_slider(page).press(key)
    return float(page.evaluate("window.move"))


def moves(page: Page) -> list[float]:
    """Latency of each move of one slider, to and fro."""
    return [press_and_wait(page, "PageUp" if i % 2 else "PageDown") for i in range(MOVES)]


def openings(browser: Browser, url: str, *, cached: bool) -> tuple[list[float], list[float]]:
    """Seconds to the first answer over several openings, and the moves of the last."""
    seconds = []
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    if cached:
        seconds_to_answer(context.new_page(), url)
    for _ in range(OPENINGS):
        if not cached:
            context = browser.new_context(viewport={"width": 1600, "height": 1000})
        time.sleep(2)  # lets the next kernel get ready, as between two visitors
        page = context.new_page()
        seconds.append(seconds_to_answer(page, url))
    return seconds, moves(page)


def line(name: str, seconds: list[float], milliseconds: list[float]) -> str:
    """One row of the printed table."""
    ordered = sorted(milliseconds)
    worst = ordered[round(0.95 * (len(ordered) - 1))]
    return (
        f"{name:42} {statistics.median(seconds):6.2f} s ({min(seconds):.2f}-{max(seconds):.2f})"
        f" {statistics.median(ordered):7.0f} ms {worst:7.0f} ms"
    )


def kernel_part() -> float:
    """Milliseconds the kernel takes for a move, without the way to the browser and back."""
    decision = advisor.dashboard().decision
    first = decision.problem.criteria[0].id
    took = []
    for weight in range(100):
        start = time.perf_counter()
        decision.set_weight(first, weight)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> None:
    """Time both pages, cold and warm, and print a row for each."""
    print(f"{'':42} {'first answer':>21} {'move: median':>9} {'95 %':>9}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        pages = [
            ("by hand, no server", floor(folder), (False, True)),
            ("dashboard", dashboard(folder, fork=True, warm_kernels=1), (False, True)),
            *(
                (f"--no-fork, {name}", dashboard(folder, fork=False, warm_kernels=warm), (False,))
                for warm, name in enumerate(("cold kernel", "kernel ready"))
            ),
            *peers(folder),
        ]
        for name, server, caches in pages:
            with server as url:
                for cached in caches:
                    full = f"{name}, {'cached' if cached else 'empty cache'}"
                    print(line(full, *openings(browser, url, cached=cached)), flush=True)
        version = browser.version
        browser.close()
    print(f"Medians of {OPENINGS} openings and {MOVES} moves; Chromium {version}, headless.")
    print(f"The kernel's part of a move: {kernel_part():.1f} ms (median of 100).")


if __name__ == "__main__":
    main()

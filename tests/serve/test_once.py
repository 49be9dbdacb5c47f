"""The page that is made once for everybody: what visitors share, and what they do not."""

import asyncio
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from advisor import new
from advisor.problem.paths import PROBLEM_VARIABLE
from advisor.serve.kernels import forks
from tests.tools.bench.soak import Seen, Visitor
from tests.tools.servers.visits import (
    SHORT,
    SLIDER,
    TITLE,
    WIDGETS,
    Slider,
    connects,
    get,
    kernel_of,
    running,
    runs,
    titled,
    wait_until,
    widgets_of,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks kernels")

NUMBERED = 'import os, ipywidgets\nipywidgets.IntSlider(3, description=f"made by {os.getpid()}")'


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    with running(tmp_path_factory.mktemp("once"), fork=True, warm_kernels=1) as server:
        server.warmed()
        yield server


def test_the_notebook_runs_once_and_each_visitor_has_a_kernel(tmp_path):
    with running(tmp_path, NUMBERED, fork=True, warm_kernels=1) as server:
        server.warmed()
        pages = [get(server.url)[2] for _ in range(3)]
        assert len({kernel_of(html) for html in pages}) == 3
        assert (
            len({re.search(r"made by \d+", str(widgets_of(server.url, html)))[0] for html in pages})
            == 1
        )
        assert len(server.kernels()) == 3
        for html in pages:
            server.move(html)


def test_many_who_come_at_once_get_whole_pages_and_a_kernel_each(server):
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: get(server.url), range(20)))
    assert {status for status, *_ in found} == {200}
    assert len({kernel_of(html) for *_, html in found}) == 20
    assert all("IntSliderModel" in str(widgets_of(server.url, html)) for *_, html in found)


def test_a_move_reaches_no_other_visitor(once):
    async def two():
        mine, yours = [await Slider.open(once.url, get(once.url)[2]) for _ in range(2)]
        assert mine.model == yours.model
        await mine.move(42)
        found = await yours.value(), await mine.value()
        for slider in (mine, yours):
            slider.connection.close()
        return found

    assert asyncio.run(two()) == (3, 42)


def test_the_widgets_have_an_address_that_changes_with_them(once):
    html = get(once.url)[2]
    address = urljoin(once.url, WIDGETS.search(html)[1])
    status, headers, text = get(address, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]
    assert "IntSliderModel" in text
    assert get(address)[2] == text
    assert get(re.sub("[0-9a-f]{16}", "0" * 16, address))[0] == 404


def test_the_dashboard_is_made_once_and_answers_a_visitor(dashboard_url):
    assert {bool(WIDGETS.search(get(dashboard_url)[2])[1]) for _ in range(2)} == {True}
    seen = Seen()
    asyncio.run(Visitor(dashboard_url, seen).come(0, 2))
    assert (len(seen.usable), len(seen.answered)) == (1, 2)


def test_after_its_process_has_died_the_page_is_made_anew(once):
    [made] = once.nursery().children()
    left = get(once.url)[2]
    once.move(left)
    made.kill()
    wait_until(lambda: not runs(made) and not once.lives(kernel_of(left)))
    once.warmed()
    html = get(once.url)[2]
    assert WIDGETS.search(html)[1] != WIDGETS.search(left)[1]
    once.move(html)
    assert once.said() == ""


def test_a_process_that_cannot_become_a_kernel_is_replaced_by_an_ordinary_kernel(tmp_path):
    broken = "from ipykernel.kernelapp import IPKernelApp\nIPKernelApp.initialize = None\n"
    with running(tmp_path, broken + SLIDER, fork=True, warm_kernels=1) as server:
        server.warmed()
        server.move(get(server.url)[2])
        assert "'NoneType' object is not callable" in server.said()


def test_a_visitor_sees_something_while_a_slow_notebook_runs_for_everybody(tmp_path):
    with running(tmp_path, f"import time\ntime.sleep(5)\n{SLIDER}", fork=True) as server:
        with urlopen(server.url, timeout=30) as answer:
            assert b"<!DOCTYPE html>" in answer.read(100)
            assert server.health()["ready"] == 0
            assert b"widget-view+json" in answer.read()
        wait_until(lambda: WIDGETS.search(get(server.url)[2])[1])


def test_a_notebook_that_takes_for_ever_is_ended(monkeypatch, tmp_path):
    async def run():
        forks.Nursery.start()
        await forks.Nursery.running.ready()
        monkeypatch.setattr(forks, "PATIENCE", 1)
        try:
            return await forks.Prepared.run(["while True: pass"], tmp_path)
        finally:
            forks.Nursery.running.close()

    found = asyncio.run(run())
    assert found.fault == "it takes more than 1 seconds"
    wait_until(lambda: found.ended)


def test_whoever_has_an_old_page_keeps_it_after_a_save(tmp_path, monkeypatch):
    """The process that its kernel comes from stays for it, and ends with it."""
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    settings = {"AdvisorKernelManager": {**SHORT, "unclaimed_timeout": 60}}
    with running(tmp_path, TITLE, fork=True, warm_kernels=1, settings=settings) as server:
        server.warmed()
        [old] = server.nursery().children()
        early = get(server.url)[2]
        titled(tables, '"Which desk?"')
        late = get(server.url)[2]
        assert "Which office?" in str(widgets_of(server.url, early))
        assert "Which desk?" in str(widgets_of(server.url, late))
        assert connects(server.channels(kernel_of(early))) == 101
        assert runs(old)
        wait_until(lambda: not server.lives(kernel_of(early)))
        wait_until(lambda: not runs(old))
        assert get(server.url)[0] == 200


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('secret value')",
        "import sys, ipywidgets; print('secret value', file=sys.stderr); ipywidgets.IntSlider()",
        "import threading, time, ipywidgets\n"
        "threading.Thread(target=time.sleep, args=[60], daemon=True).start()\n"
        "ipywidgets.IntSlider()",
        "print('nothing')",
        "import ipywidgets\nipywidgets.FloatText(float('inf'))",
        "import os, ipywidgets\nfile = open(os.devnull)\nipywidgets.IntSlider()",
        "import ipywidgets\nipywidgets.Output()",
    ],
)
def test_what_cannot_be_made_once_runs_for_each_visitor(tmp_path, source):
    with running(tmp_path, source, fork=True) as server:
        status, _, html = get(server.url)
        assert status == 200
        assert "secret value" not in html
        assert not re.search(r'id="advisor-widgets"[^>]*href', html)
        assert [one.ppid() for one in server.kernels()] == [server.nursery().pid]
        assert json.loads(get(f"{server.url}health")[2])["ready"] == 0

"""Old facts are pointed out, apart from faults, and the network is asked only on demand."""

import io
import json
import urllib.request
from dataclasses import replace
from datetime import date

import pytest

from advisor.cli import main
from advisor.problem import staleness as ageing
from tests.conftest import TINY


def test_a_source_is_old_after_a_year(tiny):
    assert ageing.old_sources(tiny, date(2027, 1, 5)) == []
    found = ageing.old_sources(tiny, date(2027, 1, 6))
    assert found[0] == "source 'list' was seen on 2026-01-05, more than a year ago; check it again"
    assert len(found) == len(tiny.sources)


@pytest.mark.parametrize(
    ("newest", "out"),
    [("6.1.10", True), ("7", True), ("6.1.3", False), ("6.1.3.0", False), ("6.0.9", False)],
)
def test_a_newer_release_is_out(tiny, newest, out):
    (first, *rest) = tiny.alternatives
    rest = [replace(one, version="") for one in rest]
    problem = replace(tiny, alternatives=(replace(first, version="6.1.3"), *rest))
    found = ageing.newer_releases(problem, {"ant": newest}.get)
    assert found == ([f"Ant {newest} is out; the facts are about 6.1.3"] if out else [])


def test_a_package_that_is_not_on_the_index_has_no_newer_release(tiny):
    assert ageing.newer_releases(tiny, lambda package, version: None) == []


@pytest.mark.parametrize(("stated", "newest"), [("1.1", "3.0"), ("1.1.0", "3.0"), ("18.6", None)])
def test_a_package_that_only_shares_the_name_is_not_asked_about(monkeypatch, stated, newest):
    """A database called like somebody's driver, an office called like a tool."""
    answer = {"info": {"version": "3.0"}, "releases": {"1.1": [], "3.0": []}}
    monkeypatch.setattr(
        urllib.request, "urlopen", lambda url, timeout: io.BytesIO(json.dumps(answer).encode())
    )
    assert ageing.newest_release("ant", stated) == newest


def test_without_a_network_it_says_so_once(tiny):
    def offline(package, version):
        raise OSError("no route")

    assert ageing.newer_releases(tiny, offline) == [
        "could not get releases from the package index: no route"
    ]


def test_check_warns_and_stays_content(capsys, monkeypatch):
    def offline(url, timeout):
        raise OSError(f"no route to {url}")

    monkeypatch.setattr(urllib.request, "urlopen", offline)
    monkeypatch.setattr(ageing, "OLD", ageing.OLD * -100)
    assert main(["check", str(TINY), "--releases"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "warning: source 'list' was seen on 2026-01-05" in err
    assert (
        "warning: could not get releases from the package index: no route to https://pypi.org/"
        in err
    )


def test_check_asks_nobody_unless_told_to(capsys, monkeypatch):
    def never(url, timeout):
        pytest.fail("the network was asked")

    monkeypatch.setattr(urllib.request, "urlopen", never)
    assert main(["check", str(TINY)]) == 0

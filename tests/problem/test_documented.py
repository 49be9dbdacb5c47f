"""What was read in the frameworks' documentation: complete, with addresses, and told once."""

import csv
import json
import re
from datetime import date

import pytest

from advisor.problem.paths import DATA, SHIPPED_PROBLEM

TEXT = (SHIPPED_PROBLEM / "DOCUMENTED.md").read_text(encoding="utf-8")
WHOLE = json.loads((DATA / "measurements" / "documented.json").read_text(encoding="utf-8"))
FRAMEWORKS = WHOLE["frameworks"]
GRAPHQL = {"built in", "first-party", "named in its docs", "kept third party", "none found"}
SQLALCHEMY = {"own page", "named extension", "kept third party", "none found"}
each = pytest.mark.parametrize("framework", FRAMEWORKS)


def is_address(text) -> bool:
    return isinstance(text, str) and re.match(r"https?://\S+$", text) is not None


def rows(section: str, table: int = 0) -> list[list[str]]:
    """Cells of a table of the text, links as their words, without its two head lines."""
    body = re.split(rf"^## {section} ", TEXT, flags=re.M)[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", body, flags=re.M)
    lines = tables[table].strip().splitlines()[2:]
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line) for line in lines]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in plain]


def by_name(section: str) -> dict[str, list[str]]:
    return {cells[0]: cells[1:] for cells in rows(section)}


def test_all_alternatives_were_looked_at():
    with (SHIPPED_PROBLEM / "alternatives.csv").open(encoding="utf-8", newline="") as file:
        assert set(FRAMEWORKS) == {row["id"] for row in csv.DictReader(file)}
    assert len(FRAMEWORKS) == 15


def test_the_tasks_are_those_that_were_defined():
    definition = TEXT.split("### D1")[1].split("### D2")[0]
    assert re.findall(r"^\| (\w+) \|", definition, flags=re.M) == ["id", *WHOLE["tasks"]]
    assert len(set(WHOLE["tasks"])) == 24


@each
def test_every_yes_has_an_address(framework):
    entry = FRAMEWORKS[framework]
    assert list(entry["tasks"]) == WHOLE["tasks"]
    assert all(a is None or is_address(a) for a in entry["tasks"].values())
    assert entry["tasks_taught"] == sum(a is not None for a in entry["tasks"].values())
    words = entry["tutorial_words"]
    assert (words["tutorial"] is None) == (words["start"] is None)
    assert not words["reached"] or (is_address(words["start"]) and is_address(words["end"]))
    deployment = entry["deployment"]
    assert deployment["page"] is None or is_address(deployment["page"])
    assert (deployment["page"] is None) == (deployment["basis"] == "no page of its own")
    for part, levels in (("graphql", GRAPHQL), ("sqlalchemy", SQLALCHEMY)):
        found = entry[part]
        assert found["level"] in levels
        assert all(map(is_address, found["addresses"]))
        assert bool(found["addresses"]) == (found["level"] != "none found"), part


@each
def test_every_source_says_what_was_seen_and_when(framework):
    sources = FRAMEWORKS[framework]["sources"]
    assert sources
    for source in sources:
        assert source["title"]
        assert source["read"]
        assert is_address(source["address"])
        assert date.fromisoformat(source["seen"]) <= date.fromisoformat(WHOLE["date"])


@each
def test_the_deployment_says_all_or_that_it_is_not_stated(framework):
    deployment = FRAMEWORKS[framework]["deployment"]
    for key in ("server", "interface", "worker_class", "workers", "threads"):
        assert deployment[key], key
    if deployment["page"] is None:
        assert deployment["workers"] == deployment["threads"] == "not stated"


@each
def test_ranked_add_ons_are_among_the_named(framework):
    add_ons = FRAMEWORKS[framework]["addons"]
    names = add_ons["ranked_names"]
    assert len(set(names)) == len(names) == add_ons["among_top_15000"] <= add_ons["named"]
    assert add_ons["ranked_recent"] <= min(add_ons["recent"], add_ons["among_top_15000"])
    assert all(name.startswith(tuple(add_ons["prefixes"])) for name in names)


@each
def test_the_text_tells_the_same_figures(framework):
    entry = FRAMEWORKS[framework]
    name = entry["name"]

    def text(value) -> str:
        return "–" if value is None else str(value)

    taught, missing = by_name("D1")[name]
    assert taught == str(entry["tasks_taught"])
    assert missing.split(", ") == [t for t, a in entry["tasks"].items() if a is None]
    words = entry["tutorial_words"]
    alone = words["page_alone"] or {"prose": None, "code": None}
    told = by_name("D2")[name]
    assert told[0] == text(words["tutorial"] or "none")
    assert told[1] == ("yes" if words["reached"] else "not reached")
    figures = (words["prose"], words["code"], words["pages"], alone["prose"], alone["code"])
    assert told[2:7] == [text(figure) for figure in figures]
    add_ons = entry["addons"]
    keys = ("named", "recent", "among_top_15000", "ranked_recent")
    assert by_name("D3")[name][1:] == [str(add_ons[key]) for key in keys]
    deployment = entry["deployment"]
    keys = ("basis", "server", "interface", "worker_class", "workers", "threads")
    assert by_name("D4")[name][1:7] == [deployment[key] for key in keys]
    assert by_name("D5")[name][0] == entry["graphql"]["level"]
    assert by_name("D6")[name][0] == entry["sqlalchemy"]["level"]


def test_the_text_links_each_task_to_its_page():
    of_all = dict.fromkeys(WHOLE["tasks"], 0)
    for entry in FRAMEWORKS.values():
        for task, address in entry["tasks"].items():
            of_all[task] += address is not None
            assert address is None or f"[yes]({address})" in TEXT
    for table in (1, 2):
        assert {cells[0]: int(cells[-1]) for cells in rows("D1", table)} == of_all


def test_what_has_django_below_it_is_told_with_django():
    django = FRAMEWORKS["django"]["tasks"]
    for framework in ("djangorestframework", "django-ninja"):
        entry = FRAMEWORKS[framework]
        both = sum(entry["tasks"][task] is not None or django[task] is not None for task in django)
        assert entry["tasks_taught_with_django"] == both
        assert f"{entry['name']} {both}" in TEXT

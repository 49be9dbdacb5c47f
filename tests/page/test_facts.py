"""The table of facts: everybody and everything in it, in words, with the source."""

import re
from dataclasses import replace

import pytest
from markupsafe import escape

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.panels.evidence import appendix
from advisor.page.panels.evidence.facts import FactTable, facts
from advisor.report.wording import performance_text
from advisor.session.decision import Decision


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


@pytest.fixture
def page(tiny) -> Dashboard:
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "facts"
    return page


def table(page) -> FactTable:
    return next(widget for widget in walk(page) if isinstance(widget, FactTable))


def by_class(page, name):
    return next(widget for widget in walk(page) if name in getattr(widget, "_dom_classes", ()))


def test_every_fact_of_everybody_is_there_in_words_with_its_source(shipped):
    rows = facts(advisor.rank(shipped)).split("<tr")[2:]
    everybody = (*shipped.alternatives, *shipped.others)
    assert len(rows) == len(everybody) == 15
    for alternative, row in zip(everybody, rows, strict=True):
        assert f">{alternative.name}</span>" in row
        assert ("not compared" in row) == (alternative in shipped.others)
        assert row.count("<td") == len(shipped.criteria)
        for criterion in shipped.criteria:
            cell = shipped.performances[alternative.id, criterion.id]
            if criterion.kind == "fact":
                assert str(escape(performance_text(criterion, cell.performance))) in row
                source = shipped.sources.get(cell.source)
                assert source is None or str(escape(source.title)) in row


def test_what_somebody_leaves_out_stands_at_the_foot(tiny):
    html = facts(advisor.rank(tiny, excluded=["ant"]))
    assert re.findall(r'class="name">(\w+)<', html) == ["Bee", "Cow", "Ant"]


def test_a_group_is_picked_and_at_first_it_is_the_weightiest(page, tiny):
    head = r'scope="col" aria-sort="none"><button[^>]*>(.*?)</button>'
    picker = by_class(page, "pick-facts-of")
    assert picker.value == "cost"
    assert re.findall(head, table(page).html) == ["Van", "Price", "Fuel"]
    picker.value = ""
    assert len(re.findall(head, table(page).html)) == 1 + len(tiny.criteria)


def test_a_fact_that_nobody_knows_has_no_value_to_sort_by(tiny):
    unknown = replace(tiny.performances["ant", "load"], performance=float("nan"))
    problem = replace(tiny, performances={**tiny.performances, ("ant", "load"): unknown})
    html = facts(advisor.rank(problem), "use")
    assert re.findall(r'data-column="Load"( data-value="[\d.]+")?', html)[0] == ""
    assert "unknown" in html
    assert "not stated" in html  # what only the team knows


def test_no_slider_moves_the_facts(tiny):
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "sure"
    page.tabs.selected = "facts"
    sent = []
    table(page).observe(sent.append, "html")
    page.decision.set_weight("load", 90)
    assert sent == []
    page.decision.reading = "loaded"
    assert len(sent) == 1


def test_a_problem_folder_brings_no_markup(tiny):
    evil = "<script>alert(1)</script>"
    hostile = replace(
        tiny,
        alternatives=tuple(replace(a, name=evil) for a in tiny.alternatives),
        criteria=tuple(replace(c, name=evil, question=evil) for c in tiny.criteria),
        sources={k: replace(s, title=evil, publisher=evil) for k, s in tiny.sources.items()},
    )
    assert "<script" not in facts(advisor.rank(hostile))


def test_the_bar_of_a_phone_opens_what_is_shared(tiny):
    page = Dashboard(Decision(tiny))
    bar = by_class(page, "advisor-places")
    bar._handle_custom_msg({"go": "Why"}, [])
    assert page.tabs.selected == "facts"
    assert not page.share.value
    bar._handle_custom_msg({"go": "Share"}, [])
    assert page.share.value


@pytest.mark.parametrize(
    "picture",
    [
        "![map](https://elsewhere.example/map.png)",
        "![map][1]\n\n[1]: https://elsewhere.example/map.png 'a map'",
        "[![map](https://elsewhere.example/map.png)](https://example.org)",
        '<img src="https://elsewhere.example/map.png">',
    ],
)
def test_a_text_of_the_folder_loads_nothing_from_elsewhere(tiny, picture):
    found = appendix(replace(tiny, texts={**tiny.texts, "trip.md": f"# Trip\n\n{picture}"}))
    assert "elsewhere.example/map.png" in found
    assert "<img" not in found

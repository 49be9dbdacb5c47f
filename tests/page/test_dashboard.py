"""The page without a browser: widgets are moved as a visitor would, and others must follow."""

import math
import re
from dataclasses import replace

import ipywidgets as w
import pytest
from markupsafe import escape
from traitlets import TraitError

import advisor
from advisor.page import html
from advisor.page.dashboard import Dashboard
from advisor.page.panels.evidence import evidence
from advisor.page.results import Rows
from advisor.page.sidebar.chips import Chips
from advisor.page.sidebar.controls import compared
from advisor.page.widgets.plot import PlotView
from advisor.ranking.plausible import Plausible
from advisor.report.tables.ranking import weights
from advisor.report.wording import performance_text, reasons
from advisor.report.wording.numbers import number_text, points
from advisor.report.wording.verdict.answer import advantages
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def by_class(page, name):
    return next(widget for widget in walk(page) if name in getattr(widget, "_dom_classes", ()))


def texts(page) -> str:
    said = (
        widget.told if isinstance(widget, Chips) else widget.value
        for widget in walk(page)
        if isinstance(widget, w.HTML | Chips)
    )
    return "\n".join(said)


def tab_ids(page) -> list[str]:
    classes = (name for widget in walk(page.tabs) for name in widget._dom_classes)
    return [name.removeprefix("panel-") for name in classes if name.startswith("panel-")]


def with_groups_open(piece):
    """The same page or piece: its groups of criteria are made when they are opened."""
    for widget in list(walk(piece)):
        if "advisor-group-head" in getattr(widget, "_dom_classes", ()):
            by_class(widget, "advisor-group").value = True
    return piece


def open_everything(page) -> None:
    """Every panel and every table; the last panel stays open."""
    for name in tab_ids(page):
        page.tabs.selected = name
    for widget in walk(page):
        if isinstance(widget, w.ToggleButton):
            widget.value = True


@pytest.fixture
def page(tiny) -> Dashboard:
    return with_groups_open(Dashboard(Decision(tiny)))


def test_a_slider_for_every_criterion_with_its_swing_and_share(page, tiny):
    for criterion in tiny.criteria:
        assert (
            by_class(page, f"weight-{criterion.id}").value
            == page.decision.ranking.raw_weights[criterion.id]
        )
        assert f"{criterion.worst_text} → {criterion.best_text}" in texts(page)
    assert texts(page).count('<span class="share">25&nbsp;%') == 4


def test_moving_a_slider_moves_answer_rows_radar_and_tables(page):
    rows = next(widget for widget in walk(page) if isinstance(widget, Rows))
    page.tabs.selected = "versus"
    versus = by_class(page, "panel-versus")
    plot = next(widget for widget in walk(versus) if isinstance(widget, PlotView))
    before, drawn = rows.html, plot.figure
    by_class(page, "weight-load").value = 100
    assert rows.html != before
    assert plot.figure != drawn
    assert "<h2>Cow</h2>" in texts(by_class(page, "advisor-banner"))
    assert '<span class="share">40&nbsp;%' in texts(page)
    assert 'class="touched">edited' in texts(page)


def test_a_move_sends_one_message_for_each_chart_and_builds_no_widget(page, monkeypatch):
    sent: list[str] = []
    built = []
    page.tabs.selected = "versus"
    for view in walk(page):
        if isinstance(view, PlotView):
            view.observe(lambda change: sent.append(change["owner"].label), "figure")
        if isinstance(view, Rows):
            view.observe(lambda _change: sent.append("rows"), "html")
    page.on_widget_constructed(built.append)
    by_class(page, "weight-load").value = 51
    page.on_widget_constructed(None)
    # The radar stays: of two groups it has the criteria as axes, and they do not move.
    assert sorted(sent) == ["Waterfall of the two; “Differences as a table” shows the same", "rows"]
    assert built == []


def test_moved_equals_built(tiny):
    moved, built = Dashboard(Decision(tiny)), Dashboard(Decision(tiny))
    open_everything(moved)
    for weight in (10, 80, 30):
        by_class(moved, "weight-fuel").value = weight
    built.decision.set_weight("fuel", 30)
    open_everything(built)
    open_everything(moved)  # a closed panel catches up when it is opened
    assert texts(moved) == texts(built)


def test_scenario_sets_the_sliders_and_reset_sets_them_back(page):
    by_class(page, "pick-scenario").value = "haul"
    load = by_class(page, "weight-load")
    assert load.value == 100
    assert "Big loads over short ways." in texts(page)
    load.value = 3
    by_class(page, "advisor-reset").click()
    assert load.value == 100
    assert page.decision.weights == {}


def test_a_preset_that_is_clicked_again_is_left(page):
    starts = by_class(page, "pick-scenario")
    assert [option["text"] for option in starts.options] == ["Hauling"]
    assert starts.value == ""
    starts.value = "haul"
    starts.value = ""
    assert page.decision.scenario == "even"
    assert "Every fact counts the same." not in texts(page)


def test_the_left_side_has_three_parts_in_reading_order(page):
    left = [card._dom_classes[-1] for card in by_class(page, "advisor-left").children]
    parts = ["advisor-project", "advisor-needs", "advisor-weights", "advisor-field"]
    assert left == [*parts, "advisor-fold"]
    assert ">1 Your project " in texts(page)
    heads = [by_class(page, f"advisor-{name}").children[0] for name in ("needs", "weights")]
    assert all("advisor-heading" in head._dom_classes for head in heads)
    assert heads[0].children[0].description == "2 Deal-breakers ·\xa0none set"
    assert heads[1].children[0].description == "3 Fine-tune"


def test_leaving_an_alternative_out(page):
    open_everything(page)
    by_class(page, "show-bee").value = False
    page.tabs.selected = "scores"
    assert "you left it out" in texts(page)
    rows = next(widget for widget in walk(page) if isinstance(widget, Rows))
    assert "Not ranked: Bee (you left it out)." in rows.html
    assert page.decision.ranking.alternatives == ("ant", "cow")


def test_what_only_the_visitor_knows_is_a_field(page):
    by_class(page, "weight-liking").value = 100
    by_class(page, "input-liking-cow").value = 2
    assert page.decision.inputs == {"liking": {"cow": 2}}
    assert "<h2>Cow</h2>" in texts(page)


def test_the_radar_switches_to_one_group(page):
    picker = by_class(page, "pick-axes")
    assert [label for label, _ in picker.options] == ["All criteria", "Use"]
    picker.value = "use"
    radar = next(p for p in walk(page) if isinstance(p, PlotView) and "Radar" in p.label)
    assert radar.figure["data"][0]["theta"] == ["Load", "Comfort", "Our liking", "Load"]


def test_a_group_is_made_when_it_is_opened_and_follows_while_it_is_open(tiny):
    page = Dashboard(Decision(tiny))
    group = by_class(page, "group-use")
    head, rows = by_class(group, "advisor-group"), by_class(group, "advisor-criteria")
    assert (rows.layout.display, rows.children) == ("none", ())
    head.value = True
    assert rows.layout.display is None
    load = by_class(group, "weight-load")
    head.value = False
    page.decision.set_weight("load", 70)
    assert load.value == 50
    head.value = True
    assert load.value == 70
    page.decision.reset()
    assert re.match(r"Use ·\s50\s%", head.description)


def test_all_weights_zero(page, tiny):
    page.decision.set_weights(dict.fromkeys(page.decision.ranking.raw_weights, 0))
    assert "All weights are zero" in texts(page)
    assert "nan" not in texts(page).lower()


@pytest.mark.parametrize("hidden", [("ant", "bee"), ("ant", "bee", "cow")])
def test_one_left_and_none_left(page, hidden):
    page.decision.excluded = hidden
    assert ("Only Cow is left" if len(hidden) == 2 else "No van is left") in texts(page)


def test_what_a_must_have_leaves_is_told_with_the_answer(tiny):
    light = replace(tiny.capabilities["bee", "axle"], capability="light")
    problem = replace(tiny, capabilities={**tiny.capabilities, ("bee", "axle"): light})
    page = Dashboard(Decision(problem))
    page.decision.demand("axle", "heavy")
    shown = texts(page)
    assert "Cow is the only one that meets your must-have Axle (heavy axle)." in shown
    assert "Without it, Bee would lead." in shown


def test_every_cell_shows_its_evidence(shipped):
    rows = {}
    everybody = advisor.rank(shipped, included=[other.id for other in shipped.others])
    for group in shipped.groups:
        for section in evidence(everybody, group).split("<details")[1:]:
            criterion = next(
                c for c in shipped.criteria if f"<summary>{escape(c.name)}<" in section
            )
            for row in section.split("<tr")[2:]:
                name = re.search(r'scope="row">(.*?)</th>', row).group(1)
                rows[name, criterion.id] = row
    assert len(rows) == len(shipped.performances)
    for cell in shipped.performances.values():
        row = rows[shipped.alternative(cell.alternative).name, cell.criterion]
        criterion = shipped.criterion(cell.criterion)
        unknown = math.isnan(cell.performance)  # counts as the middle, and nothing backs it
        value = 0.5 if unknown else float(criterion.value(cell.performance))
        nobody = cell.basis == "input"  # nobody has entered anything
        for shown in (
            "not stated" if nobody else performance_text(criterion, cell.performance),
            f">{points(value)}<",
            ">–<" if unknown or nobody else f">{cell.basis}<",
            cell.version,
            cell.as_of,
            cell.note.split(" [")[0],
        ):
            assert (shown if "<" in shown else str(escape(shown))) in row, (cell, shown)
        if cell.source:
            source = shipped.sources[cell.source]
            assert str(escape(source.title)) in row
            local = source.url in shipped.texts
            address = f"#{shipped.id}-{source.id}" if local else str(escape(source.url))
            assert f'href="{address}"' in row


def test_texts_that_sources_point_to_are_on_the_page_once(page):
    page.tabs.selected = "evidence"
    assert texts(page).count("Three vans, one road, one afternoon.") == 1
    assert 'id="tiny-trip"' in texts(page)


def test_every_weight_shows_its_range_reason_and_source(shipped):
    decision = Decision(shipped)
    for scenario in shipped.scenarios:
        decision.scenario = scenario.id
        table = html.linked(shipped, weights(decision.ranking)).to_html()
        ranges = decision.ranking.advice.groups
        for low, high in ranges.values():
            assert f"{number_text(low)}–{number_text(high)}" in table
        for weight in (*scenario.weights.values(), *scenario.group_weights.values()):
            assert str(escape(weight.reason.split("[")[0].strip())) in table
            for cited in re.findall(r"\[([\w-]+)\]", weight.reason):
                assert f'href="{escape(shipped.sources[cited].url)}"' in table


def test_controls_follow_a_state_that_is_set_from_elsewhere(page):
    page.decision.excluded = ("bee",)
    page.decision.set_weight("liking", 10)
    page.decision.inputs = {"liking": {"cow": 2}}
    assert by_class(page, "show-bee").value is False
    assert by_class(page, "input-liking-cow").value == 2
    page.decision.inputs = {}
    assert by_class(page, "input-liking-cow").value == 1


def test_the_dashboard_can_be_shown_twice(tiny):
    """Importing the page must not put a module in the place of the function."""
    assert advisor.dashboard(tiny) is not advisor.dashboard(tiny)


def test_a_problem_folder_cannot_bring_markup(tiny):
    from dataclasses import replace

    evil = "<script>alert(1)</script>"
    hostile = replace(
        tiny,
        title=evil,
        question=evil,
        groups=tuple(replace(g, name=g.name + evil) for g in tiny.groups),
        alternatives=tuple(replace(a, name=a.name + evil) for a in tiny.alternatives),
        criteria=tuple(
            replace(c, name=c.name + evil, worst_text=evil, note=evil, question=evil)
            for c in tiny.criteria
        ),
        performances={k: replace(p, note=evil, version=evil) for k, p in tiny.performances.items()},
        sources={k: replace(s, title=evil, publisher=evil) for k, s in tiny.sources.items()},
        scenarios=tuple(replace(s, name=evil + s.id, summary=evil) for s in tiny.scenarios),
        texts={"trip.md": evil},
    )
    page = Dashboard(Decision(hostile))
    open_everything(page)
    assert "<script" not in texts(page)
    figures = [str(widget.figure) for widget in walk(page) if isinstance(widget, PlotView)]
    assert "<script" not in "".join(figures)


def test_the_kernel_does_without_plotly_and_pandas():
    """Both cost more to import than the rest of the page; neither is needed to show it."""
    import subprocess
    import sys

    code = (
        "import advisor, sys; advisor.dashboard(); print(sys.modules.keys() & {'plotly', 'pandas'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_closed_table_costs_nothing_and_is_right_when_opened(page):
    page.tabs.selected = "evidence"
    shown = [by_class(page, name) for name in ("advisor-why", "panel-evidence")]
    folded = [
        widget
        for part in shown
        for widget in walk(part)
        if "advisor-fold" in getattr(widget, "_dom_classes", ())
    ]
    assert len(folded) >= 2
    for box in folded:
        button, table = box.children
        assert table.value == ""
        page.decision.set_weight("load", 100)
        assert table.value == ""
        button.value = True
        at_100 = table.value
        assert "<table" in at_100
        page.decision.set_weight("load", 10)
        assert table.value != at_100


def test_a_panel_is_made_when_it_is_first_opened(page):
    evidence_panel = by_class(page, "panel-evidence")
    assert evidence_panel.children == ()
    assert evidence_panel.layout.display == "none"
    page.tabs.selected = "evidence"
    made = evidence_panel.children
    assert "Where every number comes from" in texts(evidence_panel)
    assert evidence_panel.layout.display is None
    assert by_class(page, "panel-versus").layout.display == "none"
    page.tabs.selected = "versus"
    page.tabs.selected = "evidence"
    assert evidence_panel.children == made


def test_a_closed_panel_does_nothing_on_a_move_and_catches_up_once(page):
    told = []
    page.tabs.selected = "versus"
    panel = by_class(page, "panel-versus")
    plot = next(widget for widget in walk(panel) if isinstance(widget, PlotView))
    plot.observe(told.append, "figure")
    page.tabs.selected = "evidence"
    page.decision.set_weight("load", 100)
    page.decision.set_weight("load", 90)
    assert told == []
    page.tabs.selected = "versus"
    assert len(told) == 1
    page.decision.set_weight("load", 10)
    assert len(told) == 2


def test_a_click_opens_a_tab_and_marks_it(page):
    tab, other = by_class(page, "tab-evidence"), by_class(page, "tab-versus")
    tab.click()
    assert page.tabs.selected == "evidence"
    assert "advisor-selected" in tab._dom_classes
    assert "advisor-selected" not in other._dom_classes


def test_an_unknown_panel_is_refused(page):
    with pytest.raises(TraitError, match="no panel 'x'; allowed: facts"):
        page.tabs.selected = "x"
    assert page.tabs.selected == "facts"


def test_what_counts_as_plausible_is_picked_and_the_verdict_follows(page):
    page.decision.scenario = "haul"
    page.tabs.selected = "sure"
    by_class(page, "pick-cases").value = "around"
    spread = by_class(page, "pick-spread")
    assert spread.layout.display is None
    spread.value = 30
    by_class(page, "pick-facts").value = False
    assert page.decision.plausible == Plausible("around", 0.3, facts=False)
    words = "vary weights around yours and keep every fact at its best estimate"
    assert words in texts(by_class(page, "advisor-banner")).lower()
    assert words in texts(by_class(page, "panel-sure"))
    page.decision.plausible = Plausible()
    assert by_class(page, "pick-cases").value == "ranges"
    assert spread.layout.display == "none"


def test_the_corners_of_the_map_are_picked_and_swapped(page):
    page.tabs.selected = "sure"
    pickers = [widget for widget in walk(page) if "pick-corner" in widget._dom_classes]
    assert [picker.value for picker in pickers] == ["price", "fuel", "load"]
    pickers[0].value = "comfort"
    assert page.decision.map_corners == ("comfort", "fuel", "load")
    pickers[1].value = "comfort"
    assert [picker.value for picker in pickers] == ["fuel", "comfort", "load"]
    assert "of the weight among “Fuel”, “Comfort” and “Load”" in texts(by_class(page, "panel-sure"))


def test_corners_that_nobody_picked_follow_the_weights(page):
    page.tabs.selected = "sure"
    pickers = [widget for widget in walk(page) if "pick-corner" in widget._dom_classes]
    page.decision.set_weight("price", 10)
    assert [picker.value for picker in pickers] == ["fuel", "load", "comfort"]
    assert page.decision.map_corners == ()


def test_panels_follow_a_move_while_they_are_open(page):
    page.tabs.selected = "change"
    before = texts(by_class(page, "panel-change"))
    page.decision.set_weight("load", 100)
    assert texts(by_class(page, "panel-change")) != before


@pytest.mark.parametrize("hidden", [(), ("ant", "bee"), ("ant", "bee", "cow")])
def test_every_panel_bears_few_alternatives_and_no_weight(page, hidden):
    open_everything(page)
    page.decision.excluded = hidden
    open_everything(page)
    page.decision.set_weights(dict.fromkeys(page.decision.ranking.raw_weights, 0))
    open_everything(page)
    page.decision.plausible = Plausible("around")
    open_everything(page)
    assert "There is nothing to compare." in texts(page)


def test_no_panel_is_open_but_the_first(tiny):
    """Nothing that only another panel needs is computed when the page starts."""
    page = Dashboard(Decision(tiny))
    made = [name for name in tab_ids(page) if by_class(page, f"panel-{name}").children]
    assert made == ["facts"]


def test_the_reasons_stand_with_the_rows_and_follow(shipped):
    page = Dashboard(Decision(shipped))
    for scenario in ("deadline_crud", "realtime_api"):
        page.decision.scenario = scenario
        for sentence in advantages(page.decision.assessment):
            assert texts(page).count(str(escape(sentence))) == 1


def test_what_no_data_can_tell_stands_with_what_would_change_it(shipped):
    page = Dashboard(Decision(shipped))
    page.decision.scenario = "deadline_crud"
    assert str(escape(shipped.unknown)) in texts(by_class(page, "advisor-change"))


def test_every_figure_of_the_reasons_is_on_the_page_with_its_source(shipped):
    groups = {group.id: group for group in shipped.groups}
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        weighed = weights(ranking).to_html()
        for reason in (found := reasons(assess(ranking)))[0] + found[1]:
            assert str(escape(reason.criterion.name)) in weighed
            facts = evidence(ranking, groups[reason.criterion.group])
            block = facts[facts.index(str(escape(reason.criterion.name))) :]
            for figure in re.findall(r"\d+(?:\.\d+)?", reason.sentence):
                assert figure in block
            assert "href=" in block


def test_another_reading_of_the_facts_can_be_picked_and_is_in_the_evidence(tiny):
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "evidence"
    assert "Loaded vans: 16 l/100 km" in texts(page)
    before = page.decision.ranking.scores.tolist()
    by_class(page, "pick-reading").value = "loaded"
    assert page.decision.ranking.problem.reading == "loaded"
    assert page.decision.ranking.scores.tolist() != before
    assert "Empty vans: 8 l/100 km" in texts(page)
    by_class(page, "pick-reading").value = ""
    assert page.decision.ranking.scores.tolist() == before


def test_many_alternatives_are_folded_and_found_by_their_name(tiny):
    many = tuple(replace(tiny.alternatives[0], id=f"van_{n}", name=f"Van {n}") for n in range(200))
    cells = {
        (one.id, c.id): replace(tiny.performances["ant", c.id], alternative=one.id)
        for one in many
        for c in tiny.criteria
    }
    decision = Decision(replace(tiny, alternatives=many, performances=cells, requirements=()))
    page = Dashboard(decision)
    [rows] = [one for one in walk(page) if isinstance(one, Rows)]
    assert "The rows show the best 20 of 200 vans; the tables have all of them." in rows.html
    part = compared(decision)
    assert not [one for one in walk(part) if isinstance(one, w.Checkbox)]
    [head] = [one for one in walk(part) if isinstance(one, w.ToggleButton)]
    assert head.description == "200 vans"
    head.value = True
    assert len([one for one in walk(part) if isinstance(one, w.Checkbox)]) == 20
    assert "180 more vans match; type more." in texts(part)
    [field] = [one for one in walk(part) if isinstance(one, w.Text)]
    field.value = "van 177"
    [box] = [one for one in walk(part) if isinstance(one, w.Checkbox)]
    box.value = False
    assert decision.excluded == ("van_177",)
    assert head.description == "200 vans (1 left out)"
    field.value = "bus"
    assert "No van matches." in texts(part)

import json
from dataclasses import replace

import plotly.graph_objects as go
import pytest

import advisor
from advisor.report import charts
from advisor.report.charts import palette


def figures(ranking):
    yield charts.bars(ranking)
    yield charts.radar(ranking)
    for group in ranking.problem.groups:
        yield charts.radar(ranking, group.id)


@pytest.mark.parametrize("exclude", [[], ["flask"], ["django", "flask", "fastapi"]])
def test_figures_are_plain_json_that_plotly_accepts(shipped, exclude):
    for figure in figures(advisor.rank(shipped, excluded=exclude)):
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
        go.Figure(figure)


def test_bars_show_the_scores_best_first(tiny):
    figure = charts.bars(advisor.rank(tiny))
    *segments, totals = figure["data"]
    assert figure["layout"]["yaxis"]["categoryarray"] == ["bee", "ant", "cow"]
    assert [trace["name"] for trace in segments] == ["Cost", "Use"]
    assert segments[0]["x"] == pytest.approx([0.25, 0.5, 0.05])
    assert totals["x"] == pytest.approx([0.6, 0.55, 0.55])
    assert totals["text"][0] == "<b>\u00a060</b>"


def test_what_was_left_out_stands_at_the_foot(tiny):
    figure = charts.bars(advisor.rank(tiny, excluded=["bee"]))
    assert figure["layout"]["yaxis"]["ticktext"][-1].strip() == "Bee"
    assert figure["data"][-1]["text"][-1] == "\u00a0left out"


def test_radar_is_closed_and_its_axes_are_fixed(tiny):
    figure = charts.radar(advisor.rank(tiny))
    ant = figure["data"][0]
    assert ant["theta"] == ["Price", "Fuel", "Load", "Comfort", "Our liking", "Price"]
    assert ant["r"] == pytest.approx([1, 1, 0.2, 0, 0.5, 1])
    assert figure["layout"]["polar"]["radialaxis"]["range"] == [0, 1]


def test_radar_of_one_group_has_its_criteria_as_axes(tiny):
    labels, values = charts.radar_values(advisor.rank(tiny), "use")
    assert labels == ["Load", "Comfort", "Our liking"]
    assert values[2] == pytest.approx([1, 1, 0.5])


def test_a_radar_of_many_groups_has_the_eight_that_weigh_most(shipped):
    ranking = advisor.rank(shipped, scenario="teaching")
    labels, values = charts.radar_values(ranking)
    weights = dict(zip([g.name for g in shipped.groups], ranking.group_weights, strict=True))
    assert len(shipped.groups) > len(labels) == len(values[0]) == 8
    assert min(weights[name] for name in labels) >= max(
        weight for name, weight in weights.items() if name not in labels
    )
    assert labels == [name for name in weights if name in labels]


def test_number_of_traces_never_changes(shipped):
    counts = {
        (len(charts.bars(ranking)["data"]), len(charts.radar(ranking)["data"]))
        for ranking in (advisor.rank(shipped), advisor.rank(shipped, excluded=["django"]))
    }
    assert counts == {(len(shipped.groups) + 1, len(shipped.alternatives))}


def test_an_alternative_keeps_its_colour(shipped):
    everyone = charts.radar(advisor.rank(shipped))["data"]
    without_first = charts.radar(advisor.rank(shipped, excluded=["django"]))["data"]
    assert [t["line"]["color"] for t in everyone] == [t["line"]["color"] for t in without_first]
    last = charts.bars(advisor.rank(shipped, excluded=["django", "flask"]))["data"][0]
    assert last["marker"]["color"] == [palette.colour(2)]


def test_only_groups_that_make_a_radar_are_offered(tiny):
    assert [g.id for g in charts.radar_groups(tiny.groups, [2, 3])] == ["use"]
    assert charts.radar_groups(tiny.groups, [9, 1]) == []


def test_long_names_are_cut_and_tags_in_names_are_text():
    assert charts.label("Django") == "Django"
    assert charts.label("<b>Bold</b>") == "&lt;b&gt;Bold&lt;/b&gt;"
    long = charts.label("Django REST framework with Channels and everything else")
    assert long == "Django REST<br>framework with…"


def test_quotes_in_a_name_stay_and_arabic_keeps_its_place():
    assert charts.label('The "fast" one') == 'The "fast" one'
    assert charts.label("جانغو") == "\u2068جانغو\u2069"
    assert charts.label("\u2068جانغو\u2069") == "\u2068جانغو\u2069"
    assert charts.label("Donaudampfschifffahrtsgesellschaft").count("<br>") == 1


def test_a_name_is_no_formula_and_no_placeholder_of_a_template():
    """Plotly would set the first in mathematical type and fill the second with a value."""
    assert charts.label("$x$ and %{y}") == "&#36;x&#36; and %&#123;y}"


def test_a_radar_of_two_criteria_is_no_line(tiny):
    two = ("price", "fuel")
    small = replace(
        tiny,
        criteria=tuple(c for c in tiny.criteria if c.id in two),
        groups=tuple(g for g in tiny.groups if g.id == "cost"),
        performances={k: v for k, v in tiny.performances.items() if k[1] in two},
        scenarios=tuple(
            replace(s, weights={c: w for c, w in s.weights.items() if c in two})
            for s in tiny.scenarios
        ),
        rules=(),
    )
    assert charts.radar(advisor.rank(small))["data"] == []


def test_a_figure_alone_has_paper_and_ink(shipped):
    """Whatever the ground of the notebook that shows it."""
    for figure in figures(advisor.rank(shipped)):
        layout = go.Figure(figure).layout.template.layout
        assert layout.paper_bgcolor == palette.CARD == "#FFFFFF"
        assert palette.contrast(layout.font.color, layout.paper_bgcolor) >= 4.5


def test_figures_on_a_bar_add_up_to_its_total(shipped):
    for scenario in shipped.scenarios:
        *segments, totals = charts.bars(advisor.rank(shipped, scenario=scenario.id))["data"]
        for place, total in enumerate(totals["text"]):
            parts = sum(int(trace["customdata"][place]) for trace in segments)
            assert total == f"<b>\u00a0{parts}</b>"


def test_of_two_hundred_the_best_twenty_are_drawn_and_the_others_counted(tiny):
    many = tuple(replace(tiny.alternatives[0], id=f"van_{n}", name=f"Van {n}") for n in range(200))
    performances = {
        (one.id, c.id): replace(tiny.performances["ant", c.id], alternative=one.id)
        for one in many
        for c in tiny.criteria
    }
    crowd = replace(
        tiny,
        alternatives=many,
        others=(),
        performances=performances,
        readings={},
        requirements=(),
        capabilities={},
    )
    ranking = advisor.rank(crowd, excluded=["van_7"])
    figure = charts.bars(ranking)
    *names, last = figure["layout"]["yaxis"]["ticktext"]
    assert len(names) == 20
    assert last.strip() == "180 more"
    assert figure["data"][-1]["text"][-1].strip() == "in the table"
    assert figure["layout"]["height"] < 1100
    heat = charts.rank_heatmap(advisor.assess(ranking))
    assert len(heat["data"][0]["z"]) == 20
    assert "the best 20 of 199" in heat["layout"]["xaxis"]["title"]["text"]
    go.Figure(figure)

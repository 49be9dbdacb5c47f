"""How sure and what would change it: sentences, tables and charts that say the same."""

import json
import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.page.panels import methods, robustness
from advisor.page.panels import sensitivity as what_changes
from advisor.page.widgets.tabs import WhileOpen
from advisor.ranking.plausible import KINDS, Plausible
from advisor.ranking.rounding import apportion_table
from advisor.report import charts
from advisor.report import wording as explain
from advisor.report.tables import robustness as tables
from advisor.report.tables import sensitivity
from advisor.report.tables.cuts import cuts as cut_table
from advisor.report.wording.numbers import rounded_text
from advisor.report.wording.robustness import PRECISION, rank_columns, spread_text
from advisor.report.wording.sensitivity import find_out, joint, one_fact, one_weight
from advisor.robustness.assessment import NoLeadError, assess
from advisor.session.decision import Decision
from tests.ranking.test_plausible import of_kind

FIGURES = (charts.rank_heatmap, charts.central_weights, charts.stability)
TABLES = (
    tables.ranks,
    tables.central_weights,
    tables.potential,
    sensitivity.intervals,
    sensitivity.weight_flips,
    sensitivity.performance_flips,
    sensitivity.to_settle,
    cut_table,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def rows(table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def weights_of_none(problem) -> dict[str, float]:
    return dict.fromkeys((c.id for c in problem.criteria), 0)


def fifteen(tiny):
    """The three vans five times over, each a little different."""
    alternatives, performances = [], {}
    for copy in range(5):
        for van in tiny.alternatives:
            name = f"{van.id}{copy}"
            alternatives.append(replace(van, id=name, name=f"{van.name} with a long name {copy}"))
            for criterion in tiny.criteria:
                cell = tiny.performances[van.id, criterion.id]
                step = 0 if criterion.levels else 0.1 * copy
                moved = {end: getattr(cell, end) + step for end in ("performance", "low", "high")}
                performances[name, criterion.id] = replace(cell, alternative=name, **moved)
    return replace(tiny, alternatives=tuple(alternatives), performances=performances)


def missing(tiny):
    cell = replace(tiny.performances["bee", "load"], performance=np.nan, low=np.nan, high=np.nan)
    return replace(tiny, performances={**tiny.performances, ("bee", "load"): cell})


def cases(tiny):
    """Every kind of ranking that the views must bear."""
    yield advisor.rank(tiny)
    yield advisor.rank(tiny, scenario="haul")
    yield advisor.rank(tiny, excluded=["ant", "bee"])
    yield advisor.rank(tiny, excluded=["ant", "bee", "cow"])
    yield advisor.rank(tiny, weights_of_none(tiny))
    yield advisor.rank(tiny, {**weights_of_none(tiny), "liking": 100})  # all tie
    yield advisor.rank(tiny, {**weights_of_none(tiny), "fuel": 50})  # one criterion
    yield advisor.rank(missing(tiny))
    yield advisor.rank(fifteen(tiny))
    for kind in KINDS:
        yield advisor.rank(tiny, plausible=of_kind(kind, facts=False))


def led(tiny):
    """Those of them in which something leads."""
    return [found for found in map(assess, cases(tiny)) if found.leads]


def test_figures_are_plain_json_that_plotly_accepts_whatever_the_ranking(tiny):
    for assessment in led(tiny):
        figures = [draw(assessment) for draw in FIGURES]
        if found := assessment.win_map():
            figures.append(charts.win_map(assessment.ranking, found))
        for figure in figures:
            assert json.loads(json.dumps(figure, allow_nan=False)) == figure
            go.Figure(figure)


def test_tables_and_sentences_bear_every_ranking(tiny):
    for assessment in led(tiny):
        texts = [table(assessment).to_html() for table in TABLES]
        texts += [*explain.chances(assessment), *explain.changes(assessment)]
        texts += [explain.stays(assessment), explain.potential(assessment)]
        if found := assessment.win_map():
            texts.append(explain.map_text(assessment.ranking, found))
            texts.append(tables.win_map(assessment.ranking, found).to_html())
        for text in texts:
            assert not re.search(r"\b(nan|inf)\b", text), text


def test_panels_bear_every_ranking(tiny):
    for ranking in cases(tiny):
        decision = Decision(ranking.problem, ranking.choices)
        for panel in (robustness.panel, what_changes.panel, methods.panel):
            panel(decision, WhileOpen(decision))


def test_what_needs_a_lead_says_so_where_there_is_none(tiny):
    alone = assess(advisor.rank(tiny, excluded=["ant", "bee"]))
    assert (alone.leads, alone.verdict) == (False, "open")
    for ask in (lambda: alone.lead, lambda: alone.weight_flips, lambda: alone.methods):
        with pytest.raises(NoLeadError, match="no alternative leads"):
            ask()


def test_each_part_is_computed_once(tiny, monkeypatch):
    found = assess(advisor.rank(tiny))
    for part in (
        "lead",
        "acceptability",
        "weight_flips",
        "to_settle",
        "methods",
        "prospects",
        "cuts",
    ):
        assert getattr(found, part) is getattr(found, part)
    assert found.win_map() is found.win_map()


def test_shipped_scenarios_draw(shipped):
    for scenario in shipped.scenarios:
        assessment = assess(advisor.rank(shipped, scenario=scenario.id))
        figures = [draw(assessment) for draw in FIGURES]
        for figure in [*figures, charts.win_map(assessment.ranking, assessment.win_map())]:
            go.Figure(figure)


def draw_map(assessment):
    return charts.win_map(assessment.ranking, assessment.win_map())


def test_number_of_traces_never_changes(tiny):
    rankings = advisor.rank(tiny), advisor.rank(tiny, excluded=["bee"])
    for draw in (*FIGURES, draw_map):
        assert len({len(draw(assess(ranking))["data"]) for ranking in rankings}) == 1


def test_nothing_to_compare_is_said_and_draws_nothing(tiny):
    decision = Decision(tiny)
    decision.excluded = ("ant", "bee")
    for column in robustness.COLUMNS:
        for section in column:
            words, *others = [
                child
                for child in section.view(decision, WhileOpen(decision)).children
                if not getattr(child, "value", "").startswith("<h3>")
            ]
            assert "nothing to compare" in words.value or "two or more to compare" in words.value
            for plot in (child for child in others if hasattr(child, "figure")):
                assert plot.figure["data"] == []


def test_ranks_in_chart_table_and_sentence_are_the_same_and_add_up(tiny):
    for ranking in (advisor.rank(tiny), advisor.rank(fifteen(tiny))):
        columns = rank_columns(assess(ranking))
        drawn = [a["text"] for a in charts.rank_heatmap(assess(ranking))["layout"]["annotations"]]
        written = rows(tables.ranks(assess(ranking)))
        for place, row in enumerate(ranking.order):
            assert written[place][0] == ranking.name(row)
            cells = [plain(column.texts[row]) for column in columns]
            assert written[place][1:-1] == cells
            for column, cell in enumerate(cells):
                shown = drawn[place * len(columns) + column]
                seldom = {"&lt;1": "less than 1 %", "·": "0 %", "&gt;99": "more than 99 %"}
                assert seldom.get(shown, f"{shown} %") == cell
    table = np.array(
        [
            [0 if "less" in text else int(text.split("\u00a0")[0]) for text in column.texts]
            for column in rank_columns(assess(advisor.rank(tiny)))
        ]
    )
    # "less than 1 %" may stand for a 1 that evens the sum.
    for sums in (table.sum(axis=0), table.sum(axis=1)):
        assert np.isin(sums, [99, 100]).all()


def test_what_happens_seldom_is_not_printed_as_never(shipped):
    """With all fifteen, controlled rounding took shares of 0.6 % down to 0."""
    everybody = [other.id for other in shipped.others]
    for column in rank_columns(assess(advisor.rank(shipped, included=everybody))):
        for share, text in zip(column.shares, column.texts, strict=True):
            assert (plain(text) == "0 %") == (share == 0)
            assert (plain(text) == "100 %") == (share > 1 - 1e-9)


def test_shares_rounded_together_are_neither_none_nor_all_unless_they_are():
    told = [plain(rounded_text(*case)) for case in ((0.006, 0), (0.994, 100), (0, 0), (1, 100))]
    assert told == ["less than 1 %", "more than 99 %", "0 %", "100 %"]


def test_with_many_the_later_ranks_are_one_column(tiny):
    columns = rank_columns(assess(advisor.rank(fifteen(tiny))))
    assert [column.name for column in columns] == ["1", "2", "3", "4", "5", "6–15"]
    assert sum(column.shares for column in columns) == pytest.approx(np.ones(15))


def test_the_leaders_share_is_the_verdicts(tiny, shipped):
    for ranking in [
        advisor.rank(tiny),
        *(advisor.rank(shipped, scenario=s.id) for s in shipped.scenarios),
    ]:
        said = re.search(r"first in (.*?) of", explain.headline(assess(ranking)).detail)
        if said and assess(ranking).acceptability.first[ranking.order[0]] < 1:
            assert (
                plain(explain.chances(assess(ranking))[0])
                .split(" first in ")[1]
                .startswith(said[1])
            )


def test_a_sentence_for_each_with_the_weights_it_would_take(tiny):
    ranking = advisor.rank(tiny, plausible=Plausible("anything", facts=False))
    found = assess(ranking).acceptability
    bee, ant, cow = (plain(sentence) for sentence in explain.chances(assess(ranking)))
    assert bee == (
        "Bee ranks first in 18 of 100 simulations that try all weights and keep every fact at its "
        "best estimate."
    )
    fuel, price = (round(found.central_weights[0, j] * 100) for j in (1, 0))
    assert ant == (
        f"Ant ranks first in 43 of 100, typically with {fuel} % of the weight on Fuel (now 25 %) "
        f"and {price} % on Price (now 25 %)."
    )
    load = round(found.central_weights[2, 2] * 100)
    assert cow.startswith(
        f"Cow ranks first in 39 of 100, typically with {load} % of the weight on "
    )


def test_who_is_never_first_is_told_from_who_cannot_be(tiny):
    haul = advisor.rank(tiny, scenario="haul")
    assert explain.chances(assess(haul))[-1] == "Ant never ranks first in these simulations."
    assert explain.chances(assess(advisor.rank(fifteen(tiny), scenario="haul")))[-1] == (
        "9 others never rank first in these simulations."
    )
    worst = {("ant", c.id): c.worst for c in tiny.criteria}
    beaten = advisor.rank(tiny.with_performances(worst), scenario="haul")
    assert explain.chances(assess(beaten))[-1] == (
        "Ant never ranks first and no weights put it first."
    )


def test_the_facts_are_named_where_they_matter(tiny):
    *_, ant, _ = explain.chances(assess(advisor.rank(tiny)))
    confidence = assess(advisor.rank(tiny)).acceptability.confidence[0]
    sure = f"{confidence * 100:.0f} of 100 simulations of the facts."
    assert plain(ant).endswith(f"Even then it ranks first in {sure}")


def test_precision_and_spread_in_words(tiny):
    assert "10,000 simulations" in PRECISION
    assert assess(advisor.rank(tiny)).acceptability.errors.max() <= 0.005
    assert plain(spread_text(Plausible("around", 0.1))) == (
        "A weight of 10 % then stays between 7 and 13 % in two of three simulations."
    )


def test_central_weights_in_chart_and_table(tiny):
    ranking = advisor.rank(tiny)
    now, *traces = charts.central_weights(assess(ranking))["data"]
    written = rows(tables.central_weights(assess(ranking)))
    assert now["x"] == [25, 25, 25, 25, 0]  # fewer than three groups: by criterion
    assert [row[1] for row in written] == ["25 %", "25 %", "25 %", "25 %", "0 %"]
    for column, row in enumerate(ranking.order):
        assert [round(x) for x in traces[row]["x"]] == [
            int(line[2 + column].split()[0]) for line in written
        ]


def test_intervals_in_chart_table_and_sentence(tiny):
    """Bee, Ant, Cow with equal weights: .6, .55, .55. The values of comfort are 0.8, 0, 1.

    Alone at weight c, the others alike: Bee (1 - c) / 3 * 1.6 + 0.8 c, Ant (1 - c) / 3 * 2.2.
    They meet at c = 0.2; Cow, (1 - c) / 3 * 1.2 + c, meets Bee at c = 0.4.
    """
    ranking = advisor.rank(tiny)
    written = {row[0]: row[1:] for row in rows(sensitivity.intervals(assess(ranking)))}
    assert written["Comfort"] == ["25 %", "Ant below 20 %", "Cow above 40 %"]
    assert plain(explain.stays(assess(ranking))) == (
        "The nearest flip: Ant ranks first if “Comfort” has less than 20 % of the weight (now "
        "25 %). 1 of the 5 weights never changes the leader on its own."
    )
    _, interval, now, ends, names, takers = charts.stability(assess(ranking))["data"]
    at = names["text"].index("Comfort")
    assert (interval["base"][at], interval["x"][at]) == pytest.approx((20, 20))
    assert now["x"][at] == 25
    assert plain(takers["text"][at]) == "Ant &lt; 20 % · Cow &gt; 40 %"
    mine = [x for x, y in zip(ends["x"], ends["y"], strict=True) if y == now["y"][at]]
    assert mine == pytest.approx([20, 40])
    assert takers["text"][names["text"].index("Our liking")] == "never"


def test_the_nearest_flip_comes_first(tiny):
    flips = assess(advisor.rank(tiny)).weight_flips
    distances = [abs(flip.share - flip.now) for flip in flips]
    assert distances == sorted(distances)


def test_who_can_be_best(tiny):
    ranking = advisor.rank(tiny)
    found = assess(ranking).prospects
    assert found.universal is None
    assert plain(explain.potential(assess(ranking))) == (
        "No van ranks first whatever the weights. With every fact at its best estimate, Ant ranks "
        "first for 43 % of all possible weights, Cow for 39 % and Bee for 18 %."
    )
    assert [row[:3] for row in rows(tables.potential(assess(ranking)))] == [
        ["Ant", "yes", "43 %"],
        ["Cow", "yes", "39 %"],
        ["Bee", "yes", "18 %"],
    ]


def test_one_that_is_best_throughout_and_one_that_is_beaten(tiny):
    best = {("cow", c.id): c.best for c in tiny.criteria}
    worst = {("ant", c.id): c.worst for c in tiny.criteria}
    ranking = advisor.rank(tiny.with_performances({**best, **worst}))
    assert assess(ranking).prospects.universal == 2
    assert explain.potential(assess(ranking)).startswith("Cow ranks first whatever the weights")
    written = {row[0]: row[1:] for row in rows(tables.potential(assess(ranking)))}
    assert written["Ant"] == ["no", "0 %", "Bee and Cow"]
    assert written["Cow"] == ["yes", "100 %", "–"]


# What would change it


def test_sentences_on_what_would_change_it(tiny):
    ranking = advisor.rank(tiny)
    assert [plain(sentence) for sentence in explain.changes(assess(ranking))] == [
        "The smallest change of weights that puts Ant first moves 4 % of the weight from “Comfort” "
        "to “Price”.",
        "One slider is enough: “Comfort” lowered to 37 (now 50) puts Ant first.",
        "One fact could change the leader, but only outside its known range. The closest: if "
        "“Load” for Ant were above 4 m³ (now 2 m³), Ant would rank first.",
        "Settling any single uncertain fact would still leave Bee first; “Price” for Bee matters "
        "most.",
    ]


def test_a_weighty_input_that_nobody_stated_is_named_first_and_comes_true(shipped):
    ranking = advisor.rank(shipped, answers={"shape": "api"})
    (sentence, *_rest) = explain.changes(assess(ranking))
    named = re.match(
        r"“Team experience” has \d+ % of the weight, but is not stated yet\. (.*) would rank first "
        r"if it were best there and all others worst\.",
        plain(sentence),
    )
    lows = dict.fromkeys((a.id for a in shipped.alternatives), 0)
    takers = set()
    for known in ranking.alternatives:
        skill = {"team_skill": {**lows, known: 4}}
        told = advisor.rank(shipped, answers={"shape": "api"}, inputs=skill)
        if told.alternatives[told.order[0]] == known:
            takers.add(shipped.alternative(known).name)
    leader = ranking.name(ranking.order[0])
    assert set(re.split(", | or ", named[1])) == takers - {plain(leader)}
    told = advisor.rank(shipped, answers={"shape": "api"}, inputs={"team_skill": lows})
    assert "not stated" not in " ".join(explain.changes(assess(told)))


def test_what_the_sentences_say_comes_true(tiny, shipped):
    rankings = [advisor.rank(tiny, scenario=s.id) for s in tiny.scenarios]
    rankings += [advisor.rank(shipped, scenario=s.id) for s in shipped.scenarios]
    for ranking in rankings:
        ids = [criterion.id for criterion in ranking.problem.criteria]

        def leads(weights, problem, ranking=ranking):
            return advisor.rank(problem, weights, scenario=ranking.choices.scenario).order[0]

        shift = assess(ranking).least_shift
        for times, leader in ((1.001, shift.rival), (0.999, ranking.order[0])):
            moved = np.maximum(ranking.weights + times * shift.moved, 0)
            assert leads(dict(zip(ids, moved.tolist(), strict=True)), ranking.problem) == leader
        for flip in assess(ranking).weight_flips:
            if flip.reachable:
                weight = {ids[flip.column]: flip.enough}
                assert leads(weight, ranking.problem) == flip.taker
        for flip in assess(ranking).performance_flips:
            criterion = ranking.problem.criteria[flip.column]
            hair = 0 if criterion.levels else 1e-4 if flip.rises else -1e-4
            cell = {(ranking.alternatives[flip.row], criterion.id): flip.performance + hair}
            changed = ranking.problem.with_performances(cell)
            assert leads(ranking.raw_weights, changed) == flip.taker


def test_the_slider_named_is_just_enough(tiny):
    ranking = advisor.rank(tiny)
    assert plain(one_weight(assess(ranking))).startswith(
        "One slider is enough: “Comfort” lowered to 37"
    )
    assert advisor.rank(tiny, {"comfort": 37}).order[0] == 0
    assert advisor.rank(tiny, {"comfort": 38}).order[0] == ranking.order[0]


def test_a_fact_that_is_known_only_so_far(tiny):
    """The load of Bee decides, and is known to be nothing to ten."""
    cell = tiny.performances["bee", "load"]
    loads = {**tiny.performances, ("bee", "load"): replace(cell, low=0, high=10)}
    ranking = advisor.rank(replace(tiny, performances=loads))
    assert plain(one_fact(assess(ranking))) == (
        "One fact is enough, within its known range: if “Load” for Bee were below 4 m³ (now 6 m³), "
        "Ant would rank first."
    )
    flip = assess(ranking).to_settle[0].flip
    assert plain(find_out(assess(ranking))) == (
        "Check first: “Load” for Bee (so far we know 0 to 10 m³). "
        f"There is a {flip * 100:.0f} % chance that the answer puts Ant first."
    )
    first = rows(sensitivity.performance_flips(assess(ranking)))[0]
    assert first == ["Load for Bee", "6 m³", "below 4 m³", "Ant", "yes, 0 to 10 m³"]
    settle = rows(sensitivity.to_settle(assess(ranking)))[0]
    assert settle[:4] == ["Load for Bee", "0 to 10 m³", f"{flip * 100:.0f} %", "Ant"]


def test_levels_are_named_in_their_words(tiny):
    ranking = advisor.rank(tiny, {"liking": 100})
    written = [row[0:4] for row in rows(sensitivity.performance_flips(assess(ranking)))]
    assert ["Our liking for Ant", "not stated", "“everybody wants it”", "Ant"] in written


def test_a_rubric_that_ends_where_they_draw_level_flips_nothing(tiny):
    """Only comfort counts, and its two upper levels are worth the same: Bee and Cow tie."""
    steps = tuple(replace(s, value=min(s.value, 0.8)) for s in tiny.criterion("comfort").levels)
    criteria = tuple(replace(c, levels=steps) if c.id == "comfort" else c for c in tiny.criteria)
    only = {**weights_of_none(tiny), "comfort": 50}
    flips = assess(advisor.rank(replace(tiny, criteria=criteria), only)).performance_flips
    assert [(flip.row, flip.taker) for flip in flips] == [(1, 2)]  # only Bee can fall


def test_certain_facts_leave_nothing_to_find_out(tiny):
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    assert find_out(assess(advisor.rank(certain))) == "No fact that has weight is uncertain."
    assert sensitivity.to_settle(assess(advisor.rank(certain))).to_html() == ""


def test_level_weights_are_called_level(tiny):
    tied = advisor.rank(tiny, {**weights_of_none(tiny), "liking": 100})
    assert assess(tied).lead.verdict == "tie"
    assert joint(assess(tied)) == (
        "Ant and Bee are level, so the smallest change of a weight decides."
    )


def test_nothing_beats_the_best(tiny):
    best = {("cow", c.id): c.best for c in tiny.criteria}
    ranking = advisor.rank(tiny.with_performances(best))
    assert joint(assess(ranking)) == "No weights put anything ahead of Cow."
    assert (
        one_weight(assess(ranking))
        == "No slider of a single criterion is enough, however far you move it."
    )
    assert "No single weight changes" in sensitivity.weight_flips(assess(ranking)).to_html()


def test_flips_that_round_to_the_same_percent_get_another_digit():
    found = [explain.threshold_texts(*pair) for pair in ((0.06, 0.062), (0.1, 0.0046), (0.1, 0.2))]
    assert [tuple(plain(text) for text in pair) for pair in found] == [
        ("6.0 %", "6.2 %"),
        ("10 %", "0.5 %"),
        ("10 %", "20 %"),
    ]


def test_shares_in_words():
    words = [plain(explain.percent_text(share)) for share in (0, 0.001, 0.4, 0.999, 1)]
    assert words == ["0 %", "less than 1 %", "40 %", "more than 99 %", "100 %"]
    parts = [plain(text) for text in explain.percent_texts([1 / 3, 1 / 3, 1 / 3])]
    assert parts == ["34 %", "33 %", "33 %"]


@given(st.integers(1, 12), st.integers(1, 30), st.randoms(use_true_random=False))
def test_a_table_is_rounded_to_its_sums_and_never_far_off(size, draws, random):
    counts = np.zeros((size, size))
    for _ in range(draws):
        counts[np.arange(size), random.sample(range(size), size)] += 100 / draws
    found = np.array(apportion_table(counts))
    assert (found.sum(axis=0) == 100).all()
    assert (found.sum(axis=1) == 100).all()
    assert np.abs(found - counts).max() < 1
    assert found[0, 0] == np.floor(counts[0, 0] + 1e-6)


def test_a_table_of_two_hundred_keeps_its_sums():
    """Whether it is rounded by short circles or by long ones."""
    generator = np.random.default_rng(1)
    counts = np.zeros((200, 200))
    for _ in range(300):
        counts[np.arange(200), generator.permutation(200)] += 100 / 300
    found = np.array(apportion_table(counts))
    assert (found.sum(axis=0) == 100).all()
    assert (found.sum(axis=1) == 100).all()
    assert np.abs(found - counts).max() < 1

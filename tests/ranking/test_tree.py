"""A value tree: groups with a weight of their own, which their criteria share."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.mcda.sampling.weights import Shared, box, least_sum
from advisor.problem.elements import ScenarioWeight
from advisor.problem.folder import check
from advisor.problem.questions import NOT_SURE, Rule
from advisor.ranking.answers import advise
from advisor.report.wording import answer_effects, because
from advisor.robustness.assessment import assess
from advisor.robustness.uncertainty import plausible_groups, weight_sampler
from tests.conftest import TINY


def shares(problem, **choices):
    ranking = advisor.rank(problem, **choices)
    return dict(zip([c.id for c in problem.criteria], ranking.weights.round(3), strict=True))


def test_criteria_share_the_weight_of_their_group(grove):
    expected = {"price": 0.45, "fuel": 0.15, "load": 0.2, "comfort": 0.2, "liking": 0}
    assert shares(grove) == expected


def test_a_group_weighs_the_same_however_many_criteria_divide_it(grove):
    """Splitting bias: a longer list of the same thing is worth no more."""
    column = [c.id for c in grove.criteria].index("load")
    twin = replace(grove.criteria[column], id="twin", name="Twin")
    even = grove.scenarios[0]
    longer = replace(
        grove,
        criteria=(*grove.criteria, twin),
        performances={
            **grove.performances,
            **{
                (a.id, "twin"): replace(grove.performances[a.id, "load"], criterion="twin")
                for a in grove.alternatives
            },
        },
        scenarios=(replace(even, weights={**even.weights, "twin": even.weights["load"]}),),
    )
    assert advisor.rank(longer).group_weights.tolist() == pytest.approx([0.6, 0.4])


def test_an_answer_weighs_a_group_or_divides_it_anew(grove):
    assert shares(grove, answers={"distance": "far"})["price"] == pytest.approx(75 / 140, abs=1e-3)
    near = shares(grove, answers={"distance": "near"})
    assert (near["price"], near["fuel"]) == (0.6, 0)


def test_a_group_that_nothing_speaks_for_weighs_nothing(grove):
    for cargo in ("people", "stones"):
        found = shares(grove, answers={"cargo": cargo})
        assert (found["load"], found["comfort"]) == (0, 0)
        assert found["price"] == 0.75


def test_a_scenario_answers_until_somebody_answers_otherwise(grove):
    assert shares(grove, scenario="far") == shares(grove, answers={"distance": "far"})
    near = shares(grove, answers={"distance": "near"})
    assert shares(grove, scenario="far", answers={"distance": "near"}) == near
    open_after_all = shares(grove, scenario="far", answers={"distance": ""})
    assert open_after_all == shares(grove)
    ranking = advisor.rank(grove, scenario="far", answers={"distance": ""})
    assert dict(ranking.advice.answers) == {}


def test_what_an_answer_does_to_a_group_is_said(grove):
    assessment = assess(advisor.rank(grove, scenario="far"))
    assert answer_effects(assessment, "distance") == [
        "Cost 60\xa0% → 71\xa0%: each kilometre is paid for"
    ]
    assert "“Across the country”" in because(assessment.ranking, "price")


def test_not_being_sure_widens_the_range_of_a_group(grove):
    sure, unsure = (
        advise(grove, grove.scenarios[0], answers) for answers in ({}, {"distance": NOT_SURE})
    )
    assert sure.weights == unsure.weights
    assert sure.groups["cost"] == (40, 80)
    assert unsure.groups["cost"] == (40, 100)


def test_draws_divide_a_group_and_keep_it_together(grove):
    ranking = advisor.rank(grove)
    draws = weight_sampler(ranking)(20_000, np.random.default_rng(1))
    cost = draws[:, 0] + draws[:, 1]
    assert cost.min() == pytest.approx(40 / 80, abs=0.01)
    assert cost.max() == pytest.approx(80 / 120, abs=0.01)
    assert np.allclose(draws[:, 2:4].sum(axis=1), 1 - cost)
    within = draws[:, 0] / cost
    assert within.min() == pytest.approx(50 / 100, abs=0.02)
    assert abs(np.corrcoef(cost, within)[0, 1]) < 0.03


def test_a_slider_that_was_moved_takes_its_group_along(grove):
    [cost, _] = plausible_groups(advisor.rank(grove, {"price": 75}))
    assert (cost.low, cost.high) == pytest.approx((60, 120))  # a range grows with its weight
    off = plausible_groups(advisor.rank(grove, {"price": 0, "fuel": 0}))[0]
    assert (off.low, off.high) == (0, 0)


@given(st.integers(0, 2**32 - 1))
def test_no_draw_is_worse_than_the_least_sum(seed):
    rng = np.random.default_rng(seed)
    gains = rng.normal(size=6)
    low = rng.random(6) * 50
    high = low + rng.random(6) * 50
    shared = (Shared((0, 1, 2), 10.0, 40.0), Shared((4, 5), 0.0, 30.0))
    raw = low + (high - low) * rng.random((400, 6)).round()
    for one in shared:
        total = np.where(rng.random(400) < 0.5, one.low, one.high)
        raw[:, list(one.columns)] *= (total / raw[:, list(one.columns)].sum(axis=1))[:, None]
    assert least_sum(gains, low, high, shared) <= (raw @ gains).min() + 1e-9
    one = least_sum(gains[:3], low[:3], high[:3], (Shared((0, 1, 2), 1.0, 1.0),))
    corners = np.array(np.meshgrid(*zip(low[:3], high[:3], strict=True))).reshape(3, -1)
    assert one == pytest.approx((gains[:3] @ corners / corners.sum(axis=0)).min())


def test_box_refuses_what_is_no_range_and_skips_a_group_that_is_off():
    drawn = box([0, 0, 1], [0, 0, 1], (Shared((0, 1), 0, 0),))(5, np.random.default_rng(1))
    assert np.allclose(drawn, [0, 0, 1])


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("weights.csv", "even,cost,price,5,5,5,x", "names both a group and a criterion"),
        ("weights.csv", "even,,,5,5,5,x", "names neither a group nor a criterion"),
        ("weights.csv", "even,cost,,5,5,5,x", "no row for haul × cost"),
        ("weights.csv", "even,speed,,5,5,5,x", "'speed' is not in groups.csv"),
        ("presets.csv", "haul,distance,deep", "'deep' is not an answer to 'distance'"),
        ("presets.csv", "hall,distance,far", "'hall' is not in scenarios.csv"),
        ("scenarios.csv", "idle,Idle,Nothing said.", "'idle' has neither weights nor answers"),
        ("rules.csv", "distance,far,importance,cost,much,x", "'cost' is not in criteria.csv"),
    ],
)
def test_faults_of_a_tree_are_named(tmp_path, file, line, message):
    folder = tree(tmp_path)
    path = folder / file
    with path.open("a", encoding="utf-8") as table:
        table.write(f"{line}\n")
    assert any(fault.file == file and message in fault.message for fault in check(folder))


def tree(tmp_path):
    """The small problem as a folder whose weights.csv can name groups."""
    folder = Path(shutil.copytree(TINY, tmp_path / "vans"))
    head, *rows = (folder / "weights.csv").read_text(encoding="utf-8").splitlines()
    changed = [head.replace("scenario,", "scenario,group,")]
    changed += [row.replace(",", ",,", 1) for row in rows]
    (folder / "weights.csv").write_text("\n".join(changed) + "\n", encoding="utf-8")
    (folder / "presets.csv").write_text("scenario,question,answer\n", encoding="utf-8")
    return folder


def drawn(ranking):
    return weight_sampler(ranking)(4_000, np.random.default_rng(1))


def test_the_plausible_region_depends_on_the_weights_and_not_on_how_they_came_about(grove):
    """An answer and a slider that lead to the same weights are as sure as each other."""
    told = advisor.rank(grove, answers={"distance": "far"})
    raw = {c: w for c, w in told.raw_weights.items() if c in ("price", "fuel")}
    by_hand = advisor.rank(grove, raw)
    within = [draws[:, 0] / draws[:, :2].sum(axis=1) for draws in map(drawn, (told, by_hand))]
    assert within[0].min() == pytest.approx(within[1].min(), abs=0.02)
    assert within[0].max() == pytest.approx(within[1].max(), abs=0.02)


def test_a_common_factor_of_all_weights_changes_nothing(grove):
    ranking = advisor.rank(grove)
    larger = advisor.rank(grove, {c: 1.2 * w for c, w in ranking.raw_weights.items()})
    assert np.allclose(drawn(ranking), drawn(larger))


def test_a_group_that_weighs_nothing_yet_may_come_to_count(grove):
    """Nobody is sure whether it goes far; then cost may decide, divided as the scenario divides."""
    even = grove.scenarios[0]
    off = replace(even, group_weights={**even.group_weights, "cost": ScenarioWeight(0, 0, 0, "")})
    unsure = advisor.rank(replace(grove, scenarios=(off,)), answers={"distance": NOT_SURE})
    assert unsure.advice.groups["cost"] == (0, 100)
    draws = drawn(unsure)
    assert draws[:, :2].sum(axis=1).max() > 0.6
    assert np.median(draws[:, 0] / draws[:, :2].sum(axis=1)) == pytest.approx(0.75, abs=0.03)
    by_hand = advisor.rank(replace(grove, scenarios=(off,)))
    assert not drawn(by_hand)[:, :2].any()


def test_parts_that_may_come_to_count_do(grove):
    """All parts weigh nothing, and somebody is not sure of an answer that would change that."""
    even = grove.scenarios[0]
    none = {
        **even.weights,
        "price": ScenarioWeight(0, 0, 0, ""),
        "fuel": ScenarioWeight(0, 0, 0, ""),
    }
    rules = (Rule("distance", "far", "importance", "fuel", "much", ""),)
    problem = replace(grove, scenarios=(replace(even, weights=none),), rules=rules)
    assert drawn(advisor.rank(problem, answers={"distance": NOT_SURE}))[:, 1].max() > 0.3
    assert not drawn(advisor.rank(problem))[:, :2].any()


def test_a_part_alone_moves_within_its_group(grove):
    """What the share of one part gains the others of its group lose; a group moves as one."""
    for seed in range(30):
        rng = np.random.default_rng(seed)
        raw = {c: float(rng.integers(1, 80)) for c in ("price", "fuel", "load", "comfort")}
        lead = assess(advisor.rank(grove, raw)).lead
        assert not (lead.unbeaten and lead.turning)

"""Weights from people as the page weighs them: groups first, what that comes to, when it stops."""

from dataclasses import replace

import numpy as np
import pytest

from advisor.mcda.additive import normalise_weights
from advisor.ranking.answers import advise
from advisor.report.wording import performance_text
from advisor.session.elicitation.gains import gains, shown
from advisor.session.elicitation.order import Order
from advisor.session.elicitation.pairs import Pairs
from advisor.session.elicitation.stages import GROUPS, Scope
from advisor.session.elicitation.swing import Swing
from advisor.session.elicitation.tradeoffs import Choosing, TradeOffs


def start(problem, scenario):
    """Weights that a scenario starts from, by criterion id."""
    return dict(advise(problem, problem.scenario(scenario), {}).weights)


@pytest.fixture
def scope(tiny) -> Scope:
    """Price, fuel; load, comfort (liking has weight 0): all 50."""
    return Scope(tiny, start(tiny, "even"))


# Stages ------------------------------------------------------------------------------------


def test_groups_come_first_then_each_that_has_something_to_weigh(scope):
    stages = Swing(scope).stages
    assert [stage.group for stage in stages] == [GROUPS, "cost", "use"]
    assert stages[0].items == ("cost", "use")
    assert stages[2].items == ("load", "comfort")


def test_a_group_rated_0_or_with_one_criterion_is_not_asked_about(scope):
    swing = Swing(scope)
    swing.place(swing.stage(GROUPS), "use", 0)
    swing.rate(swing.stage(GROUPS), 1, 0)
    assert [stage.group for stage in swing.stages] == [GROUPS, "use"]
    assert swing.weights["price"] == swing.weights["fuel"] == 0
    scope.tick("comfort", False)
    assert [stage.group for stage in swing.stages] == [GROUPS]
    assert swing.weights == {"price": 0, "fuel": 0, "load": 100, "comfort": 0, "liking": 0}


def test_what_counts_is_ticked_and_the_last_cannot_be_taken_away(scope):
    scope.tick("liking", True)
    assert scope.criteria("use") == ("load", "comfort", "liking")
    for criterion in ("price", "fuel", "load", "comfort"):
        scope.tick(criterion, False)
    assert scope.groups == ("use",)
    with pytest.raises(ValueError, match="'liking' is the last criterion"):
        scope.tick("liking", False)
    assert Order(scope).weights["liking"] == 100


def test_where_nothing_has_a_weight_everything_is_asked_about(tiny):
    scope = Scope(tiny, dict.fromkeys(start(tiny, "even"), 0))
    assert scope.groups == ("cost", "use")
    assert set(Swing(scope).weights.values()) == {67, 100}  # two groups of equal weight


@pytest.mark.parametrize("way", [Swing, Order, Pairs])
def test_what_was_not_said_stays_as_the_weights_in_use_have_it(tiny, way):
    scope = Scope(tiny, {"price": 20, "fuel": 60, "load": 40, "comfort": 10, "liking": 0})
    weighing = way(scope)
    assert weighing.heard_stages == ()
    assert normalise_weights([*weighing.weights.values()]) == pytest.approx(
        normalise_weights([20, 60, 40, 10, 0]), abs=0.005
    )
    cost = weighing.stage("cost")
    if way is Pairs:
        weighing.judge(cost, ("price", "fuel"), 3.0)
    else:
        weighing.place(cost, "price", 0)
    assert weighing.heard_stages == (cost,)
    weights = weighing.weights
    assert weights["price"] >= weights["fuel"]
    assert weights["load"] / weights["comfort"] == pytest.approx(4, rel=0.05)
    cost_share = (weights["price"] + weights["fuel"]) / sum(weights.values())
    assert cost_share == pytest.approx(80 / 130, abs=0.01)


def test_weights_are_whole_the_largest_100_and_none_lost_to_rounding(scope):
    swing = Swing(scope)
    swing.rate(swing.stage(GROUPS), 1, 1)
    swing.rate(swing.stage("use"), 1, 1)
    weights = swing.weights
    assert max(weights.values()) == 100
    assert weights["comfort"] == 1
    assert all(float(weight).is_integer() for weight in weights.values())


# Swing and order ---------------------------------------------------------------------------


def test_swing_multiplies_shares_of_groups_and_within(scope):
    swing = Swing(scope)
    swing.place(swing.stage(GROUPS), "use", 0)
    swing.rate(swing.stage(GROUPS), 1, 50)
    swing.rate(swing.stage("use"), 1, 25)
    swing.rate(swing.stage("cost"), 1, 100)
    # use 2/3 of which load 4/5; cost 1/3 of which each half: 32/60, 8/60, 10/60, 10/60
    assert swing.weights == {"price": 31, "fuel": 31, "load": 100, "comfort": 25, "liking": 0}


def test_ratings_follow_the_order_and_take_neighbours_along(scope):
    scope.tick("liking", True)
    swing, use = Swing(scope), Swing(scope).stage("use")
    swing.rate(use, 1, 60)
    swing.rate(use, 2, 30)
    assert swing.rated(use) == (100, 60, 30)
    swing.rate(use, 2, 80)
    assert swing.rated(use) == (100, 80, 80)
    swing.rate(use, 1, 40)
    assert swing.rated(use) == (100, 40, 40)
    swing.rate(use, 0, 10)
    assert swing.rated(use)[0] == 100
    last = swing.order(use)[2]
    swing.place(use, last, 0)
    assert swing.order(use)[0] == last
    assert swing.rated(use)[0] == 100


def test_leaving_out_and_taking_back_keeps_what_was_said(scope):
    swing = Swing(scope)
    swing.place(swing.stage("use"), "comfort", 0)
    swing.rate(swing.stage("use"), 1, 30)
    before = swing.weights
    scope.tick("load", False)
    assert swing.weights["load"] == 0
    scope.tick("load", True)
    assert swing.weights == before


def test_order_is_the_centroid_and_the_other_rules_stand_beside(scope):
    scope.tick("liking", True)
    order = Order(scope)
    use = order.stage("use")
    order.place(use, "comfort", 0)
    order.place(use, "load", 2)
    assert order.order(use) == ("comfort", "liking", "load")
    shares = dict(zip(use.items, order.shares(use), strict=True))
    assert shares["comfort"] == pytest.approx(0.6111, abs=1e-4)
    assert shares["load"] == pytest.approx(0.1111, abs=1e-4)
    compared = order.compared(use)
    assert compared["rank-sum"][use.items.index("comfort")] == pytest.approx(3 / 6)
    assert compared["reciprocal"][use.items.index("load")] == pytest.approx((1 / 3) / (11 / 6))


# Pairs -------------------------------------------------------------------------------------


@pytest.fixture
def three(scope) -> Pairs:
    scope.tick("liking", True)
    return Pairs(scope)


def test_a_stage_is_heard_when_all_its_pairs_are_judged(three):
    use = three.stage("use")
    first, second, third = three.pairs(use)
    three.judge(use, first, 2.0)
    three.judge(use, second, 4.0)
    assert three.judged(use) == 2
    assert three.comparison(use) is None
    three.judge(use, third, 2.0)
    assert three.shares(use) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    three.judge(use, third, None)
    assert three.heard(use) is None


def test_the_worst_judgement_is_named_with_one_of_the_scale_that_fits(three):
    use = three.stage("use")
    for pair, judgement in zip(three.pairs(use), (3.0, 1 / 5, 3.0), strict=True):
        three.judge(use, pair, judgement)
    misfit = three.misfit(use)
    assert misfit.ratio > 0.10
    three.judge(use, (misfit.first, misfit.second), misfit.fitting)
    assert three.comparison(use).consistency_ratio == pytest.approx(misfit.ratio_after)
    assert misfit.ratio_after < 0.10
    assert three.misfit(use) is None


def test_a_judgement_off_the_scale_is_refused(three):
    with pytest.raises(ValueError, match=r"2\.5 is not on the scale"):
        three.judge(three.stage("use"), ("load", "comfort"), 2.5)


def test_more_than_the_random_index_knows_have_no_pairs(shipped):
    group = shipped.groups[0]
    many = tuple(
        replace(shipped.criteria[0], id=f"c{k}", group=group.id, name=f"C{k}") for k in range(16)
    )
    wide = replace(shipped, criteria=many, groups=(group,))
    pairs = Pairs(Scope(wide, {c.id: 50 for c in many}))
    (stage,) = pairs.stages
    assert pairs.pairs(stage) == ()
    assert pairs.heard(stage) is None
    assert len(set(pairs.weights.values())) == 1


# Trade-offs --------------------------------------------------------------------------------


def answer_all(tradeoffs: TradeOffs, values, weights: dict[str, float], most: int = 200) -> int:
    """Answer as somebody with these weights does, until nothing more is asked."""
    problem = tradeoffs.problem
    for count in range(most):
        asked = tradeoffs.standing(values).next
        if asked is None:
            return count

        def worth(item: str, group: str = asked.group) -> float:
            if group == GROUPS:
                return sum(weights[c.id] for c in problem.criteria if c.group == item)
            return weights[item]

        first = worth(asked.first) * asked.first_gain
        second = worth(asked.second) * asked.second_gain
        close = max(first, second) < 1.2 * min(first, second)
        tradeoffs.reply(asked, "equal" if close else "first" if first > second else "second")
    pytest.fail("it never stops")


@pytest.mark.parametrize(
    ("scenario", "most"), [("deadline_crud", 15), ("realtime_api", 15), ("teaching", 25)]
)
def test_few_answers_settle_who_leads_for_these_weights(shipped, scenario, most):
    """Of ten groups and 28 criteria; the last scenario is a close one."""
    raw = start(shipped, scenario)
    tradeoffs = TradeOffs(Scope(shipped, raw))
    asked = answer_all(tradeoffs, shipped.values, raw)
    standing = tradeoffs.standing(shipped.values)
    assert standing.settled
    assert asked <= most
    assert standing.shares[-1] >= 0.95
    assert len(standing.shares) == asked + 1
    scores = shipped.values @ np.array([raw[c.id] for c in shipped.criteria])
    assert standing.leader == int(np.argmax(scores))
    assert tradeoffs.replies[0].choosing.group == GROUPS
    applied = shipped.values @ np.array([tradeoffs.weights[c.id] for c in shipped.criteria])
    assert int(np.argmax(applied)) == standing.leader


def test_going_on_ends_when_no_answer_would_tell_anything(shipped):
    raw = start(shipped, "long_lived_team")
    tradeoffs = TradeOffs(Scope(shipped, raw))
    tradeoffs.thorough = True
    answer_all(tradeoffs, shipped.values, raw)
    said = normalise_weights([tradeoffs.weights[c.id] for c in shipped.criteria])
    meant = normalise_weights([raw[c.id] for c in shipped.criteria])
    assert said == pytest.approx(meant, abs=0.03)


def test_the_weights_left_obey_every_answer(scope, tiny):
    tradeoffs = TradeOffs(scope)
    tradeoffs.reply(Choosing(GROUPS, "cost", "use", 0.5, 1.0), "first")
    tradeoffs.reply(Choosing("use", "load", "comfort", 1.0, 0.8), "second")
    left = tradeoffs.standing(tiny.values).left
    assert tradeoffs.weights["price"] == tradeoffs.weights["fuel"]  # nothing was asked of them
    price, fuel, load, comfort, liking = left.T
    assert left.sum(axis=1) == pytest.approx(1)
    assert np.all(0.5 * (price + fuel) >= load + comfort - 1e-9)
    assert np.all(0.8 * comfort >= load - 1e-9)
    assert not liking.any()


def test_contradicting_answers_are_found_and_withdrawn_one_by_one(three, tiny):
    tradeoffs = TradeOffs(three.scope)
    for first, second in (("load", "comfort"), ("comfort", "liking"), ("load", "liking")):
        tradeoffs.reply(Choosing("use", first, second, 1.0, 1.0), "first")
    tradeoffs.reply(Choosing("cost", "price", "fuel", 1.0, 1.0), "first")
    assert tradeoffs.standing(tiny.values).conflict == ()
    agreed = tradeoffs.weights
    tradeoffs.change(2, "second")
    standing = tradeoffs.standing(tiny.values)
    assert standing.conflict == (0, 1, 2)
    assert np.isfinite(standing.left).all()
    assert tradeoffs.weights["load"] > tradeoffs.weights["comfort"] > tradeoffs.weights["liking"]
    tradeoffs.withdraw(2)
    assert tradeoffs.standing(tiny.values).conflict == ()
    assert tradeoffs.weights == agreed


def test_the_same_answers_leave_the_same_weights_however_they_came_about(scope, tiny):
    straight, round_about = TradeOffs(scope), TradeOffs(scope)
    first, second = Choosing(GROUPS, "cost", "use", 1, 1), Choosing("use", "load", "comfort", 1, 1)
    straight.reply(first, "first")
    before = straight.weights
    straight.reply(second, "equal")
    round_about.reply(first, "second")
    round_about.reply(second, "equal")
    round_about.change(0, "first")
    assert round_about.weights == straight.weights
    straight.undo()
    assert straight.weights == before


def test_a_skipped_pair_is_not_asked_about_again(shipped):
    tradeoffs = TradeOffs(Scope(shipped, start(shipped, "balanced")))
    seen = set()
    for _ in range(6):
        asked = tradeoffs.standing(shipped.values).next
        assert (asked.first, asked.second) not in seen
        seen.add((asked.first, asked.second))
        tradeoffs.skip(asked)
    assert tradeoffs.replies == ()


def test_an_answer_that_should_follow_can_be_asked_for(three, tiny):
    tradeoffs = TradeOffs(three.scope)
    assert tradeoffs.standing(tiny.values).check is None
    tradeoffs.reply(Choosing("use", "load", "comfort", 1.0, 1.0), "first")
    tradeoffs.reply(Choosing("use", "comfort", "liking", 1.0, 1.0), "first")
    check = tradeoffs.standing(tiny.values).check
    assert (check.first, check.second) == ("load", "liking")
    tradeoffs.checking = True
    assert tradeoffs.standing(tiny.values).next == check
    tradeoffs.reply(check, "second")
    assert not tradeoffs.checking
    assert tradeoffs.standing(tiny.values).conflict == (0, 1, 2)


@pytest.mark.parametrize("rows", [[0], []])
def test_with_nobody_to_compare_questions_still_set_weights(scope, tiny, rows):
    tradeoffs = TradeOffs(scope)
    standing = tradeoffs.standing(tiny.values[rows])
    assert standing.leader is None
    assert standing.shares == ()
    assert not standing.settled
    tradeoffs.reply(standing.next, "first")
    assert tradeoffs.weights["price"] > 0


def test_questions_show_performances_that_one_can_read_and_that_have_that_value(shipped):
    for criterion in shipped.criteria:
        for gain in gains(criterion):
            performance = shown(criterion, gain)
            assert float(criterion.value(performance)) == pytest.approx(gain, abs=1e-6)
            text = performance_text(criterion, performance)
            if criterion.value_function == "levels":
                assert text in {level.meaning.rstrip(".") for level in criterion.levels}
            else:
                assert len(text.split()[0].replace(".", "").strip("0")) <= 2
            if criterion.unit.startswith("of "):
                assert performance.is_integer()
        assert max(gains(criterion)) == 1


def test_a_rubric_that_rises_and_falls_shows_its_own_levels(tiny):
    comfort = tiny.criterion("comfort")
    bumpy = tuple(
        replace(level, value=value)
        for level, value in zip(comfort.levels, (0.0, 1.0, 0.5), strict=True)
    )
    criterion = replace(comfort, levels=bumpy)
    assert gains(criterion) == (1.0, 0.5)
    assert [shown(criterion, gain) for gain in (1.0, 0.5, 0.0)] == [1, 2, 0]

"""What the browser draws before the kernel has heard a move is what the kernel draws."""

import random

import numpy as np
import pytest

from advisor.page.results.marks import marks
from advisor.page.sidebar import ahead
from advisor.report.charts.ranking import radar_values
from advisor.session.decision import Decision
from tests.report.test_light_model import named_problem, random_choices
from tests.tools import node

MODEL = (
    'import { apportion, argsort, groupParts, groupValue, points, sum, weigh } from "./score.js";\n'
    + ahead.OWN.partition(ahead.IMPORT)[2].partition("function render(")[0]
    + """
const answer = (moves) => moves.map(({ facts, said, change }) => {
  const raw = moved(facts, said, said.raw, change);
  return { raw, ...foresee(facts, said.raw, raw) };
});
"""
)


@pytest.mark.parametrize("name", ["shipped", "tiny", "grove", "second", "starter", "spreadsheet"])
def test_a_move_is_foreseen_as_the_kernel_will_draw_it(name, request):
    problem, chance = named_problem(name, request), random.Random(name)
    given, moved = [], []
    for _ in range(40):
        decision = Decision(problem, random_choices(problem, chance))
        before, weight = decision.ranking, chance.choice([0, 100, 7, 100 * chance.random()])
        group, criterion = chance.choice(problem.groups).id, chance.choice(problem.criteria).id
        change = chance.choice([{"group": group}, {"criterion": criterion}])
        facts, said = ahead._facts(before), ahead._weights(before)
        if not before.alternatives:
            continue
        given.append({"facts": facts, "said": said, "change": {**change, "weight": weight}})
        if "group" in change:
            decision.set_group_weight(group, weight)
        else:
            decision.set_weight(criterion, weight)
        moved.append((before, decision.ranking))
    for seen, (before, ranking) in zip(node.run(MODEL, given), moved, strict=True):
        np.testing.assert_allclose(seen["raw"], list(ranking.raw_weights.values()), atol=1e-9)
        assert [row["share"] for row in seen["rows"]] == list(ranking.group_percentages)
        same_order = before.order == ranking.order
        (low, high), groups = ranking.group_ranges, range(len(problem.groups))
        for g, row in zip(groups, seen["rows"], strict=True):
            drawn = marks(ranking, ranking.group_values[:, g], low[:, g], high[:, g])
            places = {one["name"]: (one["at"], one["low"], one["high"]) for one in row["places"]}
            # A half that is exact in one order of summing is not in the other.
            for one in drawn if same_order else ():
                assert np.allclose(places[one.name], (one.at, one.low, one.high), atol=1), one
            if same_order and [one.at for one in drawn] == [one["at"] for one in row["places"]]:
                named = [one.label_at for one in drawn][: len(row["labels"])]
                if all(one.label for one in drawn[: len(named)]) and len(named) > 1:
                    assert row["labels"] == pytest.approx(named, abs=0.11)
        if seen["axes"] and len(groups) >= 3:
            np.testing.assert_allclose(seen["axes"], radar_values(ranking)[1], atol=1e-9)

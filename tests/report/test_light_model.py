"""The decision model of the light page: the same scores, order and verdict as in Python."""

import random
from dataclasses import replace

import numpy as np
import pytest

import advisor
from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE
from advisor.ranking.choices import Choices
from advisor.report.light.data import page_data
from advisor.robustness.assessment import assess
from tests.conftest import ROOT
from tests.tools import node

MATRICES = ROOT / "tests" / "problem" / "matrices"
MODEL = """
import { readProblem, noChoices, rank, assess, shifts, relaxations } from "./score.js";
const answer = ({ data, states }) => {
  const problem = readProblem(data);
  return states.map((state) => {
    const ranking = rank(problem, { ...noChoices(problem), ...state });
    const { rows, scores, order, raw, demands, excluded, leads } = ranking;
    const names = (some) => some.map((row) => rows[row].id);
    const found = {
      rows: names(rows.map((_, row) => row)), scores, order: names(order), raw, demands,
      excluded: excluded.map(({ alternative }) => alternative.id),
      shifts: shifts(ranking).map(({ rule, before, after }) => [rule.target, before, after]),
      relaxed: relaxations(ranking).map(({ requirement, leaders, changes }) =>
        [requirement.id, leaders.map(({ id }) => id), changes]),
    };
    if (!leads) return found;
    const lead = assess(ranking);
    const name = (row) => rows[row].id;
    return { ...found, lead: { ...lead, leader: name(lead.leader), close: names(lead.close),
      cuts: lead.cuts.map((cut) => [cut.groups, name(cut.first)]),
      questions: lead.questions.map((one) => [one.question.id, one.answer.id, name(one.first)]) } };
  });
};
"""


def random_choices(problem: Problem, chance: random.Random) -> Choices:
    """Choices as somebody might make them: mostly few, sometimes strange."""

    def some(items, share):
        return [one for one in items if chance.random() < share]

    busy = chance.choice([0.1, 0.4, 0.8])
    everybody = [*problem.alternatives, *problem.others]
    inputs = [c for c in problem.criteria if c.kind == "input"]
    choices = Choices(
        scenario=chance.choice(problem.scenarios).id,
        answers={
            q.id: chance.choice([*(choice.id for choice in q.choices), NOT_SURE, ""])
            for q in some(problem.questions, busy)
        },
        requirements={
            r.id: chance.choice([*r.demands, ""]) for r in some(problem.requirements, busy / 6)
        },
        weights={
            c.id: chance.choice([0, 100, round(100 * chance.random(), 3)])
            for c in some(problem.criteria, busy / 3)
        },
        reading=chance.choice(["", *problem.readings]),
        inputs={
            c.id: {
                a.id: chance.choice(c.levels).level if c.levels else chance.uniform(c.worst, c.best)
                for a in some(everybody, 0.7)
            }
            for c in some(inputs, busy)
        },
        included=tuple(other.id for other in some(problem.others, busy / 2)),
        excluded=tuple(one.id for one in some(problem.alternatives, 0.1)),
    )
    return choices.check(problem)


def random_problem(problem: Problem, chance: random.Random) -> Problem:
    """The same problem with other weights, ranges, bounds, confidences and unknown cells."""

    def weight(known):
        low, own, high = sorted(chance.choice([0, chance.uniform(0, 100)]) for _ in range(3))
        return replace(known, weight=own, low=low, high=high)

    def cell(known):
        criterion = problem.criterion(known.criterion)
        if criterion.kind == "input" or chance.random() < 0.5:
            return known
        if chance.random() < 0.1:
            nothing = float("nan")
            return replace(known, performance=nothing, low=nothing, high=nothing)
        if criterion.levels:
            steps = [one.level for one in criterion.levels]
            low, own, high = sorted(chance.choice(steps) for _ in range(3))
            sure = chance.choice([float("nan"), 0.5, 0.8, 1.0])
            return replace(known, performance=own, low=low, high=high, confidence=sure)
        ends = sorted((criterion.worst, criterion.best))
        low, own, high = sorted(chance.uniform(0.5 * ends[0], 1.2 * ends[1]) for _ in range(3))
        return replace(known, performance=own, low=low, high=high)

    scenarios = tuple(
        replace(
            scenario,
            weights={c: weight(one) for c, one in scenario.weights.items()},
            group_weights={g: weight(one) for g, one in scenario.group_weights.items()},
        )
        for scenario in problem.scenarios
    )
    cells = {place: cell(known) for place, known in problem.performances.items()}
    return replace(problem, scenarios=scenarios, performances=cells)


def compared(problem: Problem, choices: list[Choices]):
    """The assessment of each state with what the page makes of it."""
    given = {
        "data": page_data(problem),
        "states": [
            {key: part for key, part in one.to_dict(problem).items() if key != "plausible"}
            for one in choices
        ],
    }
    found = node.run(MODEL, given)
    return [
        (assess(advisor.rank(problem, one)), page) for one, page in zip(choices, found, strict=True)
    ]


def same(assessment, page) -> None:
    """Scores, order, must-haves and the verdict agree; shares within sampling error."""
    ranking = assessment.ranking
    assert page["rows"] == list(ranking.alternatives)
    np.testing.assert_allclose(page["scores"], ranking.scores, rtol=0, atol=1e-9)
    np.testing.assert_allclose(page["raw"], list(ranking.raw_weights.values()), rtol=0, atol=1e-9)
    assert page["order"] == [ranking.alternatives[row] for row in ranking.order]
    assert page["demands"] == dict(ranking.demands)
    assert page["excluded"] == [one.alternative for one in ranking.excluded]
    moved = [(one.rule.target, one.before, one.after) for one in assessment.answer_shifts]
    assert [row[0] for row in page["shifts"]] == [row[0] for row in moved]
    for now, then in zip(page["shifts"], moved, strict=True):
        np.testing.assert_allclose(now[1:], then[1:], rtol=0, atol=1e-9)
    relaxed = [
        [one.requirement.id, list(one.leaders), one.changes] for one in assessment.relaxations
    ]
    assert page["relaxed"] == relaxed
    assert ("lead" in page) == assessment.leads
    if not assessment.leads:
        return
    lead, found = assessment.lead, page["lead"]
    first = assessment.acceptability.first
    error = 5 * np.sqrt(2 * (first * (1 - first) + 1e-3) / 10_000)
    assert np.all(np.abs(np.array(found["shares"]) - first) < error)
    for cause in (
        ("byWeights", lead.by_weights),
        ("byFacts", lead.by_facts),
        ("beyond", lead.beyond),
    ):
        assert abs(found[cause[0]] - cause[1]) < 5 * np.sqrt(2 * (0.25) / 2_000), cause
    names = list(ranking.alternatives)
    assert found["leader"] == names[lead.leader]
    assert found["close"] == [names[row] for row in lead.close]
    assert set(found["turning"]) == set(lead.turning)
    assert found["unbeaten"] == lead.unbeaten
    groups = [group.id for group in ranking.problem.groups]
    cuts = [[[groups.index(g.id) for g in cut.groups], names[cut.first]] for cut in lead.cuts]
    assert sorted(found["cuts"]) == sorted(cuts)
    asked = [[one.question.id, one.answer.id, names[one.first]] for one in lead.questions]
    assert sorted(found["questions"]) == sorted(asked)
    if not _on_an_edge(lead):
        assert (found["verdict"], found["reason"]) == (
            lead.verdict,
            lead.judgement.reason,
        )


def _on_an_edge(lead) -> bool:
    """Whether sampling error may decide between two verdicts or reasons."""
    at_clear = abs(lead.share - 0.95) < 0.02 or abs(lead.beyond - 0.95) < 0.04
    return (
        at_clear
        or abs(lead.share - lead.rival) < 0.05
        or abs(lead.by_weights - lead.by_facts) < 0.08
    )


def named_problem(name: str, request: pytest.FixtureRequest) -> Problem:
    """A shipped problem, one of a spreadsheet with must-haves, or that of a fixture."""
    made = {
        "second": lambda: advisor.load(ROOT / "data" / "python-database"),
        "starter": lambda: advisor.load(ROOT / "data" / "starter"),
        "spreadsheet": lambda: advisor.read_matrix(MATRICES / "site.csv").problem(),
    }
    return made.get(name, lambda: request.getfixturevalue(name))()


@pytest.mark.parametrize("name", ["shipped", "tiny", "grove", "second", "starter", "spreadsheet"])
def test_scores_order_and_verdict_are_those_of_python(name, request):
    problem = named_problem(name, request)
    chance = random.Random(14)
    for assessment, page in compared(problem, [random_choices(problem, chance) for _ in range(24)]):
        same(assessment, page)


@pytest.mark.parametrize("seed", range(4))
def test_random_problems_have_the_scores_and_the_verdict_of_python(seed, shipped, tiny):
    chance = random.Random(seed)
    for known in (shipped, tiny):
        problem = random_problem(known, chance)
        states = [random_choices(problem, chance) for _ in range(8)]
        for assessment, page in compared(problem, states):
            same(assessment, page)

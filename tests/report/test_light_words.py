"""The sentences of the light page are those of Python, word for word, where both say them."""

import random
from collections import Counter
from dataclasses import replace

import pytest

import advisor
from advisor.ranking import notices
from advisor.ranking.choices import Choices
from advisor.report.light.data import SENTENCES, page_data
from advisor.report.wording import answer_effect
from advisor.report.wording import answers as answers_words
from advisor.report.wording.answers import demand_text
from advisor.report.wording.numbers import fact_text, number_text, percent_text
from advisor.report.wording.verdict import answer, cuts, incumbent, must_haves
from advisor.report.wording.verdict.answer import advantages, often_first
from advisor.robustness.assessment import assess
from tests.report.test_light_model import named_problem, random_choices, random_problem
from tests.tools import node

MODULES = (answer, answers_words, cuts, incumbent, must_haves, notices)

WORDS = """
import { readProblem, noChoices, rank, assess, judge, byId } from "./score.js";
import { advantages, answerEffect, conclusion, demandText, factText, notices } from "./words.js";
const answer = ({ data, states, leads }) => {
  const problem = readProblem(data);
  return states.map((state, at) => {
    const ranking = rank(problem, { ...noChoices(problem), ...state });
    let lead, often;
    if (leads[at]) {
      const { texts, ...figures } = leads[at];
      lead = { ...assess(ranking), ...figures };
      Object.assign(lead, judge(lead, problem.limits));
      often = texts;
    }
    const demanded = (r) => r.demands.map((demand) => demandText(problem, r, demand));
    return {
      conclusion: conclusion(ranking, lead, often),
      advantages: lead ? advantages(ranking, lead) : [],
      effects: problem.questions.map(({ id }) => answerEffect(ranking, id)),
      notices: notices(ranking),
      facts: ranking.rows.map((row) =>
        problem.criteria.map((_, j) => factText(ranking, row, j))),
      demands: problem.requirements.map(demanded),
    };
  });
};
"""


def figures(assessment):
    """What the simulations of Python found, so that both say the same figures."""
    if not assessment.leads:
        return None
    lead = assessment.lead
    return {
        "shares": assessment.acceptability.first.tolist(),
        "share": lead.share,
        "rival": lead.rival,
        "likelier": list(lead.likelier),
        "contenders": list(lead.contenders),
        "byWeights": lead.by_weights,
        "byFacts": lead.by_facts,
        "beyond": lead.beyond,
        "texts": [list(pair) for pair in often_first(assessment)],
    }


@pytest.mark.parametrize("name", ["shipped", "tiny", "grove", "second", "spreadsheet"])
def test_sentences_are_those_of_python(name, request):
    chance = random.Random(12)
    known = named_problem(name, request)
    seen = Counter()
    for problem in (known, random_problem(known, chance)):
        states = [Choices(scenario=problem.scenarios[0].id)]
        states += [random_choices(problem, chance) for _ in range(20)]
        assessments = [assess(advisor.rank(problem, one)) for one in states]
        given = {
            "data": page_data(problem),
            "states": [one.to_dict(problem) for one in states],
            "leads": [figures(one) for one in assessments],
        }
        for assessment, page in zip(assessments, node.run(WORDS, given), strict=True):
            ranking = assessment.ranking
            said = answer.answer(assessment)
            assert page["conclusion"] == vars(said)
            assert page["advantages"] == advantages(assessment)
            for question, effect in zip(problem.questions, page["effects"], strict=True):
                assert effect == answer_effect(assessment, question.id)
            assert [one for one in ranking.notices if one in page["notices"]] == page["notices"]
            beyond = [one for one in ranking.notices if "beyond the scale of" in one]
            assert [one for one in page["notices"] if "beyond the scale of" in one] == beyond
            seen["beyond"] += len(beyond)
            facts = [
                [fact_text(ranking, row, c) for c in problem.criteria]
                for row in range(len(ranking.alternatives))
            ]
            assert page["facts"] == facts
            demands = [[demand_text(r, d) for d in r.demands] for r in problem.requirements]
            assert page["demands"] == demands
            seen[said.verdict] += 1
    assert seen.pop("beyond")
    assert len(seen) >= 3  # the states reach more than one kind of answer


NUMBERS = """
import { numberText, percentText } from "./words.js";
const answer = (numbers) =>
  numbers.map((number) => [numberText(number), percentText(Math.min(number, 1))]);
"""


def test_numbers_are_written_as_in_python():
    chance = random.Random(12)
    numbers = [0.0, 1.0, 0.005, 0.995, 0.125, 0.5, 1e6, 1234567.0, 999999.0, 0.00001234]
    numbers += [10 ** chance.uniform(-6, 9) for _ in range(300)]
    expected = [[number_text(number), percent_text(min(number, 1))] for number in numbers]
    assert node.run(NUMBERS, numbers) == expected


DEMANDS = """
import { readProblem } from "./score.js";
import { demandText } from "./words.js";
const answer = (data) => {
  const problem = readProblem(data);
  return problem.requirements.map((r) => r.demands.map((demand) => demandText(problem, r, demand)));
};
"""


def test_a_unit_with_signs_of_a_replacement_stays_as_it_is(tiny):
    strange = replace(tiny.requirements[-1], unit="{} $& of {0} and {} $'")
    problem = replace(tiny, requirements=(*tiny.requirements[:-1], strange))
    demands = [[demand_text(r, d) for d in r.demands] for r in problem.requirements]
    assert node.run(DEMANDS, page_data(problem)) == demands


def test_a_machine_without_node_computes_in_a_browser():
    assert node.run(NUMBERS, [0.5], node=None) == node.run(NUMBERS, [0.5])


def test_each_sentence_has_a_name_of_its_own():
    count = Counter(name for module in MODULES for name in module.SENTENCES)
    assert [name for name, times in count.items() if times > 1] == []
    assert set(count) <= set(SENTENCES)

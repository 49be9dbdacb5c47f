"""Another cut of the list: a lead that hangs on how the facts are grouped is not clear."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import advisor
from advisor.mcda.additive import additive, normalise_weights
from advisor.page.dashboard import Dashboard
from advisor.report import make_record, markdown
from advisor.report.wording import cuts as cut_sentences
from advisor.report.wording import headline
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import texts


def settled(tiny):
    """The vans with facts and weights that nobody doubts: in the draws Bee is always first."""
    scenario = tiny.scenarios[0]
    fixed = {c: replace(w, low=w.weight, high=w.weight) for c, w in scenario.weights.items()}
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    return replace(certain, scenarios=(replace(scenario, weights=fixed),))


def test_a_lead_that_another_cut_turns_is_fragile_for_that_reason(tiny):
    """Cost and use count half each, Ant 1 and .1, Bee .5 and .7, Cow .1 and 1 on them."""
    assessment = assess(advisor.rank(settled(tiny)))
    lead = assessment.lead
    assert lead.share == 1
    assert (lead.judgement.verdict, lead.judgement.reason) == ("fragile", "cut")
    ranking = assessment.ranking
    turned = [(cut.groups[0].id, ranking.alternatives[cut.first], cut.ahead) for cut in lead.cuts]
    # Twice the cost: Ant .7, Bee 1.7 / 3. Twice the use: Cow .7, Bee 1.9 / 3.
    assert turned == [
        ("cost", "ant", pytest.approx(0.7 - 1.7 / 3)),
        ("use", "cow", pytest.approx(0.7 - 1.9 / 3)),
    ]


def test_the_banner_says_which_cut_and_who_leads_then(tiny):
    line = headline(assess(advisor.rank(settled(tiny))))
    assert line.sentence == "Bee is ahead, but not safely."
    assert line.detail == (
        "Bee ranks first in more than 99 of 100 simulations that vary weights and facts within "
        "their ranges, but Ant leads if “Cost” is split into two groups that each get its whole "
        "weight."
    )


def test_every_cut_that_turns_the_lead_is_said(tiny):
    assert cut_sentences(assess(advisor.rank(settled(tiny)))) == [
        "Ant leads if “Cost” is split into two groups that each get its whole weight.",
        "Cow leads if “Use” is split into two groups that each get its whole weight.",
        "Bee stays first in the other grouping.",
    ]


def test_a_lead_that_bears_every_cut_stays_clear(tiny):
    ahead = tiny.with_performances({("cow", "price"): 20, ("cow", "fuel"): 4})
    assessment = assess(advisor.rank(ahead, scenario="haul"))
    assert assessment.verdict == "clear"
    assert [cut.turns for cut in assessment.cuts] == [False, False, False]
    assert cut_sentences(assessment) == [
        "Cow leads however the facts are grouped: in all 3 groupings in which one group is split "
        "into two, or two are merged."
    ]


def test_one_group_alone_has_no_other_cut(tiny):
    assessment = assess(advisor.rank(tiny, {"load": 0, "comfort": 0}))
    assert assessment.cuts == ()
    assert cut_sentences(assessment) == [
        "The facts cannot be grouped another way: fewer than two groups have weight."
    ]


def test_what_a_cut_says_comes_true_with_these_weights(shipped):
    """Moving the sliders as a cut does puts first who it says."""
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        for cut in assess(ranking).cuts:
            raw = dict(ranking.raw_weights)
            for criterion in shipped.criteria:
                if criterion.group in {group.id for group in cut.groups}:
                    raw[criterion.id] *= 2 if len(cut.groups) == 1 else 0.5
            weights = normalise_weights([raw[c.id] for c in shipped.criteria])
            scores = additive(ranking.values, weights)
            assert scores[cut.first] == pytest.approx(scores.max())
            assert cut.turns == (scores.max() > scores[ranking.order[0]] + 1e-9)
            assert cut.ahead == pytest.approx(np.diff(np.sort(scores))[-1])


def test_a_clear_lead_bears_every_cut(shipped):
    for scenario in shipped.scenarios:
        assessment = assess(advisor.rank(shipped, scenario=scenario.id))
        turned = any(cut.turns for cut in assessment.cuts)
        assert not (assessment.verdict == "clear" and turned)


def test_page_record_and_explanation_say_which_cut(tiny):
    problem = settled(tiny)
    said = cut_sentences(assess(advisor.rank(problem)))
    page = Dashboard(Decision(problem))
    page.tabs.selected = "sure"
    assessment = page.decision.assessment
    for shown in (
        texts(page),
        markdown(assessment, make_record(assessment, date(2026, 11, 26))),
        str(advisor.explain(assessment, "another cut")),
    ):
        assert all(sentence in shown for sentence in said)

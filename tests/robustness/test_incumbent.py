"""What is there already: what giving it up costs and buys, or that it is kept for that."""

from dataclasses import replace

import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.questions import Rule
from advisor.report.wording import incumbents, summary
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts


@pytest.fixture
def vans(tiny):
    """The vans, where whoever drives far lets their liking decide."""
    rule = Rule("distance", "far", "importance", "liking", "decides", "Whoever drives chooses.")
    return replace(tiny, rules=(rule,))


def ranked(vans, **liking):
    likings = {"ant": 1, "bee": 1, "cow": 1, **liking}
    return advisor.rank(
        vans, scenario="haul", answers={"distance": "far"}, inputs={"liking": likings}
    )


def test_a_leader_that_costs_what_is_there_says_what_that_buys(vans):
    """Weights 20, 10, 100, 10 and 100 for the liking, on which Cow and Ant are .5 apart."""
    assessment = assess(ranked(vans, ant=2))
    assert incumbents(assessment) == [
        "Choosing Cow over Ant costs 21 points on Our liking "
        "(Ant “everybody wants it”, Cow “no opinion”). "
        "It gains Load (+33 points) and Comfort (+4 points)."
    ]


def test_what_is_there_is_kept_for_that_reason(vans):
    """Without their liking Cow leads, with .81."""
    assessment = assess(ranked(vans, bee=2, cow=0))
    assert incumbents(assessment) == [
        "Bee leads because of Our liking "
        "(Bee “everybody wants it”, Cow “nobody would drive it”). "
        "Without that, Cow would lead."
    ]


def test_a_leader_that_leads_anyway_is_not_kept_for_it(vans):
    assert incumbents(assess(ranked(vans, cow=2))) == []


@pytest.mark.parametrize("answers", [{}, {"distance": "near"}])
def test_an_input_that_does_not_decide_says_nothing(vans, answers):
    inputs = {"liking": {"bee": 2}}
    ranking = advisor.rank(vans, {"liking": 50}, answers=answers, inputs=inputs)
    assert incumbents(assess(ranking)) == []


def test_an_input_that_nobody_touched_says_nothing(vans):
    assert incumbents(assess(ranked(vans))) == []


def test_it_stands_with_the_verdict_wherever_that_is_shown(vans):
    ranking = ranked(vans, bee=2, cow=0)
    (said,) = incumbents(assess(ranking))
    assert said in summary(assess(ranking))
    assert said in str(ranking)
    assert said in texts(by_class(Dashboard(Decision(vans, ranking.choices)), "advisor-why"))


def test_an_application_in_one_framework_is_told_of(shipped):
    """Whoever leads: an application that exists is kept for what it is, or given up for a gain."""
    said = {}
    for has in ("django", "flask", "fastapi"):
        switching = {a.id: 4 if a.id == has else 0 for a in shipped.alternatives}
        ranking = advisor.rank(
            shipped, answers={"existing": "application"}, inputs={"switching": switching}
        )
        leader, name = ranking.alternatives[ranking.order[0]], shipped.alternative(has).name
        said[has] = incumbents(assess(ranking))
        for sentence in said[has]:
            kept = sentence.startswith(f"{name} leads because of Switching cost")
            replaced = f" over {name} costs " in sentence and "It gains " in sentence
            assert kept if leader == has else replaced
    assert any(said.values())

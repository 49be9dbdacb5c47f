"""Requirements screen before weights count, and say whom and why."""

from dataclasses import replace
from datetime import date

import pytest

import advisor
from advisor.problem.staleness import past_plans
from advisor.ranking.choices import ChoiceError
from advisor.ranking.requirements import screen
from advisor.report.wording import demand_effects
from advisor.robustness.assessment import assess
from advisor.robustness.requirements import without_each


def outcomes(problem, demands):
    return {a: [f.outcome for f in found] for a, found in screen(problem, demands).items()}


def test_who_meets_what(tiny):
    assert outcomes(tiny, {"axle": "heavy"}) == {
        "ant": ["not met"],
        "bee": ["met"],
        "cow": ["met"],
    }
    assert outcomes(tiny, {"axle": "light"})["ant"] == ["just met"]
    assert outcomes(tiny, {"age": "2024"})["ant"] == ["just met"]
    assert outcomes(tiny, {"noise": "80"}) == {
        "ant": ["met"],
        "bee": ["unknown"],
        "cow": ["not met"],
    }


def test_the_screened_out_are_named_with_what_they_lack(tiny):
    ranking = advisor.rank(tiny, requirements={"noise": "70", "age": "2025"})
    reasons = {e.alternative: e.reason for e in ranking.excluded}
    assert reasons == {
        "ant": "Year built: built 2024 instead of at least built 2025",
        "cow": "Noise: 82 dB instead of at most 70 dB",
    }
    assert {e.alternative: e.requirements for e in ranking.excluded}["cow"] == ("noise",)
    assert ranking.alternatives == ("bee",)


def test_what_nobody_knows_screens_nobody_out_but_is_said(tiny):
    ranking = advisor.rank(tiny, requirements={"noise": "80"})
    assert "bee" in ranking.alternatives
    assert any("Bee" in notice and "Noise" in notice for notice in ranking.notices)


def test_nobody_left_is_said(tiny):
    ranking = advisor.rank(tiny, requirements={"noise": "70", "axle": "heavy"}, excluded=["bee"])
    assert ranking.alternatives == ()
    assert ranking.notices[0].startswith("No ")


def test_screening_changes_nobody_elses_score(tiny):
    everyone, heavy = advisor.rank(tiny), advisor.rank(tiny, requirements={"axle": "heavy"})
    assert heavy.alternatives == ("bee", "cow")
    assert heavy.scores.tolist() == everyone.scores[1:].tolist()


def test_answers_demand_and_the_strictest_counts_unless_it_is_taken_back(tiny):
    asked = advisor.rank(tiny, answers={"cargo": "stones"})
    assert asked.demands == {"axle": "heavy"}
    assert [e.alternative for e in asked.excluded] == ["ant"]
    after_all = advisor.rank(tiny, answers={"cargo": "stones"}, requirements={"axle": ""})
    assert after_all.demands == {}
    assert after_all.excluded == ()


@pytest.mark.parametrize(
    ("demands", "message"),
    [
        ({"wings": "two"}, "no requirement 'wings'; allowed: axle, age, noise"),
        ({"axle": "none"}, "'axle' cannot be 'none'; allowed: light, heavy"),
        ({"age": "1999"}, "'age' cannot be '1999'; allowed: 2024, 2025"),
    ],
)
def test_what_cannot_be_demanded_is_refused(tiny, demands, message):
    with pytest.raises(ChoiceError, match=message):
        advisor.rank(tiny, requirements=demands)


def test_what_would_be_without_a_requirement(tiny):
    ranking = advisor.rank(tiny, requirements={"axle": "heavy", "age": "2024", "noise": "80"})
    assert ranking.alternatives == ("bee",)
    axle, noise = without_each(ranking)
    assert (axle.requirement.id, axle.returning) == ("axle", ("ant",))
    assert (noise.requirement.id, noise.returning) == ("noise", ("cow",))
    without_noise = advisor.rank(tiny, requirements={"axle": "heavy", "age": "2024"})
    assert noise.leaders == (without_noise.alternatives[without_noise.order[0]],)
    assert noise.changes == ("bee" not in noise.leaders)


def test_two_requirements_against_one_return_nobody_alone(tiny):
    ranking = advisor.rank(tiny, requirements={"axle": "heavy", "age": "2025"})
    assert without_each(ranking) == ()


@pytest.fixture
def planned(tiny):
    """Ant is to get a heavy axle by the end of 2027."""
    cell = replace(tiny.capabilities["ant", "axle"], coming="heavy", coming_by="2027-12-31")
    return replace(tiny, capabilities={**tiny.capabilities, ("ant", "axle"): cell})


def test_what_is_planned_by_a_day_stays_in_and_the_day_is_said(planned):
    ranking = advisor.rank(planned, requirements={"axle": "heavy"})
    assert "ant" in ranking.alternatives
    (notice,) = [said for said in ranking.notices if "Ant" in said]
    assert notice == (
        "Ant does not meet “Axle” yet: light axle today, heavy axle planned by "
        "2027-12-31; it is ranked anyway."
    )
    said = demand_effects(assess(ranking), "axle")
    assert "Ant is planned to meet it by 2027-12-31." in said
    assert not advisor.rank(planned, requirements={"axle": "light"}).notices


def test_a_plan_that_falls_short_of_the_demand_screens_out(planned):
    cell = replace(planned.capabilities["ant", "axle"], capability="none", coming="light")
    short = replace(planned, capabilities={**planned.capabilities, ("ant", "axle"): cell})
    assert "ant" not in advisor.rank(short, requirements={"axle": "heavy"}).alternatives


def test_a_plan_whose_day_has_passed_is_told_by_check(planned):
    assert past_plans(planned, date(2027, 12, 31)) == []
    (warning,) = past_plans(planned, date(2028, 1, 1))
    assert (
        warning
        == "ant × axle: 'heavy' was planned by 2027-12-31; check whether it is available now"
    )

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.ranking.rounding import apportion
from advisor.report.wording import (
    headline,
    listing,
    performance_text,
    reasons,
    summary,
    weight_text,
)
from advisor.robustness.assessment import Assessment, assess
from advisor.robustness.uncertainty import plausible_weights

SIMULATIONS = "of 100 simulations that vary weights and facts within their ranges."
ZEROS = "All weights are zero, so nothing can be ranked."


def test_a_clear_lead(tiny):
    ahead = tiny.with_performances({("cow", "price"): 20, ("cow", "fuel"): 4})
    line = headline(assess(advisor.rank(ahead, scenario="haul")))
    assert line.sentence == "Cow leads."
    assert line.scores == "It scores 100 points of 100, Bee scores 59."
    assert line.verdict == "clear"


def test_a_lead_within_the_doubt_is_a_tie(tiny):
    """Bee leads Ant by .05; a load read as 0 to 10 leaves a deviation of more than that."""
    cell = tiny.performances["bee", "load"]
    loads = {**tiny.performances, ("bee", "load"): replace(cell, low=0, high=10)}
    ranking = advisor.rank(replace(tiny, performances=loads))
    lead = assess(ranking).lead
    price = (0.3**2 + 0.5**2 + 0.6**2 - 0.3 * 0.5 - 0.3 * 0.6 - 0.5 * 0.6) / 18
    load = (0.6**2 + 1 - 0.6) / 18
    assert lead.doubt == pytest.approx(0.25 * np.sqrt(price + load), rel=1e-3)
    line = headline(assess(ranking))
    assert line.sentence == "Bee, Ant and Cow are too close to call."  # Ant and Cow are equal
    assert line.scores == "Bee 60 points of 100, Ant 55, Cow 55."
    assert line.verdict == "tie"


def test_a_lead_that_other_plausible_weights_turn_is_fragile(tiny):
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    ranking = advisor.rank(certain)
    line = headline(assess(ranking))
    assert line.verdict == "fragile"
    assert line.detail.endswith("within their ranges, Ant in most of the rest. The weights decide.")
    turned = advisor.rank(certain, {"price": 60, "fuel": 60, "load": 40, "comfort": 40})
    assert turned.name(turned.order[0]) == "Ant"


@pytest.mark.parametrize(
    ("share", "unbeaten", "detail"),
    [
        (1.0, True, "Cow stays first for any reasonable set of priorities."),
        (0.999, False, f"Cow ranks first in more than 99 {SIMULATIONS}"),
        (0.969, False, f"Cow ranks first in 96 {SIMULATIONS}"),
        (0.969, True, f"Cow ranks first in 96 {SIMULATIONS}"),
    ],
)
def test_a_clear_lead_says_how_clear(tiny, monkeypatch, share, unbeaten, detail):
    ranking = advisor.rank(tiny, scenario="haul")
    lead = replace(assess(ranking).lead, share=share, unbeaten=unbeaten, beyond=1.0)
    monkeypatch.setattr(Assessment, "lead", lead)
    assert headline(Assessment(ranking)).detail == detail


def test_a_lead_that_uncertain_facts_turn_says_so(tiny):
    line = headline(assess(advisor.rank(tiny, {"load": 100})))
    assert line.verdict == "fragile"
    assert line.detail.endswith(
        "Bee in most of the rest. It depends on facts that we are not sure of."
    )


def test_moving_every_weight_alike_changes_no_verdict(tiny):
    """Whoever moves a slider is no surer than whoever wrote the scenario."""
    before, after = (
        assess(advisor.rank(tiny, dict.fromkeys(["price", "fuel", "load", "comfort"], weight))).lead
        for weight in (50, 51)
    )
    assert after.verdict == before.verdict
    assert after.share == pytest.approx(before.share, abs=0.03)


def test_a_weight_of_zero_stays_off(tiny):
    low, high = plausible_weights(advisor.rank(tiny, {"price": 0, "fuel": 20}))
    assert (low[0], high[0]) == (0, 0)
    assert (low[1], high[1]) == (10, 30)


def test_an_exact_tie(tiny):
    ranking = advisor.rank(tiny, {"comfort": 0, "load": 0, "fuel": 0, "price": 0, "liking": 100})
    line = headline(assess(ranking))
    assert line.sentence == "Ant, Bee and Cow tie."
    assert line.scores == "All 3 have 50 points of 100."


def test_nothing_to_say_is_said(tiny):
    nothing = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert headline(assess(nothing)).sentence == ZEROS
    assert reasons(assess(nothing)) == ([], [])
    assert (
        headline(assess(advisor.rank(tiny, excluded=["ant", "bee"]))).sentence
        == "Only Cow is left."
    )
    assert summary(assess(nothing)) == [ZEROS]
    assert (
        "No van is left"
        in headline(assess(advisor.rank(tiny, excluded=["ant", "bee", "cow"]))).sentence
    )


def axles(tiny, **offers):
    cells = {
        (a, "axle"): replace(tiny.capabilities[a, "axle"], capability=c) for a, c in offers.items()
    }
    return replace(tiny, capabilities={**tiny.capabilities, **cells})


def test_what_must_haves_leave_is_told_with_the_must_have_and_who_would_lead(tiny):
    ranking = advisor.rank(axles(tiny, bee="light"), requirements={"axle": "heavy"})
    line = headline(assess(ranking))
    assert line.sentence == "Cow is the only one that meets your must-have Axle (heavy axle)."
    assert line.detail == "Without it, Bee would lead."
    assert summary(assess(ranking)) == [line.sentence, line.detail]
    assert "\n".join([line.sentence, line.detail]) in str(ranking)


def test_what_several_must_haves_leave_names_those_that_rule_somebody_out(tiny):
    needs = {"axle": "heavy", "age": "2024", "noise": "80"}
    line = headline(assess(advisor.rank(axles(tiny, bee="light"), requirements=needs)))
    assert "No van" in line.sentence
    known = replace(tiny.capabilities["bee", "noise"], capability="70")
    quiet = replace(tiny, capabilities={**tiny.capabilities, ("bee", "noise"): known})
    line = headline(assess(advisor.rank(quiet, requirements=needs)))
    names = "Axle (heavy axle) and Noise (at most 80 dB)"
    assert line.sentence == f"Bee is the only one that meets your must-haves {names}."


def test_what_nobody_knows_of_the_only_one_left_is_told(tiny):
    needs = {"axle": "heavy", "noise": "80"}
    line = headline(assess(advisor.rank(tiny, requirements=needs)))
    assert line.sentence.startswith(
        "Bee is the only one that your must-haves Axle (heavy axle) and"
    )
    assert line.sentence.endswith(" do not rule out.")
    assert "It is unknown whether Bee meets Noise." in line.detail


def test_a_must_have_beside_a_choice_by_hand_claims_no_more_than_it_did(tiny):
    ranking = advisor.rank(tiny, requirements={"axle": "heavy"}, excluded=["cow"])
    said = headline(assess(ranking)).sentence
    assert said == "Bee is the only one left that meets your must-have Axle (heavy axle)."


def test_a_must_have_that_moves_the_lead_is_in_the_summary(tiny):
    ranking = advisor.rank(tiny, {"price": 100, "fuel": 100}, requirements={"axle": "heavy"})
    said = "Without the must-have Axle (heavy axle), Ant would lead."
    assert said in summary(assess(ranking))


def test_reasons_are_the_largest_differences(tiny):
    speak_for, against = reasons(assess(advisor.rank(tiny, scenario="haul")))
    assert [reason.criterion.id for reason in speak_for] == ["load", "comfort"]
    assert speak_for[0].sentence == "Load: Cow 10 m³, Bee 6 m³"
    assert speak_for[1].sentence == "Comfort: Cow “never rattles”, Bee “rattles on cobbles”"
    assert [reason.criterion.id for reason in against] == ["price", "fuel"]
    assert against[0].difference < 0


def test_listing():
    assert [listing(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_unknown_performance_in_words(tiny):
    assert performance_text(tiny.criteria[0], np.nan) == "unknown"


def test_percentages_add_up_within_groups_and_to_100(shipped):
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        groups, criteria = ranking.group_percentages, ranking.percentages
        assert sum(groups) == 100
        for group, percent in zip(shipped.groups, groups, strict=True):
            assert sum(criteria[j] for j in shipped.criteria_in(group.id)) == percent
        assert np.abs(np.array(groups) - ranking.group_weights * 100).max() < 1


def test_nothing_counts_is_no_percent(tiny):
    nothing = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert nothing.percentages == (0,) * 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_parts_are_rounded_to_their_total_and_never_far_off(raw):
    parts = np.array(raw) * 100
    found = apportion(parts, round(parts.sum()))
    assert sum(found) == round(parts.sum())
    assert np.abs(np.array(found) - parts).max() < 1 + 1e-6


@pytest.mark.parametrize(
    ("weight", "text"),
    [(0, "0"), (50, "50"), (8.3333, "8.3"), (99.97, "100"), (0.3333, "0.33"), (0.05, "0.05")],
)
def test_a_weight_has_no_more_digits_than_it_bears(weight, text):
    assert weight_text(weight) == text

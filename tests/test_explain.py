import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor
from advisor.explain import (
    group_percentages,
    headline,
    listing,
    percentages,
    performance_text,
    reasons,
)
from advisor.robustness import find_lead
from advisor.rounding import apportion


def test_a_clear_lead(tiny):
    line = headline(advisor.rank(tiny, scenario="haul"))
    assert line.sentence == "Cow leads."
    assert line.scores == "0.81 against 0.59 for Bee."
    assert line.verdict == "clear"


def test_a_lead_within_the_doubt_is_a_tie(tiny):
    """Bee leads by .05, but its price and load may turn out worse by .2 and .1: .05 and .025."""
    ranking = advisor.rank(tiny)
    lead = find_lead(ranking)
    assert lead.doubt == pytest.approx(np.hypot(0.25 * 0.2, 0.25 * 0.1))
    line = headline(ranking)
    assert line.sentence == "Bee and Ant are too close to call."
    assert line.verdict == "tie"


def test_a_lead_that_other_plausible_weights_turn_is_fragile(tiny):
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    ranking = advisor.rank(certain)
    line = headline(ranking)
    assert line.verdict == "fragile"
    assert line.detail == "Other weights that fit this kind of project put Ant or Cow first."
    turned = advisor.rank(certain, {"price": 60, "fuel": 60, "load": 40, "comfort": 40})
    assert turned.name(turned.order[0]) == "Ant"


def test_own_weights_are_meant_exactly(tiny):
    """A weight the visitor changed has no range left in which the lead could turn."""
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    own = advisor.rank(certain, {"price": 51, "fuel": 51, "load": 51, "comfort": 51})
    assert find_lead(own).verdict == "clear"


def test_an_exact_tie(tiny):
    ranking = advisor.rank(tiny, {"comfort": 0, "load": 0, "fuel": 0, "price": 0, "liking": 100})
    line = headline(ranking)
    assert line.sentence == "Ant, Bee and Cow tie."
    assert line.scores == "All 3 at 0.50."


def test_nothing_to_say_is_said(tiny):
    nothing = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert headline(nothing).sentence == "No criterion counts."
    assert reasons(nothing) == ([], [])
    assert headline(advisor.rank(tiny, exclude=["ant", "bee"])).sentence == "Only Cow is left."
    assert "Nothing is left" in headline(advisor.rank(tiny, exclude=["ant", "bee", "cow"])).sentence


def test_reasons_are_the_largest_differences(tiny):
    speak_for, against = reasons(advisor.rank(tiny, scenario="haul"))
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
        groups, criteria = group_percentages(ranking), percentages(ranking)
        assert sum(groups) == 100
        for group, percent in zip(shipped.groups, groups, strict=True):
            assert sum(criteria[j] for j in shipped.criteria_in(group.id)) == percent
        assert np.abs(np.array(groups) - ranking.group_weights * 100).max() < 1


def test_nothing_counts_is_no_percent(tiny):
    nothing = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert percentages(nothing) == [0] * 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_parts_are_rounded_to_their_total_and_never_far_off(raw):
    parts = np.array(raw) * 100
    found = apportion(parts, round(parts.sum()))
    assert sum(found) == round(parts.sum())
    assert np.abs(np.array(found) - parts).max() < 1 + 1e-6

"""Links open the same page, whatever became of the data, and never anything else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ranking.choices import Choices
from advisor.ranking.plausible import Plausible
from advisor.session.decision import Decision
from advisor.session.history import History
from advisor.session.link import LONGEST, from_query, to_query


@pytest.fixture
def decision(tiny) -> Decision:
    found = Decision(tiny)
    found.scenario = "haul"
    found.answer("distance", "not_sure")
    found.answer("cargo", "stones")
    found.demand("axle", "")
    found.demand("noise", "80")
    found.set_weights({"load": 80, "price": 12.5})
    found.set_input("liking", "cow", 2)
    found.excluded = ("ant",)
    found.plausible = Plausible("around", spread=0.2, facts=False)
    return found


def test_a_link_opens_what_it_was_made_of(decision, tiny):
    link = from_query(tiny, "?" + to_query(tiny, decision.choices))
    again = Decision(tiny)
    again.choices = link.choices
    assert again.to_dict() == decision.to_dict()
    assert link.notice == ""


def test_a_link_is_short_readable_and_empty_where_nothing_was_set(decision, tiny, shipped):
    assert to_query(tiny, decision.choices) == (
        "v=2&s=haul&a=distance.not_sure~cargo.stones&r=axle.none~noise.80&w=load.80~price.12.5"
        "&i=liking.cow.2&x=ant&p=around.0.0.2"
    )
    assert to_query(tiny, Decision(tiny).choices) == ""
    typical = Decision(shipped)
    for question in shipped.questions[:8]:
        typical.answer(question.id, question.choices[0].id)
    typical.set_weights({c.id: 77 for c in shipped.criteria[:3]})
    assert len(to_query(shipped, typical.choices)) < 300


def test_reordered_data_keep_a_link(decision, tiny):
    query = to_query(tiny, decision.choices)
    turned = replace(
        tiny,
        alternatives=tiny.alternatives[::-1],
        criteria=tiny.criteria[::-1],
        scenarios=tiny.scenarios[::-1],
        questions=tiny.questions[::-1],
    )
    link = from_query(turned, query)
    again = Decision(turned)
    again.choices = link.choices
    assert (again.weights, again.answers, again.scenario) == (
        decision.weights,
        decision.answers,
        "haul",
    )


def test_what_is_not_known_here_is_left_out_and_said(tiny):
    link = from_query(tiny, "?v=2&s=haul&w=load.80~wings.3~fuel.900&x=dog&token=secret")
    assert link.choices.weights == {"load": 80}
    said = "Not everything in this link is known here, so it was left out"
    assert link.notice == f"{said}: “wings.3”, “fuel.900”, “dog”."


@pytest.mark.parametrize(
    "query", ["", "?", "?token=abc", "?v=3&s=haul", "?s=haul", "?" + "x" * 9999]
)
def test_what_is_no_link_of_this_page_opens_the_default(tiny, query):
    assert from_query(tiny, query).choices == Choices(scenario="even")


pieces = st.text(
    st.sampled_from("vsarwixp=&.~%+-0123456789<>'\"nohaulfpricestdekm_é"), max_size=200
)


@given(pieces)
def test_whatever_a_link_holds_it_opens(tiny, query):
    link = from_query(tiny, f"?v=2&{query}")
    Decision(tiny).choices = link.choices
    assert len(link.notice) < 400


@given(
    st.dictionaries(st.sampled_from(["price", "fuel", "load", "comfort"]), st.integers(0, 100)),
    st.dictionaries(st.sampled_from(["distance"]), st.sampled_from(["near", "far", "not_sure"])),
)
def test_any_state_comes_back(tiny, weights, answers):
    decision = Decision(tiny)
    decision.answers = answers
    decision.set_weights(weights)
    query = to_query(tiny, decision.choices)
    again = Decision(tiny)
    again.choices = from_query(tiny, query).choices
    assert again.to_dict() == decision.to_dict()
    assert len(query) < LONGEST


def test_restoring_is_one_change_and_all_or_nothing(decision, tiny):
    other, seen = Decision(tiny), []
    other.observe(lambda change: seen.append(change["new"]), "ranking")
    other.restore(decision.to_dict())
    assert len(seen) == 1
    with pytest.raises(Exception, match="no criterion 'wings'"):
        other.restore({**decision.to_dict(), "weights": {"wings": 3}})
    assert other.to_dict() == decision.to_dict()


def snapshot(**weights: float) -> dict:
    return {"scenario": "even", "weights": weights}


def test_undo_and_redo():
    history = History(snapshot())
    history.note(snapshot(load=10), 0)
    history.note(snapshot(load=10, fuel=5), 5)
    assert history.undo() == snapshot(load=10)
    assert history.undo() == snapshot()
    assert history.undo() == snapshot()
    assert not history.can_undo
    assert history.redo() == snapshot(load=10)
    history.note(snapshot(load=99), 9)
    assert not history.can_redo


def test_a_drag_is_one_change():
    history = History(snapshot())
    for tick in range(20):
        history.note(snapshot(load=tick), tick * 0.05)
    assert history.undo() == snapshot()
    history.redo()
    history.note(snapshot(load=50), 10)  # later, so a change of its own
    assert history.undo() == snapshot(load=19)


def test_a_drag_of_a_group_is_one_change():
    history = History(snapshot())
    for tick in range(1, 20):
        history.note(snapshot(load=tick, fuel=2 * tick, comfort=3 * tick), tick * 0.05)
    assert history.undo() == snapshot()


def test_two_groups_that_are_moved_at_once_are_two_changes():
    history = History(snapshot())
    history.note(snapshot(a=1, b=1, c=1), 0)
    history.note(snapshot(a=2, b=2, c=1), 0.1)
    assert history.undo() == snapshot(a=1, b=1, c=1)


def test_weights_of_an_earlier_model_are_read_and_said(tiny):
    """They were set beside other weights; a model that never changed says nothing."""
    link = from_query(tiny, "?v=1&s=haul&w=load.80")
    assert link.choices.weights == {"load": 80}
    assert "an earlier model" in link.notice
    assert from_query(tiny, "?v=1&s=haul").notice == ""
    assert from_query(tiny, "?v=2&s=haul&w=load.80").notice == ""
    assert from_query(replace(tiny, retired={}), "?v=1&s=haul&w=load.80").notice == ""

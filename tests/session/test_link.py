"""Links open the same page, whatever became of the data, and never anything else."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.problem.questions import Requirement
from advisor.ranking.choices import Ballot, Choices
from advisor.ranking.plausible import Plausible
from advisor.session.decision import Decision
from advisor.session.history import History
from advisor.session.link import LONGEST, from_query, not_in_link, to_query


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
    said = "Parts of this link are not valid here and were ignored"
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


LINK = "v=2&s=haul&a=distance.far&w=load.80~price.12.5"


@pytest.mark.parametrize(
    "query",
    [
        LINK.replace("&", "&amp;"),
        LINK.replace("&", "&amp;amp;"),
        LINK.replace("&", "&#38;"),
        LINK.upper(),
        LINK.replace("=", "=3D"),
        LINK.replace("~", "%7E"),
        LINK.replace("~", "%257E"),
        LINK.replace("load", "lo%0D%0Aad"),
        LINK.replace("load", "lo=%0D%0Aad"),
        LINK.replace("load", "lo%20ad").replace("haul", "ha+ul"),
        LINK.replace("haul", "ha\u200bul"),
        quote(LINK),
        quote(quote(LINK)),
        quote(LINK.replace("&", "&amp;")),
        *(
            f"{LINK}{end}"
            for end in (".", ",", ")", ">", "%3E", "%29.", "&amp;", "\u201d", "%C2%A0")
        ),
    ],
)
def test_a_link_that_a_mail_has_mangled_is_read_as_it_was_meant(tiny, query):
    link = from_query(tiny, f"?{query}")
    assert (link.choices, link.notice) == (from_query(tiny, LINK).choices, "")
    assert link.choices.weights == {"load": 80, "price": 12.5}


def test_a_link_that_was_cut_in_a_name_says_what_it_left_out(tiny):
    link = from_query(tiny, "?v=2&s=haul&w=price.3~lo")
    assert link.choices.weights == {"price": 3}
    assert "“lo”" in link.notice


def asking(problem, *choices):
    asked = Requirement("lift", "Step-free", "Without stairs?", "levels", choices, "{}")
    known = {
        (a.id, "lift"): replace(
            next(iter(problem.capabilities.values())),
            alternative=a.id,
            requirement="lift",
            capability=choices[-1],
        )
        for a in problem.alternatives
    }
    return replace(problem, requirements=(asked,), capabilities=known)


@pytest.mark.parametrize(
    "choices",
    [
        ("不可", "需协助", "可"),
        ("no", "C", "C++", "C#"),
        ("no", "%", "~", "none", "."),
        ("no", "Éclair", "eclair"),
        ("لا", "نعم"),
    ],
    ids=str,
)
def test_every_demand_comes_back_whatever_it_is_called(tiny, choices):
    problem = asking(tiny, *choices)
    for demand in choices[1:]:
        decision = Decision(problem)
        decision.demand("lift", demand)
        link = from_query(problem, "?" + to_query(problem, decision.choices))
        assert (link.choices.requirements, link.notice) == ({"lift": demand}, "")


def test_a_demand_never_turns_into_another_one(tiny):
    """One that is added later must not take the name of one that is in a link."""
    decision = Decision(asking(tiny, "不可", "需协助", "可"))
    decision.demand("lift", "可")
    query = to_query(decision.problem, decision.choices)
    longer = asking(tiny, "不可", "新", "需协助", "可")
    assert from_query(longer, query).choices.requirements == {"lift": "可"}
    gone = from_query(asking(tiny, "不可", "需协助"), query)
    assert gone.choices.requirements == {}
    assert "ignored" in gone.notice


def test_figures_about_one_criterion_name_it_once(tiny):
    decision = Decision(tiny)
    for alternative in ("ant", "bee", "cow"):
        decision.set_input("liking", alternative, 2)
    query = to_query(tiny, decision.choices)
    assert query == "v=2&i=liking.ant.2~.bee.2~.cow.2"
    assert from_query(tiny, query).choices.inputs == decision.choices.inputs


def test_what_no_link_holds_is_named(tiny):
    decision = Decision(tiny)
    assert not_in_link(decision.choices) == []
    decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    assert not_in_link(decision.choices) == ["the ballots"]

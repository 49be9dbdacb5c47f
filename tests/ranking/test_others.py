"""Alternatives that are compared only when asked for."""

import shutil
from dataclasses import replace

import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.folder import check
from advisor.problem.problem import Problem
from advisor.ranking.choices import Choices
from advisor.session.decision import Decision
from advisor.session.link import from_query, to_query
from tests.conftest import TINY
from tests.page.test_dashboard import by_class, texts


@pytest.fixture
def folder(tmp_path):
    """The tiny problem, with Cow among the others."""
    copy = shutil.copytree(TINY, tmp_path / "tiny")
    path = copy / "alternatives.csv"
    head, *rows = path.read_text().splitlines()
    shown = [f"{row},{'no' if row.startswith('cow') else 'yes'}" for row in rows]
    path.write_text("\n".join([f"{head},shown", *shown]) + "\n")
    return copy


@pytest.fixture
def problem(folder) -> Problem:
    return advisor.load(folder)


def test_who_is_not_shown_is_neither_ranked_nor_named_as_left_out(problem):
    ranking = advisor.rank(problem)
    assert ranking.alternatives == ("ant", "bee")
    assert not ranking.excluded
    assert [other.id for other in problem.others] == ["cow"]


def test_one_more_changes_nobodys_score(problem):
    before, after = advisor.rank(problem), advisor.rank(problem, included=["cow"])
    assert after.alternatives == ("ant", "bee", "cow")
    assert after.scores[:2].tolist() == before.scores.tolist()


def test_every_other_of_the_shipped_problem_changes_nobodys_score(shipped):
    compared = tuple(a.id for a in shipped.alternatives)
    rest = (*shipped.alternatives[1:], *shipped.others)
    bare = replace(shipped, alternatives=shipped.alternatives[:1], others=rest)
    for scenario in shipped.scenarios:
        alone = advisor.rank(bare, scenario=scenario.id)
        together = advisor.rank(
            bare,
            scenario=scenario.id,
            included=[*compared, *(other.id for other in shipped.others)],
        )
        assert together.scores[0] == pytest.approx(alone.scores[0], abs=1e-12)


def test_who_joins_comes_last_so_that_colours_stay(problem):
    two = replace(problem, alternatives=problem.alternatives[1:], others=problem.alternatives[:1])
    assert [a.id for a in two.including(["ant"]).alternatives] == ["bee", "ant"]
    assert two.including([]) is two


def test_who_is_unknown_is_named(problem):
    with pytest.raises(LookupError, match="no van 'dog'; allowed: ant, bee, cow"):
        problem.including(["dog"])


def test_a_table_in_which_nobody_is_shown_is_a_fault(folder):
    path = folder / "alternatives.csv"
    path.write_text(path.read_text().replace(",yes", ",no"))
    assert [str(fault) for fault in check(folder)] == [
        "alternatives.csv:2: shown: every row says 'no'; at least one alternative must be shown"
    ]


def test_the_page_offers_others_folded_and_asks_about_those_that_join(problem):
    page = Dashboard(Decision(problem))
    fold = by_class(page, "advisor-others").children[0]
    assert fold.description == "1 more van"
    fold.value = True
    by_class(page, "show-cow").value = True
    assert fold.description == "1 more van (1 shown)"
    assert page.decision.ranking.alternatives == ("ant", "bee", "cow")
    page.decision.set_weight("liking", 10)
    assert by_class(page, "input-liking-cow")
    assert "Cow" in texts(page)
    by_class(page, "show-cow").value = False
    assert page.decision.ranking.alternatives == ("ant", "bee")


def test_evidence_is_that_of_those_compared(problem):
    page = Dashboard(Decision(problem))
    page.tabs.selected = "evidence"
    assert "Cow" not in texts(page)
    page.decision.included = ("cow",)
    assert "Cow" in texts(page)


def test_links_and_files_keep_who_joined(problem):
    decision = Decision(problem)
    decision.show("cow", True)
    saved = decision.to_dict()
    assert to_query(problem, decision.choices) == "v=2&o=cow"
    assert from_query(problem, "v=2&o=cow").choices.included == ("cow",)
    assert Decision(problem, Choices.from_dict(problem, saved)).ranking.alternatives == (
        "ant",
        "bee",
        "cow",
    )
    assert "dog" in from_query(problem, "v=2&o=dog").notice


def test_who_is_compared_anyway_need_not_join(problem):
    decision = Decision(problem)
    decision.included = ("ant", "cow", "cow")
    assert decision.included == ("cow",)

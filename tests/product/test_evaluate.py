"""The written-down decisions can be put to the advisor as they are described."""

import pytest

from tests.tools.evaluate import FRAMEWORKS, answer_space, cases, place, wilson


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_is_whole_and_can_be_ranked(shipped, case):
    assert case.chosen in FRAMEWORKS
    assert case.about
    assert not case.url or case.url.startswith("https://")
    assert place(case, case.assessed(shipped)) in (1, 2, 3, None)


def test_one_sentence_keeps_what_exists():
    told = {case.id: case.by_one_sentence for case in cases()}
    assert (told["skyline"], told["epguides"], told["scholaria"]) == ("flask", "fastapi", "django")
    assert (told["covid"], told["opendlp"]) == ("fastapi", "django")


def test_an_interval_of_few_is_wide():
    """Wilson (1927) for 0 of 11: the upper end is 1.96² / (11 + 1.96²)."""
    assert wilson(0, 11) == pytest.approx((0, 0.2588), abs=1e-4)
    assert wilson(0, 0) == (0, 1)


def test_shares_of_the_answer_space_are_of_what_is_left(shipped, monkeypatch):
    monkeypatch.setattr("tests.tools.evaluate.DRAWN", 50)
    assert 0 < sum(answer_space(shipped).values()) <= 1

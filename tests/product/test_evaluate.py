"""The written-down decisions can be put to the advisor as they are described."""

import pytest

from tests.tools.evaluate import cases, place


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_is_whole_and_can_be_ranked(shipped, case):
    assert case.chosen in [alternative.id for alternative in shipped.alternatives]
    assert case.url.startswith("https://")
    assert place(case, case.ranking(shipped)) in (1, 2, 3, None)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_miss_is_explained_and_nothing_else(shipped, case):
    assert bool(case.miss) == (place(case, case.ranking(shipped)) != 1)

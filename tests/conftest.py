from pathlib import Path

import pytest

import advisor
from advisor.problem import Problem

TINY = Path(__file__).parent / "problems" / "tiny"


@pytest.fixture(scope="session")
def tiny() -> Problem:
    """Three vans, five criteria, figures for the head: see tests/problems/tiny."""
    return advisor.load(TINY)


@pytest.fixture(scope="session")
def shipped() -> Problem:
    return advisor.load()

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.serve.workshop.store import Store
from tests.tools.servers.postgres import HINT, find_postgres, postgres


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A real PostgreSQL; without CI, a missing one is a skip that says what to install."""
    programs = find_postgres()
    if programs is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with postgres(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a store, of each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "rooms.sqlite")
    return request.getfixturevalue("postgres_address")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = Store(address)
    for code in opened.codes(0.0):  # the tests share the PostgreSQL server
        opened.purge(code)
    yield opened
    opened.close()

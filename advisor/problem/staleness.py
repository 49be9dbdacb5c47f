"""What has become old in a problem: sources seen long ago, packages with a newer release.

A warning, not a fault: the facts were right when they were written down.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

from advisor.problem.problem import Problem

OLD = timedelta(days=365)
INDEX = "https://pypi.org/pypi/{}/json"
PATIENCE_SECONDS = 10


def old_sources(problem: Problem, today: date) -> list[str]:
    """A sentence for each source that was seen more than a year ago."""
    return [
        f"source {source.id!r} was seen on {source.seen}, more than a year ago"
        for source in problem.sources.values()
        if today - date.fromisoformat(source.seen) > OLD
    ]


def past_plans(problem: Problem, today: date) -> list[str]:
    """A sentence for each capability that should be there by now."""
    return [
        f"{cell.alternative} × {cell.requirement}: {cell.coming!r} was planned by "
        f"{cell.coming_by}; look whether it has come"
        for cell in problem.capabilities.values()
        if cell.coming and date.fromisoformat(cell.coming_by) < today
    ]


def newest_release(package: str, stated: str) -> str | None:
    """Newest version on the package index; None where it knows no such package.

    Nor where it knows none of that name with the stated version: that is somebody else's, for
    not everything that can be compared is a package.

    Raises
    ------
    OSError
        If the index cannot be reached.
    ValueError
        If it answers something else than expected.
    """
    url = INDEX.format(quote(package, safe=""))
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise
    try:
        known = {_numbers(release) for release in found["releases"]}
        return str(found["info"]["version"]) if _numbers(stated) in known else None
    except (KeyError, TypeError):
        raise ValueError(f"{url} did not answer with versions") from None


def newer_releases(
    problem: Problem, newest: Callable[[str, str], str | None] = newest_release
) -> list[str]:
    """A sentence for each alternative whose package, named like its id, has a newer release.

    One sentence that says so where the index cannot be asked.
    """
    found: list[str] = []
    for alternative in (*problem.alternatives, *problem.others):
        if not alternative.version:
            continue
        try:
            release = newest(alternative.id, alternative.version)
        except (OSError, ValueError) as error:
            return [*found, f"the package index could not be asked: {error}"]
        if release and _numbers(release) > _numbers(alternative.version):
            found.append(
                f"{alternative.name} {release} is out; the facts are about {alternative.version}"
            )
    return found


def _numbers(version: str) -> tuple[int, ...]:
    """The release part of a version, 3.1.0 like 3.1."""
    release = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)

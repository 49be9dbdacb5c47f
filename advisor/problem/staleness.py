"""Warnings about outdated parts of a problem: old sources, past plans, newer releases.

These are warnings, not faults, because the facts were right when they were written.
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
    """One sentence for each source that was seen more than a year ago."""
    return [
        f"source {source.id!r} was seen on {source.seen}, more than a year ago; check it again"
        for source in problem.sources.values()
        if today - date.fromisoformat(source.seen) > OLD
    ]


def past_plans(problem: Problem, today: date) -> list[str]:
    """One sentence for each planned capability whose day has passed."""
    return [
        f"{cell.alternative} × {cell.requirement}: {cell.coming!r} was planned by "
        f"{cell.coming_by}; check whether it is available now"
        for cell in problem.capabilities.values()
        if cell.coming and date.fromisoformat(cell.coming_by) < today
    ]


def newest_release(package: str, stated: str) -> str | None:
    """Newest version of a package on the package index.

    Parameters
    ----------
    package : str
        Name on the index.
    stated : str
        Version that the problem states. A package without this version is a different project
        with the same name, because not every alternative is a package.

    Returns
    -------
    str or None
        The version; None if the index has no such package or lacks the stated version.

    Raises
    ------
    OSError
        If the index cannot be reached.
    ValueError
        If the index does not answer with versions; the message names the address.
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
        raise ValueError(f"the answer of {url} has no versions") from None


def newer_releases(
    problem: Problem, newest: Callable[[str, str], str | None] = newest_release
) -> list[str]:
    """One sentence for each alternative whose package, named like its id, has a newer release.

    If the index cannot be reached, the last sentence says so.
    """
    found: list[str] = []
    for alternative in (*problem.alternatives, *problem.others):
        if not alternative.version:
            continue
        try:
            release = newest(alternative.id, alternative.version)
        except (OSError, ValueError) as error:
            return [*found, f"could not get releases from the package index: {error}"]
        if release and _numbers(release) > _numbers(alternative.version):
            found.append(
                f"{alternative.name} {release} is out; the facts are about {alternative.version}"
            )
    return found


def _numbers(version: str) -> tuple[int, ...]:
    """The release part of a version without trailing zeros, so that 3.1.0 equals 3.1."""
    release = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)

"""Ballots of a group: the weights of each participant, their mean, and where they disagree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from advisor.mcda.additive import additive, normalise_weights, ranks
from advisor.mcda.values import Array
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot, ChoiceError
from advisor.ranking.ranking import Ranking


def together(problem: Problem, ballots: Sequence[Ballot]) -> dict[str, float]:
    """Combine ballots into raw weights: the mean of the participants' shares, scaled to 100.

    Every participant has the same say, however high the sliders are set. The mean is the usual
    way to pool weights. It hides disagreement, which `who_leads` and `widest` show.

    Parameters
    ----------
    problem : Problem
    ballots : sequence of Ballot

    Raises
    ------
    ChoiceError
        If no ballot gives a weight above 0 to any criterion of the problem.
    """
    heard = shares(problem, voices(problem, ballots))
    if not len(heard):
        raise ChoiceError("no ballot gives a weight to any criterion; at least one must")
    mean = heard.mean(axis=0)
    raw = np.round(mean / mean.max() * LARGEST_WEIGHT, 1)
    return {c.id: float(weight) for c, weight in zip(problem.criteria, raw, strict=True)}


def voices(problem: Problem, ballots: Sequence[Ballot]) -> list[Ballot]:
    """Ballots with a weight above 0 for at least one criterion of the problem.

    A ballot with zeros or retired criteria only does not say which alternative leads.
    """
    criteria = [criterion.id for criterion in problem.criteria]
    return [ballot for ballot in ballots if any(map(ballot.weights.get, criteria))]


def shares(problem: Problem, ballots: Sequence[Ballot]) -> Array:
    """Normalised weights of each participant, shape (ballots, criteria)."""
    raw = [[ballot.weights.get(c.id, 0) for c in problem.criteria] for ballot in ballots]
    return normalise_weights(np.reshape(raw, (len(ballots), len(problem.criteria))))


def names_of(files: Sequence[str]) -> list[str]:
    """Make a unique name for each participant from the name or path of a file.

    If files have the same name, the result adds as many folders as needed to tell them apart. If
    the whole paths are equal, it adds a number.

    Examples
    --------
    >>> names_of(["ann/decision.json", "bob/decision.json", "bob/decision.json", "cy.json"])
    ['ann/decision', 'bob/decision', 'bob/decision (2)', 'cy']
    """
    paths = [PurePath(file).with_suffix("").parts for file in files]
    found: list[str] = []
    for path in paths:
        rivals = [other for other in paths if other != path]
        length = next(
            (n for n in range(1, len(path)) if all(path[-n:] != other[-n:] for other in rivals)),
            len(path),
        )
        name = "/".join(path[-length:])
        earlier = sum(other == path for other in paths[: len(found)])
        found.append(f"{name} ({earlier + 1})" if earlier else name)
    return found


def who_leads(ranking: Ranking, ballots: Sequence[Ballot]) -> list[tuple[str, ...]]:
    """Ids of the leaders under each participant's weights, with the must-haves of the ranking."""
    leads = ranks(additive(ranking.values, shares(ranking.problem, ballots))) == 1
    return [tuple(ranking.alternatives[row] for row in np.flatnonzero(one)) for one in leads.T]


def widest(problem: Problem, ballots: Sequence[Ballot]) -> tuple[int, int, int]:
    """Find the criterion whose shares differ most between participants.

    Returns
    -------
    column, least, most : int
        Column of the criterion, and places in ``ballots`` of its smallest and largest share.
    """
    table = shares(problem, ballots)
    column = int(np.argmax(np.ptp(table, axis=0)))
    return column, int(np.argmin(table[:, column])), int(np.argmax(table[:, column]))

"""Which uncertain performance is most likely to change the leader once it is known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.acceptability import first_shares
from advisor.mcda.additive import TIE, normalise_weights
from advisor.mcda.sampling.values import UncertainValues
from advisor.mcda.sensitivity import NOBODY, performance_flips
from advisor.mcda.values import Array


@dataclass(frozen=True)
class Finding:
    """Effect on the lead of finding out one uncertain performance.

    Attributes
    ----------
    row, column : int
        Place of the performance.
    flip : float
        Probability that the leader changes if this performance alone becomes known and all
        others keep their stated values.
    taker : int
        Row that would then lead; -1 if the leader cannot change.
    lead_low, lead_high : float
        Share of the draws of all other performances in which the leader ranks first, with
        this one in its lowest or highest tenth; the smaller share is ``lead_low``.
    """

    row: int
    column: int
    flip: float
    taker: int
    lead_low: float
    lead_high: float


def what_to_settle(
    uncertain: UncertainValues,
    raw: ArrayLike,
    leader: int,
    draws: int,
    rng: np.random.Generator,
) -> tuple[Finding, ...]:
    """Sort uncertain performances by the probability that knowing them changes the leader.

    Parameters
    ----------
    uncertain : UncertainValues
    raw : array_like, shape (criteria,)
        Raw or normalised weights, not all 0; they are exact.
    leader : int
        Row that leads at the stated values.
    draws : int
        Number of draws for ``lead_low`` and ``lead_high``; the flip probability needs none.
    rng : numpy.random.Generator

    Returns
    -------
    tuple of Finding
        Sorted by ``flip``, highest first, and then by the difference between ``lead_low`` and
        ``lead_high``. Performances on criteria without weight are left out.

    Raises
    ------
    ValueError
        If all weights are 0, or if the row does not lead.

    Notes
    -----
    The value at which a performance changes the leader has a closed form
    (`advisor.mcda.sensitivity`), so the flip probability is the share of its quantiles beyond that
    value. For ``lead_low`` and ``lead_high`` all other performances are uncertain too: the
    deficits are drawn once without the performance, and its tenths are added to them.
    """
    weights = normalise_weights(raw)
    flips = performance_flips(uncertain.stated, weights, leader)
    scores, parts = _draw(uncertain, weights, draws, rng)
    found = []
    for cell, (row, column) in enumerate(zip(uncertain.rows, uncertain.columns, strict=True)):
        if weights[column] <= 0:
            continue
        edge, quantiles = flips.values[row, column], uncertain.quantiles[cell]
        beyond = quantiles < edge - TIE if row == leader else quantiles > edge + TIE
        flip = float(np.mean(beyond))
        tenth = len(quantiles) // 10
        without = scores[row] - parts[cell]
        shares = []
        for end in (quantiles[:tenth], quantiles[-tenth:]):
            settled = scores.copy()
            settled[row] = without + weights[column] * end.mean()
            shares.append(float(first_shares(settled)[leader]))
        taker = int(flips.takers[row, column]) if flip > 0 else NOBODY
        found.append(Finding(int(row), int(column), flip, taker, min(shares), max(shares)))
    return tuple(sorted(found, key=lambda f: (-f.flip, f.lead_low - f.lead_high)))


def _draw(
    uncertain: UncertainValues, weights: Array, draws: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Scores (alternatives, draws) and the part of each uncertain cell in them (cells, draws)."""
    fixed = uncertain.stated.copy()
    fixed[uncertain.rows, uncertain.columns] = 0.0
    scores = np.repeat((fixed @ weights)[:, None], draws, axis=1)
    parts = np.empty((len(uncertain.rows), draws))
    for cell, (row, column) in enumerate(zip(uncertain.rows, uncertain.columns, strict=True)):
        parts[cell] = weights[column] * rng.choice(uncertain.quantiles[cell], draws)
        scores[row] += parts[cell]
    return scores, parts

"""What to find out next: which uncertain performance, once settled, may change the leader."""

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
    """What settling one uncertain cell could do to the lead.

    Attributes
    ----------
    row, column : int
        The cell.
    flip : float
        Probability that the leader changes when this cell alone is settled and
        everything else is as stated.
    taker : int
        Who would then lead; -1 where the leader cannot change.
    lead_low, lead_high : float
        Share of the draws of everything else in which the leader is first, with
        this cell at its lowest and highest tenth: the smaller of the two first.
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
    """Uncertain cells by how likely settling them is to change the leader.

    Parameters
    ----------
    uncertain : UncertainValues
    raw : array_like, shape (criteria,)
        Raw or normalised weights, not all 0; taken as meant.
    leader : int
        Row that leads at the stated values.
    draws : int
        For ``lead_low`` and ``lead_high``; the flip probability is exact.
    rng : numpy.random.Generator

    Returns
    -------
    tuple of Finding
        The most likely to change the leader first; among equals the one on which
        the leader's chances depend most. Cells of criteria without weight are left out.

    Raises
    ------
    ValueError
        If no criterion counts, or the row does not lead.

    Notes
    -----
    The value at which a cell changes the leader is known in closed form
    (`advisor.mcda.sensitivity`), so conditioning on the cell's draw is a count of its
    quantiles beyond that value. The second measure does the same with everything
    else uncertain too: the deficits are drawn once without the cell, and the cell's
    tenths are added to them.
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
    """Scores (alternatives, draws), and what each uncertain cell adds to them (cells, draws)."""
    fixed = uncertain.stated.copy()
    fixed[uncertain.rows, uncertain.columns] = 0.0
    scores = np.repeat((fixed @ weights)[:, None], draws, axis=1)
    parts = np.empty((len(uncertain.rows), draws))
    for cell, (row, column) in enumerate(zip(uncertain.rows, uncertain.columns, strict=True)):
        parts[cell] = weights[column] * rng.choice(uncertain.quantiles[cell], draws)
        scores[row] += parts[cell]
    return scores, parts

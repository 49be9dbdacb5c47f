"""Draws weights uniformly from the part of the simplex that satisfies linear constraints."""

from __future__ import annotations

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.sampling.walk import hit_and_run
from advisor.mcda.sampling.weights import simplex
from advisor.mcda.values import Array

# Moves after a cut, per criterion: enough to separate copies of the same survivor.
MOVES = 3
# Few survivors describe the shape of the region badly, so they need more moves.
FEW, MOVES_OF_FEW = 50, 20


def sample_region(
    constraints: Array, draws: int, rng: np.random.Generator, start: Array | None = None
) -> Array:
    """Draw weights uniformly from the part of the simplex where every constraint holds.

    The constraints are applied one after the other, see `narrow`.

    Parameters
    ----------
    constraints : Array, shape (constraints, criteria)
        Rows c with ``c @ weights >= 0``.
    draws : int
    rng : numpy.random.Generator
    start : Array, shape (criteria,), optional
        Weights well inside the region, which are needed if no draw satisfies a constraint.

    Returns
    -------
    Array, shape (draws, criteria)

    Raises
    ------
    ValueError
        If ``draws`` is below 1 or there is no criterion, or as in `narrow`.

    Examples
    --------
    >>> order = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])
    >>> drawn = sample_region(order, 1000, np.random.default_rng(1))
    >>> bool((drawn[:, 0] >= drawn[:, 1]).all() and (drawn[:, 1] >= drawn[:, 2]).all())
    True
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; allowed: at least 1")
    samples = simplex(constraints.shape[1])(draws, rng)
    for count in range(1, len(constraints) + 1):
        samples = narrow(samples, constraints[:count], rng, start)
    return samples


def narrow(
    samples: Array, constraints: Array, rng: np.random.Generator, start: Array | None = None
) -> Array:
    """Replace draws by the same number of draws, uniform over the constrained region.

    The draws that satisfy the constraints are already uniform there. Copies of them replace the
    others and then take a random walk, see `advisor.mcda.sampling.walk`.

    Parameters
    ----------
    samples : Array, shape (draws, criteria)
        Draws that are uniform over a region which contains the constrained one.
    constraints : Array, shape (constraints, criteria)
        *All* constraints, including those applied before.
    rng : numpy.random.Generator
    start : Array, shape (criteria,), optional
        Weights inside the region, which are needed if no draw satisfies the constraints.

    Raises
    ------
    ValueError
        If no draw satisfies the constraints and there is no start, or if the start breaks a
        constraint; the message gives its number.
    """
    draws, criteria = samples.shape
    survivors = samples[(samples @ constraints.T >= 0).all(axis=1)]
    if len(survivors) == draws:
        return samples
    if not len(survivors):
        if start is None:
            raise ValueError(
                f"none of {draws} draws meets the {len(constraints)} constraints; "
                "give a start that meets them"
            )
        slack = constraints @ start
        if slack.min() < -TIE:
            raise ValueError(
                f"the start breaks constraint {int(np.argmin(slack))} by {-slack.min():.2g}; "
                "allowed: weights inside the region"
            )
        survivors = start[None]
    moves = MOVES if len(survivors) >= FEW else MOVES_OF_FEW
    copies = survivors[rng.permutation(draws) % len(survivors)]
    return hit_and_run(copies, constraints, moves * criteria, rng)

"""Weights drawn uniformly from the part of the simplex that linear constraints leave."""

from __future__ import annotations

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.sampling.walk import hit_and_run
from advisor.mcda.sampling.weights import simplex
from advisor.mcda.values import Array

# Moves after a cut, per criterion: enough that copies of the same survivor part ways.
MOVES = 3
# Few survivors say little about the shape of what is left, so they move on for longer.
FEW, MOVES_OF_FEW = 50, 20


def sample_region(
    constraints: Array, draws: int, rng: np.random.Generator, start: Array | None = None
) -> Array:
    """Weights uniform over the simplex where every constraint holds.

    The constraints come into force one after the other, see `narrow`.

    Parameters
    ----------
    constraints : Array, shape (constraints, criteria)
        Rows c with ``c @ weights >= 0``.
    draws : int
    rng : numpy.random.Generator
    start : Array, shape (criteria,), optional
        Weights well inside the region, for when a constraint leaves no draw.

    Returns
    -------
    Array, shape (draws, criteria)

    Raises
    ------
    ValueError
        As `narrow`, or without a draw or criterion.

    Examples
    --------
    >>> order = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])
    >>> drawn = sample_region(order, 1000, np.random.default_rng(1))
    >>> bool((drawn[:, 0] >= drawn[:, 1]).all() and (drawn[:, 1] >= drawn[:, 2]).all())
    True
    """
    if draws < 1:
        raise ValueError(f"{draws} draws; allowed: one or more")
    samples = simplex(constraints.shape[1])(draws, rng)
    for count in range(1, len(constraints) + 1):
        samples = narrow(samples, constraints[:count], rng, start)
    return samples


def narrow(
    samples: Array, constraints: Array, rng: np.random.Generator, start: Array | None = None
) -> Array:
    """As many draws as before, uniform over what the constraints leave.

    Survivors are uniform there already. Copies of them make up the number and walk on, see
    `advisor.mcda.sampling.walk`.

    Parameters
    ----------
    samples : Array, shape (draws, criteria)
        Uniform over a region that contains what the constraints leave.
    constraints : Array, shape (constraints, criteria)
        *All* that hold, older ones too.
    rng : numpy.random.Generator
    start : Array, shape (criteria,), optional
        Weights inside the region, for when no draw survives.

    Raises
    ------
    ValueError
        If no draw survives and there is no start, or the start breaks a constraint,
        which the message numbers.
    """
    draws, criteria = samples.shape
    survivors = samples[(samples @ constraints.T >= 0).all(axis=1)]
    if len(survivors) == draws:
        return samples
    if not len(survivors):
        if start is None:
            raise ValueError(
                f"none of {draws} draws meets the {len(constraints)} constraints; "
                "allowed: with a start inside them"
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

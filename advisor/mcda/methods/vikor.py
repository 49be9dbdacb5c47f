"""VIKOR: a compromise between the utility of the group and the largest single regret."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.additive import TIE, checked
from advisor.mcda.methods.batches import in_blocks
from advisor.mcda.values import Array


@dataclass(frozen=True, eq=False)
class Vikor:
    """Result of `vikor`; for S, R and Q **lower is better**, for ``scores`` higher is better.

    Attributes
    ----------
    s : Array, shape (alternatives,) or (alternatives, vectors)
        Weighted sum of the regrets; for values between anchors, 1 - additive value.
    r : Array, same shape
        Largest single weighted regret.
    q : Array, same shape, in [0, 1]
        Compromise of both; 0 for an alternative that is best in both.
    """

    s: Array
    r: Array
    q: Array

    @property
    def scores(self) -> Array:
        """``1 - Q``, so that higher is better, as in all other methods."""
        return 1 - self.q

    @property
    def acceptable_advantage(self) -> NDArray[np.bool_]:
        """Whether the second by Q trails the first by at least ``1 / (alternatives - 1)``.

        Shape () or (vectors,). True for a single alternative.
        """
        if len(self.q) < 2:
            return np.ones(self.q.shape[1:], dtype=bool)
        first, second = np.partition(self.q, 1, axis=0)[:2]
        return np.asarray(second - first >= self._needed - TIE)

    @property
    def acceptable_stability(self) -> NDArray[np.bool_]:
        """Whether the first by Q is also first by S or by R; shape () or (vectors,).

        If several are first by Q, one of them is enough.
        """
        first = self.q <= self.q.min(axis=0) + TIE
        by_s = self.s <= self.s.min(axis=0) + TIE
        by_r = self.r <= self.r.min(axis=0) + TIE
        return np.asarray(np.any(first & (by_s | by_r), axis=0))

    @property
    def compromise(self) -> NDArray[np.bool_]:
        """The set of compromise solutions, True for its members; shape as ``q``.

        It contains only the first alternative if advantage and stability are acceptable, the
        first and the second if only stability is missing, and all alternatives that are too close
        to the first if the advantage is missing.
        """
        behind = self.q - self.q.min(axis=0)
        near = np.where(self.acceptable_advantage, behind <= TIE, behind < self._needed - TIE)
        if len(self.q) < 2:
            return np.asarray(near)
        second = np.partition(self.q, 1, axis=0)[1]
        pair = self.acceptable_advantage & ~self.acceptable_stability
        return np.asarray(near | (pair & (self.q <= second + TIE)))

    @property
    def _needed(self) -> float:
        return 1 / max(len(self.q) - 1, 1)


def vikor(values: ArrayLike, weights: ArrayLike, v: float = 0.5) -> Vikor:
    """Compute ``Q = v S' + (1 - v) R'``, where S' and R' are S and R scaled to [0, 1].

    The regret of a value is its distance from 1. S is the sum of the weighted regrets, R the
    largest of them. The scaling uses the given alternatives, so removing one of them may change
    the order by Q. If all alternatives have the same S (or R), that part is 0.
    Source: Opricovic & Tzeng (2004), European Journal of Operational Research 156.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Values in [0, 1]; higher is better. Pass values between fixed anchors, or
        `minmax_normalise` of the performances for the original method.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Normalised, see `advisor.mcda.additive.normalise_weights`.
    v : float, optional
        Weight of the strategy "utility of the group" in [0, 1].

    Returns
    -------
    Vikor

    Raises
    ------
    ValueError
        If a value or ``v`` is outside [0, 1], or as in `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> found = vikor([[1, 0], [0.75, 0.5], [0, 1]], [0.5, 0.5])
    >>> found.q
    array([1., 0., 1.])
    >>> found.compromise
    array([False,  True, False])
    """
    table, batch = checked(values, weights)
    if not 0 <= v <= 1:
        raise ValueError(f"v is {v}; allowed: a number from 0 to 1")
    outside = (table < 0) | (table > 1)
    if outside.any():
        row, column = np.argwhere(outside)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]:g}; "
            "allowed: from 0 to 1 for VIKOR"
        )
    regrets = 1 - table
    count = len(table)

    def kernel(block: Array) -> Array:
        found = np.zeros((3 * count, len(block)))
        s, r, q = found[:count], found[count : 2 * count], found[2 * count :]
        np.matmul(regrets, block.T, out=s)
        for j, column in enumerate(np.ascontiguousarray(block.T)):
            np.multiply(regrets[:, j, None], column, out=q)  # q is free until the end
            np.maximum(r, q, out=r)
        q[:] = v * _scaled(s) + (1 - v) * _scaled(r)
        return found

    return Vikor(*np.split(in_blocks(kernel, 3 * count, batch), 3))


def _scaled(figures: Array) -> Array:
    least = figures.min(axis=0)
    spread = figures.max(axis=0) - least
    zeros = np.zeros_like(figures)
    found: Array = np.divide(figures - least, spread, out=zeros, where=spread > TIE)
    return found

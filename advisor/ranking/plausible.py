"""Definition of the plausible cases: which weights, and whether the facts vary too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal, get_args

import numpy as np

from advisor.mcda.additive import normalise_weights
from advisor.mcda.sampling.weights import Sampler, Shared, around, box, simplex
from advisor.mcda.sensitivity import raw_weight
from advisor.mcda.values import Array
from advisor.problem.problem import InputError

PlausibleKind = Literal["ranges", "anything", "around", "answers"]
KINDS: tuple[PlausibleKind, ...] = get_args(PlausibleKind)
LARGEST_SPREAD = 0.5
# A single weight varies by this many standard deviations: 95 % of a normal distribution.
FAR = 2.0


@dataclass(frozen=True, eq=False)
class Left:
    """Weights that answers to trade-off questions leave possible.

    Instances are equal only to themselves, so that objects which hold one are cheap to compare
    and hash.

    Attributes
    ----------
    draws : Array, shape (draws, criteria)
        Draws that are uniform over the remaining weights; rows sum to 1.
    """

    draws: Array


@dataclass(frozen=True)
class Plausible:
    """The cases that a verdict is tested against.

    To add a kind, name it in `PlausibleKind` and define it in each method.

    Attributes
    ----------
    kind : str
        ``"ranges"``: each raw weight varies within its range. ``"anything"``: all possible
        weights, including those of criteria with a weight of 0. ``"around"``: weights scatter
        around the current ones; a weight of 0 stays 0. ``"answers"``: the weights that the
        answers to trade-off questions leave.
    spread : float
        Spread of ``"around"``, above 0 and up to `LARGEST_SPREAD`: the standard deviation of a
        share w is ``spread * sqrt(w * (1 - w))``.
    facts : bool
        Whether uncertain performances vary too or keep their stated values.
    left : Left, optional
        The weights that the answers leave; the kind ``"answers"`` needs them.

    Raises
    ------
    InputError
        If one of them is not allowed; the message names it and what is allowed.
    """

    kind: PlausibleKind = "ranges"
    spread: float = 0.1
    facts: bool = True
    left: Left | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"the kind of weights is {self.kind!r}; allowed: {', '.join(KINDS)}")
        spread: Any = self.spread  # a record or a caller may give any type
        number = isinstance(spread, Real) and not isinstance(spread, bool)
        if not (number and 0 < spread <= LARGEST_SPREAD):
            allowed = f"a number above 0, up to {LARGEST_SPREAD}"
            raise InputError(f"the spread is {self.spread!r}; allowed: {allowed}")
        object.__setattr__(self, "spread", float(spread))
        if not isinstance(self.facts, bool):
            raise InputError(f"facts is {self.facts!r}; allowed: true or false")
        if self.kind == "answers" and not isinstance(self.left, Left):
            raise InputError("the kind 'answers' needs 'left', the weights that the answers leave")

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; it cannot hold answers, so their kind becomes ``"ranges"``."""
        kind = "ranges" if self.kind == "answers" else self.kind
        return {"kind": kind, "spread": self.spread, "facts": self.facts}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Plausible:
        """Plausible cases from the data of `to_dict`; missing parts get their defaults."""
        fields = set(cls.__dataclass_fields__) - {"left"}
        if unknown := sorted(set(saved) - fields):
            raise InputError(f"unknown key {unknown[0]!r}; allowed: {', '.join(sorted(fields))}")
        return cls(**saved)

    def sampler(
        self, own: Array, low: Array, high: Array, shared: Sequence[Shared] = ()
    ) -> Sampler:
        """Sampler of the plausible weights.

        Parameters
        ----------
        own, low, high : Array, shape (criteria,)
            Current raw weights and the ends of their ranges.
        shared : sequence of Shared
            Groups that share a weight, with the range of that weight.
        """
        if self.kind == "anything":
            return simplex(len(own))
        if self.kind == "around":
            return around(own, self.spread)
        if self.kind == "answers" and self.left is not None:
            draws = self.left.draws
            return lambda vectors, rng: draws[rng.integers(len(draws), size=vectors)]
        return box(low, high, shared)

    def support(
        self, own: Array, low: Array, high: Array, shared: Sequence[Shared] = ()
    ) -> tuple[Array, Array, Sequence[Shared]]:
        """Ranges of raw weights that contain all weights that `sampler` can draw.

        For answers, the ranges also contain further weights, because answers bound ratios of
        weights. Parameters are as in `sampler`.
        """
        if self.kind == "anything":
            return np.zeros_like(own), np.ones_like(own), ()
        if self.kind == "around":
            return np.zeros_like(own), (own > 0).astype(float), ()
        if self.kind == "answers" and self.left is not None:
            return self.left.draws.min(axis=0), self.left.draws.max(axis=0), ()
        return low, high, shared

    def alone(self, own: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """Plausible range of each raw weight while the others stay as they are."""
        if self.kind == "anything":
            return np.zeros_like(own), np.full_like(own, np.inf)
        if self.kind == "around":
            shares = normalise_weights(own)
            far = FAR * self.spread * np.sqrt(shares * (1 - shares))
            return _raw(own, np.clip(shares - far, 0, 1), np.clip(shares + far, 0, 1))
        if self.kind == "answers" and self.left is not None:
            return _raw(own, self.left.draws.min(axis=0), self.left.draws.max(axis=0))
        return low, high


def _raw(own: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Raw weights that result in the given shares while the others stay as they are."""
    others = own.sum() - own
    return raw_weight(low, others), raw_weight(high, others)

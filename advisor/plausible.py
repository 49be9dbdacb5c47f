"""What counts as plausible: which weights, and whether the facts may be off as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import numpy as np

from advisor.analysis.sampling import Sampler, around, box, simplex
from advisor.analysis.stability import raw_weight
from advisor.scoring import normalise_weights
from advisor.values import Array

Kind = Literal["ranges", "anything", "around"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LARGEST_SPREAD = 0.5
# A weight alone is taken to go so many standard deviations: 95 % of a normal distribution.
FAR = 2.0


@dataclass(frozen=True)
class Plausible:
    """The cases that a verdict is to hold in.

    To add a kind, name it in `Kind` and say in each method what it means.

    Attributes
    ----------
    kind : str
        ``"ranges"``: every raw weight within its range, the scenario's by default.
        ``"anything"``: all weights there are, those set to 0 too. ``"around"``: scattered
        around the weights as they are; a weight of 0 stays 0.
    spread : float
        How far ``"around"`` scatters, above 0, up to `LARGEST_SPREAD`: the standard
        deviation of a share w is ``spread * sqrt(w * (1 - w))``.
    facts : bool
        Whether uncertain performances vary too, or count as stated.

    Raises
    ------
    ValueError
        If one of them is not allowed.
    """

    kind: Kind = "ranges"
    spread: float = 0.1
    facts: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"weights of kind {self.kind!r}; allowed: {', '.join(KINDS)}")
        number = isinstance(self.spread, int | float)
        if not (number and 0 < self.spread <= LARGEST_SPREAD):
            allowed = f"above 0, up to {LARGEST_SPREAD}"
            raise ValueError(f"spread is {self.spread!r}; allowed: {allowed}")
        if not isinstance(self.facts, bool):
            raise ValueError(f"facts is {self.facts!r}; allowed: true or false")

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Plausible:
        """What was saved with `to_dict`; what is missing is as by default."""
        fields = set(cls.__dataclass_fields__)
        if unknown := sorted(set(saved) - fields):
            raise ValueError(f"{unknown[0]!r} is not known; allowed: {', '.join(sorted(fields))}")
        return cls(**saved)

    def sampler(self, own: Array, low: Array, high: Array) -> Sampler:
        """Draws of the weights.

        Parameters
        ----------
        own, low, high : Array, shape (criteria,)
            Raw weights as they are, and the ends of their ranges.
        """
        if self.kind == "anything":
            return simplex(len(own))
        if self.kind == "around":
            return around(own, self.spread)
        return box(low, high)

    def support(self, own: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """Ends of raw weights that together make up every mixture that may be drawn."""
        if self.kind == "anything":
            return np.zeros_like(own), np.ones_like(own)
        if self.kind == "around":
            return np.zeros_like(own), (own > 0).astype(float)
        return low, high

    def alone(self, own: Array, low: Array, high: Array) -> tuple[Array, Array]:
        """How far each raw weight plausibly goes while the others stay as they are."""
        if self.kind == "anything":
            return np.zeros_like(own), np.full_like(own, np.inf)
        if self.kind == "around":
            shares = normalise_weights(own)
            far = FAR * self.spread * np.sqrt(shares * (1 - shares))
            others = own.sum() - own
            ends = (np.clip(shares + side, 0, 1) for side in (-far, far))
            down, up = (raw_weight(end, others) for end in ends)
            return down, up
        return low, high

"""Weights from swings that are ordered and rated against the largest one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from traitlets import Dict

from advisor.mcda.elicitation.swing_and_order import swing_weights
from advisor.mcda.values import Array
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.session.elicitation.order import Order
from advisor.session.elicitation.stages import Stage


class Swing(Order):
    """The swings of each stage in an order, each rated against the first, which has 100.

    Ratings never contradict the order: a rating that would do so also changes its neighbours.
    """

    ratings = Dict()
    """Rating by item id, by the group of its stage."""

    def rated(self, stage: Stage) -> tuple[int, ...]:
        """Ratings by place: the first is 100, and none is above the one before."""
        given = self.ratings.get(stage.group) or dict(
            zip(stage.items, self.scope.shares(stage), strict=True)
        )
        known = [given[item] for item in self.order(stage) if item in given]
        every = [given.get(item, min(known)) for item in self.order(stage)]
        largest = max(every)
        falling = np.minimum.accumulate([LARGEST_WEIGHT * rating / largest for rating in every])
        return tuple(int(rating) for rating in np.rint(falling))

    def rate(self, stage: Stage, place: int, rating: float) -> None:
        """Rate the swing at a place, 0 to 100; the first stays at 100."""
        ratings = np.array(self.rated(stage), dtype=float)
        ratings[:place] = np.maximum(ratings[:place], rating)
        ratings[place:] = np.minimum(ratings[place:], rating)
        ratings[place] = rating
        ratings[0] = LARGEST_WEIGHT
        self._say(stage, self.order(stage), ratings.tolist())

    def place(self, stage: Stage, item: str, place: int) -> None:
        """Move an item to a place; each place keeps its rating."""
        ratings = self.rated(stage)
        others = [other for other in self.order(stage) if other != item]
        others.insert(place, item)
        self._say(stage, tuple(others), ratings)

    def agree(self, stage: Stage) -> None:
        """Confirm the current order and ratings."""
        self._say(stage, self.order(stage), self.rated(stage))

    def heard(self, stage: Stage) -> Array | None:
        """Shares in proportion to the ratings."""
        if stage.group not in self.said:
            return None
        by_item = dict(zip(self.order(stage), self.rated(stage), strict=True))
        return swing_weights([by_item[item] for item in stage.items])

    def _say(self, stage: Stage, order: tuple[str, ...], ratings: Sequence[float]) -> None:
        with self.hold_trait_notifications():
            by_item = dict(zip(order, ratings, strict=True))
            self.ratings = {**self.ratings, stage.group: by_item}
            self.said = {**self.said, stage.group: order}

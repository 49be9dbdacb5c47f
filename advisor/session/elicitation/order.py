"""Weights from the order of the swings alone."""

from __future__ import annotations

from typing import get_args

import numpy as np

from advisor.mcda.elicitation.swing_and_order import RankOrder, rank_order_weights
from advisor.mcda.values import Array
from advisor.session.elicitation.stages import Stage, Weighing


class Order(Weighing):
    """The swings of each stage in an order, largest first.

    ``said`` holds the ids in the user's order. Before the user says anything, the swings have the
    order of the current weights.
    """

    def order(self, stage: Stage) -> tuple[str, ...]:
        """Ids of a stage's items in order; items that the user has not placed come last."""
        placed = [item for item in self.said.get(stage.group, ()) if item in stage.items]
        shares = self.scope.shares(stage)
        by_share = [stage.items[k] for k in np.argsort(-shares, kind="stable")]
        return (*placed, *(item for item in by_share if item not in placed))

    def place(self, stage: Stage, item: str, place: int) -> None:
        """Move an item to a place, counted from 0; the other items keep their order."""
        others = [other for other in self.order(stage) if other != item]
        others.insert(place, item)
        self.said = {**self.said, stage.group: tuple(others)}

    def agree(self, stage: Stage) -> None:
        """Confirm the current order."""
        self.said = {**self.said, stage.group: self.order(stage)}

    def heard(self, stage: Stage) -> Array | None:
        """Rank order centroid: the centre of all weights with that order."""
        return self.compared(stage)["centroid"] if stage.group in self.said else None

    def compared(self, stage: Stage) -> dict[RankOrder, Array]:
        """Shares of a stage's items by each rule that derives weights from an order."""
        order = self.order(stage)
        ranks = [order.index(item) for item in stage.items]
        return {rule: rank_order_weights(ranks, rule) for rule in get_args(RankOrder)}

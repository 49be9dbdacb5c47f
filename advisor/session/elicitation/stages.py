"""Parts that all ways to set weights share: their scope, their stages and the resulting weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from traitlets import Dict, HasTraits, Instance

from advisor.mcda.additive import normalise_weights
from advisor.mcda.elicitation.swing_and_order import hierarchical_weights
from advisor.mcda.values import Array
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import Problem

GROUPS = ""


@dataclass(frozen=True)
class Stage:
    """Items that are weighed against each other in one step.

    Attributes
    ----------
    group : str
        Id of the group whose criteria are weighed; `GROUPS` if the groups themselves are.
    items : tuple of str
        Ids of the criteria or groups, in the problem's order.
    """

    group: str
    items: tuple[str, ...]


class Scope(HasTraits):
    """The criteria to ask about: those with weight, unless the user ticks or unticks some.

    Parameters
    ----------
    problem : Problem
    present : mapping of criterion id to raw weight
        Current raw weights.
    """

    present = Dict()
    """Current raw weights, by criterion id."""

    ticked = Dict()
    """Whether the user has ticked a criterion, by its id."""

    def __init__(self, problem: Problem, present: Mapping[str, float]) -> None:
        self.problem = problem
        super().__init__(present=dict(present))

    def counts(self, criterion: str) -> bool:
        """Whether to ask about a criterion; if no criterion has weight or a tick, all count."""
        return criterion in self._counting()

    def tick(self, criterion: str, counts: bool) -> None:
        """Ask about a criterion or leave it out.

        Raises
        ------
        ValueError
            If no criterion would be left.
        """
        if not counts and self._counting() == {criterion}:
            raise ValueError(f"{criterion!r} is the last criterion; allowed: at least one")
        self.ticked = {**self.ticked, criterion: counts}

    @property
    def groups(self) -> tuple[str, ...]:
        """Ids of the groups with a criterion to ask about."""
        return tuple(group.id for group in self.problem.groups if self.criteria(group.id))

    def criteria(self, group: str) -> tuple[str, ...]:
        """Ids of a group's criteria to ask about."""
        counting = self._counting()
        return tuple(c.id for c in self.problem.criteria if c.group == group and c.id in counting)

    def shares(self, stage: Stage) -> Array:
        """Shares of a stage's items in the current weights; equal shares if all are 0."""
        if stage.group == GROUPS:
            raw = [sum(self.present[c] for c in self.criteria(group)) for group in stage.items]
        else:
            raw = [self.present[c] for c in stage.items]
        return normalise_weights(raw if any(raw) else np.ones(len(raw)))

    def _counting(self) -> set[str]:
        ids = [criterion.id for criterion in self.problem.criteria]
        found = {c for c in ids if self.ticked.get(c, self.present[c] > 0)}
        return found or set(ids)


class Weighing(HasTraits):
    """Weights from the statements of the user, groups first; each subclass is one way.

    Parameters
    ----------
    scope : Scope
        Criteria to ask about.
    """

    scope = Instance(Scope)

    said = Dict()
    """The user's statements, by the group of the stage; reassign it, never change it in place."""

    def __init__(self, scope: Scope) -> None:
        self.problem = scope.problem
        super().__init__(scope=scope)

    def heard(self, stage: Stage) -> Array | None:
        """Shares of a stage's items from the user's statements; None without statements."""
        raise NotImplementedError

    def shares(self, stage: Stage) -> Array:
        """Shares of a stage's items from the user's statements, else from the current weights."""
        heard = self.heard(stage) if len(stage.items) > 1 else None
        return self.scope.shares(stage) if heard is None else heard

    def stage(self, group: str) -> Stage:
        """Stage of a group, or of the groups themselves."""
        scope = self.scope
        return Stage(group, scope.groups if group == GROUPS else scope.criteria(group))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages, without groups that have no weight or only one criterion."""
        first = self.stage(GROUPS)
        weighty = [
            group for group, share in zip(first.items, self.shares(first), strict=True) if share > 0
        ]
        every = first, *(self.stage(group) for group in weighty)
        return tuple(stage for stage in every if len(stage.items) > 1)

    @property
    def heard_stages(self) -> tuple[Stage, ...]:
        """Stages with enough statements for shares."""
        return tuple(stage for stage in self.stages if self.heard(stage) is not None)

    @property
    def weights(self) -> dict[str, float]:
        """Raw weight by criterion id: whole numbers, with 100 as the largest.

        A share that would round to 0 becomes 1, because the user did not say that it is 0.
        """
        criteria, groups = self.problem.criteria, [group.id for group in self.problem.groups]
        first = self.stage(GROUPS)
        by_group = dict(zip(first.items, self.shares(first), strict=True))
        within: dict[str, float] = {}
        for group in first.items:
            stage = self.stage(group)
            within |= dict(zip(stage.items, self.shares(stage).tolist(), strict=True))
        shares = hierarchical_weights(
            [by_group.get(group, 0.0) for group in groups],
            [within.get(c.id, 0.0) for c in criteria],
            [groups.index(c.group) for c in criteria],
        )
        raw = shares / shares.max() * LARGEST_WEIGHT
        whole = np.where(raw > 0, np.maximum(np.rint(raw), 1), 0)
        return {c.id: float(weight) for c, weight in zip(criteria, whole, strict=True)}

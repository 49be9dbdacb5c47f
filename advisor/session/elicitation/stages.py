"""What all ways of weighing share: what counts, in which steps, and what that comes to."""

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
    """What is weighed at once.

    Attributes
    ----------
    group : str
        Id of the group whose criteria are weighed; `GROUPS` where it is the groups themselves.
    items : tuple of str
        Ids of what is weighed, in the problem's order.
    """

    group: str
    items: tuple[str, ...]


class Scope(HasTraits):
    """Which criteria are asked about: those that count now, unless the visitor says otherwise.

    Parameters
    ----------
    problem : Problem
    present : mapping of criterion id to raw weight
    """

    present = Dict()
    """Raw weights in use, by criterion id."""

    ticked = Dict()
    """What the visitor said: whether a criterion counts, by its id."""

    def __init__(self, problem: Problem, present: Mapping[str, float]) -> None:
        self.problem = problem
        super().__init__(present=dict(present))

    def counts(self, criterion: str) -> bool:
        """Whether a criterion is asked about; where nothing else says so, all are."""
        return criterion in self._counting()

    def tick(self, criterion: str, counts: bool) -> None:
        """Ask about a criterion or leave it out.

        Raises
        ------
        ValueError
            If nothing would be left.
        """
        if not counts and self._counting() == {criterion}:
            raise ValueError(f"{criterion!r} is the last that counts; allowed: at least one")
        self.ticked = {**self.ticked, criterion: counts}

    @property
    def groups(self) -> tuple[str, ...]:
        """Ids of the groups with a criterion that counts."""
        return tuple(group.id for group in self.problem.groups if self.criteria(group.id))

    def criteria(self, group: str) -> tuple[str, ...]:
        """Ids of a group's criteria that count."""
        counting = self._counting()
        return tuple(c.id for c in self.problem.criteria if c.group == group and c.id in counting)

    def shares(self, stage: Stage) -> Array:
        """Shares of a stage's items in the weights in use; equal ones where these are all 0."""
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
    """Weights from what somebody said, groups first; a way of weighing says how.

    Parameters
    ----------
    scope : Scope
    """

    scope = Instance(Scope)

    said = Dict()
    """What was said, by the group of its stage; reassigned, never changed in place."""

    def __init__(self, scope: Scope) -> None:
        self.problem = scope.problem
        super().__init__(scope=scope)

    def heard(self, stage: Stage) -> Array | None:
        """Shares of a stage's items as they were said; None before that."""
        raise NotImplementedError

    def shares(self, stage: Stage) -> Array:
        """Shares of a stage's items: as said, else as in the weights in use."""
        heard = self.heard(stage) if len(stage.items) > 1 else None
        return self.scope.shares(stage) if heard is None else heard

    def stage(self, group: str) -> Stage:
        """The stage of a group, or of the groups themselves."""
        scope = self.scope
        return Stage(group, scope.groups if group == GROUPS else scope.criteria(group))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What there is to weigh: not a group without weight, nor one with a single criterion."""
        first = self.stage(GROUPS)
        weighty = [
            group for group, share in zip(first.items, self.shares(first), strict=True) if share > 0
        ]
        every = first, *(self.stage(group) for group in weighty)
        return tuple(stage for stage in every if len(stage.items) > 1)

    @property
    def heard_stages(self) -> tuple[Stage, ...]:
        """Stages about which enough was said."""
        return tuple(stage for stage in self.stages if self.heard(stage) is not None)

    @property
    def weights(self) -> dict[str, float]:
        """Raw weight by criterion id: whole numbers, the largest 100.

        A share too small for a whole number still counts 1, for it was not said to count 0.
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

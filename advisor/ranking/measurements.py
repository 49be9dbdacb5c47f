"""Compares two rankings with different facts, such as shipped and own measurements."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.problem.elements import Performance
from advisor.problem.problem import InputError
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Move:
    """A performance that differs between two problems, with its values in [0, 1]."""

    alternative: str
    criterion: str
    before: Performance
    after: Performance
    value_before: float
    value_after: float

    @property
    def noise(self) -> bool:
        """Whether the two intervals overlap, so that the difference may be noise."""
        return self.before.low <= self.after.high and self.after.low <= self.before.high


@dataclass(frozen=True)
class Remeasured:
    """Differences between two rankings: moves, largest first, and the leaders, None if none."""

    moves: tuple[Move, ...]
    leader_before: str | None
    leader_after: str | None

    @property
    def leader_changes(self) -> bool:
        """Whether the leader differs."""
        return self.leader_before != self.leader_after


def compare(before: Ranking, after: Ranking) -> Remeasured:
    """Compare two rankings of the same alternatives and criteria.

    Raises
    ------
    InputError
        If problem, alternatives or criteria differ; the message names them.
    """
    old, new = before.problem, after.problem
    for what, one, other in (
        ("problems", {old.id}, {new.id}),
        ("alternatives", {a.id for a in old.alternatives}, {a.id for a in new.alternatives}),
        ("criteria", {c.id for c in old.criteria}, {c.id for c in new.criteria}),
    ):
        if one != other:
            first, second = (", ".join(sorted(names)) for names in (one, other))
            differing = f"the rankings have different {what}: {first} and {second}"
            raise InputError(f"{differing}; allowed: the same in both")
    moves = [
        Move(
            alternative.id,
            criterion.id,
            was,
            now,
            float(criterion.value(was.performance)),
            float(criterion.value(now.performance)),
        )
        for alternative in old.alternatives
        for criterion in old.criteria
        if (was := old.performances[alternative.id, criterion.id])
        != (now := new.performances[alternative.id, criterion.id])
    ]
    moves = [move for move in moves if move.before.performance != move.after.performance]
    moves.sort(key=lambda move: -abs(move.value_after - move.value_before))
    return Remeasured(tuple(moves), _leader(before), _leader(after))


def _leader(ranking: Ranking) -> str | None:
    return ranking.alternatives[ranking.order[0]] if ranking.order else None

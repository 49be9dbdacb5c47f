"""What other facts change about a ranking: somebody's own measurement beside the shipped one."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.problem.elements import Performance
from advisor.problem.problem import InputError
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Move:
    """A value that differs between two problems; ``noise`` where the intervals meet."""

    alternative: str
    criterion: str
    before: Performance
    after: Performance
    value_before: float
    value_after: float

    @property
    def noise(self) -> bool:
        """Whether it may be nothing but noise."""
        return self.before.low <= self.after.high and self.after.low <= self.before.high


@dataclass(frozen=True)
class Remeasured:
    """What another set of facts changes: values, widest move first, and who leads, if any."""

    moves: tuple[Move, ...]
    leader_before: str | None
    leader_after: str | None

    @property
    def leader_changes(self) -> bool:
        """Whether somebody else leads."""
        return self.leader_before != self.leader_after


def compare(before: Ranking, after: Ranking) -> Remeasured:
    """What changes from one ranking to another of the same alternatives and criteria.

    Raises
    ------
    InputError
        If they are of different problems.
    """
    old, new = before.problem, after.problem
    for what, one, other in (
        ("problem", {old.id}, {new.id}),
        ("alternatives", {a.id for a in old.alternatives}, {a.id for a in new.alternatives}),
        ("criteria", {c.id for c in old.criteria}, {c.id for c in new.criteria}),
    ):
        if one != other:
            first, second = (", ".join(sorted(names)) for names in (one, other))
            differing = f"the rankings differ in {what}: {first} and {second}"
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

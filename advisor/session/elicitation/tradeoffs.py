"""Weights from choices between two hypothetical alternatives, most revealing question first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from traitlets import Bool, Tuple

from advisor.mcda.elicitation.answers import (
    Preference,
    TradeOffAnswer,
    TradeOffQuestion,
    contradiction,
    weight_region,
    withdrawal,
)
from advisor.mcda.elicitation.tradeoffs import leaders, next_question, settled, trade_off_weights
from advisor.mcda.values import Array
from advisor.session.elicitation.gains import GROUP_GAINS, gains
from advisor.session.elicitation.stages import GROUPS, Stage, Weighing

# The standard error of a share is at most 0.011; with a fixed seed, equal answers give equal draws.
DRAWS, SEED = 2000, 20_080_715
# Number of stored sets of answers: enough for a long session, with 64 kB each for four items.
REMEMBERED = 256


@dataclass(frozen=True)
class Choosing:
    """A question that names its criteria by id, so that it stays valid if the scope changes."""

    group: str
    first: str
    second: str
    first_gain: float
    second_gain: float


@dataclass(frozen=True)
class Reply:
    """The user's answer to a question."""

    choosing: Choosing
    choice: Preference


@dataclass(frozen=True, eq=False)
class Standing:
    """State after the replies so far.

    Attributes
    ----------
    next : Choosing or None
        Next question; None if the leader is settled or no answer would exclude any weights.
    check : Choosing or None
        A question that was not asked and whose answer follows from the others; a different
        answer reveals a contradiction.
    leader : int or None
        Row that leads for most of the remaining weights; None if there is no rival.
    shares : tuple of float
        Share of the remaining weights for which it leads: before the first reply, after the
        first reply, and so on.
    settled : bool
        Whether the last share is large enough to stop.
    conflict : tuple of int
        Numbers of replies that contradict each other.
    left : Array, shape (draws, criteria)
        Weights that the replies leave possible; of contradicting replies the latest is ignored.
    """

    next: Choosing | None
    check: Choosing | None
    leader: int | None
    shares: tuple[float, ...]
    settled: bool
    conflict: tuple[int, ...]
    left: Array


class TradeOffs(Weighing):
    """Replies to trade-off questions, about groups first."""

    replies = Tuple()
    """All replies, in the order in which the user gave them."""

    skipped = Tuple()
    """Questions that the user skipped; their pairs are not asked about again."""

    thorough = Bool()
    """Whether to keep asking after the leader is settled."""

    checking = Bool()
    """Whether the next question is one whose answer follows from the other answers."""

    def reply(self, choosing: Choosing, choice: Preference) -> None:
        """Answer a question."""
        with self.hold_trait_notifications():
            self.checking = False
            self.replies = (*self.replies, Reply(choosing, choice))

    def skip(self, choosing: Choosing) -> None:
        """Skip a question."""
        self.skipped = (*self.skipped, choosing)

    def undo(self) -> None:
        """Remove the last reply."""
        self.replies = self.replies[:-1]

    def withdraw(self, number: int) -> None:
        """Remove the reply with this number."""
        self.replies = tuple(r for k, r in enumerate(self.replies) if k != number)

    def change(self, number: int, choice: Preference) -> None:
        """Change the reply with this number."""
        changed = list(self.replies)
        changed[number] = replace(changed[number], choice=choice)
        self.replies = tuple(changed)

    def heard(self, stage: Stage) -> Array:
        """Centre of the remaining weights; equal shares if there are no replies."""
        if not any(_is_about(stage, reply) for reply in self.replies):
            return np.full(len(stage.items), 1 / len(stage.items))  # exact, unlike a mean of draws
        return trade_off_weights(self._region(stage, self.replies))

    def standing(self, values: Array) -> Standing:
        """Compute the leader for the remaining weights, and the next question.

        Parameters
        ----------
        values : Array, shape (alternatives, criteria)
            Values of the compared alternatives, with the criteria in the problem's order.
        """
        left = self._left(self.replies)
        leading = leaders(values, left) if len(values) > 1 else None
        leader = None if leading is None else int(np.argmax(np.bincount(leading)))
        done = len(values) > 1 and settled(values, left)
        grown = (self._share(values, count, leader) for count in range(len(self.replies) + 1))
        stop = done and not self.thorough
        check = self._check()
        asked = check if self.checking else None if stop else self._next(leading)
        return Standing(
            next=asked,
            check=check,
            leader=leader,
            shares=() if leader is None else tuple(grown),
            settled=done,
            conflict=self._conflict(),
            left=left,
        )

    def _next(self, leading: NDArray[np.intp] | None) -> Choosing | None:
        """Next question: about groups until each has a reply, then the most revealing one."""
        stages = [s for s in map(self.stage, (GROUPS, *self.scope.groups)) if len(s.items) > 1]
        found = [(stage, self._question(stage, leading)) for stage in stages]
        asked = [(stage, question) for stage, question in found if question is not None]
        if not asked:
            return None
        heard = sum(reply.choosing.group == GROUPS for reply in self.replies)
        stage, question = asked[0]
        if leading is not None and (stage.group != GROUPS or heard >= len(stage.items) - 1):
            stage, question = max(asked, key=lambda a: self._information(a[0], a[1], leading))
        items, sizes = stage.items, (question.first_gain, question.second_gain)
        return Choosing(stage.group, items[question.first], items[question.second], *sizes)

    def _question(self, stage: Stage, leading: NDArray[np.intp] | None) -> TradeOffQuestion | None:
        # A skipped pair is not asked about again, like a pair that was called equal.
        passed = [Reply(choosing, "equal") for choosing in self.skipped]
        return next_question(
            self._region(stage, self.replies),
            _answers(stage, (*self.replies, *passed)),
            gains=[self._gains(stage, item) for item in stage.items],
            leading=leading,
        )

    def _information(
        self, stage: Stage, question: TradeOffQuestion, leading: NDArray[np.intp]
    ) -> float:
        """Mutual information of a question's answer and the leader, in nats."""
        region = self._region(stage, self.replies)
        gain = region[:, question.first] * question.first_gain
        answer = (gain > region[:, question.second] * question.second_gain).astype(np.intp)
        joint = np.zeros((2, int(leading.max()) + 1))
        np.add.at(joint, (answer, leading), 1 / len(leading))
        apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
        there = joint > 0
        return float(np.sum(joint[there] * np.log(joint[there] / apart[there])))

    def _check(self) -> Choosing | None:
        """Pair of whole swings with a known order that was not asked, the two closest ones."""
        found, closest = None, np.inf
        for stage in map(self.stage, (GROUPS, *self.scope.groups)):
            region = self._region(stage, self.replies)
            asked = {
                frozenset((a.question.first, a.question.second))
                for a in _answers(stage, self.replies)
            }
            for first, second in combinations(range(len(stage.items)), 2):
                larger = float(np.mean(region[:, first] > region[:, second]))
                apart = abs(float(np.log(region[:, first].mean() / region[:, second].mean())))
                known = min(larger, 1 - larger) == 0 and frozenset((first, second)) not in asked
                if known and apart < closest:
                    pair = stage.items[first], stage.items[second]
                    found, closest = Choosing(stage.group, *pair, 1.0, 1.0), apart
        return found

    def _gains(self, stage: Stage, item: str) -> tuple[float, ...]:
        return GROUP_GAINS if stage.group == GROUPS else gains(self.problem.criterion(item))

    def _conflict(self) -> tuple[int, ...]:
        for group in (GROUPS, *self.scope.groups):
            stage = self.stage(group)
            numbers = [k for k, reply in enumerate(self.replies) if _is_about(stage, reply)]
            cycle = contradiction(_answers(stage, self.replies), len(stage.items))
            if cycle:
                return tuple(numbers[place] for place in cycle)
        return ()

    def _share(self, values: Array, count: int, leader: int | None) -> float:
        return float(np.mean(leaders(values, self._left(self.replies[:count])) == leader))

    def _left(self, replies: Sequence[Reply]) -> Array:
        """Weights of all criteria that the replies leave possible, shape (draws, criteria)."""
        first = self.stage(GROUPS)
        by_group = self._region(first, replies)
        columns = {criterion.id: j for j, criterion in enumerate(self.problem.criteria)}
        left = np.zeros((DRAWS, len(columns)))
        for place, group in enumerate(first.items):
            stage = self.stage(group)
            within = self._region(stage, replies)
            own = [columns[item] for item in stage.items]
            left[:, own] = by_group[:, place, None] * within
        return left

    def _region(self, stage: Stage, replies: Sequence[Reply]) -> Array:
        """Shares of a stage's items that the replies leave possible, shape (draws, items)."""
        kept = _consistent(_answers(stage, replies), len(stage.items))
        groups = [group.id for group in self.problem.groups]
        stream = 0 if stage.group == GROUPS else 1 + groups.index(stage.group)
        return _draws(kept, len(stage.items), stream)


def _is_about(stage: Stage, reply: Reply) -> bool:
    asked = reply.choosing
    return asked.group == stage.group and {asked.first, asked.second} <= set(stage.items)


def _answers(stage: Stage, replies: Sequence[Reply]) -> tuple[TradeOffAnswer, ...]:
    """Replies about a stage, as answers about the places of its items."""
    found = []
    for reply in replies:
        if _is_about(stage, reply):
            asked = reply.choosing
            pair = stage.items.index(asked.first), stage.items.index(asked.second)
            found.append(
                TradeOffAnswer(
                    TradeOffQuestion(*pair, asked.first_gain, asked.second_gain), reply.choice
                )
            )
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _consistent(answers: tuple[TradeOffAnswer, ...], items: int) -> tuple[TradeOffAnswer, ...]:
    """Answers without the smallest set, latest first, that causes contradictions."""
    dropped = withdrawal(answers, items)
    return tuple(answer for number, answer in enumerate(answers) if number not in dropped)


@lru_cache(maxsize=REMEMBERED)
def _draws(answers: tuple[TradeOffAnswer, ...], items: int, stream: int) -> Array:
    """Weights that answers leave possible; each stage has its own random stream.

    Each answer narrows the draws of the previous ones, so equal answers always leave equal draws,
    and undoing an answer costs nothing.
    """
    rng = np.random.default_rng([SEED, stream, len(answers)])
    earlier = _draws(answers[:-1], items, stream) if answers else None
    return weight_region(answers, items, DRAWS, rng, earlier)

"""Trade-off questions: one at a time, and the weights that the answers leave possible."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ipywidgets as w

from advisor.mcda.elicitation.answers import Preference
from advisor.page.sidebar.elicitation.panel import WayPanel, fragments
from advisor.page.widgets.accessibility import AccessibleNames, fold_button
from advisor.ranking.plausible import Left
from advisor.report.wording import listing
from advisor.report.wording.elicitation import item_name, sides
from advisor.session.decision import Decision
from advisor.session.elicitation.stages import Scope
from advisor.session.elicitation.tradeoffs import Choosing, Reply, Standing, TradeOffs

INTRO = (
    "Choose between two imaginary {nouns} that differ in just two ways. We ask only what still "
    "matters and stop once the leader is settled."
)
CHOICES: dict[Preference, str] = {
    "first": "Take the first",
    "second": "Take the second",
    "equal": "Equally good",
}
GOAL = 95


class Questions(WayPanel):
    """Trade-off questions."""

    weighing: TradeOffs

    def __init__(self, decision: Decision, weighing: TradeOffs) -> None:
        self._asked: Choosing | None = None
        self._leader, self._question = w.HTML(), w.HTML().add_class("advisor-question")
        buttons = [self._choice(choice, text) for choice, text in CHOICES.items()]
        skip, self._undo = w.Button(description="Skip"), w.Button(description="Undo last answer")
        skip.on_click(self._skip)
        self._undo.on_click(lambda _button: weighing.undo())
        self._answers = w.HBox([*buttons, skip]).add_class("advisor-steps")
        self._check = w.Button(
            description="Check my answers",
            tooltip="Ask a question whose answer should follow from yours",
        )
        self._check.on_click(lambda _button: weighing.set_trait("checking", True))
        back = w.HBox([self._undo, self._check]).add_class("advisor-steps")
        self._thorough = w.Checkbox(
            description="Keep asking after the leader is settled", indent=False
        )
        self._thorough.observe(
            lambda change: weighing.set_trait("thorough", change["new"]), "value"
        )
        self._held: object = None
        self._hold = w.Checkbox(
            description="Base the verdict on the weights my answers allow", indent=False
        ).add_class("hold-answers")
        self._hold.observe(self._choose_cases, "value")
        self._review = Review(self)
        names = AccessibleNames(attributes={".advisor-question": {"aria-live": "polite"}})
        body = [
            names.add_class("advisor-names"),
            self._leader,
            self._question,
            self._answers,
            back,
            self._thorough,
            self._hold,
            self._review,
        ]
        intro = INTRO.format(nouns=decision.problem.alternative_noun_plural)
        super().__init__(decision, weighing, intro, body)
        decision.observe(self.refresh, "ranking")

    @property
    def anything_said(self) -> bool:
        """Whether a question was answered; before that all weights are possible."""
        return bool(self.weighing.replies)

    def render(self) -> None:
        """Show the leader for the remaining weights, the next question, and all answers."""
        super().render()
        standing = self.weighing.standing(self.decision.ranking.values)
        self._asked = standing.next
        self._leader.value = self._leads(standing)
        self._question.value = self._next(standing)
        self._answers.layout.display = None if standing.next else "none"
        self._undo.disabled = not self.weighing.replies
        self._check.disabled = standing.check is None or self.weighing.checking
        self._review.show(standing.conflict)
        self._hold.value = self.decision.plausible.kind == "answers"
        self._hold.disabled = not self.weighing.replies and not self._hold.value
        self._hold_against(standing)

    def question(self, choosing: Choosing, title: str) -> str:
        """A question as HTML: two cards that differ in two properties."""
        scope, stage = self.weighing.scope, self.weighing.stage(choosing.group)
        first, second = choosing.first, choosing.second
        one = sides(scope, stage, (first, choosing.first_gain), second, gained_first=True)
        other = sides(scope, stage, (second, choosing.second_gain), first, gained_first=False)
        noun = self.decision.problem.alternative_noun
        cards = [(f"First {noun}", one), (f"Second {noun}", other)]
        return str(fragments.question(title, cards))

    def answer_text(self, reply: Reply) -> str:
        """An answer in a few words."""
        asked = reply.choosing
        stage = self.weighing.stage(asked.group)
        first, second = (
            item_name(self.decision.problem, stage, item) for item in (asked.first, asked.second)
        )
        if reply.choice == "equal":
            return f"{first} as good as {second}"
        return f"{first} over {second}" if reply.choice == "first" else f"{second} over {first}"

    def _choice(self, choice: Preference, text: str) -> w.Button:
        def reply(_button: object) -> None:
            if self._asked is not None:
                self.weighing.reply(self._asked, choice)

        button = w.Button(description=text).add_class(f"take-{choice}")
        button.on_click(reply)
        return button

    def _skip(self, _button: object) -> None:
        if self._asked is not None:
            self.weighing.skip(self._asked)

    def _choose_cases(self, change: Any) -> None:
        """Test the verdict against the answers, or against the ranges of the scenario again."""
        plausible = self.decision.plausible
        if change["new"] and plausible.kind != "answers":
            left = self.weighing.standing(self.decision.ranking.values).left
            self.decision.plausible = replace(plausible, kind="answers", left=Left(left))
        elif not change["new"] and plausible.kind == "answers":
            self.decision.plausible = replace(plausible, kind="ranges", left=None)

    def _hold_against(self, standing: Standing) -> None:
        """Set the plausible weights to those that the answers leave, once per set of answers."""
        said = self.weighing.replies, self.weighing.stages
        if self._hold.value and said != self._held:
            self._held = said
            left = Left(standing.left)
            self.decision.plausible = replace(self.decision.plausible, left=left)

    def _leads(self, standing: Standing) -> str:
        if standing.leader is None:
            return str(
                fragments.swing("", "With nothing to compare, the questions only set weights.")
            )
        name = self.decision.ranking.name(standing.leader)
        percents = [int(100 * share) for share in standing.shares]
        every = "all weights" if not self.weighing.replies else "the weights your answers allow"
        settled = " That settles the leader." if standing.settled else ""
        sentence = f"{name} leads for {percents[-1]}\u00a0% of {every}.{settled}"
        grown = " → ".join(map(str, percents[-8:]))
        history = f"After each answer: {grown}\u00a0%." if len(percents) > 1 else ""
        return str(fragments.leader(sentence, percents[-1], GOAL, history))

    def _next(self, standing: Standing) -> str:
        if standing.next is not None:
            return self.question(
                standing.next, f"Question {len(self.weighing.replies) + 1}: which would you take?"
            )
        done = (
            "There is nothing left to ask."
            if self.weighing.thorough or not standing.settled
            else ""
        )
        return str(fragments.swing("", done))


class Review(w.VBox):
    """The answers so far: each can be read, changed or withdrawn; contradictions first."""

    def __init__(self, panel: Questions) -> None:
        self._panel = panel
        self._showing = False
        self._warning, self._shown = w.HTML(), w.HTML()
        self._picker = w.Dropdown(description="Answer", layout=w.Layout(width="auto"))
        self._picker.add_class("pick-answer")
        self._choice = w.Dropdown(
            options=(("The first", "first"), ("The second", "second"), ("Equally good", "equal")),
            description="You said",
            layout=w.Layout(width="auto"),
        )
        withdraw = w.Button(description="Withdraw this answer").add_class("advisor-withdraw")
        self._picker.observe(self._look, "value")
        self._choice.observe(self._change, "value")
        withdraw.on_click(lambda _button: panel.weighing.withdraw(self._picker.value))
        body = w.VBox([self._picker, self._shown, self._choice.add_class("pick-choice"), withdraw])
        self._fold = fold_button(body)
        super().__init__([self._warning, w.VBox([self._fold, body]).add_class("advisor-fold")])

    def show(self, conflict: tuple[int, ...]) -> None:
        """Show the answers, and name those that contradict each other."""
        replies = self._panel.weighing.replies
        self.layout.display = None if replies else "none"
        if not replies:
            return
        self._fold.description = f"Your answers ({len(replies)})"
        self._warning.value = self._warn(conflict)
        options = tuple(
            (f"{'⚠ ' if k in conflict else ''}{k + 1} · {self._panel.answer_text(reply)}", k)
            for k, reply in enumerate(replies)
        )
        self._showing = True
        chosen = self._picker.value
        if self._picker.options != options:
            self._picker.options = options
            kept = chosen is not None and chosen < len(replies)
            self._picker.value = chosen if kept else len(replies) - 1
        if conflict:
            self._fold.value = True
            if self._picker.value not in conflict:
                self._picker.value = conflict[-1]
        self._showing = False
        self._look()

    def _look(self, _change: object = None) -> None:
        if self._showing:
            return
        reply = self._panel.weighing.replies[self._picker.value]
        self._shown.value = self._panel.question(
            reply.choosing, f"Answer {self._picker.value + 1}."
        )
        self._showing = True
        self._choice.value = reply.choice
        self._showing = False

    def _change(self, change: Any) -> None:
        if not self._showing:
            self._panel.weighing.change(self._picker.value, change["new"])

    def _warn(self, conflict: tuple[int, ...]) -> str:
        if not conflict:
            return ""
        numbers = listing([str(number + 1) for number in conflict])
        return str(
            fragments.warning(
                f"Answers {numbers} contradict each other. Change or withdraw one of them; until "
                "then, the shares follow from the others."
            )
        )


def trade_offs(decision: Decision, scope: Scope) -> Questions:
    """Trade-off questions."""
    return Questions(decision, TradeOffs(scope))

"""Views that ask about the project: presets, questions, and deal-breakers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.chips import Chips, chip
from advisor.page.sidebar.inputs import asked_levels, chosen_by_level, levels_of
from advisor.page.widgets.live import Observable, live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.elements import Criterion
from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE, Question, Requirement
from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import ruled_out
from advisor.report.wording import answer_effect, answer_effects, demand_effects, demand_text
from advisor.session.decision import Decision

# So many questions are there from the start, those that give a first answer; each answer brings
# the next.
FIRST = 2
# Classes that the page's style knows: on a phone a question waits until the one before it is
# answered or passed, unless somebody wants to see them all.
PASSED, EVERY = "advisor-passed", "advisor-every"


def asks_about_project(problem: Problem) -> bool:
    """Whether the problem has scenarios or questions to choose from."""
    return bool(problem.questions or chosen_by_level(problem) or len(problem.scenarios) > 1)


def project(decision: Decision, title: str) -> w.Widget:
    """Presets, and one question after another, each with the effect of its answer."""
    questions = Questionnaire(decision)
    head = live_html(lambda: html.part(title, questions.progress), decision, "ranking")
    starts = [presets(decision)] if len(decision.problem.scenarios) > 1 else []
    return w.VBox([head, *starts, questions])


def presets(decision: Decision) -> w.Widget:
    """Kinds of project to start from; the first scenario means that none is chosen."""
    nothing, *kinds = decision.problem.scenarios
    picker = Chips([chip(s.id, s.name, s.summary) for s in kinds], label="Start from:")

    def follow(_change: object = None) -> None:
        chosen = decision.scenario != nothing.id
        picker.value = decision.scenario if chosen else ""
        picker.told = html.paragraphs(
            decision.problem.scenario(decision.scenario).summary if chosen else ""
        )

    def start(change: Mapping[str, str]) -> None:
        decision.scenario = change["new"] or nothing.id

    follow()
    picker.observe(start, "value")
    decision.observe(follow, "scenario")
    return picker.add_class("pick-scenario")


class Questionnaire(w.VBox):
    """Questions about project and people: the first few, then the next one after each answer.

    Parameters
    ----------
    decision : Decision
    """

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._made: dict[Question | Criterion, w.Widget] = {}
        self._shown = w.VBox().add_class("advisor-asked")
        self._next = w.Button(description="Next question")
        self._skip, self._all = w.Button().add_class("advisor-skip"), w.Button()
        self._wanted, self._reached = "next", 0  # or "all", or "answered"
        self._next.on_click(lambda _button: self._go_on())
        self._skip.on_click(lambda _button: self._want("answered"))
        self._all.on_click(lambda _button: self._want("all"))
        intro = "Answer what you can. Click an answer again to take it back."
        self._row = w.Box([self._next, self._skip, self._all]).add_class("advisor-more")
        super().__init__([w.HTML(html.paragraphs(intro)), self._shown, self._row])
        self.add_class("advisor-questions")
        self._refresh()
        decision.observe(self._refresh, "ranking")

    @property
    def asked(self) -> list[Question | Criterion]:
        """All questions, in order.

        Questions about people come after the first question, or after the one whose answer gives
        their knowledge a weight.
        """
        found: list[Question | Criterion] = list(self._decision.problem.questions)
        for criterion in reversed(asked_levels(self._decision)):
            found.insert(self._place(found, criterion), criterion)
        return found

    @property
    def progress(self) -> str:
        """Number of questions with a given or a preset answer."""
        asked = self.asked
        answered = [item for item in asked if self._given(item) or self._preset(item)]
        return f"{len(answered)} of {len(asked)} answered" if asked else ""

    def _place(self, found: list[Question | Criterion], criterion: Criterion) -> int:
        """Place of the question about a criterion among the others."""
        ranking = self._decision.ranking
        if not ranking.scenario.weights[criterion.id].weight:
            for rule in ranking.advice.rules:
                if rule.weighs and rule.target == criterion.id and ranking.advice.acts(rule):
                    return found.index(ranking.problem.project_question(rule.question)) + 1
        return 1

    def _given(self, item: Question | Criterion) -> bool:
        decision = self._decision
        if isinstance(item, Criterion):
            return bool(decision.inputs.get(item.id))
        return bool(decision.answers.get(item.id))

    def _preset(self, item: Question | Criterion) -> bool:
        return item.id in self._decision.ranking.advice.answers and isinstance(item, Question)

    def _want(self, what: str) -> None:
        self._wanted = "next" if self._wanted == what else what
        self._refresh()

    def _go_on(self) -> None:
        """Ask one question more, though one before it has no answer."""
        waiting = (
            self._made[item]
            for item in self.asked
            if item in self._made and not self._given(item) and not self._preset(item)
        )
        passed = next((view for view in waiting if PASSED not in view._dom_classes), None)
        if passed is not None:
            passed.add_class(PASSED)
        self._reached = len(self._shown.children) + 1
        self._refresh()

    def _refresh(self, _change: object = None) -> None:
        asked = self.asked
        given = [place for place, item in enumerate(asked) if self._given(item)]
        reached = max(FIRST, max(given, default=0) + 2, self._reached)
        shown = {
            "next": asked[:reached],
            "all": asked,
            "answered": [item for item in asked if self._given(item) or self._preset(item)],
        }[self._wanted]
        for item in shown:
            if item not in self._made:
                self._made[item] = self._make(item)
        every = self._wanted == "all"
        (self._shown.add_class if every else self._shown.remove_class)(EVERY)
        children = tuple(self._made[item] for item in shown)
        if children != self._shown.children:
            self._shown.children = children
        further = self._wanted == "next" and reached < len(asked)
        self._next.layout.display = None if further else "none"
        self._skip.description = (
            "Continue with the questions" if self._wanted == "answered" else "Skip the rest"
        )
        self._all.description = "Show fewer" if every else f"Show all {len(asked)}"
        self._row.layout.display = None if len(asked) > FIRST else "none"

    def _make(self, item: Question | Criterion) -> w.Widget:
        if isinstance(item, Criterion):
            return levels_of(self._decision, self._decision, item)
        return _question(self._decision, item)


def _question(decision: Decision, question: Question) -> w.Widget:
    options = [chip(choice.id, choice.text) for choice in question.choices]
    unsure = chip(NOT_SURE, "Not sure", quiet=True)
    picker = Chips([*options, unsure], label=question.question)

    def follow(_change: object = None) -> None:
        picker.value = decision.ranking.advice.answers.get(question.id, "")
        picker.preset = not decision.answers.get(question.id)
        effect = answer_effect(decision.assessment, question.id)
        why = answer_effects(decision.assessment, question.id) if effect else []
        picker.told = html.effect(decision.problem, effect or question.help, why)

    follow()
    picker.observe(lambda change: decision.answer(question.id, change["new"] or None), "value")
    decision.observe(follow, "ranking")
    return picker.add_class(f"ask-{question.id}")


def deal_breakers(decision: Decision, title: str) -> w.Widget:
    """Requirements, folded under a heading with the number of those that are set."""
    part = fold(decision, partial(_demands, decision))
    head, body = part.children

    def refresh(_change: object = None) -> None:
        head.description = f"{title} \u00b7\u00a0{len(decision.ranking.demands) or 'none'} set"

    refresh()
    decision.observe(refresh, "ranking")
    return w.VBox([w.Box([head]).add_class("advisor-heading"), body])


def _demands(decision: Decision, told: WhileOpen) -> w.Widget:
    noun = decision.problem.alternative_noun
    intro = f"Each {noun} that misses a must-have is ruled out, however good it is otherwise."
    asked = (_demand(decision, told, requirement) for requirement in decision.problem.requirements)
    return w.VBox([w.HTML(html.paragraphs(intro)), *asked]).add_class("advisor-asked")


def _demand(decision: Decision, told: Observable, requirement: Requirement) -> w.Widget:
    demands = [
        chip(demand, requirement.text(demand), demand_text(requirement, demand))
        for demand in requirement.demands
    ]
    limit = "at most" if requirement.kind == "at most" else "at least"
    picker = Chips(
        [chip("", "Not required", quiet=True), *demands],
        label=f"{requirement.name}, {limit}" if len(demands) > 1 else requirement.name,
    )

    case: tuple[object, ...] = ()
    now, left = 0, dict[str, int]()

    def follow(_change: object = None) -> None:
        nonlocal case, now, left
        ranking = decision.ranking
        demand = ranking.demands.get(requirement.id, "")
        # This does not depend on weights, so a moved slider must not render it again.
        seen, case = case, (ranking.problem, ranking.choices.excluded, dict(ranking.demands))
        if case != seen:
            now, left = _left(ranking, requirement)
            picker.value = demand
            picker.counts = {choice: f"{count} left" for choice, count in left.items()}
        elif not demand:
            return
        effects = demand_effects(decision.assessment, requirement.id)
        kept = f"{now} → {left[demand]}." if demand else ""
        picker.told = html.demanded(requirement.question, kept, effects)

    follow()
    picker.observe(lambda change: decision.demand(requirement.id, change["new"]), "value")
    told.observe(follow, ["ranking"])
    return picker.add_class(f"need-{requirement.id}")


def _left(ranking: Ranking, requirement: Requirement) -> tuple[int, dict[str, int]]:
    """Number of alternatives that the other demands leave, and that each demand leaves of them."""
    others = {r: demand for r, demand in ranking.demands.items() if r != requirement.id}
    compared = {a.id for a in ranking.problem.alternatives} - set(ranking.choices.excluded)
    compared -= ruled_out(ranking.problem, others)
    left = {
        demand: len(compared - ruled_out(ranking.problem, {requirement.id: demand}))
        for demand in requirement.demands
    }
    return len(compared), left

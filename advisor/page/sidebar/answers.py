"""Views that ask about the project: questions whose answers act, and must-haves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.inputs import chosen_by_level, level_choices
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.questions import NOT_SURE, Question, Requirement
from advisor.report.wording import answer_effects, demand_effects, demand_text
from advisor.session.decision import Decision

NO_ANSWER = ("–", "")
NO_DEMAND = ("No demand", "")


def project(decision: Decision) -> w.Widget:
    """What can be said about the project and the people; nothing where the problem asks nothing."""
    parts, problem = [], decision.problem
    if problem.questions or chosen_by_level(problem):
        part = _part("Your project", partial(_questions, decision), decision, _answered, True)
        parts.append(part)
    if problem.requirements:
        parts.append(_part("Must-haves", partial(_demands, decision), decision, _demanded))
    return w.VBox(parts)


def _part(
    title: str,
    make: Callable[[WhileOpen], w.Widget],
    decision: Decision,
    count: Callable[[Decision], str],
    opened: bool = False,
) -> w.Widget:
    part = fold(decision, make, opened=opened)
    head = part.children[0].add_class("advisor-group")

    def refresh(_change: object = None) -> None:
        counted = count(decision)
        head.description = f"{title} \u00b7\u00a0{counted}" if counted else title

    refresh()
    decision.observe(refresh, "ranking")
    return part


def _answered(decision: Decision) -> str:
    asked, answered = len(decision.problem.questions), len(decision.ranking.advice.answers)
    return f"{answered} of {asked} answered" if asked else ""


def _demanded(decision: Decision) -> str:
    return f"{len(decision.ranking.demands)} set"


def _questions(decision: Decision, told: WhileOpen) -> w.Widget:
    """The first question, what people have done before, and the other questions, folded."""
    first, rest = decision.problem.questions[:1], decision.problem.questions[1:]
    intro = "All optional. An answer moves the weights below, and says how far and why."
    parts = [w.HTML(html.paragraphs(intro)), _asked(first, decision, told)] if first else []
    if chosen_by_level(decision.problem):
        parts.append(level_choices(decision, told))
    if rest:
        title = f"{len(rest)} more question{'s' * (len(rest) > 1)}"
        parts.append(fold(told, partial(_asked, rest, decision), title).add_class("advisor-more"))
    return w.VBox(parts).add_class("advisor-asked")


def _asked(questions: Iterable[Question], decision: Decision, told: WhileOpen) -> w.Widget:
    asked = w.VBox([_question(decision, told, question) for question in questions])
    return asked.add_class("advisor-asked")


def _question(decision: Decision, told: WhileOpen, question: Question) -> w.Widget:
    choices = [(choice.text, choice.id) for choice in question.choices]
    picker = w.Dropdown(
        options=[NO_ANSWER, *choices, ("Not sure", NOT_SURE)],
        description=question.question,
        tooltip=question.help or None,
        layout=w.Layout(width="auto"),
    )

    def follow(_change: object = None) -> None:
        picker.value = decision.ranking.advice.answers.get(question.id, "")

    follow()
    picker.observe(lambda change: decision.answer(question.id, change["new"] or None), "value")
    told.observe(follow, ["ranking"])
    effects = live_html(
        lambda: html.effects(
            decision.problem, question.help, answer_effects(decision.assessment, question.id)
        ),
        told,
        "ranking",
    )
    return w.VBox([picker.add_class("pick-answer").add_class(f"ask-{question.id}"), effects])


def _demands(decision: Decision, told: WhileOpen) -> w.Widget:
    intro = "Who does not meet a must-have is not ranked, however good the rest is."
    asked = (_demand(decision, told, requirement) for requirement in decision.problem.requirements)
    return w.VBox([w.HTML(html.paragraphs(intro)), *asked]).add_class("advisor-asked")


def _demand(decision: Decision, told: WhileOpen, requirement: Requirement) -> w.Widget:
    named = f"{requirement.name}: "
    demands = [
        (demand_text(requirement, demand).removeprefix(named), demand)
        for demand in requirement.demands
    ]
    picker = w.Dropdown(
        options=[NO_DEMAND, *demands],
        description=requirement.name,
        tooltip=requirement.question,
        layout=w.Layout(width="auto"),
    )

    def follow(_change: object = None) -> None:
        picker.value = decision.ranking.demands.get(requirement.id, "")

    follow()
    picker.observe(lambda change: decision.demand(requirement.id, change["new"]), "value")
    told.observe(follow, ["ranking"])
    effects = live_html(
        lambda: html.effects(
            decision.problem,
            requirement.question,
            demand_effects(decision.assessment, requirement.id),
        ),
        told,
        "ranking",
    )
    return w.VBox([picker.add_class("pick-answer").add_class(f"need-{requirement.id}"), effects])

"""Views that ask about the project: questions whose answers act, and must-haves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.questions import NOT_SURE, Question, Requirement
from advisor.report.wording import answer_effects, demand_effects, demand_text
from advisor.session.decision import Decision

NO_ANSWER = ("–", "")
NO_DEMAND = ("No demand", "")


def project(decision: Decision) -> w.Widget:
    """What can be said about the project, folded; nothing where the problem asks nothing."""
    parts = []
    if decision.problem.questions:
        parts.append(_part("Your project", partial(_questions, decision), decision, _answered))
    if decision.problem.requirements:
        parts.append(_part("Must-haves", partial(_demands, decision), decision, _demanded))
    return w.VBox(parts)


def _part(
    title: str,
    make: Callable[[WhileOpen], w.Widget],
    decision: Decision,
    count: Callable[[Decision], str],
) -> w.Widget:
    part = fold(decision, make)
    head = part.children[0].add_class("advisor-group")

    def refresh(_change: object = None) -> None:
        head.description = f"{title} \u00b7\u00a0{count(decision)}"

    refresh()
    decision.observe(refresh, "ranking")
    return part


def _answered(decision: Decision) -> str:
    answered = len(decision.ranking.advice.answers)
    return f"{answered} of {len(decision.problem.questions)} answered"


def _demanded(decision: Decision) -> str:
    return f"{len(decision.ranking.demands)} set"


def _questions(decision: Decision, told: WhileOpen) -> w.Widget:
    intro = "All optional. An answer moves the weights below, and says how far and why."
    asked = (_question(decision, told, question) for question in decision.problem.questions)
    return w.VBox([w.HTML(html.paragraphs(intro)), *asked]).add_class("advisor-asked")


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

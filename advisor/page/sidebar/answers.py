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


def project(state: Decision) -> w.Widget:
    """What can be said about the project, folded; nothing where the problem asks nothing."""
    parts = []
    if state.problem.questions:
        parts.append(_part("Your project", partial(_questions, state), state, _answered))
    if state.problem.requirements:
        parts.append(_part("Must-haves", partial(_demands, state), state, _demanded))
    return w.VBox(parts)


def _part(
    title: str,
    make: Callable[[WhileOpen], w.Widget],
    state: Decision,
    count: Callable[[Decision], str],
) -> w.Widget:
    part = fold(state, make)
    head = part.children[0].add_class("advisor-group")

    def refresh(_change: object = None) -> None:
        head.description = f"{title} \u00b7\u00a0{count(state)}"

    refresh()
    state.observe(refresh, "ranking")
    return part


def _answered(state: Decision) -> str:
    return f"{len(state.answers)} of {len(state.problem.questions)} answered"


def _demanded(state: Decision) -> str:
    return f"{len(state.ranking.demands)} set"


def _questions(state: Decision, told: WhileOpen) -> w.Widget:
    intro = "All optional. An answer moves the weights below, and says how far and why."
    asked = (_question(state, told, question) for question in state.problem.questions)
    return w.VBox([w.HTML(html.paragraphs(intro)), *asked]).add_class("advisor-asked")


def _question(state: Decision, told: WhileOpen, question: Question) -> w.Widget:
    choices = [(choice.text, choice.id) for choice in question.choices]
    picker = w.Dropdown(
        options=[NO_ANSWER, *choices, ("Not sure", NOT_SURE)],
        description=question.question,
        tooltip=question.help or None,
        layout=w.Layout(width="auto"),
    )

    def follow(_change: object = None) -> None:
        picker.value = state.answers.get(question.id, "")

    follow()
    picker.observe(lambda change: state.answer(question.id, change["new"] or None), "value")
    told.observe(follow, ["answers"])
    effects = live_html(
        lambda: html.effects(
            state.problem, question.help, answer_effects(state.ranking, question.id)
        ),
        told,
        "ranking",
    )
    return w.VBox([picker.add_class("pick-answer").add_class(f"ask-{question.id}"), effects])


def _demands(state: Decision, told: WhileOpen) -> w.Widget:
    intro = "Who does not meet a must-have is not ranked, however good the rest is."
    asked = (_demand(state, told, requirement) for requirement in state.problem.requirements)
    return w.VBox([w.HTML(html.paragraphs(intro)), *asked]).add_class("advisor-asked")


def _demand(state: Decision, told: WhileOpen, requirement: Requirement) -> w.Widget:
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
        picker.value = state.ranking.demands.get(requirement.id, "")

    follow()
    picker.observe(lambda change: state.demand(requirement.id, change["new"]), "value")
    told.observe(follow, ["ranking"])
    effects = live_html(
        lambda: html.effects(
            state.problem, requirement.question, demand_effects(state.ranking, requirement.id)
        ),
        told,
        "ranking",
    )
    return w.VBox([picker.add_class("pick-answer").add_class(f"need-{requirement.id}"), effects])

"""Comparison of two alternatives, by default the leader and the runner-up."""

from __future__ import annotations

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.page.widgets.tabs import WhileOpen
from advisor.report.charts import Figure, empty, waterfall
from advisor.report.tables.head_to_head import differences
from advisor.report.wording import versus
from advisor.session.decision import Decision


def head_to_head(decision: Decision, told: WhileOpen) -> w.Widget:
    """Panel with two menus, a sentence, the waterfall and its table."""
    one, other = (_picker(decision, told, place) for place in (0, 1))

    def pair() -> tuple[int, int] | None:
        if not decision.assessment.leads:
            return None
        rows = [_row(decision, picker.value, place) for place, picker in enumerate((one, other))]
        return None if rows[0] == rows[1] else (rows[0], rows[1])

    def sentence() -> str:
        rows = pair()
        return html.paragraphs(
            versus(decision.ranking, *rows)
            if rows
            else f"Pick two different {decision.problem.alternative_noun_plural}."
        )

    def figure() -> Figure:
        rows = pair()
        return waterfall(decision.ranking, *rows) if rows else empty()

    def table() -> str:
        rows = pair()
        return differences(decision.ranking, *rows).to_html() if rows else ""

    label = "Waterfall of the two; “Differences as a table” shows the same"
    said = live_html(sentence, told, "ranking")
    plot = live_plot(figure, label, told, "ranking")
    twin = folded("Differences as a table", table, told, "ranking")

    def again(_change: object) -> None:
        said.value, plot.figure = sentence(), figure()
        twin.children[1].value = table() if twin.children[0].value else ""

    for picker in (one, other):
        picker.observe(again, "value")
    return w.VBox([w.Box([one, other]).add_class("advisor-steps"), said, plot, twin])


def _picker(decision: Decision, told: WhileOpen, place: int) -> w.Dropdown:
    default = ("the leader", "the runner-up")[place]
    picker = w.Dropdown(description=("Compare", "with")[place], layout=w.Layout(width="auto"))

    def offer(_change: object = None) -> None:
        ranked = [(decision.problem.alternative(a).name, a) for a in decision.ranking.alternatives]
        kept = picker.value if picker.value in decision.ranking.alternatives else ""
        if picker.options != (options := ((default, ""), *ranked)):
            picker.options = options
            picker.value = kept

    offer()
    told.observe(offer, ["ranking"])
    return picker.add_class(f"pick-versus-{place}")


def _row(decision: Decision, alternative: str, place: int) -> int:
    if alternative in decision.ranking.alternatives:
        return decision.ranking.alternatives.index(alternative)
    return decision.ranking.order[place]

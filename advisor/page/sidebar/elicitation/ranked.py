"""Swing weighting and rank order: an order of the swings, with ratings for swing weighting."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from advisor.page.sidebar.elicitation.panel import fragments
from advisor.page.sidebar.elicitation.steps import Pool, Steps, share_table
from advisor.page.widgets.accessibility import AccessibleNames
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.report.wording.elicitation import swing_text
from advisor.session.decision import Decision
from advisor.session.elicitation.order import Order
from advisor.session.elicitation.stages import Scope, Stage
from advisor.session.elicitation.swing import Swing

ORDER = (
    "Imagine that everything is at its worst. Which one would you move to its best first, and "
    "which next? The order is enough; the weights follow from it."
)
SWING = (
    "Imagine that everything is at its worst. Which one would you move to its best first, and "
    "which next? The first is worth 100; rate the others against it."
)
RULES = {"centroid": "Centroid (used)", "rank-sum": "Rank sum", "reciprocal": "Reciprocal"}


class Place(w.VBox):
    """A place in the order: its item, and the rating of its swing."""

    def __init__(self, panel: Ranked, place: int) -> None:
        self._panel, self._place = panel, place
        self._showing = False
        self._picker = w.Dropdown(
            description="First" if place == 0 else "Then", layout=w.Layout(width="auto")
        )
        self._swing = w.HTML()
        parts: list[w.Widget] = [self._picker, self._swing]
        self._slider = None
        if isinstance(panel.weighing, Swing):
            self._slider = w.IntSlider(
                min=0, max=LARGEST_WEIGHT, layout=w.Layout(width="auto"), disabled=place == 0
            )
            self._slider.observe(self._rate, "value")
            parts.append(self._slider.add_class(f"rate-{place + 1}"))
        self._picker.observe(self._put, "value")
        super().__init__(parts)
        self.add_class("advisor-place").add_class(f"place-{place + 1}")

    def show(self, stage: Stage) -> None:
        """Show the item at this place in a stage."""
        panel, weighing = self._panel, self._panel.weighing
        item = weighing.order(stage)[self._place]
        options = tuple((panel.name(stage, one), one) for one in stage.items)
        self._showing = True
        if self._picker.options != options:
            self._picker.options = options
        self._picker.value = item
        self._swing.value = str(fragments.swing("", swing_text(weighing.scope, stage, item)))
        if self._slider is not None and isinstance(weighing, Swing):
            self._slider.value = weighing.rated(stage)[self._place]
        self._showing = False

    def _put(self, change: Any) -> None:
        if not self._showing and self._panel.stage:
            self._panel.weighing.place(self._panel.stage, change["new"], self._place)

    def _rate(self, change: Any) -> None:
        weighing = self._panel.weighing
        if not self._showing and self._panel.stage and isinstance(weighing, Swing):
            weighing.rate(self._panel.stage, self._place, change["new"])


class Ranked(Steps):
    """Panel for swing weighting if the weighing is a `Swing`, else for rank order."""

    next_label, last_label = "Next", "Done"
    weighing: Order

    def __init__(self, decision: Decision, weighing: Order) -> None:
        self._places = Pool(lambda place: Place(self, place))
        most = len(decision.problem.criteria)
        names = AccessibleNames(attributes=_names(most)).add_class("advisor-names")
        intro = SWING if isinstance(weighing, Swing) else ORDER
        super().__init__(decision, weighing, intro, w.VBox([names, self._places.box]))

    def agree(self, stage: Stage) -> None:
        """Confirm the current order and ratings."""
        self.weighing.agree(stage)

    def ask(self, stage: Stage) -> None:
        """Show a place for each item."""
        for place in self._places.show(len(stage.items)):
            place.show(stage)

    def result(self, stage: Stage) -> str:
        """Shares of an order by three rules; ratings need none."""
        if isinstance(self.weighing, Swing):
            return ""
        order = self.weighing.order(stage)
        rows = [stage.items.index(item) for item in order]
        columns = [
            (RULES[rule], shares[rows]) for rule, shares in self.weighing.compared(stage).items()
        ]
        names = [self.name(stage, item) for item in order]
        return share_table("Weights from this order, by three rules", names, columns)


def swing(decision: Decision, scope: Scope) -> Ranked:
    """Swing weighting."""
    return Ranked(decision, Swing(scope))


def order(decision: Decision, scope: Scope) -> Ranked:
    """Rank order."""
    return Ranked(decision, Order(scope))


def _names(places: int) -> dict[str, dict[str, str]]:
    names = {}
    for place in range(1, places + 1):
        names[f".place-{place} select"] = {"aria-label": f"Place {place}"}
        rated = f"What the improvement in place {place} is worth"
        names[f".rate-{place} [role=slider]"] = {"aria-label": rated}
        names[f".rate-{place} .widget-readout"] = {
            "role": "textbox",
            "inputmode": "numeric",
            "aria-label": f"{rated}, 0 to {LARGEST_WEIGHT}",
        }
    return names

"""The page: views on a grid, in one column on a phone and with a sidebar on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

import ipywidgets as w

from advisor.page import results
from advisor.page.html import sheet
from advisor.page.life.saved import Saved, whole
from advisor.page.panels import evidence, methods, robustness, save, scores, sensitivity
from advisor.page.panels.evidence import facts
from advisor.page.panels.head_to_head import head_to_head
from advisor.page.parts import names, style
from advisor.page.sidebar import answers, controls, weights
from advisor.page.sidebar.ahead import Ahead
from advisor.page.sidebar.spreadsheet import FROM_FILE, Brought, Open, spreadsheet
from advisor.page.widgets.accessibility import AccessibleNames
from advisor.page.widgets.address import Address, follow_address
from advisor.page.widgets.download import Printer
from advisor.page.widgets.live import closed
from advisor.page.widgets.plot import PlotView
from advisor.page.widgets.tabs import Panel, Tabs
from advisor.page.widgets.undo import undo_buttons
from advisor.problem.folder import load
from advisor.problem.problem import Problem
from advisor.session.decision import Decision

# In the order in which a visitor needs them.
PANELS = (
    Panel("facts", "Facts", facts.panel),
    Panel("versus", "Head to head", head_to_head),
    Panel("sure", "How sure", robustness.panel),
    Panel("change", "What would change it", sensitivity.panel),
    Panel("methods", "Methods", methods.panel),
    Panel("scores", "Scores", scores.panel),
    Panel("evidence", "Evidence", evidence.panel),
)


class Dashboard(Saved):
    """All views of one decision.

    Parameters
    ----------
    decision : Decision

    Attributes
    ----------
    decision : Decision
        Choices of the user and the ranking; the page follows every change.
    tabs : Tabs
        ``tabs.selected`` says which panel is open.
    address : Address
        The address of the page, which follows the decision.
    share : ToggleButton
        Whether *Save & share* is open.
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__(self._parts(decision), decision, lambda: whole(self.decision.assessment))

    def _bring(self, problem: Problem, brought: Brought) -> None:
        """Show a decision that the user brought in the place of this one."""
        connection, *before = self.children
        before.append(self.address)  # only an open panel shows it
        self.set_trait("children", (connection, *self._parts(Decision(problem), brought)))
        self.tell_of(problem)
        for part in before:
            closed(part)

    def _parts(self, decision: Decision, brought: Brought | None = None) -> list[w.Widget]:
        """All views of a decision; ``brought`` is the file of one that no link holds."""
        self.decision, problem = decision, decision.problem
        said = FROM_FILE.format(brought.name) if brought else ""
        # Views get changes in the order of their creation: charts before sentences, because the
        # verdict takes longest, so that something moves at once.
        radar, why = results.radar(decision), results.why(decision, self._show_texts)
        answer, change = results.answer(decision), results.TryIt(decision)
        self.address, notice = follow_address(decision, results.page_title, said)
        printer = Printer(lambda: sheet(decision.assessment, date.today(), self.address.link))
        present = results.Present(decision, change, partial(_invitation, self.address))
        self.share, shared = save.save_and_share(decision, self.address, printer)
        self.tabs = Tabs(decision, PANELS)
        heard = {**names(problem), **self.tabs.accessible_names()}
        # In reading order, so that the tab key visits the fields in the order of the page.
        parts = {
            "style": style(),
            "names": AccessibleNames(attributes=heard),
            "head": _head(problem, [undo_buttons(decision), present, self.share], notice, shared),
            "banner": answer,
            "left": _left(decision, self._bring, brought),
            "why": why,
            "radar": radar,
            "change": change,
            "tabs": self.tabs,
            "printer": printer,
            "ahead": _ahead(decision, why, radar),
        }
        grid = w.VBox([part.add_class(f"advisor-{name}") for name, part in parts.items()])
        return [grid.add_class("advisor-grid"), results.Places(self._share)]

    def _show_texts(self) -> None:
        self.tabs.selected = "evidence"

    def _share(self) -> None:
        self.share.value = True


def _ahead(decision: Decision, why: w.Widget, radar: w.Widget) -> Ahead:
    rows = next(part for part in why.children if isinstance(part, results.Rows))
    plot = next(part for part in radar.children if isinstance(part, PlotView))
    return Ahead(decision, rows, plot)


def _head(problem: Problem, tools: list[w.Widget], notice: w.Widget, opened: w.Widget) -> w.Widget:
    """Title and tools, over what one of them opens."""
    title = w.HTML(f"<h1>{escape(problem.title)}</h1><p>{escape(problem.question)}</p>")
    top = w.Box([title, w.Box(tools).add_class("advisor-tools")]).add_class("advisor-top")
    return w.VBox([top, notice.add_class("advisor-notice"), opened])


def _invitation(address: Address) -> str:
    """The code that opens the page; a room has no use for one that opens it here alone."""
    return "" if address.reach.private else address.code


def _left(decision: Decision, opening: Open, brought: Brought | None) -> w.Widget:
    """All controls, in the order in which it is best to use them; last another decision."""
    problem = decision.problem
    steps: list[tuple[str, str, Callable[[Decision, str], w.Widget]]] = []
    if answers.asks_about_project(problem):
        steps.append(("project", "Your project", answers.project))
    if problem.requirements:
        steps.append(("needs", "Deal-breakers", answers.deal_breakers))
    steps.append(("weights", "Fine-tune", weights.weight_sliders))
    cards = []
    for number, (name, title, make) in enumerate(steps, 1):
        heading = f"{number} {title}" if len(steps) > 1 else title
        cards.append(make(decision, heading).add_class(f"advisor-{name}"))
    compared = controls.compared(decision).add_class("advisor-field")
    return w.VBox([*cards, compared, spreadsheet(decision, opening, brought)])


def dashboard(of: Decision | Problem | None = None) -> Dashboard:
    """Make the interactive page as a widget, which a notebook displays.

    Parameters
    ----------
    of : Decision or Problem, optional
        A decision, which other cells may show too, or a problem; by default the shipped problem.
    """
    problem = load() if of is None else of
    return Dashboard(problem if isinstance(problem, Decision) else Decision(problem))

"""Tabs below the charts: a panel is created when it first opens, and idle while it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import ipywidgets as w
from traitlets import TraitError, Unicode, observe, validate

from advisor.page.widgets.accessibility import SELECTED, TAB, TAB_LIST, TAB_PANEL, fold_button
from advisor.page.widgets.live import Handler, Observable
from advisor.session.decision import Decision, Proposal


class WhileOpen:
    """Passes changes to views while their panel is open, and missed changes when it opens.

    Views in a panel observe this object instead of the decision, so that a closed panel computes
    and sends nothing.

    Parameters
    ----------
    decision : Observable
        A decision, or the `WhileOpen` of an outer panel.
    """

    def __init__(self, decision: Observable) -> None:
        self._decision = decision
        self._opened = True
        self._missed: dict[Handler, Any] = {}

    def observe(self, handler: Handler, names: list[str]) -> None:
        """Call the handler when one of the traits changes, or once when the panel opens."""

        def tell(change: Any) -> None:
            if self._opened:
                handler(change)
            else:
                self._missed[handler] = change

        self._decision.observe(tell, names)

    @property
    def opened(self) -> bool:
        """Whether the panel is open; opening it passes on missed changes."""
        return self._opened

    @opened.setter
    def opened(self, opened: bool) -> None:
        self._opened = opened
        while opened and self._missed:
            handler = next(iter(self._missed))
            handler(self._missed.pop(handler))


@dataclass(frozen=True)
class Panel:
    """Panel of a tab; ``make`` is called once, with the object that its views observe."""

    id: str
    title: str
    make: Callable[[Decision, WhileOpen], w.Widget]


class Tabs(w.VBox):
    """A row of tabs above one open panel.

    Parameters
    ----------
    decision : Decision
    panels : iterable of Panel
        The panels; the first one is open at the start.

    Attributes
    ----------
    selected : str
        Id of the open panel; set it to open another one.
    """

    selected = Unicode()

    def __init__(self, decision: Decision, panels: Iterable[Panel]) -> None:
        self._decision = decision
        self._panels = {panel.id: panel for panel in panels}
        self._told = {name: WhileOpen(decision) for name in self._panels}
        self._buttons = {name: self._tab(panel) for name, panel in self._panels.items()}
        self._bodies = {name: _body(name) for name in self._panels}
        row = w.Box(list(self._buttons.values())).add_class(TAB_LIST)
        super().__init__([row, *self._bodies.values()])
        self.selected = next(iter(self._panels))

    def accessible_names(self) -> dict[str, dict[str, str]]:
        """Attributes for `AccessibleNames`: roles of the tabs and names of the panels."""
        found = {f".{TAB_LIST}": {"role": "tablist", "aria-label": "More about this ranking"}}
        for name, panel in self._panels.items():
            found[f".panel-{name}"] = {"role": "tabpanel", "aria-label": panel.title}
        return found

    def _tab(self, panel: Panel) -> w.Button:
        button = w.Button(description=panel.title).add_class(TAB)
        button.on_click(lambda _button: self.set_trait("selected", panel.id))
        return button.add_class(f"tab-{panel.id}")

    @validate("selected")
    def _check_selected(self, proposal: Proposal) -> str:
        name: str = proposal["value"]
        if name not in self._panels:
            known = ", ".join(self._panels)
            raise TraitError(f"there is no panel {name!r}; allowed: {known}")
        return name

    @observe("selected")
    def _open(self, _change: object) -> None:
        for name, body in self._bodies.items():
            opened = name == self.selected
            self._told[name].opened = opened
            body.layout.display = None if opened else "none"
            button = self._buttons[name]
            (button.add_class if opened else button.remove_class)(SELECTED)
            if opened and not body.children:
                body.children = [self._panels[name].make(self._decision, self._told[name])]


def fold(
    decision: Observable,
    make: Callable[[WhileOpen], w.Widget],
    title: str = "",
    *,
    opened: bool = False,
) -> w.VBox:
    """Button above a part that is created when it first opens, and idle while it is closed."""
    body, told = w.VBox(), WhileOpen(decision)
    head = fold_button(body, opened=opened, description=title)

    def follow(_change: object = None) -> None:
        told.opened = head.value
        if head.value and not body.children:
            body.children = [make(told)]

    follow()
    head.observe(follow, "value")
    return w.VBox([head, body])


def _body(name: str) -> w.VBox:
    return w.VBox().add_class(TAB_PANEL).add_class(f"panel-{name}")

"""Ways in steps: first the groups, then the criteria within each group."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from advisor.mcda.values import Array
from advisor.page.sidebar.elicitation.panel import WayPanel, fragments
from advisor.report.wording import listing
from advisor.report.wording.elicitation import item_name, stage_name
from advisor.session.decision import Decision
from advisor.session.elicitation.stages import GROUPS, Stage, Weighing


class Pool:
    """Widgets of one kind, which are created when needed and kept, so that focus is not lost."""

    def __init__(self, make: Callable[[int], w.Widget]) -> None:
        self._make = make
        self.box = w.VBox()

    def show(self, count: int) -> tuple[w.Widget, ...]:
        """Show the first ``count`` widgets and hide the others."""
        there: tuple[w.Widget, ...] = self.box.children
        if count > len(there):
            there = (*there, *(self._make(place) for place in range(len(there), count)))
            self.box.children = there
        for place, widget in enumerate(there):
            widget.layout.display = None if place < count else "none"
        return there[:count]


class Steps(WayPanel):
    """A panel with one stage at a time, and buttons for the next and the previous one."""

    next_label, last_label = "Next", "Next"

    def __init__(
        self, decision: Decision, weighing: Weighing, intro: str, controls: w.Widget
    ) -> None:
        self._at = GROUPS
        self._progress, self._result = w.HTML(), w.HTML()
        self._back, self._next = w.Button(description="Back"), w.Button()
        self._back.on_click(lambda _button: self._go(-1))
        self._next.on_click(lambda _button: self.go_on())
        buttons = w.HBox([self._back, self._next]).add_class("advisor-steps")
        self._step = w.VBox([controls, self._result, buttons])
        super().__init__(decision, weighing, intro, [self._progress, self._step])

    @property
    def stage(self) -> Stage | None:
        """Current stage; None if there is only one criterion."""
        stages = self.weighing.stages
        return next((s for s in stages if s.group == self._at), stages[0] if stages else None)

    def name(self, stage: Stage, item: str) -> str:
        """Name of an item."""
        return item_name(self.decision.problem, stage, item)

    def agree(self, stage: Stage) -> None:
        """Confirm the current state of a stage, if the way allows that."""

    def ask(self, stage: Stage) -> None:
        """Update the controls of a stage."""
        raise NotImplementedError

    def result(self, stage: Stage) -> str:
        """Result of a stage, as HTML."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Confirm the current stage and show the next one."""
        if self.stage is not None:
            self.agree(self.stage)
            self._go(1)

    def render(self) -> None:
        """Show progress and controls of the current stage."""
        super().render()
        stage, stages = self.stage, self.weighing.stages
        self._step.layout.display = "none" if stage is None else None
        if stage is None:
            self._progress.value = str(fragments.warning("Only one fact is included."))
            return
        place, heard = stages.index(stage), self.weighing.heard_stages
        last = place == len(stages) - 1
        text = f"Step {place + 1} of {len(stages)}: {stage_name(self.decision.problem, stage)}."
        self._progress.value = str(fragments.progress(text, len(heard), len(stages)))
        self._back.disabled = place == 0
        self._next.description = self.last_label if last else self.next_label
        self._next.disabled = last and (stage in heard or self.last_label == self.next_label)
        self.ask(stage)
        self._result.value = self.result(stage) + self._not_heard()

    def _go(self, by: int) -> None:
        stages = self.weighing.stages
        if self.stage is not None:
            place = min(max(stages.index(self.stage) + by, 0), len(stages) - 1)
            self._at = stages[place].group
        self.refresh()

    def _not_heard(self) -> str:
        heard = self.weighing.heard_stages
        left = [stage for stage in self.weighing.stages if stage not in heard]
        if not heard or not left:
            return ""
        names = listing([stage_name(self.decision.problem, stage) for stage in left])
        return str(fragments.swing("", f"Not weighed yet, so as on the sliders: {names}."))


def share_table(caption: str, names: list[str], columns: list[tuple[str, Array]]) -> str:
    """Shares of a stage's items in percent, one column for each rule."""
    rows = [
        [name, *(f"{100 * shares[k]:.0f}\u00a0%" for _, shares in columns)]
        for k, name in enumerate(names)
    ]
    return str(fragments.figures(caption, ["", *(title for title, _ in columns)], rows))

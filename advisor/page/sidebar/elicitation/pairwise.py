"""Pairwise comparison (AHP): every pair on Saaty's scale, and inconsistent judgements."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from advisor.mcda.elicitation.pairwise import ACCEPTABLE, RANDOM_INDEX_TABLE
from advisor.page.sidebar.elicitation.panel import fragments
from advisor.page.sidebar.elicitation.steps import Pool, Steps, share_table
from advisor.report.wording.elicitation import judgement_text, swing_text
from advisor.session.decision import Decision
from advisor.session.elicitation.pairs import MOST_ITEMS, SCALE, Misfit, Pairs
from advisor.session.elicitation.stages import Scope, Stage

INTRO = (
    "Which of the two improvements, from worst to best, matters more to you, and by how much? We "
    "ask about every pair to spot contradictions."
)
UNSAID = ("Not compared yet", None)


class Pair(w.VBox):
    """Control for the judgement of one pair."""

    def __init__(self, panel: PairsPanel, place: int) -> None:
        self._panel, self._place = panel, place
        self._showing = False
        self._picker = w.Dropdown(layout=w.Layout(width="auto"))
        self._picker.observe(self._judge, "value")
        super().__init__([self._picker])
        self.add_class("advisor-pair")

    def show(self, stage: Stage) -> None:
        """Show the judgement of this pair in a stage."""
        weighing = self._panel.weighing
        pair = weighing.pairs(stage)[self._place]
        first, second = (self._panel.name(stage, item) for item in pair)
        options = (UNSAID, *((judgement_text(v, first, second), v) for v in SCALE))
        self._showing = True
        self._picker.description = _either(first, second)
        if self._picker.options != options:
            self._picker.options = options
        self._picker.value = weighing.judgement(stage, pair)
        self._showing = False

    def _judge(self, change: Any) -> None:
        stage, weighing = self._panel.stage, self._panel.weighing
        if not self._showing and stage:
            weighing.judge(stage, weighing.pairs(stage)[self._place], change["new"])


class PairsPanel(Steps):
    """Pairwise comparison."""

    weighing: Pairs

    def __init__(self, decision: Decision, weighing: Pairs) -> None:
        self._swings = w.HTML()
        self._pairs = Pool(lambda place: Pair(self, place))
        self._warning = w.HTML()
        self._take = w.Button().add_class("advisor-take")
        self._take.on_click(self._mend)
        controls = w.VBox([self._swings, self._pairs.box, self._warning, self._take])
        super().__init__(decision, weighing, INTRO, controls)

    def ask(self, stage: Stage) -> None:
        """Show the swings, a control for each pair, and the most inconsistent judgement."""
        scope = self.weighing.scope
        swings = [(self.name(stage, i), swing_text(scope, stage, i)) for i in stage.items]
        self._swings.value = str(fragments.swings(swings))
        pairs = self.weighing.pairs(stage)
        for pair in self._pairs.show(len(pairs)):
            pair.show(stage)
        misfit = self.weighing.misfit(stage)
        self._warning.value = (
            self._warn(stage, misfit)
            if pairs
            else str(
                fragments.warning(
                    f"{len(stage.items)} are too many to compare in pairs; the most is "
                    f"{MOST_ITEMS}. Choose another way, or untick some under “Include”."
                )
            )
        )
        mends = misfit is not None and misfit.fitting != misfit.given
        self._take.layout.display = None if mends else "none"
        if misfit is not None:
            names = (self.name(stage, item) for item in (misfit.first, misfit.second))
            self._take.description = f"Take “{judgement_text(misfit.fitting, *names)}”"

    def result(self, stage: Stage) -> str:
        """Progress of the comparison, and its shares by both methods."""
        pairs, judged = self.weighing.pairs(stage), self.weighing.judged(stage)
        found = self.weighing.comparison(stage)
        if found is None:
            return str(fragments.swing("", f"{judged} of {len(pairs)} pairs compared."))
        names = [self.name(stage, item) for item in stage.items]
        columns = [("Eigenvector (used)", found.weights), ("Geom. mean", found.geometric_mean)]
        ratio = f"Consistency ratio {found.consistency_ratio:.2f}; up to {ACCEPTABLE:.2f} is usual."
        table = share_table("What the pairs say", names, columns)
        return table + str(fragments.swing("", f"{ratio} Random index: {RANDOM_INDEX_TABLE}."))

    def _warn(self, stage: Stage, misfit: Misfit | None) -> str:
        if misfit is None:
            return ""
        names = [self.name(stage, item) for item in (misfit.first, misfit.second)]
        said = (
            f"Your answers contradict each other. “{_either(*names)}” fits the others least: you "
            f"said “{judgement_text(misfit.given, *names)}”. "
        )
        ratio = f"consistency ratio {misfit.ratio:.2f}, above {ACCEPTABLE:.2f}"
        then = (
            f"No answer on the scale fits better ({ratio})."
            if misfit.fitting == misfit.given
            else f"“{judgement_text(misfit.fitting, *names)}” would fit better ({ratio}; it would "
            f"drop to {misfit.ratio_after:.2f})."
        )
        return str(fragments.warning(said + then))

    def _mend(self, _button: object) -> None:
        misfit = self.weighing.misfit(self.stage) if self.stage else None
        if self.stage and misfit is not None:
            self.weighing.judge(self.stage, (misfit.first, misfit.second), misfit.fitting)


def _either(first: str, second: str) -> str:
    return f"{first} or {second}?"


def pairs(decision: Decision, scope: Scope) -> PairsPanel:
    """Pairwise comparison."""
    return PairsPanel(decision, Pairs(scope))

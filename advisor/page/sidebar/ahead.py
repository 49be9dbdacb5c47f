"""Draws what a move changes by itself at once, before the kernel has computed the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
from traitlets import Dict, List, Unicode

from advisor.mcda.additive import TIE
from advisor.page.results.marks import GAP, LETTER
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.ranking.ranking import Ranking
from advisor.report.charts.ranking import DRAWN, RADAR_ALTERNATIVES, RADAR_AXES
from advisor.report.light import FOLDER
from advisor.session.decision import Decision

OWN = Path(__file__).with_name("ahead.js").read_text(encoding="utf-8")
IMPORT = 'from "./score.js";\n'


class Ahead(anywidget.AnyWidget):
    """Foresees the additive score in the browser, with the code of the light page.

    It is invisible. Make it after the views that it draws into, so that the kernel confirms a move
    to it last.

    Parameters
    ----------
    decision : Decision
    rows, radar : Widget
        The rows of the reasons and the radar of the trade-offs.

    Attributes
    ----------
    facts : dict
        What a move leaves as it is: values, names and the order of the alternatives.
    said : dict
        The weights that the kernel last drew.
    """

    _esm = (FOLDER / "score.js").read_text(encoding="utf-8") + OWN.partition(IMPORT)[2]

    shown = List(Unicode()).tag(sync=True)
    facts = Dict().tag(sync=True)
    said = Dict().tag(sync=True)

    def __init__(self, decision: Decision, rows: w.Widget, radar: w.Widget) -> None:
        super().__init__(shown=[rows.model_id, radar.model_id])
        self._decision = decision
        self._follow()
        decision.observe(self._follow, ["ranking", "radar_group"])

    def _follow(self, _change: object = None) -> None:
        ranking, grouped = self._decision.ranking, len(self._decision.problem.groups)
        of_groups = not self._decision.radar_group and grouped >= RADAR_AXES[0]
        with self.hold_sync():
            self.facts = _facts(ranking)
            self.said = {**_weights(ranking), "radar": of_groups}


def _facts(ranking: Ranking) -> dict[str, Any]:
    problem, rows = ranking.problem, ranking.rows
    places = {alternative: row for row, alternative in enumerate(ranking.alternatives)}
    return {
        "criteria": [criterion.id for criterion in problem.criteria],
        "groups": [
            {"id": group.id, "columns": list(problem.criteria_in(group.id))}
            for group in problem.groups
        ],
        "values": ranking.values.tolist(),
        "low": problem.values_low[rows].tolist(),
        "high": problem.values_high[rows].tolist(),
        "names": [ranking.name(row) for row in range(len(ranking.alternatives))],
        "order": list(ranking.order[:DRAWN]),
        "traces": [places.get(alternative.id, -1) for alternative in problem.alternatives],
        "limits": {
            "largest": LARGEST_WEIGHT,
            "tie": TIE,
            "named": RADAR_ALTERNATIVES,
            "letter": LETTER,
            "gap": GAP,
        },
    }


def _weights(ranking: Ranking) -> dict[str, Any]:
    advice, scenario = ranking.advice, ranking.scenario.weights
    ids = [criterion.id for criterion in ranking.problem.criteria]
    return {
        "raw": [ranking.raw_weights[c] for c in ids],
        "advised": [advice.weights[c] for c in ids],
        "divided": [advice.parts[c][0] if c in advice.parts else 0 for c in ids],
        "start": [scenario[c].weight for c in ids],
    }

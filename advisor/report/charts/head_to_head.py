"""Comparison of two alternatives, as a waterfall from one score to the other."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.charts.base import GRID, INK, Figure, bare_layout, wrapped
from advisor.report.charts.palette import NEUTRAL, colour
from advisor.report.charts.ranking import GAP
from advisor.report.wording.head_to_head import steps
from advisor.report.wording.numbers import points

ROW, FOOT = 34, 60


def waterfall(ranking: Ranking, first: int, second: int) -> Figure:
    """Waterfall from the score of the second alternative, at the top, to that of the first.

    Steps to the right favour the first alternative and have its colour; steps to the left have
    the colour of the second one.
    """
    found = steps(ranking, first, second)
    start, end = (float(ranking.scores[row]) for row in (second, first))
    names = [ranking.name(second), *(step.name for step in found), ranking.name(first)]
    hues = [colour(ranking.rows[row]) for row in (first, second)]
    return Figure(
        {
            "data": [
                {
                    "type": "waterfall",
                    "orientation": "h",
                    "y": list(range(len(names))),
                    "x": [start, *(step.difference for step in found), 0],
                    "measure": ["absolute", *("relative" for _ in found), "total"],
                    "text": [str(points(start)), *(step.text for step in found), str(points(end))],
                    "textposition": "outside",
                    "cliponaxis": False,
                    "increasing": {"marker": {"color": hues[0]}},
                    "decreasing": {"marker": {"color": hues[1]}},
                    "totals": {"marker": {"color": NEUTRAL}},
                    "connector": {"line": {"color": INK, "width": 1}},
                    "hoverinfo": "skip",
                }
            ],
            "layout": {
                **bare_layout(len(names) * ROW + FOOT),
                "margin": {"l": 10, "r": 10, "t": 4, "b": FOOT - 8},
                "xaxis": {
                    "range": [0, 1.1],
                    "tickvals": [0, 0.25, 0.5, 0.75, 1],
                    "ticktext": ["0", "25", "50", "75", "100"],
                    "title": {"text": "Points of 100", "font": {"size": 13}},
                    "gridcolor": GRID,
                    "zeroline": False,
                    "fixedrange": True,
                },
                "yaxis": {
                    "tickvals": list(range(len(names))),
                    "ticktext": [wrapped(name, 18, lines=2) + GAP for name in names],
                    "autorange": "reversed",
                    "automargin": True,
                    "fixedrange": True,
                },
            },
        }
    )

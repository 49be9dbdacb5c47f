"""How far each weight can move alone, as a figure."""

from __future__ import annotations

from advisor.mcda.sensitivity import NOBODY, WeightStability
from advisor.problem.elements import ISOLATES
from advisor.ranking.ranking import Ranking
from advisor.report.charts.base import SOFT, Figure, bare_layout, label, safe
from advisor.report.charts.palette import CARD, RANGE, colour, fade, symbol
from advisor.report.charts.robustness import AXIS, NOW, percent_axis
from advisor.report.wording import percent_text, threshold_texts
from advisor.robustness.assessment import Assessment

ROW = 46


def stability(assessment: Assessment) -> Figure:
    """Interval of every weight in which the leader stays first, closest flip first.

    Each row covers 0 to 100 %. It shows the interval in the leader's colour, the current weight as
    a line, and at each end the marker of the alternative that takes over.
    """
    ranking = assessment.ranking
    found, order = assessment.weight_stability
    criteria, hue = ranking.problem.criteria, colour(ranking.rows[ranking.order[0]])
    low, high = found.low[order] * 100, found.high[order] * 100
    now = (ranking.weights[order] * 100).round(3).tolist()
    bars_at = [place + 0.2 for place in range(len(order))]
    texts_at = [place - 0.22 for place in range(len(order))]
    ends = [
        (at, found_at, int(taker))
        for at, column in zip(bars_at, order, strict=True)
        for found_at, taker in (
            (found.low[column], found.below[column]),
            (found.high[column], found.above[column]),
        )
        if taker != NOBODY
    ]
    takers = [ranking.rows[taker] for _, _, taker in ends]
    bar = {"type": "bar", "orientation": "h", "y": bars_at, "width": 0.3, "hoverinfo": "skip"}
    text = {"type": "scatter", "mode": "text", "y": texts_at, "hoverinfo": "skip"}
    return Figure(
        {
            "data": [
                {**bar, "x": [100] * len(order), "marker": {"color": RANGE}},
                {
                    **bar,
                    "x": (high - low).round(3).tolist(),
                    "base": low.round(3).tolist(),
                    "marker": {"color": fade(hue, 0.45), "line": {"color": hue, "width": 1}},
                },
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": now,
                    "y": bars_at,
                    "marker": NOW,
                    "customdata": [percent_text(x / 100) for x in now],
                    "hovertemplate": "now %{customdata}<extra></extra>",
                },
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [round(float(at) * 100, 3) for _, at, _ in ends],
                    "y": [row for row, _, _ in ends],
                    "marker": {
                        "symbol": [symbol(taker) for taker in takers],
                        "color": [colour(taker) for taker in takers],
                        "size": 12,
                        "line": {"color": CARD, "width": 1},
                    },
                    "customdata": [
                        f"{label(ranking.name(taker))} from {percent_text(float(at))}"
                        for _, at, taker in ends
                    ],
                    "hovertemplate": "%{customdata}<extra></extra>",
                    "cliponaxis": False,
                },
                {
                    **text,
                    "x": [0] * len(order),
                    "text": [_cut(criteria[column].name, 26) for column in order],
                    "textposition": "middle right",
                    "textfont": {"size": 13},
                    "cliponaxis": False,
                },
                {
                    **text,
                    "x": [100] * len(order),
                    "text": [_takers(ranking, found, column) for column in order],
                    "textposition": "middle left",
                    "textfont": {"size": 12, "color": SOFT},
                    "cliponaxis": False,
                },
            ],
            "layout": {
                **bare_layout(len(order) * ROW + AXIS),
                "barmode": "overlay",
                "margin": {"l": 12, "r": 22, "t": 0, "b": AXIS - 4},
                "xaxis": percent_axis(100),
                "yaxis": {
                    "range": [len(order) - 0.5, -0.6],
                    "visible": False,
                    "fixedrange": True,
                },
            },
        }
    )


def _takers(ranking: Ranking, found: WeightStability, column: int) -> str:
    """Alternatives that take over at the two ends, short enough for a phone."""
    ends = [
        (int(taker), side, threshold_texts(float(ranking.weights[column]), float(share))[1])
        for taker, side, share in (
            (found.below[column], "&lt;", found.low[column]),
            (found.above[column], "&gt;", found.high[column]),
        )
        if taker != NOBODY
    ]
    width = 12 if len(ends) < 2 else 8
    parts = [f"{_cut(ranking.name(taker), width)} {side} {at}" for taker, side, at in ends]
    return "\u00a0· ".join(parts) or "never"


def _cut(name: str, width: int) -> str:
    name = name.strip(ISOLATES)
    return safe(name if len(name) <= width else name[: width - 1] + "…")

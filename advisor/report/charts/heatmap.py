"""A heatmap: a table of shaded cells with their figures."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.mcda.values import Array
from advisor.report.charts.base import Figure, bare_layout
from advisor.report.charts.palette import readable_on, shade
from advisor.report.charts.ranking import GAP

ROW, AXIS = 36, 34
LINE, UPRIGHT = 16, 80  # height of a horizontal and of a vertical column name, in pixels
# More names, or longer ones, do not fit side by side on a phone.
MOST_ACROSS, SHORT = 4, 3


def heatmap(
    cells: Array,
    printed: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    across: Sequence[str],
    down: Sequence[str],
    title: str,
) -> Figure:
    """Heatmap with a row for each name in ``down`` and a column for each name in ``across``.

    Parameters
    ----------
    cells : Array, shape (rows, columns)
        Shades in [0, 1]: 0 is blank, 1 is the darkest.
    printed, hover : sequence of sequence of str, shape (rows, columns)
        Text in each cell, and text for the pointer; both safe for Plotly.
    across, down : sequence of str
        Names of columns and rows, safe for Plotly.
    title : str
        Title of the columns.
    """
    columns, rows = list(range(len(across))), list(range(len(down)))
    upright = len(across) > MOST_ACROSS and max(map(len, across)) > SHORT
    lines = max(name.count("<br>") for name in across)
    head = AXIS + 14 + (UPRIGHT if upright else LINE * lines)
    plain = {"tickangle": 0, "showgrid": False, "zeroline": False, "fixedrange": True}
    return Figure(
        {
            "data": [
                {
                    "type": "heatmap",
                    "z": cells.tolist(),
                    "x": columns,
                    "y": rows,
                    "zmin": 0,
                    "zmax": 1,
                    "colorscale": [[0, shade(0)], [1, shade(1)]],
                    "showscale": False,
                    "xgap": 2,
                    "ygap": 2,
                    "text": [list(row) for row in hover],
                    "hovertemplate": "%{text}<extra></extra>",
                }
            ],
            "layout": {
                **bare_layout(len(rows) * ROW + head + 6),
                "margin": {"l": 10, "r": 10, "t": head, "b": 4},
                "annotations": [
                    {
                        "x": x,
                        "y": y,
                        "text": printed[y][x],
                        "showarrow": False,
                        "font": {"size": 13, "color": readable_on(shade(float(cells[y, x])))},
                    }
                    for y in rows
                    for x in columns
                ],
                "xaxis": {
                    **plain,
                    "side": "top",
                    "tickangle": -90 if upright else 0,
                    "tickvals": columns,
                    "ticktext": list(across),
                    "title": {"text": title, "font": {"size": 13}},
                },
                "yaxis": {
                    **plain,
                    "tickvals": rows,
                    "ticktext": [name + GAP for name in down],
                    "autorange": "reversed",
                    "automargin": True,
                },
            },
        }
    )

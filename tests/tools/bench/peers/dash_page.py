"""The page with Dash: one callback for all sliders."""

import sys
from typing import Any

from dash import ALL, Dash, Input, Output, dcc, html

from tests.tools.bench.peers import shown, start

problem, groups = start()
ids = [criterion for rows in groups.values() for criterion, _, _ in rows]
quiet = {"displayModeBar": False}


def slider(criterion: str, weight: float) -> dcc.Slider:
    place = {"kind": "weight", "id": criterion}
    return dcc.Slider(0, 100, 1, value=weight, marks=None, updatemode="drag", id=place)


app = Dash()
app.layout = html.Div(
    [
        html.Div(
            [
                part
                for group, rows in groups.items()
                for part in (
                    html.H3(group),
                    *(html.Div([name, slider(c, weight)]) for c, name, weight in rows),
                )
            ],
            className="peer",
        ),
        html.Div(
            [
                html.Pre(id="said"),
                dcc.Graph(id="bars", config=quiet),
                html.Table(id="table"),
            ]
        ),
        dcc.Graph(id="radar", config=quiet),
    ],
    style={"display": "grid", "gridTemplateColumns": "400px 1fr 1fr", "gap": "16px"},
)


@app.callback(
    Output("bars", "figure"),
    Output("radar", "figure"),
    Output("said", "children"),
    Output("table", "children"),
    Input({"kind": "weight", "id": ALL}, "value"),
)
def follow(weights: list[float]) -> tuple[Any, ...]:
    """Everything anew, as a Dash page does."""
    bars, radar, said, rows = shown(problem, dict(zip(ids, weights, strict=True)))
    return bars, radar, said, [html.Tr([html.Td(cell) for cell in row]) for row in rows]


if __name__ == "__main__":
    app.run(port=sys.argv[1], debug=False)

"""The thin Plotly view and the recipe of its plotly.js, without a browser."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.page.widgets import plot
from advisor.report.charts import palette
from advisor.report.charts import plotly_js as charts_script
from advisor.report.charts.plotly_js import full_plotly_js

RECIPE = Path(plot.__file__).parents[1] / "front"
BUNDLE = Path(sys.prefix, "share/jupyter/labextensions/backend-advisor/plotly.js")
FIGURE = {"data": [{"type": "bar", "x": [1, 2]}], "layout": {"height": 200}}


def version_in(script: Path) -> str:
    found = re.search(r"plotly\.js v([\d.]+\d)", script.read_text("utf-8")[:500])
    assert found is not None
    return found[1]


@pytest.fixture
def recipe_version() -> str:
    if not RECIPE.is_dir():
        pytest.skip("the recipe is not part of the installed package")
    manifest = json.loads((RECIPE / "package.json").read_text("utf-8"))
    return str(manifest["dependencies"]["plotly.js"])


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, list[bytes]]]:
    messages: list[tuple[Any, list[bytes]]] = []

    def send(_view: plot.PlotView, content: Any, buffers: list[bytes]) -> None:
        messages.append((content, buffers))

    monkeypatch.setattr(plot.PlotView, "send", send)
    return messages


def test_figure_and_label_are_what_the_front_end_gets() -> None:
    view = plot.PlotView(figure=FIGURE, label="Scores")
    decision = view.get_state()
    assert decision["figure"] == FIGURE
    assert decision["label"] == "Scores"
    assert "Plotly.react" in decision["_esm"]


def test_the_front_end_gets_colours_of_its_theme() -> None:
    trace = {"type": "bar", "x": [1, 2], "marker": {"color": [palette.colour(0), "#123456"]}}
    view = plot.PlotView(figure={"data": [trace], "layout": {}})
    sent = view.get_state()["figure"]["data"][0]
    assert sent["marker"]["color"] == ["var(--data-1, #009E73)", "#123456"]
    assert sent["x"] == [1, 2]
    assert view.figure["data"][0]["marker"]["color"][0] == "#009E73"


def test_a_view_fills_its_container_unless_told_otherwise() -> None:
    assert plot.PlotView().layout.width == "100%"
    assert plot.PlotView(layout={"width": "50%"}).layout.width == "50%"


def test_each_request_for_plotly_js_is_answered_once(
    sent: list[tuple[Any, list[bytes]]],
) -> None:
    view = plot.PlotView(figure=FIGURE)
    view._handle_custom_msg({"ask": "something else"}, [])
    assert sent == []
    view._handle_custom_msg({"ask": "plotly.js"}, [])
    script = full_plotly_js()
    assert script is not None
    assert sent == [({"answer": "plotly.js"}, [script.read_bytes()])]


def test_without_plotly_the_answer_is_empty(
    sent: list[tuple[Any, list[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts_script, "find_spec", lambda _name: None)
    plot.PlotView()._handle_custom_msg({"ask": "plotly.js"}, [])
    assert sent == [({"answer": "plotly.js"}, [])]


def test_importing_the_view_does_not_import_plotly() -> None:
    code = (
        "import sys, advisor.report.charts.plotly_js as p; p.full_plotly_js();"
        "sys.exit('plotly' in sys.modules or 'pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_recipe_has_the_plotly_js_of_the_installed_plotly(recipe_version: str) -> None:
    script = full_plotly_js()
    assert script is not None
    assert recipe_version == version_in(script)


def test_lock_file_fits_the_recipe_and_names_no_download_address(recipe_version: str) -> None:
    text = (RECIPE / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert json.loads(text)["packages"]["node_modules/plotly.js"]["version"] == recipe_version


@pytest.mark.skipif(not BUNDLE.exists(), reason="installed without the small plotly.js")
def test_installed_bundle_is_of_the_same_version(recipe_version: str) -> None:
    assert version_in(BUNDLE) == recipe_version

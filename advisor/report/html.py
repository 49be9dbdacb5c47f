"""The decision record as one HTML file with its charts, which opens without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

import mistune

from advisor.report import charts
from advisor.report.charts.plotly_js import full_plotly_js, small_plotly_js
from advisor.report.markdown import markdown
from advisor.robustness.assessment import Assessment

SKELETON = Template(Path(__file__).with_name("skeleton.html").read_text(encoding="utf-8"))
# escape: the texts of a problem folder may be anybody's.
_render = mistune.create_markdown(escape=True, plugins=["table"])


def html_page(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Self-contained page: the text of the Markdown record, bars, radar and rank shares.

    plotly.js is inside, 1.3 MB of it where the small bundle is installed and 4.7 MB of
    the plotly package's own where not; without either the page has its text and tables.
    """
    ranking = assessment.ranking
    body = markdown(assessment, record).split("---\n", 2)[2]
    figures = [charts.bars(ranking), charts.radar(ranking)]
    if assessment.leads:
        figures.append(charts.rank_heatmap(assessment))
    script = small_plotly_js() or full_plotly_js()
    return SKELETON.substitute(
        title=_escaped(record["title"]),
        made=record["made"],
        text=_render(body),
        figures=_in_script(json.dumps(figures)),
        plotly=_in_script(script.read_text(encoding="utf-8")) if script else "",
    )


def _in_script(text: str) -> str:
    """Text that cannot end the script element it stands in."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _escaped(text: str) -> str:
    return str(mistune.escape(text))

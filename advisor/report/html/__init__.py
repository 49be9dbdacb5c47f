"""The decision record as one HTML file with its charts, which opens without a network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

import mistune

from advisor.problem.problem import Problem
from advisor.report import charts
from advisor.report.charts.base import GRID, INK, SOFT, Figure
from advisor.report.charts.palette import tint
from advisor.report.charts.plotly_js import full_plotly_js, small_plotly_js
from advisor.report.markdown import grounds, reasoning, title_of
from advisor.report.wording import headline, listing
from advisor.robustness.assessment import Assessment

SKELETON = Template(Path(__file__).with_name("skeleton.html").read_text(encoding="utf-8"))


class _WithoutPictures(mistune.HTMLRenderer):
    """Anybody may have written the texts of a folder: markup is escaped, a picture is a link."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Link to a picture; loading it would tell its server who reads the text."""
        return self.link(text or url, url, title)


_render = mistune.create_markdown(renderer=_WithoutPictures(escape=True), plugins=["table"])
_escaped = mistune.escape
VERDICTS = {"clear": "clear lead", "fragile": "fragile lead", "tie": "tie", "open": "open"}
# Grey of the segments in the legend; a bar shows tints of the alternative's colour instead.
SEGMENTS = "#4A5560"


def html_page(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Self-contained page with verdict, status and date, the Markdown record, and its charts.

    The charts (ranking bars, radar and rank shares) come before facts and sources. The page
    contains plotly.js: 1.3 MB if the small bundle is installed, else the 4.7 MB of the plotly
    package. Without either, the page has only text and tables.
    """
    figures = _figures(assessment)
    script = small_plotly_js() or full_plotly_js()
    boxes = (
        f"<figure><figcaption><h3>{title}</h3>{legend}</figcaption>"
        '<div class="chart"></div></figure>'
        for title, legend, _ in figures
    )
    return SKELETON.substitute(
        title=_escaped(title_of(assessment, record)),
        made=record["made"],
        facts=_facts(assessment, record),
        reasoning=_rendered(reasoning(assessment, record)),
        charts=f'<h2>Charts</h2><div id="charts">{"".join(boxes)}</div>' if figures else "",
        grounds=_rendered(grounds(assessment, record)),
        figures=_in_script(json.dumps([figure for _, _, figure in figures])),
        inks=json.dumps({"--ink": INK, "--soft": SOFT, "--line": GRID}),
        plotly=_in_script(script.read_text(encoding="utf-8")) if script else "",
    )


def _facts(assessment: Assessment, record: Mapping[str, Any]) -> str:
    """Verdict, decision, status and dates, which readers look for first."""
    line, decision = headline(assessment), record["decision"]
    problem, decided = assessment.ranking.problem, decision["decided"]
    verdict = " ".join(part for part in (line.sentence, line.scores, line.detail) if part)
    facts = {
        "Verdict": f"{verdict} ({VERDICTS[line.verdict]})" if assessment.leads else verdict,
        "Decided": problem.alternative(decided).name if decided else "",
        "Status": decision["status"],
        "Date": record["made"],
        "Decision-makers": listing(decision["by"]),
        "Review by": record["review_by"],
    }
    return "".join(
        f"<div><dt>{name}</dt><dd>{_escaped(fact)}</dd></div>"
        for name, fact in facts.items()
        if fact
    )


def _figures(assessment: Assessment) -> list[tuple[str, str, Figure]]:
    """Title, legend and figure of each chart."""
    ranking = assessment.ranking
    if not ranking.alternatives:
        return []
    found = [
        (
            "Scores, and what each group adds to them",
            _legend(ranking.problem),
            charts.bars(ranking),
        ),
        ("Trade-offs, from 0 (worst) to 100 (best)", "", charts.radar(ranking)),
    ]
    if assessment.leads:
        title = "How often each ranks 1st, 2nd, 3rd"
        found.append((title, "", charts.rank_heatmap(assessment)))
    return found


def _legend(problem: Problem) -> str:
    """Legend of the groups, in the order of the segments of a bar and in greys."""
    groups = problem.groups
    chips = "".join(
        f'<li><span style="background:{tint(SEGMENTS, place, len(groups))}"></span>'
        f"{_escaped(group.name)}</li>"
        for place, group in enumerate(groups)
    )
    return f"<p>Bar segments, from left to right:</p><ul>{chips}</ul>"


def prose(text: str) -> str:
    """HTML of a Markdown text from a problem folder; it loads nothing from elsewhere."""
    return str(_render(text))


def _rendered(parts: Sequence[str]) -> str:
    """Markdown as HTML; each table scrolls in its own box, which the keyboard can reach."""
    heading = ""

    def boxed(found: re.Match[str]) -> str:
        nonlocal heading
        if found[1] is not None:
            heading = found[1]
            return found[0]
        return (
            f'<div class="wide" role="region" tabindex="0" aria-label="{heading}">{found[0]}</div>'
        )

    return re.sub(
        r"<h[23]>(.*?)</h[23]>|<table>.*?</table>",
        boxed,
        prose("\n\n".join(parts)),
        flags=re.DOTALL,
    )


def _in_script(text: str) -> str:
    """Text that cannot end the script element around it."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")

"""A decision in the forms that can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.ranking.ranking import Ranking
from advisor.report.csv import csv_table
from advisor.report.html import html_page
from advisor.report.markdown import markdown
from advisor.report.record import make_record, to_json

# Ending of the file: what it is called on the page, and its media type.
FORMS = {
    "md": ("Markdown", "text/markdown"),
    "html": ("HTML with charts", "text/html"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON, to load again", "application/json"),
}


def write(ranking: Ranking, state: Mapping[str, Any], form: str, made: date, link: str = "") -> str:
    """Decision as text.

    Parameters
    ----------
    ranking : Ranking
    state : mapping
        What `DecisionState.to_dict` gives for that ranking.
    form : str
        One of `FORMS`.
    made : date
    link : str
        Address that opens the page in this state, if there is one.
    """
    if form == "csv":
        return csv_table(ranking)
    record = make_record(ranking, state, made, link)
    match form:
        case "md":
            return markdown(ranking, record)
        case "html":
            return html_page(ranking, record)
        case "json":
            return to_json(record)
    raise ValueError(f"{form!r} is not known; allowed: {', '.join(FORMS)}")

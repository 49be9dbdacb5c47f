"""A decision in the forms that can be kept."""

from __future__ import annotations

from datetime import date

from advisor.problem.problem import InputError
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


def write(ranking: Ranking, form: str, made: date, link: str = "") -> str:
    """Decision as text.

    Parameters
    ----------
    ranking : Ranking
    form : str
        One of `FORMS`.
    made : date
    link : str
        Address that opens the page in this state, if there is one.
    """
    if form == "csv":
        return csv_table(ranking)
    record = make_record(ranking, made, link)
    match form:
        case "md":
            return markdown(ranking, record)
        case "html":
            return html_page(ranking, record)
        case "json":
            return to_json(record)
    raise InputError(f"{form!r} is not known; allowed: {', '.join(FORMS)}")

"""A decision in the forms that can be kept."""

from __future__ import annotations

from datetime import date

from advisor.problem.problem import InputError
from advisor.report.markdown import markdown
from advisor.report.record import make_record, to_json
from advisor.report.tables.ranking import contributions
from advisor.robustness.assessment import Assessment

# Ending of the file: what it is called on the page, and its media type.
FORMS = {
    "md": ("Markdown", "text/markdown"),
    "html": ("HTML with charts", "text/html"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON, to load again", "application/json"),
}


def write(
    assessment: Assessment, form: str = "md", made: date | None = None, link: str = ""
) -> str:
    """Decision as text.

    Parameters
    ----------
    assessment : Assessment
    form : str
        One of `FORMS`.
    made : date, optional
        Today by default.
    link : str
        Address that opens the page in this state, if there is one.
    """
    if form == "csv":
        return contributions(assessment.ranking).to_csv()
    record = make_record(assessment, made or date.today(), link)
    match form:
        case "md":
            return markdown(assessment, record)
        case "html":
            from advisor.report.html import html_page  # charts and their script

            return html_page(assessment, record)
        case "json":
            return to_json(record)
    raise InputError(f"{form!r} is not known; allowed: {', '.join(FORMS)}")

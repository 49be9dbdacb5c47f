"""A decision in the forms that can be kept."""

from __future__ import annotations

from datetime import date

from advisor.problem.problem import InputError
from advisor.problem.tables import allowed
from advisor.ranking.ranking import Ranking
from advisor.report.markdown import markdown
from advisor.report.record import PROPOSED, make_record, to_json
from advisor.report.tables.ranking import contributions
from advisor.robustness.assessment import Assessment, assess

# Ending of the file: what it is called on the page, and its media type.
FORMS = {
    "md": ("Markdown", "text/markdown"),
    "html": ("HTML with charts", "text/html"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON, to open again", "application/json"),
}


def write(
    assessment: Assessment | Ranking,
    form: str = "md",
    made: date | None = None,
    link: str = "",
    *,
    decided: str = "",
    by: str = "",
    status: str = PROPOSED,
) -> str:
    """Decision as text.

    Parameters
    ----------
    assessment : Assessment or Ranking
    form : str
        One of `FORMS`.
    made : date, optional
        Today by default.
    link : str
        Address that opens the page with this decision, if there is one.
    decided : str
        Id of the alternative that people decided on, also against the advice. A record says
        that somebody decided only where this is given.
    by : str
        Names of those who decide, with commas between: ``"Ann, Bo"``.
    status : str
        A status of MADR: proposed, rejected, accepted, deprecated, or ``superseded by`` and what
        supersedes it.

    Raises
    ------
    InputError
        If the form or the status is not known, or what was decided is not compared.
    """
    if form not in FORMS:
        raise InputError(f"there is no form {form!r}; {allowed(str(form), list(FORMS))}")
    assessment = assess(assessment)
    record = make_record(assessment, made or date.today(), link, decided, by, status)
    if form == "csv":
        return contributions(assessment.ranking).to_csv()
    if form == "md":
        return markdown(assessment, record)
    if form == "json":
        return to_json(record)
    try:
        from advisor.report.html import html_page  # charts and their script
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = "pip install 'backend-advisor[page]'"
        message = f"a record in HTML needs {error.name}: {hint}"
        raise ModuleNotFoundError(message, name=error.name) from None
    return html_page(assessment, record)

"""The forms in which a decision can be saved."""

from __future__ import annotations

from datetime import date

from advisor.problem.problem import InputError
from advisor.problem.tables import allowed
from advisor.ranking.ranking import Ranking
from advisor.report.markdown import markdown
from advisor.report.record import PROPOSED, make_record, to_json
from advisor.report.tables import MARK
from advisor.report.tables.ranking import contributions
from advisor.robustness.assessment import Assessment, assess

# By file extension: name on the page, and media type.
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
    name: str = "",
) -> str:
    """Write a decision record as text.

    Parameters
    ----------
    assessment : Assessment or Ranking
    form : str
        One of `FORMS`.
    made : date, optional
        Date of the record; today by default.
    link : str
        Address that opens the page with this decision; empty if there is none.
    decided : str
        Id of the alternative that people decided on, even against the advice; empty if there is no
        decision yet.
    by : str
        Names of the people who decide, separated by commas: ``"Ann, Bo"``.
    status : str
        A status of MADR: proposed, rejected, accepted, deprecated, or ``superseded by`` and the
        name of the new decision.
    name : str
        Name of the person whose vote in a group this is; empty if it is no vote.

    Raises
    ------
    InputError
        If the form or the status is unknown, or the decided alternative is not compared.
    ModuleNotFoundError
        If the form is ``"html"`` and the extra ``page`` is not installed.
    """
    if form not in FORMS:
        raise InputError(f"there is no form {form!r}; {allowed(str(form), list(FORMS))}")
    assessment = assess(assessment)
    record = make_record(assessment, made or date.today(), link, decided, by, status, name)
    if form == "csv":
        return MARK + contributions(assessment.ranking).to_csv()
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
        message = f"a record in HTML needs {error.name}; install it with: {hint}"
        raise ModuleNotFoundError(message, name=error.name) from None
    return html_page(assessment, record)

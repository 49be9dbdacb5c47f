"""Backend Advisor: helps a team choose a Python backend and shows how certain the choice is.

This module is the front door: it has all names that notebooks and other programs need.

>>> import advisor
>>> problem = advisor.load()
>>> ranking = advisor.rank(problem, {"startup": 80}, scenario="small_service")
>>> advisor.assess(ranking).verdict in ("clear", "fragile", "tie")
True
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from advisor.problem.folder import check, load
from advisor.problem.new.matrix import DecisionMatrix, read_matrix
from advisor.problem.new.starter import convert
from advisor.problem.new.starter import start as new
from advisor.ranking.choices import Ballot, Choices
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking, rank

if TYPE_CHECKING:
    __version__: str
    from advisor.lab.command import measure
    from advisor.page.dashboard import dashboard
    from advisor.page.life.room import GroupRoom
    from advisor.page.parts import ProgressBar, bars, radar, sliders, verdict
    from advisor.problem import measurements
    from advisor.report import charts
    from advisor.report import dataframes as frames
    from advisor.report.diff import differences
    from advisor.report.forms import write as record
    from advisor.report.record import read_record_file as read_record
    from advisor.report.show import compare, explain
    from advisor.robustness.assessment import assess
    from advisor.session.decision import Decision

__all__ = [
    "Ballot",
    "Choices",
    "Decision",
    "GroupRoom",
    "Plausible",
    "ProgressBar",
    "assess",
    "bars",
    "charts",
    "check",
    "compare",
    "convert",
    "dashboard",
    "differences",
    "explain",
    "frames",
    "load",
    "measure",
    "measurements",
    "new",
    "radar",
    "rank",
    "read_matrix",
    "read_record",
    "record",
    "sliders",
    "verdict",
]

# Names that need more than NumPy or import slowly: their module, attribute and extra.
_LATER = {
    "Decision": ("advisor.session.decision", "Decision", "page"),
    "GroupRoom": ("advisor.page.life.room", "GroupRoom", "page"),
    "ProgressBar": ("advisor.page.parts", "ProgressBar", "page"),
    "assess": ("advisor.robustness.assessment", "assess", "page"),
    "bars": ("advisor.page.parts", "bars", "page"),
    "charts": ("advisor.report.charts", "", "page"),
    "compare": ("advisor.report.show", "compare", "page"),
    "dashboard": ("advisor.page.dashboard", "dashboard", "page"),
    "differences": ("advisor.report.diff", "differences", "page"),
    "explain": ("advisor.report.show", "explain", "page"),
    "frames": ("advisor.report.dataframes", "", "page"),
    "measure": ("advisor.lab.command", "measure", "lab"),
    "measurements": ("advisor.problem.measurements", "", "page"),
    "radar": ("advisor.page.parts", "radar", "page"),
    "read_record": ("advisor.report.record", "read_record_file", "page"),
    "record": ("advisor.report.forms", "write", "page"),
    "sliders": ("advisor.page.parts", "sliders", "page"),
    "verdict": ("advisor.page.parts", "verdict", "page"),
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("backend-advisor")
    if name not in _LATER:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    module, attribute, extra = _LATER[name]
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = f"pip install 'backend-advisor[{extra}]'"
        raise ModuleNotFoundError(
            f"advisor.{name} needs {error.name}; install it with: {hint}", name=error.name
        ) from None
    return getattr(found, attribute) if attribute else found


def _shown(form: str) -> Callable[[Ranking], str]:
    """Method that displays a ranking; it imports the room for words only when it is called."""

    def show(ranking: Ranking) -> str:
        text: str = getattr(import_module("advisor.report.show"), form)(ranking)
        return text

    return show


def _shown_matrix(form: str) -> Callable[[DecisionMatrix], str]:
    """Method that displays a decision matrix, as above."""

    def show(matrix: DecisionMatrix) -> str:
        text: str = getattr(import_module("advisor.report.tables.matrix"), form)(matrix)
        return text

    return show


Ranking.as_text, Ranking.as_html = _shown("as_text"), _shown("as_html")
DecisionMatrix.as_text, DecisionMatrix.as_html = map(_shown_matrix, ("as_text", "as_html"))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})

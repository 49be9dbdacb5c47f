"""Backend Advisor: which Python backend for this project, how sure, and why."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from advisor.problem.folder import load
from advisor.ranking.ranking import rank

if TYPE_CHECKING:
    from advisor.page.dashboard import Dashboard
    from advisor.problem.problem import Problem

__all__ = ["dashboard", "load", "rank"]
__version__ = version("backend-advisor")


def dashboard(problem: Problem | None = None) -> Dashboard:
    """Show the interactive dashboard for a problem, the shipped one by default.

    Returns
    -------
    Dashboard
        A widget; as the last line of a notebook cell it shows itself. Its
        ``state`` holds the weights and the current ranking.
    """
    from advisor.page.dashboard import Dashboard  # keeps the core free of ipywidgets

    return Dashboard(load() if problem is None else problem)

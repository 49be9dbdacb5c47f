"""Problems and rankings as pandas tables, for notebooks."""

from __future__ import annotations

import pandas as pd

from advisor.problem import measurements
from advisor.problem.measurements import Record
from advisor.problem.problem import Problem
from advisor.ranking.answers import advise
from advisor.ranking.ranking import Ranking
from advisor.report.tables.ranking import exact
from advisor.report.wording import performance_text


def criteria(problem: Problem) -> pd.DataFrame:
    """Criteria: one row per criterion with its group, its question and its two anchors."""
    groups = {group.id: group.name for group in problem.groups}
    return pd.DataFrame(
        {
            "group": [groups[c.group] for c in problem.criteria],
            "question": [c.question for c in problem.criteria],
            "worst": [c.worst_text for c in problem.criteria],
            "best": [c.best_text for c in problem.criteria],
        },
        index=_names(problem),
    )


def performances(problem: Problem) -> pd.DataFrame:
    """Facts: one row per criterion and one column per alternative, with units."""
    return pd.DataFrame(
        {
            alternative.name: [
                performance_text(c, problem.performances[alternative.id, c.id].performance)
                for c in problem.criteria
            ]
            for alternative in problem.alternatives
        },
        index=_names(problem),
    )


def values(problem: Problem) -> pd.DataFrame:
    """Values of the facts, from 0 at the worst anchor to 1 at the best."""
    names = [alternative.name for alternative in problem.alternatives]
    return pd.DataFrame(problem.values.T, index=_names(problem), columns=names).round(2)


def evidence(problem: Problem) -> pd.DataFrame:
    """Evidence: one row per performance with its basis, version, date and source."""
    return pd.DataFrame(
        {
            "criterion": problem.criterion(cell.criterion).name,
            problem.alternative_noun: alternative.name,
            "performance": cell.performance,
            "low": cell.low,
            "high": cell.high,
            "basis": cell.basis,
            "version": cell.version,
            "as of": cell.as_of,
            "source": problem.sources[cell.source].title if cell.source else "",
            "address": problem.sources[cell.source].url if cell.source else "",
            "note": cell.note,
        }
        for alternative in problem.alternatives
        for cell in problem.performances.values()
        if cell.alternative == alternative.id
    )


def estimates(record: Record) -> pd.DataFrame:
    """Scored figures of a record: one row per criterion and framework, one column per reading."""
    found = {
        reading: {
            (one.criterion, one.alternative): round(one.performance, 1)
            for one in measurements.estimates(record, reading).values()
        }
        for reading in measurements.READINGS
    }
    return pd.DataFrame(found).rename_axis(["criterion", "framework"])


def scenarios(problem: Problem) -> pd.DataFrame:
    """Raw weights, 0 to 100: one row per criterion and one column per scenario."""
    columns = {
        scenario.id: [advised[criterion.id] for criterion in problem.criteria]
        for scenario in problem.scenarios
        if (advised := advise(problem, scenario, {}).weights)
    }
    return pd.DataFrame(columns, index=_names(problem)).round(1)


def ranking(found: Ranking) -> pd.DataFrame:
    """Ranking: rank, alternative, score, and the contribution of each group."""
    return exact(found).to_frame()


def contributions(found: Ranking) -> pd.DataFrame:
    """Contribution of every criterion (rows) to the score of every alternative (columns)."""
    order = list(found.order)
    columns = [found.name(row) for row in order]
    return pd.DataFrame(found.contributions[order].T, index=_names(found.problem), columns=columns)


def _names(problem: Problem) -> pd.Index[str]:
    return pd.Index([c.name for c in problem.criteria], name="criterion")

"""Reads a problem, checks all of it, and returns the frozen `Problem`.

A problem is a folder, a workbook or a set of data frames; `advisor.problem.tables.origin` makes the
three alike. A folder holds ``problem.toml`` and the CSV files named in `COLUMNS`, a workbook a
sheet for each of them. ``problem.toml`` holds the `SETTINGS`, a table ``[readings]`` with the name
of each reading if there are several, and a table ``[retired]`` with each criterion of an earlier
version and the reason why it is gone, so that records that name it still load. All files are
checked before an error is raised, so that one run of ``advisor check`` lists every fault.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from advisor.problem.checks import Tables, check_project, check_tables
from advisor.problem.elements import (
    STATED,
    Alternative,
    Criterion,
    Group,
    Level,
    Performance,
    Scenario,
    ScenarioWeight,
    Source,
)
from advisor.problem.paths import default_problem
from advisor.problem.problem import InputError, Problem
from advisor.problem.questions import Answer, Capability, Question, Requirement, Rule
from advisor.problem.schema import (
    COLUMNS,
    MAY_BE_UNSTATED,
    OPTIONAL,
    OPTIONAL_FILES,
    OPTIONAL_SETTINGS,
    OWN,
    SETTINGS,
)
from advisor.problem.tables import (
    Fault,
    Parser,
    Row,
    TypedTable,
    allowed,
    identifier,
    optional_text,
)
from advisor.problem.tables.origin import Origin, ProblemSettings, open_origin

Performances = dict[tuple[str, str], Performance]

# Tables that problem.toml may hold besides its settings.
READING_NAMES, RETIRED = "readings", "retired"


class ProblemError(InputError):
    """A problem folder cannot be used.

    Attributes
    ----------
    faults : list of Fault
        Every fault of the folder, in the order of its files and lines.
    """

    def __init__(self, name: str | Path, faults: list[Fault]) -> None:
        self.faults = faults
        lines = "\n".join(str(fault) for fault in faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{name}: {count}\n{lines}")


def load(source: str | Path | Mapping[str, Any] | None = None) -> Problem:
    """Read and check a problem.

    Parameters
    ----------
    source : str, Path or mapping, optional
        A problem folder, a workbook (``.xlsx``), or the tables themselves: a mapping of names such
        as ``"criteria"`` to data frames or to lists with a mapping for each row, with the settings
        under ``"problem"`` and texts under ``"texts"``. By default the folder or workbook that the
        environment variable ``ADVISOR_DATA`` names, else the shipped problem.

    Returns
    -------
    Problem
        The problem, frozen.

    Raises
    ------
    ProblemError
        If the problem has a fault; the message lists every fault.
    """
    problem, faults, _ = _read(source)
    if problem is None:
        raise ProblemError(_name_of(source), faults)
    return problem


def check(source: str | Path | Mapping[str, Any] | None = None) -> list[Fault]:
    """List every fault of a problem, in the order of its files and lines.

    Parameters
    ----------
    source : str, Path or mapping, optional
        As in `load`.
    """
    return _read(source)[1]


def doubts(source: str | Path | Mapping[str, Any] | None = None) -> list[Fault]:
    """List what may be wrong in a problem that can be used all the same.

    Such as a performance beyond the anchors of its criterion.

    Parameters
    ----------
    source : str, Path or mapping, optional
        As in `load`.
    """
    return _read(source)[2]


def _name_of(source: str | Path | Mapping[str, Any] | None) -> str:
    if isinstance(source, Mapping):
        return "tables"
    return str(default_problem() if source is None else source)


def _read(
    source: str | Path | Mapping[str, Any] | None,
) -> tuple[Problem | None, list[Fault], list[Fault]]:
    """The problem, or None if it has faults; its faults; its doubts."""
    if not isinstance(source, Mapping):
        source = default_problem() if source is None else Path(source)
    names = [name.removesuffix(".csv") for name in COLUMNS]
    origin = open_origin(source, names)
    if isinstance(origin, Fault):
        return None, [origin], []
    settings = origin.settings()
    faults, own = [*settings.faults], _is_own(settings)
    tables = {
        name: TypedTable(
            origin.sheet(name.removesuffix(".csv"), columns),
            _columns(name, own=own),
            OPTIONAL.get(name, ()),
            name not in OPTIONAL_FILES,
        )
        for name, columns in COLUMNS.items()
    }
    check_tables(tables, partial(_is_there, origin), own=own)
    check_project(tables, own=own)
    if settings.found or not settings.faults:
        faults += _check_settings(settings)
        faults += _check_names(settings, tables["readings.csv"])
        faults += _check_retired(settings, tables["criteria.csv"])
    faults += [fault for table in tables.values() for fault in sorted(table.faults)]
    faults = [origin.said(fault) for fault in faults]
    doubtful = origin.extra(names)
    doubtful += [fault for table in tables.values() for fault in sorted(table.warnings)]
    doubtful = [origin.said(doubt) for doubt in doubtful]
    return (None if faults else _assemble(origin, settings.found, tables)), faults, doubtful


def _is_own(settings: ProblemSettings) -> bool:
    """Whether it is somebody's own decision."""
    return settings.found.get(OWN) is True


def _columns(name: str, *, own: bool) -> dict[str, Parser]:
    """Columns of a table; in a decision of your own some cells may be empty."""
    columns = COLUMNS[name]
    free = MAY_BE_UNSTATED.get(name, set()) if own else set()
    return {column: optional_text if column in free else columns[column] for column in columns}


def _is_there(origin: Origin, text: str) -> bool:
    try:
        origin.text(text)
    except (OSError, ValueError):  # an impossible name, a missing file, or not UTF-8
        return False
    return True


def _check_settings(settings: ProblemSettings) -> list[Fault]:
    def fault(key: str, message: str) -> Fault:
        return Fault(settings.name, settings.line(key), key, message)

    found, known = settings.found, (*SETTINGS, *OPTIONAL_SETTINGS, OWN, READING_NAMES, RETIRED)
    may_be_unstated = MAY_BE_UNSTATED["problem.toml"] if _is_own(settings) else set()
    unknown = [fault(key, f"unknown key; {allowed(key, known)}") for key in found.keys() - {*known}]
    empty = [
        fault(key, "is missing or empty; some text in quotes is needed")
        for key in SETTINGS
        if not _is_text(found.get(key)) and not (key in may_be_unstated and not found.get(key))
    ] + [
        fault(key, "must be some text in quotes; otherwise leave the key out")
        for key in OPTIONAL_SETTINGS
        if key in found and not _is_text(found[key])
    ]
    if not isinstance(found.get(OWN, False), bool):
        empty.append(fault(OWN, "must be true or false, without quotes"))
    return sorted(unknown + empty)


def _check_retired(settings: ProblemSettings, criteria: TypedTable) -> list[Fault]:
    """Check that each retired id belongs to no criterion and has a reason."""
    retired = settings.found.get(RETIRED, {})
    if not isinstance(retired, dict):
        message = 'must be a table with a line ID = "reason" for each retired criterion'
        return [Fault(settings.name, settings.line(RETIRED), RETIRED, message)]
    rows = {row.get("id"): row.line for row in criteria}
    faults = []
    for criterion, reason in retired.items():
        line = settings.line(RETIRED, criterion)
        try:
            identifier(criterion)
        except ValueError as error:
            faults.append(Fault(settings.name, line, RETIRED, str(error)))
        if criterion in rows:
            message = f"{criterion!r} is still on line {rows[criterion]} of criteria.csv"
            faults.append(Fault(settings.name, line, RETIRED, f"{message}; remove one of the two"))
        if not _is_text(reason):
            message = f"{criterion!r} needs a text in quotes: why it was retired, what replaces it"
            faults.append(Fault(settings.name, line, RETIRED, message))
    return faults


def _check_names(settings: ProblemSettings, readings: TypedTable) -> list[Fault]:
    """Check that the settings name every reading, the stated one included."""
    names = settings.found.get(READING_NAMES, {})
    ids = dict.fromkeys(row["reading"] for row in readings.whole_rows)
    known = [STATED, *ids] if ids else []
    if isinstance(names, dict) and list(names) == known and all(map(_is_text, names.values())):
        return []
    message = f"must be a table that names each reading, in this order: {', '.join(known)}"
    if not known:
        message = "must be left out, because readings.csv has no readings"
    return [Fault(settings.name, 1, READING_NAMES, message)]


def _is_text(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())


def _assemble(origin: Origin, settings: Mapping[str, Any], tables: Tables) -> Problem:
    def records(name: str, record: type) -> tuple[Any, ...]:
        return tuple(record(**row.cells) for row in tables[name])

    rubrics = {row["id"]: _rubric(row["id"], tables) for row in tables["criteria.csv"]}
    sources = {source.id: source for source in records("sources.csv", Source)}
    local = {source.url for source in sources.values() if "://" not in source.url}
    performances = {
        (row["alternative"], row["criterion"]): _performance(row, rubrics[row["criterion"]])
        for row in tables["performances.csv"]
    }
    return Problem(
        **{name: settings.get(name, "") for name in SETTINGS},
        own=settings.get(OWN, False),
        **{name: settings[name] for name in OPTIONAL_SETTINGS if name in settings},
        groups=records("groups.csv", Group),
        alternatives=_alternatives(tables, shown=True),
        others=_alternatives(tables, shown=False),
        criteria=tuple(
            Criterion(**row.cells, levels=rubrics[row["id"]]) for row in tables["criteria.csv"]
        ),
        performances=performances,
        readings=_readings(tables, performances),
        reading_names=settings.get(READING_NAMES, {}),
        sources=sources,
        scenarios=tuple(
            Scenario(
                **row.cells,
                weights=_weights(row["id"], "criterion", tables),
                group_weights=_weights(row["id"], "group", tables),
                answers=_presets(row["id"], tables),
            )
            for row in tables["scenarios.csv"]
        ),
        questions=tuple(
            Question(row["id"], row["question"], row["help"], _choices(row["id"], tables))
            for row in tables["questions.csv"]
        ),
        rules=records("rules.csv", Rule),
        requirements=records("requirements.csv", Requirement),
        capabilities={
            (row["alternative"], row["requirement"]): Capability(**row.cells)
            for row in tables["capabilities.csv"]
        },
        texts={name: origin.text(name) for name in sorted(local)},
        retired=settings.get(RETIRED, {}),
    )


def _alternatives(tables: Tables, *, shown: bool) -> tuple[Alternative, ...]:
    found = []
    for row in tables["alternatives.csv"]:
        cells = dict(row.cells)
        if (cells.pop("shown") != "no") == shown:
            found.append(Alternative(**cells))
    return tuple(found)


def _choices(question: str, tables: Tables) -> tuple[Answer, ...]:
    rows = [row for row in tables["answers.csv"] if row["question"] == question]
    return tuple(Answer(row["id"], row["text"]) for row in rows)


def _rubric(criterion: str, tables: Tables) -> tuple[Level, ...]:
    rows = [row for row in tables["levels.csv"] if row["criterion"] == criterion]
    steps = [Level(row["level"], row["value"], row["meaning"], row["short"]) for row in rows]
    return tuple(sorted(steps, key=lambda step: step.level))


def _performance(row: Row, rubric: tuple[Level, ...]) -> Performance:
    cells = dict(row.cells)
    bounded = not math.isnan(cells["low"]) or not math.isnan(cells["high"])
    if not math.isnan(cells["confidence"]) and not bounded:
        # An uncertain level without bounds may be one of its two neighbours instead.
        levels = [step.level for step in rubric]
        at = levels.index(cells["performance"])
        cells["low"], cells["high"] = levels[max(at - 1, 0)], levels[min(at + 1, len(levels) - 1)]
    for bound in ("low", "high"):
        if math.isnan(cells[bound]):
            cells[bound] = cells["performance"]
    return Performance(**cells)


def _readings(tables: Tables, stated: Performances) -> dict[str, Performances]:
    """Facts by reading id, the stated ones first; empty if the folder has only those."""
    found: dict[str, Performances] = {}
    for row in tables["readings.csv"]:
        cells = {**row.cells, "confidence": math.nan}
        reading = cells.pop("reading")
        performance = _performance(Row(row.line, cells), ())
        key = performance.alternative, performance.criterion
        found.setdefault(reading, {})[key] = performance
    if found:
        keys = {key: None for cells in found.values() for key in cells}
        found = {STATED: {key: stated[key] for key in keys}, **found}
    return found


def _weights(scenario: str, column: str, tables: Tables) -> dict[str, ScenarioWeight]:
    """Weights of a scenario by criterion or by group; without own rows those of the first."""
    rows, first = tables["weights.csv"].rows, tables["scenarios.csv"].rows[0]["id"]
    own = scenario if any(row["scenario"] == scenario for row in rows) else first
    return {
        row[column]: ScenarioWeight(row["weight"], row["low"], row["high"], row["reason"])
        for row in rows
        if row["scenario"] == own and row[column]
    }


def _presets(scenario: str, tables: Tables) -> dict[str, str]:
    rows = [row for row in tables["presets.csv"] if row["scenario"] == scenario]
    return {row["question"]: row["answer"] for row in rows}

"""What must hold between the cells and tables of a problem folder.

Each check adds its faults to the table it is about. What could not be read, a
cell or a whole table, was faulted already and is passed over here.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

from advisor.parts import STATED
from advisor.tables import Row, Table

Tables = dict[str, Table]
SOURCED = ("performances", "readings", "weights", "capabilities", "rules")


def check_tables(tables: Tables, folder: Path) -> None:
    """Run every check over the tables of a folder, by file name."""
    _check_ids(tables)
    _check_references(tables)
    _check_filled(tables)
    for row in tables["criteria.csv"].whole_rows:
        _check_anchors(tables["criteria.csv"], row)
        if tables["levels.csv"].readable:
            _check_rubric(tables, row)
    _check_performances(tables)
    _check_readings(tables)
    _check_weights(tables["weights.csv"])
    _check_complete(tables, "performances.csv", "alternative", "alternatives.csv")
    _check_complete(tables, "weights.csv", "scenario", "scenarios.csv")
    _check_sources(tables, folder)


def _ids(table: Table) -> list[str]:
    return [row["id"] for row in table if row.get("id")]


def _check_ids(tables: Tables) -> None:
    for name in ("groups", "alternatives", "criteria", "sources", "scenarios"):
        tables[f"{name}.csv"].check_unique("id")
    for name in ("groups", "alternatives", "criteria", "scenarios"):
        tables[f"{name}.csv"].check_unique("name")
    tables["performances.csv"].check_unique("alternative", "criterion")
    tables["readings.csv"].check_unique("reading", "alternative", "criterion")
    tables["weights.csv"].check_unique("scenario", "criterion")


def _check_references(tables: Tables) -> None:
    for name, column, target in (
        ("criteria", "group", "groups"),
        ("criteria", "overlaps", "criteria"),
        ("criteria", "opposes", "criteria"),
        ("levels", "criterion", "criteria"),
        ("performances", "alternative", "alternatives"),
        ("performances", "criterion", "criteria"),
        ("performances", "source", "sources"),
        ("readings", "alternative", "alternatives"),
        ("readings", "criterion", "criteria"),
        ("readings", "source", "sources"),
        ("weights", "scenario", "scenarios"),
        ("weights", "criterion", "criteria"),
    ):
        where = f"{target}.csv"
        if tables[where].readable:
            tables[f"{name}.csv"].check_reference(column, _ids(tables[where]), where)


def _check_filled(tables: Tables) -> None:
    for name in ("groups", "alternatives", "criteria", "scenarios"):
        table = tables[f"{name}.csv"]
        if table.readable and not table.rows:
            table.fault(1, "file", "there is no row; at least one is needed")
    alternatives = tables["alternatives.csv"]
    if alternatives.rows and all(row.get("shown") == "no" for row in alternatives):
        alternatives.fault(alternatives.rows[0].line, "shown", "no row is shown; one must be")
    used = {row.get("group") for row in tables["criteria.csv"]}
    for row in tables["groups.csv"]:
        if tables["criteria.csv"].readable and row.get("id") not in {None, *used}:
            tables["groups.csv"].fault(row.line, "id", f"no criterion belongs to {row['id']!r}")


def _check_anchors(criteria: Table, row: Row) -> None:
    worst, best = row["worst"], row["best"]
    if worst == best:
        criteria.fault(row.line, "best", f"{best:g} is also the worst anchor; they must differ")
    elif (best > worst) != (row["direction"] == "higher"):
        side = "above" if row["direction"] == "higher" else "below"
        message = (
            f"{row['direction']!r} is better, so best ({best:g}) must be {side} worst ({worst:g})"
        )
        criteria.fault(row.line, "direction", message)
    if row["value_function"] == "log" and min(worst, best) <= 0:
        message = "a log value function needs both anchors above 0"
        criteria.fault(row.line, "value_function", message)


def _check_rubric(tables: Tables, criterion: Row) -> None:
    table = tables["levels.csv"]
    rows = [row for row in table.whole_rows if row["criterion"] == criterion["id"]]
    if criterion["value_function"] != "levels":
        for row in rows:
            message = f"{criterion['id']!r} has a {criterion['value_function']} value function"
            table.fault(row.line, "criterion", f"{message}; only 'levels' has a rubric")
        return
    by_level = {row["level"]: row for row in rows}
    for anchor, value in (("worst", 0), ("best", 1)):
        found = by_level.get(criterion[anchor])
        if found is None:
            message = f"{criterion[anchor]:g} is no level of {criterion['id']!r} in levels.csv"
            tables["criteria.csv"].fault(criterion.line, anchor, message)
        elif found["value"] != value:
            message = f"{found['value']:g} at the {anchor} anchor; it must be {value}"
            table.fault(found.line, "value", message)
    towards_best = sorted(by_level.values(), key=lambda row: row["level"])
    if criterion["direction"] == "lower":
        towards_best.reverse()
    for worse, better in pairwise(towards_best):
        if better["value"] < worse["value"]:
            message = (
                f"{better['value']:g} is below the value of the worse level {worse['level']:g}"
            )
            table.fault(better.line, "value", message)
    if len(by_level) < len(rows):
        table.fault(rows[-1].line, "level", f"a level of {criterion['id']!r} is there twice")


def _check_performances(tables: Tables) -> None:
    table = tables["performances.csv"]
    criteria = {row["id"]: row for row in tables["criteria.csv"].whole_rows}
    rubric: dict[str, list[float]] = {}
    for level in tables["levels.csv"].whole_rows:
        rubric.setdefault(level["criterion"], []).append(level["level"])
    for row in table.whole_rows:
        _check_bounds(table, row)
        criterion = criteria.get(row["criterion"])
        if criterion is None:
            continue
        if (criterion["kind"] == "input") != (row["basis"] == "input"):
            message = f"{row['basis']!r} for a criterion of kind {criterion['kind']!r}"
            table.fault(row.line, "basis", f"{message}; 'input' goes with 'input' and only with it")
        if criterion["kind"] == "input" and math.isnan(row["performance"]):
            message = "is empty; an input needs a neutral performance to start from"
            table.fault(row.line, "performance", message)
        if criterion["value_function"] == "levels" and tables["levels.csv"].readable:
            _check_level(table, row, rubric.get(row["criterion"], []))
        if not math.isnan(row["confidence"]):
            _check_confidence(table, row, criterion)
        if criterion["kind"] == "fact" and not math.isnan(row["performance"]):
            for column in ("source", "as_of"):
                if not row[column]:
                    table.fault(row.line, column, "is empty; every fact needs one")


def _check_readings(tables: Tables) -> None:
    """Another reading is a fact like the one it stands in for: bounds, levels, a day."""
    table = tables["readings.csv"]
    criteria = {row["id"]: row for row in tables["criteria.csv"].whole_rows}
    for row in table.whole_rows:
        _check_bounds(table, row)
        if row["reading"] == STATED:
            table.fault(row.line, "reading", f"{STATED!r} is what performances.csv says")
        criterion = criteria.get(row["criterion"])
        if criterion is None:
            continue
        if criterion["kind"] == "input" or row["basis"] == "input":
            table.fault(row.line, "criterion", "an input has no reading; only facts have")
        if criterion["value_function"] == "levels" and tables["levels.csv"].readable:
            steps = tables["levels.csv"].whole_rows
            own = [step["level"] for step in steps if step["criterion"] == criterion["id"]]
            _check_level(table, row, own)
        if not row["as_of"]:
            table.fault(row.line, "as_of", "is empty; every fact needs one")


def _check_bounds(table: Table, row: Row) -> None:
    performance = row["performance"]
    for column, beyond in (("low", row["low"] > performance), ("high", row["high"] < performance)):
        if math.isnan(performance) and not math.isnan(row[column]):
            message = "a bound without a performance; leave it empty where nothing is known"
            table.fault(row.line, column, message)
        elif beyond:
            side = "at most" if column == "low" else "at least"
            message = f"{row[column]:g}, but the performance is {performance:g}"
            table.fault(row.line, column, f"{message}; {column} must be {side} that")


def _check_confidence(table: Table, row: Row, criterion: Row) -> None:
    if criterion["value_function"] != "levels" or math.isnan(row["performance"]):
        message = "only a level of a rubric is read with a confidence; give low and high instead"
        table.fault(row.line, "confidence", message)
    elif not 0 < row["confidence"] <= 1:
        message = f"{row['confidence']:g} is not allowed; above 0 up to 1 is"
        table.fault(row.line, "confidence", message)
    elif row["low"] == row["high"]:
        message = "low and high leave no other level; leave them empty or wider"
        table.fault(row.line, "confidence", message)


def _check_level(table: Table, row: Row, rubric: list[float]) -> None:
    for column in ("performance", "low", "high"):
        found = row[column]
        if not math.isnan(found) and found not in rubric:
            listed = ", ".join(f"{level:g}" for level in sorted(rubric))
            message = f"{found:g} is no level of {row['criterion']!r}; allowed: {listed}"
            table.fault(row.line, column, message)


def _check_weights(table: Table) -> None:
    for row in table.whole_rows:
        if not row["low"] <= row["weight"] <= row["high"]:
            message = (
                f"{row['weight']:g} is outside its own range {row['low']:g} to {row['high']:g}"
            )
            table.fault(row.line, "weight", message)


def _check_complete(tables: Tables, name: str, column: str, rows_of: str) -> None:
    """Fault every missing row of a table that crosses something with the criteria."""
    table = tables[name]
    if not table.readable:
        return
    found = {(row.get(column), row.get("criterion")) for row in table}
    for owner in _ids(tables[rows_of]):
        for criterion in _ids(tables["criteria.csv"]):
            if (owner, criterion) not in found:
                message = f"no row for {owner} × {criterion}; add one"
                unknown = ", with an empty performance if it is unknown"
                hint = unknown if column == "alternative" else ""
                table.fault(1, "criterion", message + hint)


def _check_sources(tables: Tables, folder: Path) -> None:
    table = tables["sources.csv"]
    users = [tables[f"{name}.csv"] for name in SOURCED]
    faulty = any(user.faults and not user.readable for user in users)
    used = {row.get("source") for user in users for row in user}
    for row in (row for user in users for row in user):
        for column in ("note", "reason"):
            used.update(re.findall(r"\[([a-z0-9_-]+)\]", row.get(column, "")))
    for row in table.whole_rows:
        if not faulty and row["id"] not in used:
            table.fault(row.line, "id", f"{row['id']!r} is the source of nothing; use or remove it")
        if not row["seen"]:
            table.fault(row.line, "seen", "is empty; the day the source was seen is needed")
        if not re.match(r"https?://\S+$", row["url"]) and not _is_text_inside(folder, row["url"]):
            message = "is neither http(s)://… nor a UTF-8 text file in this folder"
            table.fault(row.line, "url", f"{row['url'][:80]!r} {message}")


def _is_text_inside(folder: Path, name: str) -> bool:
    try:
        path = (folder / name).resolve()
        path.read_text(encoding="utf-8")
    except (OSError, ValueError):  # a name no file can have, no file, or no text
        return False
    return path.is_relative_to(folder.resolve())

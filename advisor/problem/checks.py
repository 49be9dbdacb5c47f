"""Checks between the cells and tables of a problem folder.

Each check adds its faults to the table in question. It skips cells and tables that could not be
read, because reading them has already added a fault.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise

from advisor.problem.elements import LARGEST_WEIGHT, STATED, UNSTATED
from advisor.problem.questions import IMPORTANCE, NOT_SURE
from advisor.problem.schema import PROJECT_REFERENCES, REFERENCES
from advisor.problem.tables import Row, TypedTable, allowed
from advisor.problem.tables.notation import Quantity

Tables = dict[str, TypedTable]
# The short text of a level is the label of a button in a row of buttons.
LONGEST_SHORT = 16
SOURCED = ("performances", "readings", "weights", "capabilities", "rules")


def check_tables(tables: Tables, is_text: Callable[[str], bool], *, own: bool = False) -> None:
    """Run every check over the tables, by file name; ``is_text`` knows the problem's own texts.

    A decision of your ``own`` need not state the basis, the source and the day of a fact.
    """
    _check_ids(tables)
    _check_references(tables)
    _check_filled(tables)
    for row in tables["criteria.csv"].whole_rows:
        _check_units(tables["criteria.csv"], row, row)
        _check_anchors(tables["criteria.csv"], row)
        if tables["levels.csv"].readable:
            _check_rubric(tables, row)
    _check_performances(tables, own=own)
    _check_readings(tables)
    _check_weights(tables["weights.csv"])
    _check_shared(tables)
    _check_scenarios(tables)
    _check_complete(tables, "performances.csv", "alternative", _ids(tables["alternatives.csv"]))
    _check_complete(tables, "weights.csv", "scenario", _weighing(tables))
    _check_sources(tables, is_text)


def _ids(table: TypedTable) -> list[str]:
    return [row["id"] for row in table if row.get("id")]


def _check_ids(tables: Tables) -> None:
    for name in ("groups", "alternatives", "criteria", "sources", "scenarios"):
        tables[f"{name}.csv"].check_unique("id")
    for name in ("groups", "alternatives", "criteria", "scenarios"):
        tables[f"{name}.csv"].check_unique("name")
    tables["performances.csv"].check_unique("alternative", "criterion")
    tables["readings.csv"].check_unique("reading", "alternative", "criterion")
    tables["weights.csv"].check_unique("scenario", "group", "criterion")


def _check_references(tables: Tables) -> None:
    for name, column, target in REFERENCES:
        where = f"{target}.csv"
        if tables[where].readable:
            tables[f"{name}.csv"].check_reference(column, _ids(tables[where]), where)


def _check_filled(tables: Tables) -> None:
    for name in ("groups", "alternatives", "criteria", "scenarios"):
        table = tables[f"{name}.csv"]
        if table.readable and not table.rows:
            table.fault(1, "file", "the table has no rows; at least one is needed")
    alternatives = tables["alternatives.csv"]
    if alternatives.rows and all(row.get("shown") == "no" for row in alternatives):
        message = "every row says 'no'; at least one alternative must be shown"
        alternatives.fault(alternatives.rows[0].line, "shown", message)
    used = {row.get("group") for row in tables["criteria.csv"]}
    for row in tables["groups.csv"]:
        if tables["criteria.csv"].readable and row.get("id") not in {None, *used}:
            message = f"no criterion belongs to {row['id']!r}; add one or remove the group"
            tables["groups.csv"].fault(row.line, "id", message)


def _check_anchors(criteria: TypedTable, row: Row) -> None:
    worst, best = row["worst"], row["best"]
    if worst == best:
        message = f"{best:g} is both the worst and the best anchor; the two must differ"
        criteria.fault(row.line, "best", message)
    elif (best > worst) != (row["direction"] == "higher"):
        side = "above" if row["direction"] == "higher" else "below"
        message = (
            f"{row['direction']!r} is better, so best ({best:g}) must be {side} worst ({worst:g})"
        )
        criteria.fault(row.line, "direction", message)
    if row["value_function"] == "log" and min(worst, best) <= 0:
        message = f"a log value function needs anchors above 0, not {worst:g} and {best:g}"
        criteria.fault(row.line, "value_function", message)


def _check_rubric(tables: Tables, criterion: Row) -> None:
    table = tables["levels.csv"]
    rows = [row for row in table.whole_rows if row["criterion"] == criterion["id"]]
    if criterion["value_function"] != "levels":
        for row in rows:
            message = f"{criterion['id']!r} has a {criterion['value_function']} value function"
            table.fault(
                row.line, "criterion", f"{message}; only criteria with 'levels' have rows here"
            )
        return
    by_level = {row["level"]: row for row in rows}
    for anchor, value in (("worst", 0), ("best", 1)):
        found = by_level.get(criterion[anchor])
        if found is None:
            message = f"{criterion[anchor]:g} is not a level of {criterion['id']!r}"
            message += "; add it to levels.csv or use one of its levels"
            tables["criteria.csv"].fault(criterion.line, anchor, message)
        elif found["value"] != value:
            message = f"{found['value']:g} is the value of the {anchor} anchor; it must be {value}"
            table.fault(found.line, "value", message)
    towards_best = sorted(by_level.values(), key=lambda row: row["level"])
    if criterion["direction"] == "lower":
        towards_best.reverse()
    for worse, better in pairwise(towards_best):
        if better["value"] < worse["value"]:
            message = (
                f"{better['value']:g} is below {worse['value']:g}, the value of the worse level "
                f"{worse['level']:g}"
            )
            table.fault(better.line, "value", message)
    _check_short(table, criterion["id"], rows)
    if len(by_level) < len(rows):
        message = f"a level of {criterion['id']!r} appears twice; keep one row"
        table.fault(rows[-1].line, "level", message)


def _check_short(table: TypedTable, criterion: str, rows: list[Row]) -> None:
    """Short texts label buttons, so all levels of a criterion have a different one, or none."""
    said = [row["short"] for row in rows]
    for place, row in enumerate(rows):
        if not said[place] and any(said):
            message = (
                f"is empty, but other levels of {criterion!r} have a text; fill in all or none"
            )
            table.fault(row.line, "short", message)
        elif said[place] and said[place] in said[:place]:
            message = f"{said[place]!r} also names another level of {criterion!r}; use another text"
            table.fault(row.line, "short", message)
        elif len(said[place]) > LONGEST_SHORT:
            message = f"{len(said[place])} characters are too long for a button"
            table.fault(row.line, "short", f"{message}; allowed: up to {LONGEST_SHORT}")


def _check_performances(tables: Tables, *, own: bool) -> None:
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
        _check_units(table, row, criterion)
        _warn_beyond(table, row, criterion)
        if (criterion["kind"] == "input") != (row["basis"] == "input"):
            needed = "'input'" if criterion["kind"] == "input" else "any other basis than 'input'"
            message = f"{row['basis']!r} does not fit a criterion of kind {criterion['kind']!r}"
            table.fault(row.line, "basis", f"{message}; allowed: {needed}")
        if criterion["kind"] == "input" and math.isnan(row["performance"]):
            message = "is empty; an input needs a neutral number to start from"
            table.fault(row.line, "performance", message)
        if criterion["value_function"] == "levels" and tables["levels.csv"].readable:
            _check_level(table, row, rubric.get(row["criterion"], []))
        if not math.isnan(row["confidence"]):
            _check_confidence(table, row, criterion)
        if own:
            continue
        if row["basis"] == UNSTATED:
            message = "only a decision of your own (own = true in problem.toml) may leave this open"
            table.fault(row.line, "basis", message)
        if criterion["kind"] == "fact" and not math.isnan(row["performance"]):
            for column in ("source", "as_of"):
                if not row[column]:
                    table.fault(row.line, column, "is empty; every fact needs its source and day")


def _check_readings(tables: Tables) -> None:
    """Check readings like the facts that they replace: bounds, levels and day."""
    table = tables["readings.csv"]
    criteria = {row["id"]: row for row in tables["criteria.csv"].whole_rows}
    for row in table.whole_rows:
        _check_bounds(table, row)
        if row["reading"] == STATED:
            message = f"{STATED!r} is the id of the facts in performances.csv; use another id"
            table.fault(row.line, "reading", message)
        criterion = criteria.get(row["criterion"])
        if criterion is None:
            continue
        _check_units(table, row, criterion)
        _warn_beyond(table, row, criterion)
        if criterion["kind"] == "input" or row["basis"] == "input":
            table.fault(row.line, "criterion", "an input has no readings; only facts have them")
        if criterion["value_function"] == "levels" and tables["levels.csv"].readable:
            steps = tables["levels.csv"].whole_rows
            own = [step["level"] for step in steps if step["criterion"] == criterion["id"]]
            _check_level(table, row, own)
        if not row["as_of"]:
            table.fault(row.line, "as_of", "is empty; every fact needs its source and day")


def _check_bounds(table: TypedTable, row: Row) -> None:
    performance = row["performance"]
    for column, beyond in (("low", row["low"] > performance), ("high", row["high"] < performance)):
        if math.isnan(performance) and not math.isnan(row[column]):
            message = "a bound needs a performance; leave both empty if nothing is known"
            table.fault(row.line, column, message)
        elif beyond:
            side = "above" if column == "low" else "below"
            message = f"{row[column]:g}, but the performance is {performance:g}"
            table.fault(row.line, column, f"{message}; {column} must not be {side} it")


def _check_units(table: TypedTable, row: Row, criterion: Row) -> None:
    """Check that a unit next to a number is that of its criterion."""
    for column in ("worst", "best", "performance", "low", "high"):
        found = row.get(column)
        if isinstance(found, Quantity) and not _has_unit(criterion["unit"], found.unit):
            message = f"{found.unit!r} is not the unit of {criterion['id']!r}"
            hint = f"write the number in its unit, {criterion['unit']!r}"
            table.fault(row.line, column, f"{message}; {hint}")


def _has_unit(unit: str, found: str) -> bool:
    # A word of its own: 30 € are not 30 k€.
    words = re.split(r"[\s/,]+", re.sub(r"per ?cent\b", "%", unit))
    return found in words


def _warn_beyond(table: TypedTable, row: Row, criterion: Row) -> None:
    """Warn of a performance beyond an anchor, because it counts as that anchor."""
    worst, best = criterion["worst"], criterion["best"]
    if criterion["value_function"] == "levels":
        return
    for column in ("performance", "low", "high"):
        found = row[column]
        if min(worst, best) <= found <= max(worst, best) or math.isnan(found):
            continue
        end = "worst" if (found < worst) == (worst < best) else "best"
        anchor = f"{criterion[end]:.10g}"
        message = f"{found:.10g} is beyond the {end} anchor of {criterion['id']!r}, {anchor}"
        if found <= 0 and criterion["value_function"] == "log":
            message = f"{found:.10g} is not above 0, but {criterion['id']!r} has a log scale"
        hint = "if that hides a difference, move the anchor in criteria.csv"
        table.warn(row.line, column, f"{message}, so it counts as {anchor}; {hint}")
        return


def _check_confidence(table: TypedTable, row: Row, criterion: Row) -> None:
    if criterion["value_function"] != "levels" or math.isnan(row["performance"]):
        message = "only the level of a rubric can have a confidence; give low and high instead"
        table.fault(row.line, "confidence", message)
    elif not 0 < row["confidence"] <= 1:
        message = f"{row['confidence']:g} is not allowed; allowed: above 0, up to 1"
        table.fault(row.line, "confidence", message)
    elif row["low"] == row["high"]:
        message = "low and high leave no other level; widen them or leave them empty"
        table.fault(row.line, "confidence", message)


def _check_level(table: TypedTable, row: Row, rubric: list[float]) -> None:
    for column in ("performance", "low", "high"):
        found = row[column]
        if not math.isnan(found) and found not in rubric:
            listed = ", ".join(f"{level:g}" for level in sorted(rubric))
            message = f"{found:g} is not a level of {row['criterion']!r}; allowed: {listed}"
            table.fault(row.line, column, message)


def _check_weights(table: TypedTable) -> None:
    for row in table.whole_rows:
        if not row["low"] <= row["weight"] <= row["high"]:
            bounds = f"{row['low']:g} to {row['high']:g}"
            message = f"{row['weight']:g} is outside its own range; allowed: {bounds}"
            table.fault(row.line, "weight", message)


def _check_shared(tables: Tables) -> None:
    """Check that a row weighs a criterion or a group, and a group in all scenarios or none."""
    table, criteria = tables["weights.csv"], _ids(tables["criteria.csv"])
    for row in table.whole_rows:
        if bool(row["group"]) == bool(row["criterion"]):
            message = "the row names both a group and a criterion"
            message = message if row["group"] else "the row names neither a group nor a criterion"
            table.fault(row.line, "criterion", f"{message}; it must name one of the two")
        elif row["group"] in criteria:
            message = f"{row['group']!r} is also the id of a criterion"
            table.fault(
                row.line, "group", f"{message}; a group with its own weight needs another id"
            )
    scenarios = _weighing(tables)
    for group in dict.fromkeys(row["group"] for row in table.whole_rows if row["group"]):
        there = {row["scenario"] for row in table.whole_rows if row["group"] == group}
        for scenario in scenarios:
            if scenario not in there:
                message = (
                    f"no row for {scenario} × {group}; add one, because this group has a weight"
                )
                table.fault(1, "group", f"{message} in another scenario")


def _check_scenarios(tables: Tables) -> None:
    """Every scenario after the first needs weights of its own, or answers to start from."""
    if not tables["weights.csv"].readable:
        return
    preset = {row.get("scenario") for row in tables["presets.csv"]}
    for row in tables["scenarios.csv"]:
        if row.get("id") not in {None, *preset, *_weighing(tables)}:
            message = (
                f"{row['id']!r} has neither weights nor answers, so it equals the first scenario"
            )
            hint = "add rows to weights.csv or presets.csv"
            tables["scenarios.csv"].fault(row.line, "id", f"{message}; {hint}")


def _weighing(tables: Tables) -> list[str]:
    """Ids of the scenarios that need all weights: the first, and every other one with a weight."""
    scenarios = _ids(tables["scenarios.csv"])
    named = {row.get("scenario") for row in tables["weights.csv"]}
    return [one for one in scenarios if one in named or one == scenarios[0]]


def _check_complete(tables: Tables, name: str, column: str, owners: list[str]) -> None:
    """Add a fault for every missing row of a table that needs one per owner and criterion."""
    table = tables[name]
    if not table.readable:
        return
    found = {(row.get(column), row.get("criterion")) for row in table}
    for owner in owners:
        for criterion in _ids(tables["criteria.csv"]):
            if (owner, criterion) not in found:
                message = f"no row for {owner} × {criterion}; add one"
                unknown = ", with an empty performance if it is unknown"
                hint = unknown if column == "alternative" else ""
                table.fault(1, "criterion", message + hint)


def _check_sources(tables: Tables, is_text: Callable[[str], bool]) -> None:
    table = tables["sources.csv"]
    users = [tables[f"{name}.csv"] for name in SOURCED]
    faulty = any(user.faults and not user.readable for user in users)
    used = {row.get("source") for user in users for row in user}
    for row in (row for user in users for row in user):
        for column in ("note", "reason"):
            used.update(re.findall(r"\[([a-z0-9_-]+)\]", row.get(column, "")))
    for row in table.whole_rows:
        if not faulty and row["id"] not in used:
            message = f"{row['id']!r} is never cited; cite or remove this source"
            table.fault(row.line, "id", message)
        if not row["seen"]:
            message = "is empty; write the day on which you saw the source as YYYY-MM-DD"
            table.fault(row.line, "seen", message)
        if not re.match(r"https?://\S+$", row["url"]) and not is_text(row["url"]):
            message = "is neither an http(s):// address nor a UTF-8 text file in this folder"
            table.fault(row.line, "url", f"{row['url'][:80]!r} {message}")


def check_project(tables: Tables, *, own: bool = False) -> None:
    """Run every check over the tables about the project: questions, rules and requirements.

    A decision of your ``own`` need not state the source and the day of a capability.
    """
    for name in ("questions", "requirements"):
        tables[f"{name}.csv"].check_unique("id")
    tables["answers.csv"].check_unique("question", "id")
    tables["rules.csv"].check_unique("question", "answer", "effect", "target")
    tables["presets.csv"].check_unique("scenario", "question")
    tables["capabilities.csv"].check_unique("alternative", "requirement")
    for name, column, target in PROJECT_REFERENCES:
        where = f"{target}.csv"
        if not tables[where].readable and target in ("alternatives", "sources", "scenarios"):
            continue  # the missing table has a fault already
        tables[f"{name}.csv"].check_reference(column, _ids(tables[where]), where)
    for row in tables["requirements.csv"].whole_rows:
        _check_requirement(tables["requirements.csv"], row)
    _check_answers(tables)
    for name in ("rules", "presets"):
        _check_answered(tables[f"{name}.csv"], tables["answers.csv"])
    _check_rules(tables)
    _check_capabilities(tables, own=own)


def _check_requirement(table: TypedTable, row: Row) -> None:
    if "{}" not in row["unit"]:
        message = f"{row['unit']!r} has no placeholder {{}} for the choice; add one"
        table.fault(row.line, "unit", message)
    if row["kind"] != "levels":
        for choice in row["choices"]:
            _check_number(table, row, "choices", choice)


def _check_answers(tables: Tables) -> None:
    answers = tables["answers.csv"]
    for row in tables["questions.csv"]:
        if sum(answer.get("question") == row.get("id") for answer in answers) < 2:
            message = f"{row.get('id')!r} has fewer than two answers in answers.csv; add some"
            tables["questions.csv"].fault(row.line, "id", message)
    for row in answers:
        if row.get("id") == NOT_SURE:
            message = f"{NOT_SURE!r} is an answer to every question already; remove this row"
            answers.fault(row.line, "id", message)


def _check_answered(table: TypedTable, answers: TypedTable) -> None:
    """Add a fault for every row whose answer does not belong to its question."""
    for row in table.whole_rows:
        own = [one["id"] for one in answers.whole_rows if one["question"] == row["question"]]
        if row["answer"] not in own:
            message = f"{row['answer']!r} is not an answer to {row['question']!r}"
            table.fault(row.line, "answer", f"{message}; {allowed(row['answer'], own)}")


def _check_rules(tables: Tables) -> None:
    table = tables["rules.csv"]
    criteria = _ids(tables["criteria.csv"])
    shared = {row["group"]: None for row in tables["weights.csv"].whole_rows if row["group"]}
    requirements = {row["id"]: row for row in tables["requirements.csv"].whole_rows}
    for row in table.whole_rows:
        if row["effect"] != "require" and not tables["criteria.csv"].readable:
            continue
        if row["effect"] == "importance":
            also = " and not a group with its own weight" if shared else ""
            _check_target(table, row, [*criteria, *shared], f"criteria.csv{also}")
            if row["amount"] not in IMPORTANCE:
                message = f"{row['amount']!r} does not say how much the target matters"
                table.fault(
                    row.line, "amount", f"{message}; {allowed(row['amount'], [*IMPORTANCE])}"
                )
        elif row["effect"] == "weight":
            _check_target(table, row, criteria, "criteria.csv")
            points = _check_number(table, row, "amount", row["amount"])
            if points is not None and not 0 < abs(points) <= LARGEST_WEIGHT:
                bounds = f"-{LARGEST_WEIGHT} to {LARGEST_WEIGHT} except 0"
                message = f"{points:g} points are not allowed; allowed: {bounds}"
                table.fault(row.line, "amount", message)
        elif _check_target(table, row, list(requirements), "requirements.csv"):
            _check_choice(table, row, "amount", requirements[row["target"]], demanded=True)


def _check_capabilities(tables: Tables, *, own: bool) -> None:
    table = tables["capabilities.csv"]
    requirements = {row["id"]: row for row in tables["requirements.csv"].whole_rows}
    for row in table.whole_rows:
        for column, other in (("coming", "coming_by"), ("coming_by", "coming")):
            if row[column] and not row[other]:
                message = f"is empty; a row with {column} needs {other} too"
                table.fault(row.line, other, message)
        if row["coming"] and not row["capability"]:
            message = "is empty; a row with coming also needs what is offered today"
            table.fault(row.line, "capability", message)
        known = row["requirement"] in requirements
        for column in ("capability", "coming"):
            if row[column] and known:
                _check_choice(table, row, column, requirements[row["requirement"]])
        for column in ("source", "as_of"):
            if row["capability"] and not row[column] and not own:
                message = "is empty; every capability needs its source and day"
                table.fault(row.line, column, message)
    if requirements and not table.readable and not table.faults:
        table.fault(1, "file", "this file is missing; requirements.csv needs it")
        return
    found = {(row.get("alternative"), row.get("requirement")) for row in table}
    for alternative in _ids(tables["alternatives.csv"]):
        for requirement in requirements:
            if (alternative, requirement) not in found:
                message = f"no row for {alternative} × {requirement}; add one"
                hint = ", with an empty capability if it is unknown"
                table.fault(1, "requirement", message + hint)


def _check_choice(
    table: TypedTable, row: Row, column: str, requirement: Row, demanded: bool = False
) -> None:
    choices = list(requirement["choices"])
    if requirement["kind"] != "levels":
        if not demanded:
            _check_number(table, row, column, row[column])
            return
    elif demanded:
        choices = choices[1:]  # the weakest level cannot be demanded
    if row[column] not in choices:
        message = f"{row[column]!r} is not a choice of {requirement['id']!r}"
        table.fault(row.line, column, f"{message}; {allowed(row[column], choices)}")


def _check_target(table: TypedTable, row: Row, known: list[str], where: str) -> bool:
    if row["target"] in known:
        return True
    message = f"{row['target']!r} is not in {where}; {allowed(row['target'], known)}"
    table.fault(row.line, "target", message)
    return False


def _check_number(table: TypedTable, row: Row, column: str, cell: str) -> float | None:
    """Number in a column that also has words; it is shown as it is written."""
    try:
        found = float(cell)
    except ValueError:
        found = math.nan
    if math.isfinite(found) and not re.search(r"[_\s]", cell):
        return found
    table.fault(row.line, column, f"{cell!r} is not a number; here it needs digits alone")
    return None

"""What must hold between the questions, rules, requirements and capabilities of a folder."""

from __future__ import annotations

from advisor.checks import Tables
from advisor.parts import LARGEST_WEIGHT
from advisor.project import NOT_SURE
from advisor.tables import Row, Table, allowed, number


def check_project(tables: Tables) -> None:
    """Run every check over the tables that say what can be asked about a project."""
    for name in ("questions", "requirements"):
        tables[f"{name}.csv"].check_unique("id")
    tables["answers.csv"].check_unique("question", "id")
    tables["rules.csv"].check_unique("question", "answer", "effect", "target")
    tables["capabilities.csv"].check_unique("alternative", "requirement")
    for name, column, target in (
        ("answers", "question", "questions"),
        ("rules", "question", "questions"),
        ("capabilities", "alternative", "alternatives"),
        ("capabilities", "requirement", "requirements"),
        ("capabilities", "source", "sources"),
    ):
        where = f"{target}.csv"
        if not tables[where].readable and target in ("alternatives", "sources"):
            continue  # faulted already
        tables[f"{name}.csv"].check_reference(column, _ids(tables[where]), where)
    for row in tables["requirements.csv"].whole_rows:
        _check_requirement(tables["requirements.csv"], row)
    _check_answers(tables)
    _check_rules(tables)
    _check_capabilities(tables)


def _ids(table: Table) -> list[str]:
    return [row["id"] for row in table if row.get("id")]


def _check_requirement(table: Table, row: Row) -> None:
    if "{}" not in row["unit"]:
        table.fault(row.line, "unit", f"{row['unit']!r} has no place {{}} for the choice")
    if row["kind"] != "levels":
        for choice in row["choices"]:
            _check_number(table, row, "choices", choice)


def _check_answers(tables: Tables) -> None:
    answers = tables["answers.csv"]
    for row in tables["questions.csv"]:
        if sum(answer.get("question") == row.get("id") for answer in answers) < 2:
            message = f"{row.get('id')!r} has fewer than two answers in answers.csv"
            tables["questions.csv"].fault(row.line, "id", message)
    for row in answers:
        if row.get("id") == NOT_SURE:
            message = f"{NOT_SURE!r} can be answered to every question; leave it out here"
            answers.fault(row.line, "id", message)


def _check_rules(tables: Tables) -> None:
    table, answers = tables["rules.csv"], tables["answers.csv"].whole_rows
    criteria = _ids(tables["criteria.csv"])
    requirements = {row["id"]: row for row in tables["requirements.csv"].whole_rows}
    for row in table.whole_rows:
        known = [answer["id"] for answer in answers if answer["question"] == row["question"]]
        if row["answer"] not in known:
            message = f"{row['answer']!r} is no answer to {row['question']!r}"
            table.fault(row.line, "answer", f"{message}; {allowed(row['answer'], known)}")
        if row["effect"] == "weight" and not tables["criteria.csv"].readable:
            continue
        if row["effect"] == "weight":
            _check_target(table, row, criteria, "criteria.csv")
            points = _check_number(table, row, "amount", row["amount"])
            if points is not None and not 0 < abs(points) <= LARGEST_WEIGHT:
                message = f"{points:g} points; allowed: up to {LARGEST_WEIGHT} either way, not 0"
                table.fault(row.line, "amount", message)
        elif _check_target(table, row, list(requirements), "requirements.csv"):
            _check_choice(table, row, "amount", requirements[row["target"]], demanded=True)


def _check_capabilities(tables: Tables) -> None:
    table = tables["capabilities.csv"]
    requirements = {row["id"]: row for row in tables["requirements.csv"].whole_rows}
    for row in table.whole_rows:
        if not row["capability"]:
            continue
        for column in ("source", "as_of"):
            if not row[column]:
                table.fault(row.line, column, "is empty; every capability needs one")
        if row["requirement"] in requirements:
            _check_choice(table, row, "capability", requirements[row["requirement"]])
    if requirements and not table.readable and not table.faults:
        table.fault(1, "file", "there is no such file; requirements.csv needs it")
        return
    found = {(row.get("alternative"), row.get("requirement")) for row in table}
    for alternative in _ids(tables["alternatives.csv"]):
        for requirement in requirements:
            if (alternative, requirement) not in found:
                message = f"no row for {alternative} × {requirement}; add one"
                hint = ", with an empty capability if it is unknown"
                table.fault(1, "requirement", message + hint)


def _check_choice(
    table: Table, row: Row, column: str, requirement: Row, demanded: bool = False
) -> None:
    choices = list(requirement["choices"])
    if requirement["kind"] != "levels":
        if not demanded:
            _check_number(table, row, column, row[column])
            return
    elif demanded:
        choices = choices[1:]  # the weakest demands nothing
    if row[column] not in choices:
        message = f"{row[column]!r} is no choice of {requirement['id']!r}"
        table.fault(row.line, column, f"{message}; {allowed(row[column], choices)}")


def _check_target(table: Table, row: Row, known: list[str], where: str) -> bool:
    if row["target"] in known:
        return True
    message = f"{row['target']!r} is not in {where}; {allowed(row['target'], known)}"
    table.fault(row.line, "target", message)
    return False


def _check_number(table: Table, row: Row, column: str, cell: str) -> float | None:
    try:
        return number(cell)
    except ValueError as error:
        table.fault(row.line, column, str(error))
        return None

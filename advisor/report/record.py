"""The decision record as plain data: the choices, the result and the facts behind it.

The record is written as JSON. ``state`` is the result of `Choices.to_dict` and restores the same
decision. With ``result``, ``facts`` and ``model``, a later run on newer data can report what has
changed (`advisor.report.diff`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from math import isfinite, isnan
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

from msgspec import Meta, ValidationError, convert

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import TOO_DEEP, InputError, Problem, nested_too_deeply
from advisor.problem.tables import allowed
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.report.wording.group import dissent
from advisor.report.wording.numbers import listing
from advisor.report.wording.verdict import summary
from advisor.robustness.assessment import Assessment

FORMAT, VERSION = "backend-advisor decision record", 1
# A decision should be reviewed after a year, because most software has a feature release by then.
REVIEW_AFTER_YEARS = 1
# The statuses of MADR; tools that read MADR do not recognise others.
PROPOSED, SUPERSEDED = "proposed", "superseded by "
STATUSES = (PROPOSED, "rejected", "accepted", "deprecated")


class _Place(TypedDict):
    alternative: str
    score: Annotated[float, Meta(ge=0, le=1)]


class _Result(TypedDict):
    verdict: NotRequired[str | None]
    ranking: NotRequired[list[_Place]]


class _Fact(TypedDict):
    performance: float | None
    version: NotRequired[str]
    as_of: NotRequired[str]
    source: NotRequired[str]


class _Criterion(TypedDict):
    name: str
    group: str


class _Question(TypedDict):
    question: str
    answers: dict[str, str]


class _Model(TypedDict):
    """Groups, criteria and questions of the problem, by id."""

    groups: dict[str, str]
    criteria: dict[str, _Criterion]
    questions: dict[str, _Question]


class _Record(TypedDict):
    """Keys that a record needs to be loaded and compared; `Choices` checks ``state``."""

    made: date
    problem: str
    state: dict[str, Any]
    weights: dict[str, Annotated[float, Meta(ge=0, le=LARGEST_WEIGHT)]]
    result: _Result
    facts: dict[str, dict[str, _Fact]]
    # Records of earlier versions lack these three.
    name: NotRequired[str]
    model: NotRequired[_Model]
    decision: NotRequired[_Decision]


class _Decision(TypedDict):
    """The decision of people, which may differ from the advice."""

    status: str
    decided: str
    by: list[str]


class RecordError(InputError):
    """A text is not a decision record, or its version cannot be read."""


def make_record(
    assessment: Assessment,
    made: date,
    link: str = "",
    decided: str = "",
    by: str = "",
    status: str = PROPOSED,
    name: str = "",
) -> dict[str, Any]:
    """Make a decision record, as plain data for JSON.

    Parameters
    ----------
    assessment : Assessment
    made : date
        Date of the record.
    link : str
        Address that opens the page with this decision; empty if there is none.
    decided : str
        Id of the alternative that people decided on; empty if there is no decision yet.
    by : str
        Names of the people who decide, separated by commas.
    status : str
        One of `STATUSES`, or ``superseded by`` and the name of the new decision.
    name : str
        Name of the person whose vote in a group this is; empty if it is no vote.

    Raises
    ------
    InputError
        If the decided alternative is not compared, or MADR does not have the status.
    """
    ranking = assessment.ranking
    problem, leads = ranking.problem, assessment.leads
    return {
        "format": FORMAT,
        "version": VERSION,
        "made": made.isoformat(),
        "review_by": review_by(made).isoformat(),
        "problem": problem.id,
        "title": problem.title,
        "link": link,
        "name": _words(name),
        "decision": _decision(problem, decided, by, status),
        "state": ranking.choices.to_dict(problem),
        "weights": {c: w for c, w in ranking.raw_weights.items() if w},
        "result": {
            "summary": summary(assessment),
            "dissent": dissent(ranking),
            "verdict": assessment.verdict if leads else None,
            "share": round(assessment.lead.share, 4) if leads else None,
            "ranking": [
                {
                    "alternative": ranking.alternatives[row],
                    "score": round(float(ranking.scores[row]), 4),
                }
                for row in ranking.order
            ],
            "excluded": {e.alternative: e.reason for e in ranking.excluded},
            "notices": list(ranking.notices),
        },
        "facts": _facts(problem),
        "model": model_of(problem),
    }


def review_by(made: date) -> date:
    """Day on which to review a decision."""
    later = made.year + REVIEW_AFTER_YEARS
    # The next year has no 29th of February.
    return (
        made.replace(year=later, day=28)
        if (made.month, made.day) == (2, 29)
        else made.replace(year=later)
    )


def to_json(record: Mapping[str, Any]) -> str:
    """Record as readable JSON; equal records give equal texts."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def read_record(text: str) -> dict[str, Any]:
    """Read a record from the text of a file.

    Raises
    ------
    RecordError
        If the text is not a complete record of this version; the message says what is wrong.
    """
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        json.dumps(found, ensure_ascii=False).encode()  # refuses half a character
        deep = nested_too_deeply(found)
    except RecursionError:
        deep = True
    except ValueError as error:
        message = f"not a decision record: it cannot be read as JSON ({error})"
        raise RecordError(message) from None
    if deep:
        raise RecordError(f"not a decision record: it is {TOO_DEEP}")
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise RecordError(f"not a decision record: 'format' must be {FORMAT!r}")
    if found.get("version") != VERSION:
        raise RecordError(
            f"the record has version {found.get('version')!r}; this advisor reads version {VERSION}"
        )
    try:
        convert(found, _Record)
    except (ValidationError, UnicodeEncodeError) as error:
        raise RecordError(f"not a complete decision record: {error}") from None
    if found["problem"] != (about := found["state"].get("problem")):
        named = f"{found['problem']!r} and {about!r}"
        raise RecordError(f"the record names two problems, {named}; allowed: one")
    return found


def read_record_file(path: str | Path) -> dict[str, Any]:
    """Read a record from a file.

    Raises
    ------
    RecordError
        If the file is not a complete record; the message names the file and what is wrong.
    OSError
        If the file cannot be opened.
    """
    try:
        return read_record(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise RecordError(f"{path}: not a decision record: it is not UTF-8 text") from None
    except RecordError as error:
        raise RecordError(f"{path}: {error}") from None


def ballot_of(problem: Problem, record: Mapping[str, Any], name: str) -> Ballot:
    """Make a ballot from the weights of a record.

    Parameters
    ----------
    problem : Problem
    record : mapping
        Result of `read_record`.
    name : str
        Name of the participant if the record names neither a voter nor somebody who decides.

    Raises
    ------
    ChoiceError
        If the record was made for another problem, or the problem does not allow its choices.
    """
    if record["problem"] != problem.id:
        made = f"the record was made for problem {record['problem']!r}"
        raise ChoiceError(f"{made}; allowed: {problem.id!r}")
    Choices.from_dict(problem, record["state"])
    by = listing(record.get("decision", {}).get("by", []))
    named = _words(record.get("name", "")) or by or name
    return Choices(ballots=(Ballot(named, record["weights"]),)).check(problem).ballots[0]


def _decision(problem: Problem, decided: str, by: str, status: str) -> _Decision:
    compared = [alternative.id for alternative in problem.alternatives]
    if decided and decided not in compared:
        noun = problem.alternative_noun
        raise InputError(f"{noun} {decided!r} is not compared; {allowed(decided, compared)}")
    successor = status.removeprefix(SUPERSEDED).strip() if status.startswith(SUPERSEDED) else ""
    if status not in STATUSES and not successor:
        known = [*STATUSES, f"{SUPERSEDED}…"]
        raise InputError(f"there is no status {status!r}; {allowed(status, known)}")
    if status != PROPOSED and not decided:
        needed = f"status {status!r} needs the {problem.alternative_noun} that was decided on"
        raise InputError(f"{needed}; {allowed('', compared)}")
    names = [name for part in by.split(",") if (name := _words(part))]
    return {"status": _words(status), "decided": decided, "by": names}


def _words(text: str) -> str:
    """Text on one line, with one space between its words."""
    return " ".join(text.split())


def _finite(number: str) -> float:
    """Parse a number; refuse ``1e999``, which is valid JSON but infinite in Python."""
    if not isfinite(float(number)):
        raise ValueError(f"{number} is too large")
    return float(number)


def _refuse(constant: str) -> None:
    """Refuse NaN and infinity, which Python reads but JSON does not have."""
    raise ValueError(f"{constant} is not a JSON number")


def _facts(problem: Problem) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {a.id: {} for a in problem.alternatives}
    for (alternative, criterion), cell in problem.performances.items():
        if alternative in found and cell.basis != "input":
            found[alternative][criterion] = {
                "performance": None if isnan(cell.performance) else cell.performance,
                "version": cell.version,
                "as_of": cell.as_of,
                "source": cell.source,
            }
    return found


def model_of(problem: Problem) -> dict[str, dict[str, Any]]:
    """Groups, criteria and questions of a problem, as a record stores them."""
    return {
        "groups": {group.id: group.name for group in problem.groups},
        "criteria": {c.id: {"name": c.name, "group": c.group} for c in problem.criteria},
        "questions": {
            q.id: {"question": q.question, "answers": {a.id: a.text for a in q.choices}}
            for q in problem.questions
        },
    }

"""``advisor rank``, ``record`` and ``diff``: decisions."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from advisor.cli.options import Commands, add_decision
from advisor.problem.folder import load
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking, rank


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("rank", help="rank the alternatives")
    add_decision(command)
    command.add_argument("--format", choices=("table", "json", "csv"), default="table")
    command.set_defaults(run=_rank)

    command = commands.add_parser("record", help="write the decision down")
    add_decision(command)
    command.add_argument("--format", choices=("md", "html", "csv", "json"), default="md")
    command.add_argument(
        "--state", metavar="RECORD", help="start from a recorded decision (its JSON file)"
    )
    command.add_argument(
        "--ballot",
        metavar="RECORD",
        action="append",
        default=[],
        help="a participant's recorded decision; two or more are weighed together",
    )
    command.set_defaults(run=_record)

    command = commands.add_parser("diff", help="what changed since a decision was recorded")
    command.add_argument("record", metavar="RECORD", help="its JSON file")
    command.add_argument("--data", metavar="FOLDER", help="problem folder of now")
    command.set_defaults(run=_diff)


def _rank(options: argparse.Namespace) -> int:
    problem = load(options.data)
    ranking = rank(
        problem.with_reading(options.reading) if options.reading else problem,
        dict(options.weight),
        include=_included(options, problem),
        scenario=options.scenario,
        exclude=options.exclude,
        answers=dict(options.answer),
        require=dict(options.require),
    )
    print(_FORMATS[options.format](ranking).rstrip())
    return 0


def _stored(name: str) -> dict[str, Any]:
    from advisor.report import read_record

    return read_record(Path(name).read_text(encoding="utf-8"))


def _included(options: argparse.Namespace, problem: Problem) -> tuple[str, ...]:
    everybody = tuple(other.id for other in problem.others) if options.all else ()
    return (*options.include, *everybody)


def _record(options: argparse.Namespace) -> int:
    from advisor.report import write  # templates and charts, which ranking does without
    from advisor.session.state import DecisionState

    problem = load(options.data)
    stored = _stored(options.state)["state"] if options.state else {"problem": problem.id}
    state = DecisionState.from_dict(problem, stored)
    state.scenario = options.scenario or state.scenario
    state.answers = {**state.answers, **dict(options.answer)}
    state.requirements = {**state.requirements, **dict(options.require)}
    state.reading = options.reading or state.reading
    state.included = (*state.included, *_included(options, state.problem))
    state.excluded = (*state.excluded, *options.exclude)
    if options.ballot:
        state.hear({Path(name).stem: _stored(name)["weights"] for name in options.ballot})
    state.set_weights(dict(options.weight))
    print(write(state.ranking, state.to_dict(), options.format, date.today()).rstrip())
    return 0


def _diff(options: argparse.Namespace) -> int:
    from advisor.report import differences
    from advisor.session.state import DecisionState

    record = _stored(options.record)
    state = DecisionState.from_dict(load(options.data), record["state"])
    for sentence in differences(record, state.ranking):
        print(sentence)
    return 0


def _to_json(ranking: Ranking) -> str:
    return json.dumps(ranking.to_dict(), indent=2, ensure_ascii=False)


def _to_csv(ranking: Ranking) -> str:
    csv: str = ranking.to_frame().to_csv()
    return csv


_FORMATS = {"table": repr, "json": _to_json, "csv": _to_csv}

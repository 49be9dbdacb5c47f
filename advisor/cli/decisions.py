"""``advisor rank``, ``record`` and ``diff``: decisions."""

from __future__ import annotations

import argparse
import json
from datetime import date

from advisor.cli.options import Commands, add_decision
from advisor.problem.folder import load
from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot, Choices
from advisor.ranking.group import names_of, together
from advisor.ranking.ranking import ranked
from advisor.report.record import read_record_file
from advisor.report.show import as_dict, as_text
from advisor.robustness.assessment import Assessment, assess


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("rank", help="rank the alternatives")
    add_decision(command)
    command.add_argument("--format", choices=tuple(_FORMATS), default="table")
    command.set_defaults(run=_rank)

    command = commands.add_parser("record", help="write the decision down")
    add_decision(command)
    command.add_argument("--format", choices=("md", "html", "csv", "json"), default="md")
    command.set_defaults(run=_record)

    command = commands.add_parser("diff", help="what changed since a decision was recorded")
    command.add_argument("record", metavar="RECORD", help="its JSON file")
    command.add_argument("--data", metavar="FOLDER", help="problem folder of now")
    command.set_defaults(run=_diff)


def _rank(options: argparse.Namespace) -> int:
    print(_FORMATS[options.format](_assessment(options)).rstrip())
    return 0


def _record(options: argparse.Namespace) -> int:
    from advisor.report import write  # templates and charts, which ranking does without

    print(write(_assessment(options), options.format, date.today()).rstrip())
    return 0


def _diff(options: argparse.Namespace) -> int:
    from advisor.report import differences

    record = read_record_file(options.record)
    problem = load(options.data)
    choices = Choices.from_dict(problem, record["state"])
    for sentence in differences(record, assess(ranked(choices.facts(problem), choices))):
        print(sentence)
    return 0


def _assessment(options: argparse.Namespace) -> Assessment:
    problem = load(options.data)
    choices = _choices(options, problem)
    return assess(ranked(choices.facts(problem), choices))


def _choices(options: argparse.Namespace, problem: Problem) -> Choices:
    """What the options say, on top of a recorded decision where one is named."""
    start = Choices()
    if options.state:
        start = Choices.from_dict(problem, read_record_file(options.state)["state"])
    everybody = tuple(other.id for other in problem.others) if options.all else ()
    anew = options.scenario and options.scenario != start.scenario
    choices = start.but(
        scenario=options.scenario or start.scenario,
        answers={**start.answers, **dict(options.answer)},
        requirements={**start.requirements, **dict(options.require)},
        weights={} if anew else start.weights,
        reading=options.reading or start.reading,
        included=(*start.included, *options.include, *everybody),
        excluded=(*start.excluded, *options.exclude),
    )
    if options.ballot:
        names = names_of(options.ballot)
        records = [read_record_file(path) for path in options.ballot]
        ballots = [
            Ballot(name, record["weights"]) for name, record in zip(names, records, strict=True)
        ]
        heard = choices.but(ballots=tuple(ballots)).check(problem)
        choices = heard.but(weights=together(problem, heard.ballots))
    return choices.but(weights={**choices.weights, **dict(options.weight)}).check(problem)


def _to_json(assessment: Assessment) -> str:
    return json.dumps(as_dict(assessment), indent=2, ensure_ascii=False)


def _to_csv(assessment: Assessment) -> str:
    from advisor.report.dataframes import ranking  # pandas, which the others do without

    csv: str = ranking(assessment.ranking).to_csv()
    return csv


_FORMATS = {"table": as_text, "json": _to_json, "csv": _to_csv}

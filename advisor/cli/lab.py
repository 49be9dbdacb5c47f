"""``advisor measure``: the bench."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.options import Commands, whole


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("measure", help="measure the frameworks on this machine")
    command.add_argument(
        "--framework", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    command.add_argument(
        "--scenario", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    command.add_argument(
        "--features", action="store_true", help="what each can do instead of how fast it is"
    )
    command.add_argument("--quick", action="store_true", help="a few short rounds, minutes")
    command.add_argument(
        "--readings",
        action="store_true",
        help="only what can be scored, not every server and number of clients",
    )
    command.add_argument(
        "--rounds", type=whole(1, 100), help="5 by default; each takes every set-up once"
    )
    command.add_argument("--output", metavar="FILE", help="measurement-DAY-TIME.json by default")
    command.set_defaults(run=_measure)


def _measure(options: argparse.Namespace) -> int:
    try:
        if options.features:
            from advisor.lab.contract.command import main as examine

            return examine(options.framework, options.output)
        from advisor.lab.command import main as measure  # an extra; the others do without it
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = "pip install 'backend-advisor[lab]'"
        print(f"advisor measure: {error.name} is not installed; {hint}", file=sys.stderr)
        return 1
    return measure(
        options.framework,
        options.scenario,
        quick=options.quick,
        readings=options.readings,
        rounds=options.rounds,
        output=options.output,
    )

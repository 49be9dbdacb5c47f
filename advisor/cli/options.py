"""Options that several commands share, and the parsers of their values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def add_decision(command: argparse.ArgumentParser) -> None:
    """Add the options that make up a decision."""
    command.add_argument(
        "--data", metavar="FOLDER", help="problem folder or workbook; the shipped folder by default"
    )
    command.add_argument(
        "--scenario", metavar="ID", help="kind of project that sets the starting weights"
    )
    command.add_argument(
        "--weight",
        metavar="CRITERION=NUMBER",
        action="append",
        default=[],
        type=weight,
        help="weight of one criterion, 0 to 100; may be repeated",
    )
    command.add_argument(
        "--reading", metavar="ID", help="reading of the facts to use, such as tuned"
    )
    command.add_argument(
        "--include",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="compare an alternative that is left out by default; may be repeated",
    )
    command.add_argument("--all", action="store_true", help="compare all alternatives")
    command.add_argument(
        "--exclude",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="leave this alternative out; may be repeated",
    )
    command.add_argument(
        "--answer",
        metavar="QUESTION=ANSWER",
        action="append",
        default=[],
        type=pair("QUESTION=ANSWER, such as deadline=weeks"),
        help="answer to a question about the project, or not_sure; may be repeated",
    )
    command.add_argument(
        "--require",
        metavar="REQUIREMENT=LEVEL",
        action="append",
        default=[],
        type=pair("REQUIREMENT=LEVEL, such as admin='built in'"),
        help="must-have; it rules out alternatives that miss it; may be repeated",
    )
    command.add_argument(
        "--state", metavar="RECORD", help="start from this decision record (JSON file)"
    )
    command.add_argument(
        "--ballot",
        metavar="RECORD",
        action="append",
        default=[],
        help="one participant's decision record (JSON file); repeat it to combine several",
    )


def weight(argument: str) -> tuple[str, float]:
    """Criterion and raw weight from ``CRITERION=NUMBER``."""
    criterion, separator, number = argument.partition("=")
    try:
        if separator:
            return criterion.strip(), float(number)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{argument!r} is not CRITERION=NUMBER, such as startup=40")


def pair(wanted: str) -> Callable[[str], tuple[str, str]]:
    """Parser of two texts with an equals sign between them."""

    def parse(argument: str) -> tuple[str, str]:
        name, separator, value = argument.partition("=")
        if not (name and separator):
            raise argparse.ArgumentTypeError(f"{argument!r} is not {wanted}")
        return name.strip(), value.strip()

    return parse


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """Parser of a whole number from ``low`` to ``high``; without ``high``, of at least ``low``."""

    def parse(argument: str) -> int:
        if argument.isdecimal() and low <= int(argument) <= (high or int(argument)):
            return int(argument)
        bounds = f"from {low} to {high}" if high else f"of at least {low}"
        raise argparse.ArgumentTypeError(f"{argument!r} is not a whole number {bounds}")

    return parse

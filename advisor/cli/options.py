"""What can be typed after several commands, and how it is read."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def add_decision(command: argparse.ArgumentParser) -> None:
    """Everything that a decision can be made of."""
    command.add_argument(
        "--data", metavar="FOLDER", help="problem folder; the shipped one by default"
    )
    command.add_argument(
        "--scenario", metavar="ID", help="kind of project to take the weights from"
    )
    command.add_argument(
        "--weight",
        metavar="CRITERION=NUMBER",
        action="append",
        default=[],
        type=weight,
        help="raw weight of one criterion; may be repeated",
    )
    command.add_argument(
        "--reading", metavar="ID", help="which reading of the facts counts, such as tuned"
    )
    command.add_argument(
        "--include",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="compare one that is not compared by default; may be repeated",
    )
    command.add_argument("--all", action="store_true", help="compare every alternative there is")
    command.add_argument(
        "--exclude",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="leave an alternative out; may be repeated",
    )
    command.add_argument(
        "--answer",
        metavar="QUESTION=ANSWER",
        action="append",
        default=[],
        type=pair("QUESTION=ANSWER, such as deadline=weeks"),
        help="something known about the project, or not_sure; may be repeated",
    )
    command.add_argument(
        "--require",
        metavar="REQUIREMENT=LEVEL",
        action="append",
        default=[],
        type=pair("REQUIREMENT=LEVEL, such as admin='built in'"),
        help="a must-have; may be repeated",
    )
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


def weight(argument: str) -> tuple[str, float]:
    """A criterion and its raw weight."""
    criterion, separator, number = argument.partition("=")
    try:
        if separator:
            return criterion.strip(), float(number)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{argument!r} is not CRITERION=NUMBER, such as startup=40")


def pair(wanted: str) -> Callable[[str], tuple[str, str]]:
    """Parser of two texts with an equals sign between."""

    def parse(argument: str) -> tuple[str, str]:
        name, separator, value = argument.partition("=")
        if not (name and separator):
            raise argparse.ArgumentTypeError(f"{argument!r} is not {wanted}")
        return name.strip(), value.strip()

    return parse


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """Parser of a whole number within bounds."""

    def parse(argument: str) -> int:
        if argument.isdecimal() and low <= int(argument) <= (high or int(argument)):
            return int(argument)
        bounds = f"{low} to {high}" if high else f"{low} or more"
        raise argparse.ArgumentTypeError(f"{argument!r} is not a whole number of {bounds}")

    return parse

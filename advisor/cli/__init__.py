"""The ``advisor`` command: check, rank, record, start anew, measure, serve the dashboard."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from advisor import __version__
from advisor.cli import decisions, folders, lab, serve
from advisor.problem.folder import ProblemError
from advisor.problem.problem import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 refused, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()  # here, where a reader that has gone is expected
    except BrokenPipeError:  # head or less has seen enough
        # What is still buffered has nowhere to go; Python would complain about it on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = f"pip install 'backend-advisor[{options.extra}]'"
        print(f"advisor {_name(options)}: {error.name} is not installed; {hint}", file=sys.stderr)
        return 1
    except (InputError, OSError) as error:
        print(f"advisor {_name(options)}: {error}", file=sys.stderr)
        return 1
    return status


def _name(options: argparse.Namespace) -> str:
    """A command as it was typed, with the task of ``advisor lab``."""
    return " ".join(filter(None, (options.command, getattr(options, "task", ""))))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(extra="page")  # what a command needs beyond the base
    commands = parser.add_subparsers(dest="command", required=True)
    for part in (folders, decisions, lab, serve):
        part.add(commands)
    return parser

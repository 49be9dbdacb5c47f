"""The ``advisor`` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

from advisor import __version__
from advisor.cli import decisions, folders, lab, serve
from advisor.problem.folder import ProblemError
from advisor.problem.problem import InputError
from advisor.problem.tables.printable import printable, without_controls

DESCRIPTION = (
    "Rank alternatives by your own priorities, see how certain the result is, and record the "
    "decision. The commands use the shipped decision about Python backends unless you name another "
    "problem folder."
)
EPILOG = "'advisor COMMAND --help' explains the options of a command."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 for success, 1 for an error, 2 for wrong usage.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of the running process by default.
    """
    options = _parser().parse_args(arguments)
    try:
        with redirect_stdout(without_controls(sys.stdout)):
            status: int = options.run(options)
        sys.stdout.flush()  # here, because the next line handles a closed pipe
    except BrokenPipeError:  # head or less stopped reading
        # Python would report the text that is still buffered as an error when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ProblemError as error:
        print(printable(str(error)), file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = f"install it with: pip install 'backend-advisor[{options.extra}]'"
        print(f"advisor {_name(options)}: {error.name} is not installed; {hint}", file=sys.stderr)
        return 1
    except (InputError, OSError) as error:
        message = f"advisor {_name(options)}: {_message(error)}"
        print(printable(message), file=sys.stderr)
        return 1
    return status


def _name(options: argparse.Namespace) -> str:
    """Name of the command as it was typed, with the task of ``advisor lab``."""
    return " ".join(filter(None, (options.command, getattr(options, "task", ""))))


def _message(error: Exception) -> str:
    """Text of an error; a file that cannot be opened is named without its error number."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(extra="page")  # the extra whose packages a command needs
    commands = parser.add_subparsers(dest="command", required=True)
    for part in (folders, decisions, lab, serve):
        part.add(commands)
    return parser

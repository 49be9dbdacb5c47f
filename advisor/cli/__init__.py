"""The ``advisor`` command: check, rank, record, start anew, measure, serve the dashboard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from traitlets import TraitError

from advisor import __version__
from advisor.cli import decisions, folders, lab, serve
from advisor.problem.folder import ProblemError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 refused, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1
    except (LookupError, OSError, RuntimeError, TraitError, ValueError) as error:
        print(f"advisor {options.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, head or less, has seen enough
        sys.stderr.close()
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    for part in (folders, decisions, lab, serve):
        part.add(commands)
    return parser

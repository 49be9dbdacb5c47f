"""``advisor serve``: the dashboard."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from advisor.cli.options import Commands, whole
from advisor.problem.folder import load
from advisor.problem.paths import NOTEBOOKS, PROBLEM_VARIABLE


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser("serve", help="serve the dashboard with Voilà")
    command.add_argument("--data", metavar="FOLDER", help="problem folder")
    command.add_argument(
        "--port", type=whole(0, 65535), help="8866 by default, or any free one if that is taken"
    )
    command.add_argument("--host", default="127.0.0.1", help="this machine only by default")
    command.add_argument("--base-url", default="/", help="path under which the page lives")
    command.add_argument("--no-browser", action="store_true", help="do not open a browser")
    command.add_argument(
        "--max-kernels", type=whole(1), default=20, help="visitors at the same time (default 20)"
    )
    command.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from advisor.serve import serve  # Voilà takes a second to import; the others do without it

    if options.data:
        load(options.data)  # a fault is told here, not to every visitor
        os.environ[PROBLEM_VARIABLE] = str(Path(options.data).resolve())

    return serve(
        NOTEBOOKS / "dashboard.ipynb",
        host=options.host,
        port=options.port,
        base_url=options.base_url,
        open_browser=not options.no_browser,
        max_kernels=options.max_kernels,
    )

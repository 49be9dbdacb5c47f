"""``advisor serve``: serve the dashboard."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from advisor.cli.options import Commands, whole
from advisor.problem.folder import load
from advisor.problem.paths import NOTEBOOKS, PROBLEM_VARIABLE


def add(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser("serve", help="serve the dashboard with Voilà")
    command.add_argument(
        "--data", metavar="FOLDER", help="problem folder or workbook; the shipped folder by default"
    )
    command.add_argument(
        "--port",
        type=whole(0, 65535),
        help="port to listen on; 8866 by default, or any free port if that is taken",
    )
    command.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on; by default only this machine can reach the page",
    )
    command.add_argument(
        "--base-url", default="/", help="path of the page behind a proxy, such as /advisor/"
    )
    command.add_argument("--no-browser", action="store_true", help="do not open a browser")
    command.add_argument(
        "--max-kernels",
        type=whole(1),
        default=20,
        help="number of visitors at the same time; 20 by default",
    )
    command.add_argument(
        "--origin",
        metavar="ADDRESS",
        action="append",
        default=[],
        type=_origin,
        help="address by which visitors reach the page if it is not that of --host, such as "
        "https://advisor.example.org behind a proxy; may be repeated",
    )
    command.add_argument(
        "--allow-frame",
        metavar="ADDRESS",
        action="append",
        default=[],
        type=_origin,
        help="site that may show the page in a frame, such as https://wiki.example.org; "
        "may be repeated",
    )
    command.add_argument(
        "--fork",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="run the notebook once and fork each visitor's kernel from it, which takes less time "
        "and memory; this is the default on Linux",
    )
    command.add_argument(
        "--workshop",
        action="store_true",
        help="open a room in which a group votes, and print its code, link and QR code",
    )
    command.add_argument(
        "--store",
        metavar="ADDRESS",
        default="",
        help="database of the rooms: the path of an SQLite file or postgresql://USER@HOST/NAME; "
        "by default a file in your Jupyter data folder",
    )
    command.set_defaults(run=_serve)


def _origin(argument: str) -> str:
    """Scheme, name and at most a port, in small letters."""
    found = argument.strip().rstrip("/").lower()
    if not re.fullmatch(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", found):
        wanted = "the address of a site, such as https://advisor.example.org:8443, without a path"
        raise argparse.ArgumentTypeError(f"{argument!r} is not {wanted}")
    return found


def _serve(options: argparse.Namespace) -> int:
    if options.workshop or options.store:
        options.extra = "workshop"
    from advisor.serve.app import serve  # importing Voilà takes a second; no other command needs it

    if options.data:
        load(options.data)  # reports a fault here instead of to every visitor
        os.environ[PROBLEM_VARIABLE] = str(Path(options.data).resolve())

    return serve(
        NOTEBOOKS / "dashboard.ipynb",
        host=options.host,
        port=options.port,
        base_url=options.base_url,
        open_browser=not options.no_browser,
        max_kernels=options.max_kernels,
        origins=options.origin,
        frames=options.allow_frame,
        # Phones need the memory of what waits for a visitor of the dashboard.
        fork=options.fork and not options.workshop,
        warm_kernels=0 if options.workshop else 1,
        workshop=options.workshop,
        store=options.store,
    )

"""``advisor measure``: measures servers, imports and installs and writes one record."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from advisor.lab.load.calibration import both
from advisor.lab.load.calibration import text as calibration_text
from advisor.lab.load.rounds import QUICK, Bench, Settings
from advisor.lab.manifest import manifests
from advisor.lab.plan import WORKLOADS, plan
from advisor.lab.progress import Progress, line
from advisor.lab.records.reasons import one_line
from advisor.lab.servers import launch
from advisor.lab.sizes.imports import import_times
from advisor.lab.sizes.install import install
from advisor.problem.measurements import Record, table, write
from advisor.problem.measurements.record import Install
from advisor.problem.problem import InputError

FULL, QUICK_IMPORTS = 11, 5


def measure(
    frameworks: Sequence[str] = (),
    workloads: Sequence[str] = (),
    *,
    quick: bool = False,
    readings: bool = False,
    rounds: int | None = None,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr),
) -> Record:
    """Measure frameworks under workloads; by default all of them.

    Parameters
    ----------
    frameworks, workloads : sequence of str
        Ids. Imports and installs belong to the workload ``hello``.
    quick : bool
        Whether to run only a few short rounds of the set-ups that can be scored. This shows that
        everything works, and it reveals large differences.
    readings : bool
        Whether to measure only the set-ups that can be scored, in rounds of full length.
    rounds : int, optional
        Number of rounds, instead of the default of a quick or full measurement.
    progress : callable, optional
        Called with a `ProgressStep` before each run; by default it writes a line to standard error.
    say : callable
        Called with a sentence at the start.

    Returns
    -------
    Record
        The measurement; an interrupted one contains the completed runs.

    Raises
    ------
    InputError
        If a framework or workload is unknown; the message lists the known ones.
    RuntimeError
        If an environment cannot be created.
    """
    progress = progress or line(sys.stderr)
    chosen = frameworks or tuple(manifests())
    for framework in chosen:
        if framework not in manifests():
            known = ", ".join(manifests())
            raise InputError(f"there is no reference app for {framework!r}; allowed: {known}")
    workloads = workloads or tuple(WORKLOADS)
    setups = plan(chosen, workloads, readings_only=quick or readings)
    settings = QUICK if quick else Settings()
    settings = replace(settings, rounds=rounds or settings.rounds)
    say(f"Measuring {len(setups)} set-ups. Their environments are kept in {launch.CACHE}.")
    environments = {framework: launch.environment(framework) for framework in chosen}
    bench = Bench(
        setups,
        lambda setup, upstream: launch.serve(
            environments[setup.framework],
            setup.framework,
            setup.workload.app,
            setup.server,
            upstream,
        ),
        settings,
        progress,
    )
    record = bench.run()
    # Imports and installs belong to the smallest workload.
    if record.stopped != "interrupted" and "hello" in workloads:
        try:
            imports = import_times(
                environments, rounds=QUICK_IMPORTS if quick else FULL, progress=progress
            )
            record = replace(record, imports=imports)
            installs: list[Install] = []
            for framework, made in environments.items():
                installs.append(install(framework, made))
                record = replace(record, installs=tuple(installs))
            record = replace(record, calibration=() if quick else both())
        except KeyboardInterrupt:
            record = replace(record, stopped="interrupted")
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            # Keep the completed measurements, which are worth more than the missing ones.
            record = replace(record, stopped=one_line(f"{type(error).__name__}: {error}"))
    return record


def main(
    frameworks: Sequence[str], workloads: Sequence[str], *, output: str | None, **how: Any
) -> int:
    """Measure, write the file and print the table.

    Returns
    -------
    int
        Exit status: 0, or 1 if the measurement cannot be scored.
    """
    path = Path(output or f"measurement-{datetime.now():%Y-%m-%d-%H%M}.json")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}; create it or choose another file")
    record = measure(frameworks, workloads, **how)
    write(record, path)
    print(table(record))
    for found in record.calibration:
        print(calibration_text(found))
    discarded = sum(len(cell.discarded) for cell in record.cells)
    if discarded:
        print(f"Discarded runs: {discarded}. The file gives the reasons.", file=sys.stderr)
    if record.stopped:
        print(f"The measurement is incomplete: {record.stopped}.", file=sys.stderr)
    if record.refused:
        print(f"This measurement cannot be scored: {record.refused}.", file=sys.stderr)
    print(f"Wrote {path}.", file=sys.stderr)
    return 1 if record.refused else 0

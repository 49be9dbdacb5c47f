"""Writes the Binder links into the README: ``python .ci/links.py [OWNER/NAME]``.

Without a name, the links use the repository of the git remote ``origin``.
"""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"(?<=<!-- launch links: begin).*?(?=<!-- launch links: end)", re.DOTALL)
PAGES = {
    "Dashboard": "voila%2Frender%2Fnotebooks%2Fdashboard.ipynb",
    "JupyterLab": "lab%2Ftree%2Fnotebooks%2Fguided.ipynb",
}


def repository(arguments: list[str]) -> str | None:
    """OWNER/NAME from the command line or the git remote; None if neither is on GitHub."""
    remote = ["git", "remote", "get-url", "origin"]
    address = arguments[0] if arguments and arguments[0] else None
    if address is None:
        done = subprocess.run(remote, capture_output=True, text=True, cwd=README.parent)
        found = re.search(r"github\.com[:/](.+)", done.stdout.strip())
        address = found.group(1) if found else ""
    name = address.removesuffix("/").removesuffix(".git")
    return name if re.fullmatch(r"[\w.-]+/[\w.-]+", name) else None


def links(name: str) -> str:
    """Markdown table with two launch badges."""
    base = f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath="
    badge = "https://mybinder.org/badge_logo.svg"
    cells = [f"[![Launch {page}]({badge})]({base}{path})" for page, path in PAGES.items()]
    head = " (written by `make links`) -->\n"
    return f"{head}| {' | '.join(PAGES)} |\n|---|---|\n| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    name = repository(sys.argv[1:])
    if name is None:
        sys.exit("The GitHub repository is unknown. Name it: make links REPOSITORY=owner/name")
    README.write_text(BLOCK.sub(links(name), README.read_text("utf-8")), "utf-8")
    print(f"The links in README.md now open {name} on Binder.")

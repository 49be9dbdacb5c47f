"""Sends Voilà's front end in one request instead of seventy.

Voilà's page loads ``voila.js``, which requests about fifty further scripts and then those of the
widget extensions. All of them only register themselves in a list, so this module sends the
installed files one after the other before ``voila.js``, which then finds them in the list. If
another version of Voilà needs a script that this module misses, ``voila.js`` loads it as before.
"""

import gzip
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

# Parts of webpack's runtime: "x.e(12)" loads script 12; "12:[345]" says that script 12 represents
# the shared module 345; "345:()=>c(…,(()=>Promise.all([x.e(6)])" names the scripts that contain it.
_LOAD = re.compile(r"\.e\((\d+)\)")
_ENTRY = re.compile(r"Promise\.all\(\[([^\]]*)\]\)\.then\(\w+\.bind\(\w+,\d+\)\)")
_STANDS_FOR = re.compile(r"\b(\d+):\[([\d,]+)\]")
_BRINGS = re.compile(r"\b(\d+):\(\)=>\w+\(\"default\",.*?\(\(\)=>(.*?)\.then\(")
_EXPOSED = re.compile(r"\"?\./(?:extension|index)\"?:(?:\(\)=>|\(\) *\{)(.*?)\.then\(", re.DOTALL)


class FrontEnd:
    """Combined and compressed scripts, by their digest."""

    def __init__(self) -> None:
        self.scripts: dict[str, bytes] = {}
        self._digests: dict[tuple[str, ...], str] = {}

    def digest(self, page_config: dict[str, Any]) -> str:
        """Combine the scripts of a page and return their digest.

        Parameters
        ----------
        page_config : dict
            Voilà's page configuration, including ``federated_extensions``.

        Returns
        -------
        str
            Key in ``scripts``; empty if Voilà's scripts are not in the expected place.
        """
        extensions = {e["name"]: e["load"] for e in page_config["federated_extensions"]}
        key = tuple(f"{name}/{load}" for name, load in sorted(extensions.items()))
        if key not in self._digests:
            files = [*core_scripts(), *(f for e in extensions.items() for f in scripts_of(*e))]
            # voila.js starts everything, so it comes last.
            files.sort(key=lambda file: file.name == "voila.js")
            script = b"\n;\n".join(file.read_bytes() for file in files)
            self._digests[key] = sha256(script).hexdigest()[:16] if files else ""
            self.scripts[self._digests[key]] = gzip.compress(script, 6, mtime=0)
        return self._digests[key]


front_end = FrontEnd()


def core_scripts() -> list[Path]:
    """Find ``voila.js`` and the scripts that it loads before the page can start."""
    folders = map(Path, collect_static_paths(["voila", "nbconvert"], "base"))
    folder = next((f for f in folders if (f / "voila.js").is_file()), None)
    if folder is None:
        return []
    runtime = (folder / "voila.js").read_text("utf-8")
    entry = _ENTRY.search(runtime)
    todo = _LOAD.findall(entry[1]) if entry else []
    stands_for = {m[1]: m[2].split(",") for m in _STANDS_FOR.finditer(runtime)}
    brings = {m[1]: _LOAD.findall(m[2]) for m in _BRINGS.finditer(runtime)}
    seen: set[str] = set()
    while todo:
        script = todo.pop()
        if script not in seen:
            seen.add(script)
            todo += [s for module in stands_for.get(script, []) for s in brings.get(module, [])]
    files = (folder / f"{script}.voila.js" for script in sorted(seen))
    return [*filter(Path.is_file, files), folder / "voila.js"]


def scripts_of(name: str, load: str) -> Iterator[Path]:
    """Find the scripts that an extension's entry script loads first."""
    for folder in map(Path, get_voila_labextensions_path()):
        entry = folder / name / load
        if entry.is_file():
            # The page needs nearly all shared modules of the widget library, but not of others.
            if name == "@jupyter-widgets/jupyterlab-manager":
                wanted = [r"\d+"]
            else:
                wanted = [
                    s
                    for m in _EXPOSED.finditer(entry.read_text("utf-8"))
                    for s in _LOAD.findall(m[1])
                ]
            name_of = re.compile(rf"(?:{'|'.join(wanted)})\.\w+\.js") if wanted else None
            files = sorted(entry.parent.glob("*.js"))
            yield from (f for f in files if name_of and name_of.fullmatch(f.name))
            return


def page_config_hook(page_config: dict[str, Any], **known: Any) -> dict[str, Any]:
    """Tell the template where the scripts are; Voilà calls this for every page."""
    if digest := front_end.digest(page_config):
        page_config["advisorFrontEnd"] = f"{known['base_url']}voila/advisor/{digest}.js"
    return page_config

"""Runs the modules of the light page in Node, or in Chromium where there is no Node."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

import advisor
from tests.tools.browser import FLAGS, HINT, ready_browser

LIGHT = Path(advisor.__file__).parent / "report" / "light"
NODE = shutil.which("node")
IMPORT_OR_EXPORT = re.compile(r"^import [^;]*;$|^export ", re.MULTILINE)


def run(script: str, given: Any, node: str | None = NODE) -> Any:
    """Result of the function ``answer`` of a script, which imports what it needs of the page.

    Parameters
    ----------
    script : str
        A module with ``import { … } from "./NAME.js"`` and ``const answer = (given) => …``.
    given : Any
        Plain data for JSON.
    node : str or None
        Path of Node.
    """
    return _in_node(node, script, given) if node else _in_browser(script, given)


def _in_node(node: str, script: str, given: Any) -> Any:
    code = f"""
import {{ readFileSync }} from "node:fs";
{script.replace('from "./', f'from "{LIGHT.as_uri()}/')}
const given = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(answer(given)));
"""
    done = subprocess.run(
        [node, "--input-type=module", "--eval", code],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _in_browser(script: str, given: Any) -> Any:
    executable = ready_browser()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"There is no Node. {HINT}")
    modules = [(LIGHT / f"{name}.js").read_text("utf-8") for name in ("score", "words", "state")]
    code = IMPORT_OR_EXPORT.sub("", "\n".join([*modules, script]))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page()
        found = page.evaluate(
            f"(given) => {{ {code}\nreturn JSON.stringify(answer(given)) }}", given
        )
        browser.close()
    return json.loads(found)

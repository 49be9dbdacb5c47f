"""The file of the light page: what it may load, what it escapes, how large it is."""

import gzip
import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

import advisor
from advisor.cli import main
from advisor.report.light import light_page
from tests.conftest import ROOT

PARTS = re.compile(r"<(script|style)([^>]*)>(.*?)</\1>", re.DOTALL)


def parts(page: str) -> list[tuple[str, str, str]]:
    return PARTS.findall(page)


def policy(page: str) -> dict[str, str]:
    [written] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    return dict(rule.split(" ", 1) for rule in written.split("; "))


def test_the_policy_allows_the_script_and_the_style_of_the_page_alone(shipped):
    page = light_page(shipped)
    allowed = policy(page)
    hashes = {
        kind: f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for kind, attributes, text in parts(page)
        if "json" not in attributes
    }
    assert allowed == {
        "default-src": "'none'",
        "script-src": hashes["script"],
        "style-src": hashes["style"],
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_needs_nothing_but_itself(shipped):
    for _, attributes, text in parts(light_page(shipped)):
        assert "src=" not in attributes
        if "json" not in attributes:
            assert not re.search(r"\beval\(|\bFunction\(|innerHTML|@import|url\(|^import ", text)


HOSTILE = '</script><script>alert("1")</script><!-- \u2028 & \'" ]]>'


def test_what_a_folder_brings_cannot_leave_its_block(tiny):
    ant, *others = tiny.alternatives
    hostile = replace(
        tiny,
        title=HOSTILE,
        question=HOSTILE,
        alternatives=(replace(ant, name=HOSTILE, summary=HOSTILE), *others),
    )
    page = light_page(hostile)
    assert [(kind, attributes) for kind, attributes, _ in parts(page)] == [
        ("style", ""),
        ("script", ' type="application/json" id="data"'),
        ("script", ' type="module"'),
    ]
    data = json.loads(parts(page)[1][2])
    assert data["title"] == HOSTILE
    assert data["alternatives"][0][1] == HOSTILE
    assert "<!--" not in page


def test_a_room_adds_its_block_and_may_be_asked(tiny):
    room = {"code": "</script>", "names": True, "choices": {"excluded": ["cow"]}}
    page = light_page(tiny, room)
    [block] = [text for _, attributes, text in parts(page) if 'id="room"' in attributes]
    assert json.loads(block) == room
    assert policy(page)["connect-src"] == "'self'"
    script, style = "import { x } from './x.js';\nexport const a = 1;", "#a { color: red; }"
    page = light_page(tiny, room, script, style)
    assert len(policy(page)["script-src"].split()) == 2
    assert parts(page)[-1] == ("script", ' type="module"', "const a = 1;")
    assert parts(page)[0][2].endswith(style)
    assert "connect-src" not in policy(light_page(tiny))


@pytest.mark.parametrize("folder", ["python-backend", "python-database", "starter"])
def test_the_command_writes_the_page_of_any_folder(folder, tmp_path, capsys):
    file = tmp_path / "page.html"
    assert main(["export", str(file), "--data", str(ROOT / "data" / folder)]) == 0
    assert file.read_text(encoding="utf-8") == light_page(advisor.load(ROOT / "data" / folder))
    size = f"{file.stat().st_size / 1000:.0f} kB"
    assert capsys.readouterr().out == f"Wrote {file} ({size}). It opens without a network.\n"


def test_a_file_that_cannot_be_written_is_named(tmp_path, capsys):
    assert main(["export", str(tmp_path / "nowhere" / "page.html")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_the_page_stays_small(shipped):
    page = light_page(shipped).encode()
    assert len(page) <= 135_000
    assert len(gzip.compress(page, 9)) <= 41_000

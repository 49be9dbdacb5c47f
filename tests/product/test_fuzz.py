"""Hostile input: whatever a stranger sends is taken or refused with a sentence, and soon.

``make test`` tries a few inputs of each kind, ``make fuzz`` many. A fault names its seed.
"""

import copy
import json
import math
import os
import random
import string
from datetime import date

import pytest
from ipywidgets.widgets.widget import _instances

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.panels import measurements, opening
from advisor.problem.measurements import shipped
from advisor.problem.measurements.record import write
from advisor.problem.problem import InputError
from advisor.report import make_record, read_record
from advisor.report.record import to_json
from advisor.report.show import as_text
from advisor.session.decision import Decision
from advisor.session.link import from_query, to_query

TIMES = int(os.environ.get("FUZZ", "60"))
LETTERS = string.printable + "äß漢\u202e\u200b\x00\x1b\ud7ff🜁"
HOSTILE = [
    None, True, False, 0, -1, 1, 10**400, -0.0, 1e308, 5e-324, math.nan, math.inf, "", "x" * 10_000,
    "=1+1", "<script>", "{0.__class__}", "%s", "../../etc/passwd", "\x00", "1e999", "9" * 5000, [],
    {}, [[]], [None], {"": {}}, {"__class__": 1}, ["x"] * 1000,
]  # fmt: skip


def seeds():
    start = int(os.environ.get("FUZZ_SEED", "0"))
    return range(start, start + TIMES)


def mangled(text, chance):
    """A text with some letters cut, doubled, moved or replaced."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        text = chance.choice(
            (
                text[:at] + text[to:],
                text[:to] + text[at:],
                text[:at] + chance.choice(LETTERS) * chance.choice((1, 1, 50)) + text[at:],
                text[:at] + chance.choice(("%", "&", "=", "~", ".", "%FF", "&amp;")) + text[at:],
                text[:at],
            )
        )
    return text


def changed(tree, chance):
    """Plain data with one to three nodes replaced, removed or put where they do not belong."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        node = tree
        while isinstance(node, dict | list) and node:
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            below = node[key]
            if chance.random() < 0.35 or not (isinstance(below, dict | list) and below):
                how = chance.random()
                if how < 0.15:
                    del node[key]
                elif how < 0.3 and isinstance(node, dict):
                    node[mangled(str(key), chance)] = below
                elif how < 0.4 and isinstance(below, str):
                    node[key] = mangled(below, chance)
                else:
                    node[key] = chance.choice(HOSTILE)
                break
            node = below
    return tree


def as_json(tree, chance):
    text = json.dumps(tree)
    return (mangled(text, chance) if chance.random() < 0.2 else text).encode("utf-8", "replace")


def file(content):
    return {"name": "<b>file</b>.json", "size": len(content), "content": memoryview(content)}


@pytest.fixture(scope="module")
def rich(tiny) -> Decision:
    """A decision in which as much as possible is set."""
    decision = Decision(tiny)
    decision.set_weight("price", 55.5)
    decision.answers = {"cargo": "stones"}
    decision.requirements = {"age": "2025"}
    return decision


def usable(decision):
    """What a page does after any change."""
    assert as_text(decision.assessment)
    assert to_query(decision.problem, decision.choices) is not None


def test_links(tiny, rich):
    query = to_query(tiny, rich.choices)
    for seed in seeds():
        chance = random.Random(seed)
        found = from_query(tiny, mangled(query, chance))
        assert advisor.rank(tiny, found.choices) is not None, seed
        assert to_query(tiny, found.choices) is not None, seed


def test_records_change_all_or_nothing(tiny, rich):
    record = json.loads(to_json(make_record(rich.assessment, date(2026, 1, 5))))
    for seed in seeds():
        chance = random.Random(seed)
        decision = Decision(tiny)
        before = decision.choices
        said = opening._load(decision, file(as_json(changed(record, chance), chance)))
        assert said.startswith("<p"), seed
        if "Nothing changed" in said:
            assert decision.choices == before, seed
        usable(decision)


def test_ballots_change_all_or_nothing(tiny, rich):
    record = json.loads(to_json(make_record(rich.assessment, date(2026, 1, 5))))
    whole = json.dumps(record).encode()
    for seed in seeds():
        chance = random.Random(seed)
        decision = Decision(tiny)
        before = decision.choices
        ballots = [file(whole), file(as_json(changed(record, chance), chance))]
        said = opening._hear(decision, ballots)
        if "Nothing changed" in said:
            assert decision.choices == before, seed
        usable(decision)


def test_measurements_change_all_or_nothing(shipped_decision, tmp_path):
    path = tmp_path / "record.json"
    write(shipped("recorded"), path)
    record = json.loads(path.read_text("utf-8"))
    record["cells"] = record["cells"][:12]
    for seed in list(seeds())[: max(10, TIMES // 10)]:
        chance = random.Random(seed)
        decision = shipped_decision()
        said = measurements._load(decision, file(as_json(changed(record, chance), chance)))
        assert ("Nothing changed" in said) == (decision.measurement is None), seed
        usable(decision)


@pytest.fixture(scope="module")
def shipped_decision(shipped):
    return lambda: Decision(shipped)


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments")
def test_widget_messages_leave_a_page_that_works(tiny):
    page = Dashboard(Decision(tiny))
    own = [widget for widget in _instances.values() if widget.comm is not None]
    for seed in seeds():
        chance = random.Random(seed)
        widget = chance.choice(own)
        name = chance.choice(widget.keys)
        data = {"method": "update", "state": {name: chance.choice(HOSTILE)}, "buffer_paths": []}
        if chance.random() < 0.2:
            data = changed(data, chance)
        elif chance.random() < 0.2:
            data = {"method": "custom", "content": chance.choice(HOSTILE)}
        before = page.decision.choices
        try:
            widget._handle_msg({"content": {"data": data}, "buffers": []})
        except Exception:  # which the kernel would print for the operator
            assert page.decision.choices == before or page.decision.choices.check(tiny), seed
        usable(page.decision)


@pytest.mark.parametrize("state", HOSTILE, ids=lambda s: repr(s)[:20])
def test_a_record_of_anything_is_refused(tiny, state):
    for text in (json.dumps(state), json.dumps({"format": state, "version": 1, "state": state})):
        with pytest.raises(InputError):
            read_record(text)

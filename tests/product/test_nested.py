"""Whatever is nested too deeply is refused with one sentence, and nothing changes."""

import copy
import json
from datetime import date

import pytest
from msgspec import Struct

import advisor
from advisor.cli import main
from advisor.page.panels import opening
from advisor.problem.problem import MOST_NESTED, InputError, nested_too_deeply
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.report import RecordError, make_record, read_record
from advisor.report.record import to_json
from advisor.serve.workshop.votes import decoded
from advisor.session.decision import Decision
from tests.conftest import TINY

# Python allows some 1,000 calls inside each other. A function that needs several for each level
# fails at 300, one that needs one fails at 900, and the readers of JSON fail from 5,000 on.
DEPTHS = (300, 900, 5_000, 100_000)
KINDS = {"lists": ("[", "[]", "]"), "mappings": ('{"a": ', "{}", "}")}
# What a record has at each place; the deep value comes in the place of ``@``.
PLACES = {
    "weights": '{"fuel": @}',
    "excluded": '["ant", @]',
    "scenario": "@",
    "ballots": '[{"name": "Ann", "weights": {"fuel": @}}]',
    "inputs": '{"liking": {"ant": @}}',
    "plausible": '{"spread": @}',
    "problem": "@",
}
SENTENCE = f"nested too deeply; allowed: {MOST_NESTED} levels"


def deep(depth: int, kind: str) -> str:
    before, middle, after = KINDS[kind]
    return before * (depth - 1) + middle + after * (depth - 1)


def parsed(depth: int, kind: str) -> object:
    """Built in a loop, because Python reads no JSON of this depth."""
    found: object = [] if kind == "lists" else {}
    for _ in range(depth - 1):
        found = [found] if kind == "lists" else {"a": found}
    return found


def put(tree: object, found: object) -> object:
    """The tree with a value in the place of ``@``."""
    if isinstance(tree, dict):
        return {key: put(value, found) for key, value in tree.items()}
    if isinstance(tree, list):
        return [put(value, found) for value in tree]
    return found if tree == "@" else tree


@pytest.fixture(params=DEPTHS)
def depth(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def kept(tiny) -> dict:
    return make_record(Decision(tiny).assessment, date(2026, 1, 5))


@pytest.fixture
def text(kept, depth, kind, place) -> str:
    """A record that is nested deeply at one place of its state."""
    record = copy.deepcopy(kept)
    record["state"][place] = json.loads(PLACES[place].replace("@", '"@"'))
    whole = to_json(record)
    assert whole.count('"@"') == 1
    return whole.replace('"@"', deep(depth, kind))


def test_levels_are_counted():
    for kind in KINDS:
        assert not nested_too_deeply(parsed(MOST_NESTED, kind))
        assert nested_too_deeply(parsed(MOST_NESTED + 1, kind))
    assert not nested_too_deeply([[]] * 1000)
    itself: list = []
    itself.append(itself)
    assert nested_too_deeply(itself)


def test_choices_are_refused(tiny, depth, kind, place):
    tree = json.loads(PLACES[place].replace("@", '"@"'))
    whole = {"problem": "tiny", place: put(tree, parsed(depth, kind))}
    with pytest.raises(ChoiceError) as refused:
        Choices.from_dict(tiny, whole)
    assert str(refused.value) == f"the choices are {SENTENCE}"
    with pytest.raises(ChoiceError, match="the choices are nested"):
        Choices.from_dict(tiny, parsed(depth, kind))  # type: ignore[arg-type]


def test_choices_and_ballots_in_python_are_refused_with_their_part(tiny, depth, kind):
    for part in ("scenario", "weights", "excluded", "ballots"):
        with pytest.raises(ChoiceError) as refused:
            Choices(**{part: parsed(depth, kind)})  # type: ignore[arg-type]
        assert str(refused.value) == f"{part}: it is {SENTENCE}"
    with pytest.raises(ChoiceError, match="the weights of 'Ann' are nested too deeply"):
        Ballot("Ann", {"fuel": parsed(depth, kind)})  # type: ignore[dict-item]
    with pytest.raises(ChoiceError, match="weights: it is nested too deeply"):
        advisor.rank(tiny, {"fuel": parsed(depth, kind)})  # type: ignore[dict-item]


def test_records_are_refused(text):
    with pytest.raises(RecordError) as refused:
        read_record(text)
    assert str(refused.value) == f"not a decision record: it is {SENTENCE}"


def test_the_command_names_the_file(text, tmp_path, capsys):
    path = tmp_path / "deep.json"
    path.write_text(text, "utf-8")
    assert main(["diff", str(path), "--data", str(TINY)]) == 1
    said = capsys.readouterr().err
    assert said.endswith(f"{path}: not a decision record: it is {SENTENCE}\n")
    assert said.count("\n") == 1


def test_the_page_changes_nothing(tiny, text):
    decision = Decision(tiny)
    before = decision.choices
    content = text.encode()
    file = {"name": "deep.json", "size": len(content), "content": memoryview(content)}
    for said in (opening._load(decision, file), opening._hear(decision, [file, file])):
        assert SENTENCE in said
        assert "Nothing changed" in said
    assert decision.choices == before


class Sent(Struct):
    choices: object


def test_what_is_sent_to_a_room_is_refused(depth, kind):
    body = f'{{"choices": {deep(depth, kind)}}}'.encode()
    with pytest.raises(InputError) as refused:
        decoded(body, Sent)
    assert str(refused.value) == f"what was sent is {SENTENCE}"

"""What is scored from a record: ratios within a run, with the run's own noise."""

import json
import math
import re
import shutil
from dataclasses import asdict, replace

import plotly.graph_objects as go
import pytest

import advisor
from advisor.lab.records.agreement import WANTED, agreement
from advisor.lab.records.publish import SOURCE, publish
from advisor.problem.measurements import (
    BARE,
    READINGS,
    MeasurementError,
    Record,
    Spread,
    estimates,
    level,
    read,
    with_measurements,
    write,
)
from advisor.problem.measurements.estimates import LEVEL_EDGES, UNITS, median_interval
from advisor.problem.measurements.record import Cell, ImportTimes, Install, Run, from_dict
from advisor.problem.paths import DATA, SHIPPED_PROBLEM
from advisor.problem.problem import InputError
from advisor.ranking.measurements import compare
from advisor.report import charts

SHARES = (0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 100)


def cell(framework, scenario, cpu, readings=(), goodput=None, concurrency=16) -> Cell:
    runs = tuple(Run(i, 100.0, 100, SHARES, us, 50.0, goodput) for i, us in enumerate(cpu))
    return Cell(
        framework, scenario, "uvicorn", "uvicorn", 1, 0, "documented", concurrency, readings,
        "3.13.0", {framework: "1.2"}, runs,
    )  # fmt: skip


def record(flask=(100, 200, 300), wait=0.5, **changes) -> Record:
    cells = (
        cell(BARE, "hello", (10, 20, 30)),
        cell("flask", "hello", flask, ("default",)),
        cell("flask", "hello", [us / 2 for us in flask], ("tuned",)),
        cell("flask", "wait", (1, 1, 1), ("default", "tuned"), wait, 64),
        cell("flask", "wait", (1, 1, 1), ("naive",), 0.02, 64),
    )
    imports = ImportTimes("flask", "1.2", "3.13", "import flask", (99, 101), (10, 10), (5, 5))
    install = Install("flask", "1.2", "3.13", 7, 2.2, True, ">=3.9", 0, "mypy 1")
    whole = Record(
        "2026-11-24T08:00:00+00:00", "2026-11-24T09:00:00+00:00", {}, {}, SHARES,
        cells, (imports,), (install,),
    )  # fmt: skip
    return replace(whole, **changes)


def test_processor_time_is_compared_within_a_round():
    """A machine that slows down by three times changes no ratio."""
    found = estimates(record(), "default")["flask", "cpu_cost"]
    assert (found.performance, found.low, found.high) == (10, 10, 10)
    assert found.version == "1.2"
    assert found.as_of == "2026-11-24"


def test_readings_differ_where_the_set_up_does():
    default, naive, tuned = (estimates(record(), reading) for reading in READINGS)
    assert tuned["flask", "cpu_cost"].performance == 5
    assert tuned["flask", "io_concurrency"].performance == 50
    assert default["flask", "io_concurrency"] == tuned["flask", "io_concurrency"]
    assert naive["flask", "io_concurrency"].performance == 2
    assert default["flask", "startup"].performance == 10
    assert default["flask", "footprint"].performance == 2.2


def test_another_framework_in_the_run_changes_nobodys_figures():
    more = record()
    more = replace(more, cells=(*more.cells, cell("x", "hello", (11, 21, 31), READINGS)))
    before, after = (estimates(one, "tuned") for one in (record(), more))
    assert before == {key: one for key, one in after.items() if key[0] == "flask"}


def test_a_round_whose_reference_was_discarded_does_not_count():
    less = record()
    bare = replace(less.cells[0], runs=less.cells[0].runs[1:])
    found = estimates(replace(less, cells=(bare, *less.cells[1:])), "default")
    assert found["flask", "cpu_cost"].note.endswith("2 runs.")


def test_the_interval_is_the_runs_own_noise():
    assert median_interval([3, 1, 2]) == (1, 3)
    assert median_interval(range(25)) == (7, 17)
    assert median_interval([5]) == (5, 5)
    found = estimates(record(flask=(90, 200, 330)), "default")["flask", "cpu_cost"]
    assert (found.low, found.performance, found.high) == (9, 10, 11)


def test_spread():
    found = Spread.of([5, 1, 2, 3, 4])
    assert (found.median, found.low, found.high, found.count) == (3, 1, 5, 5)
    assert (found.lower_quartile, found.upper_quartile) == (2, 4)
    assert Spread.of([7]).upper_quartile == 7
    with pytest.raises(ValueError, match="there are no repeats"):
        Spread.of([])


def test_a_refused_record_is_not_scored():
    with pytest.raises(MeasurementError, match="cannot be scored: too slow"):
        estimates(record(refused="too slow"), "default")
    with pytest.raises(LookupError, match="allowed: default, naive, tuned"):
        estimates(record(), "fast")


def in_units_of_the_record(problem):
    criteria = tuple(replace(c, unit=UNITS.get(c.id, c.unit)) for c in problem.criteria)
    return replace(problem, criteria=criteria)


def test_own_measurements_replace_what_they_are_about_and_nothing_else(shipped):
    problem = in_units_of_the_record(shipped)
    own = with_measurements(problem, record())
    changed = {k for k, cell in own.performances.items() if cell != problem.performances[k]}
    assert changed == {("flask", criterion) for criterion in UNITS}
    found = own.performances["flask", "io_concurrency"]
    assert (found.basis, found.performance) == ("measured", 50)
    source = own.sources[found.source]
    assert "2026-11-24" in source.title
    assert "| flask | wait | uvicorn" in own.texts[source.url]


def test_figures_in_another_unit_are_left_out(shipped):
    criteria = tuple(replace(c, unit="parsec") if c.id in UNITS else c for c in shipped.criteria)
    other = replace(shipped, criteria=criteria)
    assert with_measurements(other, record()).performances == other.performances


def test_what_moved_and_whether_the_leader_changes(shipped):
    problem = in_units_of_the_record(shipped).with_reading("naive")
    own = with_measurements(problem, record(wait=1.0))
    weights = {c.id: 0.0 for c in problem.criteria} | {"io_concurrency": 100.0}
    found = compare(advisor.rank(problem, weights), advisor.rank(own, weights))
    assert (found.leader_before, found.leader_after) == ("fastapi", "flask")
    assert found.leader_changes
    widest = found.moves[0]
    assert (widest.alternative, widest.criterion, widest.value_after) == (
        "flask", "io_concurrency", 1.0,
    )  # fmt: skip
    assert not widest.noise or widest.before.high >= 100
    same = compare(advisor.rank(own, weights), advisor.rank(own, weights))
    assert (same.moves, same.leader_changes) == ((), False)


@pytest.mark.parametrize("criterion", sorted(LEVEL_EDGES))
def test_levels_follow_the_figures(criterion):
    edges = LEVEL_EDGES[criterion]
    assert [level(criterion, edge) for edge in edges] == list(range(1, len(edges) + 1))
    assert level(criterion, edges[0] * 0.99) == 0


# The file


def test_a_record_survives_its_file(tmp_path):
    write(record(), tmp_path / "r.json")
    assert read(tmp_path / "r.json") == record()


# Records that hold no measurement of speed.
OTHERS = {"documented.json", "features.json", "inspected.json", "swaps.json"}
SHIPPED_RECORDS = sorted(
    path for path in (DATA / "measurements").glob("*.json") if path.name not in OTHERS
)


@pytest.mark.parametrize("path", SHIPPED_RECORDS, ids=lambda path: path.stem)
def test_a_shipped_record_is_written_as_it_was_read(path, tmp_path):
    write(read(path), tmp_path / "r.json")
    assert (tmp_path / "r.json").read_bytes() == path.read_bytes()


def as_json(found: Record) -> dict:
    return json.loads(json.dumps(asdict(found)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "not a measurement; 'format' must be"),
        ({"version": 2}, "'version' is 2; this advisor reads version 1"),
        ({"version": True}, "Expected `int`, got `bool` - at `$.version`"),
        ({"cells": 3}, "Expected `array`, got `int` - at `$.cells`"),
        ({"cells": [{"framework": "x"}]}, "missing required field `scenario` - at `$.cells[0]`"),
        ({"cells": [3]}, "Expected `object`, got `int` - at `$.cells[0]`"),
        ({"started": 3}, "Expected `str`, got `int` - at `$.started`"),
        ({"machine": []}, "Expected `object`, got `array` - at `$.machine`"),
        ({"machine": {"memory_gb": math.nan}}, "nan is not a finite number - at `$.machine.memory"),
        ({"percentiles": ["x"]}, "Expected `int | float`, got `str` - at `$.percentiles[0]`"),
        ({"percentiles": [50, True]}, "Expected `int | float`, got `bool` - at `$.percentiles[1]`"),
        ({"percentiles": [math.inf]}, "inf is not a finite number - at `$.percentiles[0]`"),
        ({"percentiles": [50, 90]}, "'percentiles' lacks 99"),
        ({"percentiles": [50, 99]}, "'latency_ms' has 12 figures; allowed: 2"),
        ({"speed": 1}, "unknown key `speed`; allowed: started, finished, machine"),
        ({"\ud800": 1}, "surrogates not allowed"),
    ],
)
def test_what_is_no_record_is_named(change, said):
    with pytest.raises(MeasurementError, match=re.escape(said)):
        from_dict({**as_json(record()), **change})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"requests_per_second": True}, "Expected `int | float`, got `bool`"),
        ({"cpu_us": math.inf}, "inf is not a finite number"),
        ({"cpu_us": -1}, "Expected `int` >= 0 - at"),
        ({"latency_ms": [-0.5]}, "Expected `float` >= 0.0 - at"),
        ({"goodput": False}, "Expected `int | float | null`, got `bool`"),
        ({"round": True}, "Expected `int`, got `bool`"),
        ({"round": 1.0}, "Expected `int`, got `float`"),
        ({"completed": "9"}, "Expected `int`, got `str`"),
        ({"speed": 1}, "unknown key `speed`; allowed: round, requests_per_second"),
    ],
)
def test_what_is_no_run_is_named_with_its_place(change, said):
    found = as_json(record())
    found["cells"][1]["runs"][2] |= change
    with pytest.raises(MeasurementError, match=re.escape(said)) as refused:
        from_dict(found)
    assert "`$.cells[1].runs[2]" in str(refused.value)


def test_import_times_come_with_as_many_of_the_bare_interpreter():
    found = as_json(record())
    found["imports"][0]["bare_ms"] = found["imports"][0]["bare_ms"][:1]
    with pytest.raises(MeasurementError, match=r"the same number of each - at `\$\.imports\[0\]`"):
        from_dict(found)


def test_no_install_is_smaller_than_nothing():
    found = as_json(record())
    found["installs"][0]["megabytes"] = -3
    with pytest.raises(MeasurementError, match=r">= 0 - at `\$\.installs\[0\]\.megabytes`"):
        from_dict(found)


def nested(deep: int = 100_000) -> list:
    found: list = []
    for _ in range(deep):
        found = [found]
    return found


@pytest.mark.parametrize("key", ["version", "machine", "cells", "started", "speed"])
def test_what_is_nested_too_deep_is_refused(key):
    deep = {"cpu": nested()} if key == "machine" else nested()
    with pytest.raises(MeasurementError):
        from_dict({**as_json(record()), key: deep})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\n]", r"r\.json: line 2: not valid JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b"[" + b"9" * 5000 + b"]", "the JSON cannot be read"),
        (b"[NaN]", "not a measurement"),
    ],
    ids=["not JSON", "not UTF-8", "deep", "a long number", "a list"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, said):
    path = tmp_path / "r.json"
    with pytest.raises(MeasurementError, match=r"r\.json: No such file"):
        read(path)
    path.write_bytes(content)
    with pytest.raises(MeasurementError, match=said):
        read(path)


# Into the tables


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED_PROBLEM, tmp_path / "problem")


def test_a_published_record_is_what_the_tables_say(folder):
    before = advisor.load(folder)
    assert publish(record(), folder) == 7
    problem = advisor.load(folder)
    found = problem.performances["flask", "cpu_cost"]
    assert (found.performance, found.low, found.high) == (10, 10, 10)
    assert (found.basis, found.source, found.version) == ("measured", SOURCE, "1.2")
    tuned = problem.with_reading("tuned").performances
    assert tuned["flask", "cpu_cost"].performance == 5
    assert problem.with_reading("naive").performances["flask", "io_concurrency"].performance == 2
    assert ("flask", "startup") not in problem.readings["tuned"]
    assert problem.performances["django", "cpu_cost"] == before.performances["django", "cpu_cost"]
    assert "| flask | hello | uvicorn |" in problem.texts["RECORDED.md"]


def test_what_a_record_does_not_say_stays(folder):
    before = advisor.load(folder)
    waiting = replace(record(), cells=(record().cells[0], *record().cells[3:]), imports=())
    publish(replace(waiting, installs=()), folder, "waiting-run")
    problem = advisor.load(folder)
    assert problem.performances["flask", "cpu_cost"] == before.performances["flask", "cpu_cost"]
    for reading in ("naive", "tuned"):
        found, old = (one.with_reading(reading).performances for one in (problem, before))
        changed = {key for key in old if found[key] != old[key]}
        assert changed == {("flask", "io_concurrency")}
    assert problem.performances["flask", "io_concurrency"].source == "waiting-run"
    assert "| flask | wait | uvicorn |" in problem.texts["WAITING.md"]
    assert problem.texts["RECORDED.md"] == before.texts["RECORDED.md"]
    assert "Imports" not in problem.texts["WAITING.md"]


def test_a_record_without_a_source_is_not_published(folder):
    with pytest.raises(InputError, match=r"sources\.csv: there is no source 'mine'"):
        publish(record(), folder, "mine")


def test_the_shipped_figures_are_those_of_the_shipped_records(folder):
    """Published in this order, they change nothing."""
    for name, source in (("recorded", SOURCE), ("waiting", "waiting-run")):
        publish(read(DATA / "measurements" / f"{name}.json"), folder, source)
    for name in ("performances.csv", "readings.csv", "RECORDED.md", "WAITING.md"):
        assert (folder / name).read_bytes() == (SHIPPED_PROBLEM / name).read_bytes(), name


def test_the_repeats_of_the_waiting_run_agree_with_it():
    names = ("waiting", "waiting-repeat-1", "waiting-repeat-2")
    records = [read(DATA / "measurements" / f"{name}.json") for name in names]
    assert agreement(records).share >= WANTED


def test_a_record_that_may_not_be_scored_is_not_published(folder):
    before = (folder / "performances.csv").read_text()
    with pytest.raises(MeasurementError, match="cannot be scored"):
        publish(record(refused="too slow"), folder)
    assert (folder / "performances.csv").read_text() == before


# As figures


@pytest.mark.parametrize("chart", [charts.throughput, charts.latencies, charts.waiting])
def test_plotly_accepts_the_figures_of_a_record(chart):
    figure = go.Figure(chart(record()))
    assert len(figure.data) == 1
    assert "flask, uvicorn" in (figure.data[0].name, *map(str, figure.data[0].y))

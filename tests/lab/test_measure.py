"""The bench against servers that are right, wrong, slow or gone."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from advisor.lab import command
from advisor.lab.load import rounds as measuring
from advisor.lab.load.drive import Load, LoadResult, Request, drive
from advisor.lab.load.rounds import Bench, Settings, refusal
from advisor.lab.machine import usage
from advisor.lab.manifest import manifests
from advisor.lab.plan import DOCUMENTED, SERVERS, WORKLOADS, SetUp, plan
from advisor.lab.progress import ProgressStep
from advisor.lab.records import agreement
from advisor.lab.servers import guard, launch
from advisor.lab.servers.upstream import responder
from advisor.problem.measurements import BARE, READINGS, read, table, write
from advisor.problem.measurements.record import Cell, Record, Run
from advisor.problem.paths import SHIPPED_PROBLEM
from advisor.problem.problem import InputError
from tests.lab import server as lab_server

SHORT = Settings(rounds=2, seconds=0.1, warm_up=0.02)
HELLO = {"message": "hello"}
FRAMEWORKS = tuple(manifests())


def ask(url: str, clients: int = 4, **request: object):
    return drive(Load(Request(url, **request), clients, 0.2, 0.02))


def start(setup, upstream):
    return lab_server.running()


def bench(setups, start=start, settings=SHORT, **options) -> Bench:
    return Bench(setups, start, settings, **options)


def hello(framework: str = "flask") -> tuple[SetUp, ...]:
    return plan([framework], ["hello"], readings_only=True)


# The load client


@pytest.mark.parametrize("path", ["/hello", "/closing", "/counting"])
def test_right_answers_count(path):
    with lab_server.running() as server:
        found = ask(server.url + path, expected=HELLO)
    assert found.completed > 0
    assert (found.errors, found.first_error) == (0, "")
    assert list(found.latency_ms) == sorted(found.latency_ms)
    assert found.requests_per_second == pytest.approx(found.completed / found.seconds)


@pytest.mark.parametrize(
    ("path", "request_", "said"),
    [
        ("/hello", {"status": 201}, "status 200 instead of 201"),
        ("/hello", {"expected": {"message": "bye"}}, "the body lacks {'message': 'bye'}"),
        ("/nothing", {}, "status 404 instead of 200"),
    ],
)
def test_wrong_answers_are_errors_and_do_not_count(path, request_, said):
    with lab_server.running() as server:
        found = ask(server.url + path, **request_)
    assert found.completed == 0
    assert found.errors > 0
    assert said in found.first_error


def test_a_refused_connection_is_an_error():
    with lab_server.running() as server:
        gone = server.url
    found = ask(gone)
    assert found.completed == 0
    assert "cannot connect" in found.first_error


def test_a_process_that_ended_is_an_error_and_no_crash():
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    with lab_server.running() as server:
        found = drive(Load(Request(f"{server.url}/hello"), 1, 0.1, 0, (ended.pid,)))
    assert "ended during the measurement" in found.first_error


def test_the_slow_upstream_keeps_no_request_waiting_for_another():
    with responder() as upstream:
        found = ask(f"{upstream.url}/slow?ms=50", clients=64, expected=HELLO)
        assert found.errors == 0
        assert found.latency_ms[0] >= 49  # never early
        assert usage(upstream.pids()).rss_mb > 0
    assert not psutil.pid_exists(upstream.pid)


@pytest.mark.parametrize("wrong", [{"concurrency": 0}, {"concurrency": 9999}, {"seconds": 0}])
def test_a_load_is_bounded(wrong):
    with pytest.raises(ValueError, match=r"allowed|above 0"):
        Load(**{"request": Request("http://x/"), "concurrency": 1, "seconds": 1, **wrong})


# The plan


def test_the_plan_has_one_set_up_of_each_reading_for_each_workload():
    for framework, manifest in manifests().items():
        setups = plan([framework])
        for workload in (s.id for s in WORKLOADS.values() if s.app in manifest.apps):
            for reading in READINGS:
                chosen = [s for s in setups if s.workload.id == workload and reading in s.readings]
                assert len(chosen) == 1, (framework, workload, reading)


def test_the_tuned_servers_are_the_same_for_all_frameworks_of_a_kind():
    waiting = [c.server.id for c in plan(["django", "flask"], ["wait"]) if "tuned" in c.readings]
    assert waiting == ["gunicorn-gthread-64"] * 2


def test_while_requests_wait_each_runs_as_its_documentation_deploys_it():
    chosen = {s.framework: s for s in plan(FRAMEWORKS, ["wait"]) if "default" in s.readings}
    assert {name: (s.server.id, s.path) for name, s in chosen.items()} == {
        **dict.fromkeys(("blacksheep", "fastapi", "litestar"), ("uvicorn", "/wait?ms=50")),
        **dict.fromkeys(("aiohttp", "bottle", "sanic", "tornado"), ("own", "/wait?ms=50")),
        **dict.fromkeys(("falcon", "flask"), ("gunicorn-gevent", "/wait?ms=50")),
        "starlette": ("uvicorn", "/wait?ms=50"),
        "quart": ("hypercorn", "/wait?ms=50"),
        "pyramid": ("gunicorn-gthread-4", "/wait?ms=50"),
        "django": ("daphne", "/wait-async?ms=50"),
        "django-ninja": ("uvicorn", "/wait-async?ms=50"),
        "djangorestframework": ("daphne", "/wait?ms=50"),
    }


def test_the_naive_reading_does_one_thing_at_a_time():
    servers = {s.server.id for s in plan(FRAMEWORKS, ["wait"]) if "naive" in s.readings}
    assert servers == {"gunicorn-sync", "uvicorn", "own"}
    for setup in plan(FRAMEWORKS, ["hello"]):
        assert ("naive" in setup.readings) == ("default" in setup.readings)


def test_the_text_says_what_each_page_says():
    """MEASURED.md has the set-ups of the manifests, with sentence and address."""
    text = (SHIPPED_PROBLEM / "MEASURED.md").read_text(encoding="utf-8")
    for manifest in manifests().values():
        found = manifest.waiting
        threads = SERVERS[found.server].threads or "–"
        row = f"| {found.server} | {threads} | {found.handler} | [{found.says}]({found.page}) |"
        assert row in text, manifest.framework


def test_quick_measures_only_what_stands_for_a_reading():
    quick = plan(["django", "fastapi"], readings_only=True)
    assert all(cell.readings or cell.framework == BARE for cell in quick)
    assert len(quick) < len(plan(["django", "fastapi"]))


@pytest.mark.parametrize("asked", [(["rails"], ["hello"]), (["flask"], ["sing"])])
def test_an_unknown_name_is_refused_with_those_there_are(asked):
    with pytest.raises(InputError, match="allowed: "):
        plan(*asked)


# Rounds


def test_a_record_holds_every_round_and_survives_the_file(tmp_path):
    record = bench(plan(["flask"], ["hello", "wait"], readings_only=True)).run()
    assert record.stopped == ""
    for cell in record.cells:
        assert [run.round for run in cell.runs] == [0, 1], cell
        assert all(run.cpu_us >= 0 and run.rss_mb > 0 for run in cell.runs)
        assert (cell.python == "3.test") == (cell.framework != BARE)
    waits = [cell for cell in record.cells if cell.scenario == "wait"]
    for run in (run for cell in waits for run in cell.runs):
        assert run.goodput == pytest.approx(run.requests_per_second / 1280, abs=1e-4)
    write(record, tmp_path / "r.json")
    assert read(tmp_path / "r.json") == record
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]
    assert table(record).count("\n") == len(record.cells) + 2


def test_rounds_are_interleaved_in_an_order_that_the_seed_repeats(monkeypatch):
    answer = LoadResult(9, 1.0, tuple(range(12)), 0, "", 1.0, 9.0)
    monkeypatch.setattr(measuring.load, "drive", lambda load: answer)

    def order(seed: int) -> list[str]:
        seen: list[str] = []

        @contextmanager
        def noted(setup, upstream):
            seen.append(f"{setup.framework} {setup.server.id}")
            with lab_server.running() as server:
                yield server

        bench(plan(["django", "flask"], ["hello"]), noted, Settings(2, 0.02, 0, seed)).run()
        return seen

    first = order(1)
    half = len(first) // 2
    assert sorted(first[:half]) == sorted(first[half:])
    assert first[:half] != first[half:]
    assert order(1) == first


def test_a_run_with_errors_is_discarded_and_says_so():
    sometimes = WORKLOADS["hello"].__class__("hello", "", "GET", "/sometimes", 200, HELLO)
    setup = SetUp("flask", sometimes, SERVERS["gunicorn-sync"], DOCUMENTED, 2, ("default",))
    steps: list[ProgressStep] = []
    (found,) = bench([setup], progress=steps.append).run().cells
    assert found.runs == ()
    assert len(found.discarded) == 2
    assert "status 500 instead of 200" in found.discarded[0].why
    assert any("discarded" in step.doing for step in steps)


def test_a_route_that_is_not_there_is_asked_for_once():
    missing = WORKLOADS["hello"].__class__("missing", "", "GET", "/missing", 200, HELLO)
    setup = SetUp("flask", missing, SERVERS["gunicorn-sync"], DOCUMENTED, 2, ("default",))
    (absent,) = bench([setup]).run().cells
    assert [d.round for d in absent.discarded] == [0]
    assert "404" in absent.discarded[0].why


def test_a_server_that_does_not_start_costs_only_its_own_cells():
    def broken(setup, upstream):
        if setup.framework == "flask":
            raise RuntimeError("no such module")
        return lab_server.running()

    record = bench(plan(["flask", "fastapi"], ["hello"], readings_only=True), broken).run()
    for cell in record.cells:
        assert bool(cell.runs) == (cell.framework != "flask")
        if cell.framework == "flask":
            assert "no such module" in cell.discarded[0].why


def test_a_server_whose_workers_change_is_discarded():
    class Restless(lab_server.Running):
        def pids(self):
            self.turn = not getattr(self, "turn", False)
            return (os.getpid(),) if self.turn else (os.getpid(), os.getppid())

    @contextmanager
    def restless(setup, upstream):
        with lab_server.running() as server:
            yield Restless(server.url)

    found = bench(hello(), restless).run().cells[1]
    assert found.runs == ()
    assert "started or ended" in found.discarded[0].why


def test_ctrl_c_keeps_what_is_done(tmp_path):
    def interrupt(step: ProgressStep) -> None:
        if step.done == 4:
            raise KeyboardInterrupt

    record = bench(hello(), progress=interrupt).run()
    assert record.stopped == "interrupted"
    assert sum(len(cell.runs) + len(cell.discarded) for cell in record.cells) == 4
    write(record, tmp_path / "r.json")
    assert read(tmp_path / "r.json") == record


def test_time_that_is_up_ends_after_a_whole_round():
    record = bench(hello(), settings=Settings(50, 0.05, 0, budget=0.01)).run()
    assert record.stopped == "out of time after 1 of 50 rounds"
    assert {len(cell.runs) for cell in record.cells} == {1}


def recorded(framework: str, speed: float, scenario: str = "hello") -> Cell:
    run = Run(0, speed, 10, tuple(range(12)), 9, 9)
    return Cell(framework, scenario, "s", "w", 1, 1, "d", 1, (), "3", {}, (run,))


def record_of(*cells: Cell) -> Record:
    return Record("", "2026-01-01", {}, {}, (50, 99), cells)


@pytest.mark.parametrize(("ceiling", "refused"), [(299, True), (300, False)])
def test_no_score_where_the_client_is_not_three_times_as_fast(ceiling, refused):
    waiting = recorded("flask", 100, "wait"), recorded("django", 50, "wait")
    assert ("flask" in refusal(record_of(recorded(BARE, ceiling), *waiting))) == refused


def test_a_rate_that_the_client_may_have_set_is_a_lower_bound_and_its_cpu_counts():
    record = record_of(recorded(BARE, 299), recorded("flask", 100), recorded("django", 50))
    assert refusal(record) == ""
    assert "≥ 100 " in table(record)
    assert "≥ 50 " not in table(record)


def test_no_score_where_nothing_was_measured():
    assert refusal(record_of(recorded(BARE, 1000))) == "no server was measured"
    assert "bare responder was not measured" in refusal(record_of(recorded("flask", 9)))


# Servers of their own


def test_a_guarded_server_ends_with_whoever_started_it():
    """Its children too, and though they would rather not: SIGKILL leaves no time to tidy up."""
    code = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']);"
        "print(child.pid, file=sys.stderr, flush=True); time.sleep(99)"
    )
    parent = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import subprocess, sys, time;"
            f"p = subprocess.Popen([sys.executable, '-I', {guard.__file__!r}, sys.executable,"
            f" '-c', {code!r}], stdin=subprocess.PIPE, start_new_session=True);"
            "time.sleep(99)",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server, child = int(parent.stdout.readline()), int(parent.stderr.readline())
    assert psutil.pid_exists(server)
    assert psutil.pid_exists(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 30
    while any(map(alive, (server, child))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(server)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_server_that_cannot_start_says_why():
    here = launch.Environment(Path(sys.executable), "3.test", {})
    with (
        pytest.raises(RuntimeError, match="flask under granian-wsgi did not start"),
        launch.serve(here, "flask", "hello", SERVERS["granian-wsgi"], "http://127.0.0.1:9"),
    ):
        pytest.fail("it did start")


def test_a_framework_without_an_app_is_refused():
    with pytest.raises(InputError, match="no reference app for 'rails'; allowed: aiohttp"):
        command.measure(["rails"])


@pytest.mark.parametrize(
    ("workloads", "taken"), [(["wait"], ()), (["hello"], ("imports",)), ([], ("imports",))]
)
def test_imports_and_installs_are_measured_with_the_smallest_answer(monkeypatch, workloads, taken):
    monkeypatch.setattr(command.launch, "environment", lambda framework: None)
    monkeypatch.setattr(command.Bench, "run", lambda bench: record_of())
    monkeypatch.setattr(command, "import_times", lambda *_, **how: ("imports",))
    monkeypatch.setattr(command, "install", lambda *_: "install")
    record = command.measure(["flask"], workloads, quick=True, say=lambda text: None)
    assert record.imports == taken
    assert bool(record.installs) == bool(taken)


# Repeats


def test_agreement_of_a_record_with_itself_and_with_another(monkeypatch):
    monkeypatch.setattr("advisor.problem.measurements.record.HEADROOM", 0)
    record = bench(hello()).run()
    found = agreement.agreement([record, record])
    assert (found.compared, found.share) == (3, 1.0)
    with pytest.raises(ValueError, match="two records"):
        agreement.agreement([record])

"""Reading on a real Dask cluster: the same rows as here, whatever is lost; what is wrong is told in one sentence."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path

import made_cluster
import pytest
from made_records import make_record

from corpus.cluster_link import connect
from corpus.columns import TABLES
from corpus.events import DocumentStarted, FileReport, Outcome, RunPlanned, WorkerLost
from corpus.ingest import Job, Reading, ingest
from corpus.planning import make_plan
from corpus.reading import read_job
from corpus.rows import make_rows
from corpus.store import open_store
from corpus.walk import find_files
from extract.errors import ReadError, VanbanError

EXAMPLES = Path(__file__).parents[1] / "examples"


def stub_reader(job: Job, tell) -> Reading:
    """Reads what the file says that reading it does; in the process of the cluster's worker that reads it."""
    words = Path(job.path).read_text()
    if words == "hang":
        time.sleep(600)
    if words == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if words == "encrypted":
        raise ReadError("encrypted", f"{job.source}: is encrypted.")
    if words.startswith("slow"):
        time.sleep(0.3)
    if words.startswith("kill "):  # the worker of the cluster itself, by the number in its folder
        kill_worker(Path(words.removeprefix("kill ")))
    return Reading(hashlib.sha256(words.encode()).hexdigest(), False, make_rows(make_record(job.source)))


def kill_worker(folder: Path):
    """Kill the worker that this process reads for, as often as the file in the folder says, and wait for the end."""
    left = int((folder / "left").read_text())
    if left:
        (folder / "left").write_text(str(left - 1))
        os.kill(cluster_worker(), signal.SIGKILL)
        time.sleep(60)


def cluster_worker() -> int:
    """The process above this one that the nanny of a cluster's worker has started, and starts again."""
    pid = below = os.getpid()
    while b"dask worker" not in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" "):
        below, pid = pid, int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return below


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    reason = made_cluster.why_not()
    if reason is not None:
        pytest.skip(reason)
    with made_cluster.running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def write(top, **files):
    top.mkdir(exist_ok=True)
    for name, words in files.items():
        (top / f"{name}.txt").write_text(words)


def run(machines, top, out, *, reader=stub_reader, time_limit=60.0, tell=lambda event: None):
    """One run over a folder on the cluster; what became of each file, by its name."""
    with connect(machines.address) as link, open_store(out) as store:
        plan, reports = make_plan(find_files([top]), store), {}
        for event in ingest(plan, store, reader=reader, time_limit=time_limit, cluster=link):
            tell(event)
            if isinstance(event, FileReport):
                reports[Path(event.source).name] = event
        return reports


def tables_of(out):
    with open_store(out) as store:
        return {table.name: list(store.rows(table.name)) for table in TABLES}


def test_same_rows_as_on_this_machine(machines, tmp_path):
    events = []
    reports = run(machines, EXAMPLES, tmp_path / "there", reader=read_job, tell=events.append)
    with open_store(tmp_path / "here") as store:
        plan = make_plan(find_files([EXAMPLES]), store)
        list(ingest(plan, store, workers=1))
    assert {report.outcome for report in reports.values()} == {Outcome.READ}
    assert tables_of(tmp_path / "there") == tables_of(tmp_path / "here")
    assert isinstance(events[0], RunPlanned) and events[0].workers == 2
    started = [event.source for event in events if isinstance(event, DocumentStarted)]
    assert sorted(started) == sorted(report.source for report in reports.values())


def test_one_bad_file_costs_only_itself(machines, tmp_path):
    write(tmp_path / "in", a="1", b="crash", c="encrypted", d="hang", e="2")
    reports = run(machines, tmp_path / "in", tmp_path / "out", time_limit=3.0)
    assert {name: (report.outcome.value, report.code) for name, report in reports.items()} == {
        "a.txt": ("read", None),
        "b.txt": ("failed", "crashed"),
        "c.txt": ("failed", "encrypted"),
        "d.txt": ("failed", "timeout"),
        "e.txt": ("read", None),
    }
    assert "signal SIGSEGV" in reports["b.txt"].message
    assert reports["c.txt"].message == f"{tmp_path / 'in' / 'c.txt'}: is encrypted."


def test_files_that_the_workers_do_not_see_are_sent(machines, tmp_path, monkeypatch):
    """A worker takes a file only where it looks as it did here; with another look none does."""
    write(tmp_path / "in", **{f"f{number}": f"{number}" for number in range(8)})
    (tmp_path / "in" / "bad.txt").write_text("encrypted")
    with open_store(tmp_path / "out") as store:
        plan = make_plan(find_files([tmp_path / "in"]), store)
        for job in plan.jobs:
            object.__setattr__(job, "look", "of another machine")
        with connect(machines.address) as link:
            events = list(ingest(plan, store, reader=stub_reader, cluster=link))
        reports = {Path(event.source).name: event for event in events if isinstance(event, FileReport)}
        assert [name for name, report in reports.items() if report.outcome is Outcome.FAILED] == ["bad.txt"]
        assert reports["bad.txt"].message == f"{tmp_path / 'in' / 'bad.txt'}: is encrypted."
        assert store.counts()["documents"] == 8
        assert {file.path for file in store.files().values()} == {str(p) for p in (tmp_path / "in").iterdir()}


def run_far_away(machines, files, out):
    """A run whose folders and files the workers do not see."""
    with open_store(out) as store:
        plan = make_plan(find_files(files), store)
        for job in plan.jobs:
            object.__setattr__(job, "look", "of another machine")
            object.__setattr__(job, "folders", replace(job.folders, work=None))
        with connect(machines.address) as link:
            events = list(ingest(plan, store, cluster=link))
        return {Path(event.source).name: event for event in events if isinstance(event, FileReport)}


def test_what_far_workers_keep_comes_back_and_goes_along(machines, tmp_path):
    files = [EXAMPLES / "ke_hoach_cong_viec.docx", EXAMPLES / "thong_bao.pdf"]
    reports = run_far_away(machines, files, tmp_path / "out")
    assert [(report.outcome, report.kept) for report in reports.values()] == [(Outcome.READ, False)] * 2
    kept = tmp_path / "out" / "read-documents"
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 2
    before = tables_of(tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / "vanban.sqlite") as database:
        database.execute("UPDATE files SET rules = 'earlier ones'")
    database.close()
    reports = run_far_away(machines, files, tmp_path / "out")
    assert [(report.outcome, report.kept) for report in reports.values()] == [(Outcome.READ, True)] * 2
    shutil.copytree(kept, tmp_path / "new" / "read-documents")
    reports = run_far_away(machines, files, tmp_path / "new")
    assert [(report.outcome, report.kept) for report in reports.values()] == [(Outcome.READ, True)] * 2
    assert tables_of(tmp_path / "out") == before == tables_of(tmp_path / "new")


def test_file_that_is_gone_before_it_is_sent(machines, tmp_path):
    write(tmp_path / "in", a="1", b="2")
    with open_store(tmp_path / "out") as store:
        plan = make_plan(find_files([tmp_path / "in"]), store)
        (tmp_path / "in" / "a.txt").unlink()
        with connect(machines.address) as link:
            events = list(ingest(plan, store, reader=stub_reader, cluster=link))
    outcomes = {Path(e.source).name: (e.outcome.value, e.code) for e in events if isinstance(e, FileReport)}
    assert outcomes == {"a.txt": ("failed", "vanished"), "b.txt": ("read", None)}


def test_second_run_reads_only_what_changed(machines, tmp_path):
    write(tmp_path / "in", a="1", b="2")
    run(machines, tmp_path / "in", tmp_path / "out")
    write(tmp_path / "in", b="other")
    reports = run(machines, tmp_path / "in", tmp_path / "out")
    assert {name: report.outcome.value for name, report in reports.items()} == {"a.txt": "skipped", "b.txt": "read"}


def test_worker_that_is_killed_in_mid_run_costs_nothing(machines, tmp_path):
    write(tmp_path / "in", **{f"f{number:02}": f"slow {number}" for number in range(12)})
    killed, lost = [], []

    def kill_one(event):
        if isinstance(event, WorkerLost):
            lost.append(event)
        if isinstance(event, FileReport) and not killed:
            worker = machines.workers.pop(0)
            os.killpg(worker.pid, signal.SIGKILL)  # with its nanny, so that nobody starts it again
            killed.append(worker.wait())
            threading.Thread(target=machines.start_worker).start()

    reports = run(machines, tmp_path / "in", tmp_path / "out", tell=kill_one)
    assert killed == [-signal.SIGKILL]
    assert len(reports) == 12
    assert {report.outcome for report in reports.values()} == {Outcome.READ}
    with open_store(tmp_path / "out") as store:
        assert store.counts()["documents"] == 12


@pytest.mark.parametrize(("deaths", "outcome"), [(1, "read"), (9, "failed")])
def test_file_that_costs_two_workers_is_not_given_to_a_third(machines, tmp_path, deaths, outcome):
    write(tmp_path / "in", a="1", b=f"kill {tmp_path}", c="2", d="3")
    (tmp_path / "left").write_text(str(deaths))
    events = []
    reports = run(machines, tmp_path / "in", tmp_path / "out", tell=events.append)
    assert {name: report.outcome.value for name, report in reports.items()} == {
        "a.txt": "read",
        "b.txt": outcome,
        "c.txt": "read",
        "d.txt": "read",
    }
    lost = [event for event in events if isinstance(event, WorkerLost)]
    assert [Path(event.source).name for event in lost] == ["b.txt"]
    assert "of the cluster was lost" in lost[0].reason
    if outcome == "failed":
        assert reports["b.txt"].code == "crashed"
        assert "as was one before it over the same file" in reports["b.txt"].message


def test_scheduler_that_is_lost_in_mid_run(tmp_path):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    write(tmp_path / "in", **{f"f{number:02}": f"slow {number}" for number in range(12)})
    with made_cluster.running_cluster(tmp_path / "cluster") as machines:
        done = []

        def kill_scheduler(event):
            if isinstance(event, FileReport):
                done.append(event)
                if len(done) == 3:
                    os.killpg(machines.scheduler.pid, signal.SIGKILL)

        with pytest.raises(VanbanError) as told:
            run(machines, tmp_path / "in", tmp_path / "out", tell=kill_scheduler)
    assert str(told.value) == (
        f"{machines.address}: the connection to the Dask scheduler was lost; what was read is kept. Run again to go on."
    )
    with open_store(tmp_path / "out") as store:
        assert store.counts()["documents"] >= 3
        plan = make_plan(find_files([tmp_path / "in"]), store)
        assert len(plan.unchanged) == store.counts()["documents"]
        list(ingest(plan, store, reader=stub_reader, workers=1))
        assert store.counts()["documents"] == 12


def test_worker_that_reads_by_other_rules_is_refused(machines, tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.cluster_worker.version_of_rules", lambda: "other")
    with pytest.raises(VanbanError, match=r"the worker tcp://\S+ reads by vanban .* install the same on all machines"):
        run(machines, tmp_path, tmp_path / "out")


def test_worker_with_other_rules_that_comes_later_is_refused(machines, tmp_path, monkeypatch):
    write(tmp_path / "in", a="1")
    monkeypatch.setattr("corpus.cluster.version_of_rules", lambda: "other")
    with pytest.raises(VanbanError, match="install the same on all machines"):
        run(machines, tmp_path / "in", tmp_path / "out")


def test_worker_without_vanban_is_refused(tmp_path):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    with made_cluster.running_cluster(tmp_path / "cluster", workers=0) as machines:
        hidden = "import sys; sys.modules['corpus'] = None"
        (tmp_path / "hide.py").write_text(hidden)
        machines.start_worker("--preload", str(tmp_path / "hide.py"), nanny=False)
        with pytest.raises(
            VanbanError, match=r"reads by no such vanban \(.*corpus.*\).* install the same on all machines"
        ):
            run(machines, EXAMPLES, tmp_path / "out")


def test_scheduler_without_workers(tmp_path, monkeypatch):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    monkeypatch.setattr("corpus.cluster_link.CONNECT_SECONDS", 2.0)
    told = pytest.raises(VanbanError, match="the Dask scheduler has no workers; start some: dask worker")
    with made_cluster.running_cluster(tmp_path / "cluster", workers=0) as machines, told:
        run(machines, EXAMPLES, tmp_path / "out")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler can be reached there"),
        ("tcp://no-such-host.invalid:8786", "no Dask scheduler can be reached there"),
        ("http://host:8787/status", "is no address of a Dask scheduler; give --cluster tcp://HOST:8786"),
        ("host", "is no address of a Dask scheduler"),
        ("", "is no address of a Dask scheduler"),
    ],
)
def test_address_without_a_scheduler_is_told_in_one_sentence(monkeypatch, address, said):
    monkeypatch.setattr("corpus.cluster_link.CONNECT_SECONDS", 2.0)
    with pytest.raises(VanbanError) as told, connect(address):
        pass
    assert str(told.value).startswith(f"{address}: ") and said in str(told.value)
    assert "\n" not in str(told.value)


def test_port_on_which_something_else_listens(monkeypatch):
    import socket

    monkeypatch.setattr("corpus.cluster_link.CONNECT_SECONDS", 2.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(VanbanError, match="no Dask scheduler can be reached there"), connect(address):
            pass


def make_certificate(folder: Path) -> dict[str, str]:
    """Dask's settings, as variables, by which every side has the same certificate and trusts it alone."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not there to make a certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *[
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=papers",
                "-days",
                "2",
                "-keyout",
            ],
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": certificate}
    for side in ("CLIENT", "SCHEDULER", "WORKER"):
        settings |= {f"DASK_DISTRIBUTED__COMM__TLS__{side}__CERT": certificate}
        settings |= {f"DASK_DISTRIBUTED__COMM__TLS__{side}__KEY": key}
    return {name: str(path) for name, path in settings.items()}


def test_encrypted_line_as_dasks_configuration_says(tmp_path, monkeypatch):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    import dask

    monkeypatch.setattr("corpus.cluster_link.CONNECT_SECONDS", 5.0)
    settings = make_certificate(tmp_path)
    write(tmp_path / "in", a="1", b="2")
    with made_cluster.running_cluster(tmp_path / "cluster", 1, protocol="tls", environment=settings) as machines:
        with pytest.raises(VanbanError, match="no Dask scheduler can be reached there"):
            run(machines, tmp_path / "in", tmp_path / "out")
        ours = {name.removeprefix("DASK_").lower().replace("__", "."): path for name, path in settings.items()}
        with dask.config.set({name.replace("_", "-"): path for name, path in ours.items()}):
            reports = run(machines, tmp_path / "in", tmp_path / "out")
    assert machines.address.startswith("tls://")
    assert {report.outcome for report in reports.values()} == {Outcome.READ}

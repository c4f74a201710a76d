"""Runs over many files: what is skipped, what fails alone, what a stopped run leaves behind."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_records import make_record

from corpus.ingest import Job, Outcome, Reading, make_plan, read_files
from corpus.rows import make_rows
from corpus.store import open_existing_store, open_store
from corpus.walk import find_files
from extract.errors import ReadError


def stub_reader(job: Job, tell=None) -> Reading:
    """Reads what the file says that reading it does."""
    words = Path(job.path).read_text()
    if words == "hang":
        time.sleep(600)
    if words == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if words == "leave":
        os._exit(3)
    if words == "memory":
        raise MemoryError
    if words == "defect":
        raise ZeroDivisionError("by zero")
    if words == "encrypted":
        raise ReadError("encrypted", f"{job.source}: is encrypted.")
    if words == "slow":
        time.sleep(0.5)
    if words == "vanish":
        Path(job.path).unlink()
        Path(job.path).read_text()
    return Reading(content_of(words), False, make_rows(make_record(job.source)))


def content_of(words):
    return hashlib.sha256(words.encode()).hexdigest()


def ingest(top, out, **options):
    """One run over a folder; what became of each file, by its name."""
    options = {"reader": stub_reader, "workers": 2} | options
    force = options.pop("force", False)
    with open_store(out) as store:
        plan = make_plan(find_files([top]), store, force=force)
        return {Path(report.source).name: report for report in read_files(plan, store, **options)}


def write(top, **files):
    top.mkdir(exist_ok=True)
    for name, words in files.items():
        (top / f"{name}.txt").write_text(words)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_every_file_is_read_in_any_number_of_workers(tmp_path, workers):
    write(tmp_path / "in", a="1", b="2", c="3")
    reports = ingest(tmp_path / "in", tmp_path / "out", workers=workers)
    assert {name: report.outcome for name, report in reports.items()} == dict.fromkeys(
        ("a.txt", "b.txt", "c.txt"), Outcome.READ
    )
    with open_existing_store(tmp_path / "out") as store:
        assert [Path(str(row["source"])).name for row in store.rows("tasks")] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("hang", "timeout", "4 seconds without progress"),
        ("crash", "crashed", "signal SIGSEGV"),
        ("leave", "crashed", "exit status 3"),
        ("memory", "memory", "more memory than"),
        ("defect", "defect", "please report it: ZeroDivisionError: by zero (test_corpus_ingest.py:"),
        ("encrypted", "encrypted", "is encrypted."),
        ("vanish", "vanished", "was there when the run began"),
    ],
)
def test_one_bad_file_costs_only_itself(tmp_path, words, code, message):
    write(tmp_path / "in", a="1", bad=words, c="3", d="4")
    # Large enough for a loaded machine to start a worker, small enough to wait for one that hangs.
    reports = ingest(tmp_path / "in", tmp_path / "out", time_limit=4.0 if words == "hang" else 60.0)
    assert {name for name, report in reports.items() if report.outcome is Outcome.READ} == {"a.txt", "c.txt", "d.txt"}
    assert reports["bad.txt"].code == code
    assert message in reports["bad.txt"].message
    with open_existing_store(tmp_path / "out") as store:
        warnings = [row for row in store.rows("warnings") if Path(str(row["source"])).name == "bad.txt"]
        assert [(row["code"], row["start"]) for row in warnings] == [(code, None)]
        assert store.counts()["documents"] == 3


def test_second_run_reads_only_what_changed(tmp_path):
    write(tmp_path / "in", a="1", b="2", c="encrypted")
    ingest(tmp_path / "in", tmp_path / "out")
    write(tmp_path / "in", b="other", d="new")
    reports = ingest(tmp_path / "in", tmp_path / "out")
    assert {name: report.outcome.value for name, report in reports.items()} == {
        "a.txt": "skipped",
        "b.txt": "read",
        "c.txt": "quarantined",
        "d.txt": "read",
    }


def test_forced_run_reads_all(tmp_path):
    write(tmp_path / "in", a="1")
    ingest(tmp_path / "in", tmp_path / "out")
    assert ingest(tmp_path / "in", tmp_path / "out", force=True)["a.txt"].outcome is Outcome.READ


def test_other_rules_read_again(tmp_path, monkeypatch):
    write(tmp_path / "in", a="1")
    ingest(tmp_path / "in", tmp_path / "out")
    monkeypatch.setattr("corpus.planning.rules_version", lambda: "other")
    assert ingest(tmp_path / "in", tmp_path / "out")["a.txt"].outcome is Outcome.READ


def test_document_that_fails_when_read_again_keeps_its_rows(tmp_path):
    write(tmp_path / "in", a="1")
    ingest(tmp_path / "in", tmp_path / "out")
    reports = ingest(tmp_path / "in", tmp_path / "out", force=True, reader=refuse)
    assert reports["a.txt"].outcome is Outcome.FAILED
    with open_existing_store(tmp_path / "out") as store:
        assert store.counts()["tasks"] == 1
        assert [row["code"] for row in store.rows("warnings")] == ["past_deadline", "encrypted"]


def test_document_with_new_content_that_fails_loses_its_old_rows(tmp_path):
    write(tmp_path / "in", a="1")
    ingest(tmp_path / "in", tmp_path / "out")
    write(tmp_path / "in", a="encrypted")
    ingest(tmp_path / "in", tmp_path / "out")
    with open_existing_store(tmp_path / "out") as store:
        assert store.counts()["tasks"] == 0
        assert [row["code"] for row in store.rows("warnings")] == ["encrypted"]


def refuse(job: Job, tell=None) -> Reading:
    raise ReadError("encrypted", f"{job.source}: is encrypted.")


def test_file_that_vanishes_after_the_plan(tmp_path):
    write(tmp_path / "in", a="1", b="2")
    with open_store(tmp_path / "out") as store:
        plan = make_plan(find_files([tmp_path / "in"]), store)
        (tmp_path / "in" / "a.txt").unlink()
        reports = {Path(r.source).name: r for r in read_files(plan, store, workers=1, reader=stub_reader)}
        assert reports["a.txt"].code == "vanished"
        assert reports["b.txt"].outcome is Outcome.READ
        assert store.counts()["documents"] == 1


def test_files_no_longer_on_the_disk_are_named_and_kept(tmp_path):
    write(tmp_path / "in", a="1", b="2")
    ingest(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "a.txt").unlink()
    with open_store(tmp_path / "out") as store:
        plan = make_plan(find_files([tmp_path / "in"]), store)
        assert plan.gone == (str(tmp_path / "in" / "a.txt"),)
        assert store.counts()["documents"] == 2
        store.remove(plan.gone)
        assert store.counts()["documents"] == 1


def test_withheld_document_is_read_again_where_its_content_is_asked_for(tmp_path):
    write(tmp_path / "in", a="1")
    ingest(tmp_path / "in", tmp_path / "out", reader=secret_reader)
    with open_store(tmp_path / "out") as store:
        files = find_files([tmp_path / "in"])
        assert make_plan(files, store).jobs == ()
        (job,) = make_plan(files, store, include_secret=True).jobs
        assert job.include_secret


def secret_reader(job: Job, tell=None) -> Reading:
    words = Path(job.path).read_text()
    return Reading(content_of(words), True, make_rows(make_record(job.source, secrecy="MẬT")))


def test_two_files_given_under_one_name_are_both_kept(tmp_path, monkeypatch):
    for folder in ("one", "two", "one"):
        write(tmp_path / folder, a=folder)
        monkeypatch.chdir(tmp_path / folder)
        with open_store(tmp_path / "out") as store:
            plan = make_plan(find_files(["a.txt"]), store)
            list(read_files(plan, store, workers=0, reader=stub_reader))
            sources = [row["source"] for row in store.rows("documents")]
    assert sources == [str(tmp_path / "two" / "a.txt"), "a.txt"]


def test_old_word_files_are_converted_in_batches_before_they_are_read(tmp_path, monkeypatch):
    batches = []

    def convert(paths):
        batches.append([path.name for path in paths])
        return {
            path: ReadError("conversion_failed", f"{path}: no.") if path.name == "c.doc" else path.name.encode()
            for path in paths
        }

    def read(job, tell):
        if job.path.endswith(".doc"):
            assert job.converted == Path(job.path).name.encode()
        return stub_reader(job) if job.converted is None else secret_reader(job)

    monkeypatch.setattr("extract.doc.convert_docs", convert)
    monkeypatch.setattr("corpus.ingest._BATCH", 2)
    write(tmp_path / "in", e="1")
    for name in ("a", "b", "c"):
        (tmp_path / "in" / f"{name}.doc").write_bytes(b"{\\rtf1 " + name.encode())
    (tmp_path / "in" / "d.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off")
    reports = ingest(tmp_path / "in", tmp_path / "out", workers=0, reader=read)
    assert sorted(name for batch in batches for name in batch) == ["a.doc", "b.doc", "c.doc"]
    assert max(map(len, batches)) <= 2
    assert {name: report.code for name, report in reports.items()} == {
        "a.doc": None,
        "b.doc": None,
        "c.doc": "conversion_failed",
        "d.doc": "truncated",
        "e.txt": None,
    }


def test_killed_run_loses_nothing_that_was_committed(tmp_path):
    """The process is killed while a file hangs; what was read before is whole, and the next run goes on from there."""
    write(tmp_path / "in", a="1", b="2", z="hang")
    script = (
        "import sys; from pathlib import Path; from test_corpus_ingest import *\n"
        "with open_store(Path(sys.argv[2])) as store:\n"
        "    plan = make_plan(find_files([Path(sys.argv[1])]), store)\n"
        "    for report in read_files(plan, store, workers=2, reader=stub_reader):\n"
        "        print(report.outcome, flush=True)\n"
    )
    tests = Path(__file__).parent
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "in"), str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert [run.stdout.readline().strip(), run.stdout.readline().strip()] == ["read", "read"]
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    with open_existing_store(tmp_path / "out") as store:
        assert store.counts()["documents"] == 2
    write(tmp_path / "in", z="fine now")
    reports = ingest(tmp_path / "in", tmp_path / "out")
    assert {name: report.outcome.value for name, report in reports.items()} == {
        "a.txt": "skipped",
        "b.txt": "skipped",
        "z.txt": "read",
    }

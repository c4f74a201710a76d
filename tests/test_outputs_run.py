"""The events of a run: tally, report, lines of a log, live view, JSON, metrics."""

from __future__ import annotations

import io
import json
import urllib.request

import pytest
from rich.console import Console

from corpus.events import DocumentStarted, FileReport, Outcome, PageProgress, RunPlanned, Stage, Timing, WorkerLost
from extract.errors import VanbanError, WriteError
from outputs.run_metrics import RunMetrics
from outputs.run_progress import LiveProgress, PlainProgress, event_line, format_seconds, status_line
from outputs.run_report import RunTally, event_json, make_report, write_report

SCAN = "in/quet.pdf"
TIMINGS = (Timing(Stage.RECOGNISE, 6.0), Timing(Stage.NORMALIZE, 0.5), Timing(Stage.STORE, 0.25))
EVENTS = (
    RunPlanned(documents=4, size=4000, unchanged=7, quarantined=1, gone=2, workers=2),
    DocumentStarted(SCAN, 2000),
    DocumentStarted("in/a.txt", 500),
    FileReport("in/a.txt", Outcome.READ, size=500, pages=1, kept=True, timings=(Timing(Stage.NORMALIZE, 0.125),)),
    PageProgress(SCAN, 1, 4),
    WorkerLost(SCAN, "signal SIGKILL"),
    DocumentStarted(SCAN, 2000, tries=2),
    PageProgress(SCAN, 3, 4),
    DocumentStarted("in/b.docx", 500),
    FileReport("in/b.docx", Outcome.FAILED, "truncated", "in/b.docx: is cut off.", size=500, tries=1),
    FileReport("in/old.txt", Outcome.SKIPPED),
)
DONE = FileReport(SCAN, Outcome.READ, size=2000, pages=4, recognised_pages=4, tries=2, timings=TIMINGS)


def tally_of(*events):
    tally = RunTally()
    for event in events:
        tally.add(event)
    return tally


def test_tally_in_the_middle_of_a_run():
    tally = tally_of(*EVENTS)
    assert (tally.documents, tally.read, tally.failed, tally.kept, tally.unchanged) == (4, 1, 1, 1, 7)
    assert (tally.pages_so_far, tally.pages_waiting, tally.lost_workers) == (1 + 3, 1, 1)
    assert list(tally.open_files) == [SCAN]


def test_time_left_goes_by_bytes_and_counts_pages_of_open_files():
    tally = tally_of(*EVENTS)
    done = 500 + 500 + 2000 * 3 / 4
    assert tally.seconds_left(10.0) == pytest.approx((4000 - done) * 10.0 / done)
    assert tally.seconds_left(0.5) is None, "nothing can be said yet"
    assert tally_of(EVENTS[0]).seconds_left(10.0) is None


def test_report_adds_up():
    report = make_report(tally_of(*EVENTS, DONE), 9.0)
    assert (report["read"], report["failed"], report["unchanged"], report["not_reached"]) == (2, 1, 7, 1)
    assert (report["pages"], report["recognised_pages"], report["bytes"]) == (5, 4, 3000)
    assert report["stages"] == {"recognise": 6.0, "normalize": 0.625, "store": 0.25}
    assert report["slowest"][0] == {"source": SCAN, "seconds": 6.75, "pages": 4}
    assert report["failures_by_code"] == {"truncated": 1}
    assert report["failures"][0]["message"] == "in/b.docx: is cut off."


def test_only_the_slowest_files_are_named():
    reports = [
        FileReport(f"{n}.txt", Outcome.READ, timings=(Timing(Stage.READ, float(n % 50)),)) for n in range(1, 200)
    ]
    slowest = make_report(tally_of(RunPlanned(200, 0, 0), *reports), 1.0)["slowest"]
    assert [row["seconds"] for row in slowest] == [49.0] * 4 + [48.0] * 4 + [47.0] * 2


def test_report_is_written_whole(tmp_path):
    path = write_report(make_report(tally_of(*EVENTS), 1.0, interrupted=True), tmp_path)
    assert json.loads(path.read_text("utf-8"))["interrupted"] is True
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match=r"run\.json: cannot be written"):
        write_report({}, tmp_path / "file")


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (EVENTS[3], "read: in/a.txt"),
        (EVENTS[9], "failed: in/b.docx (truncated)"),
        (EVENTS[10], None),
        (EVENTS[5], f"tried again: {SCAN} (signal SIGKILL)"),
        (PageProgress(SCAN, 3, 4), f"page 3 of 4: {SCAN}"),
        (FileReport("a\x1b[2J\nb.txt", Outcome.READ), "read: a[2J b.txt"),
        (FileReport("q.pdf", Outcome.QUARANTINED, "crashed"), "quarantined: q.pdf (crashed)"),
    ],
)
def test_line_of_an_event(event, line):
    assert event_line(event) == line


def test_log_tells_pages_now_and_then():
    lines = list[str]()
    often, seldom = PlainProgress(lines.append, every=0.0), PlainProgress(lines.append, every=1000.0)
    for page in (1, 2, 3):
        often.add(PageProgress(SCAN, page, 4))
        seldom.add(PageProgress(SCAN, page, 4))
    assert lines == [f"page {page} of 4: {SCAN}" for page in (1, 2, 3)]


def test_status_line():
    assert status_line(tally_of(*EVENTS), 10.0) == ("2/4 documents, 4 pages, 0.4 pages/s, 1 failed, about 6 s left")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(8.4, "8 s"), (89, "89 s"), (170, "3 min"), (7500, "2 h 05 min"), (3590, "1 h 00 min")]
)
def test_seconds_as_a_person_says_them(seconds, shown):
    assert format_seconds(seconds) == shown


def test_live_view_names_the_files_at_work_and_keeps_failures():
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=100, markup=False)
    tally = RunTally()
    view = LiveProgress(console, tally)
    view.start()
    for event in EVENTS:
        tally.add(event)
        view.add(event)
    view.stop()
    shown = stream.getvalue()
    assert "failed: in/b.docx (truncated)" in shown and f"{SCAN}  3/4 pages" in shown and "2/4 documents" in shown
    assert "read: in/a.txt" not in shown


@pytest.mark.parametrize("event", [*EVENTS, DONE])
def test_event_as_json(event):
    row = json.loads(event_json(event))
    assert row["event"] in ("planned", "started", "pages", "worker_lost", "file")
    assert ("source" in row) == (row["event"] != "planned")


def test_metrics_are_served():
    metrics, tally = RunMetrics(), RunTally()
    for event in (*EVENTS, DONE):
        tally.add(event)
        metrics.add(event, tally)
    port = metrics.serve(0)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = set(answer.read().decode().splitlines())
    assert lines >= {
        'vanban_files_total{outcome="read"} 2.0',
        'vanban_files_total{outcome="failed"} 1.0',
        'vanban_files_total{outcome="skipped"} 7.0',
        'vanban_failures_total{code="truncated"} 1.0',
        'vanban_pages_total{recognised="yes"} 4.0',
        'vanban_stage_seconds_total{stage="recognise"} 6.0',
        "vanban_workers_lost_total 1.0",
        "vanban_files_waiting 1.0",
    }
    with pytest.raises(VanbanError, match="cannot be used"):
        RunMetrics().serve(port)

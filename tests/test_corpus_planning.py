"""What a run does: files known at a look from outside, or by content; quarantine; documents that are kept."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from test_corpus_ingest import stub_reader, write

from corpus.events import DocumentStarted, FileReport, Outcome, PageProgress, RunPlanned, Stage
from corpus.ingest import ingest, make_plan
from corpus.planning import KEPT_FOLDER, WORK_FOLDER
from corpus.reading import Refusal, read_job
from corpus.sources import look_of, settled_look
from corpus.store import open_existing_store, open_store
from corpus.walk import find_files

EXAMPLES = Path(__file__).parents[1] / "examples"
OLD = 1_700_000_000


def run(inputs, out, reader=read_job, **options):
    """The plan and what became of each file by its name."""
    with open_store(out) as store:
        plan = make_plan(find_files(inputs), store, **options)
        events = list(ingest(plan, store, workers=0, reader=reader))
    return plan, {Path(e.source).name: e for e in events if isinstance(e, FileReport)}


def never(job, tell):
    raise AssertionError(f"{job.source} was read")


@pytest.fixture
def opened(monkeypatch):
    """The files whose content is compared."""
    from corpus import planning
    from corpus.sources import fingerprint_of

    names = []

    def compare(path):
        names.append(Path(path).name)
        return fingerprint_of(path)

    monkeypatch.setattr(planning, "fingerprint_of", compare)
    return names


def made(tmp_path, **files):
    """A folder of text files that have been at rest for long."""
    top = tmp_path / "in"
    write(top, **files)
    time.sleep(2.1)  # the time at which the system notes a change cannot be set
    return top


def test_files_at_rest_are_known_without_being_opened(tmp_path, opened):
    top = made(tmp_path, a="1", b="2")
    run([top], tmp_path / "out")
    _, reports = run([top], tmp_path / "out", reader=never)
    assert {report.outcome for report in reports.values()} == {Outcome.SKIPPED}
    assert opened == []


def test_file_that_changed_just_before_it_was_read_is_compared_until_it_is_at_rest(tmp_path, opened):
    write(tmp_path / "in", a="1")
    run([tmp_path / "in"], tmp_path / "out")
    with open_existing_store(tmp_path / "out") as store:
        (file,) = store.files().values()
        assert file.look is None
    run([tmp_path / "in"], tmp_path / "out", reader=never)
    assert opened == ["a.txt"]
    time.sleep(2.1)
    run([tmp_path / "in"], tmp_path / "out", reader=never)
    run([tmp_path / "in"], tmp_path / "out", reader=never)
    assert opened == ["a.txt", "a.txt"], "and then no more"


def touch(path):
    os.utime(path, (OLD, OLD))


def replace_by_another_of_the_same_size_and_time(path):
    state = path.stat()
    other = path.with_suffix(".new")
    other.write_text("2")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    os.replace(other, path)


def write_in_place_and_set_the_time_back(path):
    state = path.stat()
    path.write_text("2")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (touch, Outcome.SKIPPED),
        (lambda path: path.chmod(0o600), Outcome.SKIPPED),
        (lambda path: path.write_text("1"), Outcome.SKIPPED),
        (lambda path: path.write_text("other"), Outcome.READ),
        (replace_by_another_of_the_same_size_and_time, Outcome.READ),
        (write_in_place_and_set_the_time_back, Outcome.READ),
    ],
)
def test_any_change_is_seen_and_only_one_of_content_counts(tmp_path, opened, change, outcome):
    top = made(tmp_path, a="1")
    run([top], tmp_path / "out")
    change(top / "a.txt")
    _, reports = run([top], tmp_path / "out")
    assert reports["a.txt"].outcome is outcome
    assert opened == ["a.txt"]


def test_change_between_the_look_and_the_reading_is_not_lost(tmp_path):
    """The file is written while it is read: what the store remembers is no proof of what is there now."""
    top = made(tmp_path, a="1")

    def read_and_write(job, tell):
        reading = read_job(job, tell)
        Path(job.path).write_text("changed meanwhile")
        return reading

    run([top], tmp_path / "out", reader=read_and_write)
    _, reports = run([top], tmp_path / "out")
    assert reports["a.txt"].outcome is Outcome.READ


def test_look_of_a_file_is_no_proof_for_two_seconds(tmp_path):
    (tmp_path / "a").write_text("1")
    state = (tmp_path / "a").stat()
    last = max(state.st_mtime_ns, state.st_ctime_ns)
    assert settled_look(state, last + 1_999_999_999) is None
    assert settled_look(state, last + 2_000_000_001) == look_of(state)


def refuse(job, tell):
    return Refusal(
        "f" * 64 if job.fingerprint is None else job.fingerprint, job.look, "encrypted", f"{job.source}: no."
    )


def test_what_failed_waits_in_quarantine_until_it_changes_or_is_asked_for(tmp_path):
    top = made(tmp_path, a="encrypted", b="1")
    out = tmp_path / "out"
    _, reports = run([top], out, reader=stub_reader)
    assert (reports["a.txt"].outcome, reports["a.txt"].tries) == (Outcome.FAILED, 1)
    for _ in range(2):
        _, reports = run([top], out, reader=never)
        assert (reports["a.txt"].outcome, reports["a.txt"].code) == (Outcome.QUARANTINED, "encrypted")
    _, reports = run([top], out, reader=stub_reader, retry=True)
    assert (reports["a.txt"].outcome, reports["a.txt"].tries, reports["b.txt"].outcome) == (
        Outcome.FAILED,
        2,
        Outcome.SKIPPED,
    )
    (top / "a.txt").write_text("fine now")
    _, reports = run([top], out, reader=stub_reader)
    assert reports["a.txt"].outcome is Outcome.READ
    with open_existing_store(out) as store:
        file = store.file(str(top / "a.txt"))
        assert (file.failed, file.code, file.tries) == (False, None, None)
        assert "encrypted" not in {row["code"] for row in store.rows("warnings")}


def test_what_failed_is_tried_again_under_other_rules(tmp_path, monkeypatch):
    top = made(tmp_path, a="encrypted")
    run([top], tmp_path / "out", reader=stub_reader)
    monkeypatch.setattr("corpus.planning.rules_version", lambda: "other")
    _, reports = run([top], tmp_path / "out", reader=stub_reader)
    assert (reports["a.txt"].outcome, reports["a.txt"].tries) == (Outcome.FAILED, 2)


def test_what_may_pass_by_itself_is_tried_at_each_run(tmp_path):
    top = made(tmp_path, a="1")

    def no_office(job, tell):
        return replace(refuse(job, tell), code="no_libreoffice")

    for tries in (1, 1):
        _, reports = run([top], tmp_path / "out", reader=no_office)
        assert (reports["a.txt"].outcome, reports["a.txt"].tries >= tries) == (Outcome.FAILED, True)


def in_pdf(tmp_path):
    top = tmp_path / "in"
    top.mkdir()
    shutil.copy(EXAMPLES / "thong_bao.pdf", top / "a.pdf")
    shutil.copy(EXAMPLES / "ke_hoach_cong_viec.docx", top / "b.docx")
    return top


def rows_of(out):
    with open_existing_store(out) as store:
        return {name: list(store.rows(name)) for name in store.counts()}


def test_other_rules_open_no_document_again(tmp_path, monkeypatch):
    top, out = in_pdf(tmp_path), tmp_path / "out"
    run([top], out)
    before = rows_of(out)
    monkeypatch.setattr("corpus.planning.rules_version", lambda: "other")
    monkeypatch.setattr("extract.read.read_document", never)
    monkeypatch.setattr("corpus.reading.fetch_bytes", never)
    time.sleep(0.01)
    _, reports = run([top], out)
    assert {(report.outcome, report.kept) for report in reports.values()} == {(Outcome.READ, True)}
    assert rows_of(out) == before


def test_another_way_of_reading_opens_every_document_again(tmp_path, monkeypatch):
    top, out = in_pdf(tmp_path), tmp_path / "out"
    run([top], out)
    monkeypatch.setattr("corpus.planning.document_version", lambda: "other")
    _, reports = run([top], out)
    assert {(report.outcome, report.kept) for report in reports.values()} == {(Outcome.READ, False)}


@pytest.mark.parametrize(("options", "kept"), [({}, True), ({"force": True}, False)])
def test_document_under_another_name_is_taken_from_what_is_kept_unless_forced(tmp_path, options, kept):
    top, out = in_pdf(tmp_path), tmp_path / "out"
    run([top], out)
    (top / "a.pdf").rename(top / "c.pdf")
    _, reports = run([top], out, **options)
    assert (reports["c.pdf"].outcome, reports["c.pdf"].kept) == (Outcome.READ, kept)


@pytest.mark.parametrize("include_secret", [False, True])
def test_document_marked_secret_is_kept_nowhere(tmp_path, include_secret):
    from docx import Document

    document = Document()
    for line in (
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂN LẬP",
        "MẬT",
        "Số: 15/KH-UBND",
        "KẾ HOẠCH",
        "Kế hoạch Đại bàng",
        "I. MỤC ĐÍCH",
    ):
        document.add_paragraph(line)
    (tmp_path / "in").mkdir()
    document.save(str(tmp_path / "in" / "a.docx"))
    out = tmp_path / "out"
    for _ in range(2):
        run([tmp_path / "in"], out, include_secret=include_secret, force=True)
    with open_existing_store(out) as store:
        (row,) = store.rows("documents")
        assert row["secret"]
    assert not [path for path in (out / KEPT_FOLDER).rglob("*") if path.is_file()]


def test_what_is_kept_of_documents_that_were_taken_out_goes(tmp_path):
    top, out = in_pdf(tmp_path), tmp_path / "out"
    run([top], out)
    (top / "a.pdf").unlink()
    shutil.copy(EXAMPLES / "quyet_dinh.txt", top / "c.txt")
    with open_store(out) as store:
        store.remove(make_plan(find_files([top]), store).gone)
    run([top], out)
    assert len([path for path in (out / KEPT_FOLDER).rglob("*") if path.is_file()]) == 1


def test_events_come_in_order_and_tell_stages(tmp_path):
    top = in_pdf(tmp_path)
    with open_store(tmp_path / "out") as store:
        events = list(ingest(make_plan(find_files([top]), store), store, workers=1))
    assert events[0] == RunPlanned(2, sum(path.stat().st_size for path in top.iterdir()), 0, workers=1)
    for name in ("a.pdf", "b.docx"):
        mine = [event for event in events[1:] if Path(event.source).name == name]
        assert isinstance(mine[0], DocumentStarted) and isinstance(mine[-1], FileReport)
        assert all(isinstance(event, PageProgress) for event in mine[1:-1])
        stages = [timing.stage for timing in mine[-1].timings]
        assert stages == [Stage.FETCH, Stage.READ, Stage.NORMALIZE, Stage.ROWS, Stage.STORE]
        assert mine[-1].seconds == pytest.approx(sum(timing.seconds for timing in mine[-1].timings))
        assert mine[-1].pages >= 1
    assert not (tmp_path / "out" / WORK_FOLDER).exists()


def test_patterns(tmp_path, monkeypatch):
    for name in ("a.txt", "sub/b.txt", "sub/c.pdf", "sub/deep/d.txt", "e.odd", "[x].txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)

    def names(*inputs):
        return [file.source for file in find_files(inputs).files]

    assert names("*.txt") == ["[x].txt", "a.txt"]
    assert names("[x].txt") == ["[x].txt"], "a file of that name is itself"
    assert names("**/*.txt") == ["[x].txt", "a.txt", "sub/b.txt", "sub/deep/d.txt"]
    assert names("su*") == ["sub/b.txt", "sub/c.pdf", "sub/deep/d.txt"]
    assert names("*") == ["[x].txt", "a.txt", "sub/b.txt", "sub/c.pdf", "sub/deep/d.txt"], "e.odd is no document"
    assert names("*.odd") == ["e.odd"]
    assert names("sub/**") == ["sub/b.txt", "sub/c.pdf", "sub/deep/d.txt"]

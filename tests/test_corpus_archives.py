"""Documents in ZIP archives: found, named, read within bounds; what cannot be is told one by one."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from corpus import archives
from corpus.fetch import fetch_bytes
from corpus.ingest import Outcome, make_plan, read_files
from corpus.store import open_existing_store, open_store
from corpus.walk import find_files
from extract.errors import ReadError, VanbanError

TEXT = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Sở Nội vụ chủ trì rà soát trước ngày 30/11/2025.\n".encode()


def packed(**members):
    """A ZIP archive as bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def packed_names(names, data=TEXT):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def found_in(path):
    return {file.source.removeprefix(f"{path}!/"): file for file in find_files([path]).files}


def run(inputs, out, **options):
    with open_store(out) as store:
        plan = make_plan(find_files(inputs), store, **options)
        return plan, {report.source: report for report in read_files(plan, store, workers=0)}


def test_documents_of_archives_are_found_also_in_archives_and_folders(tmp_path):
    inner = packed(**{"c.txt": TEXT, "sheet.xlsx": b"x"})
    (tmp_path / "a.zip").write_bytes(
        packed(**{"x/b.txt": TEXT, "x/.hidden.txt": TEXT, "__MACOSX/b.txt": TEXT, "~$b.docx": TEXT, "in.zip": inner})
    )
    (tmp_path / "d.txt").write_bytes(TEXT)
    shown = [file.source.removeprefix(f"{tmp_path}/") for file in find_files([tmp_path]).files]
    assert shown == ["a.zip!/in.zip!/c.txt", "a.zip!/x/b.txt", "d.txt"]
    for file in find_files([tmp_path]).files:
        assert fetch_bytes(file)[0] == TEXT


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "../../etc/passwd.txt"),
        ("/etc/cron.d/a.txt", "/etc/cron.d/a.txt"),
        ("C:\\Windows\\a.txt", "C:/Windows/a.txt"),
        ("a\nb\x1b[31m.txt", "a?b?[31m.txt"),
        ("Kế hoạch số 5.txt", "Kế hoạch số 5.txt"),
    ],
)
def test_names_are_shown_and_never_paths(tmp_path, monkeypatch, name, shown):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(packed_names([name]))
    monkeypatch.chdir(tmp_path / "in")
    before = sorted(tmp_path.rglob("*"))
    _, reports = run(["a.zip"], tmp_path / "out")
    assert {source: report.outcome for source, report in reports.items()} == {f"a.zip!/{shown}": Outcome.READ}
    assert sorted(p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "out")) == before
    assert not Path("/etc/cron.d/a.txt").exists()


def test_name_in_utf_8_that_is_not_said_to_be_is_read_as_such(tmp_path):
    data = packed_names(["Kế hoạch.txt"])
    for at in range(len(data) - 10):  # take the mark of UTF-8 off both headers
        if data[at : at + 4] == b"PK\x03\x04":
            data = data[: at + 7] + bytes([data[at + 7] & ~8]) + data[at + 8 :]
        if data[at : at + 4] == b"PK\x01\x02":
            data = data[: at + 9] + bytes([data[at + 9] & ~8]) + data[at + 10 :]
    (tmp_path / "a.zip").write_bytes(data)
    assert list(found_in(tmp_path / "a.zip")) == ["Kế hoạch.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_documents(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed_names(["a.txt", "a.txt"]))
    assert list(found_in(tmp_path / "a.zip")) == ["a.txt", "a.txt~2"]


def encrypted(data):
    """The archive with the mark of encryption on the members named `locked...`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(e.header_offset, e.filename) for e in archive.infolist()]
    data = bytearray(data)
    for offset, name in entries:
        if name.startswith("locked"):
            data[offset + 6] |= 1
            central = data.find(b"PK\x01\x02", data.find(name.encode(), offset + 31))
            while data[central + 46 : central + 46 + len(name)] != name.encode():
                central = data.find(b"PK\x01\x02", central + 4)
            data[central + 8] |= 1
    return bytes(data)


def test_members_with_a_password_are_told_one_by_one_and_the_others_read(tmp_path):
    names = ("locked1.txt", "open.txt", "locked2.pdf")
    whole = dict.fromkeys(names, TEXT) | {"locked3.zip": packed(**{"a.txt": TEXT})}
    (tmp_path / "a.zip").write_bytes(encrypted(packed(**whole)))
    _, reports = run([tmp_path / "a.zip"], tmp_path / "out")
    told = {source.rpartition("!/")[2]: report.code for source, report in reports.items()}
    assert told == dict.fromkeys(("locked1.txt", "locked2.pdf", "locked3.zip"), "encrypted") | {"open.txt": None}
    for source, report in reports.items():
        assert report.message is None or report.message.startswith(f"{source}: ")


def test_damaged_member_costs_only_itself(tmp_path):
    data = bytearray(packed(**{"a.txt": os.urandom(3000), "b.txt": TEXT}))
    data[300] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    _, reports = run([tmp_path / "a.zip"], tmp_path / "out")
    assert [report.code for _, report in sorted(reports.items())] == ["truncated", None]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(**{"a.txt": TEXT})[:-30], "truncated"),
        (b"PK\x03\x04 and no more", "truncated"),
        (packed(**{"a.txt": TEXT})[:60] + b"\0" * 200, "truncated"),
        (b"PK\x05\x06" + b"\0" * 8 + b"\xff\xff\xff\x7f" + b"\0" * 6, "too_large"),
    ],
)
def test_archive_that_cannot_be_opened_is_told(tmp_path, data, code):
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "b.txt").write_bytes(TEXT)
    _, reports = run([tmp_path], tmp_path / "out")
    assert {Path(source).name: report.code for source, report in reports.items()} == {"a.zip": code, "b.txt": None}


def test_member_that_unpacks_to_absurd_size_is_stopped_where_the_bound_is(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_FREE", 1 << 20)
    bomb = packed(**{"a.txt": b"\0" * (8 << 20)})
    (tmp_path / "a.zip").write_bytes(packed(**{"in.zip": bomb, "b.txt": b" " * (8 << 20), "c.txt": TEXT}))
    told = {}
    for name, file in found_in(tmp_path / "a.zip").items():
        try:
            told[name] = len(fetch_bytes(file)[0])
        except ReadError as error:
            told[name] = error.code
    assert told == {"in.zip!/a.txt": "zip_bomb", "b.txt": "zip_bomb", "c.txt": len(TEXT)}


def test_size_told_in_the_list_of_entries_is_not_believed(tmp_path):
    data = packed(**{"a.txt": b"x" * 5000})
    at = data.index(b"PK\x01\x02") + 24
    (tmp_path / "a.zip").write_bytes(data[:at] + (10).to_bytes(4, "little") + data[at + 4 :])
    (file,) = find_files([tmp_path / "a.zip"]).files
    with pytest.raises(ReadError) as told:
        archives.read_member(file, max_bytes=1000)
    assert told.value.code in ("truncated", "too_large")


def test_archives_too_deep_and_too_many_members_are_told(tmp_path, monkeypatch):
    data = packed(**{"a.txt": TEXT})
    for _ in range(6):
        data = packed(**{"in.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    (file,) = find_files([tmp_path / "deep.zip"]).files
    assert file.refusal[0] == "too_deep"
    monkeypatch.setattr(archives, "_MEMBERS", 5)
    (tmp_path / "many.zip").write_bytes(packed_names([f"{i}.txt" for i in range(6)]))
    (file,) = find_files([tmp_path / "many.zip"]).files
    assert file.refusal[0] == "too_large"


def test_document_of_an_office_program_is_no_archive_whatever_its_name(tmp_path):
    docx = (Path(__file__).parents[1] / "examples" / "ke_hoach_cong_viec.docx").read_bytes()
    (tmp_path / "plan.signed").write_bytes(docx)
    (file,) = find_files([tmp_path / "plan.signed"]).files
    assert file.source.endswith("plan.signed")


def test_archive_without_documents(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed(**{"a.xlsx": b"x"}))
    with pytest.raises(VanbanError, match="no documents there"):
        find_files([tmp_path / "a.zip"])


def test_second_run_knows_members_and_sees_what_changed_and_what_is_gone(tmp_path):
    path, out = tmp_path / "a.zip", tmp_path / "out"
    path.write_bytes(packed(**{"a.txt": TEXT, "b.txt": TEXT + b"b", "c.txt": TEXT}))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    run([path], out)
    _, again = run([path], out)
    assert {report.outcome for report in again.values()} == {Outcome.SKIPPED}
    path.write_bytes(packed(**{"a.txt": TEXT, "b.txt": TEXT + b"other", "d.txt": TEXT}))
    plan, changed = run([path], out)
    told = {source.rpartition("!/")[2]: report.outcome for source, report in changed.items()}
    assert told == {"a.txt": Outcome.SKIPPED, "b.txt": Outcome.READ, "d.txt": Outcome.READ}
    assert plan.gone == (f"{path}!/c.txt",)
    with open_existing_store(out) as store:
        assert store.counts()["documents"] == 4, "what is gone is kept until it is pruned"


def test_old_word_file_in_an_archive_is_put_on_the_disk_for_libreoffice_and_taken_off(tmp_path, monkeypatch):
    seen = []

    def convert(paths, timeout=None):
        seen.extend((path, path.read_bytes()) for path in paths)
        return {path: ReadError("conversion_failed", f"{path}: no.") for path in paths}

    monkeypatch.setattr("extract.doc.convert_docs", convert)
    (tmp_path / "a.zip").write_bytes(packed(**{"../x.doc": b"{\\rtf1 words}"}))
    _, reports = run([tmp_path / "a.zip"], tmp_path / "out")
    ((path, data),) = seen
    assert data == b"{\\rtf1 words}" and path.is_relative_to(tmp_path / "out") and not path.exists()
    (report,) = reports.values()
    assert report.message == f"{tmp_path}/a.zip!/../x.doc: no."

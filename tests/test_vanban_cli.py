"""The command line on real and on bad input: what it writes, what it says, and with which code it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from corpus.collection_columns import ALL_TABLES
from corpus.columns import TABLES
from corpus.store import open_existing_store
from vanban.cli import INTERRUPTED, SOME_FAILED, UNUSABLE

EXAMPLES = Path(__file__).parents[1] / "examples"
PDF = (EXAMPLES / "thong_bao.pdf").read_bytes()
LETTER = (
    "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 15/UBND-VP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Tân Lập, ngày 05 tháng 8 năm 2025\nV/v báo cáo số liệu\n\nThực hiện Công văn số 90/UBND-NC ngày 01/8/2025, "
    "Ủy ban nhân dân xã báo cáo như sau:\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The output folder of one run over the examples."""
    out = tmp_path_factory.mktemp("examples") / "out"
    command = [
        sys.executable,
        "-m",
        "vanban",
        "run",
        str(EXAMPLES),
        "--out",
        str(out),
        "--workers",
        "2",
        "--preview",
        "3",
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=EXAMPLES.parent)
    assert run.returncode == 0, run.stderr + run.stdout
    return out, run.stdout


def rows_of(out, name):
    return [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def names(rows):
    return [Path(row["source"]).name for row in rows]


def test_examples_are_read(made):
    out, shown = made
    assert names(rows_of(out, "documents")) == sorted(
        path.name for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".docx", ".pdf")
    )
    assert "Read 6, unchanged 0, failed 0." in shown
    assert "Tasks (the first 3 of" in shown
    assert f"Written to {out}".replace("\n", "") in shown.replace("\n", "")


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_span_of_the_examples_holds_the_words(made, table):
    """The text is read again, so that a span that slipped between reading and writing is found."""
    from vanban import read_document

    texts = {}
    for row in rows_of(made[0], table):
        if row["start"] is None:
            continue
        document = texts.setdefault(row["source"], read_document(row["source"]))
        assert 0 <= row["start"] <= row["end"] <= len(document.text)
        assert row["words"] == document.text[row["start"] : row["end"]]
        assert 1 <= row["page"] <= len(document.pages)
        for found in (row.get("evidence") or {}).values():
            if found["start"] is not None:
                assert found["words"] == document.text[found["start"] : found["end"]]


@pytest.mark.parametrize(
    ("file", "field", "expected"),
    [
        ("ke_hoach.txt", "type", "KH"),
        ("ke_hoach.txt", "number", None),
        ("ke_hoach.txt", "date", "2025-09"),
        ("ke_hoach.txt", "signer_name", "Lê Thị Thu Hà"),
        ("ke_hoach_phu_luc.txt", "number", "47/KH-UBND"),
        ("ke_hoach_phu_luc.txt", "signer_title", "Phó Chủ tịch"),
        ("quyet_dinh.txt", "type", "QĐ"),
        ("quyet_dinh.txt", "date", "2025-06-02"),
        ("van_ban_dang.txt", "number", "86-KH/TU"),
        ("ke_hoach_cong_viec.docx", "number", "1874/KH-SYT"),
        ("ke_hoach_cong_viec.docx", "date", "2025-05-08"),
        ("thong_bao.pdf", "number", "132/TB-VP"),
        ("thong_bao.pdf", "signer_name", "Ngô Thị Hạnh"),
    ],
)
def test_fact_of_an_example(made, file, field, expected):
    (row,) = [row for row in rows_of(made[0], "documents") if Path(row["source"]).name == file]
    assert row[field] == expected


@pytest.mark.parametrize(
    ("file", "label", "leads", "end"),
    [
        ("ke_hoach.txt", "II.1", ["Phòng Văn thư - Lưu trữ"], "2025-11-30"),
        ("ke_hoach_phu_luc.txt", "Phụ lục.2", ["Sở Khoa học và Công nghệ"], "2025-12-31"),
        ("quyet_dinh.txt", "Điều 2.1", ["Sở Nội vụ"], "2025-12-20"),
        ("ke_hoach_cong_viec.docx", "II.2", ["Phòng Nghiệp vụ Y"], "2025-08-15"),
        ("thong_bao.pdf", "1", ["Sở Nông nghiệp và Môi trường"], "2025-08-15"),
    ],
)
def test_task_of_an_example(made, file, label, leads, end):
    found = {row["label"]: row for row in rows_of(made[0], "tasks") if Path(row["source"]).name == file}
    assert label in found
    assert found[label]["leads"] == leads
    assert found[label]["deadline"]["end"] == end


def test_second_run_reads_nothing(made, vanban):
    code, shown, _ = vanban("run", EXAMPLES, "--out", made[0])
    assert code == 0
    assert "Read 0, unchanged 6, failed 0." in shown


def test_export_elsewhere(made, vanban, tmp_path):
    code, _, _ = vanban("export", made[0], "--format", "csv, xlsx", "--to", tmp_path / "there")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == sorted(
        ["vanban.xlsx", *(f"{table.name}.csv" for table in ALL_TABLES)]
    )


def test_show_tells_facts_sections_tasks_references(vanban):
    code, shown, _ = vanban("show", EXAMPLES / "quyet_dinh.txt")
    assert code == 0
    for words in ("1126/QĐ-UBND", "Phạm Hồng Quang", "Điều 3 Hiệu lực thi hành", "Sở Nội vụ", "468/QĐ-TTg", "based_on"):
        assert words in shown


def test_tables_lists_every_column(vanban):
    code, shown, _ = vanban("tables")
    assert code == 0
    for table in ALL_TABLES:
        assert f"{table.name}: {table.heading}" in shown
        assert all(column.name in shown for column in table.columns)


def test_words_of_a_document_are_no_markup(vanban, tmp_path):
    text = LETTER.replace("báo cáo số liệu", "[bold red]báo cáo[/] [link=http://x] \x1b[31m")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    code, shown, _ = vanban("show", tmp_path / "a.txt")
    assert code == 0
    assert "[bold red]" in shown and "\x1b" not in shown


def encrypted_pdf():
    """A PDF whose password is not known: the encryption entry is there, its keys are of no password."""
    return PDF.replace(
        b"trailer\n<<", b"trailer\n<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
    )


def zip_bomb():
    import io

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (64 << 20))
    return packed.getvalue()


ZERO_PAGES = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Size 3>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("empty.pdf", b"", {"empty"}),
        ("empty.docx", b"", {"empty"}),
        ("blank.txt", b" \n\n\t ", {"empty"}),
        ("zero_pages.pdf", ZERO_PAGES, {"no_pages", "truncated"}),
        ("truncated.pdf", PDF[:700], {"truncated", "no_pages"}),
        ("only_a_head.pdf", b"%PDF-1.7\n", {"truncated"}),
        ("encrypted.pdf", encrypted_pdf(), {"encrypted"}),
        ("no_zip.docx", bytes(range(256)) * 40, {"not_a_zip"}),
        ("cut.docx", (EXAMPLES / "ke_hoach_cong_viec.docx").read_bytes()[:9000], {"truncated"}),
        ("bomb.docx", zip_bomb(), {"zip_bomb"}),
        ("program.doc", b"MZ" + b"\0" * 500, {"not_a_document"}),
        ("cut.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, {"truncated"}),
    ],
)
def test_bad_file_is_told_and_the_rest_is_done(vanban, tmp_path, name, data, codes):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "in" / "letter.txt").write_text(LETTER, encoding="utf-8")
    code, shown, log = vanban("run", tmp_path / "in", "--out", tmp_path / "out", "--workers", "1", "--format", "jsonl")
    assert code == SOME_FAILED
    assert names(rows_of(tmp_path / "out", "documents")) == ["letter.txt"]
    (warning,) = [row for row in rows_of(tmp_path / "out", "warnings") if row["source"].endswith(name)]
    assert warning["code"] in codes
    assert warning["message"].startswith(warning["source"]), "names the file"
    assert "failed 1" in shown and f"failed: {warning['source']}" in log


@pytest.mark.parametrize("name", ["bomb.docx", "empty.pdf"])
def test_show_of_a_bad_file(vanban, tmp_path, name):
    (tmp_path / name).write_bytes(zip_bomb() if name == "bomb.docx" else b"")
    code, shown, log = vanban("show", tmp_path / name)
    assert (code, shown) == (SOME_FAILED, "")
    assert str(tmp_path / name) in log


@pytest.mark.parametrize("name", ["really_a_pdf.docx", "really_a_pdf.txt", "really_a_pdf"])
def test_wrong_extension_is_no_matter(vanban, tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(PDF)
    assert vanban("run", tmp_path / "in", "--out", tmp_path / "out", "--workers", "1", "--format", "jsonl")[0] == 0
    (row,) = rows_of(tmp_path / "out", "documents")
    assert (row["format"], row["number"]) == ("pdf", "132/TB-VP")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere"], "there is no such file or folder"),
        (["run", "folder"], "no documents there"),
        (["run", "letter.txt", "--out", "letter.txt"], "cannot be used as the output folder"),
        (["run", "letter.txt", "--format", "docx"], "no format"),
        (["run", "letter.txt", "--workers", "-1"], "workers"),
        (["run"], "Missing argument"),
        (["export", "folder"], "give the output folder of an earlier"),
        (["show", "nowhere"], "does not exist"),
        (["unknown"], "No such command"),
    ],
)
def test_unusable_input_or_output(vanban, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    code, shown, log = vanban(*arguments)
    assert code == UNUSABLE
    assert message in " ".join(log.split()) and "Traceback" not in log
    assert shown == ""
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == LETTER


def test_file_in_place_of_a_table_is_told(vanban, tmp_path):
    (tmp_path / "out" / "tasks.jsonl").mkdir(parents=True)
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    code, _, log = vanban("run", tmp_path / "letter.txt", "--out", tmp_path / "out", "--workers", "1")
    assert code == UNUSABLE
    assert "tasks.jsonl: cannot be written" in log


def test_secret_document_stays_out_of_the_folder_unless_asked_for(vanban, tmp_path):
    text = LETTER.replace("Số: 15/UBND-VP", "MẬT\nSố: 15/UBND-VP").replace("báo cáo số liệu", "kế hoạch Đại bàng")
    (tmp_path / "secret.txt").write_text(text, encoding="utf-8")
    (tmp_path / "open.txt").write_text(LETTER, encoding="utf-8")
    arguments = ["run", tmp_path, "--out", tmp_path / "out", "--workers", "1"]
    assert vanban(*arguments)[0] == 0
    flags = {Path(row["source"]).name: (row["secret"], row["number"]) for row in rows_of(tmp_path / "out", "documents")}
    assert flags == {"open.txt": (False, "15/UBND-VP"), "secret.txt": (True, None)}
    assert not any("Đại bàng".encode() in path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert vanban(*arguments, "--include-secret")[0] == 0
    assert "Đại bàng" in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")
    assert vanban(*arguments)[0] == 0
    assert "Đại bàng" not in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")


def test_prune_takes_out_what_is_gone(vanban, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(LETTER, encoding="utf-8")
    arguments = ["run", tmp_path / "in", "--out", tmp_path / "out", "--workers", "1", "--format", "jsonl"]
    vanban(*arguments)
    (tmp_path / "in" / "a.txt").unlink()
    assert "1 earlier files are no longer on the disk" in vanban(*arguments)[1]
    assert names(rows_of(tmp_path / "out", "documents")) == ["a.txt", "b.txt"]
    vanban(*arguments, "--prune")
    assert names(rows_of(tmp_path / "out", "documents")) == ["b.txt"]


def test_interrupt_ends_at_once_and_keeps_what_was_read(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("fine")
    (tmp_path / "in" / "z.txt").write_text("hang")
    script = (
        "import corpus.ingest, test_corpus_ingest\n"
        "corpus.ingest.read_job = test_corpus_ingest.stub_reader\n"
        "from vanban.cli import main; main()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script, "run", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{Path(__file__).parent}{os.pathsep}{EXAMPLES.parent}"},
    )
    try:
        assert run.stderr is not None
        assert run.stderr.readline().startswith("read: ")
        run.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, log = run.communicate(timeout=60)
    finally:
        run.kill()
    assert run.returncode == INTERRUPTED
    assert "What was read is kept" in log and "Traceback" not in log
    assert time.monotonic() - started < 30
    with open_existing_store(tmp_path / "out") as store:
        assert store.counts()["documents"] == 1

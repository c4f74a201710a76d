"""The commands for offices: what they write and say, and with which code they end."""

from __future__ import annotations

from datetime import date

import pytest
from made_records import make_record
from made_register import edit, put, write_register

from corpus.corrections import Correction
from corpus.rows import make_rows
from corpus.store import StoredFile, open_store
from vanban.cli import SOME_FAILED, UNUSABLE


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    with open_store(folder) as store:
        put(store)
        write_register(store, folder)
    return folder


def test_corrections_come_back_through_the_command_line(vanban, out, tmp_path):
    edited = edit(out / "register.xlsx", {(2, "Sản phẩm/Kết quả"): "Báo cáo"})
    code, shown, _ = vanban("import-corrections", edited, "--out", out, "--on", "2024-12-02", "--dry-run")
    assert (code, "would be taken: 1" in shown) == (0, True)
    assert "Corrections: 0" in vanban("corrections", out)[1]
    code, shown, errors = vanban("import-corrections", edited, "--out", out, "--on", "2024-12-02")
    assert (code, errors) == (0, "")
    assert "Nhiệm vụ!M2: Sản phẩm/Kết quả: =HYPERLINK(1) -> Báo cáo" in shown
    assert "2024-12-02 a.txt, task II.1: product: =HYPERLINK(1) -> Báo cáo" in vanban("corrections", out)[1]
    vanban("export", out, "--format", "jsonl", "--to", tmp_path / "there")
    assert "corrected by a person on 2024-12-02" in (tmp_path / "there" / "tasks.jsonl").read_text(encoding="utf-8")


def test_what_is_not_taken_is_told_and_ends_with_one(vanban, out):
    edited = edit(out / "register.xlsx", {(2, "Hạn (ngày)"): "sớm", (2, "Cấp trình"): "UBND tỉnh"})
    code, shown, errors = vanban("import-corrections", edited, "--out", out)
    assert code == SOME_FAILED
    assert "taken: 1. Not taken: 1." in shown.replace("Changed cells ", "")
    assert "Nhiệm vụ!K2: Hạn (ngày): `sớm` is no date" in errors


def test_register_of_another_folder_ends_with_two(vanban, out, tmp_path):
    with open_store(tmp_path / "other") as store:
        put(store)
    code, _, errors = vanban("import-corrections", out / "register.xlsx", "--out", tmp_path / "other")
    assert (code, "written from another output folder" in errors) == (UNUSABLE, True)


@pytest.mark.parametrize(("command", "option"), [("export", "--today"), ("import-corrections", "--on")])
def test_day_that_is_none_ends_with_two(vanban, out, command, option):
    arguments = [out] if command == "export" else [out / "register.xlsx", "--out", out]
    code, _, errors = vanban(command, *arguments, option, "31/12/2025")
    assert (code, "is no day" in errors) == (UNUSABLE, True)


def test_day_of_the_register_is_the_one_given(vanban, out, tmp_path):
    vanban("export", out, "--format", "register,ics", "--today", "2024-12-10", "--to", tmp_path / "there")
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == ["events.ics", "register.xlsx", "tasks.ics"]
    assert "DTSTAMP:20241210T000000Z" in (tmp_path / "there" / "tasks.ics").read_text(encoding="utf-8")


def test_corrections_of_secret_documents_are_listed_only_when_asked_for(vanban, out):
    with open_store(out) as store:
        rows = make_rows(make_record("secret.txt", secrecy="MẬT"), include_secret=True)
        store.put(StoredFile("/secret.txt", "secret.txt", "9", "rules", False), rows)
        store.put_corrections([Correction("fingerprint of secret.txt", "", "title", "CHUYỆN BÍ MẬT", date(2025, 1, 1))])
    assert "BÍ MẬT" not in vanban("corrections", out)[1]
    assert "BÍ MẬT" in vanban("corrections", out, "--include-secret")[1]


def test_exchange(vanban, out, tmp_path):
    codes = tmp_path / "codes.csv"
    codes.write_text("name,code\nSở Nội vụ tỉnh Sông Lam,000.00.05.H99\n", encoding="utf-8")
    code, shown, _ = vanban("exchange", out, "--codes", codes)
    assert (code, "1 documents" in shown) == (0, True)
    assert "000.00.05.H99,2024/10/02,12/KH-SNV" in (out / "exchange" / "12_KH-SNV_02-10-2024.edxml").read_text(
        encoding="utf-8"
    )
    code, _, errors = vanban("exchange", out, "--codes", tmp_path / "none.csv")
    assert (code, "cannot be read as CSV" in errors) == (UNUSABLE, True)

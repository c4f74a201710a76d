"""The commands over many files: what failed is listed and tried again when asked, inputs of every kind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_corpus_archives import packed

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXT = (EXAMPLES / "quyet_dinh.txt").read_bytes()


@pytest.fixture
def run(vanban, tmp_path):
    def call(*arguments):
        return vanban("run", *arguments, "--out", tmp_path / "out", "--workers", "0", "--format", "jsonl")

    return call


def test_failed_lists_files_with_reasons_and_retry_tries_them(run, vanban, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(TEXT)
    (tmp_path / "in" / "bad.docx").write_bytes(bytes(range(256)) * 40)
    assert run(tmp_path / "in")[0] == 1
    code, shown, _ = run(tmp_path / "in")
    assert code == 1 and "not tried again" in " ".join(shown.split()), "still told, and still not read"
    code, shown, _ = vanban("failed", tmp_path / "out")
    assert code == 0
    words = shown.replace("│", " ").split()
    assert {"not_a_zip", "1"} <= set(words) and "--retry" in shown
    run(tmp_path / "in", "--retry")
    words = vanban("failed", tmp_path / "out")[1].replace("│", " ").split()
    assert {"not_a_zip", "2"} <= set(words)
    (tmp_path / "in" / "bad.docx").write_bytes((EXAMPLES / "ke_hoach_cong_viec.docx").read_bytes())
    assert run(tmp_path / "in")[0] == 0
    assert "Every file could be read." in vanban("failed", tmp_path / "out")[1]


def test_failed_needs_an_earlier_run(vanban, tmp_path):
    code, _, log = vanban("failed", tmp_path)
    assert code == 2 and "of an earlier" in log


@pytest.mark.parametrize("given", ["in", "in/a.zip", "in/*.zip", "file://{}/in/a.zip"])
def test_every_kind_of_input(run, tmp_path, monkeypatch, given):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(packed(**{"x/b.txt": TEXT}))
    monkeypatch.chdir(tmp_path)
    assert run(given.format(tmp_path))[0] == 0
    assert "!/x/b.txt" in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")


def test_nothing_is_made_where_the_input_is_wrong(run, tmp_path):
    assert run(tmp_path / "nowhere")[0] == 2
    assert not (tmp_path / "out").exists()


def test_unchanged_folder_costs_no_write(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(TEXT)
    run(tmp_path / "in")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.jsonl")}
    assert run(tmp_path / "in")[0] == 0
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.jsonl")} == before
    os.utime(tmp_path / "out" / "tasks.jsonl", (1, 1))
    run(tmp_path / "in")
    assert (tmp_path / "out" / "tasks.jsonl").stat().st_mtime_ns > 10**18

"""A folder of bad files through the command: each costs only itself, in bounded time, and nothing leaves the folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.made_hostile import LETTER, hostile_files

FILES = tuple(hostile_files())
GOOD = ("aaa.txt", "zzz.txt")
SECONDS = 180.0  # for the whole folder; some sixty files


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """(exit code, rows of documents and warnings by file, seconds, the folder in which all of it happened)"""
    place = tmp_path_factory.mktemp("hostile")
    (place / "in").mkdir()
    for file in FILES:
        (place / "in" / file.name).write_bytes(file.make())
    for name in GOOD:
        (place / "in" / name).write_text(LETTER + name, encoding="utf-8")
    before = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "vanban",
        "run",
        "in",
        "--out",
        "out",
        "--workers",
        "2",
        "--format",
        "jsonl,csv,xlsx",
    ]
    top = Path(__file__).parents[1]
    done = subprocess.run(
        command,
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(top), "TMPDIR": str(place)},
        capture_output=True,
        text=True,
        timeout=SECONDS * 2,
    )
    found = {name: list[dict[str, object]]() for name in ("documents", "warnings")}
    for name, rows in found.items():
        rows.extend(json.loads(line) for line in (place / "out" / f"{name}.jsonl").read_text("utf-8").splitlines())
    return done, found, time.monotonic() - before, place


def rows_of(run, table, name):
    return [row for row in run[1][table] if os.path.basename(row["source"]) == name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_bad_file_is_read_or_refused_with_its_reason(run, file):
    read = bool(rows_of(run, "documents", file.name))
    refused = [row for row in rows_of(run, "warnings", file.name) if row["code"] in file.outcomes]
    assert read or refused, rows_of(run, "warnings", file.name)
    assert not read or "read" in file.outcomes
    for row in refused:
        assert os.path.basename(row["source"]) in row["message"] or read


@pytest.mark.parametrize("name", GOOD)
def test_good_file_among_them_is_read(run, name):
    (row,) = rows_of(run, "documents", name)
    assert row["number"] == "12/SNV-VP"


def test_batch_goes_on_to_its_end_in_time(run):
    done, _, seconds, _ = run
    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert not [row for row in run[1]["warnings"] if row["code"] in ("defect", "timeout")]
    assert seconds < SECONDS


def test_nothing_is_written_outside_the_output_folder(run):
    place = run[3]
    assert sorted(path.name for path in place.iterdir()) == ["in", "out"], "temporary files are gone as well"
    assert {path.name for path in (place / "in").iterdir()} == {file.name for file in FILES} | set(GOOD)
    assert not list(place.parent.rglob("evil*"))


@pytest.mark.parametrize("secret", ["root:x:", "/bin/sh", "haha"])
def test_nothing_of_this_machine_and_no_expansion_is_in_what_was_made(run, secret):
    for path in (run[3] / "out").glob("*.jsonl"):
        assert secret not in path.read_text("utf-8")


def test_control_characters_and_turned_text_stay_out_of_the_tables(run):
    for path in (run[3] / "out").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            shown = json.dumps(json.loads(line), ensure_ascii=False).replace("\\u001b", "\x1b").replace("\\u0000", "\0")
            assert not {"\x1b", "\0", "\u202e", "\u2066"} & set(shown), path.name


def test_formulas_are_neutral_in_csv(run):
    import csv

    with (run[3] / "out" / "tasks.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.reader(stream):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]

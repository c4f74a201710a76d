"""A watched folder: read when it is wholly written, whatever the system tells; errors are waited out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.store import open_existing_store
from corpus.walk import find_files
from corpus.watch import watch_folder

TOP = Path(__file__).parents[1]
TEXT = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Sở Nội vụ chủ trì rà soát trước ngày 30/11/2025.\n"


class Watching:
    """A folder that is watched in a thread; what was told of it so far."""

    def __init__(self, folder, **options):
        self.rounds, self.told, self.stop = [], [], threading.Event()
        self.options = {"settle": 1.0, "every": 60.0} | options
        self.thread = threading.Thread(target=self._watch, args=(folder,))

    def _watch(self, folder):
        for found in watch_folder(folder, tell=self.told.append, stop=self.stop, **self.options):
            self.rounds.append((time.monotonic(), [Path(file.source).name for file in found.files]))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.stop.set()
        self.thread.join(20)
        assert not self.thread.is_alive()

    def wait_for(self, names, seconds=30.0):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.rounds and self.rounds[-1][1] == names:
                return self.rounds[-1][0]
            time.sleep(0.05)
        raise AssertionError(f"waited for {names}; {self.rounds}")


def test_files_are_told_as_they_come(tmp_path):
    with Watching(tmp_path) as watching:
        watching.wait_for([])
        (tmp_path / "a.txt").write_text(TEXT)
        watching.wait_for(["a.txt"])
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "b.txt").write_text(TEXT)
        (tmp_path / "note.xlsx").write_text("x")
        watching.wait_for(["a.txt", "b.txt"])
        (tmp_path / "a.txt").unlink()
        watching.wait_for(["b.txt"])


def test_file_that_is_being_written_is_told_when_it_is_at_rest(tmp_path):
    with Watching(tmp_path, settle=1.5) as watching:
        watching.wait_for([])
        for _ in range(8):
            with (tmp_path / "a.txt").open("a") as file:
                file.write(TEXT)
            last = time.monotonic()
            time.sleep(0.4)
        assert watching.wait_for(["a.txt"]) - last >= 1.4
        assert [names for _, names in watching.rounds if names] == [["a.txt"]]


def test_file_with_a_time_to_come_is_told_too(tmp_path):
    with Watching(tmp_path) as watching:
        watching.wait_for([])
        (tmp_path / "a.txt").write_text(TEXT)
        os.utime(tmp_path / "a.txt", (4e9, 4e9))
        watching.wait_for(["a.txt"])


def test_change_that_the_system_does_not_tell_is_found_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.watch._start", lambda *arguments: None)
    with Watching(tmp_path, every=1.0) as watching:
        watching.wait_for([])
        (tmp_path / "a.txt").write_text(TEXT)
        watching.wait_for(["a.txt"])


def test_change_while_the_last_ones_are_read_is_not_lost(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    stop, rounds = threading.Event(), []
    for found in watch_folder(tmp_path, settle=0.5, every=60.0, stop=stop):
        rounds.append(len(found.files))
        if len(rounds) == 1:
            time.sleep(1)
            (tmp_path / "b.txt").write_text(TEXT)  # while the first round is worked on
        if rounds[-1] == 2:
            stop.set()
        assert len(rounds) < 10
    assert rounds[-1] == 2


def test_folder_that_goes_away_is_told_and_waited_for(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with Watching(folder, every=1.0) as watching:
        watching.wait_for([])
        folder.rmdir()
        until = time.monotonic() + 20
        while not watching.told and time.monotonic() < until:
            time.sleep(0.05)
        assert "there is no such file or folder" in watching.told[0]
        folder.mkdir()
        (folder / "a.txt").write_text(TEXT)
        watching.wait_for(["a.txt"])


def test_empty_folder_is_nothing_wrong_where_that_is_said(tmp_path):
    assert find_files([tmp_path], empty=True).files == ()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_reads_what_comes_survives_what_is_bad_and_ends_cleanly(tmp_path, number):
    (tmp_path / "in").mkdir()
    command = [sys.executable, "-m", "vanban", "watch", tmp_path / "in", "--out", tmp_path / "out", "--settle", "0.5"]
    with (tmp_path / "log").open("w") as log:
        run = subprocess.Popen([*command, "--workers", "1", "--format", "jsonl"], cwd=TOP, stdout=log, stderr=log)
        try:
            wait_until(lambda: "Ctrl-C ends it" in (tmp_path / "log").read_text())
            (tmp_path / "in" / "bad.docx").write_bytes(bytes(range(256)) * 20)
            (tmp_path / "in" / "a.txt").write_text(TEXT)
            wait_until(lambda: "a.txt" in written(tmp_path / "out"))
            (tmp_path / "in" / "b.txt").write_text(TEXT)
            wait_until(lambda: "b.txt" in written(tmp_path / "out"))
            run.send_signal(number)
            assert run.wait(timeout=30) == 0
        finally:
            run.kill()
            run.wait()
    said = (tmp_path / "log").read_text()
    assert "Stopped. What was read is in" in said and "Traceback" not in said
    with open_existing_store(tmp_path / "out") as store:
        assert {Path(file.source).name: file.code for file in store.files().values()} == {
            "a.txt": None,
            "b.txt": None,
            "bad.docx": "not_a_zip",
        }


def written(out):
    path = out / "documents.jsonl"
    return path.read_text() if path.exists() else ""


def wait_until(done, seconds=90.0):
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)

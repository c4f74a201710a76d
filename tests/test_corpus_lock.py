"""One run at a time writes into a folder; what a full disk or a killed run leaves behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.lock import hold_folder
from corpus.store import open_existing_store
from extract.errors import VanbanError, WriteError

TOP = Path(__file__).parents[1]
EXAMPLES = TOP / "examples"
HOLD = (
    "import sys, time; from pathlib import Path; from corpus.lock import hold_folder\n"
    "with hold_folder(Path(sys.argv[1])) as work:\n"
    "    (work / 'download').write_text('half'); print('held', flush=True); time.sleep(600)\n"
)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder `out`."""
    run = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True, cwd=TOP
    )
    assert run.stdout is not None and run.stdout.readline() == "held\n"
    yield run
    run.kill()
    run.wait()
    run.stdout.close()


def test_second_run_is_told_who_holds_the_folder_and_changes_nothing(tmp_path, holder, vanban):
    with (
        pytest.raises(VanbanError, match=rf"another run \(process {holder.pid}\) is writing there"),
        hold_folder(tmp_path / "out"),
    ):
        pass
    code, shown, log = vanban("run", EXAMPLES, "--out", tmp_path / "out")
    assert (code, shown) == (2, "") and "another run" in log
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".vanban-lock", ".vanban-work"]


def test_folder_of_a_killed_run_is_free_and_its_leavings_go(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "out" / ".vanban-work" / "download").exists()
    with hold_folder(tmp_path / "out") as work:
        assert list(work.iterdir()) == []
    assert not work.exists()


def test_folder_that_was_made_for_nothing_goes(tmp_path):
    with pytest.raises(ZeroDivisionError), hold_folder(tmp_path / "out"):
        raise ZeroDivisionError
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(WriteError, match="there is a file in its place"), hold_folder(tmp_path / "out"):
        pass


def read_with_little_disk(top, out, most):
    """A run that may write no file longer than `most` bytes, as on a disk that is full."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    command = [sys.executable, "-m", "vanban", "run", top, "--out", out, "--format", "jsonl", "--workers", "1"]
    return subprocess.run(command, capture_output=True, text=True, cwd=TOP, preexec_fn=limit if most else None)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """A folder of documents and the output of an undisturbed run over them."""
    top = tmp_path_factory.mktemp("full") / "in"
    top.mkdir()
    for number in range(10):
        for path in EXAMPLES.glob("*.txt"):
            (top / f"{number} {path.name}").write_bytes(path.read_bytes() + str(number).encode())
    assert read_with_little_disk(top, top.parent / "out", 0).returncode == 0
    return top, top.parent / "out"


@pytest.mark.skipif(sys.platform != "linux", reason="the bound on the length of files is one of Linux")
@pytest.mark.parametrize("kilobytes", [1, 200])
def test_full_disk_is_told_in_one_sentence_and_the_next_run_goes_on(tmp_path, documents, kilobytes):
    top, undisturbed = documents
    run = read_with_little_disk(top, tmp_path / "out", kilobytes << 10)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr and len(run.stderr.strip().splitlines()[-1]) < 500
    run = read_with_little_disk(top, tmp_path / "out", 0)
    assert run.returncode == 0, run.stderr
    with open_existing_store(tmp_path / "out") as store, open_existing_store(undisturbed) as other:
        assert store.counts()["documents"] == len(os.listdir(top))
        for name in store.counts():
            assert list(store.rows(name)) == list(other.rows(name))

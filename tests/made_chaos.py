"""Runs that are killed again and again, for the test and the benchmark that see what is left of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).parents[1]
EXAMPLES = TOP / "examples"


def make_documents(folder: Path, count: int) -> None:
    """So many documents: the examples with changed numbers, most of them text."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = sorted(EXAMPLES.glob("*.txt"))
    others = sorted((*EXAMPLES.glob("*.pdf"), *EXAMPLES.glob("*.docx")))
    for number in range(count):
        if number % 20 == 0:
            source = others[number // 20 % len(others)]
            (folder / f"{number:04d}{source.suffix}").write_bytes(source.read_bytes())
        else:
            text = texts[number % len(texts)].read_text(encoding="utf-8")
            (folder / f"{number:04d}.txt").write_text(text + f"\nBản số {number}.\n" * 3, encoding="utf-8")


def run_undisturbed(top: Path, out: Path, *options: str) -> int:
    """The exit code of a run that nobody disturbs."""
    return subprocess.run(_command(top, out, *options), capture_output=True, cwd=TOP).returncode


def run_with_kills(top: Path, out: Path, kills: int, *, seed: int, longest: float = 1.0) -> dict[str, int]:
    """Run until done, while a process of the run is killed at random times, so many times in all.

    A run that is done before that many kills is begun anew with --force. Returns how many of each were killed.
    """
    chance, killed = random.Random(seed), dict.fromkeys(("coordinator", "server", "worker"), 0)
    options: tuple[str, ...] = ()
    while True:
        run = subprocess.Popen(
            _command(top, out, *options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=TOP
        )
        while sum(killed.values()) < kills and run.poll() is None:
            time.sleep(chance.uniform(0.02, longest))
            tree = _tree(run.pid)
            if not tree["worker"] or run.poll() is not None:
                continue  # it has not begun to read, or is done
            what = chance.choices(("worker", "coordinator", "server"), (12, 5, 1))[0]
            if tree[what]:
                os.kill(chance.choice(tree[what]), signal.SIGKILL)
                killed[what] += 1
        done = run.wait() == 0
        if sum(killed.values()) >= kills and done:
            return killed
        options = ("--retry", "--force") if done else ("--retry",)


def _command(top: Path, out: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "vanban", "run", str(top), "--out", str(out), "--workers", "2"]
    return [*command, "--format", "jsonl", *options]


def _tree(coordinator: int) -> dict[str, list[int]]:
    """The processes of a run: itself, what forks its workers, and those, told apart by what they are called."""
    children = _children(coordinator)
    servers = [pid for pid in children if "forkserver" in _words_of(pid)]
    return {"coordinator": [coordinator], "server": servers, "worker": [pid for s in servers for pid in _children(s)]}


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""

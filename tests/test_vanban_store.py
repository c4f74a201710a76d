"""`--store` and `--cluster` on the command line: one way for every command, and no password in what is said."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import made_cluster
import pytest
import typer
from made_postgres import PASSWORD
from typer.testing import CliRunner

from corpus.store import open_store
from vanban.cli import app

EXAMPLES = Path(__file__).parents[1] / "examples"
UNUSABLE = 2
WITHOUT_STORE = {"show", "tables", "references"}


@pytest.fixture
def papers(tmp_path):
    """A folder with two documents."""
    (tmp_path / "in").mkdir()
    for name in ("ke_hoach.txt", "quyet_dinh.txt"):
        shutil.copy(EXAMPLES / name, tmp_path / "in")
    return tmp_path / "in"


def test_every_command_that_opens_a_store_takes_it_by_one_option():
    commands = typer.main.get_command(app).commands
    with_store = {
        name
        for name, command in commands.items()
        if any("--store" in parameter.opts and parameter.envvar == "VANBAN_STORE" for parameter in command.params)
    }
    assert set(commands) - with_store == WITHOUT_STORE


def test_commands_over_a_store_in_postgresql(vanban, papers, tmp_path, postgres_url, monkeypatch):
    out, said = tmp_path / "out", []

    def call(*arguments, code=0):
        ended, output, errors = vanban(*arguments)
        said.append(output + errors)
        assert ended == code, output + errors
        return output

    monkeypatch.setenv("VANBAN_STORE", postgres_url)
    call("run", papers, "--out", out, "--workers", "1", "--format", "jsonl,register")
    assert not (out / "vanban.sqlite").exists()
    assert "2" in call("run", papers, "--out", out, "--workers", "1", "--format", "jsonl")
    first = (out / "tasks.jsonl").read_bytes()
    call("export", out, "--format", "jsonl", "--to", tmp_path / "again")
    call("report", out)
    call("graph", out, "--format", "graphml")
    call("missing", out)
    call("checks", out)
    call("failed", out)
    call("corrections", out)
    call("exchange", out)
    call("import-corrections", out / "register.xlsx", "--out", out)
    monkeypatch.delenv("VANBAN_STORE")
    call("export", out, "--store", postgres_url, "--format", "jsonl", "--to", tmp_path / "third")
    assert "no vanban.sqlite there" in vanban("export", out)[2]
    assert (
        (tmp_path / "again" / "tasks.jsonl").read_bytes() == first == (tmp_path / "third" / "tasks.jsonl").read_bytes()
    )
    call("run", papers, "--out", tmp_path / "sqlite", "--workers", "1", "--format", "jsonl")
    for path in sorted((tmp_path / "sqlite").glob("*.jsonl")):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert not any(PASSWORD in words for words in said)
    written = [path for folder in (out, tmp_path / "again") for path in folder.rglob("*") if path.is_file()]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in written)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"password": "wrong-one"}, "the user or password is refused"), ({"database": "none"}, "there is no database")],
)
def test_store_that_cannot_be_used_is_told_in_one_line(vanban, papers, tmp_path, postgres, changed, said):
    code, output, errors = vanban("run", papers, "--out", tmp_path / "out", "--store", postgres.url(**changed))
    assert (code, output) == (UNUSABLE, "")
    assert said in errors and errors.count("\n") == 1
    assert "wrong-one" not in errors and PASSWORD not in errors


@pytest.mark.parametrize("option", ["--store", "--cluster"])
def test_password_and_address_of_the_environment_are_not_shown_in_help(option, monkeypatch):
    monkeypatch.setenv("VANBAN_STORE", f"postgresql://me:{PASSWORD}@host/db")
    shown = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).output
    assert option in shown and PASSWORD not in shown


def test_cluster_that_is_not_there_is_told_in_one_line(vanban, papers, tmp_path, monkeypatch):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    monkeypatch.setattr("corpus.cluster_link.CONNECT_SECONDS", 2.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    code, output, errors = vanban("run", papers, "--out", tmp_path / "out", "--cluster", address)
    assert (code, output) == (UNUSABLE, "")
    assert errors.startswith(f"{address}: no Dask scheduler can be reached there") and errors.count("\n") == 1


def test_workers_of_this_machine_and_of_a_cluster_are_not_mixed(vanban, papers, tmp_path):
    code, _, errors = vanban("run", papers, "--out", tmp_path, "--cluster", "tcp://host:8786", "--workers", "2")
    assert code == UNUSABLE and "--workers" in errors


def test_run_on_a_cluster_into_postgresql(vanban, papers, tmp_path, postgres_url):
    if made_cluster.why_not() is not None:
        pytest.skip(made_cluster.why_not())
    with made_cluster.running_cluster(tmp_path / "cluster") as machines:
        arguments = ("--out", tmp_path / "out", "--format", "jsonl", "--cluster", machines.address)
        code, _, errors = vanban("run", papers, *arguments, "--store", postgres_url)
    assert code == 0, errors
    with open_store(tmp_path / "out", postgres_url) as store:
        assert store.counts()["documents"] == 2


def test_neither_library_is_imported_where_it_is_not_used(tmp_path, papers):
    code = (
        "import sys, contextlib; from vanban.cli import app\n"
        f"with contextlib.suppress(SystemExit): app(['run', {str(papers)!r}, '--out', {str(tmp_path / 'out')!r},"
        " '--workers', '0', '--format', 'jsonl'])\n"
        "print([name for name in ('psycopg', 'distributed', 'dask') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=EXAMPLES.parent)
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr

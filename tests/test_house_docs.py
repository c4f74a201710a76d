"""What the docs say is what the code has: tables, commands, options, error codes, the library in three lines."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.collection_columns import ALL_TABLES
from outputs.docs import TABLES_PAGE, make_tables_page
from outputs.export import FileFormat

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")


def test_tables_page_is_current():
    assert TABLES_PAGE.read_text(encoding="utf-8") == make_tables_page(), "run `make docs`"


@pytest.mark.parametrize("table", [table.name for table in ALL_TABLES])
def test_readme_names_every_table(table):
    assert f"`{table}`" in README


@pytest.mark.parametrize("command", ["run", "show", "tables", "export", "import-corrections", "corrections", "exchange"])
def test_readme_names_every_command_with_its_options(command):
    help_page = subprocess.run(
        [sys.executable, "-m", "vanban", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "TERM": "dumb", "LC_ALL": "C.UTF-8"},
    ).stdout
    assert f"vanban {command}" in README
    for option in set(re.findall(r"--[a-z][a-z-]+", help_page)) - {"--help"}:
        assert f"`{option}" in README, f"{option} of vanban {command}"


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_readme_names_every_format(file_format):
    assert file_format.value in README


@pytest.mark.parametrize("code", [0, 1, 2, 130])
def test_readme_names_every_exit_code(code):
    assert re.search(rf"^\| {code} \|", README, re.MULTILINE)


def test_every_warning_is_in_the_docs_and_every_one_there_exists():
    page = (TOP / "docs" / "WARNINGS.md").read_text(encoding="utf-8")
    listed = {
        code for line in re.findall(r"^\| (`[^|]+`) \|", page, re.MULTILINE) for code in re.findall(r"`(\w+)`", line)
    }
    found = set()
    for stage in ("extract", "normalize", "corpus"):
        for path in (TOP / stage).glob("*.py"):
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r"(?:ReadError|Failure|Issue|_SECRET =)\(?\s*\"([a-z_]+)\"", text))
    assert found == listed


def test_the_three_lines_of_the_readme_run(tmp_path, monkeypatch, capsys):
    (block,) = re.findall(r"```python\n(from vanban import .*?)```", README, re.DOTALL)
    monkeypatch.chdir(TOP)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_no_file_of_the_repository_names_this_machine():
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=TOP)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in tracked.stdout.splitlines():
        path = TOP / name
        if path.suffix in (".py", ".md", ".toml", ".txt", "") and path.is_file() and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/work/" + "main" not in text and "/home/" not in text, name

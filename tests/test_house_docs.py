"""What the docs say is what the code has: tables, commands, options, packages, codes, the library in three lines."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from itertools import chain
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from corpus.collection_columns import ALL_TABLES
from corpus.rows import make_rows
from outputs.docs import TABLES_PAGE, make_tables_page
from outputs.export import FileFormat
from vanban import extract_record, read_document
from vanban.cli import app

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (TOP / "docs" / "COMMANDS.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS = typer.main.get_command(app).commands
MEGABYTES = 3


def test_tables_page_is_current():
    assert TABLES_PAGE.read_text(encoding="utf-8") == make_tables_page(), "run `make docs`"


@pytest.mark.parametrize("table", [table.name for table in ALL_TABLES])
def test_readme_names_every_table(table):
    assert f"`{table}`" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command):
    assert re.search(rf"`vanban {command}[ `]", README)


def test_commands_page_has_every_option_and_no_other():
    has = {option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", COMMANDS_PAGE)) == {name for name in has if name.startswith("-")}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_page_has_the_options_of_each_command(command):
    for_all, *parts = COMMANDS_PAGE.split("\n## ")
    (part,) = [part for part in parts if re.match(rf"vanban (.*, )?{command}\b", part)]
    for parameter in COMMANDS[command].params:
        for option in parameter.opts:
            assert not option.startswith("--") or f"`{option}" in for_all + part, f"{option} of vanban {command}"


def test_readme_names_every_package_that_the_project_needs_and_no_other():
    extras = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *extras["postgres"], *extras["cluster"]]
    needed = {canonicalize_name(Requirement(line).name) for line in lines}
    rows = re.findall(
        r"^\| ([a-z0-9, -]+) \| [^|]+ \| [^|]+ \|$", README.split("## What it stands on")[1], re.MULTILINE
    )
    assert {name for row in rows for name in row.split(", ") if name != "package"} == needed


def test_pinned_versions_fit_together():
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").split()
    pinned = {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}
    wanted = [("vanban", line) for line in chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())]
    for name in pinned:
        try:
            wanted += [(name, line) for line in requires(name) or ()]
        except PackageNotFoundError:
            continue  # for another system or another version of Python
    for name, line in wanted:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement.name}, which {name} needs, is not in constraints.txt"
            assert requirement.specifier.contains(version, prereleases=True), f"{name} needs {line}, not {version}"


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
    with (TOP / "outputs" / "web" / "warnings.csv").open(encoding="utf-8") as lines:
        assert {row["code"] for row in csv.DictReader(lines)} >= listed, "give the Vietnamese words of each"


def test_the_three_lines_of_the_readme_run(tmp_path, monkeypatch, capsys):
    (block,) = re.findall(r"```python\n(from vanban import .*?)```", README, re.DOTALL)
    monkeypatch.chdir(TOP)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def tracked_files():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=TOP)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := TOP / name).is_file()]


def test_no_file_of_the_repository_names_this_machine():
    for path in tracked_files():
        if path.suffix in (".py", ".md", ".toml", ".txt", "") and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/work/" + "main" not in text and "/home/" not in text, path


def test_no_file_of_the_repository_is_large():
    for path in tracked_files():
        assert path.stat().st_size < MEGABYTES * 2**20, path


def test_every_link_of_the_docs_leads_somewhere():
    for page in (TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_row_of_the_readme_is_what_the_example_gives():
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    shown = json.loads(block)
    rows = make_rows(extract_record(read_document(TOP / shown["source"])))["references"]
    assert rows[shown["row"] - 1] | {"source": shown["source"]} == shown


def test_the_tasks_of_the_readme_are_what_the_example_gives():
    cells = [line.split("│")[2:-1] for line in README.splitlines() if line.startswith("│")]
    shown = " ".join(" ".join(" ".join(column) for column in zip(*cells, strict=True)).split())
    rows = make_rows(extract_record(read_document(TOP / "examples" / "ke_hoach.txt")))
    for task in rows["tasks"][:3]:
        assert str(task["content"]) in shown, task["label"]
    for deadline in rows["deadlines"][:3]:
        assert str(deadline["text"]) in shown, deadline["label"]

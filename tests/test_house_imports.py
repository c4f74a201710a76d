"""The import order: extract.model <- extract <- normalize <- corpus <- outputs <- vanban, and within the stages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
STAGES = ("extract", "normalize", "corpus", "outputs", "vanban")
MODULES = sorted(path for stage in STAGES for path in (TOP / stage).rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def imports_of(path):
    """(line, module) of every import of ours, wherever it stands in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write imports in full"
            names = [node.module or ""]
            if node.module in STAGES:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.split(".")[0] in STAGES:
                yield node.lineno, name


def test_there_is_something_to_check():
    assert len(MODULES) > 20
    assert any(True for path in MODULES for _ in imports_of(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(TOP).as_posix())
def test_stage_imports_only_itself_and_earlier_ones(path):
    stage = STAGES.index(path.relative_to(TOP).parts[0])
    for line, name in imports_of(path):
        assert STAGES.index(name.split(".")[0]) <= stage, f"{path.relative_to(TOP)}:{line} imports {name}"


@pytest.mark.parametrize("stage", ["extract", "normalize"])
def test_model_imports_nothing_of_its_own_stage(stage):
    for line, name in imports_of(TOP / stage / "model.py"):
        assert name.split(".")[0] != stage, f"{stage}/model.py:{line} imports {name}"
    if stage == "extract":
        assert not list(imports_of(TOP / stage / "model.py"))


def test_no_import_goes_round_in_a_circle():
    graph = {}
    for path in MODULES:
        name = ".".join(path.relative_to(TOP).with_suffix("").parts)
        graph[name] = {imported for _, imported in imports_of(path)}
    state = {}

    def visit(name, trail):
        assert state.get(name) != "open", f"{' -> '.join([*trail, name])} goes round"
        if name in graph and name not in state:
            state[name] = "open"
            for other in graph[name]:
                visit(other, [*trail, name])
            state[name] = "done"

    for name in graph:
        visit(name, [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(TOP).as_posix())
def test_module_has_a_docstring_and_a_name_that_says_something(path):
    code = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(code) or not code.body, "say in one line what it turns into what"
    assert path.stem not in FORBIDDEN_NAMES


def test_product_never_reads_the_material_it_is_measured_with():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert "../shared" not in text and "/shared/" not in text, path

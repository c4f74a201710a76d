"""Which code and data decide a stage, and so what is done again when they change."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from corpus.stages import document_version, find_imports, rules_version, stage_files, writing_version

TOP = Path(__file__).parents[1]
FILES = {
    "extract/read.py": "def f():\n    from extract.pdf import read_pdf\n",
    "extract/pdf.py": "from extract.model import Page\nWORDS = 'syllables.npz'\n",
    "extract/model.py": "",
    "extract/sections.py": "from extract.model import Page\nNAMES = 'section_kinds.csv'\n",
    "extract/data/syllables.npz": "1",
    "extract/data/section_kinds.csv": "1",
    "normalize/record.py": "from extract.sections import a\nfrom normalize import tasks, units\n",
    "normalize/tasks.py": "DATA = 'verbs.csv'\n",
    "normalize/units.py": "",
    "normalize/data/verbs.csv": "1",
    "corpus/rows.py": "import corpus.columns\n",
    "corpus/columns.py": "",
    "corpus/graph.py": "",
    "outputs/export.py": "from corpus.graph import build\n",
    "outputs/report.py": "",
}


@pytest.fixture
def top(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "versions"),
    [
        ("extract/pdf.py", "document"),
        ("extract/data/syllables.npz", "document"),
        ("extract/model.py", "document rules"),
        ("extract/sections.py", "rules"),
        ("extract/data/section_kinds.csv", "rules"),
        ("normalize/units.py", "rules"),
        ("normalize/data/verbs.csv", "rules"),
        ("corpus/columns.py", "rules"),
        ("corpus/graph.py", "writing"),
        ("outputs/export.py", "writing"),
        ("outputs/report.py", ""),
    ],
)
def test_change_of_a_file_changes_the_stages_that_it_decides(top, changed, versions):
    def ask():
        for version in (document_version, rules_version, writing_version):
            version.cache_clear()
        return {"document": document_version(top), "rules": rules_version(top), "writing": writing_version(top)}

    before = ask()
    (top / changed).write_text(FILES[changed] + "# changed\n")
    after = ask()
    assert [name for name in before if before[name] != after[name]] == versions.split()


def test_data_file_that_no_module_names_belongs_to_every_stage_of_its_room(top):
    (top / "extract" / "data" / "unnamed.csv").write_text("1")
    for root in ("extract.read", "normalize.record"):
        assert top / "extract" / "data" / "unnamed.csv" in stage_files([root], top)


@pytest.mark.parametrize(
    "path", sorted(p for room in ("extract", "normalize", "corpus") for p in (TOP / room).glob("*.py")), ids=str
)
def test_imports_are_all_found(path):
    """The quick search finds at least what the parser of Python finds."""
    wanted = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("extract", "normalize", "corpus"):
            wanted.add(node.module)
    assert wanted <= set(find_imports(path.read_text(encoding="utf-8")))


def test_reading_and_rules_share_little_of_our_own_code():
    reading, rules = stage_files(["extract.read"]), stage_files(["normalize.record", "corpus.rows"])
    names = {path.name for path in rules}
    assert {"record.py", "tasks.py", "rows.py", "unit_names.csv"} <= names
    assert not {"pdf.py", "ocr.py", "graph.py", "ingest.py", "store.py"} & names
    assert {"pdf.py", "ocr.py", "docx.py", "syllables.npz"} <= {path.name for path in reading}

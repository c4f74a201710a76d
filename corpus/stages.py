"""The code and data that decide a stage -> its version: what was made under another one is made again, and no more.

There are two versions for the two things that are kept. `document_version` is of what turns bytes into a Document; the
Documents of PDFs, images and Word files are kept under it (`corpus/kept_documents.py`). `rules_version` is of what
turns a Document into rows. Recognised pages are kept by the image and by what recognises (`extract/ocr_cache.py`). So a
change of the rules opens no file again, a change of how pages are put together recognises no page again, and a change
of the graph, of the collection or of the outputs reads nothing again. `writing_version` is of what writes the files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_TOP = Path(__file__).resolve().parents[1]
_ROOMS = ("extract", "normalize", "corpus", "outputs")
_READING = ("extract.read",)
_RULES = ("normalize.record", "corpus.rows")
_WRITING = ("outputs.export",)
# Libraries whose answers are part of what a stage makes.
_READERS, _TAGGERS = ("lxml", "pypdfium2"), ("regex", "underthesea")
# `from extract.pdf import read_pdf`, `import extract.pdf`, also within functions; `from extract import pdf, text`
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ ]+(?P<module>(?:extract|normalize|corpus|outputs)(?:\.\w+)*)[ ]+import[ ]+(?P<names>[^\n(]*)"
    r"|import[ ]+(?P<whole>(?:extract|normalize|corpus|outputs)(?:\.\w+)+))",
    re.MULTILINE,
)


@cache
def document_version(top: Path = _TOP) -> str:
    """The version of what turns the bytes of a file into a Document."""
    return _hash_files(stage_files(_READING, top), top, _READERS)


@cache
def rules_version(top: Path = _TOP) -> str:
    """The version of what turns a Document into rows."""
    return _hash_files(stage_files(_RULES, top), top, _TAGGERS)


@cache
def writing_version(top: Path = _TOP) -> str:
    """The version of what turns the rows of a store into files, the tables of all documents together among them."""
    return _hash_files(stage_files(_WRITING, top), top, ())


def stage_files(roots: Iterable[str], top: Path = _TOP) -> tuple[Path, ...]:
    """The modules that these modules import, directly or not, with the data files that they name, sorted.

    A data file that no module names belongs to every stage that has a module of its room.
    """
    texts: dict[str, str] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        path = _file_of(name, top)
        if name in texts or path is None:
            continue
        texts[name] = path.read_text(encoding="utf-8")
        waiting += find_imports(texts[name])
    found = {path for name in texts if (path := _file_of(name, top)) is not None}
    words = "\n".join(texts.values())
    for room in sorted({name.split(".")[0] for name in texts}):
        others = None
        for file in (top / room / "data").glob("*"):
            if file.suffix == ".py" or not file.is_file():
                continue
            if file.name not in words:
                if others is None:
                    others = "\n".join(p.read_text(encoding="utf-8") for r in _ROOMS for p in (top / r).glob("*.py"))
                if file.name in others:
                    continue
            found.add(file)
    return tuple(sorted(found))


def find_imports(code: str) -> list[str]:
    """The modules of ours that a module names in its imports; of `from extract import pdf` both `extract` and it."""
    found = []
    for match in _IMPORT.finditer(code):
        if match["whole"]:
            found.append(match["whole"])
        else:
            found.append(match["module"])
            found += [f"{match['module']}.{name.split()[0]}" for name in match["names"].split(",") if name.strip()]
    return found


def _file_of(name: str, top: Path) -> Path | None:
    path = top.joinpath(*name.split(".")).with_suffix(".py")
    return path if path.is_file() else None


def _hash_files(files: Iterable[Path], top: Path, packages: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(top).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for package in packages:
        try:
            digest.update(f"{package} {version(package)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{package} none\0".encode())
    return digest.hexdigest()[:16]

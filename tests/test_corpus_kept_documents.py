"""A document that is kept comes back as it was, or not at all."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from made_records import make_document

from corpus import kept_documents
from corpus.kept_documents import (
    drop_document,
    find_document,
    keep_document,
    pack_document,
    path_of,
    sweep,
    unpack_document,
)
from extract.model import Box, Document, Format, Furniture, FurnitureKind, Issue, Line, Page, Region, Span, Table
from vanban import read_document

EXAMPLES = Path(__file__).parents[1] / "examples"
FINGERPRINT = "ab" * 32


def made(**changes):
    """A document with something in every field."""
    document = make_document()
    return replace(
        document,
        **{
            "format": Format.PDF,
            "fingerprint": FINGERPRINT,
            "lines": tuple(
                replace(line, box=Box(1.5, 2, 3.25, 4), confidence=None if i % 2 else 0.5)
                for i, line in enumerate(document.lines)
            ),
            "paragraphs": (replace(document.paragraphs[0], region=Region.CELL, bold=True), *document.paragraphs[1:]),
            "tables": (Table(1, 2, (), Span(0, 4), ruled=False),),
            "furniture": (Furniture(FurnitureKind.PAGE_NUMBER, "1", 1, Box(0, 0, 1, 1)),),
            "issues": (Issue("bad_bytes", "Một câu.", Span(0, 1), 2),),
        }
        | changes,
    )


def test_made_document_has_something_in_every_field():
    for field in fields(Document):
        assert getattr(made(), field.name), field.name


@pytest.mark.parametrize(
    "document", [made(), made(text="", paragraphs=(), lines=(), pages=(Page(1),)), made(text="\ud800 \0 \u202e")]
)
def test_document_comes_back_as_it_was(document):
    assert unpack_document(pack_document(document), document.source) == document


@pytest.mark.parametrize("name", sorted(p.name for p in EXAMPLES.iterdir() if p.suffix in (".pdf", ".docx", ".txt")))
def test_example_comes_back_as_it_was(name):
    document = read_document(EXAMPLES / name)
    back = unpack_document(pack_document(document), "other")
    assert back == replace(document, source="other")
    assert isinstance(back.format, Format) and all(isinstance(line, Line) for line in back.lines)


def test_found_by_content_and_version_only(tmp_path):
    assert keep_document(tmp_path, made(), "v1")
    assert find_document(tmp_path, FINGERPRINT, "v1", "b.pdf") == made(source="b.pdf")
    assert find_document(tmp_path, FINGERPRINT, "v2", "b.pdf") is None
    assert find_document(tmp_path, "cd" * 32, "v1", "b.pdf") is None


def test_text_is_quicker_to_read_again(tmp_path):
    assert not keep_document(tmp_path, made(format=Format.TEXT), "v1")
    assert list(tmp_path.iterdir()) == []


def damaged(data):
    whole = json.loads(zlib.decompress(data))
    yield "cut", data[:-5]
    yield "half", data[: len(data) // 2]
    yield "empty", b""
    yield "flipped", data[:40] + bytes([data[40] ^ 255]) + data[41:]
    yield "no json", zlib.compress(b"{")
    yield "object", zlib.compress(b"{}")
    yield "number", zlib.compress(b"1")
    yield "few fields", zlib.compress(json.dumps(whole[:4]).encode())
    yield "unknown format", zlib.compress(json.dumps([whole[0], "exe", *whole[2:]]).encode())
    yield "lines are numbers", zlib.compress(json.dumps([*whole[:5], [1, 2], *whole[6:]]).encode())
    yield "deep", zlib.compress(b"[" * 100_000)


@pytest.mark.parametrize(
    ("what", "data"), list(damaged(pack_document(made()))), ids=lambda value: value if isinstance(value, str) else ""
)
def test_damaged_file_is_as_none(tmp_path, what, data):
    path = path_of(tmp_path, FINGERPRINT, "v1")
    path.parent.mkdir()
    path.write_bytes(data)
    assert find_document(tmp_path, FINGERPRINT, "v1", "a.pdf") is None


def test_document_beyond_the_bound_is_neither_kept_nor_unpacked(tmp_path, monkeypatch):
    data = pack_document(made())
    monkeypatch.setattr(kept_documents, "MAX_BYTES", 100)
    assert not keep_document(tmp_path, made(), "v1")
    assert unpack_document(data, "a.pdf") is None


def test_folder_that_cannot_be_written_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    assert not keep_document(tmp_path / "file", made(), "v1")
    assert find_document(tmp_path / "file", FINGERPRINT, "v1", "a.pdf") is None
    drop_document(tmp_path / "file", FINGERPRINT)


def test_dropped_under_every_version(tmp_path):
    for version in ("v1", "v2"):
        keep_document(tmp_path, made(), version)
    drop_document(tmp_path, FINGERPRINT)
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_sweep_drops_what_nobody_wants_then_the_oldest(tmp_path):
    names = [f"{number:02x}" * 32 for number in range(6)]
    for age, name in enumerate(names):
        keep_document(tmp_path, made(fingerprint=name), "v2")
        os.utime(path_of(tmp_path, name, "v2"), (1000 - age, 1000 - age))
    keep_document(tmp_path, made(fingerprint=names[0]), "v1")
    half = path_of(tmp_path, names[0], "v2").parent / "tmpabc.part"
    half.write_bytes(b"half")
    size = path_of(tmp_path, names[0], "v2").stat().st_size
    left = sweep(tmp_path, names[:5], "v2", limit=3 * size + 10)
    assert left <= 3 * size + 10
    assert {path.parent.name for path in tmp_path.rglob("*") if path.is_file()} == {name[:2] for name in names[:3]}
    assert find_document(tmp_path, names[0], "v1", "a") is None and not half.exists()

"""The public functions: a file -> Document -> Record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.model import Document
    from normalize.model import Record

__all__ = ["extract_record", "read_document"]
__version__ = "0.1.0"


def read_document(path: str | Path) -> Document:
    """The text, lines, pages and tables of a file, whatever its format; raises `extract.errors.ReadError`."""
    from extract.read import read_document as read

    return read(path)


def extract_record(document: Document) -> Record:
    """The facts, sections, references and tasks of a document, each with its place; never raises on any text."""
    from normalize.record import read_record

    return read_record(document)

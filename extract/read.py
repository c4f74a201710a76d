"""A file of any kind -> Document: the reader is chosen by the first bytes of the file, never by its name."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from extract.archives import DAMAGED
from extract.errors import ReadError
from extract.model import Document

MAX_BYTES = 512 * 1024 * 1024
MAX_TEXT_BYTES = 64 * 1024 * 1024

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
# Beginnings of files that are surely no documents of ours, with the word for the message.
_FOREIGN = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"SQLite format 3", "a database"),
)


def read_document(
    path: str | Path,
    *,
    data: bytes | None = None,
    converted: bytes | None = None,
    max_bytes: int = MAX_BYTES,
    max_text_bytes: int = MAX_TEXT_BYTES,
    ocr_folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """The document in a file. `data` is its bytes where they are known, `converted` the DOCX that
    `extract.doc.convert_docs` made of an old Word file.

    Pages that are recognised are kept in `ocr_folder`, and not recognised again. `progress` is called after each page
    of a PDF or an image with the number of pages read so far, and of all.

    Raises `ReadError` where the file is empty, too large, encrypted, damaged, not a document, or cannot be opened.
    """
    path = Path(path)
    data = read_bytes(path, max_bytes) if data is None else data
    fingerprint = hashlib.sha256(data).hexdigest()
    source = str(path)
    # The readers are imported where they are needed: each pulls in a library that is slow to load.
    if b"%PDF-" in data[:1024]:
        from extract.pdf import read_pdf

        return read_pdf(path, data, source, fingerprint, ocr_folder=ocr_folder, progress=progress)
    if data.startswith(_IMAGES):
        from extract.image import read_image

        return read_image(path, data, source, fingerprint, ocr_folder=ocr_folder, progress=progress)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(path, data)
        from extract.docx import read_docx

        return read_docx(data, source, fingerprint)
    if data.startswith((_OLE2, b"{\\rtf")):
        from extract.doc import read_doc

        return read_doc(path, data, source, fingerprint, converted=converted)
    _check_text(path, data, max_text_bytes)
    from extract.text import read_text

    return read_text(data, source, fingerprint)


def read_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises `ReadError` where it is missing, no file, empty, too large or unreadable."""
    try:
        if path.is_dir():
            raise ReadError("not_a_file", f"{path}: is a folder; name a file, or run on the folder as a whole.")
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                "too_large",
                f"{path}: has {size:,} bytes, more than the limit of {max_bytes:,}; split it or raise the limit.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError("missing", f"{path}: does not exist (any more); check the name.") from None
    except OSError as error:
        raise ReadError("unreadable", f"{path}: cannot be opened ({error.strerror}); check its permissions.") from None
    if not data:
        raise ReadError("empty", f"{path}: is empty; get the file again from where it came.")
    return data


def _check_zip(path: Path, data: bytes) -> None:
    """Raise unless the zip archive is whole and holds a Word document."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except DAMAGED:
        raise ReadError(
            "truncated", f"{path}: is a damaged or cut-off DOCX or zip file; get the file again from where it came."
        ) from None
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return
    if any(name.startswith("xl/") for name in names):
        what = "an Excel workbook"
    elif any(name.startswith("ppt/") for name in names):
        what = "a PowerPoint presentation"
    elif "mimetype" in names and "content.xml" in names:
        what = "an OpenDocument file"
    else:
        what = "a zip archive"
    raise ReadError("not_a_document", f"{path}: is {what}, not a Word document; save it as DOCX or PDF, or unpack it.")


def _check_text(path: Path, data: bytes, max_bytes: int) -> None:
    """Raise unless the bytes can be text."""
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise ReadError("not_a_document", f"{path}: is {what}, not a document; give a PDF, DOCX, DOC or text file.")
    if path.suffix.lower() in {".docx", ".docm"} and _is_binary(data):
        raise ReadError(
            "not_a_zip", f"{path}: is named DOCX but is no zip archive; it is damaged: get it again from its origin."
        )
    if _is_binary(data):
        raise ReadError(
            "not_a_document", f"{path}: is a binary file of an unknown kind; give a PDF, DOCX, DOC or text."
        )
    if len(data) > max_bytes:
        raise ReadError(
            "too_large",
            f"{path}: has {len(data):,} bytes of text, more than the limit of {max_bytes:,}; split it.",
        )
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n\f"):
        raise ReadError("empty", f"{path}: holds only blanks; get the file again from where it came.")


def _is_binary(data: bytes) -> bool:
    """True for bytes that are no text in any encoding that we read: control bytes, or zeros outside UTF-16."""
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return not (max(even, odd) > len(head) * 0.15 and min(even, odd) <= len(head) * 0.01)
    controls = len(head) - len(
        head.translate(None, bytes([*range(9), 0x0B, *range(0x0E, 0x1B), 0x1C, 0x1D, 0x1E, 0x1F]))
    )
    return controls > max(2, len(head) * 0.005)

"""Old Word files: LibreOffice converts them in batches; without it, or when it hangs, each file gets a clear error."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from extract import doc
from extract.errors import ReadError
from extract.model import Format
from extract.read import read_document

needs_office = pytest.mark.skipif(doc.find_libreoffice() is None, reason="needs LibreOffice")


def write_rtf(path: Path, text: str) -> Path:
    """A Rich Text file of one paragraph; letters outside ASCII as `\\uN?`."""
    body = "".join(ch if ch.isascii() else f"\\u{ord(ch)}?" for ch in text)
    path.write_text(f"{{\\rtf1\\ansi\\deff0 {body}\\par}}", encoding="ascii")
    return path


@needs_office
def test_rtf_is_read_through_libreoffice(tmp_path: Path) -> None:
    document = read_document(write_rtf(tmp_path / "a.doc", "Điều 1. Phạm vi điều chỉnh"))
    assert document.text == "Điều 1. Phạm vi điều chỉnh"
    assert document.format is Format.DOC


@needs_office
def test_batch_keeps_files_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "x" / "a.doc", tmp_path / "y" / "a.doc"
    for path, text in ((first, "Một"), (second, "Hai")):
        path.parent.mkdir()
        write_rtf(path, text)
    gone = tmp_path / "gone.doc"
    made = doc.convert_docs([first, gone, second])
    assert isinstance(made[gone], ReadError)
    texts = [read_document(path, converted=made[path]).text for path in (first, second)]  # type: ignore[arg-type]
    assert texts == ["Một", "Hai"]


@needs_office
def test_nothing_that_a_document_names_is_fetched(tmp_path: Path) -> None:
    secret, asked = tmp_path / "secret.txt", list[str]()
    secret.write_text("TOPSECRET", encoding="ascii")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        fields = "".join(
            f'{{\\field{{\\*\\fldinst {{ INCLUDETEXT "{place}" }}}}{{\\fldrslt kept}}}}\\par '
            for place in (secret, f"http://127.0.0.1:{server.server_port}/a.txt")
        )
        path = tmp_path / "a.rtf"
        path.write_text(f"{{\\rtf1\\ansi {fields}}}", encoding="ascii")
        document = read_document(path)
        server.shutdown()
    assert document.text.split() == ["kept", "kept"]
    assert not asked


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_libreoffice", lambda: None)
    path = write_rtf(tmp_path / "a.rtf", "Một")
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "no_libreoffice"
    assert "install" in str(caught.value) and str(path) in str(caught.value)


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, mark = tmp_path / "office", tmp_path / "mark"
    program.write_text(f"#!/bin/sh\n(sleep 3; echo alive > {mark}) &\nsleep 30\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(doc, "find_libreoffice", lambda: str(program))
    path = write_rtf(tmp_path / "a.rtf", "Một")
    begun = time.monotonic()
    made = doc.convert_docs([path], timeout=0.5)[path]
    assert isinstance(made, ReadError) and made.code == "conversion_failed"
    assert time.monotonic() - begun < 10
    time.sleep(3)
    assert not mark.exists()


def test_protected_word_file() -> None:
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    fib = b"\xec\xa5" + bytes(8) + (0x0100).to_bytes(2, "little") + bytes(500)
    directory = "WordDocument".encode("utf-16-le")
    with pytest.raises(ReadError) as caught:
        doc.check_word("a.doc", header + fib + directory)
    assert caught.value.code == "encrypted"
    plain = header + b"\xec\xa5" + bytes(510) + directory
    doc.check_word("a.doc", plain)

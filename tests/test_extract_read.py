"""The dispatcher: content decides, names do not; bad files give one clear error each."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_pdf import MadePage, make_pdf
from PIL import Image

from extract.errors import ReadError
from extract.model import Format
from extract.read import read_document
from tests.made_hostile import make_zip

DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>Điều 1. Phạm vi</w:t></w:r></w:p></w:body></w:document>"
)


DOCX = make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": DOCUMENT})
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n\n\t ", "empty"),
        ("a.docx", b"\x00\x01\x02\x03 no zip at all", "not_a_zip"),
        ("a.docx", DOCX[: len(DOCX) // 2], "truncated"),
        ("a.docx", make_zip({"word/document.xml": "<w:document"}), "truncated"),
        ("a.docx", make_zip({"xl/workbook.xml": "<x/>"}), "not_a_document"),
        ("a.docx", make_zip({"readme.txt": "x"}), "not_a_document"),
        ("a.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.doc", OLE2 + "Workbook".encode("utf-16-le"), "not_a_document"),
        ("a.doc", OLE2, "truncated"),
        ("a.pdf", b"MZ\x90\x00" + bytes(100), "not_a_document"),
        ("a.txt", bytes(range(256)) * 20, "not_a_document"),
        ("a.txt", b"SQLite format 3\x00" + bytes(100), "not_a_document"),
    ],
)
def test_bad_files_say_why(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as missing:
        read_document(tmp_path / "gone.txt")
    with pytest.raises(ReadError) as folder:
        read_document(tmp_path)
    assert (missing.value.code, folder.value.code) == ("missing", "not_a_file")


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Điều 1. Phạm vi\n" * 100, encoding="utf-8")
    with pytest.raises(ReadError) as whole:
        read_document(path, max_bytes=100)
    with pytest.raises(ReadError) as text:
        read_document(path, max_text_bytes=100)
    assert whole.value.code == text.value.code == "too_large"


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(make_zip({"word/document.xml": b"<w:document>" + b" " * (40 << 20)}))
    assert path.stat().st_size < 100_000
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "zip_bomb"


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    word = tmp_path / "really_word.txt"
    word.write_bytes(DOCX)
    text = tmp_path / "really_text.docx"
    text.write_text("Điều 1. Phạm vi", encoding="utf-8")
    assert read_document(word).format is Format.DOCX
    assert read_document(str(text)).format is Format.TEXT
    assert read_document(word).text == read_document(text).text == "Điều 1. Phạm vi"


def test_source_and_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    document = read_document(path)
    assert document.source == str(path)
    assert document.fingerprint == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_progress_is_told_after_each_page(tmp_path: Path) -> None:
    page = MadePage()
    page.write("Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng", 85, 100)
    scanned, blank = tmp_path / "scan.tif", Image.new("L", (200, 280), 255)
    blank.save(scanned, save_all=True, append_images=[blank, blank])
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(make_pdf([page, page]))
    told: list[tuple[int, int]] = []
    read_document(plain, progress=lambda done, pages: told.append((done, pages)))
    read_document(scanned, progress=lambda done, pages: told.append((done, pages)))
    assert told == [(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret", encoding="utf-8")
    evil = DOCUMENT.replace(
        "<w:document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document', 1
    ).replace("Phạm vi", "&x;")
    path = tmp_path / "evil.docx"
    path.write_bytes(make_zip({"word/document.xml": evil}))
    assert "secret" not in read_document(path).text

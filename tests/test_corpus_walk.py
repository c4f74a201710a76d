"""Which files of a folder are taken for documents."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.sources import fingerprint_of
from corpus.walk import find_files as find
from extract.errors import VanbanError


def find_files(inputs, **options):
    """The paths of what is found, as they are shown."""
    return tuple(Path(file.source) for file in find(inputs, **options).files)


def names(found, top):
    return [path.relative_to(top).as_posix() for path in found]


@pytest.fixture
def folder(tmp_path):
    top = tmp_path / "in"
    for name in ("b.pdf", "a.DOCX", "sub/c.txt", "sub/deep/d.doc", "photo.JPG"):
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return top


def test_folders_are_walked_and_sorted(folder):
    assert names(find_files([folder]), folder) == ["a.DOCX", "b.pdf", "photo.JPG", "sub/c.txt", "sub/deep/d.doc"]


@pytest.mark.parametrize(
    "name", ["~$a.docx", ".hidden.pdf", ".git/e.txt", "sheet.xlsx", "script.py", "data.json", "noname", "archive.zip"]
)
def test_passed_over(folder, name):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    assert path not in find_files([folder])


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1"])
def test_document_under_a_strange_name_is_taken_by_its_first_bytes(folder, head):
    (folder / "196_KH-UBND.signed").write_bytes(head + b"...")
    assert folder / "196_KH-UBND.signed" in find_files([folder])


def test_file_given_by_name_is_taken_whatever_its_name(folder):
    (folder / "sheet.xlsx").write_bytes(b"x")
    assert find_files([folder / "sheet.xlsx"]) == (folder / "sheet.xlsx",)


def test_link_inside_is_the_file_itself_and_link_outside_is_passed_over(folder, tmp_path):
    (tmp_path / "outside.pdf").write_bytes(b"x")
    (folder / "z_inside.pdf").symlink_to(folder / "b.pdf")
    (folder / "outside.pdf").symlink_to(tmp_path / "outside.pdf")
    (folder / "loop").symlink_to(folder)
    assert names(find_files([folder]), folder) == ["a.DOCX", "b.pdf", "photo.JPG", "sub/c.txt", "sub/deep/d.doc"]


def test_file_given_twice_is_one(folder):
    assert len(find_files([folder, folder / "b.pdf", folder / "sub"])) == 5


def test_output_folder_inside_is_left_out(folder):
    (folder / "out").mkdir()
    (folder / "out" / "old.txt").write_bytes(b"x")
    assert folder / "out" / "old.txt" not in find_files([folder], leave_out=[folder / "out"])


def test_folder_without_documents(tmp_path):
    (tmp_path / "notes.json").write_text("{}")
    with pytest.raises(VanbanError, match=r"no documents there \(looked for .*\.pdf"):
        find_files([tmp_path])


def test_path_that_is_not_there(tmp_path):
    with pytest.raises(VanbanError, match="there is no such file or folder"):
        find_files([tmp_path / "nowhere"])


def test_fingerprint_is_of_the_content(tmp_path):
    (tmp_path / "a").write_bytes(b"words")
    assert fingerprint_of(tmp_path / "a")[0] == hashlib.sha256(b"words").hexdigest()
    assert fingerprint_of(tmp_path / "nowhere") == (None, None)

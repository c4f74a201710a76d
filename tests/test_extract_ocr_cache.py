"""A page that was recognised is not recognised again; what is damaged, changed or forbidden costs only time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from extract import ocr_cache
from extract.drawing import Ruling
from extract.ocr import OcrPage
from extract.ocr_cache import recognise_once
from extract.textlayer import Word

PAGE = OcrPage((Word("Kế", 1, 2, 3, 4, 4, 2, False, False, 0.9),), (Ruling(0, 1, 9, 1),), 0.9, 1)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []

    def recognise(image: Image.Image, dpi: float, *, seconds: float) -> OcrPage:
        made.append(dpi)
        return PAGE

    monkeypatch.setattr(ocr_cache, "recognise", recognise)
    return made


def test_second_time_comes_from_the_folder(tmp_path: Path, calls: list[float]) -> None:
    image = Image.new("L", (30, 40), 255)
    assert recognise_once(image, 200, folder=tmp_path) == PAGE
    assert recognise_once(image, 200, folder=tmp_path) == PAGE
    assert len(calls) == 1


def test_another_image_or_resolution_is_another_page(tmp_path: Path, calls: list[float]) -> None:
    for image, dpi in (
        (Image.new("L", (30, 40), 255), 200),
        (Image.new("L", (30, 40), 254), 200),
        (Image.new("L", (40, 30), 255), 200),
        (Image.new("L", (30, 40), 255), 300),
    ):
        recognise_once(image, dpi, folder=tmp_path)
    assert len(calls) == 4


def test_damaged_file_is_recognised_again(tmp_path: Path, calls: list[float]) -> None:
    image = Image.new("L", (30, 40), 255)
    recognise_once(image, 200, folder=tmp_path)
    (kept,) = tmp_path.rglob("*.json")
    kept.write_text('{"words": [')
    assert recognise_once(image, 200, folder=tmp_path) == PAGE
    assert len(calls) == 2


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path, calls: list[float]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert recognise_once(Image.new("L", (3, 4), 255), 200, folder=blocked) == PAGE

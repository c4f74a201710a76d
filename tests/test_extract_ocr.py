"""Page images: tilt, ruling lines, Tesseract's table of words, and what happens where it is missing."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extract import tesseract
from extract.errors import ReadError
from extract.grids import find_grids
from extract.image import read_image
from extract.model import Origin
from extract.ocr import recognise
from extract.quality import is_usable, language_score
from extract.scan import find_lines, find_tilt, prepare_scan
from extract.tesseract import find_tesseract
from extract.textlayer import PageText, Word
from extract.tokens import PAGE_SECONDS, OcrFailure

SHARED = Path(__file__).parents[2] / "shared" / "corpus"
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def token_row(
    text: str, left: int, top: int, width: int = 90, height: int = 30, conf: float = 95, line: int = 1
) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{width}\t{height}\t{conf}\t{text}\n"


def text_page(width: int = 1240, height: int = 1754) -> Image.Image:
    """A page of dark bars as words stand in lines."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    for y in range(200, 1500, 40):
        for x in range(150, 1050, 90):
            draw.rectangle((x, y, x + 70, y + 14), fill=0)
    return page


@pytest.mark.parametrize("angle", [-1.5, -0.5, 0.0, 0.75, 1.8])
def test_tilt_is_found(angle: float) -> None:
    turned = text_page().rotate(angle, fillcolor=255)
    assert find_tilt(np.asarray(turned)) == pytest.approx(-angle, abs=0.15)


def test_blank_page_has_no_tilt() -> None:
    assert find_tilt(np.full((1000, 800), 255, np.uint8)) == 0.0


def test_lines_of_a_faint_leaning_table_are_found_and_painted_over() -> None:
    page = text_page()
    draw = ImageDraw.Draw(page)
    for x in (120, 300, 1100):
        draw.line((x, 180, x + 8, 1500), fill=170, width=3)
    for y in (180, 590, 1500):
        draw.line((120, y, 1104, y), fill=170, width=2)
    scan = prepare_scan(page.convert("RGB"), 150)
    (grid,) = find_grids(scan.rulings, 1)
    assert (grid.rows, grid.columns) == (2, 2)
    assert np.asarray(scan.without_lines())[590, 130:140].min() == 255


def test_words_are_no_lines() -> None:
    across, down = find_lines(np.array(text_page()), 150)
    assert (across, down) == ([], [])


def fake_tesseract(monkeypatch: pytest.MonkeyPatch, table: str, returncode: int = 0) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess((), returncode, table.encode(), b"something went wrong\n")

    monkeypatch.setattr(tesseract, "find_tesseract", lambda: "tesseract")
    monkeypatch.setattr(tesseract.subprocess, "run", run)


def test_words_come_in_points_with_the_baseline_of_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = token_row("Kế", 300, 600) + token_row("hoạch", 400, 604, conf=85) + token_row("số", 500, 600, line=2)
    fake_tesseract(monkeypatch, HEAD + rows)
    page = recognise(Image.new("RGB", (1240, 1754), "white"), 300, read=tesseract.read_tokens)
    assert [w.text for w in page.words] == ["Kế", "hoạch", "số"]
    assert page.words[0].base == page.words[1].base
    assert page.words[0].x0 == pytest.approx(72.0)
    assert page.words[1].confidence == pytest.approx(0.85)
    assert page.confidence == pytest.approx((0.95 + 0.85 + 0.95) / 3)


@pytest.mark.parametrize("noise", ["___", "‹", "~~", "|", "\u201d\u00bb"])
def test_specks_are_no_words(monkeypatch: pytest.MonkeyPatch, noise: str) -> None:
    fake_tesseract(monkeypatch, HEAD + token_row(noise, 300, 600, conf=20) + token_row("Điều", 400, 600))
    assert [
        w.text for w in recognise(Image.new("RGB", (1240, 1754), "white"), 300, read=tesseract.read_tokens).words
    ] == ["Điều"]


def test_underscores_stuck_to_a_word_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(monkeypatch, HEAD + token_row("_Thẩm", 300, 600))
    assert [
        w.text for w in recognise(Image.new("RGB", (1240, 1754), "white"), 300, read=tesseract.read_tokens).words
    ] == ["Thẩm"]


def test_failure_of_tesseract_is_a_failure_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_tesseract(monkeypatch, "", returncode=1)
    with pytest.raises(OcrFailure) as caught:
        recognise(Image.new("RGB", (400, 400), "white"), 300, read=tesseract.read_tokens)
    assert caught.value.code == "ocr_failed" and "something went wrong" in str(caught.value)


def test_slow_page_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("tesseract", 1)

    monkeypatch.setattr(tesseract, "find_tesseract", lambda: "tesseract")
    monkeypatch.setattr(tesseract.subprocess, "run", run)
    with pytest.raises(OcrFailure) as caught:
        recognise(Image.new("RGB", (400, 400), "white"), 300, seconds=1, read=tesseract.read_tokens)
    assert caught.value.code == "ocr_timeout"


SLOW = r"""#!/bin/sh
case "$*" in *--list-langs*) echo vie; exit 0;; esac
size=$(head -c 12 | sed -n 2p)
cat > /dev/null
case "$size" in "1700 "*) exec sleep 60;; esac
printf 'level\n5\t1\t1\t1\t1\t1\t300\t600\t90\t30\t95\tTrang\n'
"""


def test_page_that_takes_too_long_is_given_up_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recogniser that hangs on one page stands in the place of the true one; all else is as it is."""
    program = tmp_path / "tesseract"
    program.write_text(SLOW)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("extract.ocr.find_reader", lambda: tesseract.read_tokens)
    find_tesseract.cache_clear()
    path = tmp_path / "scan.tif"
    frames = [Image.new("L", (width, 2573), 255) for width in (1819, 1700, 1819)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    began = time.monotonic()
    document = read_image(path, path.read_bytes(), "scan.tif", "0" * 64, page_seconds=8.0)
    find_tesseract.cache_clear()
    assert time.monotonic() - began < 55
    assert [page.origin for page in document.pages] == [Origin.OCR, Origin.NONE, Origin.OCR]
    assert [(issue.code, issue.page) for issue in document.issues] == [("ocr_timeout", 2)]
    assert document.text.count("Trang") == 2
    assert PAGE_SECONDS < 120.0, "less than a file may go without progress"


@pytest.mark.parametrize(
    ("found", "languages", "code"), [(None, "", "no_tesseract"), ("/bin/tesseract", "eng\nosd\n", "no_vietnamese")]
)
def test_missing_tesseract_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, found: str | None, languages: str, code: str
) -> None:
    find_tesseract.cache_clear()
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: found)
    monkeypatch.setattr(tesseract.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess((), 0, languages, ""))
    with pytest.raises(ReadError) as caught:
        find_tesseract()
    assert caught.value.code == code and "install" in str(caught.value)
    find_tesseract.cache_clear()


def layer(text: str) -> tuple[Word, ...]:
    return tuple(Word(w, 0, 0, 10, 10, 8, 10) for w in text.split())


@pytest.mark.parametrize(
    ("text", "usable"),  # good; without marks; badly recognised; TCVN3 shown as Latin-1
    [
        (
            "Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các cơ quan thực hiện Kế hoạch số 12",
            True,
        ),
        ("Giao So Khoa hoc va Cong nghe chu tri, phoi hop voi cac co quan lien quan trien khai thuc hien", False),
        ("Tip t1c d9i mOi giáo d1c, dáp üng yêu cu cong nghip hOa, hin dii trçrc üy tii", False),
        ("Gi¸o dôc vµ ®µo t¹o tØnh §ång Th¸p chñ tr× phèi hîp víi c¸c c¬ quan liªn quan thùc hiÖn", False),
    ],
)
def test_language_of_a_scanners_text_layer_is_judged(text: str, usable: bool) -> None:
    assert is_usable(PageText(595, 842, layer(f"{text} {text}"), images=1.0)) is usable
    assert 0.0 <= language_score(layer(text)) <= 1.0


def test_few_words_over_an_image_are_not_the_page() -> None:
    assert not is_usable(PageText(595, 842, layer("Ký bởi: Sở Nội vụ"), images=0.9))
    assert is_usable(PageText(595, 842, layer("Phụ lục kèm theo"), images=0.0))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
@pytest.mark.skipif(tesseract.shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_real_scan_with_a_table() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(SHARED / "gold_docs" / "kiengiang_syt__2128_kh_syt.pdf")
    page = recognise(document[1].render(scale=200 / 72).to_pil(), 200)
    (grid,) = find_grids(page.rulings, 1)
    document.close()
    assert (grid.rows, grid.columns) == (8, 4)
    assert {"Phòng", "khám", "Rạch"} <= {w.text for w in page.words}

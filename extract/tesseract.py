"""An image -> its words with boxes and confidence, by the program Tesseract on one thread."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import unicodedata
from functools import cache

from PIL import Image

from extract.errors import ReadError
from extract.tokens import Layout, OcrFailure, Token

_MODES = {Layout.PAGE: "3", Layout.BLOCK: "6", Layout.LINE: "7", Layout.SPARSE: "11"}  # of page segmentation
_DIGITS_ONLY = ("-c", "tessedit_char_whitelist=0123456789.")


@cache
def find_tesseract() -> str:
    """The path of the Tesseract program. Raises `ReadError` where it, or its Vietnamese data, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(
            "no_tesseract", "Tesseract is not installed; install tesseract-ocr with its language data `vie`."
        )
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    if "vie" not in listed.stdout.split():
        raise ReadError("no_vietnamese", "Tesseract has no Vietnamese data; install tesseract-ocr-vie.")
    return program


def read_tokens(
    image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
) -> list[Token]:
    """The words on an image, as `ReadTokens` says."""
    left = until - time.monotonic()
    if left <= 0:
        raise OcrFailure("ocr_timeout", "Recognition took longer than a page may take.")
    grey = image if image.mode == "L" else image.convert("L")
    command = [find_tesseract(), "stdin", "stdout", "-l", "vie", "--oem", "1", "--psm", _MODES[layout]]
    command += ["--dpi", str(round(dpi)), *(_DIGITS_ONLY if digits else ()), "tsv"]
    try:
        with tempfile.TemporaryFile() as picture:  # a pipe takes it in many small pieces
            picture.write(b"P5\n%d %d\n255\n" % grey.size + grey.tobytes())
            picture.seek(0)
            done = subprocess.run(
                command,
                stdin=picture,
                capture_output=True,
                timeout=left,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
    except subprocess.TimeoutExpired:
        raise OcrFailure("ocr_timeout", "Recognition took longer than a page may take.") from None
    except OSError as error:
        raise OcrFailure("ocr_failed", f"Tesseract did not start: {error}.") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OcrFailure("ocr_failed", f"Tesseract failed: {said[-1] if said else done.returncode}.")
    return _parse_table(done.stdout.decode("utf-8", "replace"))


def _parse_table(table: str) -> list[Token]:
    tokens = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        text = unicodedata.normalize("NFC", cells[11].strip().strip("_"))
        if not text:
            continue
        tokens.append(Token(line, left, top, left + width, top + height, max(0.0, float(cells[10])) / 100, text))
    return tokens

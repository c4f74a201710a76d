"""A page image that was recognised before -> what was recognised then, kept in a folder by the image's fingerprint."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from extract.drawing import Ruling
from extract.ocr import OcrPage, recognise
from extract.textlayer import Word
from extract.tokens import PAGE_SECONDS

# What decides how an image is recognised.
_MAKERS = ("arrival_stamps.py", "cell_words.py", "data/digits.npz", "data/lines.onnx", "digit_net.py", "edges.py",
           "grids.py", "handwriting.py", "inks.py", "light.py", "line_choice.py", "line_places.py", "line_reader.py",
           "line_signs.py", "ocr.py", "ocr_cache.py", "scan.py", "second_reader.py", "signature_words.py",
           "stamp_words.py", "tesseract.py", "token_words.py")  # fmt: skip


def recognise_once(
    image: Image.Image, dpi: float, *, seconds: float = PAGE_SECONDS, folder: Path | None = None
) -> OcrPage:
    """As `recognise`, but a page that is in `folder` is not recognised again. A folder that cannot be used is not."""
    if folder is None:
        return recognise(image, dpi, seconds=seconds)
    path = _path_of(image, dpi, folder)
    known = _read_page(path)
    if known is not None:
        return known
    page = recognise(image, dpi, seconds=seconds)
    _write_page(path, page)
    return page


def _path_of(image: Image.Image, dpi: float, folder: Path) -> Path:
    digest = hashlib.sha256(f"{_maker()} {image.mode} {image.size} {dpi:.2f} ".encode())
    digest.update(image.tobytes())
    name = digest.hexdigest()
    return folder / name[:2] / f"{name[2:40]}.json"


@cache
def _maker() -> str:
    here = Path(__file__).parent
    return hashlib.sha256(b"\0".join((here / name).read_bytes() for name in _MAKERS)).hexdigest()


def _read_page(path: Path) -> OcrPage | None:
    """The page in a file; None where there is none, or it is damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return OcrPage(
            tuple(Word(*word) for word in kept["words"]),
            tuple(Ruling(*ruling) for ruling in kept["rulings"]),
            kept["confidence"],
            kept["turned"],
            tuple(Word(*word) for word in kept["stamped"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_page(path: Path, page: OcrPage) -> None:
    """Put a page into its file, whole or not at all; a full or closed disk costs only the time of the next run."""
    kept = {
        "words": page.words,
        "rulings": page.rulings,
        "confidence": page.confidence,
        "turned": page.turned,
        "stamped": page.stamped,
    }
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as file:
            json.dump(kept, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(file.name, path)

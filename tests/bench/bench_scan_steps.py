"""What each step of the image work before recognition is worth: characters wrong with all steps, and without each.

python -m tests.bench.bench_scan_steps [PAGES]

The pages are those of `make_scans`, made worse: light that falls off, a signature in blue over the last lines, the
black border of a scanner, the holes of a punch. Steps that help nowhere have no place in the product.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable
from unittest import mock

import cv2
import numpy as np
from PIL import Image, ImageDraw

from extract import ocr, scan
from extract.inks import Inks
from extract.page_image import draw_frame
from tests.bench.bench_scans import errors_in
from tests.bench.make_scans import DPI, MadePage, make_pages

STEPS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "even light": (scan, "even_light", lambda pixels, _: pixels),
    "red and blue ink apart": (scan, "split_inks", lambda colours: _grey_only(colours)),
    "borders and holes": (scan, "clear_edges", lambda grey, _: grey),
    "setting straight": (scan, "find_tilt", lambda _: 0.0),
    "softening of two colours": (scan, "smooth", lambda grey: grey),
    "usual resolution": (sys.modules[__name__], "to_picture", lambda image: (image, float(DPI))),
}


def _grey_only(colours: np.ndarray) -> Inks:
    grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY))
    return Inks(grey, grey)


def to_picture(image: Image.Image) -> tuple[Image.Image, float]:
    """The picture as the reader of images makes it."""
    image.info["dpi"] = (DPI, DPI)
    return draw_frame(image)


def main(count: int = 6) -> int:
    """Print one line a step."""
    pages = [(page, roughen(page, random.Random(i))) for i, page in enumerate(make_pages(count))]
    print(f"{len(pages)} pages; characters wrong with all steps: {measure(pages):.2%}")
    for name, (where, attribute, instead) in STEPS.items():
        with mock.patch.object(where, attribute, instead):
            print(f"without {name}: {measure(pages):.2%}", flush=True)
    return 0


def measure(pages: list[tuple[MadePage, Image.Image]]) -> float:
    """The share of printed characters that are wrong or missing."""
    wrong = characters = 0
    for page, image in pages:
        picture, dpi = to_picture(image)
        words = ocr.recognise(picture, dpi, seconds=600.0).words
        wrong += errors_in(page.lines, unicodedata.normalize("NFC", " ".join(word.text for word in words)))
        characters += sum(map(len, page.lines))
    return wrong / characters


def roughen(page: MadePage, chance: random.Random) -> Image.Image:
    """The page as it may come: every second one photographed, all signed in blue over their last lines."""
    image = page.image.convert("RGB")
    draw = ImageDraw.Draw(image)
    width, height = image.size
    x, y = 0.55 * width, chance.uniform(0.72, 0.82) * height
    points = [(x + 12 * i + chance.uniform(-20, 20), y + chance.uniform(-70, 70)) for i in range(28)]
    draw.line(points, fill=(45, 60, 185), width=5, joint="curve")
    draw.rectangle((0, 0, chance.randint(20, 70), height), fill=(5, 5, 5))
    for part in (0.3, 0.6):
        draw.ellipse((0.045 * width, part * height, 0.045 * width + 44, part * height + 44), fill=(15, 15, 15))
    if chance.random() < 0.5:
        across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        light = 1.0 - chance.uniform(0.3, 0.6) * (across * chance.random() + down * chance.random())
        paper = np.array([0.96, 0.95, 1.0])
        levels = np.asarray(image).astype(np.float32) * light[..., None] * paper
        image = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    return image


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))

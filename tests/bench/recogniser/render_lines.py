"""Pieces of lines -> pictures of them as an office printer and a scanner would give them, in files for the training.

python -m tests.bench.recogniser.render_lines FOLDER --texts FILE ... [--leave-out WORD ...] [--files N] [--seed N]
"""

from __future__ import annotations

import argparse
import io
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.line_signs import HEIGHT, level
from tests.bench.recogniser.line_texts import LineTexts, read_passages

LINES = 2000  # in a file
_MOST = 1100  # pixels across after scaling

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts/opentype"))
# Families by their files for regular, bold, italic and bold italic, and how often each is used.
_FAMILIES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.50, tuple(f"liberation2/LiberationSerif-{s}.ttf" for s in ("Regular", "Bold", "Italic", "BoldItalic"))),
    (0.19, tuple(f"tex-gyre/texgyretermes-{s}.otf" for s in ("regular", "bold", "italic", "bolditalic"))),
    (0.13, tuple(f"freefont/FreeSerif{s}.ttf" for s in ("", "Bold", "Italic", "BoldItalic"))),
    (0.02, tuple(f"linux-libertine/LinLibertine_{s}.otf" for s in ("R", "RB", "RI"))),
    (0.02, tuple(f"noto/NotoSerif-{s}.ttf" for s in ("Regular", "Bold", "Italic", "BoldItalic"))),
    (0.02, tuple(f"dejavu/DejaVuSerifCondensed{s}.ttf" for s in ("", "-Bold", "-Italic", "-BoldItalic"))),
    (0.02, tuple(f"tex-gyre/texgyrepagella-{s}.otf" for s in ("regular", "bold", "italic", "bolditalic"))),
    (0.05, tuple(f"liberation2/LiberationSans-{s}.ttf" for s in ("Regular", "Bold", "Italic", "BoldItalic"))),
    (0.03, tuple(f"freefont/FreeSans{s}.ttf" for s in ("", "Bold", "Oblique", "BoldOblique"))),
    (0.02, tuple(f"dejavu/DejaVuSans{s}.ttf" for s in ("", "-Bold", "-Oblique", "-BoldOblique"))),
)
_STYLES = (0.62, 0.20, 0.12, 0.06)


@cache
def _families() -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The families that are installed, by whole paths."""
    found = []
    for weight, names in _FAMILIES:
        paths = [next((str(p) for top in _FOLDERS for p in top.glob(f"**/{name}")), "") for name in names]
        if all(paths):
            found.append((weight, tuple(paths)))
    if not found:
        raise OSError("No font to render with; install fonts-liberation2, fonts-freefont-ttf and fonts-texgyre.")
    return tuple(found)


@lru_cache(maxsize=600)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _choose_font(chance: random.Random, size: int) -> ImageFont.FreeTypeFont:
    families = _families()
    paths = chance.choices([f[1] for f in families], [f[0] for f in families])[0]
    return _font(chance.choices(paths, _STYLES[: len(paths)])[0], size)


class LineRenderer:
    """Pictures of lines without end, each with its text."""

    def __init__(self, texts: LineTexts, seed: int) -> None:
        self._texts = texts
        self._chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._grain = self._noise.normal(0.0, 1.0, (160, 8000)).astype(np.float32)

    def draw(self) -> tuple[npt.NDArray[np.uint8], str, list[tuple[float, float]]]:
        """A line image with ink at 255, HEIGHT pixels high, what stands on it, and where each sign starts and ends."""
        chance = self._chance
        while True:
            text = self._texts.draw(round(chance.triangular(2, 75, 48)))
            size = round(
                chance.choice((11, 12, 13, 13.5, 14, 14, 14, 15))
                * chance.choice((130, 150, 200, 200, 200, 220, 220, 250, 300))
                / 72
            )
            font = _choose_font(chance, size)
            image, base, spans = self._set(text, font, size)
            left, right = spans[0][0], spans[-1][1]
            image = self._scan(image, size)
            top = base - size * chance.uniform(0.84, 1.06)
            bottom = base + size * chance.uniform(0.24, 0.42)
            box = (max(0.0, left - size * chance.uniform(-0.02, 0.5)), max(0.0, top))
            end = (min(float(image.width), right + size * chance.uniform(0.0, 0.5)), min(float(image.height), bottom))
            width = round((end[0] - box[0]) * HEIGHT / (end[1] - box[1]) * chance.uniform(0.9, 1.12))
            if not 6 <= width <= _MOST:
                continue
            line = image.resize((width, HEIGHT), Image.Resampling.BILINEAR, box=(*box, *end))
            scale = width / (end[0] - box[0])
            return level(np.asarray(line)), text, [((a - box[0]) * scale, (b - box[0]) * scale) for a, b in spans]

    def _set(
        self, text: str, font: ImageFont.FreeTypeFont, size: int
    ) -> tuple[Image.Image, float, list[tuple[float, float]]]:
        """The line on clean paper between others, with its baseline and where each sign starts and ends."""
        chance = self._chance
        dots = chance.choice(("…", "...", "." * chance.randint(3, 24)))
        pitch = size * chance.uniform(1.12, 1.7)
        base = 1.7 * size
        left = size * chance.uniform(0.3, 1.2)
        ink = chance.choice((0, 0, 20, 40, 70, 100))
        stretch = chance.choice((1.0, 1.0, chance.uniform(0.85, 2.2)))
        track, space = 0.0, font.getlength(" ") * stretch
        if stretch != 1.0 and len(text) < 40:
            track = chance.choice((0.0, chance.uniform(-0.01, 0.06) * size))
        places: list[tuple[float, str]] = []
        spans: list[tuple[float, float]] = []
        x = left
        for word in text.split(" "):
            if spans:
                spans.append((x, x + space))
                x += space
            for part in word if track else (word,):
                places.append((x, part.replace("…", dots)))
                ends = [font.getlength(part[:i].replace("…", dots)) for i in range(len(part) + 1)]
                spans += [(x + ends[i], x + ends[i + 1]) for i in range(len(part))]
                x += ends[-1] + track
        right = x
        width, height = round(right + size * chance.uniform(0.3, 1.2)), round(3.0 * size)
        image = Image.new("L", (width, height), 255)
        draw = ImageDraw.Draw(image)
        for at, part in places:
            draw.text((at, base), part, fill=ink, font=font, anchor="ls")
        for side in (-1, 1):
            if chance.random() < 0.55:
                other = self._texts.draw(max(4, round(len(text) * chance.uniform(0.3, 1.1))))
                draw.text(
                    (chance.uniform(0, width * 0.3), base + side * pitch), other, fill=ink, font=font, anchor="ls"
                )
        if chance.random() < 0.05:
            y = base + size * chance.uniform(0.08, 0.16)
            a, b = sorted((chance.uniform(left, right), chance.uniform(left, right)))
            draw.line(
                (a, y, b, y) if chance.random() < 0.4 else (left, y, right, y), fill=ink, width=max(1, round(size / 18))
            )
        if chance.random() < 0.05:
            self._rule(draw, width, height, base, size, ink)
        if chance.random() < 0.12:
            self._seal(image, size)
        if chance.random() < 0.05:
            self._sign(draw, width, height, size)
        return image, base, spans

    def _rule(self, draw: ImageDraw.ImageDraw, width: int, height: int, base: float, size: int, ink: int) -> None:
        """A piece of a table's ruling at an edge."""
        thick = max(1, round(size / 16))
        form = self._chance.randrange(3)
        if form == 0:
            draw.line((0, base - 0.98 * size, width, base - 0.98 * size), fill=ink, width=thick)
        elif form == 1:
            draw.line((0, base + 0.36 * size, width, base + 0.36 * size), fill=ink, width=thick)
        else:
            x = self._chance.choice((0.12 * size, width - 0.12 * size))
            draw.line((x, 0, x, height), fill=ink, width=thick)

    def _seal(self, image: Image.Image, size: int) -> None:
        """A part of a round seal, in the grey that its red becomes."""
        chance = self._chance
        seal = Image.new("L", image.size, 255)
        draw = ImageDraw.Draw(seal)
        radius = size * chance.uniform(2.0, 3.4)
        x, y = chance.uniform(-0.2, 1.2) * image.width, chance.uniform(-1.0, 2.0) * image.height
        grey = chance.randint(110, 225)
        for ring in (1.0, 0.9, 0.55):
            r = radius * ring
            draw.ellipse(
                (x - r, y - r, x + r, y + r), outline=grey, width=max(1, round(size * chance.uniform(0.05, 0.16)))
            )
        font = _choose_font(chance, max(8, round(size * 0.7)))
        for _ in range(8):
            angle = chance.uniform(0, 6.28)
            place = (x + 0.72 * radius * np.cos(angle), y + 0.72 * radius * np.sin(angle))
            draw.text(place, chance.choice("ỦYBANHÂDTỈPOCÔ★*"), fill=grey, font=font)
        image.paste(Image.fromarray(np.minimum(np.asarray(image), np.asarray(seal))))

    def _sign(self, draw: ImageDraw.ImageDraw, width: int, height: int, size: int) -> None:
        """Strokes of a pen across the line."""
        chance = self._chance
        grey = chance.randint(20, 170)
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        for _ in range(chance.randint(1, 3)):
            points = [(x, y)]
            for _ in range(chance.randint(3, 8)):
                x, y = x + chance.uniform(-2, 2.5) * size, y + chance.uniform(-1.2, 1.2) * size
                points.append((x, y))
            draw.line(points, fill=grey, width=max(1, round(size * chance.uniform(0.04, 0.1))), joint="curve")

    def _scan(self, image: Image.Image, size: int) -> Image.Image:
        """The line as a scanner gives it: askew, soft, noisy, thick or thin; in two colours or as a poor JPEG."""
        chance = self._chance
        fall = chance.gauss(0, 0.25) if chance.random() < 0.6 else 0.0
        if fall:
            fall = max(-0.5, min(0.5, fall)) * 0.25 * size / image.width * 2
            image = image.transform(
                image.size,
                Image.Transform.AFFINE,
                (1, 0, 0, fall, 1, -fall * image.width / 2),
                Image.Resampling.BILINEAR,
                fillcolor=255,
            )
        if chance.random() < 0.10:
            image = image.filter(ImageFilter.MinFilter(3)) if size > 34 else image
        soft = chance.choice((0.0, 0.4, 0.6, 0.8, 1.0)) * size / 38 * chance.uniform(0.6, 1.4)
        if soft > 0.1:
            image = image.filter(ImageFilter.GaussianBlur(soft))
        levels = np.asarray(image).astype(np.float32)
        height, width = levels.shape
        paper, light = chance.uniform(205, 255), chance.uniform(-25, 25) if chance.random() < 0.3 else 0.0
        levels = levels * (paper / 255.0)
        if light:
            levels += np.linspace(-light, light, width, dtype=np.float32)[None, :]
        strength = chance.choice((0.0, 3.0, 8.0, 8.0, 14.0, 22.0))
        if strength:
            x, y = (
                chance.randrange(8000 - min(width, 7900)),
                chance.randrange(160 - min(height, 150) + 1) if height < 160 else 0,
            )
            grain = self._grain[y : y + height, x : x + width]
            if grain.shape != levels.shape:
                grain = np.resize(grain, levels.shape)
            levels += strength * grain
        if chance.random() < 0.42:
            dark = levels < chance.triangular(105, 200, 158)
            specks = chance.choice((0.0, 0.0004, 0.002, 0.006))
            if specks:
                count = round(specks * dark.size)
                rows, columns = self._noise.integers(0, height, count), self._noise.integers(0, width, count)
                dark[rows, columns] ^= True
            image = Image.fromarray(np.where(dark, 0, 255).astype(np.uint8))
            if chance.random() < 0.75:
                image = image.filter(ImageFilter.GaussianBlur(1.0))
        else:
            image = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
        if chance.random() < 0.3:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=chance.randint(25, 80))
            image = Image.open(buffer)
            image.load()
        return image


def write_lines(path: Path, renderer: LineRenderer, count: int = LINES) -> None:
    """Put so many lines into a file, whole or not at all."""
    images, texts, widths, places = [], [], [], []
    for _ in range(count):
        image, text, spans = renderer.draw()
        images.append(image)
        texts.append(text)
        widths.append(image.shape[1])
        places += spans
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            pixels=np.concatenate(images, axis=1),
            widths=np.array(widths),
            texts=np.frombuffer("\n".join(texts).encode(), dtype=np.uint8),
            places=np.array(places, dtype=np.float32),
        )
    os.replace(part, path)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line image, its text, and where each sign of it starts and ends across the image."""

    image: npt.NDArray[np.uint8]
    text: str
    places: npt.NDArray[np.float32]


def read_lines(path: Path) -> list[DrawnLine]:
    """The lines of a file."""
    with np.load(path) as data:
        images = np.split(data["pixels"], np.cumsum(data["widths"])[:-1], axis=1)
        texts = data["texts"].tobytes().decode().split("\n")
        places = np.split(data["places"].astype(np.float32), np.cumsum([len(text) for text in texts])[:-1])
    return [DrawnLine(*line) for line in zip(images, texts, places, strict=True)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write files of lines into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--leave-out", nargs="*", default=[])
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    passages = read_passages(options.texts, options.leave_out)
    print(f"{len(passages)} passages", flush=True)
    for number in range(options.files):
        seed = options.seed * 100_000 + number
        renderer = LineRenderer(LineTexts(passages, random.Random(seed)), seed)
        write_lines(options.folder / f"lines-{seed:08d}.npz", renderer)
        print(number, flush=True)


if __name__ == "__main__":
    main()

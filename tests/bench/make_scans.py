"""Invented texts -> pages in the layout of Nghị định 30/2020/NĐ-CP, scanned by simulation at 200 dots an inch.

The texts are of this project; names, numbers and dates are drawn anew for each page from a fixed seed. A page is set in
Liberation Serif, which has the measures of Times New Roman, then turned a little, blurred, speckled, unevenly lit or
cut to black and white, and stamped in red.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
PAGES = 20
_WIDTH, _HEIGHT = round(8.27 * DPI), round(11.69 * DPI)
_FONTS = Path("/usr/share/fonts/truetype/liberation2")  # the older Liberation has no Vietnamese
_PARTS = Path(__file__).with_name("scan_parts.txt")  # one paragraph a line

_UNITS = (
    ("UBND TỈNH AN BÌNH", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SKHCN", "An Bình"),
    ("UBND TỈNH AN BÌNH", "SỞ Y TẾ", "SYT", "An Bình"),
    ("ỦY BAN NHÂN DÂN", "TỈNH HÒA SƠN", "UBND", "Hòa Sơn"),
    ("ỦY BAN NHÂN DÂN", "HUYỆN ĐÔNG HẢI", "UBND", "Đông Hải"),
)
_KINDS = (
    ("KẾ HOẠCH", "KH", "Triển khai thực hiện công tác cải cách hành chính năm {year}"),
    ("QUYẾT ĐỊNH", "QĐ", "Về việc kiện toàn Tổ công tác chuyển đổi số"),
    ("CHỈ THỊ", "CT", "Về việc tăng cường quản lý đất đai, trật tự xây dựng trên địa bàn"),
    ("BÁO CÁO", "BC", "Kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội quý III năm {year}"),
)
_BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương số {a}/2015/QH13 ngày {date};",
    "Căn cứ Nghị định số {a}/{y}/NĐ-CP ngày {date} của Chính phủ về công tác văn thư;",
    "Thực hiện Quyết định số {a}/QĐ-TTg ngày {date} của Thủ tướng Chính phủ phê duyệt Chương trình;",
    "Thực hiện Kế hoạch số {a}/KH-UBND ngày {date} của Ủy ban nhân dân tỉnh;",
    "Căn cứ Thông tư số {a}/{y}/TT-BTC ngày {date} của Bộ trưởng Bộ Tài chính quy định việc quản lý kinh phí;",
    "Thực hiện Nghị quyết số {a}-NQ/TU ngày {date} của Ban Chấp hành Đảng bộ tỉnh;",
    "Theo đề nghị tại Tờ trình số {a}/TTr-SNV ngày {date} của Giám đốc Sở Nội vụ,",
)
_NAMES = ("Nguyễn Văn Bình", "Trần Thị Hạnh", "Lê Quốc Dũng", "Phạm Thúy Ngọc", "Đỗ Minh Khôi", "Võ Hồng Phúc")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as a scanner gives it, with the lines that were printed on it and the document symbols among them."""

    image: Image.Image
    lines: tuple[str, ...]
    symbols: tuple[str, ...]


def make_pages(count: int = PAGES, seed: int = 30) -> list[MadePage]:
    """So many pages, always the same for the same seed. Raises OSError where Liberation Serif is not installed."""
    return [_make_page(random.Random(seed * 1000 + i), binary=i % 2 == 1) for i in range(count)]


def _make_page(chance: random.Random, *, binary: bool) -> MadePage:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    lines: list[str] = []
    symbols: list[str] = []
    left, right = round(1.18 * DPI), _WIDTH - round(0.6 * DPI)

    def put(text: str, x: float, y: float, size: float, style: str = "Regular", *, centre: bool = False) -> None:
        font = _font(style, size)
        if centre:
            x -= font.getlength(text) / 2
        draw.text((x, y), text, fill=(20, 20, 25), font=font)
        lines.append(text)

    def fill(text: str) -> str:
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2016, 2025)
        shown = chance.choice((f"{day:02d}/{month}/{year}", f"{day:02d} tháng {month:02d} năm {year}"))
        done = text.format(a=chance.randint(11, 3999), y=chance.randint(2016, 2025), year=year, date=shown)
        symbols.extend(word.strip(";,.") for word in done.split() if ("/" in word and "-" in word) or "/QH" in word)
        return done

    above, unit, code, place = chance.choice(_UNITS)
    kind, short, title = chance.choice(_KINDS)
    number = f"{chance.randint(3, 2999)}/{short}-{code}"
    symbols.append(number)
    a, b = left + 1.15 * DPI, left + 4.6 * DPI
    y = 0.75 * DPI
    put(above, a, y, 12, centre=True)
    put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", b, y, 12, "Bold", centre=True)
    put(unit, a, y + 0.24 * DPI, 12, "Bold", centre=True)
    put("Độc lập - Tự do - Hạnh phúc", b, y + 0.24 * DPI, 13, "Bold", centre=True)
    draw.line((a - 0.4 * DPI, y + 0.52 * DPI, a + 0.4 * DPI, y + 0.52 * DPI), fill="black", width=2)
    draw.line((b - 1.0 * DPI, y + 0.52 * DPI, b + 1.0 * DPI, y + 0.52 * DPI), fill="black", width=2)
    put(f"Số: {number}", a, y + 0.62 * DPI, 13, centre=True)
    day = f"{place}, ngày {chance.randint(10, 28)} tháng {chance.randint(10, 12)} năm {chance.randint(2019, 2025)}"
    put(day, b, y + 0.62 * DPI, 13, "Italic", centre=True)
    y += 1.1 * DPI
    middle = (left + right) / 2
    put(kind, middle, y, 14, "Bold", centre=True)
    put(fill(title), middle, y + 0.27 * DPI, 14, "Bold", centre=True)
    y += 0.75 * DPI
    parts = _PARTS.read_text(encoding="utf-8").splitlines()
    body = [fill(text) for text in chance.sample(_BASES, 3)]
    body += [f"{i}. {fill(text)}" for i, text in enumerate(chance.sample(parts, 6), start=1)]
    for paragraph in body:
        for line in _wrap(paragraph, right - left, 14):
            put(line, left + (0.4 * DPI if paragraph.startswith(line) else 0), y, 14)
            y += 0.265 * DPI
        y += 0.06 * DPI
    top = min(y + 0.1 * DPI, _HEIGHT - 2.3 * DPI)
    put("Nơi nhận:", left, top, 12, "BoldItalic")
    for i, text in enumerate(("- Như trên;", "- Thường trực Tỉnh ủy (b/c);", "- Lưu: VT.")):
        put(text, left, top + (0.22 + 0.19 * i) * DPI, 11)
    put("GIÁM ĐỐC" if unit.startswith("SỞ") else "CHỦ TỊCH", b, top, 14, "Bold", centre=True)
    put(chance.choice(_NAMES), b, top + 1.5 * DPI, 14, "Bold", centre=True)
    _stamp(image, round(b - 0.7 * DPI), round(top + 0.75 * DPI))
    return MadePage(_scan(image, chance, binary=binary), tuple(lines), tuple(symbols))


def _font(style: str, points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"LiberationSerif-{style}.ttf"), round(points * DPI / 72))


def _wrap(text: str, width: float, points: float) -> list[str]:
    font, lines, line = _font("Regular", points), [], ""
    room = width - 0.4 * DPI
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > room:
            lines.append(line)
            line, room = word, width
        else:
            line = longer
    return [*lines, line]


def _stamp(image: Image.Image, x: int, y: int) -> None:
    """A round red seal: two rings and a star of lines, over what is there."""
    seal = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    red, radius = (205, 30, 45, 170), round(0.62 * DPI)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=5)
    draw.ellipse((x - radius + 26, y - radius + 26, x + radius - 26, y + radius - 26), outline=red, width=3)
    for angle in range(0, 180, 36):
        dx, dy = 34 * np.cos(np.radians(angle)), 34 * np.sin(np.radians(angle))
        draw.line((x - dx, y - dy, x + dx, y + dy), fill=red, width=4)
    image.paste(seal, (0, 0), seal)


def _scan(image: Image.Image, chance: random.Random, *, binary: bool) -> Image.Image:
    """The page as a scanner gives it: askew, soft, noisy; in two colours or as a poor JPEG."""
    noise = np.random.default_rng(chance.randrange(1 << 30))
    turned = image.rotate(chance.uniform(-1.0, 1.0), resample=Image.Resampling.BICUBIC, fillcolor="white")
    levels = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6))).astype(np.float32)
    down, across = np.mgrid[0 : levels.shape[0], 0 : levels.shape[1]]
    light = 1.0 - 0.05 * np.sin(down / levels.shape[0] * 3.0) * np.cos(across / levels.shape[1] * 2.0)
    levels = levels * light[..., None] + noise.normal(0, 8, levels.shape[:2])[..., None]
    levels = np.clip(levels, 0, 255).astype(np.uint8)
    if binary:
        ink = levels.mean(axis=2) < chance.uniform(130, 180)
        ink ^= noise.random(ink.shape) < 0.0004
        return Image.fromarray(np.where(ink, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    Image.fromarray(levels).save(buffer, "JPEG", quality=chance.randint(50, 75))
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")

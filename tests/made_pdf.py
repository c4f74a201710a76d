"""PDFs made in memory for tests: text at places, rules and boxes, without any font file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
_ADVANCE = 0.5  # every character is half its size wide


@dataclass
class MadePage:
    """One page under construction; y counts from the top, as in a Box."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    parts: list[tuple[str, float, float, float, bool]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    image: bool = False

    def write(self, text: str, x: float, y: float, size: float = 12.0, *, bold: bool = False) -> None:
        """Put text with its baseline at y."""
        self.parts.append((text, x, y, size, bold))

    def center(self, text: str, middle: float, y: float, size: float = 12.0, *, bold: bool = False) -> None:
        """Put text around `middle`."""
        self.write(text, middle - text_width(text, size) / 2, y, size, bold=bold)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.rules.append((x0, y0, x1, y1))

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Draw a full grid."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def paragraph(self, text: str, y: float, *, left: float = 85, right: float = 540, indent: float = 28) -> float:
        """Set text with a first-line indent, broken at the right margin; the y below the last line."""
        words, line, x = text.split(), "", left + indent
        for word in words:
            longer = f"{line} {word}".strip()
            if line and x + text_width(longer, 12) > right:
                self.write(line, x, y)
                line, x, y = word, left, y + 16
            else:
                line = longer
        self.write(line, x, y)
        return y + 22


def text_width(text: str, size: float) -> float:
    """How wide a text is set."""
    return len(text) * _ADVANCE * size


def make_pdf(pages: Sequence[MadePage], *, locked: bool = False) -> bytes:
    """The bytes of a PDF with these pages; `locked` behind a password that nobody knows."""
    characters = sorted({c for page in pages for text, *_ in page.parts for c in text})
    assert len(characters) <= 220, "too many different characters for one font"
    codes = {c: 33 + i for i, c in enumerate(characters)}
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes, extra: str = "") -> int:
        return add(f"<< /Length {len(data)} {extra} >>\nstream\n".encode() + data + b"\nendstream")

    mapping = "\n".join(f"<{codes[c]:02x}> <{c.encode('utf-16-be').hex()}>" for c in characters)
    cmap = (
        f"/CIDInit /ProcSet findresource begin begincmap\n{len(codes)} beginbfchar\n{mapping}\nendbfchar\nendcmap end"
    )
    catalog, tree = add(""), add("")
    unicode_map = stream(cmap.encode())
    widths = " ".join(["500"] * 222)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /FirstChar 33 /LastChar 254 /Widths [{}] /ToUnicode {} 0 R >>"
    plain = add(font.format("Helvetica", widths, unicode_map))
    bold = add(font.format("Helvetica-Bold", widths, unicode_map))
    dot = stream(
        b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    kids = []
    for page in pages:
        lines = [f"q {page.width} 0 0 {page.height} 0 0 cm /Im Do Q"] if page.image else []
        lines += [f"{a} {page.height - b} m {c} {page.height - d} l S" for a, b, c, d in page.rules]
        for text, x, y, size, heavy in page.parts:
            shown = "".join(f"{codes[c]:02x}" for c in text)
            lines.append(f"BT /{'B' if heavy else 'F'} {size} Tf {x} {page.height - y} Td <{shown}> Tj ET")
        content = stream("\n".join(lines).encode())
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
                f"/Contents {content} 0 R /Resources << /Font << /F {plain} 0 R /B {bold} 0 R >> "
                f"/XObject << /Im {dot} 0 R >> >> >>"
            )
        )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    objects[tree - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets).encode()
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<00> <00>]"
        if locked
        else ""
    )
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {catalog} 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)

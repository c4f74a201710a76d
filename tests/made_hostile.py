"""Bad files made in memory: what a careless scanner, a broken disk or an enemy may put into a folder."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

LETTER = (
    "UBND TỈNH BÌNH AN\nSỞ NỘI VỤ\nSố: 12/SNV-VP\nBình An, ngày 05 tháng 3 năm 2026\n"
    "Kính gửi: Các phòng thuộc Sở\nGiao Văn phòng Sở chủ trì, phối hợp với Thanh tra Sở báo cáo trước ngày 20/3/2026.\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One bad file: its name, how it is made, and what may become of it (`read`, or the codes of a failure)."""

    name: str
    make: Callable[[], bytes]
    outcomes: frozenset[str]


def make_pdf(objects: Mapping[int, bytes], *, root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of raw objects, with a true cross-reference table."""
    out, places = io.BytesIO(), dict[int, int]()
    out.write(b"%PDF-1.7\n")
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f"))
    out.write(b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, extra, start))
    return out.getvalue()


def stream(data: bytes, extra: bytes = b"", *, flate: bool = True) -> bytes:
    """A stream object, packed unless it should not be."""
    packed = zlib.compress(data, 9) if flate else data
    return b"<</Length %d%s%s>>\nstream\n%s\nendstream" % (
        len(packed),
        b"/Filter/FlateDecode" if flate else b"",
        extra,
        packed,
    )


def one_page(content: bytes, page: bytes = b"/MediaBox[0 0 595 842]", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of one page with this content object."""
    return make_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources 5 0 R>>" % page,
            4: content,
            5: b"<</Font<</F 6 0 R>>/XObject<</X 7 0 R>>>>",
            6: b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
            **(more or {}),
        }
    )


_TEXT = b"BT /F 12 Tf 72 700 Td (Quyet dinh so 12/QD-UBND) Tj ET\n"


def _cyclic_pages() -> bytes:
    return make_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 3 0 R>>",
            3: b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
        }
    )


def _cyclic_forms() -> bytes:
    form = stream(b"/X Do\n" + _TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 5 0 R")
    return one_page(stream(b"/X Do\n" + _TEXT), more={7: form})


def _many_pages(count: int = 10_000) -> bytes:
    pages = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % n for n in range(5, count + 5)), count),
        3: b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>",
        4: stream(_TEXT * 40),
    }
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 3 0 R>>"
    return make_pdf(pages | dict.fromkeys(range(5, count + 5), page))


def _image_bomb() -> bytes:
    """An image of 60,000 by 60,000 pixels in a few kilobytes: 3.6 GB when it is unpacked as grey."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(430)) + packer.flush()
    image = (
        b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1"
        b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
    )
    return one_page(stream(b"595 0 0 842 0 0 cm /X Do"), more={7: image})


def _content_bomb() -> bytes:
    """A page whose content is 400 MB of blanks, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(400)) + packer.flush()
    packed = zlib.compress(once, 9)
    return one_page(b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%s\nendstream" % (len(packed), packed))


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def _cyclic_tiff() -> bytes:
    """A TIFF whose directory names itself as the next one."""
    entries = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 200), (279, 4, 1, 64)]
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", 8)).ljust(264, b"\0")


def make_zip(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def make_docx(body: str, *, doctype: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A DOCX whose body is this XML."""
    text = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": text, **(more or {})})


def paragraph(text: str) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _laughs() -> str:
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    return f"<!DOCTYPE d [{''.join(lines)}]>"


def _zip_with_password() -> bytes:
    """A DOCX whose parts say that they are encrypted."""
    data = bytearray(make_docx(paragraph("x")))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(magic, start)) >= 0:
            data[start + place] |= 1
            start += 4
    return bytes(data)


def _lying_zip() -> bytes:
    """A DOCX whose directory says that its part has ten bytes."""
    data = bytearray(make_docx(paragraph("x") * 20_000))
    start = data.rfind(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 10)
    return bytes(data)


def _bomb_docx() -> bytes:
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": b"<a>" + b" " * (64 << 20)})


_READ = frozenset(("read",))
_BROKEN = frozenset(("truncated", "no_pages"))
_EITHER = _READ | _BROKEN


def hostile_files() -> Iterator[Hostile]:
    """Every bad file of the collection."""
    yield from _hostile_texts()
    yield from _hostile_pdfs()
    yield from _hostile_words()
    yield from _hostile_images()


def _hostile_texts() -> Iterator[Hostile]:
    letter = LETTER.encode()
    yield Hostile("empty.txt", lambda: b"", frozenset(("empty",)))
    yield Hostile("blanks.txt", lambda: b" \n\t\r\n" * 1000, frozenset(("empty",)))
    yield Hostile("nul_bytes.txt", lambda: letter.replace(b"Giao", b"Gi\0ao") + b"\0" * 50, _READ | {"not_a_document"})
    yield Hostile("invalid_utf8.txt", lambda: letter[:90] + b"\xff\xfe\xc3\x28\xa0\xa1" + letter[90:], _READ)
    yield Hostile("lone_surrogates.txt", lambda: letter + "\ud800\udfff".encode("utf-8", "surrogatepass"), _READ)
    yield Hostile(
        "right_to_left.txt", lambda: LETTER.replace("Giao", "\u202e\u2066Giao\u200f\ufeff\u200b").encode(), _READ
    )
    yield Hostile("combining_marks.txt", lambda: (LETTER + "a" + "\u0301" * 100_000).encode(), _READ)
    yield Hostile("one_line.txt", lambda: (LETTER.replace("\n", " ") * 2000).encode(), _READ)
    yield Hostile("one_word.txt", lambda: b"a" * (1 << 20), _READ)
    yield Hostile("digits.txt", lambda: b"1" * (1 << 20), _READ)
    yield Hostile("numbers.txt", lambda: b"1.1.1." * 60_000, _READ)
    yield Hostile("brackets.txt", lambda: b"(" * 500_000 + b")" * 500_000, _READ)
    yield Hostile("slashes.txt", lambda: ("Số: " + "12/" * 60_000).encode(), _READ)
    yield Hostile("newlines.txt", lambda: letter + b"\n" * (4 << 20) + letter, _READ)
    yield Hostile("form_feeds.txt", lambda: letter + b"\f" * 200_000, _READ)
    yield Hostile("pipes.txt", lambda: b"| " * 200_000 + b"\n" + b"|-" * 200_000, _READ)
    yield Hostile("formulas.txt", lambda: LETTER.replace("báo cáo", "=HYPERLINK(1) báo cáo").encode(), _READ)
    yield Hostile(
        "escapes.txt", lambda: LETTER.replace("báo cáo", "\x1b[2J</script><script>x()</script>").encode(), _READ
    )
    yield Hostile("utf16_cut.txt", lambda: LETTER.encode("utf-16")[:-1], _READ)
    yield Hostile("program.txt", lambda: b"MZ" + bytes(4000), frozenset(("not_a_document",)))
    yield Hostile(
        "noise.txt", lambda: bytes(i * i * 7919 >> 3 & 255 for i in range(60_000)), frozenset(("not_a_document",))
    )
    yield Hostile("tags.html", lambda: b"<html><body>" + b"<div><table><tr><td>" * 20_000 + letter, _READ)
    yield Hostile("unclosed.html", lambda: b"<html>" + b"<" * 500_000 + letter, _READ)
    yield Hostile("entities.html", lambda: b"<html><p>" + b"&#1114112;&#0;&amp;amp;" * 50_000 + letter, _READ)


def _hostile_pdfs() -> Iterator[Hostile]:
    good = one_page(stream(_TEXT * 3))
    yield Hostile("cut.pdf", lambda: good[: len(good) // 2], _EITHER)
    yield Hostile("head_only.pdf", lambda: b"%PDF-1.7\n", _BROKEN)
    yield Hostile("no_xref.pdf", lambda: good[: good.rindex(b"xref\n0")], _EITHER)
    yield Hostile("wrong_xref.pdf", lambda: good.replace(b" 00000 n ", b" 99999 n "), _EITHER)
    yield Hostile("really_word.pdf", lambda: make_docx(paragraph("Điều 1. Phạm vi")), _READ)
    yield Hostile("really_text.pdf", lambda: LETTER.encode(), _READ)
    yield Hostile("cyclic_pages.pdf", _cyclic_pages, _EITHER)
    yield Hostile("cyclic_forms.pdf", _cyclic_forms, _READ)
    yield Hostile("pages_10000.pdf", _many_pages, _READ)
    yield Hostile("huge_page.pdf", lambda: one_page(stream(_TEXT), b"/MediaBox[0 0 900000000 900000000]"), _READ)
    yield Hostile("no_page_box.pdf", lambda: one_page(stream(_TEXT), b""), _READ)
    yield Hostile("inverted_page.pdf", lambda: one_page(stream(_TEXT), b"/MediaBox[595 842 -10 -9]/Rotate 45"), _READ)
    yield Hostile("tiny_page.pdf", lambda: one_page(stream(_TEXT), b"/MediaBox[0 0 0.001 0.001]/UserUnit 1e30"), _READ)
    yield Hostile("content_bomb.pdf", _content_bomb, _READ | {"memory", "timeout", "crashed"})
    yield Hostile("image_bomb.pdf", _image_bomb, _READ | {"memory", "timeout", "crashed"})
    yield Hostile(
        "deep_arrays.pdf", lambda: one_page(stream(_TEXT), b"/MediaBox[0 0 595 842]/A" + b"[" * 200_000), _EITHER
    )
    yield Hostile("deep_states.pdf", lambda: one_page(stream(b"q " * 300_000 + _TEXT)), _READ)
    yield Hostile("many_paths.pdf", lambda: one_page(stream(b"0 0 m 9 9 l S\n" * 300_000 + _TEXT)), _READ)
    yield Hostile(
        "many_letters.pdf", lambda: one_page(stream(b"BT /F 1 Tf 1 1 Td (" + b"x" * 3_000_000 + b") Tj ET")), _READ
    )
    yield Hostile("far_text.pdf", lambda: one_page(stream(b"BT /F 1e30 Tf 1e38 -1e38 Td (xyz) Tj ET" + _TEXT)), _READ)
    yield Hostile(
        "actions.pdf",
        lambda: good.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</O<</S/URI/URI(x:)>>>>"),
        _READ,
    )
    yield Hostile(
        "locked.pdf",
        lambda: good.replace(
            b"trailer\n<<", b"trailer\n<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>" % (b"o" * 32, b"u" * 32)
        ),
        frozenset(("encrypted",)),
    )


def _hostile_words() -> Iterator[Hostile]:
    good = make_docx(paragraph("Điều 1. Phạm vi"))
    external = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    remote = '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">'
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'TargetMode="External" Target="file:///etc/passwd" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/attachedTemplate"/></Relationships>'
    )
    yield Hostile("cut.docx", lambda: good[: len(good) // 2], _BROKEN)
    yield Hostile("laughs.docx", lambda: make_docx(paragraph("&a9;"), doctype=_laughs()), _EITHER)
    yield Hostile("external.docx", lambda: make_docx(paragraph("&x;"), doctype=external), _EITHER)
    yield Hostile("remote_dtd.docx", lambda: make_docx(paragraph("x"), doctype=remote), _EITHER)
    yield Hostile("bomb.docx", _bomb_docx, frozenset(("zip_bomb",)))
    yield Hostile("lying_size.docx", _lying_zip, frozenset(("zip_bomb", "truncated")))
    yield Hostile("with_password.docx", _zip_with_password, frozenset(("encrypted",)))
    yield Hostile(
        "paths.docx",
        lambda: make_docx(
            paragraph("Điều 1. Phạm vi"),
            more={
                "../../evil.txt": "x",
                "/tmp/evil.txt": "x",
                "C:\\evil.txt": "x",
                "word/_rels/document.xml.rels": link,
            },
        ),
        _READ,
    )
    yield Hostile("deep_xml.docx", lambda: make_docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), _EITHER)
    yield Hostile(
        "deep_tables.docx",
        lambda: make_docx("<w:tbl><w:tr><w:tc>" * 70 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 70),
        _EITHER,
    )
    yield Hostile(
        "wide_table.docx",
        lambda: make_docx(
            "<w:tbl>"
            + ('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + paragraph("x") + "</w:tc></w:tr>") * 50
            + "</w:tbl>"
        ),
        _READ,
    )
    yield Hostile(
        "wrong_values.docx",
        lambda: make_docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="-9"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>' + paragraph("x")
        ),
        _READ,
    )
    yield Hostile("many_paragraphs.docx", lambda: make_docx("".join(paragraph(str(n)) for n in range(8_000))), _READ)
    yield Hostile("sheet.docx", lambda: make_zip({"xl/workbook.xml": "<x/>"}), frozenset(("not_a_document",)))
    yield Hostile(
        "odf.docx", lambda: make_zip({"mimetype": "x", "content.xml": "<x/>"}), frozenset(("not_a_document",))
    )
    yield Hostile("cut.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), _BROKEN)


def _hostile_images() -> Iterator[Hostile]:
    yield Hostile("bomb.png", lambda: _png(100_000, 100_000), frozenset(("too_large", "truncated", "unreadable")))
    yield Hostile("cut.png", lambda: _png(2000, 2000), _EITHER | {"unreadable"})
    yield Hostile("no_size.png", lambda: _png(0, 0), frozenset(("truncated", "unreadable", "no_pages")))
    yield Hostile("head_only.jpg", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0", frozenset(("truncated", "unreadable")))
    yield Hostile("cyclic.tif", _cyclic_tiff, _EITHER | {"unreadable"})


def mutate(data: bytes, seed: int) -> bytes:
    """The bytes with a few changes of the kinds that disks, networks and enemies make; the same for the same seed."""
    random, made = Random(seed), bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16, 64))):
        if not made:
            break
        at = random.randrange(len(made))
        until = min(len(made), at + random.choice((1, 2, 8, 64, 1024)))
        match random.randrange(7):
            case 0:
                made[at] ^= 1 << random.randrange(8)
            case 1:
                made[at] = random.randrange(256)
            case 2:
                del made[at:until]
            case 3:
                made[at:at] = made[at:until] * random.choice((1, 2, 50))
            case 4:
                made[at:until] = bytes(until - at)
            case 5:
                made[at:until] = random.choice(
                    (b"-1", b"99999999999", b"0", b"\xff" * 4, b"\x00\xff\xfe", b"<", b"]]", b"\n")
                )
            case 6:
                del made[random.randrange(len(made)) :]
    return bytes(made)

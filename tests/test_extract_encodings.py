"""Legacy encodings: TCVN3, VNI, CP1258 and doubled UTF-8 come out as the same Unicode text."""

from __future__ import annotations

import unicodedata

import pytest

from extract.encodings import decode_text, repair_encoding, tcvn3_to_unicode, vietnamese_score, vni_to_unicode

TEXT = (
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện Nghị quyết về đột phá phát triển khoa học, công nghệ; "
    "giao Sở Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị liên quan triển khai trong quý IV năm 2025."
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TiÕng ViÖt", "Tiếng Việt"),
        ("céng hßa x· héi chñ nghÜa viÖt nam", "cộng hòa xã hội chủ nghĩa việt nam"),
        ("®iÒu 5. Sö dông ng©n s¸ch", "điều 5. Sử dụng ngân sách"),
        ("th\u00adêng xuyªn", "thường xuyên"),
        ("19/2025/Q§-UBND", "19/2025/QĐ-UBND"),
    ],
)
def test_tcvn3(written: str, meant: str) -> None:
    assert tcvn3_to_unicode(written) == meant


def test_tcvn3_capital_font_shows_capitals() -> None:
    assert tcvn3_to_unicode("quyÕt ®Þnh", capitals=True) == "QUYẾT ĐỊNH"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tieáng Vieät", "Tiếng Việt"),
        ("Xin chaøo caùc baïn", "Xin chào các bạn"),
        ("ÑOÄC LAÄP", "ĐỘC LẬP"),
        ("thöôøng xuyeân", "thường xuyên"),
        ("quyù, kyõ naêng, hoûi, trò", "quý, kỹ năng, hỏi, trị"),
        ("Uûy ban nhaân daân", "Ủy ban nhân dân"),
    ],
)
def test_vni(written: str, meant: str) -> None:
    assert vni_to_unicode(written) == meant


def as_tcvn3(text: str) -> str:
    """Write Unicode text as a TCVN3 font would hold it: every letter back through the table."""
    back = {tcvn3_to_unicode(chr(code)): chr(code) for code in range(0xA1, 0xFF)}
    return "".join(back.get(ch, ch) for ch in unicodedata.normalize("NFC", text.lower()))


def test_repair_names_the_encoding() -> None:
    doubled = TEXT.encode().decode("latin-1")
    assert repair_encoding(TEXT) == (TEXT, None)
    assert repair_encoding(doubled) == (TEXT, "utf8-as-cp1252")
    assert repair_encoding(as_tcvn3(TEXT)) == (TEXT.lower(), "tcvn3")
    assert repair_encoding("Plain English text stays as it is.") == ("Plain English text stays as it is.", None)


def test_repair_leaves_other_languages_alone() -> None:
    french = "Le président a été élu à l'Assemblée générale, où il a présenté son rapport détaillé. " * 3
    assert repair_encoding(french) == (french, None)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_codecs(codec: str) -> None:
    assert decode_text(TEXT.encode(codec)).text == TEXT


def test_single_byte_codecs_are_told_apart_by_score() -> None:
    tcvn = decode_text(as_tcvn3(TEXT).encode("latin-1"))
    assert (tcvn.encoding, tcvn.text) == ("tcvn3", TEXT.lower())
    # Windows-1258 writes the tone as a mark of its own after the vowel.
    parts = []
    for ch in TEXT:
        try:
            parts.append(ch.encode("cp1258"))
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", ch)
            head, tone = unicodedata.normalize("NFC", base[:-1]), base[-1]
            if tone in "\u0302\u0306\u031b":  # the tone stands before the hat in NFD
                head, tone = unicodedata.normalize("NFC", base[0] + base[2:]), base[1]
            parts.append(head.encode("cp1258") + tone.encode("cp1258"))
    windows = decode_text(b"".join(parts))
    assert (windows.encoding, windows.text) == ("cp1258", TEXT)


def test_cut_utf8_stays_utf8() -> None:
    data = TEXT.encode()
    cut = decode_text(data[: data.index("Ủ".encode(), 0) + len(data) - 1])
    assert cut.encoding == "utf-8"
    broken = decode_text(data[:-3] + b"\xe1\xbb")
    assert (broken.encoding, broken.lossy) == ("utf-8", True)


def test_score_prefers_real_text() -> None:
    assert vietnamese_score(TEXT) > 0.2 > 0.05 > vietnamese_score(as_tcvn3(TEXT))
    assert vietnamese_score("") == 0.0

"""Bytes and mojibake -> Unicode text: UTF-8, UTF-16, CP1258, TCVN3 (.VnTime), VNI, and UTF-8 read as CP1252."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import regex

# TCVN 5712:1993 (ABC) as it shows when its bytes are read as Latin-1; checked against glibc's TCVN5712-1 table.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

# VNI writes a base letter and then a mark: tone marks after a plain letter, and one mark for circumflex or breve with
# its tone. `ô` alone is ơ, `ö` alone is ư.
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


@cache
def _vni_table() -> tuple[regex.Pattern[str], dict[str, str]]:
    """The pattern and the table of VNI pairs, both cases."""
    table: dict[str, str] = {}
    for base in "aeouy":
        for mark, tone in _TONES.items():
            table[base + mark] = base + tone
    for base in "ôö":
        for mark, tone in _TONES.items():
            table[base + mark] = _VNI_ALONE[base] + tone
    for base in "aeo":
        for mark, tone in _CIRCUMFLEX.items():
            table[base + mark] = base + "\u0302" + tone
    for mark, tone in _BREVE.items():
        table["a" + mark] = "a\u0306" + tone
    table |= _VNI_ALONE
    for key, value in list(table.items()):
        if len(key) == 2:
            table[key.upper()] = value.upper()
            table[key[0].upper() + key[1]] = value[0].upper() + value[1:]
        else:
            table[key.upper()] = value.upper()
    table = {key: unicodedata.normalize("NFC", value) for key, value in table.items()}
    pairs = sorted((key for key in table if len(key) == 2), reverse=True)
    singles = "".join(key for key in table if len(key) == 1)
    return regex.compile("|".join(map(regex.escape, pairs)) + f"|[{singles}]"), table


# The bytes 0x80-0x9F of CP1252 that VNI and double encodings pass through.
_CP1252 = {chr(b): bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0xA0)}


def tcvn3_to_unicode(text: str, *, capitals: bool = False) -> str:
    """Text of a TCVN3 font in Unicode, NFC. `capitals`: the font is an *H* one, which shows small letters as capitals.

    `tcvn3_to_unicode("TiÕng ViÖt")` is `Tiếng Việt`.
    """
    converted = unicodedata.normalize("NFC", text.translate(_TCVN3_TABLE))
    return converted.upper() if capitals else converted


def vni_to_unicode(text: str) -> str:
    """Text of a VNI font in Unicode, NFC: `vni_to_unicode("Tieáng Vieät")` is `Tiếng Việt`."""
    pattern, table = _vni_table()
    return pattern.sub(lambda match: table[match[0]], text)


# Letters that only Vietnamese has among the languages that reach us, and letters that it never uses.
_VIETNAMESE = regex.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_NOT_VIETNAMESE = regex.compile(
    r"[^\x00-\x7f\p{M}ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ–—‘’“”…•€\p{Z}×÷°²³½§©®™\u00ad\ufeff\u200b]"
)
_SYLLABLES = regex.compile(
    r"(?<!\p{L})(?:của|và|các|được|trong|thực|hiện|định|quyết|nghị|công|tỉnh|ngày|tháng|năm|số|nhân|dân|việc|theo|về"
    r"|nhà|nước|chức|quản|lý|tổ|cơ|quan|đơn|vị|với|cho|phòng|sở|ủy|kế|hoạch|điều|khoản|nhiệm|vụ|có|là|những|này)(?!\p{L})"
)


def vietnamese_score(text: str) -> float:
    """How much a text reads as Vietnamese in Unicode: about 0.2 and more for real text, about 0 or less for mojibake.

    Counts letters and frequent syllables, less the letters that Vietnamese has not, a character of text.
    """
    text = unicodedata.normalize("NFC", text[:20000]).lower()
    letters = sum(1 for ch in text if not ch.isspace())
    if not letters:
        return 0.0
    good = len(_VIETNAMESE.findall(text))
    words = sum(len(word) for word in _SYLLABLES.findall(text))
    bad = len(_NOT_VIETNAMESE.findall(text))
    return (0.5 * good + words - 2.0 * bad) / letters


def _undouble(text: str) -> str | None:
    """UTF-8 that was read as CP1252 or Latin-1, read again; None where it was not that."""
    raw = bytearray()
    for ch in text:
        code = ord(ch)
        if code < 0x100:
            raw.append(code)
            continue
        try:
            raw += ch.encode("cp1252")
        except UnicodeEncodeError:
            return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


_DOUBLED = regex.compile(r"(?:Ã|Ä|Æ|áº|á»|â€)[\u0080-\u00bf\u0152-\u2122]|áº|á»")
_SURE = regex.compile(r"[\u1ea0-\u1ef9]")  # letters that no legacy encoding shows
_MARKED = regex.compile(r"[\u0080-\u00ff]")


def repair_encoding(text: str) -> tuple[str, str | None]:
    """The text with a legacy or doubled encoding put right, and its name (`tcvn3`, `vni`, `utf8-as-cp1252`) or None.

    A change is made only where it raises the measured Vietnamese score clearly, so good text comes back as it is.
    """
    sample = text[:20000]
    if len(_MARKED.findall(sample)) * 50 < len(sample):
        return text, None
    if len(_SURE.findall(sample)) * 40 > len(sample) and _DOUBLED.search(sample) is None:
        return text, None
    best, name, score = text, None, vietnamese_score(sample) + 0.08
    if _DOUBLED.search(sample):
        lines = [(line, _undouble(line)) for line in text.split("\n")]
        if sum(1 for line, again in lines if again is not None and again != line):
            candidate = "\n".join(line if again is None else again for line, again in lines)
            if (found := vietnamese_score(candidate)) > score:
                best, name, score = candidate, "utf8-as-cp1252", found
    for convert, label in ((tcvn3_to_unicode, "tcvn3"), (vni_to_unicode, "vni")):
        if (found := vietnamese_score(convert(sample))) > score:
            best, name, score = convert(text), label, found
    return best, name


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, the encoding it was read with, and True where bytes had to be replaced."""

    text: str
    encoding: str
    lossy: bool = False


def decode_text(data: bytes) -> Decoded:
    """The text of a file's bytes, by its byte order mark, as UTF-8, or by what reads most like Vietnamese."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, "\ufffd" in text)
    if b"\x00" in data[:4096]:
        codec = "utf-16-le" if data[1:4096:2].count(0) >= data[0:4096:2].count(0) else "utf-16-be"
        text = data.decode(codec, "replace")
        return Decoded(text, codec, "\ufffd" in text)
    try:
        text, name = repair_encoding(data.decode("utf-8"))
        return Decoded(text, name or "utf-8")
    except UnicodeDecodeError as error:
        # A file that is UTF-8 but for a cut or a few stray bytes stays UTF-8.
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 200 < len(text) or error.start > len(data) - 4:
            return Decoded(text, "utf-8", True)
    latin = data.decode("latin-1")
    candidates = [
        (_decode_cp1258(data), "cp1258"),
        (tcvn3_to_unicode(latin), "tcvn3"),
        (vni_to_unicode(data.decode("cp1252", "replace")), "vni"),
    ]
    text, name = max(candidates, key=lambda candidate: vietnamese_score(candidate[0]))
    return Decoded(text, name, "\ufffd" in text)


def _decode_cp1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))

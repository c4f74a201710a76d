"""A line of a signature block -> what it is: an authority (`TM. ỦY BAN NHÂN DÂN`), an office, a person's name, or
noise.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import regex

from extract.folding import fold_letters, mostly_capitals

# `KT. CHỦ TỊCH`, `TM. ỦY BAN NHÂN DÂN`, `T/M BAN THƯỜNG VỤ`, `TUQ. GIÁM ĐỐC`, `Q. GIÁM ĐỐC`, `TL.CHỦ TỊCH`; never `Q.
# 1`
# or a word that begins so (`TMĐT`).
AUTHORITY = regex.compile(
    r"(?P<prefix>TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)(?:\s?[.,/]\s?|\s(?=\p{Lu}{2})|(?=(?:GI|CHỦ|CHU|BỘ|TRƯ|HIỆ|CỤC|THỦ"
    r"|VIỆ|ỦY)))(?=\p{Lu}{2})"
)

# The offices that sign, folded, each after an optional `phó`, `quyền`: `pho chu tich`, `chanh van phong`, `bo truong`.
_OFFICE = (
    r"(?:pho\ |quyen\ |nguyen\ |q\.\ ?){0,2}"
    r"(?:tong\ giam\ doc|giam\ doc|chu\ tich|bo\ truong|thu\ truong|thu\ tuong|chu\ nhiem|chanh\ van\ phong"
    r"|chanh\ thanh\ tra|tong\ thanh\ tra|chanh\ an|vien\ truong|thong\ doc|tong\ kiem\ toan|tong\ bi\ thu|bi\ thu"
    r"|tong\ thu\ ky|thu\ ky|tong\ cuc\ truong|chi\ cuc\ truong|cuc\ truong|vu\ truong|truong\ \p{L}{2,9}|to\ truong"
    r"|hieu\ truong|doi\ truong|hat\ truong|hieu\ pho|uy\ vien|tong\ bien\ tap|tong\ cuc|chi\ huy\ truong|tu\ lenh"
    r"|chinh\ uy|tham\ muu\ truong"
    r"|tong\ tham\ muu\ truong|chanh\ chu\ nhiem|nguoi\ dung\ dau|ke\ toan\ truong|kiem\ soat\ vien|dai\ dien"
    r"|don\ vi\ truong)"
)
_OFFICE_LINE = regex.compile(rf"{_OFFICE}\b", regex.VERBOSE)
_OFFICE_FUZZY = regex.compile(
    r"(?:pho\ )?(?:tong\ giam\ doc|giam\ doc|chu\ tich|bo\ truong|thu\ truong|thu\ tuong|chanh\ van\ phong|bi\ thu"
    r"|cuc\ truong"
    r"|chu\ nhiem){e<=2}",
    regex.VERBOSE,
)
# `(Đã ký)`, `[đã ký]`, `(Ký tên, đóng dấu)`, rules of dashes, time stamps
_NOISE = regex.compile(
    r"[\W_]*(?:\(?\[?\W?\b(?:da ky|ky ten|ky, |ky va|ky thay|chu ky|ky boi|ky dien tu).{0,40})?[\W_]*"
)
# `Th.s`, `ThS.`, `BS.CKII`, `TS.BS`, `BS CK2`
_DEGREE = (
    r"(?:(?:GS|PGS|TS|TSKH|T[hH]\.?\s?[sS]|BS|DS|KS|LS|CN|ĐD|(?:BS|DS)?\s?CK\s?(?:I{1,2}|[12])|NGND|NGƯT|NSND|NSƯT|Dr|CV)"
    r"(?=[\s.,-])\.?[\s.,-]{0,2}|(?:BS|DS)(?=CK)|(?:GS|PGS|TS|ThS|Ths|BS)(?=\p{Lu}\p{Ll}))"
)
_RANK = (
    r"(?:(?:Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|Trung úy"
    r"|Thiếu úy|Đô đốc|Phó Đô đốc|Chuẩn Đô đốc|Ông|Bà|Đồng chí)\s{1,2})"
)
# `Nguyễn Tấn Liêm`, `TS. Trần Văn A`, `Thượng tướng Lê Chiêm`, `NGUYỄN PHÚ TRỌNG`, `Y Thông`, `Nguyễn Thị Ngọc - Anh`
_NAME = regex.compile(
    rf"(?:{_RANK}"
    rf"|{_DEGREE}){{0,4}}(?P<name>\p{{Lu}}[\p{{L}}’']{{0,9}}(?:\s{{1,3}}(?:-\s)?\p{{Lu}}[\p{{L}}’']{{0,9}}){{1,5}})"
)
_NOT_NAMES = frozenset(
    [
        "noi",
        "ubnd",
        "hdnd",
        "so",
        "tinh",
        "uy",
        "ban",
        "van",
        "phong",
        "chinh",
        "phu",
        "quoc",
        "hoi",
        "viet",
        "nam",
        "cong",
        "hoa",
        "bo",
        "truong",
        "chu",
        "tich",
        "kinh",
        "luc",
        "dieu",
        "luu",
        "thanh",
        "huyen",
        "xa",
        "phuong",
        "khoa",
        "trung",
        "tam",
    ]
)


def match_authority(text: str) -> str | None:
    """The prefix of an authority line, dots and slashes dropped (`KT`, `TM`, `TUQ`); None for any other line."""
    match = AUTHORITY.match(text)
    if match is None:
        return _plain_authority(text)
    folded = fold_letters(text[match.end() :])
    if not mostly_capitals(text) or not (
        _BODY.match(folded) or _OFFICE_LINE.match(folded) or is_office(text[match.end() :])
    ):
        return None
    return match["prefix"].replace("/", "")


def _plain_authority(text: str) -> str | None:
    """`TL. Hiệu trưởng`, as offices without a form write it."""
    if not text.startswith(("TM.", "KT.", "TL.", "TUQ.")):
        return None
    match = regex.match(r"(?P<prefix>TM|KT|TL|TUQ)\.\s?(?=\p{Lu}\p{Ll})", text)
    return match["prefix"] if match is not None and is_plain_office(text[match.end() :]) else None


# The bodies that a `TM.` line names, folded
_BODY = regex.compile(
    r"(?:uy ban|hoi dong|ban |bo |chinh phu|quoc hoi|dang |dang uy|tinh uy|huyen uy|thanh uy|quan uy|chi |doan|hoi "
    r"|lien |bch|btv|ubnd"
    r"|hdnd|thuong truc|tap the|khoi|cong doan|thu truong|lanh dao|to |tieu ban|truong|phong|chu toa|doan chu tich"
    r"|cuc|vu |so |mat tran)"
)


def is_office(text: str) -> bool:
    """True for an office in capitals on a line of its own: `PHÓ CHỦ TỊCH`, `GIÁM ĐỐC`, `PHO GIÁAM ĐỌC` (a bad scan)."""
    if not 5 <= len(text) <= 90 or text[-1] in ":;,.?" or not mostly_capitals(text):
        return False
    folded = fold_letters(text)
    if _OFFICE_LINE.match(folded) is not None:
        return not text.startswith("TRƯỜNG")
    return len(folded) <= 30 and _OFFICE_FUZZY.fullmatch(folded) is not None


# `Hiệu trưởng`, `Phó Giám đốc`, `TL. Hiệu trưởng`, `Người lập kế hoạch`: an office in small letters
_PLAIN = regex.compile(
    r"(?:(?:tm|kt|tl|tuq)\.\s?)?(?:pho\ |quyen\ )?(?:tong\ giam\ doc|giam\ doc|chu\ tich|hieu\ truong"
    r"|truong\ \p{L}{2,6}|bi\ thu|thu\ truong"
    r"|chanh\ van\ phong|chu\ nhiem|nguoi\ lap(?:\ \p{L}{1,7}){0,4}|nguoi\ viet|nguoi\ bao\ cao|thu\ ky"
    r"|vien\ truong)(?:\ \p{L}{1,9}){0,5}"
)


def is_plain_office(text: str) -> bool:
    """True for an office in small letters alone on its line, as offices without a form write it."""
    return 5 <= len(text) <= 50 and text[0].isupper() and _PLAIN.fullmatch(fold_letters(text)) is not None


def match_name(text: str) -> str | None:
    """The person's name that a line is, without rank and degree; None where it is none.

    `"TS. Trần Văn Bình"` gives `"Trần Văn Bình"`, `"NGUYỄN VĂN AN"` the same words in small letters, `"PHÓ CHỦ TỊCH"`
    None.
    """
    text = text.strip(" .,;:*_-“”\"'`|~")
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    words = match["name"].replace(" - ", " ").split()
    folded = [fold_letters(word) for word in words]
    if not 2 <= len(words) <= 6 or is_office(match["name"]) or " ".join(folded) == "ho chi minh":
        return None
    if folded[0] not in _spellings() or len(words[-1]) == 1:  # `Nguyễn Văn A` is an example, no person
        return None
    if mostly_capitals(match["name"]):
        if sum(word in _NOT_NAMES for word in folded) > 1:
            return None
        return " ".join(word.capitalize() for word in words)
    if any(len(word) > 1 and word.isupper() for word in words):
        return None
    return " ".join(words)


def mend_surname(name: str) -> str:
    """A name with its family name spelled as one that exists, where a scan lost its marks: `Trân` is `Trần`."""
    first, rest = name.split(" ", 1)
    spellings = _spellings().get(fold_letters(first), ())
    if first in spellings or len(spellings) != 1:
        return name
    return f"{spellings[0]} {rest}"


def complete_name(text: str) -> str | None:
    """A name whose first letter a seal covered, with the one family name that ends so: `guyễn Sinh Tân`, `ran Văn
    Sơn`.
    """
    words = text.strip(" .,;:*_-").split()
    if not 3 <= len(words) <= 5 or not words[0].islower() or not all(w.istitle() and w.isalpha() for w in words[1:]):
        return None
    ending = fold_letters(words[0])
    fitting = [key for key in _spellings() if key.endswith(ending) and len(key) == len(ending) + 1 and " " not in key]
    common = [
        key
        for key in fitting
        if key in ("nguyen", "tran", "pham", "hoang", "phan", "dang", "bui", "duong", "truong", "le")
    ]
    chosen = fitting if len(fitting) == 1 else common
    return " ".join([_spellings()[chosen[0]][0], *words[1:]]) if len(chosen) == 1 else None


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with files("extract").joinpath("data", "surnames.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            key = fold_letters(row["surname"])
            found[key] = (*found.get(key, ()), row["surname"])
    return found


def is_noise(text: str) -> bool:
    """True for what stands between office and name and says nothing: `(Đã ký)`, rules, stamps."""
    return _NOISE.fullmatch(fold_letters(text)) is not None

"""The words of a table's header cell -> the field that its column holds: `Cơ quan chủ trì` is `lead`."""

from __future__ import annotations

import csv
import unicodedata
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import regex

_BLANKS = regex.compile(r"[\s.:]+")
_SLASHES = regex.compile(r"\s?([/,-])\s?")

# Where the dictionary fails, the first of these that is found decides; the order matters: `phối hợp` before `chủ trì`,
# and a column of both is `lead_and_coord`. Folded, so without marks.
_KEYWORDS = tuple(
    (field, regex.compile(rf"\b(?:{words})\b"))
    for field, words in (
        ("stt", r"s?tt|so thu tu"),
        # `Nhiệm vụ chủ trì` beside `Đơn vị`
        (
            "task",
            r"^(?:noi dung|nhiem vu|cong viec|dau viec)\b(?!.*\b(?:co quan|don vi|phong|so|bo|nguoi|thoi|han|ket qua))",
        ),
        ("leader", r"lanh dao|nguoi chi dao|dong chi chi dao"),
        ("lead_and_coord", r"chu tri.{0,40}phoi hop|phoi hop.{0,40}chu tri"),
        ("coord", r"phoi hop"),
        (
            "lead",
            r"chu tri|dau moi|tham muu|(?:co quan|don vi|phong).{0,30}(?:thuc hien|phu trach|trach nhiem)|phan cong",
        ),
        ("unit", r"don vi tinh|dvt"),
        ("start", r"bat dau|ngay giao"),
        ("status", r"tinh hinh|trang thai|ket qua thuc hien|ty le hoan thanh|danh gia"),
        ("deadline", r"thoi gian|thoi han|thoi diem|tien do|han|lo trinh|hoan thanh"),
        ("person", r"nguoi|can bo|chuyen vien"),
        ("product", r"san pham|ket qua"),
        ("submit_to", r"cap trinh|cap ban hanh|cap phe duyet|cap quyet dinh|tham quyen|trinh|ban hanh|phe duyet"),
        ("basis", r"can cu|van ban|nguon giao"),
        ("budget", r"kinh phi|du toan|nguon von"),
        ("target", r"chi tieu|muc tieu|ke hoach"),
        ("task", r"noi dung|nhiem vu|cong viec|giai phap|hoat dong|de an"),
        ("note", r"ghi chu"),
    )
)
_LONGEST = 90
_LEAST_LIKE = 7  # letters of a header that may be misread
_ALIKE = 0.8
_NUMBERS = frozenset(("tt", "stt", "sott", "sothutu"))  # a narrow column breaks them: `S T T`


def fold(text: str) -> str:
    """The matching key of a header: lower case, without marks, one blank between words, `đ` as `d`."""
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    return _SLASHES.sub(r"\1", _BLANKS.sub(" ", text).strip())


@cache
def header_variants() -> dict[str, str]:
    """The folded wordings of header cells with their field; see `data/table_headers.csv`."""
    text = (files("extract") / "data" / "table_headers.csv").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(fold(row["variant"]), row["field"])
    return found


def match_header(text: str, *, recognised: bool = False) -> str | None:
    """The field of a column by its header: `stt`, `task`, `lead`, `coord`, `lead_and_coord`, `deadline`, `start`,
    `product`, `submit_to`, `leader`, `person`, `target`, `unit`, `basis`, `budget`, `status`, `priority`, `issue`,
    `location`, `note`; None where the words are no header that we know. `recognised` words may have wrong letters.
    """
    key = fold(text)
    if not key or len(key) > _LONGEST:
        return None
    if (field := header_variants().get(key)) is not None:
        return field
    if len(key) < 12 and key.replace(" ", "") in _NUMBERS:
        return "stt"
    field = next((field for field, words in _KEYWORDS if words.search(key)), None)
    if field is None and recognised and len(key) >= _LEAST_LIKE:
        near = get_close_matches(key, header_variants(), 1, _ALIKE)
        return header_variants()[near[0]] if near else None
    return field

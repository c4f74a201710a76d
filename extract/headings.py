"""A numbered paragraph with what follows it -> whether it is a heading or an item that runs on as prose."""

from __future__ import annotations

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.heading_kinds import kind_of_heading
from extract.marks import BULLETS, Mark, MarkKind, match_mark
from extract.model import SectionKind

_MOST_WORDS = 70
_STOPS = frozenset(".;,!?…")  # what ends a sentence or an item, before what may close after it
_CLOSING = (
    ')]”"’* \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029'
    "\u202f\u205f\u3000"
)
_COLON_END = regex.compile(r":[\s)”\"]*$")
# What orders a unit to act makes prose of a line that ends without a stop: `Sở Tài chính chủ trì, phối hợp với các sở`,
# `Giao Sở Y tế`, `Các phòng có trách nhiệm sau:`; `Yêu cầu` alone is a heading.
_ORDER = regex.compile(
    r"(?:giao|de nghi|yeu cau|phan cong|chi dao|kien nghi|thong nhat|dong y)\s(?:cho\s)?(?:cac|so|ban|phong|ubnd|uy ban"
    r"|van phong|bo(?! sung| tri| may)|cong an|giam doc|thu truong|chu tich|truong(?! hop)|dong chi|ong|ba|don vi"
    r"|co quan|hoi|cuc|chi cuc|trung tam|nganh|toa an|vien kiem sat|vien truong|kho bac|ngan hang|bao hiem xa hoi"
    r"|lien doan|lien minh|lien hiep|hiep hoi|mat tran|doanh nghiep|cong ty|tong cong ty|tap doan|benh vien|thanh tra"
    r"|hdnd|doan (?:thanh nien|the|tncs)|tinh doan|thanh doan|huyen doan|dai (?:phat thanh|truyen hinh)|bch|bo chi huy"
    r"|thuong truc|thuong vu|tinh uy|thanh uy|huyen uy|dang uy|hieu truong|thanh pho|chi nhanh)\b"
)
_DUTY = regex.compile(
    r"\b(?:chu tri,?\s(?:phoi hop|va phoi hop|tham muu)|co trach nhiem|chiu trach nhiem|phoi hop voi|can cu vao"
    r"|co nhiem vu"
    r"|duoc giao|tiep tuc|to chuc thuc hien cac nhiem vu)\b"
)
_UNIT = regex.compile(
    r"(?:cac|so|ban|phong|ubnd|uy ban|van phong|bo|cong an|giam doc|thu truong|chu tich|truong|don vi|co quan|hoi"
    r"|cuc|chi cuc"
    r"|trung tam|nganh|doan|to|thanh vien|benh vien|cong ty|nguoi|vien)\b"
)
# A line that governs a list: `gồm:`, `như sau:`, `cụ thể:`, `trong đó:`
_GOVERNS = regex.compile(
    r"(?:gom|bao gom|sau|sau day|nhu sau|cu the|cu the la|trong do|la|luu y|theo huong|ve|cho|den|voi|cua|duoc|phai"
    r"|co|khi"
    r"|truong hop|sau|dieu kien|tai lieu)$"
)
# `Trách nhiệm cụ thể:`, `Các nhiệm vụ, giải pháp cụ thể:` name what follows, where `..., cụ thể:` only leads to it
_NAMED = regex.compile(
    r"(?:(?:cac|mot so|nhung) )?(?:trach nhiem|nhiem vu|noi dung|giai phap|muc tieu|chi tieu|yeu cau|phan cong"
    r"|cong viec|hoat dong|bien phap|ke hoach|lo trinh|tien do)(?:(?:,| va) [a-z ]{3,16}){0,2} cu the"
)
_CONDITION = regex.compile(r"(?:doi voi|truong hop|khi|neu|trong truong hop|cac truong hop|trong)\s")
_AMENDS = regex.compile(r"(?:sua doi|bo sung|bai bo|thay the|thay cum tu|thay tu)\b")
_CLAUSE = regex.compile(r"(?:tren co so|khi|neu|truong hop|ke tu|tu ngay|trong qua trinh|trong thoi han)\s")
# A person in a list: `Ông Nguyễn Văn A - Phó Giám đốc`
_PERSON = regex.compile(r"(?:ong|ba|dong chi|d/c)\s(?=\p{L})")
# `Nhiệm vụ trọng tâm: Gồm 13 nội dung` only counts; `Thời gian: Vào lúc 8 giờ` says it
_COUNT = regex.compile(r"(?:gom|tong cong|tong so|co)\s\d")
# `Các Bộ: Y tế, Công Thương`, `Điều 12, Điều 20: Số lượng ...`, `Giai đoạn 3: Phát triển`: the colon stands inside a
# name
_NAMES_FIRST = regex.compile(
    r"\(?(?:cac (?:bo|so|phong|ban|co quan|don vi|hoi|truong)\b.{0,20}|dieu \d.*|khoan \d.*|giai doan \d.*|nhom \d+"
    r"|to \d+)$"
)
_LEADERS = regex.compile(r"\.{4,}|…{2,}|_{3,}")
# `- Đơn vị chủ trì: ...`, `Thời gian thực hiện: ...`: the bullets of a task
_LABELLED = regex.compile(
    r"[\W_]{0,4}(?:[a-zđ]\)\s)?(?:chi dao|lanh dao|don vi|co quan|phong|bo phan|nguoi|chu tri|phoi hop|thoi gian"
    r"|thoi han|tien do|san pham"
    r"|ket qua|thanh phan|dia diem|cap trinh|cap ban hanh|phan cong|dau moi|hoan thanh|han hoan thanh|kinh phi"
    r"|nguon kinh phi"
    r"|doi tuong|so luong|hinh thuc|noi dung)(?:[\s,/\-]{1,2}[\p{L}]{1,12}){0,7}\s?:"
)
# Words that only prose of an article begins with: `Quyết định này có hiệu lực ...`, `Ban hành kèm theo ...`
_ARTICLE_PROSE = regex.compile(
    r"(?:(?:quyet dinh|nghi quyet|thong tu|nghi dinh|luat|chi thi|ke hoach|quy che|quy dinh) nay\b"
    r"|ban hanh (?:kem theo|quy|ke|chuong)"
    r"|phe duyet\b|giao\b|bai bo\b|thanh lap\b|cong nhan\b|thong qua\b|cho phep\b|dong y\b|thong nhat\b|cong bo\b"
    r"|dieu dong\b|bo nhiem\b"
    r"|chanh van phong|cac (?:ong|bo truong|so|co quan|don vi|dong chi|thu truong)|ong\b|ba\b|thu truong|giam doc"
    r"|bo truong|chu tich"
    r"|ubnd|uy ban nhan dan|hoi dong nhan dan|so |can cu\b|nhung quy dinh|thoi gian thuc hien tu)"
)


# The heads of such labels: `Thời gian, địa điểm` over `- Thời gian: ...` only names them
_FIELD = regex.compile(
    r"(?:thoi gian|dia diem|thanh phan|doi tuong|so luong|hinh thuc|kinh phi|nguon kinh phi|noi dung|don vi|co quan"
    r"|quy mo|phuong thuc)\b"
)
_FIELD_LINK = regex.compile(r"\s?[,;/-]\s|\sva\s")


def is_labelled(text: str) -> bool:
    """True for a bullet that labels a field of a task: `- Đơn vị chủ trì: Phòng A`."""
    return _LABELLED.match(fold_letters(text[:120])) is not None


def is_sentence(text: str) -> bool:
    """True for a paragraph that ends as a sentence or an item of a list does."""
    return text.rstrip(_CLOSING)[-1:] in _STOPS


def is_heading(mark: Mark, text: str, after: tuple[str, ...], *, children: bool, in_article: bool, bold: bool) -> bool:
    """True where a numbered paragraph is a heading.

    `text` is the paragraph without its mark, `after` the first paragraphs under it, `children` whether anything (a
    table too) stands under it before the next of its kind, `in_article` whether it stands in an article that has a
    caption.
    """
    words = text.split()
    if not words or len(words) > _MOST_WORDS or _LEADERS.search(text):
        return False
    if mostly_capitals(text) and len(text) > 4:
        return not (is_sentence(text) and len(words) > 25)
    folded = fold_letters(text).strip(" *")
    if (
        _ORDER.match(folded)
        or _PERSON.match(folded)
        or _CLAUSE.match(folded)
        or not text.lstrip("“\"'( *")[:1].isupper()
    ):
        return False
    if _UNIT.match(folded) and _DUTY.search(folded) and not _heads_letters(text, after):
        return False
    if in_article and (len(words) > 16 or _AMENDS.match(folded) or folded.startswith(("theo ", "viec "))):
        return False
    kind = kind_of_heading(mark.label, text)
    if mark.kind is MarkKind.ROMAN:
        return not (is_sentence(text) and len(words) > 15) and not _runs_in(text)
    if any(is_labelled(line) and not _names_label(folded, line) for line in _first_bullet(after)):
        return False
    if is_sentence(text):
        known = kind is not SectionKind.OTHER and len(words) <= 8
        return children and not in_article and text.rstrip().endswith(".") and (known or (bold and len(words) <= 30))
    if _COLON_END.search(text):
        return not in_article and children and _colon_heads(mark, folded, len(words), kind)
    if _runs_in(text):
        return False
    if mark.kind in (MarkKind.LETTER, MarkKind.PAREN) and (in_article or not children):
        return False
    return children or (
        (kind is not SectionKind.OTHER or " noi dung " in folded or " nhiem vu" in folded) and not in_article
    )


def may_be_heading(text: str, after: tuple[str, ...]) -> bool:
    """True for one sentence that could head what stands under it if its siblings do: no order, no list that it
    governs.
    """
    bare = text.rstrip(' .:;”"')
    folded = fold_letters(bare).strip(" *")
    if not 1 <= len(text.split()) <= 60 or not text[:1].isupper() or regex.search(r"[.;]\s", bare) or ": " in bare:
        return False
    if _ORDER.match(folded) or _PERSON.match(folded) or _CLAUSE.match(folded) or text.rstrip().endswith((";", ",")):
        return False
    ordered = _DUTY.search(folded) is not None and not _heads_letters(text, after)
    if _UNIT.match(folded) and (ordered or text.rstrip().endswith(".")):
        return False
    if _governs(folded) or (text.rstrip().endswith(":") and _CONDITION.match(folded)) or _LEADERS.search(text):
        return False
    return not any(is_labelled(line) and not _names_label(folded, line) for line in _first_bullet(after))


def _heads_letters(text: str, after: tuple[str, ...]) -> bool:
    """`Sở Công Thương chủ trì, phối hợp thực hiện` over a), b): a short line without stop or colon heads them."""
    if is_sentence(text) or _COLON_END.search(text) or len(text.split()) > 20 or not after:
        return False
    first = match_mark(after[0])
    return first is not None and first.kind is MarkKind.LETTER and first.label == "a"


def _names_label(folded: str, line: str) -> bool:
    """True where the heading is made of the names of fields, that of the first bullet under it among them."""
    parts = _FIELD_LINK.split(folded.rstrip(" .:"))
    if len(folded.split()) > 8 or not all(_FIELD.match(part) for part in parts):
        return False
    label = fold_letters(line[: line.find(":")]).lstrip(" -–+*•")
    return any(label.startswith(field.group()) for part in parts if (field := _FIELD.match(part)) is not None)


def _governs(folded: str) -> bool:
    """True for a line that leads to a list: `..., cụ thể:`, `như sau:`; not for `Trách nhiệm cụ thể:`."""
    return _GOVERNS.search(folded) is not None and _NAMED.fullmatch(folded) is None


def _colon_heads(mark: Mark, folded: str, words: int, kind: SectionKind) -> bool:
    """`Mục đích:`, `Văn phòng Sở Y tế:` head what follows; `Hồ sơ gồm:`, `Đối với các dự án ...:` only govern a
    list.
    """
    bare = folded.rstrip(' :”")')
    if words > 30 or _governs(bare) or _CONDITION.match(bare) or _DUTY.search(bare):
        return False
    if ": " in bare:
        return False
    return mark.kind not in (MarkKind.LETTER, MarkKind.PAREN) or kind is not SectionKind.OTHER or words <= 14


def _runs_in(text: str) -> bool:
    """True for a heading with its text on the same line: `Thời gian: Vào lúc 8 giờ`, not `Nhiệm vụ: Gồm 13 nội
    dung`.
    """
    match = regex.search(r"(?<!\d):\s", regex.sub(r"\([^)]{0,400}\)|“[^”]{0,400}”", "", text).rstrip(" :"))
    if match is None:
        return False
    if _NAMES_FIRST.match(fold_letters(text[: match.start()])) is not None:
        return False
    plain = regex.sub(r"\([^)]{0,400}\)|“[^”]{0,400}”", "", text)
    return _COUNT.match(fold_letters(plain[match.end() :].strip())) is None


def _first_bullet(after: tuple[str, ...]) -> tuple[str, ...]:
    """The first bullet under a paragraph, past paragraphs that describe it."""
    for line in after[:4]:
        mark = match_mark(line)
        if is_labelled(line) or (mark is not None and mark.kind in BULLETS):
            return (line,)
        if mark is not None:
            return ()
    return ()


def is_caption(text: str, after: tuple[str, ...], *, bold: bool) -> bool:
    """True where the words after `Điều 3.` are a caption (`Hiệu lực thi hành`) and not the article's text."""
    if not text or len(text.split()) > _MOST_WORDS:
        return False
    if bold and not _COLON_END.search(text):
        return True
    folded = fold_letters(text)
    if _ARTICLE_PROSE.match(folded) and (is_sentence(text) or _COLON_END.search(text) or not after):
        return False
    if _COLON_END.search(text):
        return False
    if is_sentence(text):
        return bool(after) and text.rstrip().endswith(".") and len(text.split()) <= 14 and ". " not in text.rstrip(" .")
    return True

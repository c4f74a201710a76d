"""Text -> laws, codes, ordinances and the constitution cited by name: where the name begins and where it ends."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import regex

from normalize.vocabulary import laws


class LawMention(NamedTuple):
    """A name at `start:end`, the word for its kind included. `known` where the name is in `laws.csv`.

    `mended` is the name as it should read where recognition lost its accents (`Luật Đâu tư`), else empty.
    """

    start: int
    end: int
    kind: str  # L, BL, PL, HP
    known: bool
    mended: str = ""


# The literal words that a name can begin with. `luật` in `pháp luật`, `kỹ thuật`, `luật sư` is none of them.
_ANCHOR = regex.compile(
    r"(?:Bộ [Ll]uật|BỘ LUẬT|(?<!Bộ |BỘ )Luật|LUẬT|Pháp [Ll]ệnh|PHÁP LỆNH|Hiến pháp|(?<=[ ,(;])luật(?= \p{Lu}))(?!\p{L})"
)
_KIND = {"b": "BL", "l": "L", "p": "PL", "h": "HP"}
_CONSTITUTION = regex.compile(
    r" nước C(?:ộng h[òo][aà]|HXHCN)(?: xã hội chủ nghĩa)? Việt Nam| nước CHXHCN Việt Nam| Việt Nam(?= năm)"
)
# What makes the word after it something else: `pháp luật`, `kỷ luật`, `Trường Đại học Luật`, `Hội Luật gia`.
_NOT_AFTER = regex.compile(r"(?i)(?:pháp|kỷ|quy|(?<!quy )định|đại học|hội|khoa|ngành|cử nhân|thạc sĩ|tiến sĩ)[ ]$")
# ` sửa đổi, bổ sung một số điều của ` before the law that is amended; ` các luật liên quan đến đầu tư`.
_INNER = regex.compile(r"(?:Bộ [Ll]|[Ll])uật|Pháp [Ll]ệnh")
_AMENDING = regex.compile(
    r"""[ ](?:[Ss]ửa[ ]đổi(?:,?[ ]bổ[ ]sung)?|[Bb]ổ[ ]sung),?(?:[ ](?:một[ ]số|các))?
        (?:[ ](?:[Đđ]iều|nội[ ]dung|khoản))?
        (?:[ ][\d,]{1,8}(?:[ ]và[ ]\d{1,3})?)?
        (?:[ ]và[ ]Phụ[ ]lục[ ](?:\d{1,2}[ ]về[ ])?[Dd]anh[ ]mục[ ][\p{L}, ]{1,90}?)?(?:[ ]của)?[ ]
        (?=(?:các[ ]|\d{1,2}[ ])?(?:Bộ[ ][Ll]|[Ll])uật|Pháp[ ][Ll]ệnh)""",
    regex.VERBOSE,
)
_MANY = regex.compile(
    r"(?:các|\d{1,2}) [Ll]uật(?: có)?(?: (?:liên quan đến|về) [\p{Ll} ]{3,50}?(?=[.;,)]| ngày| số| năm|$|\n))?"
)
_NEXT_LAW = regex.compile(r"(?:,| và|; )[ ]?(?=(?:Bộ [Ll]|L)uật |Pháp lệnh )")
# The words of a name that no list has go on up to a mark, a number, or one of these.
_STOP = (
    "này|quy định|được|có|do|về|thì|là|trong|tại|để|theo|đã|khi|cho|nhằm|đối với|hiện hành|bảo đảm|ngày|năm|số|gồm|"
    "bao gồm|hoặc|nêu|trên|cũng|phải|(?<!àng )không|như|mà|với|từ|đến|sửa đổi|mới|cũ|chuyên ngành|khác|liên quan|"
    "ban hành|sẽ|còn|đang|vào|thay|thông qua|so với|nếu|căn cứ|trừ|lần|kèm|phù|chưa|một|quy|thực hiện|thi hành|áp dụng|"
    "điều chỉnh|cho phép|yêu cầu|nhưng|thuộc|của (?:Quốc hội|[nN]ước|Việt|tỉnh|Hội đồng)|"
    "và (?:các|Luật|Bộ|Nghị|Pháp|văn|quy|những|hướng|pháp|thực|phù|chỉ|Thông|Quyết|theo|"
    "Điều|Khoản|Điểm|Tiểu|Mục|Chương|Phụ)"
).replace(" ", "[ ]")
# Commas and hyphens stand inside names: `Luật Phòng, chống ...`, `Luật Thi đua, khen thưởng`.
_COMMA_IN_NAME = "chống|khen|Khen|chữa|bổ|lấy|thể thao|sử dụng|gia nhập|vệ sinh|công chức".replace(" ", "[ ]")
# ` Trái phiếu quốc gia`, ` Phòng, chống tác hại của trò chơi`, ` PPP`: up to thirteen words from a capital.
_UNLISTED = regex.compile(
    rf"""[ ](?=\p{{Lu}})(?!(?:Luật|Sư|Số|Khoa(?![ ]học))(?!\p{{L}}))
    (?: \p{{Lu}}{{2,}}(?=[ .,;)])(?![ ]\p{{Lu}}{{2,}}[ ]\p{{Lu}}{{2,}})
      | \p{{L}}{{1,12}}+ (?: (?: ,[ ](?={_COMMA_IN_NAME}) | [ ]?-[ ]? | [ ] )
                        (?! (?:{_STOP})(?!\p{{L}}) ) \p{{L}}{{1,12}}+ ){{0,12}}+ )""",
    regex.VERBOSE,
)
# ` quy định thể lệ bầu cử Hội đồng nhân dân các cấp` before ` ngày 18 tháng 1 năm 1961`, ` tổ chức luật sư` before
# ` năm 1987`: words of any kind, where a date or a number shows that they were a name.
_DATED = regex.compile(
    r"""[ ](?!(?:này|đó|trên|nêu|nói|có|được|đã|do|của|ban[ ]hành|là|thì|và|hoặc|trong|tại|theo|từ|kể|sửa|bổ|số|ngày|năm
            |hiện|mới|cũ|gia|sư|công[ ]bố|thông[ ]qua|sẽ|chưa|khi|nếu|để|đến|trước|sau|cho|áp|thực|thi[ ]hành)(?!\p{L}))
        \p{L}{1,12}+ (?: ,?[ ] (?! (?:này|có|được|đã|do|là|thì|từ|kể|hiệu|trước|đến|theo|tại(?![ ]Việt)|thông[ ]qua
            |ban[ ]hành|công[ ]bố|[Ll]uật(?![ ]sư)|Nghị|Thông|Quyết|Pháp|số|ngày|năm)(?!\p{L}) ) \p{L}{1,12}+ ){0,24}+
        (?=,?[ ]\(?(?:số[ ]\d{1,3}[/-]\p{L}*\d|ngày[ ]\d{1,2}(?:[/.-]|[ ]tháng)|năm[ ](?:19|20)\d\d(?![ ]?[-–])))""",
    regex.VERBOSE,
)
# What a run of words cannot end with, and what shows that it ended: a number, a date, a year.
_TRAILING = regex.compile(r"(?:[ ](?:và|của|cho|về|-))*$")
_BOUND = regex.compile(r",? \(?(?:số|ngày|năm) \d")


def fold(text: str) -> str:
    """A spelling for comparison, of the same length: lower case, the tone mark of `oa`, `uy` on the first vowel."""
    lowered = text.lower()
    text = lowered if len(lowered) == len(text) else "".join(c.lower()[0] for c in text)
    for old, new in _TONES:
        if old in text:
            text = text.replace(old, new)
    return text


_TONES = tuple(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)


_WORD_END = regex.compile(r"[^\p{L}\p{M}&]")
# How names are shortened in practice: `Luật thuế TNDN`, `Luật NSNN`.
_SHORTENED = (
    ("thu nhập doanh nghiệp", "tndn"),
    ("thu nhập cá nhân", "tncn"),
    ("giá trị gia tăng", "gtgt"),
    ("tiêu thụ đặc biệt", "ttđb"),
    ("ngân sách nhà nước", "nsnn"),
    ("bảo hiểm xã hội", "bhxh"),
    ("bảo hiểm y tế", "bhyt"),
    ("xuất khẩu, thuế nhập khẩu", "xnk"),
    ("khoa học và công nghệ", "kh&cn"),
    ("vi phạm hành chính", "vphc"),
    ("văn bản quy phạm pháp luật", "vbqppl"),
)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Known names and the usual ways to write them, by their first word, the longest first."""
    found: dict[str, set[str]] = {}
    for law in laws():
        if not fold(law.name).startswith(("sửa đổi", "bổ sung")):
            for spelling in spellings(law.name):
                found.setdefault(_first_word(spelling), set()).add(spelling)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in found.items()}


def spellings(name: str) -> frozenset[str]:
    """The usual ways to write the name of a law, folded: `khiếu nại tố cáo`, `thi đua - khen thưởng`, `thuế tndn`."""
    name = fold(name)
    found = {name, name.removeprefix("về "), name.removesuffix(" việt nam"), name.removeprefix("các ")}
    for full, short in _SHORTENED:
        found.add(name.replace(full, short))
    for spelling in tuple(found):
        found.update(spelling.replace(", ", mark) for mark in (" ", " - ", "-", " và "))
        found.update(spelling.replace(" và ", mark) for mark in (", ", " ", " - ", "-"))
    words = {short for _, short in _SHORTENED} | {name}
    return frozenset(spelling for spelling in found if " " in spelling or spelling in words)


def _first_word(text: str) -> str:
    return _WORD_END.split(text, maxsplit=1)[0]


def _bare(text: str) -> str:
    """The text without accents, of the same length."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("đ", "d").replace("Đ", "D")


@cache
def _bare_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """Known names without their accents, each with the name itself, by the first word."""
    found: dict[str, dict[str, str]] = {}
    for law in laws():
        bare = _bare(fold(law.name))
        found.setdefault(bare.split(" ", 1)[0].rstrip(","), {})[bare] = law.name
    return {word: tuple(sorted(names.items(), key=lambda n: -len(n[0]))) for word, names in found.items()}


def _mended(text: str, start: int, end: int) -> tuple[int, str] | None:
    """A known name that differs from the words at `start` in accents alone, and where it ends."""
    tail = _bare(fold(text[start : start + 160]))
    for bare, name in _bare_names().get(tail.split(" ", 1)[0].rstrip(",.;:)"), ()):
        if tail.startswith(bare) and not tail[len(bare) : len(bare) + 1].isalpha() and start + len(bare) >= end:
            return start + len(bare), name
    return None


def _known_end(text: str, start: int) -> int | None:
    """Where the longest known name that begins at `start` ends."""
    tail = fold(text[start : start + 160])
    if tail.startswith("về "):
        tail = tail[3:]
        start += 3
    for name in _names().get(_first_word(tail), ()):
        if tail.startswith(name) and not tail[len(name) : len(name) + 1].isalpha():
            return start + len(name)
    return None


def _name_end(text: str, start: int) -> tuple[int, bool] | None:
    """Where the name after the word for a kind ends, given where that word ends; None where no name follows."""
    if text[start : start + 1] != " ":
        return None
    known = _known_end(text, start + 1)
    match = _UNLISTED.match(text, start)
    end = start + len(_TRAILING.sub("", match.group())) if match else 0
    if known is None:
        if match is None and (dated := _DATED.match(text, start)) is not None:
            return dated.end(), False
        return (end, False) if match else None
    # a name that no list has may begin with one that a list has; a date or number right after it shows its end
    if end > known and not text[known : known + 4].startswith((" và", ",", " -")) and _BOUND.match(text, end):
        return end, False
    return known, True


def _whole_list(text: str, end: int) -> int:
    """Where the name of a law that amends several ends: `... của Luật A, Luật B và Luật C ngày ...`; else `end`.

    Without a number or date behind the last name the others are laws of their own.
    """
    at = end
    for _ in range(12):
        link = _NEXT_LAW.match(text, at)
        inner = _INNER.match(text, link.end()) if link else None
        named = _name_end(text, inner.end()) if inner else None
        if named is None:
            return end
        at = named[0]
        if _BOUND.match(text, at):
            return at
    return end


def read_law(text: str, start: int, after_kind: int, kind: str) -> LawMention | None:
    """The law whose word for its kind stands at `start:after_kind`; None where no name follows it."""
    if kind == "HP":
        match = _CONSTITUTION.match(text, after_kind)
        return LawMention(start, match.end() if match else after_kind, kind, True)
    if (amending := _AMENDING.match(text, after_kind)) is not None:
        if (many := _MANY.match(text, amending.end())) is not None:
            return LawMention(start, many.end(), kind, False)
        inner = _INNER.match(text, amending.end())
        if inner is None:
            return None
        named = _name_end(text, inner.end())
        end, known = named if named is not None else (inner.end(), False)
        return LawMention(start, _whole_list(text, end), kind, known)
    if (named := _name_end(text, after_kind)) is None:
        return None
    end, known = named
    if not known and (mended := _mended(text, after_kind + 1, end)) is not None:
        return LawMention(start, mended[0], kind, True, text[start : after_kind + 1] + mended[1])
    return LawMention(start, end, kind, known)


def find_laws(text: str) -> list[LawMention]:
    """Every law, code, ordinance or constitution cited by name, in order.

    A name inside the name of an amending law is no mention of its own, nor is a line of capitals (a law's own title).
    """
    found: list[LawMention] = []
    end = 0
    for match in _ANCHOR.finditer(text):
        start = match.start()
        if start < end:
            continue
        word = match.group()
        if word[0] in "Ll" and _NOT_AFTER.search(text, max(0, start - 10), start):
            continue
        if word.isupper() and (start == 0 or text[start - 1] == "\n"):
            continue
        law = read_law(text, start, match.end(), _KIND[word[0].lower()])
        if law is None or (not law.known and (word == "luật" or word.isupper())):
            continue
        found.append(law)
        end = law.end
    return found

"""A list of units cut into words -> the units with their full names: `Các phòng: A, B` -> `Phòng A`, `Phòng B`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from extract.model import Span
from normalize.gazetteer import Words, abbreviations, fold, province_names, unit_heads
from normalize.model import Unit
from normalize.unit_grammar import Item, Scanner
from normalize.unit_repair import repair_name

# Head nouns that a list can share: `Các phòng: A, B`, `các Sở Tài chính, Xây dựng`, `Giám đốc các Sở: A, B`.
_SHARED = {
    "sở": "Sở",
    "bộ": "Bộ",
    "phòng": "Phòng",
    "ban": "Ban",
    "trường": "Trường",
    "trung tâm": "Trung tâm",
    "cục": "Cục",
    "chi cục": "Chi cục",
    "tổng cục": "Tổng cục",
    "vụ": "Vụ",
    "viện": "Viện",
    "bệnh viện": "Bệnh viện",
    "công ty": "Công ty",
    "ban quản lý": "Ban Quản lý",
    "huyện": "huyện",
    "xã": "xã",
    "phường": "phường",
    "hội": "Hội",
    "chi nhánh": "Chi nhánh",
    "tỉnh": "tỉnh",
}
_SCHOOLS = frozenset(("đại", "cao", "thpt", "thcs", "tiểu", "mầm", "chính", "trung"))
_CLOSED = frozenset(("Sở", "Bộ"))
# What may stand between the group word of a list and its colon.
_FOLLOWING = (("sau", "đây"), ("bao", "gồm"), ("gồm", "có"), ("gồm",), ("sau",))
_SEPARATORS = frozenset((",", ";", "và", "/", "hoặc", "&", "cùng"))
_LONGEST_NAME = 400  # characters; no name is longer, and a text that is none is left as it is
_REMARK = regex.compile(r"\s*\([^()]{0,200}\)")
# `BộTài chính`: a blank is missing
_GLUED = regex.compile(r"\b(?P<head>Bộ|Sở|Ban|Cục|Phòng|Viện|UBND)(?=\p{Lu}\p{Ll})")
_CITY = regex.compile(r"\b(?:TP|Tp)\.?\s?(?=\p{Lu}\p{Ll})")
_SPACES = regex.compile(r"\s+")
_SHORT = regex.compile(
    r"(?<![\p{L}\d&])[\p{Lu}][\p{L}\d&]*(?:[-,]\s?[\p{Lu}]{1,4}&?[\p{Lu}\d]*)?(?:&\p{Lu}+)?(?![\p{L}\d])"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of a list and the word where it ends."""

    items: tuple[Item, ...]
    end: int


def read_list(scanner: Scanner, start: int) -> Listed:
    """The list that begins at word `start`, as far as it goes: an item, then a separator and an item, and so on.

    After `A và B` a comma ends the list unless a group follows: `của Sở A và Sở B, Sở C theo dõi` is two clauses.
    """
    words, items, i, joined = scanner.words, list[Item](), start, False
    while True:
        shared = _read_shared(scanner, i)
        if shared is None:
            i = _group_word(scanner, i)
        found = shared.items if shared else _read_item(scanner, i, items[-1] if items else None)
        if not found:
            break
        items.extend(found)
        end = shared.end if shared else found[-1].end
        end = _skip_brackets(words, end)
        comma = words.at(end) in (",", ";")
        step = end
        while words.at(step) in _SEPARATORS:
            joined = joined or words.at(step) == "và"
            step += 1 + (words.at(step) == "cùng" and words.at(step + 1) == "với")
        if step == end or (scanner.prose and joined and comma and not _goes_on(scanner, step)):
            return Listed(tuple(items), end)
        i = step
        last = end
    return Listed(tuple(items), last if items else start)


def _goes_on(scanner: Scanner, i: int) -> bool:
    """True where after `A và B,` the list goes on: with a group, or with an item that more items follow."""
    words = scanner.words
    if words.at(i) == "các" or words.at(i - 1) == "và":
        return True
    item = scanner.item(i)
    return item is not None and words.at(item.end) in _SEPARATORS and scanner.item(item.end + 1) is not None


def _read_item(scanner: Scanner, i: int, last: Item | None) -> tuple[Item, ...]:
    """The item at word `i`; after `Sở Tài chính và` also `Xây dựng`, after `UBND huyện A,` also `thị xã B`."""
    item = scanner.item(i)
    if last is None or last.head not in ("", last.kind) or last.group:
        return () if item is None else (item,)
    kind = last.kind or ""
    end = scanner.shared_name(i, (fold(kind),)) if kind in _CLOSED else None
    if end is not None and (item is None or item.end <= end):
        return (Item(i, end, False, kind, kind),)
    if last.kind == "Ủy ban nhân dân":
        place = scanner.locality(i)
        if place is None and (province := province_names().longest(scanner.folded, i)) is not None and last.head:
            place = province[0]
        if place is not None and scanner.words.is_capital(place - 1):
            return (Item(i, place, False, last.kind, "Ủy ban nhân dân"),)
    return () if item is None else (item,)


def _skip_brackets(words: Words, i: int) -> int:
    if words.at(i) != "(":
        return i
    for k in range(i + 1, min(i + 40, len(words))):
        if words.folded[k] == ")":
            return k + 1
    return i


def _read_shared(scanner: Scanner, i: int) -> Listed | None:
    """`Các phòng: A, B`: the names that share a head noun, up to an item with a head of its own.

    What stands before `các` is shared too: `Giám đốc các Sở: A, B`, `UBND các huyện: A, B`.
    """
    words = scanner.words
    at = i if words.at(i) in ("các", "những") else _shared_prefix(scanner, i)
    if at is None:
        return None
    two = f"{words.at(at + 1)} {words.at(at + 2)}"
    size = 2 if two in _SHARED else 1
    noun = _SHARED.get(two) or _SHARED.get(words.at(at + 1))
    if noun is None:
        return None
    j = at + 1 + size
    colon = words.at(j) == ":"
    j += colon
    key = tuple(fold(noun).split())
    place = noun.islower()
    if not words.is_capital(j):
        return None
    if not colon and not place and scanner.shared_name(j, key) is None:
        return None
    head = f"{words.words(i, at)} {noun}" if at > i else noun
    kind = "Ủy ban nhân dân" if place else noun
    if at > i and scanner.office(i) is not None:
        kind = "chức vụ"  # `Giám đốc các Sở: A, B`
    items: list[Item] = []
    while words.is_capital(j):
        known = scanner.shared_name(j, key)
        if known is None and scanner.begins(j) and not (noun == "Trường" and words.at(j) in _SCHOOLS):
            break
        end = scanner.capitals(j) if place else _shared_end(scanner, j, known, key)
        if end is None or end == j:
            break
        items.append(Item(j, end, False, kind, head))
        after = _skip_brackets(words, end)
        if words.at(after) not in (",", ";", "và", "/"):
            if len(items) == 1 and not colon and at == i:
                end = scanner.localities(end) or end  # `các phòng Giáo dục và Đào tạo quận, huyện`
                return Listed((Item(i, end, True, noun),), end)  # `các Ban Quản lý dự án` alone are a group
            return Listed(tuple(items), end)
        step = after + 1 + (words.at(after) in (",", ";") and words.at(after + 1) == "và")
        if not words.is_capital(step) or (
            scanner.begins(step) and scanner.shared_name(step, key) is None and words.at(step) not in _SCHOOLS
        ):
            if len(items) == 1 and not colon and at == i and scanner.quantifier(step) > step:
                return Listed((Item(i, end, True, noun),), end)  # `các trường Đại học A, các trường B`
            return Listed(tuple(items), after)
        j = step
    return Listed(tuple(items), items[-1].end) if items else None


def _shared_end(scanner: Scanner, j: int, known: int | None, key: tuple[str, ...]) -> int | None:
    """The end of one shared name; a known name goes on over `và` where a list goes on behind it."""
    free = scanner.free(j, shared=True)
    if known is None or free is None or free <= known:
        return known or free
    if scanner.shared_name(known + 1, key) is not None:
        return known
    return free if scanner.words.at(known) in ("và", "-") or scanner.words.is_capital(known) else known


def _shared_prefix(scanner: Scanner, i: int) -> int | None:
    """The word `các` after an office or a head noun: `Giám đốc các Sở`, `UBND các huyện`, `Chủ tịch UBND các xã`."""
    for k in range(i + 1, min(i + 8, len(scanner.words))):
        if scanner.words.folded[k] == "các":
            item = scanner.office(i) or scanner.name(i)
            return k if item is not None and item.group and item.end > k else None
        if not scanner.words.folded[k].isalpha():
            return None
    return None


def _group_word(scanner: Scanner, i: int) -> int:
    """The word after a colon's group word, where names with heads of their own follow: `các đơn vị gồm: Sở A`."""
    item = scanner.group(i)
    if item is None:
        return i
    end = item.end
    for words in _FOLLOWING:
        if tuple(scanner.folded[end : end + len(words)]) == words:
            end += len(words)
            break
    if scanner.words.at(end) != ":" or not scanner.begins(end + 1):
        return i
    return end + 1


def make_unit(words: Words, item: Item, definitions: Mapping[str, str], confidence: float = 1.0) -> Unit:
    """The unit of an item; its span lies in the text that `words` were cut from."""
    start, end = words.starts[item.start], words.ends[item.end - 1]
    written = words.text[start:end].rstrip(" ,;.-")
    name = full_name(f"{item.head} {written}" if item.head else written, definitions)
    sure = confidence if item.sure else min(confidence, 0.7)
    reason = None if sure == 1.0 else "the bounds of the name are not certain"
    if not item.group and (repair := repair_name(name, item.kind)) is not None:
        name, sure, reason = repair.name, min(sure, repair.confidence), repair.reason
    return Unit(name, written, Span(start, start + len(written)), item.group, item.kind, sure, reason)


def full_name(written: str, definitions: Mapping[str, str]) -> str:
    """A name in full: by the document's own definitions first, then by the usual abbreviations."""
    name = _SPACES.sub(" ", _REMARK.sub(_keep_old, written)).strip(" .;,:-")
    if len(name) > _LONGEST_NAME:
        return name
    if (whole := _lookup(name, definitions)) is not None:
        return full_name(whole, {}) if whole != name else whole
    for alias, expansion in sorted(definitions.items(), key=lambda d: -len(d[0])):
        if alias in name and _may_stand_inside(alias, expansion):
            pattern = rf"(?<![\p{{L}}\d&-]){regex.escape(alias)}(?![\p{{L}}\d&-])"
            name = regex.sub(pattern, lambda m, e=expansion: e, name)  # type: ignore[misc]
    return _spell_out(name)


def _keep_old(match: regex.Match[str]) -> str:
    return " (cũ)" if "cũ" in match[0].lower() else ""


def _lookup(name: str, definitions: Mapping[str, str]) -> str | None:
    if name in definitions:
        return definitions[name]
    folded = fold(name)
    return next((e for a, e in definitions.items() if fold(a) == folded), None)


def _may_stand_inside(alias: str, expansion: str) -> bool:
    """A short form that is a mere head noun (`Sở`, `Ban Chỉ đạo`) is expanded only where it stands alone."""
    tokens = fold(alias).split()
    found = unit_heads().longest(tokens, 0)
    if found is not None and found[0] == len(tokens):
        return False
    return alias[:1].isupper() and not expansion.startswith(alias)


def _spell_out(name: str) -> str:
    table, name = abbreviations(), name.replace(" & ", " và ")

    def expand(match: regex.Match[str]) -> str:
        word = match[0]
        before = name[: match.start()].split()
        first = not before
        for after in ((before[-1] if before else "^"), "^" if first else "", ""):
            if (full := table.get((word, after))) is not None:
                return full
        if "-" in word or "," in word:
            return regex.sub(r"[\p{Lu}&]{2,}", lambda m: table.get((m[0], ""), m[0]), word)
        return word

    name = _GLUED.sub(r"\g<head> ", _CITY.sub(lambda m: "thành phố " if m.start() else "Thành phố ", name))
    if name[:2] == "P." and name[2:3] != "":
        name = "Phòng " + name[2:].lstrip()
    elif name[:3] in ("TT.", "VP."):
        name = table[(name[:2], "^")] + " " + name[3:].lstrip()
    return _SPACES.sub(" ", _SHORT.sub(expand, name))

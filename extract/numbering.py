"""The automatic numbers of a Word file (`numbering.xml`) -> the label of each paragraph: `1.`, `a)`, `Điều 3.`, `-`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = regex.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
# Bullets that people read as signs of their own level; every other glyph (Wingdings and the like) is a dash.
_BULLETS = frozenset("-+*")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # lvlRestart: 0 never restarts
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the levels of its abstract list with its own overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one document and, while it is read in order, the running counters."""

    lists: dict[str, _List] = field(default_factory=dict)
    style_levels: dict[tuple[str, str], int] = field(default_factory=dict)  # (list, paragraph style) -> level
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list at a level, counting it; empty where the list has none."""
        found = self.lists.get(number)
        if found is None or level not in found.levels:
            return ""
        here = found.levels[level]
        counters = self.counters.setdefault(found.abstract, {})
        override = found.starts.get(level)
        if override is not None and (number, level) not in self.begun:
            counters[level] = override
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = here.start
        self.begun.add((number, level))
        for deeper in [k for k in counters if k > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and level < restart):
                del counters[deeper]
        if here.format == "bullet":
            return here.text if here.text in _BULLETS else "-"
        if here.format == "none":
            return "" if _PLACE.search(here.text) else here.text

        def place(match: regex.Match[str]) -> str:
            k = int(match[1]) - 1
            at = found.levels.get(k, Level())
            value = counters.get(k, at.start)
            return format_number(value, "decimal" if here.legal else at.format)

        return _PLACE.sub(place, here.text).strip()

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level of a list that a paragraph style is linked to."""
        return self.style_levels.get((number, style))


def format_number(value: int, format: str) -> str:
    """A number as Word writes it: `format_number(3, "lowerLetter")` is `c`, `upperRoman` `III`, `decimalZero` `03`."""
    if format in {"lowerRoman", "upperRoman"} and 0 < value < 4000:
        letters, rest = "", value
        for worth, sign in _ROMAN:
            while rest >= worth:
                letters, rest = letters + sign, rest - worth
        return letters.upper() if format == "upperRoman" else letters
    if format in {"lowerLetter", "upperLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if format == "upperLetter" else letter
    if format == "decimalZero":
        return f"{value:02d}"
    if format == "none":
        return ""
    return str(value)


def read_numbering(root: etree._Element | None, list_of_style: Callable[[str], str | None]) -> Numbering:
    """The lists of `numbering.xml`. `list_of_style` gives the list that a numbering style names."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    for element in root.iterfind(f"{W}abstractNum"):
        key = element.get(f"{W}abstractNumId", "")
        abstract[key] = {
            int(level.get(f"{W}ilvl", "0")): _read_level(level)
            for level in element.iterfind(f"{W}lvl")
            if level.get(f"{W}ilvl", "0").isdigit()
        }
        link = element.find(f"{W}numStyleLink")
        if link is not None:
            linked[key] = link.get(f"{W}val", "")
    nums: dict[str, str] = {}
    for element in root.iterfind(f"{W}num"):
        target = element.find(f"{W}abstractNumId")
        nums[element.get(f"{W}numId", "")] = target.get(f"{W}val", "") if target is not None else ""
    for element in root.iterfind(f"{W}num"):
        number = element.get(f"{W}numId", "")
        key = nums[number]
        if not abstract.get(key) and key in linked:
            key = nums.get(list_of_style(linked[key]) or "", key)
        levels = dict(abstract.get(key, {}))
        starts: dict[int, int] = {}
        for override in element.iterfind(f"{W}lvlOverride"):
            ilvl = override.get(f"{W}ilvl", "")
            if not ilvl.isdigit():
                continue
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[int(ilvl)] = _read_level(own)
            start = _value(override, "startOverride")
            if start is not None and start.isdigit():
                starts[int(ilvl)] = int(start)
        numbering.lists[number] = _List(key, levels, starts)
        for index, level in levels.items():
            if level.style is not None:
                numbering.style_levels[(number, level.style)] = index
    return numbering


def _read_level(element: etree._Element) -> Level:
    start, restart, legal = _value(element, "start"), _value(element, "lvlRestart"), element.find(f"{W}isLgl")
    return Level(
        int(start) if start is not None and start.isdigit() else 1,
        _value(element, "numFmt") or _alternate_format(element) or "decimal",
        _value(element, "lvlText") or "",
        legal is not None and legal.get(f"{W}val") not in {"0", "false"},
        int(restart) if restart is not None and restart.isdigit() else None,
        _value(element, "pStyle"),
    )


def _alternate_format(element: etree._Element) -> str | None:
    """Word wraps newer number formats in `mc:AlternateContent`; the fallback is what older ones show."""
    for found in element.iter(f"{W}numFmt"):
        value = found.get(f"{W}val")
        if value and value != "custom":
            return value
    return None


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val") if child is not None else None

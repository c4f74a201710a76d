"""Files of official texts -> pieces of lines to be rendered: running text, headings, symbols, dates, tables, names."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import regex

from extract.line_signs import encode, plain_text

_WORD = regex.compile(r"\p{Ll}{1,7}")
_LISTS = Path(__file__).with_name("line_words.txt")  # one list a line: its name, a tab, its words
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _LISTS.read_text(encoding="utf-8").splitlines())
    return {name: tuple(words.split("|")) for name, words in rows}


class LineTexts:
    """Pieces of lines without end. `passages` are plain paragraphs or lines of official texts."""

    def __init__(self, passages: Sequence[str], chance: random.Random) -> None:
        self._passages = passages
        self._chance = chance
        self._syllables = sorted({word for text in passages[:60_000] for word in _WORD.findall(text.lower())})

    def draw(self, signs: int) -> str:
        """A plain text of about so many signs, all of them in the alphabet."""
        while True:
            text = plain_text(self._draw(signs))
            if text and encode(text) is not None:
                return text

    def _draw(self, signs: int) -> str:
        chance = self._chance
        kind = chance.random()
        if kind < 0.60:
            return self._running(signs)
        if kind < 0.70:
            return self._running(signs).upper()
        if kind < 0.84:
            return _fit(self._grammar, signs)
        if kind < 0.88:
            return self._running(signs).title()
        if kind < 0.93:
            return self._table(signs)
        return self._odd(signs)

    def _running(self, signs: int) -> str:
        for _ in range(20):
            text = self._chance.choice(self._passages)
            if len(text) <= signs:
                return text
            words = text.split(" ")
            start = self._chance.randrange(len(words)) if self._chance.random() < 0.8 else 0
            taken: list[str] = []
            length = 0
            for word in words[start:]:
                taken.append(word)
                length += len(word) + 1
                if length >= signs:
                    break
            if length > signs * 0.4:
                return " ".join(taken)
        return self._chance.choice(_lists()["heads"])

    def _odd(self, signs: int) -> str:
        """Words that follow no language: each sign must be read for itself."""
        chance = self._chance
        words: list[str] = []
        while sum(map(len, words)) + len(words) < signs:
            word = chance.choice(self._syllables)
            word = chance.choice((word, word, word.capitalize(), word.upper()))
            roll = chance.random()
            if roll < 0.10:
                word += chance.choice(",.;:")
            elif roll < 0.13:
                word = f"({word})"
            elif roll < 0.15:
                word = f"“{word}”"
            elif roll < 0.19:
                word = str(chance.randrange(10 ** chance.randint(1, 5)))
            elif roll < 0.21:
                word = "".join(
                    chance.choice("abcdefghijklmnopqrstuvwxyz0123456789@._") for _ in range(chance.randint(4, 12))
                )
            elif roll < 0.23:
                word = chance.choice(
                    ("-", "+", "•", "*", "=", "%", "<", ">", "≥", "≤", "×", "&", "[1]", "?", "!", "□", "#", "±")
                )
            words.append(word)
        return " ".join(words)

    def _symbol(self) -> str:
        chance = self._chance
        number = chance.choice(
            (str(chance.randint(1, 99)), f"{chance.randint(1, 9):02d}", str(chance.randint(100, 9999)))
        )
        code, office = chance.choice(_lists()["codes"]), chance.choice(_lists()["offices"])
        year = chance.randint(1995, 2026)
        form = chance.randrange(7)
        if form == 0:
            return f"{number}/{year}/{code}-{office}"
        if form == 1:
            return f"{number}-{code}/{chance.choice(('TW', 'TU', 'ĐU', 'HU', 'BCSĐ', 'ĐUK'))}"
        if form == 2:
            return f"{number}/{office}-{chance.choice(_lists()['offices'])}"
        if form == 3:
            return f"{number}/{year}/QH{chance.randint(10, 15)}"
        return f"{number}/{code}-{office}"

    def _date(self) -> str:
        chance = self._chance
        day, month, year = chance.randint(1, 31), chance.randint(1, 12), chance.randint(1990, 2030)
        return chance.choice(
            (
                f"ngày {day:02d} tháng {month:02d} năm {year}",
                f"ngày {day} tháng {month} năm {year}",
                f"{day:02d}/{month:02d}/{year}",
                f"{day}/{month}/{year}",
                f"{day}-{month}-{year}",
                f"ngày    tháng {month} năm {year}",
                f"tháng {month}/{year}",
            )
        )

    def _name(self) -> str:
        chance = self._chance
        middle = chance.choice(_lists()["middles"])
        return f"{chance.choice(_lists()['families'])} {middle} {chance.choice(_lists()['given'])}"

    def _money(self) -> str:
        return f"{self._chance.randint(1, 10 ** self._chance.randint(2, 10)):,}".replace(",", self._chance.choice(".,"))

    def _grammar(self) -> str:
        chance = self._chance
        form = chance.randrange(14)
        if form == 0:
            return f"Số: {self._symbol()}"
        if form == 1:
            return f"{chance.choice(_lists()['places'])}, {self._date()}"
        if form == 2:
            return f"{chance.choice(_lists()['kinds'])} số {self._symbol()} {self._date()} của"
        if form == 3:
            return chance.choice(_lists()["heads"])
        if form == 4:
            name = self._name()
            return name.upper() if chance.random() < 0.2 else name
        if form == 5:
            points = chance.choice(("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n"))
            return f"điểm {points} khoản {chance.randint(1, 20)} Điều {chance.randint(1, 220)}"
        if form == 6:
            first, second = chance.choices(_lists()["offices"], k=2)
            return f"- Lưu: VT, {first}, {second} ({chance.randint(1, 9)}b)."
        if form == 7:
            return f"{self._money()} {chance.choice(_lists()['units'])}"
        if form == 8:
            roman = chance.choice(_ROMAN)
            mark = chance.choice(
                (
                    f"{roman}.",
                    f"{roman}",
                    f"{chance.randint(1, 30)}.",
                    f"{chance.randint(1, 9)}.{chance.randint(1, 20)}.",
                )
            )
            return f"{mark} {self._running(30).upper() if chance.random() < 0.5 else self._running(30)}"
        if form == 9:
            return f"căn cứ {chance.choice(_lists()['kinds'])} số {self._symbol()}"
        if form == 10:
            return chance.choice(
                (
                    f"Điện thoại: 0{chance.randint(10**8, 10**10)}",
                    f"Email: {self._mail()}",
                    f"Trang {chance.randint(1, 99)}/{chance.randint(9, 99)}",
                )
            )
        if form == 11:
            return f"- {self._running(25)} ({chance.choice(('b/c', 'để b/c', 'p/h', 'để t/h', 'b/cáo'))});"
        if form == 12:
            return f"{chance.randint(0, 23):02d} giờ {chance.randint(0, 59):02d} phút, {self._date()}"
        return f"{self._symbol()} {self._date()}"

    def _mail(self) -> str:
        name = "".join(self._chance.choice("abcdefghiklmnopqrstuvxy") for _ in range(self._chance.randint(4, 9)))
        return f"{name}@{self._chance.choice(('gmail.com', 'chinhphu.vn', 'moh.gov.vn', 'quangngai.gov.vn'))}"

    def _table(self, signs: int) -> str:
        chance = self._chance
        form = chance.randrange(5)
        if form == 0:
            return str(chance.randint(1, 200))
        if form == 1:
            return self._money()
        if form == 2:
            return _fit(
                lambda: chance.choice(
                    (
                        self._money(),
                        f"{chance.uniform(0, 100):.{chance.randint(1, 2)}f}".replace(".", ",")
                        + chance.choice(("", "%")),
                    )
                ),
                signs,
            )
        if form == 3:
            return chance.choice(
                ("x", "X", "-", "I", "II", "III", "IV", "V", "1", "2", "3", "A", "B", "1.1", "2.3", "a)", "b)", "đ)")
            )
        return self._running(min(signs, 18))


def _fit(make: Callable[[], str], signs: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) + len(parts) < signs:
        parts.append(make())
        if len(parts) > 1 and len(" ".join(parts)) > signs * 1.3:
            parts.pop()
            break
    return " ".join(parts)


def read_passages(paths: Sequence[Path], leave_out: Sequence[str] = ()) -> list[str]:
    """The lines and paragraphs of texts (.txt) and collections (.jsonl.gz), without documents that a word names."""
    found: list[str] = []
    for path in paths:
        for text in _read_texts(path, leave_out):
            for line in text.splitlines():
                plain = plain_text(line)
                if len(plain) >= 4 and encode(plain) is not None:
                    found.append(plain)
    return found


def _read_texts(path: Path, leave_out: Sequence[str]) -> Iterator[str]:
    if path.suffix == ".txt":
        yield path.read_text(encoding="utf-8")
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            where = f"{entry.get('so_hieu', '')} {entry.get('slug', '')} {entry.get('nguon', '')}".lower()
            if not any(word.lower() in where for word in leave_out):
                yield entry.get("full_text") or f"{entry.get('dieu', '')}\n{entry.get('noi_dung', '')}"

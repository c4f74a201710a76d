"""normalize/data/*.csv -> names, heads, abbreviations and offices of Vietnamese bodies, ready to look words up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from normalize.vocabulary import provinces, read_rows

# One spelling of the place of the tone mark (`hoá` -> `hóa`, `uỷ` -> `ủy`); every pair has the same length, so that a
# folded text keeps its offsets.
_TONES = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_TONE = regex.compile("|".join(_TONES))
_TOKEN = regex.compile(r"(?:Bộ|Sở|Ban|Cục|Phòng|Viện)(?=\p{Lu}\p{Ll})|\p{L}[\p{L}\p{M}\d]*(?:&[\p{L}\d]+)*|\d+|\S")
_MARKS = {**dict.fromkeys("-–—−‑", "-"), "&": "và"}


def fold(text: str) -> str:
    """`text` in lower case with one placement of tone marks, as long as `text` itself."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _TONE.sub(lambda m: _TONES[m[0]], lower)


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words and marks: where each begins and ends, folded, and whether it begins with a capital."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    folded: tuple[str, ...]
    capital: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, index: int) -> str:
        """The folded word at `index`; empty beyond the end."""
        return self.folded[index] if 0 <= index < len(self.folded) else ""

    def is_capital(self, index: int) -> bool:
        """True where the word at `index` begins with a capital letter."""
        return 0 <= index < len(self.capital) and self.capital[index]

    def words(self, start: int, end: int) -> str:
        """The text from word `start` up to word `end`."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


@lru_cache(maxsize=64)
def cut_words(text: str) -> Words:
    """Cut `text` into words and marks; every dash is folded to `-`, a lone `&` to `và`.

    The last texts are kept: a paragraph is asked for its units, its roles and its people one after another.
    """
    lower = fold(text)
    starts, ends, folded, capital = list[int](), list[int](), list[str](), list[bool]()
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        folded.append(_MARKS.get(lower[start]) or lower[start] if end - start == 1 else lower[start:end])
        capital.append(text[start] != lower[start] and text[start].isupper())
    return Words(text, tuple(starts), tuple(ends), tuple(folded), tuple(capital))


@dataclass(slots=True)
class Trie:
    """Phrases by their folded words."""

    children: dict[str, Trie] = field(default_factory=dict)
    value: str | None = None

    def add(self, phrase: str, value: str) -> None:
        """Keep `value` under the words of `phrase`; the first value of a phrase stays."""
        node = self
        for word in _fold_words(phrase):
            node = node.children.setdefault(word, Trie())
        if node.value is None:
            node.value = value

    def descend(self, words: Iterable[str]) -> Trie | None:
        """The node that `words` lead to; None where no phrase begins with them."""
        node: Trie | None = self
        for word in words:
            node = node.children.get(word) if node is not None else None
        return node

    def longest(self, words: Sequence[str], start: int) -> tuple[int, str] | None:
        """The end (index of the word after) and the value of the longest phrase that begins at word `start`."""
        best: tuple[int, str] | None = None
        children = self.children
        for index in range(start, len(words)):
            node = children.get(words[index])
            if node is None:
                break
            if node.value is not None:
                best = index + 1, node.value
            children = node.children
        return best


def _fold_words(phrase: str) -> Iterator[str]:
    return (_MARKS.get(w, w) for w in _TOKEN.findall(fold(phrase)))


def _trie(pairs: Iterable[tuple[str, str]]) -> Trie:
    trie = Trie()
    for phrase, value in pairs:
        trie.add(phrase, value)
    return trie


@cache
def unit_names() -> Trie:
    """Names of bodies -> kind (`Sở Văn hóa, Thể thao và Du lịch` -> `Sở`)."""
    return _trie((r["name"], r["kind"]) for r in read_rows("unit_names.csv"))


@cache
def unit_heads() -> Trie:
    """The nouns that begin a name -> kind and need, joined by a bar: `Sở|required`, `Văn phòng|optional`."""
    return _trie((r["head"], f"{r['kind']}|{r['name']}") for r in read_rows("unit_heads.csv"))


@cache
def group_nouns() -> Trie:
    """Nouns that stand in vague groups: `sở`, `ban`, `cơ quan ngang bộ`."""
    return _trie((r["words"], "noun") for r in read_rows("unit_groups.csv") if r["part"] == "noun")


@cache
def group_tails() -> Trie:
    """Words that close a vague group: `có liên quan`, `các cấp`."""
    return _trie((r["words"], "tail") for r in read_rows("unit_groups.csv") if r["part"] == "tail")


@cache
def other_words() -> Trie:
    """Words that only begin like the name of a body or group: `tổ chức hội nghị`, `cơ sở dữ liệu`, `ban hành`."""
    return _trie((r["words"], "other") for r in read_rows("unit_groups.csv") if r["part"] == "other")


@cache
def name_enders() -> Trie:
    """Words that end a name in running text -> `hard` always, `soft` only outside lists (`quản lý`, `đầu tư`)."""
    return _trie((r["words"], r["force"]) for r in read_rows("unit_enders.csv"))


@cache
def abbreviations() -> dict[tuple[str, str], str]:
    """(short form as written, what it must follow) -> long form. The second part is a head noun, `^` for the beginning
    of a name, or empty for anywhere."""
    return {(r["short"], r["after"]): r["full"] for r in read_rows("unit_abbreviations.csv")}


@cache
def abbreviation_words() -> Trie:
    """Short forms of names (`KH&CN`, `LĐ-TB&XH`), to find them after a head noun."""
    return _trie((short, full) for (short, after), full in abbreviations().items() if after in ("", "Sở", "Bộ"))


@cache
def offices() -> Trie:
    """Offices -> rank: `head`, `deputy`, `member`, `group`."""
    return _trie((r["office"], r["rank"]) for r in read_rows("offices.csv"))


@cache
def office_abbreviations() -> dict[str, str]:
    """`PGĐ` -> `Phó Giám đốc`."""
    return {r["abbreviation"]: r["office"] for r in read_rows("offices.csv") if r["abbreviation"]}


@cache
def province_names() -> Trie:
    """Names of provinces, before and after the mergers of 2025."""
    return _trie((p.name, p.successor) for p in provinces())


@cache
def surnames() -> frozenset[str]:
    """Surnames, as written."""
    return frozenset(r["surname"] for r in read_rows("surnames.csv"))

"""What is said of a document -> the key of the work: type, number, symbol, year and issuer with its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

import regex

from corpus.places import NATIONAL, UNKNOWN, Home, find_place, is_known, is_state_body, places_agree, slug_of
from normalize.model import PartialDate
from normalize.numbers import DocNumber, Family, parse_number
from normalize.vocabulary import issuer_codes, type_codes

# The days on which the national congresses of the Party closed. Central Party numbers run for a term, from one to the
# next (Hướng dẫn 36-HD/VPTW); those of provinces end at congresses of their own, so the year stands for their term.
_CONGRESSES = (
    (PartialDate(1986, 12, 18), "k6"),
    (PartialDate(1991, 6, 27), "k7"),
    (PartialDate(1996, 7, 1), "k8"),
    (PartialDate(2001, 4, 22), "k9"),
    (PartialDate(2006, 4, 25), "k10"),
    (PartialDate(2011, 1, 19), "k11"),
    (PartialDate(2016, 1, 28), "k12"),
    (PartialDate(2021, 2, 1), "k13"),
    (PartialDate(2026, 1, 23), "k14"),
)
_LAW_KINDS = {"BL": "L"}  # a code is a law: both are cited as either
_TERM = regex.compile(r"\d{1,2}$")
_ESCAPED = regex.compile(r"[%:\x00-\x20]")
_ESCAPE = regex.compile(r"%(?P<code>[0-9A-F]{2})")
_LETTERS = regex.compile(r"[^\p{L}\d]+")


@dataclass(frozen=True, slots=True, order=True)
class WorkKey:
    """What tells one work from all others.

    `place` is `vn` for the centre, the slug of a province (`quang-ngai`) or of a unit in one (`xa-son-ha.quang-ngai`),
    `?` where it was not said. `issuer` is the code in the symbol, `type` the kind. `when` is the year; `k13` for the
    term of a central Party body, or of the National Assembly where its number carries no year; the date for a work
    without a number; `?` where it was not said. `number` has no leading zeros; `~` and a slug of the title for none.
    """

    place: str
    issuer: str
    type: str
    when: str
    number: str

    @property
    def is_complete(self) -> bool:
        """True where place and time are known, so that the key means one work."""
        return is_known(self.place) and not self.when.startswith(UNKNOWN) and "?" not in (self.type, self.issuer)

    def __str__(self) -> str:
        return format_key(self)


def format_key(key: WorkKey) -> str:
    """The key as one word: `quang-ngai:UBND:KH:2024:196/KH-UBND`. `parse_key` reads it back."""
    parts = (key.place, key.issuer, key.type, key.when, key.number)
    return ":".join(_ESCAPED.sub(lambda match: f"%{ord(match.group()):02X}", part) for part in parts)


def parse_key(text: str) -> WorkKey | None:
    """The key that `text` is; None where it is none."""
    parts = text.split(":")
    if len(parts) != 5:
        return None
    return WorkKey(*(_ESCAPE.sub(lambda match: chr(int(match["code"], 16)), part) for part in parts))


@dataclass(frozen=True, slots=True)
class Description:
    """What one mention, or the head of one file, says of a work; whatever it does not say is None or `?`.

    `number` is canonical (`canonical_number`); a short one (`29`) has no symbol. `notes` say what was inferred.
    """

    place: str
    issuer: str
    type: str | None
    when: str
    number: str
    sequence: str = ""
    symbol: str = ""
    date: PartialDate | None = None
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> WorkKey:
        """The key that this describes, complete or not."""
        return WorkKey(self.place, self.issuer, self.type or UNKNOWN, self.when, self.number)

    @property
    def is_complete(self) -> bool:
        """True where it says enough to mean one work."""
        return bool(self.symbol) and self.key.is_complete


def party_term(date: PartialDate | None) -> str:
    """The term of the central Party bodies in which a date lies: `k13`; `?` where the date does not decide."""
    if date is None or date < _CONGRESSES[0][0]:
        return UNKNOWN if date is None else str(date.year)
    whole = [term for closed, term in _CONGRESSES if (closed.year, closed.month or 0) <= (date.year, date.month or 12)]
    first = PartialDate(date.year, date.month or 1, date.day or 1)
    last = PartialDate(date.year, date.month or 12, date.day or 31)
    at_first = [term for closed, term in _CONGRESSES if closed <= first]
    at_last = [term for closed, term in _CONGRESSES if closed <= last]
    if at_first[-1:] == at_last[-1:] and at_last:
        return at_last[-1]
    return UNKNOWN if whole else str(date.year)


@cache
def _spellings() -> dict[str, str]:
    """Codes in capitals -> as they are written (`TTg`, `TTr`, `SNN&MT`)."""
    found: dict[str, str] = {}
    for code in sorted(issuer_codes() | type_codes()):
        found.setdefault(code.upper(), code)
    return found | {"TTG": "TTg", "TTR": "TTr", "CTR": "CTr", "QĐI": "QĐ", "QYĐ": "QĐ"}


def _spell(code: str) -> str:
    code = unicodedata.normalize("NFC", code).upper()
    return _spellings().get(code, code)


@lru_cache(maxsize=65536)
def _parts(text: str) -> tuple[DocNumber, str, str, str | None, tuple[str, ...]] | None:
    """(number, sequence without leading zeros, canonical symbol, kind, issuer codes); None for what is no number."""
    number = parse_number(text)
    if number is None:
        return None
    sequence = number.sequence.lstrip("0") or "0"
    kind = _spell(number.type) if number.type else None
    codes = tuple(_spell(code) for code in number.issuers)
    if number.family is Family.ASSEMBLY:
        tokens = [_spell(token) for token in number.symbol.split("-")]
        kind = {"PL": "PL", "NQ": "NQ", "L": "L"}.get(tokens[0]) if len(tokens) > 1 else None
        return number, sequence, tokens[-1], kind, (tokens[-1],)
    if number.family is Family.SHORT:
        return number, sequence, "", None, ()
    if kind == "TC" and not _is_party(number, codes):
        kind, codes = None, ("TC", *codes)  # `105TC/ĐT`, `82-TC/TCT`: the Ministry of Finance, no kind
    tokens = [kind] if kind else []
    joiner = "/" if kind and _is_party(number, codes) else "-"
    symbol = joiner.join([*tokens, "-".join(codes)]) if kind else "-".join(codes)
    return number, sequence, symbol, kind, codes


def _is_party(number: DocNumber, codes: tuple[str, ...]) -> bool:
    """True for `57-NQ/TW`; `31-L/CTN` and `82-TC/TCT` are only written alike."""
    return number.family is Family.PARTY and not any(map(is_state_body, codes))


def canonical_number(text: str) -> str | None:
    """The number without leading zeros, its codes spelled alike: `06/CT-TTG` gives `6/CT-TTg`; None for no number."""
    parts = _parts(text)
    if parts is None:
        return None
    number, sequence, symbol, _, codes = parts
    return _compose(number, sequence, symbol, codes)


def _compose(number: DocNumber, sequence: str, symbol: str, codes: tuple[str, ...]) -> str:
    year = f"/{number.year}" if number.year is not None else ""
    if not symbol:
        return sequence + year
    mark = "-" if _is_party(number, codes) else "/"
    return f"{sequence}{year}{mark}{symbol}"


def describe_number(
    text: str, type: str | None, date: PartialDate | None, issuer: str | None, home: Home
) -> Description | None:
    """What a numbered mention says of a work, in a document that speaks from `home`; None for what is no number."""
    parts = _parts(text)
    if parts is None:
        return None
    number, sequence, symbol, kind, codes = parts
    kind = kind or _kind_of(number, type)
    place, note = find_place(issuer, kind, codes, home) if symbol else (_short_place(issuer, kind, home), None)
    when = _when(number, place, codes, date)
    return Description(
        place,
        codes[0] if codes else UNKNOWN,
        kind,
        when,
        _compose(number, sequence, symbol, codes),
        sequence,
        symbol,
        date,
        (note,) if note else (),
    )


def _kind_of(number: DocNumber, type: str | None) -> str | None:
    """The kind of a number whose symbol has none: a law by its word, an official letter by its form."""
    if number.family is Family.LETTER:
        return "CV"
    if number.family is Family.ASSEMBLY and type in ("CV", "VB", None):
        return None
    return _LAW_KINDS.get(type or "", type) or None


def _short_place(issuer: str | None, kind: str | None, home: Home) -> str:
    """The place of a number without a symbol: only what its issuer says; a decree is the Government's."""
    if kind == "NĐ":
        return NATIONAL
    return find_place(issuer, None, (), home)[0] if issuer else UNKNOWN


def _when(number: DocNumber, place: str, codes: tuple[str, ...], date: PartialDate | None) -> str:
    if number.year is not None:
        return str(number.year)
    if number.family is Family.ASSEMBLY:
        term = _TERM.search(codes[-1])
        return f"k{term.group()}" if term else UNKNOWN
    if _is_party(number, codes) and place == NATIONAL:
        return party_term(date)
    return str(date.year) if date is not None else UNKNOWN


def describe_title(
    title: str, type: str | None, date: PartialDate | None, issuer: str | None, place: str
) -> Description:
    """What the head of a file without a number says of a work."""
    folded = fold_title(title)
    words = slug_of(" ".join(title.split()[:10]))[:60].strip("-")
    mark = sha256(folded.encode()).hexdigest()[:8]
    when = str(date) if date is not None else UNKNOWN
    return Description(place, slug_of(issuer or "") or UNKNOWN, type, when, f"~{words}-{mark}", "", "~", date)


def describe_name(name: str, type: str | None, year: int | None) -> Description:
    """What a law that is cited by a name without a known number says of a work."""
    kind = _LAW_KINDS.get(type or "", type)
    when = str(year) if year is not None else UNKNOWN
    date = PartialDate(year) if year is not None else None
    return Description(NATIONAL, "QH", kind, when, f"~{slug_of(name)[:80].strip('-')}", "", "~", date)


@lru_cache(maxsize=65536)
def fold_title(title: str) -> str:
    """A title for comparison: NFC, lower case, letters and digits alone."""
    return _LETTERS.sub(" ", unicodedata.normalize("NFC", title).casefold()).strip()


def agrees(key: WorkKey, said: Description) -> bool:
    """True where nothing that a mention says speaks against its meaning the work of `key`."""
    if said.type is not None and key.type != said.type and UNKNOWN not in (key.type, said.type):
        return False
    if said.issuer not in (UNKNOWN, key.issuer) or not places_agree(key.place, said.place):
        return False
    return said.when in (UNKNOWN, key.when) or (key.when.startswith("k") and _term_may_be(key.when, said))


def _term_may_be(when: str, said: Description) -> bool:
    """True where a mention that gives a year only lies in the term, its bounds included."""
    if not said.when.isdigit() or not is_known(said.when):
        return False
    years = [closed.year for closed, term in _CONGRESSES if term == when]
    ends = [closed.year for closed, term in _CONGRESSES if closed.year > years[0]] if years else []
    return bool(years) and years[0] <= int(said.when) <= (ends[0] if ends else 9999)


def place_of_symbol(number: str) -> tuple[str | None, tuple[str, ...]]:
    """(kind, issuer codes) of a number or a symbol; (None, ()) for neither."""
    parts = _parts(number) or _parts(f"1/{number}") or _parts(f"1-{number}")
    return (parts[3], parts[4]) if parts is not None else (None, ())

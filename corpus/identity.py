"""Files -> works: copies, drafts, a scan and a DOCX of one original are one work, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from corpus.citations import HeldFile
from corpus.places import UNKNOWN, is_known, slug_of
from corpus.resolve import Candidates, resolve, similarity
from corpus.works import Description, WorkKey, describe_number, describe_title, fold_title, place_of_symbol
from normalize.model import PartialDate

_SAME_TITLE = 0.93  # of the letters, in order: a recognised title differs from the original in a few
_OTHER_TITLE = 0.2  # shared words below which two files of one number are told to be looked at

_SAME_AS_NUMBERED = "no number: same title, issuer and date as the numbered one"
_STRANGE = "its title has little in common with the other files'"


@dataclass(frozen=True, slots=True)
class Identity:
    """The work of a file. `reason` says why, where it is not the number, date and issuer in its head; `doubt` what
    speaks against it."""

    key: WorkKey
    reason: str | None = None
    doubt: str | None = None


def describe_file(file: HeldFile) -> Description:
    """What the head of a file says of its work."""
    place = file.home.place or ""
    if file.number is not None:
        said = describe_number(file.number, file.type, file.date, file.issuer, file.home)
        if said is not None and said.symbol:
            return said if is_known(said.place) or not place else replace(said, place=place)
    if not place:
        kind, codes = place_of_symbol(file.symbol or "")
        said = describe_number(f"1/{file.symbol}", file.type, None, file.issuer, file.home) if file.symbol else None
        place = said.place if said is not None and (kind or codes) else "vn" if file.issuer else UNKNOWN
    if file.title:
        return describe_title(file.title, file.type, file.date, file.issuer, place)
    name = f"~{file.fingerprint[:16]}"
    when = str(file.date) if file.date is not None else UNKNOWN
    return Description(place, slug_of(file.issuer or "") or UNKNOWN, file.type, when, name, "", "~", file.date)


def identify_files(files: Sequence[HeldFile], candidates: Candidates) -> dict[str, Identity]:
    """The work of each file, by source. The order of the files makes no difference.

    Files of one number, place and year are one work; so are files of one content; so is a file without a number and the
    one of the same title, issuer and date. A file that does not say enough is the one work of the collection that fits.
    """
    ordered = sorted(files, key=lambda file: file.source)
    said = {file.source: describe_file(file) for file in ordered}
    found = {file.source: _by_number(said[file.source], candidates) for file in ordered}
    _join_unnumbered(ordered, said, found)
    _join_copies(ordered, found)
    _separate_unknown(ordered, found)
    return _with_doubts(ordered, found)


def _by_number(said: Description, candidates: Candidates) -> Identity:
    if said.is_complete:
        return Identity(said.key)
    if not said.symbol or said.symbol == "~":
        return Identity(said.key)
    resolution = resolve(said, candidates)
    if resolution.is_resolved:
        return Identity(resolution.key, resolution.reason)
    return Identity(said.key, resolution.reason)


def _join_unnumbered(files: Sequence[HeldFile], said: Mapping[str, Description], found: dict[str, Identity]) -> None:
    """Give a file without a number the work of the file that has its title, issuer and date."""
    groups: dict[tuple[str | None, str, int], list[HeldFile]] = {}
    for file in files:
        if file.title and file.issuer and file.date is not None:
            groups.setdefault((file.type, slug_of(file.issuer), file.date.year), []).append(file)
    for group in groups.values():
        for file in group:
            if said[file.source].symbol != "~":
                continue
            same = [other for other in group if other is not file and _is_same(file, other)]
            numbered = {found[o.source].key for o in same if said[o.source].symbol != "~"}
            if len(numbered) == 1:
                found[file.source] = Identity(min(numbered), _SAME_AS_NUMBERED)
            elif not numbered:
                fuller = _fullest([file, *same])
                if fuller is not None and fuller is not file:
                    found[file.source] = Identity(
                        found[fuller.source].key, f"no number: same title, issuer and date as {fuller.source}"
                    )


def _fullest(files: Sequence[HeldFile]) -> HeldFile | None:
    """The file with the most exact date, the first by source of several; None where two dates exclude each other."""
    dates = {file.date for file in files if file.date is not None}
    if any(not _compatible(one, other) for one in dates for other in dates):
        return None
    return min(files, key=lambda file: (-len(str(file.date or "")), file.source))


def _is_same(one: HeldFile, other: HeldFile) -> bool:
    if one.date is None or other.date is None or not _compatible(one.date, other.date):
        return False
    title, other_title = fold_title(one.title or ""), fold_title(other.title or "")
    if title == other_title:
        return True
    if min(len(title), len(other_title)) < 20 or not (one.recognised or other.recognised):
        return False
    matcher = SequenceMatcher(None, title, other_title, autojunk=False)
    return matcher.quick_ratio() >= _SAME_TITLE and matcher.ratio() >= _SAME_TITLE


def _compatible(one: PartialDate, other: PartialDate) -> bool:
    """True where one date is the other, cut: a draft of `2025-08` and the original of `2025-08-12`."""
    return str(one).startswith(str(other)) or str(other).startswith(str(one))


def _join_copies(files: Sequence[HeldFile], found: dict[str, Identity]) -> None:
    """Files of the same bytes are one work; the most complete key of them stands."""
    copies: dict[str, list[str]] = {}
    for file in files:
        if file.fingerprint:
            copies.setdefault(file.fingerprint, []).append(file.source)
    for sources in copies.values():
        best = min(sources, key=lambda source: (not found[source].key.is_complete, found[source].key, source))
        for source in sources:
            if found[source].key != found[best].key:
                found[source] = Identity(found[best].key, f"the same bytes as {best}")


def _separate_unknown(files: Sequence[HeldFile], found: dict[str, Identity]) -> None:
    """Keep files apart whose keys are alike only because they say too little: each gets its title into its key."""
    groups: dict[WorkKey, list[HeldFile]] = {}
    for file in files:
        key = found[file.source].key
        if not key.is_complete and not key.number.startswith("~"):
            groups.setdefault(key, []).append(file)
    for key, group in groups.items():
        titles = {fold_title(file.title or "") for file in group}
        if len(titles) < 2:
            continue
        for file in group:
            mark = slug_of(" ".join((file.title or file.fingerprint).split()[:8]))[:40].strip("-")
            apart = WorkKey(key.place, key.issuer, key.type, key.when, f"{key.number}~{mark}")
            found[file.source] = Identity(apart, "kept apart from files of the same number by its title")


def _with_doubts(files: Iterable[HeldFile], found: Mapping[str, Identity]) -> dict[str, Identity]:
    """The identities, with a doubt where the titles of the files of one work have little in common."""
    groups: dict[WorkKey, list[HeldFile]] = {}
    for file in files:
        groups.setdefault(found[file.source].key, []).append(file)
    made = dict(found)
    for key, group in groups.items():
        titled = [file for file in group if file.title]
        if len({fold_title(file.title or "") for file in titled}) < 2:
            titled = []
        for file in titled:
            others = [other for other in titled if other.source != file.source]
            if others and all(
                similarity(fold_title(file.title or ""), fold_title(other.title or "")) < _OTHER_TITLE
                for other in others
            ):
                identity = found[file.source]
                made[file.source] = Identity(key, identity.reason, _STRANGE)
        if len(group) > 1:
            for file in group:
                identity = made[file.source]
                if identity.reason is None:
                    what = "title, issuer and date" if key.number.startswith("~") else "number, issuer and year"
                    made[file.source] = Identity(key, f"same {what} as its other files", identity.doubt)
    return made

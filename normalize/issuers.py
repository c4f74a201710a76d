"""The lines of a letterhead's left column -> issuer in full with its locality, parent body; or the issuer inferred."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import regex

from extract.folding import fold_letters, fold_words
from extract.model import Document, Span, Zones
from normalize.letterhead import HeadLine, Numbering
from normalize.model import Found
from normalize.naming import expand_short_forms, mend_locality, province_names, province_with_kind, restore_name
from normalize.vocabulary import issuers as known_issuers

# What the name of a body begins with, folded. Any other line goes on with the name before it, or is no name.
_HEADS = regex.compile(
    r"(?:uy ban|hoi dong|so|bo|ban|phong|trung tam|chi cuc|cuc|tong cuc|vien|truong|cong ty|tong cong ty|tap doan"
    r"|tinh uy|huyen uy"
    r"|thanh uy|quan uy|thi uy|dang uy|dang bo|dang doan|chi bo|doan|hoi|lien doan|tong lien doan|van phong"
    r"|thanh tra|toa an|thu tuong|chinh phu"
    r"|quoc hoi|chu tich nuoc|chu tich|ngan hang|bao hiem|kho bac|benh vien|mat tran|dai|bao|hoc vien|to|lien hiep"
    r"|lien minh|hiep hoi"
    r"|tinh doan|thanh doan|huyen doan|quan doan|trung uong|quan khu|bo chinh tri|dai hoc|nha xuat ban|kiem toan"
    r"|lien bo|du an|hat|doi"
    r"|tram|khoa|nhom|quy|vu|cong an|cong doan)\b"
)
_LOCALITY = regex.compile(
    r"\b(?P<kind>tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s+(?P<name>.+)$", regex.IGNORECASE
)
_GOVERNMENT = regex.compile(r"Ủy ban nhân dân|Hội đồng nhân dân")
# A body whose own name needs the name of the body above it: `Đoàn giám sát Hội đồng nhân dân tỉnh Bình Dương`
_DEPENDENT = regex.compile(
    r"(?:Văn phòng|Đoàn giám sát|Đoàn kiểm tra|Đoàn công tác|Ban Pháp chế|Ban Kinh tế|Ban Văn hóa|Ban Dân tộc"
    r"|Ban Tổ chức|Ban Tuyên giáo"
    r"|Ban Nội chính|Ban Dân vận|Ủy ban Kiểm tra|Ban Chấp hành|Ban Thường vụ|Ban Thường trực|Thường trực"
    r"|Ban Xây dựng Đảng)\b.{0,40}"
)
_PARTY = regex.compile(
    r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) [uủ][ỷyỳ]|Đảng bộ|(?:Tỉnh|Thành|Huyện|Quận) đoàn|Đoàn |Hội "
)
_BOARD = regex.compile(r"Ban Chỉ huy|Ban Chỉ đạo|Hội đồng|Ban An toàn")
_NATIONAL = frozenset(
    [
        "quoc_hoi",
        "chu_tich_nuoc",
        "chinh_phu",
        "bo_nganh",
        "bo_nganh_cu",
        "co_quan_thuoc_chinh_phu",
        "kiem_toan",
        "tu_phap",
        "dang_tw",
        "co_quan_thuoc_bo",
    ]
)
_DEPARTMENTS = frozenset(["so_nganh", "so_nganh_cu"])
# The opening sentence names the body: `Sở Khoa học và Công nghệ ban hành Kế hoạch ... như sau:`
_OPENING = regex.compile(
    r"(?:^|[,;]\s)(?P<unit>(?:Sở|Ủy ban nhân dân|UBND|Bộ|Hội đồng nhân dân|HĐND|Ban Thường vụ Tỉnh ủy"
    r"|Văn phòng)(?:\s(?:\p{Lu}\p{L}{0,9}|và|-|tỉnh|nhân|dân|ủy))"
    r"{0,9}|UBND tỉnh(?:\s\p{Lu}\p{L}{0,9}){0,3})\s(?:xây dựng và\s)?(?:ban hành|xây dựng|thông báo|báo cáo)\s"
)


@dataclass(frozen=True, slots=True)
class Issuing:
    """Who issued a document, the body above it, and the place that the name carries (`tỉnh Quảng Ngãi`)."""

    issuer: Found[str] | None
    parent: Found[str] | None
    locality: Found[str] | None


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    span: Span


def read_issuer(
    document: Document,
    zones: Zones,
    lines: tuple[HeadLine, ...],
    numbering: Numbering,
    place: Found[str] | None,
    *,
    year: int | None,
    recognised: bool,
) -> Issuing:
    """The issuer in full with its locality; inferred from symbol and place where the letterhead is missing, else
    None.
    """
    bodies = _bodies(lines, recognised=recognised)
    if not bodies:
        return _infer(document, zones, numbering, place, year)
    joint = _joint_bodies(bodies)
    if joint is not None:
        return joint
    printed = bodies[-1].name
    if recognised and place is not None:
        bodies = [_placed(body, place.value, year) for body in bodies]
    own = bodies[-1]
    parent = bodies[-2] if len(bodies) > 1 else None
    locality = next((found for body in reversed(bodies) if (found := _locality_of(body)) is not None), None)
    lost = locality is None and recognised and own.name.startswith("Sở ")
    if lost and place is not None and fold_words(place.value) in province_names():
        where = province_with_kind(place.value, year)
        locality = Found(where, place.span, 0.7, "from the place before the date")
        return Issuing(Found(f"{own.name} {where}", own.span, 0.7, locality.reason), None, locality)
    name = _full_name(own, parent, bodies, locality)
    confidence, reason = (1.0, None) if not recognised else (0.9, "read from a scan")
    if own.name != printed:
        confidence, reason = 0.6, "the place is the one before the date"
    return Issuing(
        Found(name, own.span, confidence, reason),
        Found(parent.name, parent.span, confidence, reason) if parent is not None else None,
        locality,
    )


def _placed(body: _Body, place: str, year: int | None) -> _Body:
    """A people's committee or council of a scan with a misread or lost province taken from the place of the date."""
    match = _GOVERNMENT.match(body.name)
    if match is None or _LOCALITY.search(body.name) is not None or fold_words(place) not in province_names():
        return body
    rest = regex.sub(r"^(?:tinh|thanh ph[oó]|tp)\s", "", fold_words(body.name[match.end() :]))
    if rest and SequenceMatcher(None, rest, fold_words(place)).ratio() < 0.75:
        return body
    return _Body(f"{match.group()} {province_with_kind(place, year)}", body.span)


def _bodies(lines: tuple[HeadLine, ...], *, recognised: bool) -> list[_Body]:
    """The names in the left column, outermost first, each over as many lines as it takes."""
    groups: list[list[HeadLine]] = []
    for line in lines:
        folded = fold_words(expand_short_forms(line.text))
        if _HEADS.match(folded) and not _goes_on(groups, folded):
            groups.append([line])
        elif groups and (not recognised or _plausible(folded)):
            groups[-1].append(line)
    bodies: list[_Body] = []
    for group in groups:
        text = expand_short_forms(" ".join(line.text for line in group))
        name = _mended(restore_name(text))
        body = _Body(mend_locality(name) if recognised else name, Span(group[0].span.start, group[-1].span.end))
        bodies.append(body)
    names = [fold_words(body.name) for body in bodies]
    # the gazette prints a name twice, or its own with a part cut off
    return [
        body
        for i, body in enumerate(bodies)
        if names[i] not in names[:i] and not any(name != names[i] and name.endswith(f" {names[i]}") for name in names)
    ]


def _goes_on(groups: list[list[HeadLine]], folded: str) -> bool:
    """True for a line that only looks like a new name: `BAN ...` after `TRƯỞNG`, a name after one that ends in `VÀ`."""
    if not groups:
        return False
    printed = groups[-1][-1].text.rstrip(" *")
    before = fold_words(printed)
    if printed.upper().endswith((" VÀ", " CỦA", " CÁC", " -", ",", " TỈNH", " THÀNH PHỐ", " HUYỆN")):
        return True
    if before in ("uy ban", "hoi dong", "uy ban nhan dan", "van phong", "ban chap hanh", "ban thuong vu"):
        return not folded.startswith(("so ", "phong ", "van phong", "ban ", "trung tam", "thanh tra", "chi cuc"))
    return False


def _plausible(folded: str) -> bool:
    """In a scan: a line that can go on with a name, and is no noise of a stamp."""
    if regex.match(
        r"(?:tinh|thanh pho|tp|quan|huyen|thi xa|xa|phuong|thi tran|dac khu|va|nhan dan|truc thuoc|cac|-)\b", folded
    ):
        return True
    return folded in province_names() or any(folded in fold_words(i.name) for i in known_issuers() if len(folded) > 6)


def _mended(name: str) -> str:
    name = regex.sub(r"\s[-–](?=\p{Lu})", " - ", regex.sub(r"\s{2,}", " ", name)).strip(" *-–_.,;:")
    return name[:1].upper() + name[1:]


def _locality_of(body: _Body) -> Found[str] | None:
    match = _LOCALITY.search(body.name)
    if match is None:
        return None
    kind = match["kind"].lower()
    return Found(f"{kind} {match['name']}", body.span)


def _full_name(own: _Body, parent: _Body | None, bodies: list[_Body], locality: Found[str] | None) -> str:
    name = own.name
    if _LOCALITY.search(name) is not None or parent is None:
        return name
    above = parent.name
    if above.startswith("Ban Chấp hành Trung ương"):
        return f"{name} Trung ương Đảng" if name == "Văn phòng" else f"{name} Trung ương"
    if _DEPENDENT.fullmatch(name) and (_GOVERNMENT.match(above) or _PARTY.match(above) or _BOARD.match(above)):
        if fold_words(above) in fold_words(name):
            return name
        return f"{name} {above}"
    if _GOVERNMENT.match(above) and locality is not None:
        return f"{name} {locality.value}"
    if fold_letters(name).startswith(("phong ", "ban ", "chi cuc ", "trung tam ")) and locality is not None:
        return f"{name} {locality.value}"
    return name


def _joint_bodies(bodies: list[_Body]) -> Issuing | None:
    """Several bodies that issue together: `BỘ CÔNG AN - BỘ QUỐC PHÒNG`, ministries one under another."""
    names = [body.name for body in bodies]
    ministries = [
        name for name in names if name.startswith(("Bộ ", "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao"))
    ]
    if len(names) > 1 and len(ministries) == len(names):
        span = Span(bodies[0].span.start, bodies[-1].span.end)
        parts = [
            part for name in names for part in regex.split(r"\s[-–]\s(?=Bộ |Tòa |Viện |Ủy |Ngân )", name.strip(" -–"))
        ]
        return Issuing(Found(" - ".join(dict.fromkeys(parts)), span), None, None)
    return None


# --- without a letterhead


@cache
def _by_code() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for issuer in known_issuers():
        found.setdefault(issuer.code, (regex.sub(r"\s?[(/].*", "", issuer.name), issuer.level))
    return found


def _infer(
    document: Document, zones: Zones, numbering: Numbering, place: Found[str] | None, year: int | None
) -> Issuing:
    """The issuer from the symbol and the place of the letterhead, or from the opening sentence; None where not safe."""
    where = None
    if place is not None and fold_words(place.value) in province_names():
        where = province_with_kind(place.value, year)
    locality = Found(where, None, 0.8, "from the place before the date") if where is not None else None
    codes = numbering.parsed.issuers if numbering.parsed is not None else ()
    if codes:
        name, level = _by_code().get(codes[0], ("", ""))
        if codes[0] in ("UBND", "HĐND") and where is not None and _speaks_for_province(document, zones):
            full = f"{'Ủy ban nhân dân' if codes[0] == 'UBND' else 'Hội đồng nhân dân'} {where}"
            return Issuing(Found(full, None, 0.8, "no letterhead: from the symbol and the place"), None, locality)
        if name and level in _NATIONAL:
            return Issuing(Found(name, None, 0.8, "no letterhead: from the symbol"), None, None)
        if name and level in _DEPARTMENTS and where is not None:
            return Issuing(
                Found(f"{name} {where}", None, 0.8, "no letterhead: from the symbol and the place"), None, locality
            )
        return Issuing(None, None, locality)
    enacted = _enactor(document, zones)
    if enacted is not None:
        return Issuing(enacted, None, None)
    if numbering.symbol is None and where is not None:
        opening = document.words(zones.body)[:1500]
        match = _OPENING.search(opening) or regex.search(_OPENING.pattern, opening, regex.MULTILINE)
        if match is not None:
            unit = restore_name(expand_short_forms(match["unit"]))
            if unit.startswith("Sở "):
                span = Span(zones.body.start + match.start("unit"), zones.body.start + match.end("unit"))
                return Issuing(
                    Found(f"{unit} {where}", span, 0.6, "no letterhead: from the opening sentence"), None, locality
                )
    return Issuing(None, None, None)


# What enacts a kind of act, where no letterhead is left
_ENACTORS = (
    (regex.compile(r"Quốc hội ban hành (?:Luật|Bộ luật)"), "Quốc hội"),
    (regex.compile(r"Chính phủ ban hành Nghị định"), "Chính phủ"),
    (regex.compile(r"Ủy ban [Tt]hường vụ Quốc hội ban hành Pháp lệnh"), "Ủy ban Thường vụ Quốc hội"),
)
_MINISTER = regex.compile(
    r"(?:Bộ trưởng|BỘ TRƯỞNG)\s(?P<name>(?:Bộ|BỘ)\s[\p{L}, -]{3,60}?)(?:\sban hành (?:Thông tư|Quyết định)|$)"
)


def _enactor(document: Document, zones: Zones) -> Found[str] | None:
    """The body that enacts, from the line in capitals under the title or the sentence before the first article."""
    text = document.words(zones.body)[:6000]
    for pattern, name in _ENACTORS:
        match = pattern.search(text)
        if match is not None:
            span = Span(zones.body.start + match.start(), zones.body.start + match.end())
            return Found(name, span, 0.8, "no letterhead: from the words of enactment")
    start = 0
    for line in text.split("\n")[:30]:
        match = _MINISTER.search(line)
        if match is not None and (line.isupper() or "ban hành" in match.group()):
            span = Span(zones.body.start + start + match.start("name"), zones.body.start + start + match.end("name"))
            name = restore_name(match["name"]) if line.isupper() else match["name"]
            return Found(name, span, 0.8, "no letterhead: from the words of enactment")
        start += len(line) + 1
    return None


def _speaks_for_province(document: Document, zones: Zones) -> bool:
    """True where the text speaks of the province's committee and of no district or commune as its own."""
    text = document.words(zones.body) + document.words(zones.tail)
    return (
        regex.search(r"UBND tỉnh|Ủy ban nhân dân (?:tỉnh|thành phố)|UBND thành phố|TM\. ỦY BAN NHÂN DÂN", text)
        is not None
    )

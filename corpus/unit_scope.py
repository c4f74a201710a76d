"""The name of a unit, and the document that names it -> which body is meant: key, level, locality, parent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from corpus.columns import Row
from corpus.places import NATIONAL, home_of, join_place, province_slug, slug_of, tier_of
from corpus.works import place_of_symbol
from normalize.gazetteer import cut_words, fold, offices
from normalize.unit_register import Body, Level, era_of, find_body, find_level, is_city, name_key, without_tier
from normalize.vocabulary import provinces

_EACH = "*"  # the body of that name in every province, district or commune: `Sở Y tế` in a circular
_TIERS = {
    "tỉnh": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}
# The localities at the end of a name: `UBND | xã Sơn Hạ, | huyện Sơn Hà`, `Công an | tỉnh`.
_TAIL = regex.compile(
    r"""[\s,]+ (?:(?:của|thuộc)\s)?+
        (?P<kind> tỉnh | thành[ ]phố | tp\.? | huyện | quận | thị[ ]xã | xã | phường | thị[ ]trấn | đặc[ ]khu )
        (?P<name> (?: [ ]?(?:[-–][ ]?)?(?-i:\p{Lu})[\p{L}'’]{0,11} ){0,6} | [ ]\d{1,2} )
        $""",
    regex.VERBOSE | regex.IGNORECASE,
)
_OLD = regex.compile(r"\s*\((?:cũ|trước sáp nhập|trước đây)\)$")
# `Chi cục Kiểm lâm thuộc Sở ...`, `Văn phòng Sở Y tế`
_WITHIN = regex.compile(r"\s(?:(?:trực thuộc|thuộc|của)\s(?=\p{Lu})|(?=(?P<body>(?:Sở|Bộ)\s\p{Lu})))")
# `Các sở`, `UBND cấp xã`, `Thủ trưởng các cơ quan`; not `Ban Quản lý Khu kinh tế A và các Khu công nghiệp B`.
_CLASS = regex.compile(
    r"""^(?: các | những | mọi | mỗi | từng | tất[ ]cả | toàn[ ]thể
      | (?: chủ[ ]tịch[ ] )? (?: ủy[ ]ban | uỷ[ ]ban | hội[ ]đồng )[ ]nhân[ ]dân[ ](?: các | cấp )
      | (?: tòa[ ]án | toà[ ]án | viện[ ]kiểm[ ]sát )[ ]nhân[ ]dân[ ](?: các | cấp[ ](?!cao) )
      | (?: thủ[ ]trưởng | trưởng | giám[ ]đốc | lãnh[ ]đạo | chính[ ]quyền | công[ ]an )[ ](?: các | cấp )
      )\b""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LEADING = regex.compile(r"^(?:tất cả |toàn bộ |toàn thể )?(?:các |những |mọi |mỗi |từng )?")
_RELATED = regex.compile(r"\bcó liên quan\b")
_OWN_PART = regex.compile(r"(?i)^(?:văn phòng|thanh tra|lãnh đạo)(?: (?:sở|bộ|cục|ban|khoa|trường))?$")
_HEAD = regex.compile(r"(?:Bộ|Sở)(?=\s\p{Lu})|[Pp]hòng(?=\s)")
_OF_ISSUER = regex.compile(r"\bthuộc (?:sở|bộ|cục|ban|trường|đơn vị)\b")
_PARTY = regex.compile(r"(?i)(?:tỉnh|thành) ủy")
_OF_STATE = regex.compile(r"\b(?:bộ|trung ương|chính phủ|tỉnh thành phố|tập đoàn|tổng công ty)\b")
_OF_PLACE = regex.compile(r"(?<!cơ )\b(?:sở|ban ngành|ngành|địa phương|huyện|thị xã|quận|xã|phường|ủy ban nhân dân)\b")
# Kinds that are parts of a body or made by it: the same words in another body mean another unit.
_INNER = frozenset(
    ("Phòng", "Văn phòng", "Chi cục", "Trung tâm", "Ban", "Ban Quản lý", "Tổ", "Hội đồng", "Ủy ban", "Thanh tra",
     "Khoa", "Bộ phận", "Ban Chỉ đạo", "Viện", "Chi nhánh", "Đội", "Trạm")
)  # fmt: skip
_INNER_OF_MINISTRY = frozenset(("Vụ", "Cục", "Tổng cục"))  # elsewhere `Cục Thuế` is that of the province
# Names that mean one body also in a document of a province, where `Bảo hiểm xã hội` is that of the province.
_NATIONAL = regex.compile(
    r"(?i)\b(?:việt nam|trung ương|chính phủ|quốc gia|tối cao|cấp cao|nước|ủy ban thường vụ quốc hội)\b|^quốc hội$"
    r"|^(?:thủ tướng|bộ chính trị|ban bí thư|kiểm toán)|^(?-i:Bộ\s\p{Lu})"
)
# Bodies whose documents order units of a whole place rather than parts of themselves.
_AUTHORITY = regex.compile(
    r"(?i)^(?:(?:phó )?(?:chủ tịch|thủ tướng)|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|chính phủ|quốc hội"
    r"|ubnd|tỉnh ủy|tỉnh uỷ|thành ủy|huyện ủy|đảng ủy|ban thường vụ)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A locality in a name: its kind (`tỉnh` for a centrally run city too), slug and words, empty for a bare kind."""

    kind: str
    slug: str
    written: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The document that names a unit: who issued it, where it speaks from (slugs), and when."""

    source: str
    date: str | None = None
    issuer: str | None = None
    parent: str | None = None
    province: str | None = None
    unit: str | None = None
    central: bool = False
    locality: str | None = None

    @property
    def unknown(self) -> str:
        """The place of what belongs to no known place: nothing of another document is ever the same."""
        return f"?{self.source}"

    @property
    def place(self) -> str:
        """The place of the document's issuer."""
        if self.central:
            return NATIONAL
        if self.unit and not self.province:
            return f"{self.unit}.{self.unknown}"
        return join_place(self.unit, self.province) or self.unknown


@dataclass(frozen=True, slots=True)
class Identity:
    """Which body a name means. `key` is the same for all its spellings; `locality` is for display.

    `name` is None where no list has the name, so that its most frequent spelling is the best one; `written` is how the
    document has it, without its locality. `province` is a slug. `parent` is the body that it is a part of.
    `reason` says what could not be told.
    """

    key: str
    name: str | None
    level: Level | None
    locality: str | None
    province: str | None
    parent: Identity | None
    parent_name: str | None
    group: bool
    body: Body | None
    written: str
    era: str | None = None
    reason: str | None = None


def make_setting(row: Row) -> Setting:
    """The setting of a row of `documents`."""
    kind, codes = place_of_symbol(_text(row, "number") or _text(row, "symbol") or "")
    issuer, parent, locality = _text(row, "issuer"), _text(row, "parent"), _text(row, "locality")
    national = tier_of(kind or _text(row, "type"), codes) == "national"
    home = home_of(issuer, parent, locality, _text(row, "place"), national=national)
    source = _text(row, "source") or ""
    return Setting(source, _text(row, "date"), issuer, parent, home.province, home.unit, home.central, locality)


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) and value else None


@lru_cache(maxsize=65536)
def identify_issuer(setting: Setting) -> Identity | None:
    """The body whose document it is; None where its head does not say."""
    if setting.issuer is None:
        return None
    return _identify(setting.issuer, None, setting, own=True)


@lru_cache(maxsize=262144)
def identify_unit(name: str, kind: str | None, group: bool, setting: Setting) -> Identity:
    """The body that a name in a document means.

    A part of a body (`Phòng Kế toán`) is that of the document's issuer; a body of a province without its name is that
    of the document's province; what the document does not let tell is kept apart from all other documents.
    """
    return _read(" ".join(name.split()), "nhóm" if group else kind, setting)


def _read(name: str, kind: str | None, setting: Setting) -> Identity:
    if kind == "nhóm" or _CLASS.match(name):
        return _identify_group(name, setting)
    return _identify(name, kind, setting, own=False)


def _identify_group(name: str, setting: Setting) -> Identity:
    """A vague group: of the centre, of a place, or of the issuer, by the words in it."""
    key = _RELATED.sub("liên quan", _LEADING.sub("", name_key(name)))
    body = find_body(name)
    issuer = identify_issuer(setting)
    parent, province, level = None, None, None
    if _OF_ISSUER.search(key):
        scope, parent = issuer.key if issuer is not None else setting.unknown, issuer
        province = setting.province
    elif _OF_STATE.search(key):
        scope, level = (NATIONAL, Level.CENTRE) if setting.central else (setting.place, None)
        province = setting.province
    elif _OF_PLACE.search(key):
        scope, province = setting.place, setting.province
    elif issuer is not None:
        scope, parent, province = issuer.key, issuer, issuer.province
    else:
        scope = setting.unknown
    locality = province_name(province, setting.date) if province else None
    if body is not None:
        level = body.level
    return Identity(
        f"{_slug(key)}+@{scope}", None, level, locality, province, parent, _name_of(parent), True, body, name
    )


def _identify(name: str, kind: str | None, setting: Setting, *, own: bool) -> Identity:
    bare = _OLD.sub("", name)
    whole = _identify_locality(bare, setting)
    if whole is not None:
        return whole
    if not own and find_body(bare) is None:
        within = _WITHIN.search(bare)
        above = _read(bare[within.end() :], None, setting) if within is not None else None
        if within is not None and above is not None and (within["body"] is None or above.body is not None):
            return _inside(bare[: within.start()], above, setting, old=bare != name)
        office = _office_end(bare)
        if office is not None:
            parent = _read(bare[office:], None, setting) if bare[office:] else identify_issuer(setting)
            return _inside(bare[:office].rstrip(" ,-"), parent, setting, old=bare != name)
    base, tier, places = _split_locality(bare, setting.date)
    body = find_body(bare) or find_body(f"{base} {tier}" if tier else base) or find_body(base)
    if body is None and tier is None:
        base, tier, places, body = _split_province(bare)
    if body is not None and body.level is Level.CENTRE and not (setting.central or _NATIONAL.search(body.name)):
        body = None
    level = _level_of(base, kind, tier, body)
    if level is Level.CENTRE and body is None and not (setting.central or _NATIONAL.search(bare)):
        level = None
    if level is Level.CENTRE:
        full = body.name if body is not None else None
        key = f"{_slug(name_key(body.name if body is not None else bare))}@{NATIONAL}"
        return Identity(key, full, level, None, None, None, body.parent if body else None, False, body, bare)
    if not own and (level is Level.INSIDE or (body is None and tier is None and _is_part(kind, setting))):
        return _inside(bare, identify_issuer(setting), setting, old=bare != name)
    return _local(base, places, level, body, setting, own=own, old=bare != name)


def _identify_locality(name: str, setting: Setting) -> Identity | None:
    """`Thành phố Hà Nội` as the place itself; None for any other name."""
    base, tier, places = _split_locality(f"- {name}", setting.date)
    if base != "-" or tier is None or not places[0].slug:
        return None
    return _local("địa bàn", places, _TIERS[tier], None, setting, own=False, old=False)


def _inside(name: str, above: Identity | None, setting: Setting, *, old: bool) -> Identity:
    """A part of another body; the rooms of a body are those of a period between two reorganisations."""
    body = find_body(name)
    body = body if body is not None and body.level is Level.INSIDE else None
    key, era, reason = name_key(name) + (" cũ" if old else ""), None, None
    if (
        key in ("văn phòng", "thanh tra", "lãnh đạo") and above is not None
    ):  # as `Văn phòng Sở` in the Sở's own document
        key = f"{key} {above.key.split('-')[0]}"
    scope = above.key if above is not None else setting.unknown
    if above is None:
        reason = "its parent is not known: the document does not say who issued it"
    if key.startswith("phòng "):
        era = era_of(setting.date)
        if era is None and setting.unknown not in scope:
            scope, reason = f"{scope}@{setting.unknown}", "the date of the document does not say in which period"
        elif era:
            scope = f"{scope}@{era}"
    return Identity(
        f"{_slug(key)}@{scope}",
        None,
        Level.INSIDE,
        above.locality if above is not None else None,
        above.province if above is not None else None,
        above,
        _name_of(above),
        False,
        body,
        name,
        era,
        reason,
    )


def _local(
    base: str,
    places: tuple[Place, ...],
    level: Level | None,
    body: Body | None,
    setting: Setting,
    *,
    own: bool,
    old: bool,
) -> Identity:
    """A body of a province, district or commune, or one that no list knows: by its name and its place."""
    province = next((place.slug for place in places if place.kind == "tỉnh" and place.slug), None) or setting.province
    named = next((place for place in places if place.kind != "tỉnh"), None)
    unit, locality = None, province_name(province, setting.date) if province else None
    if named is not None and named.slug:
        unit, above = f"{slug_of(named.kind)}-{named.slug}", locality
        locality = ", ".join(part for part in (f"{named.kind} {named.written}", above) if part)
        scope = join_place(unit, province or setting.unknown)
    elif named is not None and setting.unit is not None and setting.unit.startswith(slug_of(named.kind) + "-"):
        unit, locality, scope = setting.unit, setting.locality or locality, setting.place
    elif named is not None or level in (Level.DISTRICT, Level.COMMUNE):
        scope = join_place(_EACH, province or ("" if setting.central else setting.unknown))
    elif level is Level.PROVINCE:
        scope = province or (_EACH if setting.central else setting.unknown)
    else:
        unit, locality, scope = setting.unit, setting.locality or locality, setting.place
    reason = None
    if scope.startswith(_EACH):
        reason = "no locality is named: the body of that name in each of them"
    elif "?" in scope:
        reason = "its province is not known: the document does not say where it is from"
    words, shown = base, None
    if body is not None:
        words = without_tier(body.name)
        at = locality if locality is None or not _PARTY.search(words) else locality.removeprefix("tỉnh ")
        shown = f"{words} {at}" if at and not (scope.startswith(_EACH) or old) else body.name
    elif base == "địa bàn":
        shown = locality
    elif level is None and find_body(f"{base} tỉnh") is not None:
        words, reason = f"{base} ?", "of which tier it is, the document does not say"
    if scope.startswith(_EACH) and named is not None:
        words = f"{base} {named.kind}"
    key = _slug(name_key(words) + (" cũ" if old else "") + ("?" if words.endswith("?") else ""))
    parent = setting.parent if own else body.parent if body is not None else None
    return Identity(f"{key}@{scope}", shown, level, locality, province, None, parent, False, body, base, None, reason)


def _level_of(base: str, kind: str | None, tier: str | None, body: Body | None) -> Level | None:
    if body is not None:
        return body.level
    if tier is not None:
        return _TIERS.get(tier)
    if (level := find_level(base)) is not None and not (kind == "Phòng" and level is not Level.INSIDE):
        return level
    if _OWN_PART.match(base):
        return Level.INSIDE
    head = _HEAD.match(base)
    return None if head is None else {"bộ": Level.CENTRE, "sở": Level.PROVINCE, "phòng": Level.INSIDE}[fold(head[0])]


def _is_part(kind: str | None, setting: Setting) -> bool:
    """True for a kind of unit that in this document is a part of its issuer."""
    if setting.issuer is None or _AUTHORITY.match(setting.issuer):
        return False
    return kind in _INNER or (setting.central and kind in _INNER_OF_MINISTRY)


def _split_locality(name: str, day: str | None) -> tuple[str, str | None, tuple[Place, ...]]:
    """The name without the localities at its end, the tier of the inner one, and all of them from the inner one."""
    places: list[Place] = []
    while (match := _TAIL.search(name)) is not None:
        kind, written = match["kind"].lower(), match["name"].strip(" -–")
        province = province_slug(written) if written else None
        if kind.startswith(("thành phố", "tp")):
            central = not written or (province is not None and is_city(_slug_names()[province], day))
            kind = "tỉnh" if central else "thành phố"
        slug = province if kind == "tỉnh" and province else slug_of(written)
        places.insert(0, Place(kind, slug, written))
        name = name[: match.start()].rstrip(" ,")
    if not places:
        return name, None, ()
    return name, "huyện" if places[0].kind == "thành phố" else places[0].kind, tuple(places)


def _split_province(name: str) -> tuple[str, str | None, tuple[Place, ...], Body | None]:
    """`Sở Y tế Quảng Ngãi` as `Sở Y tế` of that province, where what stands before the province is a body of one."""
    words = name.split(" ")
    for size in (2, 3, 1, 4, 5):
        rest, tail = " ".join(words[:-size]), " ".join(words[-size:])
        province = province_slug(tail) if rest else None
        if province is None or province != slug_of(tail):
            continue
        body = find_body(f"{rest} tỉnh") or find_body(rest)
        if body is not None and body.level is Level.PROVINCE:
            return rest, "tỉnh", (Place("tỉnh", province, tail),), body
    return name, None, (), None


def _office_end(name: str) -> int | None:
    """Where the unit begins in `Giám đốc Sở Y tế`; the end of `name` for a bare office, None for no office."""
    words = cut_words(name)
    found = offices().longest(words.folded, 0)
    if found is None or find_body(name) is not None:
        return None
    return words.starts[found[0]] if found[0] < len(words) else len(name)


@cache
def _slug_names() -> dict[str, str]:
    names = {name for p in provinces() for name in (p.name, p.successor)} | {"Thừa Thiên Huế", "Hà Tây"}
    bare = {name.removeprefix("Thành phố ") for name in names}
    return {slug_of(name): name for name in sorted(bare)}


def province_name(slug: str, day: str | None) -> str:
    """A province as it was called on a day: `tỉnh Quảng Ngãi`, `thành phố Đà Nẵng`."""
    name = _slug_names().get(slug, slug)
    return f"{'thành phố' if is_city(name, day) else 'tỉnh'} {name}"


def _name_of(identity: Identity | None) -> str | None:
    return identity.name if identity is not None else None


def _slug(words: str) -> str:
    return words.replace(" ", "-")

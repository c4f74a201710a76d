"""The words for an issuer, and where the citing document stands -> the place that the issuer belongs to, as a slug."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from normalize.vocabulary import issuers, provinces

NATIONAL = "vn"
UNKNOWN = "?"  # followed by the province that it is seen from, where that is known

_PROVINCE_KINDS = ("tỉnh", "thành phố", "tp")
# `tỉnh Kon Tum`, `TP. Hồ Chí Minh`, `huyện Sơn Tịnh`, `Tỉnh ủy Quảng Ngãi`, `UBND tỉnh`: the kind, and the name if any.
_PLACE = regex.compile(
    r"""(?<!\p{L})(?:
          (?P<kind> tỉnh | thành[ ]phố | tp(?=[ .]) | huyện | quận | thị[ ]xã | xã | phường | thị[ ]trấn | đặc[ ]khu )
          (?:[ ](?:uỷ|ủy))?
        | (?P<party> thành | thị | đảng )[ ](?:uỷ|ủy)
        )(?!\p{L})\.?
        (?P<name> (?: [ ]?(?:-[ ])?(?-i:\p{Lu})[\p{L}'’]{0,11} | -(?-i:\p{Lu})\p{L}{0,11} ){0,5}+ )""",
    regex.VERBOSE | regex.IGNORECASE,
)
_NUMBERED = regex.compile(r"[ ](?P<number>\d{1,2})(?!\d)")  # `Quận 1`, `Phường 12`
_OFFICES = (
    "chủ tịch|bộ trưởng|thủ tướng|thống đốc|tổng thanh tra|tổng kiểm toán|chánh án|viện trưởng|tổng giám đốc|chủ nhiệm"
)
_NATIONAL_BODIES = (
    "chính phủ|thủ tướng|quốc hội|ủy ban thường vụ quốc hội|uỷ ban thường vụ quốc hội|ubtvqh|chủ tịch nước|nước|"
    "liên bộ|bộ(?= (?!chỉ huy))|bộ trưởng|các bộ|ban bí thư|bộ chính trị|tổng bí thư|ngân hàng nhà nước|"
    "(?:tòa|toà) án nhân dân tối cao|viện kiểm sát nhân dân tối cao|hội đồng thẩm phán|kiểm toán nhà nước|tổng cục|"
    "tổng liên đoàn|văn phòng (?:chính phủ|quốc hội|chủ tịch nước|trung ương)|thanh tra chính phủ|"
    "bảo hiểm xã hội việt nam|thông tấn xã|đài (?:truyền hình|tiếng nói) việt nam|(?:ủy|uỷ) ban dân tộc"
)
# `Bộ trưởng Bộ Y tế`, `Chính phủ`, `Hội nghị lần thứ sáu Ban Chấp hành Trung ương`; `nước` stays of `Chủ tịch nước`.
_NATIONAL_WORDS = regex.compile(
    rf"(?i)^(?:(?:phó )?(?:{_OFFICES}) )?(?:{_NATIONAL_BODIES})(?!\p{{L}})|trung ương|\btw\b|bchtw"
)
_NATIONAL_LEVELS = frozenset(
    ["quoc_hoi", "chu_tich_nuoc", "chinh_phu", "bo_nganh", "bo_nganh_cu", "co_quan_thuoc_bo", "co_quan_thuoc_chinh_phu",
     "kiem_toan", "tu_phap", "dang_tw"]
)  # fmt: skip
_PROVINCIAL_LEVELS = frozenset(["dang_tinh", "so_nganh", "so_nganh_cu", "nganh_doc_tinh", "vp_dp"])
_LOCAL_LEVELS = frozenset(["chinh_quyen_dp", "dang_huyen", "dang_co_so", "phong_huyen_cu", "phong_xa"])
# `QH15`, `UBTVQH14`, `HĐNN8`, `BCĐTW`, `TANDTC`: national by their form.
_NATIONAL_CODE = regex.compile(
    r"(?:QHK?|UBTVQHK?|HĐNN|QHV|UBPLTP|UBKT|UBPL)\d{0,2}|\p{L}*TW(?!ĐTN\d)|\p{L}+TC|HĐTP|HĐBT"
)

_OLD_STATE_CODES = frozenset(["CP", "TTg", "HĐBT", "CTN", "TC", "TCT", "LB", "TTLB", "TTLT", "BT"])
_DEPARTMENT_CODE = regex.compile(r"S\p{Lu}[\p{L}&]{1,8}")  # `SKH`, `SNNMT`: every Sở, also one that no list has


@dataclass(frozen=True, slots=True)
class Home:
    """Where a document speaks from: the slugs of a province, and of a district or commune, or the centre."""

    province: str | None = None
    unit: str | None = None
    central: bool = False
    code: str | None = None  # of its own issuer, as in its symbol

    @property
    def place(self) -> str | None:
        """The place of its issuer: its unit within its province, its province, or the centre; None where unknown."""
        if self.central:
            return NATIONAL
        return join_place(self.unit, self.province) if self.unit else self.province


@lru_cache(maxsize=16384)
def slug_of(text: str) -> str:
    """Lower-case letters without marks and digits, joined by hyphens: `Hòa Bình` and `HOÀ BÌNH` give `hoa-binh`."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "-".join(regex.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def join_place(unit: str | None, province: str | None) -> str:
    """`xa-son-ha.quang-ngai`, and `xa-son-ha` where the province is not known."""
    return ".".join(part for part in (unit, province) if part)


def is_known(place: str) -> bool:
    """False for a place that was not said."""
    return not place.startswith(UNKNOWN)


def places_agree(one: str, other: str) -> bool:
    """True where both can be the same place: equal, not known, or one without the province that the other names."""
    if one == other:
        return True
    for unknown, known in ((one, other), (other, one)):
        if unknown.startswith(UNKNOWN):
            seen_from = unknown[1:]
            return known.startswith(UNKNOWN) or not seen_from or known.split(".")[-1] in (seen_from, NATIONAL)
    return one.startswith(other + ".") or other.startswith(one + ".")


@cache
def _provinces() -> dict[str, str]:
    """Slug without its hyphens -> slug, of provinces old and new."""
    names = {name for p in provinces() for name in (p.name, p.successor)} | {"Thừa Thiên Huế", "Hà Tây"}
    slugs = {slug_of(name).removeprefix("thanh-pho-") for name in names}
    found = {slug.replace("-", ""): slug for slug in slugs}
    return found | {"hcm": "ho-chi-minh", "tphcm": "ho-chi-minh", "brvt": "ba-ria-vung-tau", "baccan": "bac-kan"}


def province_slug(name: str) -> str | None:
    """The province that `name` begins with, as a slug; None where it begins with none that is known."""
    words = slug_of(name).split("-")
    for size in range(min(len(words), 5), 0, -1):
        found = _provinces().get("".join(words[:size]))
        if found is not None:
            return found
    return None


@cache
def _levels() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for issuer in issuers():
        if issuer.level != "don_vi_soan_thao":
            found.setdefault(issuer.code, set()).add(issuer.level)
    return {code: frozenset(levels) for code, levels in found.items()}


@lru_cache(maxsize=16384)
def tier_of(type: str | None, codes: tuple[str, ...]) -> str | None:
    """`national`, `provincial`, `local` (any tier below) by the codes of a symbol; None where they do not say."""
    if type in ("NĐ", "TTLT", "NQLT", "L", "PL", "HP", "VBHN", "L-CTN"):
        return "national"
    for written in codes:
        code = written if written in _levels() else written.replace("&", "").rstrip("0123456789")
        if code in _OLD_STATE_CODES:
            return "national"
        if code.endswith(("UBND", "HĐND")) and code not in _levels():  # `CTUBND`: its chairman
            return "local"
        if code in ("UBND", "HĐND", "TU", "HU", "ĐU"):
            return "provincial" if code == "TU" else "local"
        levels = _levels().get(code, frozenset())
        if levels and levels <= _NATIONAL_LEVELS:
            return "national"
        if levels and levels <= _PROVINCIAL_LEVELS:
            return "provincial"
        if levels & _LOCAL_LEVELS:
            return "local"
        if not levels and _NATIONAL_CODE.fullmatch(written):
            return "national"
        if not levels and _DEPARTMENT_CODE.fullmatch(code):
            return "provincial"
    return "national" if type == "TT" else None


@cache
def is_state_body(code: str) -> bool:
    """True for the code of a central State body, which numbers by year also where it writes as the Party does."""
    levels = _levels().get(code, frozenset())
    return code in _OLD_STATE_CODES or (bool(levels) and levels <= _NATIONAL_LEVELS - {"dang_tw"})


@lru_cache(maxsize=16384)
def read_place(issuer: str, home: Home) -> str | None:
    """The place that the words for an issuer name: `UBND tỉnh` is that of `home`; None where they name none.

    A national body gives `vn`; a unit of which only the kind is said (`UBND xã`) that of `home` where it is one, else
    an unknown place in the province of `home`.
    """
    unit: str | None = None
    for match in _PLACE.finditer(issuer):
        kind, name = (match["kind"] or match["party"]).lower().rstrip("."), match["name"].strip(" -")
        numbered = _NUMBERED.match(issuer, match.end()) if not name else None
        if numbered is not None:
            name = numbered["number"]
        province = province_slug(name) if name else None
        if kind in (*_PROVINCE_KINDS, "thành") and (province is not None or kind == "tỉnh" or not name):
            found = province or (slug_of(name) if name else home.province)
            if found is None:
                return join_place(unit, None) if unit else UNKNOWN
            return join_place(unit, found)
        if kind == "đảng":
            continue
        if unit is not None:
            continue
        if name:
            unit = f"{slug_of(kind)}-{slug_of(name)}"
        elif home.unit is not None and home.unit.startswith(slug_of(kind) + "-"):
            return home.place
        else:
            return UNKNOWN + (home.province or "")
    if unit is not None:
        return join_place(unit, home.province)
    return NATIONAL if _NATIONAL_WORDS.search(issuer) else None


def find_place(issuer: str | None, type: str | None, codes: tuple[str, ...], home: Home) -> tuple[str, str | None]:
    """The place of a cited document, and the reason where it was inferred rather than said."""
    tier = tier_of(type, codes)
    if tier == "national":
        return NATIONAL, None
    said = read_place(issuer, home) if issuer else None
    if said is not None and not (said == NATIONAL and tier is not None):
        return said, None
    if tier == "provincial" and home.province is not None:
        return home.province, None if issuer else "issuer not said: the citing document's own province"
    if tier == "local" and home.province is not None and home.unit is None:
        return home.province, "issuer not said: the citing document's own province"
    if tier is None and issuer and said is None and home.province is not None and slug_of(issuer).startswith("so-"):
        return home.province, None
    if tier is None and codes and codes[0] == home.code and home.place is not None:
        return home.place, None if issuer else "issuer not said: that of the citing document"
    if tier is None and home.central:
        return NATIONAL, None if issuer else "issuer not said: taken for a central body, as the citing one"
    return UNKNOWN + (home.province or ""), None


def home_of(
    issuer: str | None,
    parent: str | None,
    locality: str | None,
    place: str | None,
    *,
    national: bool,
    code: str | None = None,
) -> Home:
    """Where a document speaks from, by its own head."""
    if national:
        return Home(central=True, code=code)
    province: str | None = None
    unit: str | None = None
    for words in (locality, issuer, parent, place):
        read = read_place(words, Home()) if words else None
        if read is None or read == NATIONAL or not is_known(read):
            if words and words is place:
                province = province or province_slug(words)
            continue
        first, _, second = read.partition(".")
        if regex.match(r"(?:huyen|quan|thi-xa|xa|phuong|thi-tran|dac-khu|thanh-pho)-", first):
            unit, province = unit or first, province or second or None
        else:
            province = province or first
    return Home(province, unit, code=code)

"""The grammar of bodies: offices, vague groups and names with what belongs to them, in a text cut into words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from normalize.gazetteer import (
    group_nouns,
    group_tails,
    offices,
    other_words,
    province_names,
    unit_heads,
    unit_names,
)
from normalize.unit_names import CLOSED_KINDS, NameScanner

_CITIES = frozenset(("thành", "thị"))  # short for cities and towns: `UBND các huyện, thành, thị`
_QUANTIFIED = frozenset(("các", "những", "mọi", "mỗi", "từng", "quan", "vị", "/", "-"))
_ZONES = frozenset(("khu", "kcn", "kkt", "cụm"))
_NO_CITIES = frozenset(("lập", "viên", "phần", "công", "tích", "quả", "tựu", "niên", "hình", "sự", "trường", "hiện"))
_MAX_NOUNS = 60  # words of one vague group
_MAX_DEPTH = 6
_TELLING = 3  # words from which a noun of a group says by itself whom it means
_TELLING_BODY = 5  # ... where it begins with `tổ chức`
# After an office these stand for the body whose document it is: `Giám đốc Sở`.
_OWN = frozenset(("sở", "bộ", "cục", "ban", "viện", "trường", "công", "đoàn"))
# Nouns of groups that no name follows as their parent: `các bộ, ngành` + `Ủy ban nhân dân` are two.
_PEERS = frozenset(("ngành", "bộ", "sở", "ban", "phương", "quan", "tỉnh", "huyện", "xã", "phố", "thể"))
# The first syllables of what makes the noun `tổ chức` a verb: `các cơ quan liên quan, tổ chức triển khai`.
_ORGANISED = frozenset(
    (
        *("triển", "thực", "tuyên", "hướng", "rà", "xây", "kiểm", "đánh", "sơ", "tổng", "lấy", "quán", "hội", "lớp"),
        *("tập", "đào", "thanh", "các", "khảo", "cho", "việc", "công", "thi", "phổ", "quản", "bồi", "giám", "bàn"),
        *("tiếp", "phát", "điều"),
    )
)
# The Party at its levels: `Bí thư Tỉnh ủy, Thành ủy`
_COMMITTEES = frozenset(
    (("tỉnh", "ủy"), ("thành", "ủy"), ("huyện", "ủy"), ("thị", "ủy"), ("quận", "ủy"), ("đảng", "ủy"))
)
# What says at which level a body stands.
_LEVELS = frozenset(
    (
        ("cấp", "cơ"),
        ("cấp", "tỉnh"),
        ("cấp", "huyện"),
        ("cấp", "xã"),
        ("các", "cấp"),
        ("cùng", "cấp"),
        ("trung", "ương"),
        ("ngành", "dọc"),
    )
)
# Kinds that are set up for an occasion, by or for somebody: `Tổ công tác của Thủ tướng`, `Hội đồng ... năm 2017`.
_OCCASIONAL = frozenset(("Tổ", "Ban", "Hội đồng", "Hội", "chức vụ"))


@dataclass(frozen=True, slots=True)
class Item:
    """A name or group from word `start` up to word `end`; `head` is the noun that a list shares (`Các phòng: A, B`)."""

    start: int
    end: int
    group: bool
    kind: str | None
    head: str = ""
    sure: bool = True


class Scanner(NameScanner):
    """Reads offices, groups and names with their tails, one within another only so deep."""

    _depth = 0

    def _within(self, read: Callable[[int], Item | None], i: int) -> Item | None:
        """What `read` finds at word `i`, unless that would be nested deeper than any real name."""
        if self._depth >= _MAX_DEPTH or i >= len(self.words):
            return None
        self._depth += 1
        try:
            return read(i)
        finally:
            self._depth -= 1

    def item(self, i: int) -> Item | None:
        """The name, group or office that begins at word `i`."""
        if self.folded[i : i + 2] == ("đồng", "chí") and self.prose:
            return self.office(i + 2)  # `Đồng chí Bí thư Tỉnh ủy`
        return self.office(i) or self.group(i) or self.name(i) or self.bare_group(i)

    def office(self, i: int) -> Item | None:
        """An office with the body that it heads: `Thủ trưởng các sở, ban ngành`, `Giám đốc Sở Y tế`, `Giám đốc Sở`."""
        return self._within(self._read_office, i)

    def _read_office(self, i: int) -> Item | None:
        deputies = self.words.at(i + 1) in (",", "/", "và") and self.words.at(i + 2) == "phó"
        if self.words.at(i) == "trưởng" and (deputies or self.words.at(i + 1) == "các"):
            heads = self.group(i + 3 if deputies else i + 1)  # `Trưởng các phòng`, `Trưởng, phó các phòng`
            return None if heads is None else Item(i, heads.end, True, "chức vụ")
        found = offices().longest(self.folded, i)
        if found is None:
            return None
        end, rank = found
        if self.prose and not self.words.is_capital(i):  # `yêu cầu thủ trưởng các sở`; not `vai trò chủ tịch`
            heads = self.group(end) or self.name(end) if rank == "head" else None
            return None if heads is None else Item(i, heads.end, heads.group, "chức vụ")
        known = unit_names().longest(self.folded, i)
        if known is not None and known[0] > end:
            return None  # `Chủ tịch nước`
        if self.words.at(end) == ",":
            second = offices().longest(self.folded, end + 1)  # `Thủ trưởng, người đứng đầu các bộ, ngành`
            body = None if second is None else self.group(second[0])
            if body is not None:
                return Item(i, body.end, True, "chức vụ")
            many = rank == "head" and second is not None and second[1] == "head"  # `Bộ trưởng, Thủ trưởng ...`
            return Item(i, end, many, "chức vụ", sure=rank in ("head", "deputy"))
        body = self.group(end) or self._headed(i, end) or self.name(end)
        if body is not None:
            stop = self._committees(body.end)
            return Item(i, stop, body.group or stop > body.end, "chức vụ")
        if rank == "head" and (nouns := self._nouns(end)) is not None and self.words.at(end) not in _OWN:
            return Item(i, nouns, True, "chức vụ")
        if self.words.at(end) in _OWN:
            stop = self.free(end, shared=False) or end + 1
            return Item(i, max(stop, end + 1), False, "chức vụ")
        if rank in ("member", "group") and self.prose:
            return None
        stop = self._tails(end, "chức vụ")
        return Item(i, stop, False, "chức vụ", sure=stop > end)

    def _committees(self, i: int) -> int:
        """The end of `Tỉnh ủy, Thành ủy`, none of which is named by its place, where the first of them ends at `i`."""
        end = i
        while self.folded[end - 2 : end] in _COMMITTEES and self.words.at(end) in (",", "và", "/"):
            if self.folded[end + 1 : end + 3] not in _COMMITTEES or self.words.is_capital(end + 3):
                break
            end += 3
        return end

    def _headed(self, i: int, end: int) -> Item | None:
        """The body whose first words end an office: `Trưởng Ban Kinh tế - Ngân sách`, `Chánh Văn phòng Sở`."""
        for start in range(max(i + 1, end - 2), end):
            head = unit_heads().longest(self.folded, start)
            if head is not None and head[0] >= end:
                body = self.name(start)
                if body is not None and body.end > end:
                    return body
        return None

    def name(self, i: int) -> Item | None:
        """A body with a name of its own, with the locality or parent that follows it."""
        return self._within(self._read_name, i)

    def _read_name(self, i: int) -> Item | None:
        found = self.named(i)
        if found is None:
            return None
        end, kind = found
        group_end = self._levels(end) if kind == "Ủy ban nhân dân" else None
        group_end = group_end or self.localities(end)
        if group_end is not None:
            return Item(i, group_end, True, kind)
        end = self._tails(end, kind)
        return Item(i, end, False, kind)

    def _levels(self, i: int) -> int | None:
        """The end of `cấp tỉnh, cấp xã` after `UBND`; None before a single level."""
        end = i
        while (self.words.at(end), self.words.at(end + 1)) in _LEVELS and self.words.at(end) == "cấp":
            after = end + 2
            if self.words.at(after) not in (",", "và", "/"):
                return after if end > i else None
            end = after + 1
        return end - 1 if end > i + 3 else None

    def group(self, i: int) -> Item | None:
        """A vague group: `Các sở, ban, ngành`, `tất cả các phòng, đơn vị thuộc Sở`, `các cơ quan có liên quan`."""
        return self._within(self._read_group, i)

    def _read_group(self, i: int) -> Item | None:
        start = self.quantifier(i)
        if start == i:
            return None
        if self.folded[start : start + 2] == ("đồng", "chí") and (office := self.office(start + 2)) is not None:
            return Item(i, office.end, True, "chức vụ")  # `các đồng chí Bộ trưởng`
        end = self._nouns(start)
        if end is None and self.words.is_capital(start) and (office := self.office(start)) is not None:
            return Item(i, office.end, True, "chức vụ")  # `Các Bộ trưởng`
        if end is None and self.words.is_capital(start) and (named := self.named(start)) is not None:
            end = self._group_tails(named[0])  # `các Tổng công ty Điện lực`
        return None if end is None else Item(i, end, True, "nhóm")

    def bare_group(self, i: int) -> Item | None:
        """A group without `các`: `Cơ quan, đơn vị`, `chính quyền địa phương các cấp`, `Cơ sở giáo dục đại học`."""
        noun = group_nouns().longest(self.folded, i)
        if noun is None:
            return None
        if self.words.at(i) == "ngành" and self.words.is_capital(i + 1) and not self.begins(i + 1):
            branch = self.free(i + 1, shared=False)
            return None if branch is None else Item(i, branch, True, "nhóm")  # `ngành Giáo dục và Đào tạo`
        end = self._nouns(i, apart=True)
        if end is None or (self.words.is_capital(noun[0]) and end == noun[0]):
            return None
        if self.prose and self._is_common(i, noun[0], end):
            return None
        return Item(i, end, True, "nhóm")

    def _is_common(self, i: int, noun: int, end: int) -> bool:
        """True for nouns that stand in running text without meaning a group: `đơn vị`, `tổ chức`, `hộ gia đình`."""
        least = (
            _TELLING_BODY if self.folded[i] == "tổ" else _TELLING
        )  # `tổ chức nghiên cứu` may be a verb and its object
        ends = noun - i >= _TELLING_BODY or self.words.at(noun) != "và"
        if noun - i >= least and self.folded[i] != "hộ" and ends:
            return False  # `Chủ đầu tư`, `cơ quan thuế`, `Cơ sở khám bệnh, chữa bệnh`
        return end == noun or self.folded[i : i + 2] == ("tổ", "chức") or self.words.at(noun) == "và"

    def localities(self, i: int) -> int | None:
        """The end of a group of localities after a name: `các huyện, thị xã`, `tỉnh, thành phố trực thuộc ...`."""
        start = self.quantifier(i)
        if start > i:
            return self._cities(self._nouns(start, places=True))
        first = self.locality(i)
        if first is None or (self.words.is_capital(first - 1) and first - i > 1 and self.folded[first - 1] != "phố"):
            return None
        if self.words.at(first) not in (",", "và", "/") or self.locality(first + 1) is None:
            return None
        second = self.locality(first + 1)
        if second is None or self.words.is_capital(second - 1):
            return None
        return self._nouns(i, places=True)

    def _cities(self, i: int | None) -> int | None:
        """The end of the names that share a noun: `các tỉnh, thành phố Hà Nội, Hải Phòng và Cần Thơ`."""
        while i is not None and i > 0 and self.words.is_capital(i - 1) and self.words.at(i) in (",", "và"):
            if self.begins(i + 1) or not self.words.is_capital(i + 1):
                break
            i = self.capitals(i + 1)
        return i

    def _is_telling(self, i: int) -> bool:
        """True where a noun of a group says by itself whom it means: `cơ quan công an`."""
        noun = group_nouns().longest(self.folded, i)
        return noun is not None and noun[0] - i >= _TELLING

    def _nouns(self, i: int, *, places: bool = False, apart: bool = False) -> int | None:
        """The end of a list of group nouns with its tails, from word `i`; of `places` alone after `UBND các`.

        `apart` where no `các` stands before, so that nouns which tell whom they mean are items of their own.
        """
        j, end = i, None
        while j - i < _MAX_NOUNS:
            noun = self._noun(j)
            place = self.locality(j) if places else None
            if noun is None or (places and place is None and self.words.at(j) not in _CITIES):
                break
            if self.words.at(j) in _CITIES and noun == j + 1 and self.words.at(noun) in _NO_CITIES:
                break  # `các tỉnh, thành phố` + `thành lập`
            if place is not None and place > noun:
                noun = place  # `các huyện, thị xã Đức Phổ`
            if not places and end is None and self.words.at(j) in _CITIES and noun == j + 1:
                break
            begun, end = j, noun
            j = noun
            tail = self._group_tails(j)
            if tail > j:
                end = j = tail
                related = self.words.at(j - 1) == "quan" and self.words.at(j - 2) == "liên"
                if (self.prose or (related and not places)) and self.words.at(j) != "và":
                    break
            if self._noun(j) is not None and self.words.at(j) not in ("đồng", "lãnh"):
                continue
            if apart and self.words.at(j) in (",", "và") and self._is_telling(i) and self._is_telling(j + 1):
                break  # `chính quyền địa phương, cơ quan công an` are two
            if apart and not self.prose and self.words.at(j) == "," and end - begun > _TELLING_BODY:
                break  # `cơ sở khám bệnh, chữa bệnh, doanh nghiệp` are two
            if self.words.at(j) in (",", "và", "/", "-") or (self.words.at(j) == "," and self.words.at(j + 1) == "và"):
                j += 1 + (self.words.at(j) == "," and self.words.at(j + 1) == "và")
                continue
            break
        return end

    def _noun(self, i: int) -> int | None:
        found = group_nouns().longest(self.folded, i)
        if found is None or ((other := other_words().longest(self.folded, i)) is not None and other[0] > found[0]):
            return None
        end = found[0]
        if self.words.is_capital(i):
            known = unit_names().longest(self.folded, i)
            if (known is not None and known[0] > end) or (self.words.is_capital(end) and "," not in self.folded[i:end]):
                return None
        if self.prose and self.folded[i:end] == ("tổ", "chức"):
            if self.words.at(i - 1) in (",", "và"):
                return None if self.words.at(end) in _ORGANISED else end
            if i > 0 and self.words.at(i - 1) not in _QUANTIFIED:
                return None  # `Bệnh viện đa khoa tỉnh` + `tổ chức đấu thầu`
        return end

    def _group_tails(self, i: int) -> int:
        j = i
        for _ in range(6):
            after = self._belonging(j)
            if after is None and self.words.at(j - 1) not in _PEERS and self.words.is_capital(j):
                parent = self.name(j)
                after = None if parent is None else parent.end
            if after is None and self._is_short_form(j):
                after = j + 1  # `các trường Đại học NCL`
            if after is None and not (self.prose and self.folded[j : j + 1] in (("địa",), ("phối",))):
                tail = group_tails().longest(self.folded, j)
                after = None if tail is None else tail[0]
            if after is None:
                break
            j = after
        return j

    def _is_short_form(self, i: int) -> bool:
        """True for a word of capitals that says which of a group is meant, and is no body of its own."""
        if i >= len(self.words) or self.begins(i):
            return False
        written = self.words.words(i, i + 1)
        return len(written) > 2 and written.isupper() and written.isalpha()

    def _belonging(self, i: int) -> int | None:
        """The end of `thuộc Sở`, `thuộc, trực thuộc Ủy ban nhân dân tỉnh`, `trên địa bàn huyện`, `của tỉnh`."""
        j = i
        if self.words.at(j) == "đóng" or self.folded[j : j + 2] == ("hoạt", "động"):
            j += 1 + (self.words.at(j) == "hoạt")
            if self.words.at(j) != "trên":
                return None
        if self.words.at(j) == "trên" and self.words.at(j + 1) == "địa":
            j += 3 + (self.words.at(j + 3) == "toàn")
        else:
            while self.words.at(j) in ("thuộc", "trực") or (
                self.words.at(j) in (",", "và", "hoặc") and j > i and self.words.at(j + 1) in ("trực", "thuộc")
            ):
                j += 1
            if j == i:
                if self.words.at(i) not in ("của", "tại", "ở", "cho"):
                    return None
                j += 1
        parent = self.name(j)
        if parent is not None:
            return parent.end
        place = self.locality(j)
        if place is not None:
            return place
        if self.quantifier(j) > j and self.words.at(i) in ("thuộc", "trực", "của"):
            return self._nouns(self.quantifier(j))
        if self.words.at(j) in ("sở", "bộ", "ngành", "ubnd", "công", "đơn", "trung", "địa", "khối", "cơ"):
            return j + (2 if self.words.at(j) in ("công", "đơn", "trung", "địa", "cơ") else 1)
        if self.words.is_capital(j):
            return self.capitals(j)
        return None

    def _tails(self, i: int, kind: str) -> int:
        """The end of what follows a name and belongs to it: locality, level, number, parent."""
        end = i
        for _ in range(5):
            after = self._tail(end, kind)
            if after <= end:
                break
            end = after
        return end

    def _branch(self, i: int) -> int | None:
        """The end of `- Chi nhánh tỉnh Quảng Ngãi`, `chi nhánh Quảng Ngãi` after the name of a bank or company."""
        at = i + (self.words.at(i) == "-")
        if (self.words.at(at), self.words.at(at + 1)) != ("chi", "nhánh"):
            return None
        at += 2
        if (place := self.locality(at)) is not None:
            return place
        if self.words.at(at) == "khu" and self.words.at(at + 1) == "vực":
            at += 2
            return at + (self.words.is_capital(at) or self.words.at(at).isdigit())
        return self.capitals(at) if self.words.is_capital(at) else None

    def _tail(self, i: int, kind: str) -> int:
        """The end of one thing that belongs to a name before word `i`; `i` where there is none."""
        first, second = self.words.at(i), self.words.at(i + 1)
        if (branch := self._branch(i)) is not None:
            return branch
        if (place := self.locality(i)) is not None:
            return place
        if (first, second, self.words.at(i + 2)) == ("(", "cũ", ")"):
            return i + 3
        if (first, second) in _LEVELS:
            return i + 2 + (second == "cơ")
        if kind in ("Ban", "Ban Quản lý") and first in ("và", ","):
            at = i + 1 + (second == "các")
            zones = (self._nouns(at) or self.free(at, shared=False)) if self.words.at(at) in _ZONES else None
            return zones or i  # `BQL Khu kinh tế Dung Quất và các Khu công nghiệp tỉnh`
        if first == "khu" and second == "vực":
            numbered = self.words.is_capital(i + 2) or self.words.at(i + 2).isdigit()
            return i + 2 + numbered
        if first == "số" and second.isdigit():
            return i + 2
        if first == "ngành" and self.words.is_capital(i + 1):
            return self.free(i + 1, shared=False) or i
        if first == "năm" and second.isdigit() and kind in _OCCASIONAL:
            return i + 2
        if first in ("sở", "tỉnh", "bộ") and kind not in CLOSED_KINDS and not self.words.is_capital(i + 1):
            return i + 1
        if self.words.is_capital(i):
            parent = self.named(i)
            if parent is None and kind in CLOSED_KINDS:
                province = province_names().longest(self.folded, i)
                return i if province is None else province[0]
            if parent is None:
                return i if self.begins(i) else self.capitals(i)
            return parent[0] if kind == "Ban Đảng" or kind not in CLOSED_KINDS else i
        if first in ("thuộc", "trực") or (first in ("của", "cho") and kind in _OCCASIONAL):
            return self._belonging(i) or i
        return i

"""The grammar of names of bodies: where a name, a vague group or a list of them ends in a text cut into words."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.gazetteer import (
    Words,
    abbreviation_words,
    fold,
    group_nouns,
    group_tails,
    name_enders,
    offices,
    other_words,
    unit_heads,
    unit_names,
)

_QUANTIFIERS = frozenset(("các", "những", "mọi", "mỗi", "từng"))
_ALL = (("tất", "cả"), ("toàn", "bộ"), ("toàn", "thể"))
_LOCALITIES = frozenset(
    (
        ("tỉnh",),
        ("thành", "phố"),
        ("tp",),
        ("huyện",),
        ("quận",),
        ("thị", "xã"),
        ("xã",),
        ("phường",),
        ("thị", "trấn"),
        ("đặc", "khu"),
    )
)
# Nouns of groups that no name follows as their parent: `các bộ, ngành` + `Ủy ban nhân dân` are two.
_PEERS = frozenset(("ngành", "bộ", "sở", "ban", "phương", "quan", "tỉnh", "huyện", "xã", "phố", "thể"))
_MARKS = frozenset(",;:.()[]…\"“”'!?")
_JOINERS = frozenset(("-", "/", "&"))
# Kinds whose names are all known: what follows such a name does not belong to it.
_CLOSED = frozenset(("Sở", "Bộ", "Chính phủ", "Quốc hội", "Ban Đảng"))
# After the noun `tổ chức` these say that it was the verb: `các cơ quan liên quan, tổ chức triển khai`.
_ORGANISED = frozenset(
    "triển thực tuyên hướng rà xây kiểm đánh sơ tổng lấy quán hội lớp tập đào thanh các khảo cho việc công thi phổ quản bồi giám bàn tiếp phát điều".split()
)
_MAX_WORDS = 26


@dataclass(frozen=True, slots=True)
class Item:
    """A name or group from word `start` up to word `end`; `head` is the noun that a list shares (`Các phòng: A, B`)."""

    start: int
    end: int
    group: bool
    kind: str | None
    head: str = ""
    sure: bool = True


class Scanner:
    """Reads names at given words. In `prose` a name needs a capital letter and ends before verbs and function words."""

    def __init__(self, words: Words, *, prose: bool) -> None:
        self.words = words
        self.prose = prose
        self.folded = words.folded

    # -- one item ------------------------------------------------------------------------------------------------------
    def item(self, i: int) -> Item | None:
        """The name, group or office that begins at word `i`."""
        return self.office(i) or self.group(i) or self.name(i) or self.bare_group(i)

    def begins(self, i: int) -> bool:
        """True where an item of its own begins at word `i`."""
        if self.quantifier(i) > i:
            return True
        if not self.words.is_capital(i):
            return False
        return self._named(i) is not None or (offices().longest(self.folded, i) is not None)

    def office(self, i: int) -> Item | None:
        """An office with the body that it heads: `Thủ trưởng các sở, ban ngành`, `Giám đốc Sở Y tế`, `Giám đốc Sở`."""
        found = offices().longest(self.folded, i)
        if found is None or (self.prose and not self.words.is_capital(i)):
            return None
        end, rank = found
        known = unit_names().longest(self.folded, i)
        if known is not None and known[0] > end:
            return None  # `Chủ tịch nước`
        if self.words.at(end) == ",":  # `Trưởng, Phó các phòng` is left to the caller
            return Item(i, end, False, "chức vụ", sure=rank in ("head", "deputy"))
        body = self.group(end) or self.name(end) or (self.bare_group(end) if rank == "head" else None)
        if body is not None:
            return Item(i, body.end, body.group, "chức vụ")
        if self.words.at(end) in ("sở", "bộ", "cục", "ban", "viện", "trường", "công", "đoàn"):
            stop = self.free(end, shared=False) or end + 1
            return Item(i, max(stop, end + 1), False, "chức vụ")
        if rank in ("member", "group") and self.prose:
            return None
        stop = self._tails(end, "chức vụ")
        return Item(i, stop, False, "chức vụ", sure=stop > end)

    def name(self, i: int) -> Item | None:
        """A body with a name of its own, with the locality or parent that follows it."""
        found = self._named(i)
        if found is None:
            return None
        end, kind = found
        group_end = self._localities(end) if kind == "Ủy ban nhân dân" else None
        if group_end is not None:
            return Item(i, group_end, True, kind)
        end = self._tails(end, kind)
        return Item(i, end, False, kind)

    def group(self, i: int) -> Item | None:
        """A vague group: `Các sở, ban, ngành`, `tất cả các phòng, đơn vị thuộc Sở`, `các cơ quan có liên quan`."""
        start = self.quantifier(i)
        if start == i:
            return None
        end = self._nouns(start)
        if end is None and self.words.is_capital(start) and (named := self._named(start)) is not None:
            end = named[0]  # `các Tổng công ty Điện lực`
        return None if end is None else Item(i, end, True, "nhóm")

    def bare_group(self, i: int) -> Item | None:
        """A group without `các`: `Cơ quan, đơn vị`, `chính quyền địa phương các cấp`, `Cơ sở giáo dục đại học`."""
        noun = group_nouns().longest(self.folded, i)
        if noun is None:
            return None
        end = self._nouns(i)
        if end is None or (self.words.is_capital(noun[0]) and end == noun[0]):
            return None
        if self.prose and (
            end == noun[0] or self.folded[i : i + 2] == ("tổ", "chức") or self.words.at(noun[0]) == "và"
        ):
            return None
        return Item(i, end, True, "nhóm")

    # -- parts ---------------------------------------------------------------------------------------------------------
    def quantifier(self, i: int) -> int:
        at = i + 2 if (self.words.at(i), self.words.at(i + 1)) in _ALL else i
        return at + 1 if self.words.at(at) in _QUANTIFIERS else at

    def _named(self, i: int) -> tuple[int, str] | None:
        """The end and kind of a name at word `i`, without tails."""
        capital = self.words.is_capital(i)
        known = unit_names().longest(self.folded, i)
        if known is None and (self.folded[i : i + 2] == ("tổ", "chức") or self._is_other(i)):
            return None
        if known is not None and self.prose and not capital:
            known = known if self.words.is_capital(known[0] - 1) and known[0] - i > 1 else None
        head = unit_heads().longest(self.folded, i)
        if head is None:
            return known
        end, (kind, need) = head[0], head[1].split("|")
        if need == "locality":
            named = self.locality(i) or end
            if known is not None or named <= end or self.prose or not self.words.is_capital(named - 1):
                return known
            return named, kind
        if self.words.at(end) == "." and end - i == 1 and len(self.folded[i]) <= 2:
            end += 1
        short = abbreviation_words().longest(self.folded, end)
        if short is not None and self.words.is_capital(end):
            return max((short[0], kind), known or (0, ""))
        if self.prose and not capital and not (kind in ("Phòng", "Sở") and self.words.is_capital(end)):
            return known
        if known is not None and (known[1] in _CLOSED or not self._goes_on(known[0])):
            return known
        free = self.free(end if known is None else known[0], shared=False, begun=known is not None)
        if free is not None and (known is None or free > known[0]):
            return free, kind
        if known is not None:
            return known
        if need == "optional" and (capital or not self.prose):
            return end, kind
        return None

    def _is_other(self, i: int) -> bool:
        """True for `tổ chức hội nghị`, `Ban hành`, `cơ sở dữ liệu`: words that only begin like a body."""
        return other_words().longest(self.folded, i) is not None

    def _goes_on(self, end: int) -> bool:
        """True where a known name goes on: `Phòng Quản lý Khoa học` + `và Đổi mới sáng tạo`."""
        if self.words.is_capital(end):
            return not self.begins(end)
        if self.folded[end : end + 1] and self.folded[end] in ("và", "-") and self.words.is_capital(end + 1):
            return not self.begins(end + 1)
        return False

    def shared_name(self, i: int, head: tuple[str, ...]) -> int | None:
        """The end of a known name whose head noun is said before: `các Sở: Tài chính` at `Tài chính`."""
        node = unit_names().descend(head)
        found = node.longest(self.folded, i) if node is not None else None
        if found is not None or self.begins(i) or not self.words.is_capital(i):
            return None if found is None else found[0]
        short = abbreviation_words().longest(self.folded, i)
        if short is None or node is None or node.longest(tuple(fold(short[1]).replace(",", " ,").split()), 0) is None:
            return None
        return short[0]

    def free(self, i: int, *, shared: bool, begun: bool = False) -> int | None:
        """The end of a name that no list knows, its head noun ending before word `i`. None where no name is there.

        `shared` in a list whose names share a head noun; `begun` where a part of the name stands before word `i`.
        """
        j, capitals, lower, n = i, int(begun), 0, len(self.words)
        while j < n and j - i < _MAX_WORDS:
            word = self.folded[j]
            if word in _MARKS:
                if word == "," and capitals and not shared and self._comma_inside(j):
                    j += 1
                    continue
                break
            if word in _JOINERS:
                if not capitals or not self.words.is_capital(j + 1) or (self.begins(j + 1) and word != "-"):
                    break
                j += 1
                continue
            if word == "và":
                if not self._and_inside(j, capitals, shared):
                    break
                j += 1
                continue
            if self.words.is_capital(j):
                if j > i and self._starts_new(j):
                    break
                capitals, lower = capitals + 1, 0
                j += 1
                continue
            if word.isdigit():
                if self.words.at(j - 1) not in ("số", "quận", "khu", "tổ", "đội", "nhóm", "vực", "ban", "án", "đạo"):
                    break
                capitals += 1
                j += 1
                continue
            ender = name_enders().longest(self.folded, j)
            if (word == "số" and not self.words.at(j + 1).isdigit()) or (
                word == "ngoài" and self.words.at(j - 1) == "nước"
            ):
                ender = None
            if ender is not None and (ender[1] == "hard" or self.prose):
                break
            if word in _QUANTIFIERS and (self.prose or j > i):
                break
            if (word,) in _LOCALITIES or (word, self.words.at(j + 1)) in _LOCALITIES:
                break
            lower += 1
            if self.prose and (lower > 5 or (not capitals and (lower > 3 or (j == i and self._is_short_head(i))))):
                break
            j += 1
        while j > i and self.folded[j - 1] in ("và", "-", ",", "số"):
            j -= 1
        return j if j > i and (capitals or not self.prose) else None

    def _is_short_head(self, i: int) -> bool:
        """True after a head of one syllable, which is also a part of other words: `Tổ chức`, `Hội nghị`, `Bộ luật`."""
        return (
            i > 0
            and unit_heads().longest(self.folded, i - 1) == unit_heads().longest(self.folded[:i], i - 1)
            and (i < 2 or unit_heads().longest(self.folded[:i], i - 2) is None)
        )

    def _starts_new(self, j: int) -> bool:
        """True where a capital word inside a name begins the name of a parent instead."""
        known = unit_names().longest(self.folded, j)
        if known is not None and known[0] - j > 1:
            return True
        head = unit_heads().longest(self.folded, j)
        if head is None or "locality" in head[1]:
            return False
        return self.words.is_capital(head[0]) and (head[0] - j > 1 or self.folded[j] in ("sở", "ubnd", "hđnd"))

    def _comma_inside(self, j: int) -> bool:
        """True for the comma of `Kinh tế, Hạ tầng và Đô thị`: `và` with a capital follows, and no name of its own."""
        if not self.words.is_capital(j + 1) or self.begins(j + 1):
            return False
        for k in range(j + 2, min(j + 9, len(self.words))):
            word = self.folded[k]
            if word == "và":
                return self.words.is_capital(k + 1) and not self.begins(k + 1)
            if word in _MARKS and word != ",":
                return False
            if self.begins(k):
                return False
        return False

    def _and_inside(self, j: int, capitals: int, shared: bool) -> bool:
        if not self.words.is_capital(j + 1):
            if self.prose or self.quantifier(j + 1) > j + 1 or not self.words.at(j + 1).isalpha():
                return False
            return group_nouns().longest(self.folded, j + 1) is None
        if not capitals or self.begins(j + 1):
            return False
        if not shared:
            return True
        for k in range(j + 1, len(self.words)):  # in `Các phòng: A và B, C` the first `và` is inside a name
            if self.folded[k] in (",", ";"):
                return True
            if self.folded[k] in _MARKS:
                return False
        return False

    def capitals(self, i: int) -> int:
        """The end of a run of capital words, as in the name of a place: `Bà Rịa - Vũng Tàu`."""
        j = i
        while j < len(self.words) and j - i < 7:
            if self.words.is_capital(j) and (j == i or not self._starts_new(j)):
                j += 1
            elif self.folded[j] == "-" and j > i and self.words.is_capital(j + 1):
                j += 1
            elif self.folded[j].isdigit() and j == i and self.words.at(i - 1) in ("quận", "phường"):
                return j + 1
            else:
                break
        return j

    def locality(self, i: int) -> int | None:
        """The end of `tỉnh Quảng Ngãi`, `thành phố`, `huyện` at word `i`."""
        size = 2 if (self.words.at(i), self.words.at(i + 1)) in _LOCALITIES else int((self.words.at(i),) in _LOCALITIES)
        if not size:
            return None
        at = i + size + (self.words.at(i) == "tp" and self.words.at(i + 1) == ".")
        return self.capitals(at)

    def _localities(self, i: int) -> int | None:
        """The end of a group of localities after `UBND`: `các huyện, thị xã`, `tỉnh, thành phố trực thuộc Trung ương`."""
        start = self.quantifier(i)
        if start > i:
            return self._nouns(start, places=True)
        first = self.locality(i)
        if first is None or self.words.is_capital(first - 1) and first - i > 1 and self.folded[first - 1] != "phố":
            return None
        if self.words.at(first) not in (",", "và", "/") or self.locality(first + 1) is None:
            return None
        second = self.locality(first + 1)
        if second is None or self.words.is_capital(second - 1):
            return None
        return self._nouns(i, places=True)

    def _nouns(self, i: int, *, places: bool = False) -> int | None:
        """The end of a list of group nouns with its tails, from word `i`; of `places` alone after `UBND các`."""
        j, end = i, None
        while True:
            noun = self._noun(j)
            if noun is None or (places and self.locality(j) is None):
                break
            end = j = noun
            tail = self._group_tails(j)
            if tail > j:
                end = j = tail
                if self.prose and self.words.at(j) != "và":
                    break
            if self._noun(j) is not None and self.words.at(j) not in ("đồng", "lãnh"):
                continue
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
        if self.prose and self.folded[i:end] == ("tổ", "chức") and self.words.at(i - 1) in (",", "và"):
            return None if self.words.at(end) in _ORGANISED else end
        return end

    def _group_tails(self, i: int) -> int:
        j = i
        for _ in range(6):
            tail = group_tails().longest(self.folded, j)
            if tail is not None and not (self.prose and self.folded[j] in ("địa", "phối")):
                j = tail[0]
                continue
            after = self._belonging(j)
            member = self.words.at(j - 1) not in _PEERS
            if after is None and member and self.words.is_capital(j) and (parent := self.name(j)) is not None:
                after = parent.end
            if after is None:
                break
            j = after
        return j

    def _belonging(self, i: int) -> int | None:
        """The end of `thuộc Sở`, `thuộc, trực thuộc Ủy ban nhân dân tỉnh`, `trên địa bàn huyện`, `của tỉnh`."""
        j = i
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
        if self.words.at(i) != "của" and self.words.is_capital(j):
            return self.capitals(j)
        return None

    def _tails(self, i: int, kind: str) -> int:
        """The end of what follows a name and belongs to it: locality, level, number, parent."""
        j = i
        for _ in range(5):
            start = j
            place = self.locality(j)
            if place is not None:
                j = place
            elif self.folded[j : j + 3] == ("(", "cũ", ")"):
                j += 3
            elif self.folded[j : j + 2] in (
                ("cấp", "cơ"),
                ("cấp", "tỉnh"),
                ("cấp", "huyện"),
                ("cấp", "xã"),
                ("các", "cấp"),
                ("cùng", "cấp"),
                ("trung", "ương"),
                ("ngành", "dọc"),
            ):
                j += 2 + (self.words.at(j + 1) == "cơ")
            elif self.words.at(j) == "ngành" and self.words.is_capital(j + 1):
                j = self.free(j + 1, shared=False) or j
            elif self.words.at(j) == "năm" and kind in ("Hội đồng", "Ban", "Tổ") and self.words.at(j + 1).isdigit():
                j += 2
            elif self.folded[j : j + 2] in (("khu", "vực"), ("số", self.words.at(j + 1))) and (
                self.words.at(j + 2) or self.words.at(j + 1)
            ):
                j += (
                    3
                    if self.folded[j] == "khu" and (self.words.is_capital(j + 2) or self.words.at(j + 2).isdigit())
                    else (2 if self.words.at(j + 1).isdigit() or self.folded[j] == "khu" else 0)
                )
            elif kind not in _CLOSED and self.words.at(j) in ("sở", "tỉnh", "bộ") and not self.words.is_capital(j + 1):
                j += 1
            elif self.words.is_capital(j):
                parent = self._named(j)
                if parent is None and not self.begins(j):
                    j = self.capitals(j)
                elif parent is not None and kind not in _CLOSED - {"Ban Đảng"}:
                    j = parent[0]
            elif self.words.at(j) in ("thuộc", "trực") or (
                self.words.at(j) in ("của", "cho") and kind in ("Tổ", "Ban", "Hội đồng", "Hội", "chức vụ")
            ):
                j = self._belonging(j) or j
            if j == start:
                break
        return j

"""Names of single bodies in a text cut into words: where `Sở Văn hóa, Thể thao và Du lịch` begins and ends."""

from __future__ import annotations

from normalize.gazetteer import (
    Words,
    abbreviation_words,
    fold,
    group_nouns,
    name_enders,
    offices,
    other_words,
    province_names,
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
# Words that end in one which elsewhere ends a name: `công trình`, while `trình` is a verb.
_COMPOUNDS = frozenset((("nước", "ngoài"), ("công", "trình"), ("chương", "trình"), ("bất", "động"), ("công", "lập")))
_JOINERS = frozenset(("-", "/", "&"))
MARKS = frozenset(",;:.()[]…\"“”'!?")
# Kinds whose names are all known: what follows such a name does not belong to it.
CLOSED_KINDS = frozenset(("Sở", "Bộ", "Chính phủ", "Quốc hội", "Ban Đảng"))
_MAX_WORDS = 26
_MAX_SMALL = 5  # small-letter words in a row within a name in prose
_REACH = 9  # how far ahead a comma inside a name looks for its `và`


class NameScanner:
    """Reads single names. In `prose` a name needs a capital letter and ends before verbs and function words."""

    def __init__(self, words: Words, *, prose: bool) -> None:
        self.words = words
        self.prose = prose
        self.folded = words.folded

    def begins(self, i: int) -> bool:
        """True where an item of its own begins at word `i`, by its first words alone."""
        if self.quantifier(i) > i:
            return True
        if not self.words.is_capital(i):
            return False
        if self.words.at(i) == "trưởng" and (self.words.at(i + 1) == "các" or self.words.at(i + 2) == "phó"):
            return True  # `Trưởng các phòng`, `Trưởng, phó các phòng`
        if unit_names().longest(self.folded, i) is not None or offices().longest(self.folded, i) is not None:
            return True
        head = unit_heads().longest(self.folded, i)
        if head is None or self.folded[i : i + 2] == ("tổ", "chức") or self._is_other(i):
            return False
        if head[1].endswith("locality"):
            return not self.prose and self.words.is_capital(head[0])
        after = self.words.at(head[0])
        return head[1].endswith("optional") or self.words.is_capital(head[0]) or after in (".", "số") or after.isdigit()

    def quantifier(self, i: int) -> int:
        at = i + 2 if (self.words.at(i), self.words.at(i + 1)) in _ALL else i
        return at + 1 if self.words.at(at) in _QUANTIFIERS else at

    def named(self, i: int) -> tuple[int, str] | None:
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
        if kind == "Cơ quan" and known is None and (noun := group_nouns().longest(self.folded, i)) and noun[0] > end:
            return None  # `cơ quan ngang Bộ`
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
        if self.prose and not capital and not (kind in ("Phòng", "Sở", "Cơ quan") and self.words.is_capital(end)):
            return known
        if known is not None and (known[1] in CLOSED_KINDS or not self._goes_on(known[0])):
            return known
        company = kind == "doanh nghiệp"
        free = self.free(end if known is None else known[0], shared=False, begun=known is not None, loose=company)
        if free is not None and (known is None or free > known[0]):
            return free, kind
        if known is not None:
            return known
        if need == "optional" and (capital or not self.prose):
            return end, kind
        noun = group_nouns().longest(self.folded, i)
        if capital and noun is not None and noun[0] > end and self.locality(noun[0]) is not None:
            return noun[0], kind  # `Bệnh viện đa khoa` + `tỉnh Kiên Giang`
        return None

    def _is_other(self, i: int) -> bool:
        """True for `tổ chức hội nghị`, `Ban hành`, `cơ sở dữ liệu`: words that only begin like a body."""
        return other_words().longest(self.folded, i) is not None

    def _goes_on(self, end: int) -> bool:
        """True where a known name goes on: `Phòng Quản lý Khoa học` + `và Đổi mới sáng tạo`."""
        if self.words.is_capital(end):
            return not self.begins(end)
        if self._fight(end) > end:
            return True
        if self.folded[end : end + 1] and self.folded[end] in ("và", "-") and self.words.is_capital(end + 1):
            return not self.begins(end + 1)
        return False

    def _fight(self, i: int) -> int:
        """The word after `phòng, chống` in a name; `i` where that is not there."""
        if self.folded[i : i + 3] == ("phòng", ",", "chống"):
            return i + 3
        return i + 2 if self.folded[i : i + 2] == ("phòng", "chống") else i

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

    def free(self, i: int, *, shared: bool, begun: bool = False, loose: bool = False) -> int | None:
        """The end of a name that no list knows, its head noun ending before word `i`. None where no name is there.

        `shared` in a list whose names share a head noun; `begun` where a part of the name stands before word `i`;
        `loose` for companies, whose names run on in small letters: `Công ty TNHH một thành viên quản lý ...`.
        """
        j, capitals, lower, n = i, int(begun), 0, len(self.words)
        while j < n and j - i < _MAX_WORDS:
            word = self.folded[j]
            if (fight := self._fight(j)) > j:
                j, capitals = fight, capitals + 1  # `Ban Chỉ đạo phòng, chống dịch Covid-19`
                continue
            if word in MARKS:
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
                if not self._and_inside(j, capitals, shared, loose):
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
            if (word == "số" and not self.words.at(j + 1).isdigit()) or (self.words.at(j - 1), word) in _COMPOUNDS:
                ender = None
            if ender is not None and (ender[1] == "hard" or (self.prose and not loose)):
                break
            if word in _QUANTIFIERS and (self.prose or j > i):
                break
            if (word,) in _LOCALITIES or (word, self.words.at(j + 1)) in _LOCALITIES:
                break
            if self.prose and self._ends_in_province(i, j):
                break  # `Báo Nghệ An` + `tăng thời lượng`
            lower += 1
            if (
                self.prose
                and not loose
                and (lower > _MAX_SMALL or (not capitals and (lower > 3 or (j == i and self._is_short_head(i)))))
            ):
                break
            j += 1
        while j > i and self.folded[j - 1] in ("và", "-", ","):
            j -= 1
        return j if j > i and (capitals or not self.prose) else None

    def _ends_in_province(self, i: int, j: int) -> bool:
        """True where the words of a name before `j` end in that of a province."""
        return any(
            (found := province_names().longest(self.folded[:j], k)) is not None and found[0] == j
            for k in range(max(i, j - 4), j)
        )

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
        for k in range(j + 2, min(j + _REACH, len(self.words))):
            word = self.folded[k]
            if word == "và":
                return self.words.is_capital(k + 1) and not self.begins(k + 1)
            if word in MARKS and word != ",":
                return False
            if self.begins(k):
                return False
        return False

    def _and_inside(self, j: int, capitals: int, shared: bool, loose: bool) -> bool:
        if not self.words.is_capital(j + 1):
            if (self.prose and not loose) or self.quantifier(j + 1) > j + 1 or not self.words.at(j + 1).isalpha():
                return False
            return group_nouns().longest(self.folded, j + 1) is None
        if not capitals or self.begins(j + 1):
            return False
        if not shared:
            return True
        for k in range(j + 1, len(self.words)):  # in `Các phòng: A và B, C` the first `và` is inside a name
            if self.folded[k] in (",", ";"):
                return True
            if self.folded[k] in MARKS:
                return False
        return False

    def capitals(self, i: int) -> int:
        """The end of a run of capital words, as in the name of a place: `Bà Rịa - Vũng Tàu`."""
        j = i
        while j < len(self.words) and j - i < 7:
            joined = self.folded[j] == "-" and j > i and self.words.is_capital(j + 1)
            if joined or (self.words.is_capital(j) and (j == i or not self._starts_new(j))):
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

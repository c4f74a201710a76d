"""Articles of the official codification and gazette texts (JSON Lines, gzip) -> laws.csv: laws known by name.

    python -m normalize.data.make_laws phapdien_articles.jsonl.gz congbao_402.jsonl.gz > laws.csv

A row is a law, code or ordinance with its name without the word for its kind, number, date, date of effect and
`source`, where that was read: an item of the codification, an article of it or a file of the gazette that cites the
law, or `general knowledge, unconfirmed` for what is only in laws_by_hand.csv. The codification's own source line counts
before a citation in running text; of several spellings the most frequent wins. Names that are only ever cited with a
date or year are rows with an empty number. A date of effect that is not in a source line is general knowledge.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import regex

from normalize.dates import parse_date
from normalize.sources import parse_source

KINDS = {"luật": "L", "bộ luật": "BL", "pháp lệnh": "PL"}
NUMBER = (
    r"(?P<number>\d{1,3}(?:/\d{4}/|-)(?:QH\d{1,2}|(?:PL-)?UBTVQHK?\d{1,2}|LCT/HĐNN\d|L/CTN)|"
    r"\d{1,3}-LCT/HĐNN\d|\d{1,3}-L/CTN)"
)
# `(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực ...`
SOURCE_LINE = regex.compile(
    r"^\((?:Điều|Khoản)[^)]{0,20}? (?P<kind>Luật|Bộ [Ll]uật|Pháp lệnh) số "
    + NUMBER
    + r" (?:(?:Lu[ậâ]t|Bộ [Ll]uật|Pháp lệnh) )?(?P<name>[^\n]{3,240}?) ngày (?P<date>\d\d/\d\d/\d{4}) của "
)
# `Luật Thanh tra số 11/2022/QH15 ngày 14/11/2022`, `Pháp lệnh Dân số ngày 09 tháng 01 năm 2003`
DATE = r"(?P<date>\d\d?/\d\d?/\d{4}|\d\d? tháng \d\d? năm \d{4})"
CITATION = regex.compile(
    r"(?<!\p{L})(?P<kind>(?:Bộ l|L)uật|Bộ Luật|Pháp lệnh) (?P<name>\p{L}[^\d;.:()“”\"\n/]{2,110}?)"
    rf"(?:,? số {NUMBER}(?:,? ngày {DATE})?| ngày {DATE}| năm (?P<year>\d{{4}})(?=[;,.)]))"
)
# A name that runs over another document, or into a sentence, is none.
NO_NAME = regex.compile(
    r"(?i)(?<!\p{L})(?:luật|nghị quyết|pháp lệnh|nghị định|căn cứ|quốc hội khóa|khóa|này|được|ban hành ngày|thông qua|"
    r"có hiệu lực|của|nên|trong|từ|sửa đổi|số|công bố|số|chủ tịch|ngày|năm|hiện hành|theo|quy định (?:về|tại))(?!\p{L})"
)
FALSE_START = regex.compile(
    r"(?i)(?:này|sư|gia|và|của|đã|được|về (?:việc )?(?:sửa|bổ|ban)|sửa đổi|bổ sung|số)(?!\p{L})"
)


def read_rows(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def name_is_sound(name: str) -> bool:
    """False where the words between the kind and the number are more, or other, than a name."""
    if FALSE_START.match(name):
        return False
    rest = name
    for phrase in ("Trách nhiệm bồi thường của Nhà nước", "Hoạt động giám sát của Quốc hội"):
        if rest.casefold().startswith(phrase.casefold()):
            rest = ""
    return not NO_NAME.search(rest)


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def term_fits(number: str) -> bool:
    """False where the year in a number lies outside the term of the assembly that it names: `67/2014/QH14`."""
    match = regex.match(r"\d+/(?P<year>\d{4})/(?:PL-)?(?:UBTV)?QHK?(?P<term>\d+)$", number)
    first = {10: 1997, 11: 2002, 12: 2007, 13: 2011, 14: 2016, 15: 2021, 16: 2026}
    start = first.get(int(match["term"])) if match else None
    return match is None or start is None or start <= int(match["year"]) <= start + 5


def fold(name: str) -> str:
    """One spelling of a name for comparison: lower case, the tone mark on the first vowel of `oa`, `oe`, `uy`."""
    name = name.casefold().replace("hoá", "hóa").replace("toà", "tòa").replace("tuý", "túy").replace("thuỷ", "thủy")
    return name.replace("quí", "quý").replace("hoà", "hòa")


def _order(row: tuple[str, str, str, str, str, str]) -> tuple[str, str, str, str]:
    return row[0], row[1].casefold(), row[3], row[2]


def written(date: str) -> list[str]:
    """The ways in which a date is printed: `02/4/2005`, `02 tháng 4 năm 2005` ..."""
    if len(date) < 10:
        return []
    year, month, day = date.split("-")
    days, months = {day, day.lstrip("0")}, {month, month.lstrip("0")}
    return [form for d in days for m in months for form in (f"{d}/{m}/{year}", f"{d} tháng {m} năm {year}")]


class Confirmations:
    """Where the texts cite the laws that were put down by hand: by number with the name, and by name with the date."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        words = {"L": "luật", "BL": "bộ luật", "PL": "pháp lệnh"}
        self.rows = rows
        self.names = {f"{words[row['kind']]} {fold(row['name'])}" for row in rows}
        self.numbers = {row["number"] for row in rows if row["number"]}
        self.pattern = regex.compile(
            r"(?<!\d)\L<numbers>(?!\d)|\L<names>(?=[ ,(]{1,2}(?:số|ngày|được))",
            numbers=[number.casefold() for number in self.numbers],
            names=list(self.names),
        )
        self.numbered: dict[tuple[str, str], str] = {}  # name and number together
        self.dated: dict[tuple[str, str], str] = {}  # name and date together

    def read(self, text: str, where: str) -> None:
        folded = fold(text)
        for match in self.pattern.finditer(folded):
            if match.group()[0].isdigit():
                around = folded[max(0, match.start() - 130) : match.end() + 130]
                for row in self.rows:
                    if row["number"].casefold() == match.group() and fold(row["name"]) in around:
                        self.numbered.setdefault((fold(row["name"]), row["number"]), where)
            else:
                after = folded[match.start() : match.end() + 60]
                name = match.group().removeprefix("bộ ").removeprefix("luật ").removeprefix("pháp lệnh ")
                for row in self.rows:
                    if fold(row["name"]) == name and any(form in after for form in written(row["date"])):
                        self.dated.setdefault((name, row["date"]), where)

    def source(self, row: dict[str, str]) -> str:
        """What confirms a row, and what nothing confirms."""
        numbered = self.numbered.get((fold(row["name"]), row["number"]))
        dated = self.dated.get((fold(row["name"]), row["date"]))
        if numbered and dated:
            return f"number: {numbered}; date: {dated}" if numbered != dated else numbered
        if numbered:
            return f"number: {numbered}; date: general knowledge, unconfirmed"
        if dated:
            return f"date: {dated}" + ("; number: general knowledge, unconfirmed" if row["number"] else "")
        return "general knowledge, unconfirmed"


def main(paths: list[str]) -> None:
    """Print laws.csv made from the files and from the rows kept by hand beside this script."""
    rows: dict[tuple[str, str], tuple[str, str, str]] = {}
    in_force: dict[str, Counter[str]] = defaultdict(Counter)
    with (Path(__file__).parent / "laws_by_hand.csv").open(encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(file))
    confirmations = Confirmations(by_hand)
    first: dict[tuple[str, str], str] = {}  # where a law that is only cited was first seen
    cited: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    dates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    unnumbered: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for path in paths:
        for row in read_rows(path):
            line = row.get("nguon") or ""
            if match := SOURCE_LINE.match(line):
                key = KINDS[match["kind"].casefold()], match["number"].replace("HDNN", "HĐNN")
                item = regex.search(r"ItemID=(\d+)", row.get("nguon_url") or "")
                made = str(parse_date(match["date"]))
                rows[key] = (
                    capital(match["name"].rstrip(" .")),
                    made,
                    f"codification, vbpl item {item[1] if item else '?'}",
                )
            if (act := parse_source(line)) is not None and act.number and act.effective and act.kind in KINDS.values():
                in_force[act.number][str(act.effective)] += 1
            where = f"codification article {row['anchor']}" if "anchor" in row else f"gazette {row['slug']}"
            text = regex.sub(r"\s+", " ", row.get("noi_dung") or row.get("full_text") or "")
            confirmations.read(f"{line} {text}", where)
            for match in CITATION.finditer(text):
                name = match["name"].strip(" ,-")
                if not name_is_sound(name):
                    continue
                kind, date = KINDS[match["kind"].casefold()], parse_date(match["date"] or match["year"] or "")
                if match["number"] and term_fits(match["number"]):
                    cited[kind, match["number"]][capital(name)] += 1
                    first.setdefault((kind, match["number"]), where)
                    if date:
                        dates[kind, match["number"]][str(date)] += 1
                elif date and not match["number"]:
                    unnumbered[kind, fold(name)][capital(name), str(date)] += 1
                    first.setdefault((kind, fold(name)), where)
    effective = {number: days.most_common(1)[0][0] for number, days in in_force.items()}
    for law in by_hand:
        if law["number"]:
            rows.setdefault((law["kind"], law["number"]), (law["name"], law["date"], confirmations.source(law)))
            effective.setdefault(law["number"], law["effective"])
    # of numbers that differ in the year or term alone (`83/2015/QH13`, `83/2016/QH13`) the most cited stays
    taken = {(kind, fold(name), number.split("/")[0]) for (kind, number), (name, *_) in rows.items()}
    for key, names in sorted(cited.items(), key=lambda item: (-item[1].total(), item[0])):
        kind, number = key
        name = names.most_common(1)[0][0]
        slot = kind, fold(name), number.split("/")[0]
        if key not in rows and slot not in taken:
            taken.add(slot)
            found = dates[key].most_common(1)
            rows[key] = name, found[0][0] if found else "", first[key]
    known = {(kind, fold(name)) for (kind, _), (name, *_) in rows.items()}
    table: list[tuple[str, str, str, str, str, str]] = []
    for (kind, number), (name, date_text, source) in rows.items():
        table.append((kind, name, number, date_text, effective.get(number, ""), source))
    for law in by_hand:
        if not law["number"]:
            table.append((law["kind"], law["name"], "", law["date"], "", confirmations.source(law)))
    for (kind, folded), spellings in unnumbered.items():
        if (kind, folded) not in known and spellings.total() >= 3 and len(folded) > 4:
            (name, stated), _ = spellings.most_common(1)[0]
            table.append((kind, name, "", stated, "", first[kind, folded]))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("kind", "name", "number", "date", "effective", "source"))
    table.sort(key=_order)
    writer.writerows(table)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Articles of the official codification and gazette texts (JSON Lines, gzip) -> laws.csv: laws known by name.

    python -m normalize.data.make_laws phapdien_articles.jsonl.gz congbao_402.jsonl.gz > laws.csv

A row is a law, code or ordinance with its name without the word for its kind, number, date and where that was read.
The codification's own source line counts before a citation in running text; of several spellings the most
frequent wins. Names that are only ever cited with a date or year are rows with an empty number.
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


def _order(row: tuple[str, str, str, str, str]) -> tuple[str, str, str, str]:
    return row[0], row[1].casefold(), row[3], row[2]


def main(paths: list[str]) -> None:
    """Print laws.csv made from the files and from the rows kept by hand beside this script."""
    rows: dict[tuple[str, str], tuple[str, str, str]] = {}
    with (Path(__file__).parent / "laws_by_hand.csv").open(encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(file))
    cited: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    dates: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    unnumbered: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for path in paths:
        for row in read_rows(path):
            if match := SOURCE_LINE.match(row.get("nguon") or ""):
                key = KINDS[match["kind"].casefold()], match["number"]
                rows[key] = capital(match["name"]), str(parse_date(match["date"])), "phapdien, nguon"
            text = regex.sub(r"\s+", " ", row.get("noi_dung") or row.get("full_text") or "")
            for match in CITATION.finditer(text):
                name = match["name"].strip(" ,-")
                if not name_is_sound(name):
                    continue
                kind, date = KINDS[match["kind"].casefold()], parse_date(match["date"] or match["year"] or "")
                if match["number"] and term_fits(match["number"]):
                    cited[kind, match["number"]][capital(name)] += 1
                    if date:
                        dates[kind, match["number"]][str(date)] += 1
                elif date and not match["number"]:
                    unnumbered[kind, fold(name)][capital(name), str(date)] += 1
    for law in by_hand:
        if law["number"]:
            rows.setdefault((law["kind"], law["number"]), (law["name"], law["date"], law["source"]))
    # of numbers that differ in the year or term alone (`83/2015/QH13`, `83/2016/QH13`) the most cited stays
    taken = {(kind, fold(name), number.split("/")[0]) for (kind, number), (name, *_) in rows.items()}
    for key, names in sorted(cited.items(), key=lambda item: (-item[1].total(), item[0])):
        kind, number = key
        name = names.most_common(1)[0][0]
        slot = kind, fold(name), number.split("/")[0]
        if key not in rows and slot not in taken:
            taken.add(slot)
            found = dates[key].most_common(1)
            rows[key] = name, found[0][0] if found else "", "cited in codification or gazette"
    known = {(kind, fold(name)) for (kind, _), (name, *_) in rows.items()}
    table: list[tuple[str, str, str, str, str]] = []
    for (kind, number), (name, date_text, source) in rows.items():
        table.append((kind, name, number, date_text, source))
    for law in by_hand:
        if not law["number"]:
            table.append((law["kind"], law["name"], "", law["date"], law["source"]))
    for (kind, folded), spellings in unnumbered.items():
        if (kind, folded) not in known and spellings.total() >= 3 and len(folded) > 4:
            (name, stated), _ = spellings.most_common(1)[0]
            table.append((kind, name, "", stated, "cited in codification or gazette"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("kind", "name", "number", "date", "source"))
    table.sort(key=_order)
    writer.writerows(table)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Short mentions take number, date and issuer from the full ones of the same document; trees of titles keep places."""

from __future__ import annotations

import time

import pytest

from extract.assemble import RawLine, RawParagraph, assemble
from extract.model import Format
from normalize.references import find_references, read_references


def resolved(text: str) -> list[tuple[str | None, str | None, str | None, str | None, int | None]]:
    """Number or name as printed, and what other mentions say: number, date, issuer, which."""
    return [
        (
            r.number or r.name,
            r.resolved_number,
            str(r.resolved_date) if r.resolved_date else None,
            r.resolved_issuer,
            r.resolved_from,
        )
        for r in find_references(text)
    ]


FULL = (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị (sau đây viết tắt là Kết luận số 69-KL/TW)",
            [("69-KL/TW", *FULL), ("69-KL/TW", None, "2024-01-11", "Bộ Chính trị", 0)],
        ),
        (
            "Nghị quyết 29 và Nghị quyết số 29-NQ/TW ngày 04/11/2013",
            [("29", "29-NQ/TW", "2013-11-04", None, 1), ("29-NQ/TW", *FULL)],
        ),
        (
            "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ; theo Nghị định 30/2020.",
            [("30/2020/NĐ-CP", *FULL), ("30/2020", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", 0)],
        ),
        (
            "Luật Đất đai số 31/2024/QH15 ngày 18/01/2024; theo Luật Đất đai",
            [("31/2024/QH15", *FULL), ("Luật Đất đai", "31/2024/QH15", "2024-01-18", None, 0)],
        ),
        # another year is another law
        (
            "Luật Đất đai số 31/2024/QH15 ngày 18/01/2024; theo Luật Đất đai năm 2013",
            [("31/2024/QH15", *FULL), ("Luật Đất đai", *FULL)],
        ),
        # two decisions of one number: nothing is said
        (
            "Quyết định 5/QĐ-UBND ngày 1/2/2020, Quyết định 5/QĐ-UBND ngày 3/4/2021; theo Quyết định 5/QĐ-UBND",
            [("5/QĐ-UBND", *FULL), ("5/QĐ-UBND", *FULL), ("5/QĐ-UBND", *FULL)],
        ),
    ],
)
def test_short_forms(text: str, expected: list[tuple[str | None, ...]]) -> None:
    assert resolved(text) == expected


def test_the_printed_date_stays_as_printed() -> None:
    _, short = find_references("Quyết định số 5/QĐ-TTg ngày 1/2/2020. Theo Quyết định số 5/QĐ-TTg")
    assert short.date is None and short.issuer is None and str(short.resolved_date) == "2020-02-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # number, parent, what the parent does with it
        (
            ("Thực hiện Kế hoạch số 196/KH-UBND của UBND tỉnh về thực hiện Quyết định số 709/QĐ-TTg ban hành Kế hoạch "
            "thực hiện Kết luận số 69-KL/TW; Quyết định số 5/QĐ-TTg"),
            [("196/KH-UBND", None, None), ("709/QĐ-TTg", 0, "implements"), ("69-KL/TW", 1, "implements"),
             ("5/QĐ-TTg", None, None)],
        ),
        (
            "Nghị định số 59/2024/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 34/2016/NĐ-CP",
            [("59/2024/NĐ-CP", None, None), ("34/2016/NĐ-CP", 0, "amends")],
        ),
        (
            "Căn cứ Nghị định số 101/2024/NĐ-CP quy định chi tiết thi hành Luật Đất đai;",
            [("101/2024/NĐ-CP", None, None), ("Luật Đất đai", 0, "guides")],
        ),
        (
            "Quyết định số 5/QĐ-UBND về việc bãi bỏ Quyết định số 3/QĐ-UBND và Quyết định số 4/QĐ-UBND",
            [("5/QĐ-UBND", None, None), ("3/QĐ-UBND", 0, "repeals"), ("4/QĐ-UBND", 0, "repeals")],
        ),
        ("Quyết định số 5/QĐ-UBND, Quyết định số 6/QĐ-UBND", [("5/QĐ-UBND", None, None), ("6/QĐ-UBND", None, None)]),
    ],
)  # fmt: skip
def test_citations_in_titles(text: str, expected: list[tuple[str, int | None, str | None]]) -> None:
    assert [(r.number or r.name, r.parent, r.parent_relation) for r in find_references(text)] == expected


def test_what_amended_an_act_points_at_it() -> None:
    text = "Căn cứ Luật Giá số 16/2023/QH15 được sửa đổi, bổ sung bởi Luật số 44/2024/QH15, Luật số 61/2024/QH15;"
    assert [(r.number, r.target, r.target_relation) for r in find_references(text)] == [
        ("16/2023/QH15", None, None),
        ("44/2024/QH15", 0, "amends"),
        ("61/2024/QH15", 0, "amends"),
    ]


def test_places_are_counted_without_the_own_number() -> None:
    lines = (
        "Số: 8/KH-UBND",
        "Quyết định số 5/QĐ-TTg ngày 1/2/2020 thực hiện Luật Đất đai",
        "Theo Quyết định số 5/QĐ-TTg",
    )
    document = assemble("a.txt", Format.TEXT, "", [RawParagraph((RawLine(line),)) for line in lines])
    first, law, again = read_references(document, None, "8/KH-UBND")
    assert first.number == again.number == "5/QĐ-TTg"
    assert law.parent == 0 and again.resolved_from == 0


@pytest.mark.parametrize("unit", ["Nghị định 30/2020, ", "Luật Đất đai; ", "Quyết định số 5/QĐ-TTg ngày 1/2/2020 "])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        find_references(unit * times)
        return time.process_time() - start

    seconds(10)
    assert seconds(4000) < 30 * seconds(500) + 0.3  # eight times the text; a square would be sixty-four times

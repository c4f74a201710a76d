"""When two files are one work."""

from __future__ import annotations

from itertools import permutations

import pytest

from corpus.citations import HeldFile
from corpus.identity import describe_file, identify_files
from corpus.places import Home
from corpus.resolve import Candidates
from corpus.works import format_key
from normalize.model import PartialDate

TITLE = "Triển khai số hóa hồ sơ lưu trữ trên địa bàn tỉnh năm 2025"
HOME = Home("quang-ngai")


AUGUST = PartialDate(2025, 8, 12)
COMMITTEE = "UBND tỉnh Quảng Ngãi"


def file(source, *, number=None, date=AUGUST, title=TITLE, fingerprint=None, issuer=COMMITTEE, **more):
    mark = fingerprint or source
    return HeldFile(source, "KH", number, None, date, issuer, title, home=HOME, fingerprint=mark, **more)


def identify(*files):
    """source -> identity, the same for every order of the files."""
    candidates = Candidates()
    for one in files:
        candidates.add(describe_file(one), sound=True, title=one.title)
    results = [identify_files(order, candidates) for order in permutations(files)]
    assert all(result == results[0] for result in results)
    return results[0]


def test_scan_and_docx_of_one_original_are_one_work():
    found = identify(file("a.docx", number="11/KH-UBND"), file("scan.pdf", number="11/KH-UBND", recognised=True))
    assert found["a.docx"].key == found["scan.pdf"].key
    assert "same number" in found["scan.pdf"].reason


def test_one_number_of_two_years_or_two_provinces_is_two_works():
    found = identify(
        file("2024", number="11/KH-UBND", date=PartialDate(2024, 8, 12)),
        file("2025", number="11/KH-UBND"),
        file("kontum", number="11/KH-UBND", issuer="UBND tỉnh Kon Tum"),
    )
    assert len({identity.key for identity in found.values()}) == 3


def test_draft_without_number_is_the_numbered_one_of_its_title():
    found = identify(file("draft", date=PartialDate(2025, 8)), file("original", number="11/KH-UBND"))
    assert found["draft"].key == found["original"].key
    assert "no number" in found["draft"].reason


def test_two_drafts_are_one_work_with_the_fuller_date():
    found = identify(file("first", date=PartialDate(2025, 8)), file("second"))
    assert format_key(found["first"].key) == format_key(found["second"].key)
    assert found["first"].key.when == "2025-08-12"


def test_scan_of_a_draft_with_a_letter_misread():
    misread = TITLE.replace("hóa", "hoa")
    assert identify(file("a"), file("b", title=misread, recognised=True))["b"].key == identify(file("a"))["a"].key
    assert len({i.key for i in identify(file("a"), file("b", title=misread)).values()}) == 2  # not recognised: no slip


@pytest.mark.parametrize(
    "other",
    [
        file("b", title="Triển khai số hóa hồ sơ lưu trữ trên địa bàn tỉnh năm 2026"),
        file("b", date=PartialDate(2025, 9, 1)),
        file("b", issuer="Sở Nội vụ tỉnh Quảng Ngãi"),
    ],
    ids=["title", "date", "issuer"],
)
def test_drafts_that_are_not_one_work(other):
    found = identify(file("a"), other)
    assert found["a"].key != found["b"].key


def test_draft_that_may_be_two_is_neither():
    found = identify(
        file("draft", date=PartialDate(2025)), file("one", number="11/KH-UBND"), file("two", number="12/KH-UBND")
    )
    assert found["draft"].key not in (found["one"].key, found["two"].key)


def test_copies_of_the_same_bytes_are_one_work():
    found = identify(file("a", fingerprint="f", title=None), file("b/a", fingerprint="f", title=None))
    assert found["a"].key == found["b/a"].key


def test_number_without_date_is_the_only_work_that_fits():
    found = identify(file("scan", number="11/KH-UBND", date=None), file("original", number="11/KH-UBND"))
    assert found["scan"].key == found["original"].key and "only work" in found["scan"].reason
    found = identify(
        file("scan", number="11/KH-UBND", date=None),
        file("a", number="11/KH-UBND"),
        file("b", number="11/KH-UBND", date=PartialDate(2024, 1, 5)),
    )
    assert not found["scan"].key.is_complete and "2 works fit" in found["scan"].reason


def test_files_that_say_too_little_stay_apart():
    found = identify(
        file("a", number="11/KH-UBND", date=None), file("b", number="11/KH-UBND", date=None, title="Phòng cháy")
    )
    assert found["a"].key != found["b"].key


def test_one_number_with_unlike_titles_is_doubted():
    found = identify(file("a", number="11/KH-UBND"), file("b", number="11/KH-UBND", title="Phòng, chống lụt bão"))
    assert found["a"].key == found["b"].key and found["a"].doubt and found["b"].doubt


def test_body_of_no_list_is_where_its_document_is():
    school = Home("da-nang", code="ĐHDT")
    notice = HeldFile("a", "TB", "363/TB-ĐHDT", date=PartialDate(2008, 12, 1), title="t", home=school)
    assert format_key(describe_file(notice).key) == "da-nang:ĐHDT:TB:2008:363/TB-ĐHDT"

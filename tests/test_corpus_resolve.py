"""From a mention to the one work that is meant, or the reason why it is not one."""

from __future__ import annotations

import pytest

from corpus.citations import Citation, HeldFile
from corpus.places import Home
from corpus.resolve import Candidates, choose_law, describe_citation, resolve
from corpus.works import describe_number, format_key
from normalize.dates import parse_date
from normalize.model import PartialDate

HOME = Home("quang-ngai")


def said(number, type=None, date=None, issuer=None, home=HOME):
    return describe_number(number, type, parse_date(date) if date else None, issuer, home)


def candidates(*known):
    """Works known from (number, type, date, issuer) or such a tuple with what follows, in any order."""
    made = Candidates()
    for number, type, date, issuer, *more in known:
        made.add(said(number, type, date, issuer), sound=not more or more[0], title=more[1] if len(more) > 1 else None)
    return made


QD_KT = ("476/QĐ-UBND", "QĐ", "31/3/2021", "UBND tỉnh Kon Tum")
QD_QN = ("476/QĐ-UBND", "QĐ", "31/3/2021", "UBND tỉnh Quảng Ngãi")
QD_QN_2024 = ("476/QĐ-UBND", "QĐ", "02/4/2024", "UBND tỉnh Quảng Ngãi")
NQ29_2013 = ("29-NQ/TW", "NQ", "04/11/2013", None)
NQ29_2022 = ("29-NQ/TW", "NQ", "17/11/2022", None)


@pytest.mark.parametrize(
    ("mention", "known", "expected"),
    [
        # whole: it is what it says, known or not
        (QD_QN, [QD_KT], "quang-ngai:UBND:QĐ:2021:476/QĐ-UBND"),
        # a date misprinted within the year is the same work
        (("476/QĐ-UBND", "QĐ", "21/3/2021", "UBND tỉnh"), [QD_QN], "quang-ngai:UBND:QĐ:2021:476/QĐ-UBND"),
        # no date: the only one that fits
        (("476/QĐ-UBND", "QĐ", None, "UBND tỉnh"), [QD_QN, QD_KT], "quang-ngai:UBND:QĐ:2021:476/QĐ-UBND"),
        (("29-NQ/TW", "NQ", None, None), [NQ29_2013], "vn:TW:NQ:k11:29-NQ/TW"),
        # a year alone decides between two terms, and that of a congress where one candidate fits
        (("29-NQ/TW", "NQ", "2022", None), [NQ29_2013, NQ29_2022], "vn:TW:NQ:k13:29-NQ/TW"),
        (("52-NQ/TW", "NQ", "2021", None), [("52-NQ/TW", "NQ", "27/9/2019", None)], "vn:TW:NQ:k12:52-NQ/TW"),
    ],
)
def test_one_work(mention, known, expected):
    found = resolve(said(*mention), candidates(*known))
    assert format_key(found.key) == expected and found.is_resolved


@pytest.mark.parametrize(
    ("mention", "known", "reason"),
    [
        (("476/QĐ-UBND", "QĐ", None, "UBND tỉnh"), [QD_QN, QD_QN_2024], "2 works fit"),
        (("476/QĐ-UBND", "QĐ", None, "UBND tỉnh"), [QD_KT], "no work of the collection fits"),
        (("29-NQ/TW", "NQ", None, None), [NQ29_2013, NQ29_2022], "2 works fit"),
        (("29", "NQ", None, None), [NQ29_2022], "only a short number"),
    ],
)
def test_not_one_work_with_the_reason(mention, known, reason):
    found = resolve(said(*mention), candidates(*known))
    assert not found.is_resolved and reason in found.reason
    if "2 works" in reason:
        assert len(found.candidates) == 2


def test_place_that_was_not_said_needs_the_same_day():
    mention = said("476/QĐ-UBND", "QĐ", "31/3/2021", None, Home(central=True))
    assert format_key(resolve(mention, candidates(QD_KT)).key).startswith("kon-tum:")
    assert not resolve(mention, candidates(QD_KT, QD_QN)).is_resolved
    other_day = said("476/QĐ-UBND", "QĐ", "30/3/2021", None, Home(central=True))
    assert not resolve(other_day, candidates(QD_KT)).is_resolved


def test_nothing_is_cited_before_it_was_made():
    mention = said("476/QĐ-UBND", "QĐ", None, "UBND tỉnh")
    found = resolve(mention, candidates(QD_QN, QD_QN_2024), citing_year=2022)
    assert found.key.when == "2021" and found.is_resolved


def test_cited_in_full_in_the_same_document():
    known = candidates(QD_QN, QD_QN_2024)
    full = said(*QD_QN_2024).key
    found = resolve(said("476/QĐ-UBND", "QĐ", None, "UBND tỉnh"), known, nearby={full})
    assert found.key == full and "same document" in found.reason
    short = resolve(said("29", "NQ"), candidates(NQ29_2022), nearby={said(*NQ29_2022).key})
    assert format_key(short.key) == "vn:TW:NQ:k13:29-NQ/TW"


class TestDamagedNumbers:
    """`2070/SKH-CN-HCTH`, `12/QĐ-S0C`: only where day and issuer agree, and it is said."""

    GOOD = ("2070/SKHCN-HCTH", "CV", "27/9/2024", "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi")

    def test_symbol_that_looks_alike(self):
        found = resolve(said("2070/SKH-CN-HCTH", "CV", "27/9/2024"), candidates(self.GOOD))
        assert found.key == said(*self.GOOD).key and "look alike" in found.reason

    @pytest.mark.parametrize(
        "mention",
        [
            ("2070/SKH-CN-HCTH", "CV", "28/9/2024", None),
            ("2070/SKH-CN-HCTH", "CV", "2024", None),
            ("2070/SKH-CN-HCTH", "CV", "27/9/2024", "Sở Khoa học và Công nghệ tỉnh Kon Tum"),
            ("2071/SKH-CN-HCTH", "CV", "27/9/2024", None),
        ],
        ids=["another day", "no day", "another province", "another number"],
    )
    def test_not_without_day_and_issuer(self, mention):
        found = resolve(said(*mention), candidates(self.GOOD))
        assert found.key != said(*self.GOOD).key

    def test_what_is_damaged_itself_is_no_candidate(self):
        other = ("2070/SKHCNHCTH", "CV", "27/9/2024", "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi")
        found = resolve(said("2070/SKH-CN-HCTH", "CV", "27/9/2024"), candidates(self.GOOD, other))
        assert found.key == said(*self.GOOD).key

    def test_two_that_look_alike_are_neither(self):
        title = "phê duyệt Đề án chuyển đổi số"
        known = candidates(*((n, "QĐ", "05/5/2024", "UBND tỉnh", True, title) for n in ("138/QĐ-UBND", "183/QĐ-UBND")))
        mention = said("188/QĐ-UBND", "QĐ", "05/5/2024", "UBND tỉnh")
        found = resolve(mention, known, recognised=True, title=title)
        assert found.key == mention.key and "138/QĐ-UBND, 183/QĐ-UBND" in found.reason

    def test_codes_that_are_known_are_not_damaged(self):
        trade = ("12/QĐ-SCT", "QĐ", "05/5/2024", "Sở Công Thương tỉnh Quảng Ngãi")
        finance = said("12/QĐ-STC", "QĐ", "05/5/2024", "Sở Tài chính tỉnh Quảng Ngãi")
        assert resolve(finance, candidates(trade)).key == finance.key

    def test_digits_only_on_recognised_pages_and_with_the_title(self):
        title = "phê duyệt Đề án chuyển đổi số"
        known = candidates(("138/QĐ-UBND", "QĐ", "05/5/2024", "UBND tỉnh", True, title))
        mention = said("188/QĐ-UBND", "QĐ", "05/5/2024", "UBND tỉnh")
        assert resolve(mention, known, recognised=True, title=title).key.number == "138/QĐ-UBND"
        assert resolve(mention, known, recognised=True, title="về cán bộ").key == mention.key
        assert resolve(mention, known, recognised=True).key == mention.key
        assert resolve(mention, known, title=title).key == mention.key


def law(name, *, made=None, citing=None, type="L"):
    citation = Citation("a", 1, type, None, name, parse_date(made) if made else None)
    return describe_citation(citation, HeldFile("a", date=citing))


@pytest.mark.parametrize(
    ("name", "made", "citing", "number"),
    [
        ("Luật Đất đai", None, PartialDate(2025, 9, 1), "31/2024/QH15"),
        ("Luật Đất đai", None, PartialDate(2015, 3, 2), "45/2013/QH13"),
        ("Luật Đất đai", "năm 2013", PartialDate(2025, 9, 1), "45/2013/QH13"),
    ],
)
def test_law_by_its_name(name, made, citing, number):
    found = law(name, made=made, citing=citing)
    assert found.said.number == number and "by its name" in found.note


def test_law_without_a_date_is_not_guessed():
    found = law("Luật Đất đai")
    assert found.said.number.startswith("~") and not found.said.is_complete


def test_law_of_several_is_the_one_cited_in_full():
    found = law("Luật Đất đai", citing=PartialDate(2024))
    if not found.candidates:
        pytest.skip("the list knows which law was in force all that year")
    first = found.candidates[0]
    assert choose_law(found, {first}).key == first
    assert choose_law(found, set()).candidates == found.candidates
    assert not choose_law(found, set()).is_resolved


def test_constitution():
    assert law("Hiến pháp", citing=PartialDate(2025), type="HP").said.key.when == "2013"
    assert law("Hiến pháp", made="năm 1992", citing=PartialDate(2025), type="HP").said.key.when == "1992"

"""The graph of a collection: edges with evidence, chains, status, cycles, contradictions, gaps; one for any order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import make_record

from corpus.chains import (
    cited_by,
    cites,
    find_chains,
    find_contradictions,
    find_cycles,
    find_missing,
    find_status,
    find_works,
    most_cited,
)
from corpus.citations import Citation, HeldFile, from_records, from_text
from corpus.graph import build_graph
from corpus.places import Home
from normalize.dates import parse_date
from normalize.model import PartialDate, Relation

HOME = Home("quang-ngai")
BASED, IMPLEMENTS, MENTIONS = Relation.BASED_ON, Relation.IMPLEMENTS, Relation.MENTIONS


def file(source, number, date, title=None, type=None, home=HOME):
    issuer = "UBND tỉnh Quảng Ngãi" if home is HOME else None
    kind = type or number.split("/")[-1].split("-")[0]
    return HeldFile(source, kind, number, date=parse_date(date), issuer=issuer, title=title or source, home=home)


def cite(source, row, number, date=None, relation=MENTIONS, *, type=None, issuer="UBND tỉnh", **more):
    return Citation(
        source, row, type, number, date=parse_date(date) if date else None, issuer=issuer, relation=relation,
        start=row * 10, end=row * 10 + 5, words=number, page=1, **more,
    )  # fmt: skip


# A plan of a Sở carries out a plan of the province; its title says that this one carries out a decision of the Prime
# Minister, which carries out a Party conclusion.
PLAN = file("so.docx", "40/KH-SKHCN", "05/9/2025")
CHAIN = (
    cite("so.docx", 1, "11/KH-UBND", "31/7/2025", IMPLEMENTS),
    cite("so.docx", 2, "1002/QĐ-TTg", "24/5/2025", issuer=None, parent=1, parent_relation=IMPLEMENTS),
    cite("so.docx", 3, "69-KL/TW", "11/01/2024", issuer=None, parent=2, parent_relation=IMPLEMENTS),
    cite("so.docx", 4, "5/2024/QĐ-UBND", "02/3/2024", BASED),
)


def labels(graph, keys):
    return [graph.works[key].label for key in keys]


def only(graph, text):
    (key,) = find_works(graph, text)
    return key


def test_works_held_and_only_cited():
    graph = build_graph([PLAN], CHAIN)
    assert len(graph.works) == 5
    assert [work.label for work in graph.works.values() if work.is_held] == ["KH 40/KH-SKHCN"]
    assert graph.network.number_of_edges() == len(graph.edges) == 6


def test_edge_has_all_its_evidence():
    again = cite("so.docx", 5, "11/KH-UBND", None, IMPLEMENTS)
    graph = build_graph([PLAN], [*CHAIN, again])
    (edge,) = (e for e in cites(graph, only(graph, "40/KH-SKHCN")) if e.cited == only(graph, "11/KH-UBND"))
    assert [(e.source, e.row, e.page, e.words) for e in edge.evidence] == [
        ("so.docx", 1, 1, "11/KH-UBND"),
        ("so.docx", 5, 1, "11/KH-UBND"),
    ]
    assert edge.evidence[0].resolution is None and "date not said" in edge.evidence[1].resolution


def test_pinpoints_are_edges_of_their_own():
    part = cite("so.docx", 5, "11/KH-UBND", "31/7/2025", IMPLEMENTS, pinpoint="khoản 2 Mục III")
    graph = build_graph([PLAN], [*CHAIN, part])
    edges = [e for e in cited_by(graph, only(graph, "11/KH-UBND")) if e.relation is IMPLEMENTS]
    assert sorted(e.pinpoint or "" for e in edges) == ["", "khoản 2 Mục III"]


def test_chain_goes_back_to_the_party_through_nested_titles():
    graph = build_graph([PLAN], CHAIN)
    first, second = find_chains(graph, only(graph, "40/KH-SKHCN"))
    assert labels(graph, [edge.cited for edge in first.edges]) == ["11/KH-UBND", "1002/QĐ-TTg", "69-KL/TW"] or labels(
        graph, [edge.cited for edge in first.edges]
    ) == ["KH 11/KH-UBND", "QĐ 1002/QĐ-TTg", "KL 69-KL/TW"]
    assert [edge.evidence[0].nested for edge in first.edges] == [False, True, True]
    assert labels(graph, [second.top]) == ["QĐ 5/2024/QĐ-UBND"]


def test_chain_of_one_task_begins_with_what_the_task_cites():
    graph = build_graph([PLAN], CHAIN)
    key = only(graph, "40/KH-SKHCN")
    (found,) = find_chains(graph, key, within=("so.docx", 40, 50))
    assert labels(graph, [found.top]) == ["QĐ 5/2024/QĐ-UBND"]
    assert len(find_chains(graph, key, within=("so.docx", 900, 950))) == 2  # cites nothing: that of the whole document


def test_annex_leads_on_through_the_decision_it_came_with():
    annex = HeldFile("annex", "CTr", None, date=None, issuer="UBND tỉnh Quảng Ngãi", title="Chương trình", home=HOME)
    decision = file("decision", "39/QĐ-UBND", "21/3/2025")
    graph = build_graph(
        [annex, decision],
        [
            cite("annex", 1, "39/QĐ-UBND", "21/3/2025", Relation.ATTACHED_TO),
            cite("decision", 1, "57-NQ/TW", "22/12/2024", BASED, issuer=None),
        ],
    )
    (chain,) = find_chains(graph, only(graph, "annex"))
    assert labels(graph, [edge.cited for edge in chain.edges]) == ["QĐ 39/QĐ-UBND", "NQ 57-NQ/TW"]


def test_law_has_its_name_and_date_from_the_list():
    graph = build_graph([PLAN], [cite("so.docx", 1, "31/2024/QH15", type="L", issuer=None)])
    work = graph.works[only(graph, "31/2024/QH15")]
    assert (str(work.date), work.title) == ("2024-01-18", "Luật Đất đai")


def test_chain_does_not_go_down():
    plan = file("plan", "40/KH-UBND", "05/9/2025")
    proposal = cite("plan", 1, "70/TTr-SKHCN", "01/9/2025", BASED, issuer=None)
    graph = build_graph([plan], [proposal, cite("plan", 2, "71/NQ-CP", "01/4/2025", BASED, issuer=None)])
    assert labels(graph, [chain.top for chain in find_chains(graph, only(graph, "40/KH-UBND"))]) == ["NQ 71/NQ-CP"]


def test_document_that_cites_itself_has_no_edge():
    graph = build_graph([PLAN], [cite("so.docx", 1, "40/KH-SKHCN", "05/9/2025", Relation.ATTACHED_TO)])
    assert graph.edges == ()


OLD, NEW = file("old", "12/2020/QĐ-UBND", "05/3/2020"), file("new", "30/2024/QĐ-UBND", "10/6/2024")


class TestStatus:
    def graph(self, relation, *, by=NEW, pinpoint=None):
        return build_graph([OLD, by], [cite(by.source, 1, "12/2020/QĐ-UBND", "05/3/2020", relation, pinpoint=pinpoint)])

    @pytest.mark.parametrize(
        ("day", "in_force"),
        [
            (PartialDate(2019), False),
            (PartialDate(2024, 6, 9), True),
            (PartialDate(2024, 6, 10), False),
            (PartialDate(2025), False),
            (None, False),
        ],
    )
    def test_replaced_since(self, day, in_force):
        graph = self.graph(Relation.REPLACES)
        status = find_status(graph, only(graph, "12/2020/QĐ-UBND"), on=day)
        assert status.in_force is in_force
        assert [(change.relation, change.since) for change in status.changes] == [
            (Relation.REPLACES, PartialDate(2024, 6, 10))
        ]

    def test_a_part_or_an_amendment_ends_nothing(self):
        for graph in (self.graph(Relation.REPEALS, pinpoint="Điều 5"), self.graph(Relation.AMENDS)):
            status = find_status(graph, only(graph, "12/2020/QĐ-UBND"), on=PartialDate(2025))
            assert status.in_force and "changed in part by 1" in status.reason

    def test_a_notice_ends_nothing(self):
        notice = file("notice", "30/TB-UBND", "10/6/2024")
        graph = self.graph(Relation.REPLACES, by=notice)
        status = find_status(graph, only(graph, "12/2020/QĐ-UBND"), on=PartialDate(2025))
        assert status.in_force and not status.changes[0].is_act

    @pytest.mark.parametrize(
        ("number", "date", "doubt"),
        [
            ("30/QĐ-UBND", "10/6/2024", "not normative"),
            ("30/2024/QĐ-UBND", "10/6/2019", "older"),
        ],
    )
    def test_what_cannot_end_it_is_in_doubt(self, number, date, doubt):
        graph = self.graph(Relation.REPEALS, by=file("new", number, date))
        status = find_status(graph, only(graph, "12/2020/QĐ-UBND"), on=PartialDate(2025))
        assert status.in_force and doubt in status.changes[0].doubt

    @pytest.mark.parametrize(
        ("number", "in_force"),
        [("128/2026/NĐ-CP", True), ("95/2026/QH15", False), ("66.7/2026/NQ-CP", False), ("5/2026/TT-BTC", True)],
    )
    def test_only_its_own_body_or_one_above_ends_a_law(self, number, in_force):
        by = HeldFile(
            "by", "L" if "QH" in number else None, number, date=PartialDate(2026, 4, 6), home=Home(central=True)
        )
        law = cite("by", 1, "31/2024/QH15", None, Relation.REPEALS, type="L", issuer=None)
        graph = build_graph([by], [law])
        assert find_status(graph, only(graph, "31/2024/QH15"), on=PartialDate(2026, 12)).in_force is in_force
        assert codes(graph) == (["rank"] if in_force else [])

    def test_a_law_counts_from_the_day_of_its_effect(self):
        land = HeldFile("land", "L", "31/2024/QH15", date=PartialDate(2024, 1, 18), home=Home(central=True))
        old = cite("land", 1, "45/2013/QH13", None, Relation.REPEALS, type="L", issuer=None)
        graph = build_graph([land], [old])
        before = only(graph, "45/2013/QH13")
        assert find_status(graph, before, on=PartialDate(2024, 7, 31)).in_force
        status = find_status(graph, before, on=PartialDate(2024, 8, 1))
        assert status.in_force is False and "may take effect later" not in status.reason

    def test_what_a_title_says_of_others_counts(self):
        plan = file("plan", "40/KH-UBND", "05/9/2025")
        graph = build_graph(
            [plan],
            [
                cite("plan", 1, "30/2024/QĐ-UBND", "10/6/2024"),
                cite("plan", 2, "12/2020/QĐ-UBND", "05/3/2020", parent=1, parent_relation=Relation.REPLACES),
            ],
        )
        assert find_status(graph, only(graph, "12/2020/QĐ-UBND")).in_force is False

    def test_target_is_what_is_acted_on(self):
        plan = file("plan", "40/KH-UBND", "05/9/2025")  # `Quyết định 12, được sửa đổi bởi Quyết định 30`
        graph = build_graph(
            [plan],
            [
                cite("plan", 1, "12/2020/QĐ-UBND", "05/3/2020"),
                cite("plan", 2, "30/2024/QĐ-UBND", "10/6/2024", target=1, target_relation=Relation.AMENDS),
            ],
        )
        (change,) = find_status(graph, only(graph, "12/2020/QĐ-UBND")).changes
        assert graph.works[change.by].label == "QĐ 30/2024/QĐ-UBND" and change.relation is Relation.AMENDS


def codes(graph):
    return [found.code for found in find_contradictions(graph)]


def test_contradictions():
    assert codes(build_graph([PLAN], CHAIN)) == []
    two_dates = [cite("so.docx", 1, "476/QĐ-UBND", "21/3/2021"), cite("so.docx", 2, "476/QĐ-UBND", "31/3/2021")]
    assert codes(build_graph([PLAN], two_dates)) == ["several_dates"]
    assert codes(build_graph([PLAN], [cite("so.docx", 1, "25/2018/QĐ-UBND", "12/9/2024")])) == ["year_of_number"]
    assert codes(build_graph([PLAN], [cite("so.docx", 1, "77/QĐ-UBND", "12/9/2026", BASED)])) == ["later_work"]
    ended = [
        cite("new", 1, "12/2020/QĐ-UBND", "05/3/2020", Relation.REPLACES),
        cite("so.docx", 1, "12/2020/QĐ-UBND", "05/3/2020", BASED),
    ]
    assert codes(build_graph([PLAN, OLD, NEW], ended)) == ["ended_basis"]


def test_cycle_is_told_with_its_works():
    one, two = file("one", "1/KH-UBND", "05/9/2025"), file("two", "2/KH-UBND", "05/9/2025")
    graph = build_graph(
        [one, two],
        [
            cite("one", 1, "2/KH-UBND", "05/9/2025", IMPLEMENTS),
            cite("two", 1, "1/KH-UBND", "05/9/2025", IMPLEMENTS),
        ],
    )
    (cycle,) = find_cycles(graph)
    assert labels(graph, [edge.citing for edge in cycle]) == ["KH 1/KH-UBND", "KH 2/KH-UBND"]
    assert codes(graph) == ["cycle"]
    assert len(find_chains(graph, only(graph, "1/KH-UBND"))) <= 1  # and does not go round for ever
    mentions = build_graph(
        [one, two], [cite("one", 1, "2/KH-UBND", "05/9/2025"), cite("two", 1, "1/KH-UBND", "05/9/2025")]
    )
    assert find_cycles(mentions) == ()


def test_missing_is_what_most_works_cite_and_nobody_holds():
    other = file("other", "41/KH-UBND", "05/9/2025")
    graph = build_graph(
        [PLAN, other],
        [
            *CHAIN,
            cite("other", 1, "5/2024/QĐ-UBND", "02/3/2024"),
            cite("other", 2, "40/KH-SKHCN", "05/9/2025"),
            cite("other", 3, "99/QĐ-UBND", None),
        ],
    )
    found = find_missing(graph)
    assert found[0].work.label == "QĐ 5/2024/QĐ-UBND" and (found[0].citing, found[0].mentions) == (2, 2)
    assert "40/KH-SKHCN" not in [item.work.number for item in found]
    assert found[-1].work.number == "99/QĐ-UBND"  # of no known year: nothing that can be looked for
    assert [item.work.number for item in find_missing(graph, at_least=2)] == ["5/2024/QĐ-UBND"]
    assert most_cited(graph, limit=1)[0].work.number == "5/2024/QĐ-UBND"


def test_number_of_several_works_is_ambiguous():
    graph = build_graph(
        [PLAN],
        [
            cite("so.docx", 1, "476/QĐ-UBND", "31/3/2021"),
            cite("so.docx", 2, "476/QĐ-UBND", "31/3/2021", issuer="UBND tỉnh Kon Tum"),
            cite("so.docx", 3, "476/QĐ-UBND", None, issuer=None),
        ],
    )
    assert len(find_works(graph, "476/QĐ-UBND")) == 2  # the third means that of the citing document's own province
    assert find_works(graph, "kon-tum:UBND:QĐ:2021:476/QĐ-UBND") == (
        next(key for key in graph.works if key.place == "kon-tum"),
    )
    assert find_works(graph, "so.docx") == (graph.work_of["so.docx"],)
    assert find_works(graph, "77/QĐ-UBND") == ()


def test_unknown_work_is_a_key_error():
    graph = build_graph([PLAN], [])
    other = build_graph([OLD], []).work_of["old"]
    for ask in (cites, cited_by, find_chains, find_status):
        with pytest.raises(KeyError):
            ask(graph, other)


NUMBERS = st.sampled_from(["1/KH-UBND", "2/KH-UBND", "12/2020/QĐ-UBND", "57-NQ/TW", "29", "2070/SKH-CN", "2070/SKHCN"])
DATES = st.sampled_from([None, "2024", "05/9/2024", "06/9/2024", "05/9/2025"])
ISSUERS = st.sampled_from([None, "UBND tỉnh", "UBND tỉnh Kon Tum", "UBND xã"])
FILES = st.lists(
    st.builds(
        lambda number, date, title, recognised, unit: (number, date, title, recognised, unit),
        st.one_of(st.none(), NUMBERS),
        DATES,
        st.sampled_from([None, "Kế hoạch số hóa hồ sơ lưu trữ", "Kế hoạch phòng cháy, chữa cháy"]),
        st.booleans(),
        st.sampled_from([None, "xa-son-ha"]),
    ),
    max_size=5,
)
CITED = st.lists(
    st.tuples(st.integers(0, 4), NUMBERS, DATES, ISSUERS, st.sampled_from(list(Relation)), st.integers(0, 6)),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(FILES, CITED, st.randoms(use_true_random=False))
def test_order_of_files_and_citations_makes_no_difference(made, cited, random):
    files = [
        HeldFile(
            f"f{i}", "KH", number, date=parse_date(date) if date else None, issuer="UBND tỉnh Quảng Ngãi", title=title,
            home=Home("quang-ngai", unit), fingerprint=f"{i % 3}", recognised=recognised,
        )
        for i, (number, date, title, recognised, unit) in enumerate(made)
    ]  # fmt: skip
    citations = [
        cite(f"f{at}", row, number, date, relation, issuer=issuer, parent=parent, parent_relation=IMPLEMENTS)
        for row, (at, number, date, issuer, relation, parent) in enumerate(cited)
    ]
    one = build_graph(files, citations)
    random.shuffle(files)
    random.shuffle(citations)
    other = build_graph(files, citations)
    assert (one.works, one.edges, one.work_of) == (other.works, other.edges, other.work_of)
    assert list(one.works) == list(other.works)
    assert find_contradictions(one) == find_contradictions(other)
    assert find_missing(one) == find_missing(other)
    for key in one.works:
        assert find_chains(one, key) == find_chains(other, key)
        assert find_status(one, key) == find_status(other, key)


def test_from_records_and_from_plain_text():
    files, citations = from_records([make_record()])
    graph = build_graph(files, citations)
    assert labels(graph, [edge.cited for edge in graph.edges]) == ["QĐ 709/QĐ-TTg"]
    text = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;"
    (found,) = from_text(text, "a.txt")
    assert found.number == "30/2020/NĐ-CP" and text[found.start : found.end] == found.words


def test_secret_document_gives_nothing():
    files, citations = from_records([make_record(secrecy="MẬT")])
    assert (files, citations) == ((), ())

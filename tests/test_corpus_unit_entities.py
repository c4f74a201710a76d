"""Units of a collection: what is one unit and what is not, in place and time."""

from __future__ import annotations

import random

import pytest

from corpus.collection_columns import ALL_BY_NAME
from corpus.province_today import find_province_today
from corpus.unit_entities import make_units

SO = "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi"


def document(source, issuer=None, date=None, **more):
    row = {"source": source, "date": date, "issuer": issuer, "parent": None, "locality": None, "place": None}
    return row | {"number": None, "symbol": None, "type": "KH"} | more


def unit(source, name, kind=None, *, written=None, group=False, role="lead", task=1, row=1):
    row = {"source": source, "row": row, "name": name, "written": written or name, "kind": kind, "group": group}
    return row | {"role": role, "task": task}


def kind_of(name):
    """The kind as the reading gives it."""
    return next(
        (kind for kind in ("Văn phòng", "Phòng", "Sở", "Bộ", "Trung tâm", "Cục") if name.startswith(kind)), None
    )


def entities(documents, units):
    return {row["entity"]: row for row in make_units(documents, units).rows}


def named(documents, units, name, source=None):
    """The entity of a name in the first document, or in `source`."""
    return make_units(documents, units).entity_of[source or documents[0]["source"], name]


QUANG_NGAI = document("a", SO, "2025-08", locality="tỉnh Quảng Ngãi")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "Sở y tế tỉnh Quảng Ngãi"),
        ("Sở Y tế", "Sở Y tế Quảng Ngãi"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể Thao và Du lịch"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("Văn Phòng Sở", "Văn phòng Sở"),
        ("Văn phòng Sở", "Văn phòng"),
        ("Sở Khoa học và Công nghệ", SO),
        ("Phòng Kế hoạch - Tài chính", "Phòng Kế hoạch và Tài chính"),
        ("Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        ("Chi cục Thủy sản thuộc Sở Nông nghiệp và Môi trường", "Chi cục Thuỷ sản thuộc Sở Nông nghiệp và Môi trường"),
        ("Ủy ban nhân dân xã Sơn Hạ", "UBND xã Sơn Hạ".replace("UBND", "Uỷ ban nhân dân")),
    ],
)
def test_one_unit(one, other):
    units = [unit("a", one, kind_of(one)), unit("a", other, kind_of(other))]
    assert named([QUANG_NGAI], units, one) == named([QUANG_NGAI], units, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Y tế", "Bộ Y tế"),
        ("Sở Y tế", "Sở Y tế tỉnh Kon Tum"),
        ("Sở Y tế", "Văn phòng Sở Y tế"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân thành phố Quảng Ngãi"),
        ("Ủy ban nhân dân huyện Sơn Hà", "Ủy ban nhân dân xã Sơn Hà"),
        ("Ủy ban nhân dân xã", "Ủy ban nhân dân xã Sơn Hạ"),
        ("Phòng Quản lý Khoa học", "Phòng Quản lý Khoa học - Công nghệ"),
        ("Sở Xây dựng", "Giám đốc Sở Xây dựng"),
        ("Công an tỉnh", "Công an xã Sơn Hạ"),
        ("Thanh tra Sở", "Thanh tra tỉnh"),
    ],
)
def test_two_units(one, other):
    units = [unit("a", one, kind_of(one)), unit("a", other, kind_of(other))]
    assert named([QUANG_NGAI], units, one) != named([QUANG_NGAI], units, other)


@pytest.mark.parametrize(
    ("name", "kind", "first", "second"),
    [
        # the same words in two provinces, in two bodies, in two periods, or where nothing says which
        ("Sở Y tế", "Sở", {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
        ("Công ty Môi trường Đô thị", None, {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
        ("Phòng Kế toán", "Phòng", {"issuer": SO}, {"issuer": "Sở Y tế tỉnh Quảng Ngãi"}),
        ("Văn phòng Sở", "Văn phòng", {"issuer": SO}, {"issuer": "Sở Y tế tỉnh Quảng Ngãi"}),
        ("Trung tâm Công nghệ thông tin", "Trung tâm", {"issuer": SO}, {"issuer": "Sở Xây dựng tỉnh Quảng Ngãi"}),
        ("Phòng Quản lý Công nghệ", "Phòng", {"issuer": SO, "date": "2024-05-01"}, {"issuer": SO, "date": "2025-08"}),
        ("Phòng Quản lý Công nghệ", "Phòng", {"issuer": SO, "date": "2025"}, {"issuer": SO, "date": "2025"}),
        ("Phòng Kế toán", "Phòng", {}, {}),
        ("Sở Y tế", "Sở", {}, {}),
        ("Sở Y tế", "Sở", {"locality": "tỉnh Gia Lai"}, {}),
        ("Cục Thuế", "Cục", {"locality": "tỉnh Gia Lai"}, {"issuer": "Chính phủ", "type": "NQ", "number": "1/NQ-CP"}),
        ("Cục Thống kê", "Cục", {"locality": "tỉnh Gia Lai"}, {"locality": "tỉnh Quảng Ngãi"}),
        ("Bảo hiểm xã hội", None, {"locality": "tỉnh Gia Lai"}, {"locality": "tỉnh Quảng Ngãi"}),
        ("Tòa án nhân dân", None, {"locality": "tỉnh Gia Lai"}, {"locality": "tỉnh Quảng Ngãi"}),
        ("Ủy ban nhân dân xã Sơn Hạ", None, {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
        ("Các phòng, đơn vị thuộc Sở", "nhóm", {"locality": "tỉnh Gia Lai"}, {"locality": "tỉnh Gia Lai"}),
        ("Các sở, ban, ngành", "nhóm", {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
    ],
)
def test_same_words_in_two_documents_are_two_units(name, kind, first, second):
    documents = [document("a", **first), document("b", **second)]
    units = [unit(source, name, kind, group=kind == "nhóm") for source in "ab"]
    assert named(documents, units, name, "a") != named(documents, units, name, "b")


@pytest.mark.parametrize(
    ("name", "kind", "first", "second"),
    [
        ("Sở Y tế", "Sở", {"locality": "tỉnh Hoà Bình"}, {"locality": "tỉnh Hòa Bình"}),
        ("Bộ Y tế", "Bộ", {"locality": "tỉnh Quảng Ngãi"}, {}),
        ("Thủ tướng Chính phủ", None, {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
        ("Bảo hiểm xã hội Việt Nam", None, {"locality": "tỉnh Quảng Ngãi"}, {"locality": "tỉnh Gia Lai"}),
        ("Trung tâm Phục vụ hành chính công", "Trung tâm", {"issuer": SO}, {"locality": "tỉnh Quảng Ngãi"}),
        ("Văn phòng Sở", "Văn phòng", {"issuer": SO, "date": "2025-03-21"}, {"issuer": SO, "date": "2025-08"}),
        ("Phòng Kế toán", "Phòng", {"issuer": SO, "date": "2025-07"}, {"issuer": SO, "date": "2026"}),
        ("Các bộ, ngành", "nhóm", {"issuer": "Chính phủ", "type": "NQ", "number": "1/NQ-CP"},
         {"issuer": "Chính phủ", "type": "NQ", "number": "2/NQ-CP"}),
    ],
)  # fmt: skip
def test_one_unit_in_two_documents(name, kind, first, second):
    documents = [document("a", **first), document("b", **second)]
    units = [unit(source, name, kind, group=kind == "nhóm") for source in "ab"]
    assert named(documents, units, name, "a") == named(documents, units, name, "b")


def test_row_of_a_unit():
    documents = [QUANG_NGAI, document("b", None, "2024-10-02", locality="tỉnh Quảng Ngãi")]
    units = [
        unit("a", "Sở Y tế", "Sở", task=1),
        unit("a", "Sở Y tế", "Sở", written="Sở YT", role="coordinator", task=2),
        unit("b", "Sở Y tế tỉnh Quảng Ngãi", "Sở", role="mentioned", task=None),
    ]
    row = entities(documents, units)["sở-y-tế@quang-ngai"]
    assert list(row) == [column.name for column in ALL_BY_NAME["unit_entities"].columns]
    shown = ("name", "kind", "level", "parent", "locality", "group", "documents", "mentions", "leads", "coordinates")
    assert [row[name] for name in shown] == [
        "Sở Y tế tỉnh Quảng Ngãi",
        "Sở",
        "province",
        "Ủy ban nhân dân tỉnh Quảng Ngãi",
        "tỉnh Quảng Ngãi",
        False,
        2,
        3,
        1,
        1,
    ]
    assert row["names"] == ["Sở Y tế", "Sở Y tế tỉnh Quảng Ngãi", "Sở YT"]
    assert (row["first_date"], row["last_date"]) == ("2024-10-02", "2025-08")
    assert row["reason"] is None


def test_part_of_a_body_stands_under_it():
    row = entities([QUANG_NGAI], [unit("a", "Phòng Bưu chính", "Phòng")])
    part = row["phòng-bưu-chính@sở-khoa-học-công-nghệ@quang-ngai@2025-07-01"]
    assert (part["level"], part["parent"]) == ("inside", SO)
    assert row[part["parent_entity"]]["issued"] == 1


def test_part_of_a_body_named_with_it_brings_the_body():
    found = entities([QUANG_NGAI], [unit("a", "Chi cục Thủy lợi thuộc Sở Nông nghiệp và Môi trường", "Chi cục")])
    assert found["sở-nông-nghiệp-môi-trường@quang-ngai"]["mentions"] == 0
    assert found["chi-cục-thủy-lợi@sở-nông-nghiệp-môi-trường@quang-ngai"]["mentions"] == 1


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Các sở, ban, ngành", True),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", True),
        ("Ủy ban nhân dân cấp xã", True),
        ("Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi", False),
        ("Ủy ban công tác về các tổ chức phi chính phủ nước ngoài", False),
        ("Tòa án nhân dân cấp cao", False),
    ],
)
def test_group_stays_a_group(name, group):
    index = make_units([QUANG_NGAI], [unit("a", name, "nhóm" if group else None, group=group)])
    assert (index.entity_of["a", name] in index.groups) is group


def fate(name, kind, locality, date):
    documents = [document("a", None, date, locality=locality)]
    found = make_units(documents, [unit("a", name, kind)])
    row = next(row for row in found.rows if row["entity"] == found.entity_of["a", name])
    return row["valid_to"], row["succession"], row["successors"]


@pytest.mark.parametrize(
    ("name", "kind", "locality", "date", "expected"),
    [
        ("Sở Y tế", "Sở", "tỉnh Quảng Ngãi", "2024", (None, "same", [])),
        ("Sở Y tế", "Sở", "tỉnh Kon Tum", "2024", ("2025-07-01", "one", ["Sở Y tế tỉnh Quảng Ngãi"])),
        ("Sở Y tế", "Sở", "tỉnh Thừa Thiên Huế", "2024", ("2025-01-01", "one", ["Sở Y tế thành phố Huế"])),
        ("Sở Kế hoạch và Đầu tư", "Sở", "tỉnh Kon Tum", "2024",
         ("2025-03-01", "most", ["Sở Tài chính tỉnh Quảng Ngãi"])),
        ("Sở Nông nghiệp và Phát triển nông thôn", "Sở", "tỉnh Bình Dương", "2024",
         ("2025-03-01", "most", ["Sở Nông nghiệp và Môi trường thành phố Hồ Chí Minh"])),
        ("Bộ Giao thông vận tải", "Bộ", None, "2024", ("2025-03-01", "most", ["Bộ Xây dựng", "Bộ Công an"])),
        ("Ủy ban nhân dân tỉnh", None, "tỉnh Kon Tum", "2024",
         ("2025-07-01", "one", ["Ủy ban nhân dân tỉnh Quảng Ngãi"])),
        ("Ủy ban nhân dân huyện Sơn Hà", None, "tỉnh Quảng Ngãi", "2024",
         ("2025-07-01", "several", ["Ủy ban nhân dân các xã, phường, đặc khu (tỉnh Quảng Ngãi)"])),
        ("Trung tâm Y tế huyện Sơn Hà", None, "tỉnh Quảng Ngãi", "2024", ("2025-07-01", "unknown", [])),
        ("Ủy ban nhân dân xã Sơn Hạ", None, "tỉnh Quảng Ngãi", "2024", (None, "unknown", [])),
        ("Trường Đại học Phạm Văn Đồng", "Trường", "tỉnh Quảng Ngãi", "2024", (None, None, [])),
        ("Trường Cao đẳng Cộng đồng", "Trường", "tỉnh Kon Tum", "2024", (None, "unknown", [])),
    ],
)  # fmt: skip
def test_what_became_of_a_unit(name, kind, locality, date, expected):
    assert fate(name, kind, locality, date) == expected


def test_parts_of_a_body_before_a_reorganisation_have_no_known_successor():
    documents = [document("a", SO, "2024-05-01", locality="tỉnh Quảng Ngãi")]
    found = entities(documents, [unit("a", "Phòng Quản lý Khoa học", "Phòng")])
    row = found["phòng-quản-lý-khoa-học@sở-khoa-học-công-nghệ@quang-ngai"]
    assert (row["succession"], row["successors"]) == ("unknown", [])
    assert row["reason"]


def test_district_city_and_centrally_run_city():
    documents = [document("a", None, "2024-05-01", locality="tỉnh Thừa Thiên Huế")]
    units = [unit("a", "Ủy ban nhân dân thành phố Huế"), unit("a", "Ủy ban nhân dân thành phố Đà Nẵng")]
    found = entities(documents, units)
    assert found["ủy-ban-nhân-dân@thanh-pho-hue.thua-thien-hue"]["level"] == "district"
    assert found["ủy-ban-nhân-dân@da-nang"]["level"] == "province"
    later = [document("a", None, "2025-05-01")]
    assert entities(later, units[:1])["ủy-ban-nhân-dân@hue"]["level"] == "province"


def test_bridge_leads_from_every_mention_to_its_unit():
    documents = [QUANG_NGAI, document("b", None, "2024-10-02", locality="tỉnh Gia Lai")]
    units = [unit(s, name, "Sở", written=w) for s in "ab" for name, w in (("Sở Y tế", "SYT"), ("Sở Y tế", "Sở Y tế"))]
    index = make_units(documents, units)
    keys = {(row["source"], row["written"], row["name"]): row["entity"] for row in index.spellings}
    assert {keys[u["source"], u["written"], u["name"]] for u in units} == {"sở-y-tế@gia-lai", "sở-y-tế@quang-ngai"}
    assert {row["entity"] for row in index.spellings} <= {row["entity"] for row in index.rows}


def test_order_of_the_rows_makes_no_difference():
    documents = [document(str(i), SO, f"2025-0{i}-01", locality="tỉnh Quảng Ngãi") for i in range(1, 9)]
    names = ["Văn Phòng Sở", "Văn phòng Sở", "Phòng Kế toán", "Sở Y tế", "Các phòng, đơn vị thuộc Sở", "Bộ Y tế"]
    units = [unit(str(i), name, row=n) for i in range(1, 9) for n, name in enumerate(names, start=1)]
    expected = make_units(documents, units)
    for seed in range(5):
        mixed, others = documents[:], units[:]
        random.Random(seed).shuffle(mixed)
        random.Random(seed).shuffle(others)
        found = make_units(mixed, others)
        assert (found.rows, found.spellings) == (expected.rows, expected.spellings)


def test_no_text_breaks_it():
    names = ["", " ", "-", "của", "thuộc Sở", "tỉnh", "Sở", "Phòng", "xã 1", "\x00", "Ủy ban nhân dân " * 40, "ﬁ@|+"]
    make_units([QUANG_NGAI, document("b", "\n", "x")], [unit(s, name) for s in "ab" for name in names])


@pytest.mark.parametrize(
    ("locality", "date", "today"),
    [
        ("tỉnh Kon Tum", "2024-10-02", "Tỉnh Quảng Ngãi"),
        ("tỉnh Kon Tum", "2024", "Tỉnh Quảng Ngãi"),
        ("tỉnh Quảng Ngãi", "2025-06-30", "Tỉnh Quảng Ngãi"),
        ("tỉnh Thừa Thiên Huế", "2022-09-06", "Thành phố Huế"),
        ("huyện Sơn Hà, tỉnh Quảng Ngãi", "2022-09-06", "Tỉnh Quảng Ngãi"),
        ("tỉnh Quảng Ngãi", "2025-07-01", None),
        ("tỉnh Quảng Ngãi", "2025", None),  # before or after, nobody can tell
        ("tỉnh Quảng Ngãi", None, None),
        ("xã Sơn Hạ", "2022-09-06", None),
        (None, "2022-09-06", None),
    ],
)
def test_province_today(locality, date, today):
    assert find_province_today(document("a", None, date, locality=locality)) == today

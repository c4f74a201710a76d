"""The register of bodies: names alike, levels, time and successors."""

from __future__ import annotations

import pytest

from normalize.unit_register import (
    Level,
    Succession,
    bodies,
    era_of,
    find_body,
    find_level,
    find_successors,
    is_city,
    listed_name,
    name_key,
    province_end,
    without_tier,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Văn hoá, Thể Thao & Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Lao động - Thương binh và Xã hội", "Sở Lao động, Thương binh và Xã hội"),
        ("Uỷ ban nhân dân tỉnh", "ủy ban nhân dân tỉnh"),
        ("Phòng Kinh tế - Hạ tầng", "Phòng Kinh tế và Hạ tầng"),
        ("Bộ Kế hoạch và Đầu tư", "BỘ KẾ HOẠCH VÀ ĐẦU TƯ"),
    ],
)
def test_spellings_of_one_name(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Quản lý Khoa học", "Phòng Quản lý Khoa học - Công nghệ"),
        ("Sở Y tế", "Bộ Y tế"),
        ("Phòng Hanh chính", "Phòng Hành chính"),
        ("Tổ công tác số 1", "Tổ công tác số 2"),
    ],
)
def test_names_that_are_not_one(one, other):
    assert name_key(one) != name_key(other)


def test_key_has_the_tone_mark_where_it_is_written():
    assert name_key("Kế hoạch, Đoàn, Quý, Hoà, uỷ") == "kế hoạch đoàn quý hòa ủy"


@pytest.mark.parametrize(
    ("name", "successors", "how"),
    [
        ("Sở Y tế", (), Succession.SAME),
        ("Bộ Nông nghiệp và Phát triển nông thôn", ("Bộ Nông nghiệp và Môi trường",), Succession.ONE),
        ("Bộ Thủy sản", ("Bộ Nông nghiệp và Môi trường",), Succession.ONE),  # over two reorganisations
        ("Sở Thuỷ sản", ("Sở Nông nghiệp và Môi trường",), Succession.MOST),
        ("Sở Kế hoạch và Đầu tư", ("Sở Tài chính",), Succession.MOST),
        (
            "Sở Lao động - Thương binh và Xã hội",
            ("Sở Nội vụ", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Công an tỉnh", "Sở Nông nghiệp và Môi trường"),
            Succession.MOST,
        ),
        (
            "Bộ Khoa học, Công nghệ và Môi trường",
            ("Bộ Khoa học và Công nghệ", "Bộ Nông nghiệp và Môi trường"),
            Succession.SEVERAL,
        ),
        ("Ủy ban nhân dân huyện", ("Ủy ban nhân dân các xã, phường, đặc khu",), Succession.SEVERAL),
    ],
)
def test_successors(name, successors, how):
    body = find_body(name)
    assert body is not None
    assert find_successors(body) == (successors, how)


def test_every_body_is_sound():
    for body in bodies().values():
        assert body.source, body.name
        assert bool(body.successors) == (body.how is not Succession.SAME) == (body.valid_to is not None), body.name
        assert body.valid_from is None or body.valid_to is None or body.valid_from < body.valid_to, body.name
        assert len(body.successors) == 1 or body.how is not Succession.ONE, body.name
        names, _ = find_successors(body)
        assert all((later := find_body(name)) is None or later.valid_to is None for name in names), body.name


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Bộ Tài chính", Level.CENTRE),
        ("TTXVN", Level.CENTRE),
        ("Sở Tài chính", Level.PROVINCE),
        ("Ủy ban nhân dân huyện", Level.DISTRICT),
        ("Phòng Kế toán", Level.INSIDE),
        ("Phòng Văn hóa - Xã hội", Level.COMMUNE),
        ("Công ty Cấp nước", None),
    ],
)
def test_level(name, level):
    assert find_level(name) is level


@pytest.mark.parametrize(
    ("day", "era"),
    [
        ("2022-02-14", ""),
        ("2025-02-28", ""),
        ("2025-03-01", "2025-03-01"),
        ("2025-06-30", "2025-03-01"),
        ("2025-08", "2025-07-01"),
        ("2024", ""),
        ("2025", None),  # a year with two reorganisations in it
        ("2026", "2025-07-01"),
        ("", None),
        (None, None),
    ],
)
def test_period_between_reorganisations(day, era):
    assert era_of(day) == era


@pytest.mark.parametrize(
    ("province", "day", "city"),
    [
        ("Hà Nội", "1999-01-01", True),
        ("Huế", "2024-12-31", False),
        ("Huế", "2025-01-01", True),
        ("Đồng Nai", "2026-04-29", False),
        ("Đồng Nai", "2026-04-30", True),
        ("Quảng Ngãi", "2026-12-31", False),
        ("Huế", None, False),
    ],
)
def test_centrally_run_city(province, day, city):
    assert is_city(province, day) is city


def test_end_of_a_province():
    assert province_end("Kon Tum") == "2025-07-01"
    assert province_end("Quảng Ngãi") is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân"),
        ("Công an thị xã", "Công an"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_name_without_its_tier(name, bare):
    assert without_tier(name) == bare


def test_spelling_of_the_lists():
    assert listed_name("SỞ Y TẾ") == "Sở Y tế"
    assert listed_name("phòng kế toán") == "Phòng Kế toán"
    assert listed_name("Phòng Trồng rừng ven biển") is None

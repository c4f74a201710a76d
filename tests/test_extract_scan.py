"""Page images before recognition: light, coloured ink, borders and holes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extract.edges import clear_edges
from extract.inks import split_inks
from extract.light import even_light
from extract.page_image import DPI, draw_frame, turn_upright
from extract.scan import prepare_scan

SIZE = (1240, 1754)  # A4 at 150 dots an inch
RED, BLUE, BLACK = (200, 30, 45), (40, 60, 190), (20, 20, 25)


def lines_of_text(page: Image.Image, ink: tuple[int, int, int] = BLACK) -> ImageDraw.ImageDraw:
    """Dark bars as words stand in lines."""
    draw = ImageDraw.Draw(page)
    for y in range(200, 1500, 40):
        for x in range(150, 1050, 90):
            draw.rectangle((x, y, x + 70, y + 14), fill=ink)
    return draw


def test_light_that_falls_off_is_evened_and_ink_stays_dark() -> None:
    page = Image.new("L", SIZE, 255)
    lines_of_text(page.convert("RGB"))
    levels = np.asarray(page).astype(np.float32)
    levels[400:410, 300:400] = 30
    shade = np.linspace(1.0, 0.45, SIZE[0])[None, :]
    even = even_light((levels * shade).astype(np.uint8), 150)
    assert even[:, 20:-20].max() == 255 and np.percentile(even, 5) > 240
    assert even[402:408, 310:390].max() < 80


def test_white_paper_needs_no_light() -> None:
    page = np.full((300, 200), 255, np.uint8)
    assert even_light(page, 150) is page


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_stamp_and_pen_are_taken_off_and_kept_apart(ink: tuple[int, int, int]) -> None:
    page = Image.new("RGB", SIZE, "white")
    lines_of_text(page).ellipse((700, 1400, 900, 1600), outline=ink, width=8)
    inks = split_inks(np.asarray(page))
    assert inks.black[1550:1620, 650:950].min() == 255  # below the lines of text only the stamp stood
    assert inks.all[1550:1620, 650:950].min() < 150
    assert inks.coloured is not None
    assert inks.coloured[1550:1620, 650:950].min() < 100 and inks.coloured[:1390].min() == 255


def test_black_ink_under_a_stamp_is_left() -> None:
    page = Image.new("RGB", SIZE, "white")
    draw = lines_of_text(page)
    draw.rectangle((700, 1400, 900, 1600), fill=RED)
    draw.rectangle((760, 1500, 840, 1514), fill=BLACK)
    inks = split_inks(np.asarray(page))
    assert inks.black[1505, 800] < 60 and inks.black[1560, 800] == 255


def test_page_printed_in_blue_is_read_as_it_is() -> None:
    page = Image.new("RGB", SIZE, "white")
    lines_of_text(page, BLUE)
    inks = split_inks(np.asarray(page))
    assert inks.coloured is None and inks.black[205, 170] < 100


def test_borders_and_holes_are_cleared_and_words_are_not() -> None:
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 60, SIZE[1]), fill=0)  # the shadow at the left edge
    draw.ellipse((80, 600, 117, 637), fill=0)  # a hole of 6 mm
    draw.rectangle((300, 600, 600, 614), fill=0)
    draw.ellipse((620, 800, 657, 837), fill=0)  # as large, in the middle of the page
    clean = clear_edges(np.asarray(page), 150)
    assert clean[:, :130].min() == 255
    assert clean[605, 400] == 0 and clean[818, 638] == 0


def test_frame_around_the_page_loses_its_edge_and_the_grid_inside_stays() -> None:
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline=0, width=12)
    draw.line((0, 900, SIZE[0], 900), fill=0, width=4)  # hangs on the frame
    clean = clear_edges(np.asarray(page), 150)
    assert clean[5, 600] == 255 and clean[900, 600] == 0


def test_scan_in_colour_gives_the_page_without_and_with_its_stamp() -> None:
    page = Image.new("RGB", SIZE, "white")
    lines_of_text(page).ellipse((700, 1560, 900, 1700), outline=RED, width=10)
    scan = prepare_scan(page, 150)
    assert np.asarray(scan.grey)[1600:1690].min() == 255
    assert np.asarray(scan.inked)[1600:1690].min() < 150
    assert scan.coloured is not None and scan.tilt == 0.0


def test_page_without_colour_has_no_ink_apart() -> None:
    page = Image.new("RGB", SIZE, "white")
    lines_of_text(page)
    scan = prepare_scan(page, 150)
    assert scan.coloured is None and scan.inked is scan.grey


@pytest.mark.parametrize(
    ("size", "told", "wanted"),
    [
        ((827, 1169), None, (1819, 2573)),  # A4 at 100: made larger
        ((3508, 4961), (300.0, 300.0), (2573, 3638)),  # A3 at 300, as the file says
        ((2480, 3508), (1.0, 1.0), (1819, 2573)),  # what the file says cannot be
        ((1819, 2573), None, (1819, 2573)),
        ((3508, 4961), None, (1819, 2573)),  # 300 and more: made smaller
    ],
)
def test_resolution_is_made_the_usual_one(
    size: tuple[int, int], told: tuple[float, float] | None, wanted: tuple[int, int]
) -> None:
    frame = Image.new("L", size, 255)
    if told is not None:
        frame.info["dpi"] = told
    page, dpi = draw_frame(frame)
    assert page.size == pytest.approx(wanted, abs=2)
    assert dpi == pytest.approx(DPI, abs=1)


def test_resolution_near_the_usual_one_is_left() -> None:
    frame = Image.new("L", (1654, 2339), 255)  # A4 at 200
    page, dpi = draw_frame(frame)
    assert page.size == frame.size and dpi == pytest.approx(200, abs=1)


def test_quarter_turns_are_clockwise() -> None:
    page = Image.new("L", (30, 40), 255)
    page.putpixel((0, 0), 0)
    assert turn_upright(page, 1).getpixel((39, 0)) == 0
    assert turn_upright(page, 0) is page

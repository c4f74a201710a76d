"""PDFs, from bytes to a Document: reading order, paragraphs over lines and pages, what is taken off, bad files."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_pdf import HEIGHT, WIDTH, MadePage, make_pdf

from extract import pdf
from extract.errors import ReadError
from extract.image import read_image
from extract.model import Document, FurnitureKind, Origin, Region
from extract.ocr import OcrPage
from extract.pdf import read_pdf
from extract.textlayer import Word
from extract.tokens import OcrFailure

SHARED = Path(__file__).parents[2] / "shared" / "corpus"

LONG = (
    "1. Sở Tài chính chủ trì, phối hợp với Sở Khoa học và Công nghệ và các cơ quan, đơn vị có liên quan tham mưu Ủy "
    "ban nhân dân tỉnh bố trí kinh phí thực hiện Kế hoạch này theo quy định của Luật Ngân sách nhà nước, hoàn thành "
    "trước ngày 20 tháng 12 năm 2025."
)
NEXT = "2. Sở Nội vụ theo dõi, đôn đốc việc thực hiện và báo cáo Ủy ban nhân dân tỉnh."
# A line that happens to begin with what looks like a mark, `Điều 11` or a dash, goes on the sentence.
CITATION = (
    "Các nội dung khác thực hiện theo quy định tại khoản 1 Điều 4, khoản 3 Điều 10 của Nghị định và khoản 2 tại "
    "Điều 11 của Thông tư này về trình tự, thủ tục."
)
APPOSITION = (
    "Phát triển kinh tế tập thể gắn với bảo đảm quốc phòng, an ninh và phát huy sức mạnh khối đại đoàn kết toàn "
    "dân tộc trong giai đoạn phát triển mới - động lực chủ yếu để phát triển đất nước."
)


def read(*pages: MadePage, **options: int) -> Document:
    return read_pdf(Path("made.pdf"), make_pdf(pages), "made.pdf", "0" * 64, **options)


def body(document: Document) -> list[str]:
    return [document.words(p.span) for p in document.paragraphs if p.region is Region.BODY]


def put_letterhead(page: MadePage) -> None:
    page.center("ỦY BAN NHÂN DÂN", 150, 60, bold=True)
    page.center("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 60, bold=True)
    page.center("TỈNH SÔNG XANH", 150, 75, bold=True)
    page.center("Độc lập - Tự do - Hạnh phúc", 400, 75, bold=True)
    page.center("Số: 12/KH-UBND", 150, 100)
    page.center("Sông Xanh, ngày 05 tháng 3 năm 2025", 400, 100)


def test_letterhead_is_read_column_by_column() -> None:
    page = MadePage()
    put_letterhead(page)
    page.center("KẾ HOẠCH", 312, 140, bold=True)
    page.center("Chuyển đổi số trên địa bàn tỉnh Sông Xanh", 312, 156, bold=True)
    page.center("giai đoạn 2025 - 2030", 312, 172, bold=True)
    page.paragraph(LONG, 210)
    assert body(read(page)) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH SÔNG XANH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sông Xanh, ngày 05 tháng 3 năm 2025",
        "KẾ HOẠCH",
        "Chuyển đổi số trên địa bàn tỉnh Sông Xanh giai đoạn 2025 - 2030",
        LONG,
    ]


def test_subject_under_the_number_stays_in_its_column() -> None:
    page = MadePage()
    put_letterhead(page)
    page.center("V/v triển khai thực hiện", 150, 116)
    page.center("Kế hoạch chuyển đổi số", 150, 131)
    page.paragraph(LONG, 180)
    assert "V/v triển khai thực hiện Kế hoạch chuyển đổi số" in body(read(page))


def test_signature_block_is_read_after_the_recipients() -> None:
    page = MadePage()
    y = page.paragraph(LONG, 80)
    page.write("Nơi nhận:", 85, y, 12, bold=True)
    page.center("TM. ỦY BAN NHÂN DÂN", 420, y, bold=True)
    page.write("- Như Điều 3;", 85, y + 14, 11)
    page.center("KT. CHỦ TỊCH", 420, y + 15, bold=True)
    page.write("- Lưu: VT.", 85, y + 27, 11)
    page.center("PHÓ CHỦ TỊCH", 420, y + 30, bold=True)
    page.center("Trần Văn Bình", 420, y + 110, bold=True)
    assert body(read(page))[1:] == [
        "Nơi nhận:",
        "- Như Điều 3;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Văn Bình",
    ]


def test_two_signers_side_by_side_are_not_interleaved() -> None:
    page = MadePage()
    y = page.paragraph(LONG, 80) + 20
    for line, (left, right) in enumerate([("GIÁM ĐỐC SỞ Y TẾ", "GIÁM ĐỐC CÔNG AN"), ("Lê An", "Võ Bình")]):
        page.center(left, 170, y + 90 * line, bold=True)
        page.center(right, 430, y + 90 * line, bold=True)
    assert body(read(page))[1:] == ["GIÁM ĐỐC SỞ Y TẾ", "Lê An", "GIÁM ĐỐC CÔNG AN", "Võ Bình"]


def test_paragraph_goes_on_over_a_page_break() -> None:
    words = LONG.split()
    one, two = MadePage(), MadePage()
    one.paragraph(" ".join(words[:20]), 790)
    two.center("2", WIDTH / 2, 40)
    y = two.paragraph(" ".join(words[20:]), 80, indent=0)
    two.paragraph(NEXT, y)
    # The first page's last line is full, so that its paragraph goes on.
    document = read(one, two)
    assert body(document) == [LONG, NEXT]
    assert [(f.kind, f.text, f.page) for f in document.furniture] == [(FurnitureKind.PAGE_NUMBER, "2", 2)]
    place = document.locate(document.paragraphs[0].span)
    assert place.page == 1 and {page for page, _ in place.boxes} == {1, 2}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("- Thực hiện các nhiệm vụ được giao;", "- Báo cáo kết quả hằng quý."),
        ("a) Rà soát các quy định hiện hành;", "b) Đề xuất sửa đổi, bổ sung."),
        ("I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích"),
        ("Điều 1. Phạm vi điều chỉnh", "Quyết định này quy định về công tác văn thư."),
        ("Căn cứ Luật Tổ chức chính quyền địa phương;", "Căn cứ Luật Ngân sách nhà nước;"),
    ],
)
def test_short_lines_are_paragraphs_of_their_own(first: str, second: str) -> None:
    page = MadePage()
    y = page.paragraph(LONG, 80)
    page.write(first, 113, y)
    page.write(second, 113, y + 16)
    page.paragraph(NEXT, y + 38)
    assert body(read(page)) == [LONG, first, second, NEXT]


@pytest.mark.parametrize(
    "text",
    [CITATION, APPOSITION],
)
def test_marks_inside_a_sentence_do_not_cut_it(text: str) -> None:
    page = MadePage()
    page.paragraph(NEXT, page.paragraph(text, page.paragraph(LONG, 80)))
    assert body(read(page)) == [LONG, text, NEXT]


def test_broken_number_is_joined_without_a_space() -> None:
    page = MadePage()
    page.write("Thực hiện Kế hoạch chuyển đổi số của tỉnh và theo Quyết định số 11/QĐ-", 113, 80)
    page.write("UBND ngày 05 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh về kế hoạch năm.", 85, 96)
    page.paragraph(LONG, 118)
    assert "số 11/QĐ-UBND ngày" in read(page).text


def test_footnotes_stand_apart_and_their_marks_are_taken_out() -> None:
    page = MadePage()
    page.write("Thực hiện chuyển đổi số trong các cơ quan nhà nước trên địa bàn thành phố", 113, 80)
    page.write("2", 113 + 73 * 6, 75, 7)
    page.write("và các xã, phường.", 85, 96)
    y = page.paragraph(LONG, 118)
    page.rule(85, 700, 229, 700)
    page.write("2", 85, 710, 6)
    page.write("Gồm phường Một và phường Hai.", 92, 714, 10)
    document = read(page)
    assert y < 700
    assert body(document)[0].endswith("địa bàn thành phố và các xã, phường.")
    notes = [document.words(p.span) for p in document.paragraphs if p.region is Region.FOOTNOTE]
    assert notes == ["2 Gồm phường Một và phường Hai."]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CÔNG BÁO/Số 302/Ngày 02-06-2026 44", FurnitureKind.RUNNING_HEADER),
        ("94 CÔNG BÁO/Số 659 + 660/Ngày 10-8-2022", FurnitureKind.RUNNING_HEADER),
        ("- 12 -", FurnitureKind.PAGE_NUMBER),
        ("Trang 3/10", FurnitureKind.PAGE_NUMBER),
        ("Ký bởi: Ủy ban nhân dân tỉnh Sông Xanh", FurnitureKind.SIGNATURE_STAMP),
        ("2025-03-21T14:34:37+0700", FurnitureKind.SIGNATURE_STAMP),
    ],
)
def test_furniture_is_taken_off_the_page(text: str, kind: FurnitureKind) -> None:
    page = MadePage()
    page.write(text, 200, 40, 11)
    page.paragraph(LONG, 100)
    document = read(page)
    assert document.text == LONG
    assert [(f.kind, f.text) for f in document.furniture] == [(kind, text)]


def test_header_of_every_page_is_furniture_however_it_counts() -> None:
    pages = []
    for number in range(1, 5):
        page = MadePage()
        page.write(f"Sổ tay công tác văn thư, phần {number}", 85, 50)
        page.paragraph(LONG, 100)
        pages.append(page)
    document = read(*pages)
    assert "Sổ tay" not in document.text
    assert sum(f.kind is FurnitureKind.RUNNING_HEADER for f in document.furniture) == 4


def test_ruled_table_is_a_grid_and_a_single_box_is_text() -> None:
    page = MadePage()
    y = page.paragraph(LONG, 80)
    page.grid([85, 130, 400, 540], [y, y + 20, y + 60])
    for x, text in ((90, "TT"), (135, "Nội dung"), (405, "Thời hạn")):
        page.write(text, x, y + 14)
    page.write("1", 90, y + 36)
    page.write("Rà soát các quy định về công tác văn thư", 135, y + 36)
    page.write("của tỉnh.", 135, y + 51)
    page.write("Quý II/2025", 405, y + 36)
    page.grid([85, 540], [y + 100, y + 140])
    page.write("Ghi chú: các đơn vị báo cáo trước ngày 15.", 90, y + 120)
    document = read(page)
    (table,) = document.tables
    assert [[document.words(c.span) for c in table.cells if c.row == row] for row in range(table.rows)] == [
        ["TT", "Nội dung", "Thời hạn"],
        ["1", "Rà soát các quy định về công tác văn thư của tỉnh.", "Quý II/2025"],
    ]
    assert body(document) == [LONG, "Ghi chú: các đơn vị báo cáo trước ngày 15."]


def test_page_shown_turned_is_read_upright_with_boxes_as_shown() -> None:
    page = MadePage(WIDTH, HEIGHT)
    page.paragraph(LONG, 80)
    upright = read(page)
    page.rotate = 90
    turned = read(page)
    assert turned.text == upright.text
    shown = turned.pages[0]
    assert (shown.width, shown.height) == (HEIGHT, WIDTH)
    box = turned.lines[0].box
    assert box is not None and box.bottom - box.top > box.x1 - box.x0  # the line runs down the page as shown
    assert (box.x0 >= 0, box.top >= 0, box.x1 <= shown.width, box.bottom <= shown.height) == (True,) * 4


def test_lines_lie_in_the_text_and_on_the_page() -> None:
    page = MadePage()
    put_letterhead(page)
    page.paragraph(LONG, 200)
    document = read(page)
    for line in document.lines:
        assert document.words(line.span).strip()
        assert line.box is not None and 0 <= line.box.x0 < line.box.x1 <= WIDTH and line.box.bottom <= HEIGHT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_pdf([MadePage()])[:400], "truncated"),
        (b"%PDF-1.7\n" + b"garbage " * 50, "truncated"),
        (make_pdf([]), "no_pages"),
        (make_pdf([MadePage()], locked=True), "encrypted"),
    ],
)
def test_bad_files_say_why(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(Path("bad.pdf"), data, "bad.pdf", "0" * 64)
    assert caught.value.code == code
    assert str(caught.value).startswith("bad.pdf: ") and str(caught.value).endswith(".")


def test_pages_beyond_the_bound_are_named_in_an_issue() -> None:
    pages = []
    for _ in range(3):
        page = MadePage()
        page.paragraph(LONG, 80)
        pages.append(page)
    document = read(*pages, max_pages=2)
    assert len(document.pages) == 2
    assert [issue.code for issue in document.issues] == ["too_many_pages"]


def test_time_bound_stops_reading_with_an_issue() -> None:
    page = MadePage()
    page.paragraph(LONG, 80)
    document = read(page, page, max_seconds=-1)
    assert document.text == "" and [issue.code for issue in document.issues] == ["time_limit"]


def test_blank_and_absurd_pages_are_no_error() -> None:
    huge = MadePage(50_000, 50_000)
    huge.write("Quá khổ", 100, 100)
    document = read(MadePage(), huge)
    assert document.text == ""
    assert [issue.code for issue in document.issues] == ["page_size"]


def fake_words(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(w, 90 + 60 * i, 100, 140 + 60 * i, 112, 110, 12, confidence=0.9) for i, w in enumerate(text.split())
    )


GIBBERISH = "Qdqk vzzxw plmrt kkzq wqxrt bbvcx qqwz rtzx plkj mnbv zxcv qwrt lkjh gfds"


@pytest.mark.parametrize("layer", ["", "Ký bởi: Sở Nội vụ", GIBBERISH])
def test_page_without_usable_text_is_recognised(monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    monkeypatch.setattr(pdf, "recognise_once", lambda *_, **__: OcrPage(fake_words("Kế hoạch chuyển đổi số"), (), 0.9))
    page = MadePage(image=True)
    if layer:
        page.write(layer, 60, 30)
    document = read(page)
    assert document.text == "Kế hoạch chuyển đổi số"
    assert (document.pages[0].origin, document.pages[0].confidence) == (Origin.OCR, 0.9)
    assert document.lines[0].confidence == pytest.approx(0.9)


def test_good_text_over_an_image_is_not_recognised_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> OcrPage:
        raise AssertionError("recognised needlessly")

    monkeypatch.setattr(pdf, "recognise_once", fail)
    page = MadePage(image=True)
    page.paragraph(LONG, 80)
    assert read(page).text == LONG


@pytest.mark.parametrize(
    "error", [OcrFailure("ocr_timeout", "Too slow."), ReadError("no_tesseract", "Tesseract is not installed.")]
)
def test_page_that_cannot_be_recognised_is_an_issue_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> OcrPage:
        raise error

    monkeypatch.setattr(pdf, "recognise_once", fail)
    text = MadePage()
    text.paragraph(LONG, 80)
    document = read(MadePage(image=True), text)
    assert document.text == LONG
    assert [(issue.code, issue.page) for issue in document.issues] == [(error.code, 1)]  # type: ignore[attr-defined]
    assert [page.origin for page in document.pages] == [Origin.NONE, Origin.TEXT]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff\xe0" + bytes(40)])
def test_bad_image_says_why(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_image(Path("bad.png"), data, "bad.png", "0" * 64)
    assert caught.value.code == "truncated"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
def test_real_gazette_has_whole_paragraphs_and_one_table_over_many_pages() -> None:
    path = SHARED / "more_pdf" / "congbao__nghi-quyet-so-105-nq-cp-469364.pdf"
    document = read_pdf(path, path.read_bytes(), str(path), "0" * 64)
    (table,) = document.tables
    assert table.columns == 7 and table.rows == 40
    cut = [t for t in body(document) if t[0].islower() and not t[:2].rstrip().endswith(")")]
    assert len([t for t in cut if len(t) > 40 and not t.startswith(("a)", "b)", "c)", "d)", "đ)", "e)"))]) <= 2

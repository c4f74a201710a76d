"""The report: nothing of a document becomes markup, secrets stay out, the graph is drawn alike, pieces of pages fit."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import shutil
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_records import make_record
from made_register import put as put_task
from PIL import Image

from corpus.columns import TABLES, Kind
from corpus.rows import make_rows
from corpus.status import State, Status
from corpus.store import StoredFile, open_existing_store, open_store
from extract import ocr_cache
from extract.ocr import OcrPage
from extract.read import read_document as read_pages
from extract.textlayer import Word
from normalize.model import Deadline, DeadlineKind
from outputs.report import write_report
from outputs.report_cards import make_view
from outputs.report_cutouts import Limits, PageJob, Request, cut_page, find_words
from outputs.report_graph import BOX_HEIGHT, BOX_WIDTH, MAX_WORKS, Citation, Work, draw_graph
from outputs.report_words import day_words, division_words, reason_words, rule_words, status_words, warning_note
from vanban import extract_record, read_document

EXAMPLES = Path(__file__).parents[1] / "examples"
TODAY = date(2024, 11, 25)
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; \u2028\u2029\x00\x1b\u202egnp.exe\ud800",
    "</style><style>*{display:none}",
)


class Page(HTMLParser):
    """What a browser would see of a page: elements with attributes, and text by element."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.words, self._open = [], [], []
        self.raw = {"script": [], "style": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        where = self._open[-1] if self._open else ""
        self.raw[where].append(data) if where in self.raw else self.words.append(data)

    @property
    def said(self):
        return "".join(self.words)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def fill(text, source="a.txt"):
    """A row for every table with `text` in every column that can hold it."""
    evidence = {"start": 0, "end": 3, "words": text, "confidence": 0.5, "reason": text}
    rows = {}
    for table in TABLES:
        row = {}
        for column in table.columns:
            row[column.name] = {
                Kind.TEXT: text,
                Kind.INTEGER: 1,
                Kind.NUMBER: 0.5,
                Kind.FLAG: False,
                Kind.DATE: "2024-11-30",
                Kind.LIST: [text, text],
                Kind.PEOPLE: [{"name": text, "title": text}],
                Kind.DEADLINE: {"text": text, "kind": "by", "start": None, "end": "2024-11-30", "rrule": None},
                Kind.EVIDENCE: dict.fromkeys(("number", "title", "issuer", "content", "product"), evidence),
            }[column.kind]
        row |= {"source": source, "row": 1, "start": 0, "end": 3}
        names = {column.name for column in table.columns}
        closed = {column.name: next(iter(column.values)) for column in table.columns if column.values}
        row |= closed | {name: None for name in ("rrule", "parent", "target") if name in names}
        rows[table.name] = [row]
    return rows


def put(store, rows, source="a.txt", path="/nowhere/a.txt"):
    store.put(StoredFile(path, source, "0" * 64, "rules", False), rows)


def page_of(folder, rows_by_source, **options):
    """The report of a new store with these rows."""
    shutil.rmtree(folder, ignore_errors=True)
    with open_store(folder) as store:
        for source, rows in rows_by_source.items():
            put(store, rows, source, f"/nowhere/{source}")
        options.setdefault("today", TODAY)
        path = write_report(store, folder / "report.html", **options)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_a_document_stays_text(tmp_path, text):
    storable = text.replace("\ud800", "\ufffd").replace("\0", "\ufffd")  # as the store holds it
    plain, hostile = (Page(page_of(tmp_path / "out", {"a.txt": fill(said)})) for said in ("một hai", storable))
    assert Counter(tag for tag, _ in hostile.elements) == Counter(tag for tag, _ in plain.elements)
    assert re.sub(r"[\x00-\x1f\x7f-\x9f\u202e]", "", storable)[:20] in hostile.said
    for tag, attributes in hostile.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")], tag
        assert attributes.get("href", "#").startswith("#"), tag
        assert attributes.get("src", "data:image/").startswith("data:image/"), tag
    assert len(hostile.all("script")) == len(hostile.all("style")) == 1
    assert "\x00" not in hostile.said and "\u202e" not in hostile.said


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_gives_a_page_of_the_same_elements(tmp_path, text):
    plain, other = (Page(page_of(tmp_path / "out", {"a.txt": fill(f"x{said}")})) for said in ("y", text))
    assert Counter(tag for tag, _ in other.elements) == Counter(tag for tag, _ in plain.elements)


def test_policy_lets_only_our_own_style_and_script_run(tmp_path):
    page = Page(page_of(tmp_path / "out", {"a.txt": make_rows(make_record())}))
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256("".join(page.raw[kind]).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_page_is_whole_without_the_net_and_accessible(tmp_path):
    text = page_of(tmp_path / "out", {"a.txt": make_rows(make_record())})
    page = Page(text)
    assert page.all("html") == [{"lang": "vi"}]
    assert not page.all("link") and not page.all("iframe")
    assert not re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link["href"][1:] in ids, link
    for image in page.all("img"):
        assert image["alt"]
    assert len(page.all("h1")) == 1 and page.all("main") and page.all("nav")


def test_register_shows_a_task_with_its_state_on_the_day(tmp_path):
    page = Page(page_of(tmp_path / "out", {"a.txt": make_rows(make_record())}, today=date(2024, 11, 25)))
    (row,) = [attributes for attributes in page.all("tr") if "data-state" in attributes]
    assert (row["data-state"], row["data-kind"], row["data-due"]) == ("due_soon", "by", "2024-11-29")
    assert "Sắp đến hạn: còn 4 ngày" in page.said and "30/11/2024" in page.said
    later = Page(page_of(tmp_path / "out", {"a.txt": make_rows(make_record())}, today=date(2024, 11, 30)))
    assert "Đã quá hạn 1 ngày" in later.said


def test_uncertain_values_stand_beside_their_words(tmp_path):
    with open_store(tmp_path) as store:
        put(store, make_rows(make_record()))
        view = make_view(store, today=TODAY)
    number = next(doubt for doubt in view.doubts if doubt.value == "12/KH-SNV")
    assert (number.quote.marked, number.reason, number.percent) == ("12/KH-SNV", "đọc từ bản quét", 80)
    assert number.quote.before.endswith("Số: ") or number.quote.before == ""
    guess = next(doubt for doubt in view.doubts if doubt.value == "Các sở, ban, ngành")
    assert (guess.heading, guess.task) == ("Cơ quan phối hợp", "nv-1")


def test_most_pressing_deadline_says_how_a_task_stands(tmp_path):
    rows = make_rows(make_record())
    other = rows["deadlines"][0] | {"row": 2, "end_date": "2024-11-01", "text": "trước ngày 01/11/2024", "main": False}
    rows["deadlines"].append(other)
    with open_store(tmp_path) as store:
        put(store, rows)
        (task,) = make_view(store, today=TODAY).tasks
    assert task.state == State.OVERDUE and task.states == ("due_soon", "overdue")


@pytest.mark.parametrize("include", [False, True])
def test_secret_document_is_left_out_unless_asked_for(tmp_path, include):
    secret = make_record("mat.txt", secrecy="TỐI MẬT", title="Phương án bảo vệ kho")
    rows = {"a.txt": make_rows(make_record()), "mat.txt": make_rows(secret, include_secret=True)}
    text = page_of(tmp_path / "out", rows, include_secret=include)
    for words in ("Phương án bảo vệ kho", "mat.txt", "TỐI MẬT"):
        assert (words in text) is include
    assert ("1 văn bản có dấu chỉ mức độ mật không được đưa vào" in text) is not include
    assert ("nội dung của văn bản mật" in text) is include


def test_the_same_store_gives_the_same_page(tmp_path):
    rows = {"a.txt": make_rows(make_record("a.txt")), "b.txt": make_rows(make_record("b.txt"))}
    first = page_of(tmp_path / "one", rows)
    assert page_of(tmp_path / "two", dict(reversed(rows.items()))) == first


def test_empty_store_gives_a_page(tmp_path):
    assert "Không có nhiệm vụ nào" in Page(page_of(tmp_path / "out", {})).said


# -- the graph


def boxes_overlap(drawing):
    places = [(box.x, box.y) for box in drawing.boxes]
    return any(
        abs(x - a) < BOX_WIDTH and abs(y - b) < BOX_HEIGHT for i, (x, y) in enumerate(places) for a, b in places[:i]
    )


def some_graph(count, seed=1):
    chance = random.Random(seed)
    works = [
        Work(f"w{i}", f"{i}/KH-UBND", held=i % 7 == 0, level=chance.choice([0, 1, 3, 4, None])) for i in range(count)
    ]
    pairs = {(chance.randrange(count), chance.randrange(count)) for _ in range(2 * count)}
    return works, [Citation(f"w{a}", f"w{b}", ("based_on",), 1) for a, b in pairs]


@pytest.mark.parametrize("count", [1, 2, 5, 40, 300, 900])
def test_drawing_has_no_boxes_over_one_another_and_keeps_in_its_frame(count):
    works, citations = some_graph(count)
    drawing = draw_graph(works, citations)
    assert len(drawing.boxes) <= MAX_WORKS
    assert len(drawing.boxes) + drawing.left_out == count
    assert not boxes_overlap(drawing)
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - BOX_WIDTH and 0 <= box.y <= drawing.height - BOX_HEIGHT


def test_drawing_is_the_same_whatever_the_order():
    works, citations = some_graph(60)
    first = draw_graph(works, citations)
    random.Random(2).shuffle(works)
    random.Random(3).shuffle(citations)
    assert draw_graph(works, citations) == first


def test_drawing_survives_rings_and_citations_of_oneself():
    works = [Work("a", "1/QĐ-UBND", held=True, level=3), Work("b", "2/QĐ-UBND", level=3)]
    links = [Citation("a", "b", ("mentions", "replaces"), 2), Citation("b", "a", ("amends",), 1)]
    drawing = draw_graph(works, [*links, Citation("a", "a", ("mentions",), 1), Citation("a", "gone", ("mentions",), 1)])
    assert [curve.relation for curve in drawing.curves] == ["replaces", "amends"]


def test_works_of_examples_stand_by_who_issued_them(tmp_path):
    record = extract_record(read_document(EXAMPLES / "ke_hoach_phu_luc.txt"))
    page = Page(page_of(tmp_path / "out", {"a.txt": make_rows(record)}))
    assert page.all("svg") and "Chính phủ, Thủ tướng" in page.said and "57-NQ/TW" in page.said


# -- pieces of pages


def words_of(text):
    return [Word(word, 10.0 * i, 0.0, 10.0 * i + 9, 10.0, 10.0, 10.0) for i, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("page", "wanted", "before", "after", "expected"),
    [
        ("Giao Sở Y tế chủ trì", "Sở Y tế", "", "", "Sở Y tế"),
        ("Giao Sở Y tế chủ trì", "sở y tế,", "", "", "Sở Y tế"),
        ("Sở Y tế gửi. Sở Y tế chủ trì", "Sở Y tế", "gửi. ", " chủ trì", "Sở Y tế"),
        ("Số : 12 /KH-UBND", "12/KH-UBND", "", "", "12 /KH-UBND"),  # blanks make no difference
        ("Giao Sở Y tế chủ trì", "Sở Nội vụ", "", "", ""),
        ("Giao Sở Y tế chủ trì", "", "", "", ""),
        ("", "Sở Y tế", "", "", ""),
        # the rest stands on the next page
        ("Rà soát, cập nhật danh mục hồ sơ, tài", "Rà soát, cập nhật danh mục hồ sơ, tài liệu cần số hóa", "", "",
         "Rà soát, cập nhật danh mục hồ sơ, tài"),
    ],
)  # fmt: skip
def test_words_found_on_a_page(page, wanted, before, after, expected):
    assert " ".join(word.text for word in find_words(words_of(page), wanted, before, after)) == expected


def test_context_tells_which_of_two_places_is_meant():
    found = find_words(words_of("Sở Y tế gửi. Sở Y tế chủ trì"), "Sở Y tế", "gửi. ", "")
    assert found[0].x0 == 40.0


def pdf_job(path, *requests, page=1, fingerprint=None):
    return PageJob(
        str(path), fingerprint or hashlib.sha256(path.read_bytes()).hexdigest(), "pdf", page, tuple(requests)
    )


def test_piece_of_a_pdf_page_shows_the_words_marked():
    result = cut_page(pdf_job(EXAMPLES / "thong_bao.pdf", Request("a", "THÔNG BÁO", "", ""), Request("b", "", "", "")))
    assert [name for name, _ in result.cutouts] == ["a", "b"]
    cutout = result.cutouts[0][1]
    kind, data = cutout.address.split(";base64,")
    assert kind in ("data:image/png", "data:image/jpeg")
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    assert image.size == (cutout.width, cutout.height) and cutout.height < 330
    pixels = image.tobytes()
    yellow = sum(
        r > 220 and g > 200 and b < 190 for r, g, b in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
    )
    assert yellow > 200


def test_piece_of_a_scan_comes_from_what_the_run_kept(tmp_path, monkeypatch):
    made = []

    def recognise(image, dpi, *, seconds):
        made.append(dpi)
        return OcrPage((Word("Kế", 100, 90, 120, 102, 100, 12),), (), 0.9)

    monkeypatch.setattr(ocr_cache, "recognise", recognise)
    path, folder = tmp_path / "trang.png", tmp_path / "pages"
    Image.new("RGB", (1240, 1754), "white").save(path, dpi=(150, 150))
    read_pages(path, ocr_folder=folder)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    job = PageJob(str(path), fingerprint, "image", 1, (Request("a", "Kế", "", ""),), str(folder))
    assert [name for name, _ in cut_page(job).cutouts] == ["a"]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"fingerprint": "0" * 64}, "Tệp gốc không còn"),
        ({"page": 99}, "Không vẽ được"),
    ],
)
def test_piece_of_a_page_that_is_not_there(change, note):
    result = cut_page(pdf_job(EXAMPLES / "thong_bao.pdf", Request("a", "THÔNG BÁO", "", ""), **change))
    assert not result.cutouts and result.note.startswith(note)


def test_damaged_pdf_costs_only_its_pieces(tmp_path):
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    assert cut_page(pdf_job(path, Request("a", "x", "", ""))).note.startswith("Không vẽ được")


def doubtful_pdf(folder, path):
    """A store with one PDF whose number is in doubt."""
    document = read_document(path)
    rows = make_rows(extract_record(document))
    row = rows["documents"][0]
    row["evidence"] = {"title": row["evidence"]["title"] | {"confidence": 0.6, "reason": "read from a scan"}}
    with open_store(folder) as store:
        store.put(StoredFile(str(path), document.source, document.fingerprint, "rules", False), rows)
    return folder


@pytest.mark.parametrize(("limits", "count"), [(Limits(), 1), (Limits(count=0), 0), (Limits(size=10), 0)])
def test_report_holds_pieces_of_pages_within_limits(tmp_path, limits, count):
    path = tmp_path / "thong_bao.pdf"
    shutil.copy(EXAMPLES / "thong_bao.pdf", path)
    with open_existing_store(doubtful_pdf(tmp_path / "out", path)) as store:
        text = write_report(store, tmp_path / "r.html", today=TODAY, limits=limits).read_text(encoding="utf-8")
    assert len(Page(text).all("img")) >= count if count else not Page(text).all("img")
    assert ("Không cắt trang" in text) is (count == 0)


def test_report_says_that_a_file_is_gone(tmp_path):
    path = tmp_path / "thong_bao.pdf"
    shutil.copy(EXAMPLES / "thong_bao.pdf", path)
    folder = doubtful_pdf(tmp_path / "out", path)
    path.unlink()
    with open_existing_store(folder) as store:
        text = write_report(store, tmp_path / "r.html", today=TODAY).read_text(encoding="utf-8")
    assert "Tệp gốc không còn" in text


# -- words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", "hằng năm, ngày 5, tháng 12"),
        ("FREQ=MONTHLY;INTERVAL=3", "3 tháng một lần"),
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("nonsense", "nonsense"),
        (None, ""),
    ],
)
def test_recurrence_in_words(rule, words):
    assert rule_words(rule) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(State.OVERDUE, TODAY, -12), "Đã quá hạn 12 ngày"),
        (Status(State.OVERDUE, TODAY, -1000), "Đã quá hạn hơn 2 năm"),
        (Status(State.DUE_SOON, TODAY, 0), "Sắp đến hạn: hôm nay"),
        (Status(State.DUE_SOON, TODAY, 3), "Sắp đến hạn: còn 3 ngày"),
        (Status(State.IN_TIME, TODAY, 30), "Còn hạn 30 ngày"),
        (Status(State.WAITING), "Chờ sự kiện"),
    ],
)
def test_status_in_words(status, words):
    assert status_words(status) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("read from a scan", "đọc từ bản quét"),
        ("no year is printed: 2025 is the document's", "không in năm; lấy năm 2025 của văn bản"),
        ("waits for an act; read from a scan", "chờ một văn bản hoặc sự kiện khác; đọc từ bản quét"),
        ("corrected by a person on 2025-11-26", "cán bộ sửa ngày 26/11/2025"),
        ("written by hand, read digit by digit", "viết tay, đọc từng chữ số"),
        (
            "the unit is that of the heading or sentence above; recognised",
            "đơn vị lấy theo đề mục hoặc câu ở trên; nhận dạng từ ảnh trang",
        ),
        (
            "of the name only Sỹ Hiệp was read; Nguyễn Sỹ Hiệp is named with that office",
            "chỉ đọc được tên “Sỹ Hiệp”; văn bản nêu Nguyễn Sỹ Hiệp với chức vụ này",
        ),
        ("something new", "something new"),
        (None, "độ tin cậy thấp"),
    ],
)
def test_reason_in_words(reason, words):
    assert reason_words(reason) == words


@pytest.mark.parametrize(
    ("label", "words"),
    [("II.1", "mục II.1"), ("A.4", "mục A.4"), ("Điều 5", "Điều 5"), ("Phụ lục I.2", "Phụ lục I.2"), ("", "")],
)
def test_division_in_words(label, words):
    assert division_words(label) == words


@pytest.mark.parametrize(("iso", "words"), [("2025-08-01", "01/08/2025"), ("2025-08", "08/2025"), (None, "")])
def test_day_in_words(iso, words):
    assert day_words(iso) == words


@pytest.mark.parametrize(
    ("code", "words", "note"),
    [
        (
            "two_dates",
            "Kế hoạch số 1/KH-UBND",
            "Một văn bản được viện dẫn với hai ngày khác nhau: “Kế hoạch số 1/KH-UBND”",
        ),
        ("two_dates", None, "Một văn bản được viện dẫn với hai ngày khác nhau"),
        ("two_dates", "x" * 500, "Một văn bản được viện dẫn với hai ngày khác nhau"),
        ("something_new", "x", "One sentence."),
    ],
)
def test_warning_in_a_note(code, words, note):
    assert warning_note({"code": code, "words": words, "message": "One sentence."}) == note


def test_day_counted_from_an_event_stands_with_how_and_from_where(tmp_path):
    with open_store(tmp_path / "store") as store:
        waits = Deadline("10 ngày kể từ ngày ký", DeadlineKind.EVENT, anchor="ngày ký", offset="P10D")
        other = Deadline("05 ngày kể từ ngày họp", DeadlineKind.EVENT, anchor="ngày họp", offset="P5D")
        put_task(store, deadlines=(waits, other))
        (task,) = make_view(store, today=TODAY).tasks
    first, second = task.dues
    assert (first.day, first.counted, task.state) == ("14/10/2024", True, State.OVERDUE)  # the 12th is a Saturday
    assert "10 ngày sau ngày 02/10/2024" in first.meaning and "“ngày 02 tháng 10 năm 2024”" in first.meaning
    assert (second.day, second.counted, second.state) == ("", False, State.WAITING)
    assert "chờ: ngày họp" in second.meaning

"""Invented annexes with a table of tasks, as Word writes them, and what each of their rows says.

`Phụ lục / DANH MỤC NHIỆM VỤ ... (Kèm theo Nghị quyết số ...)` on landscape A4 behind a short resolution or plan. The
sentences are of this project; columns, wordings, merges, groups, numbering, lists of units, deadlines and marks of
repetition are drawn anew for each table from a fixed seed.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from xml.sax.saxutils import escape

Truth = dict[str, object]


@dataclass(frozen=True, slots=True)
class MadeTable:
    """An annex: the DOCX file, and what is in it in the form of hand-made gold; `about` says how it was drawn."""

    name: str
    docx: bytes
    gold: Truth
    about: str


@dataclass(frozen=True, slots=True)
class _Style:
    """How one table is laid out."""

    level: str  # who is told: ministries, departments of a province, divisions of a department
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    completion: bool
    over: str | None  # the title over lead and coord
    repeat: bool  # Word repeats the header on every page
    counter: bool
    groups: str  # none, whole, title, filled
    numbers: str  # running, restart, nested
    ditto: str | None
    merges: bool
    separator: str
    ruled: bool
    size: int  # half points


@dataclass(slots=True)
class _Row:
    """A row of the table: its number and the words of its cells by field; `group` for the name of a group."""

    number: str
    cells: dict[str, str]
    truth: Truth = field(default_factory=dict)
    group: bool = False
    merged: set[str] = field(default_factory=set)  # fields whose cell goes on from the row above


_MINISTRIES = (
    "Bộ Tài chính", "Bộ Nội vụ", "Bộ Tư pháp", "Bộ Công an", "Bộ Quốc phòng", "Bộ Ngoại giao", "Bộ Công Thương",
    "Bộ Khoa học và Công nghệ", "Bộ Nông nghiệp và Môi trường", "Bộ Giáo dục và Đào tạo", "Bộ Xây dựng", "Bộ Y tế",
    "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Dân tộc và Tôn giáo", "Ngân hàng Nhà nước Việt Nam", "Thanh tra Chính phủ",
    "Văn phòng Chính phủ", "Đài Truyền hình Việt Nam", "Thông tấn xã Việt Nam", "Bảo hiểm xã hội Việt Nam",
    "Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
)  # fmt: skip
_DEPARTMENTS = (
    "Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp", "Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh", "Sở Công Thương",
    "Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường", "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Sở Y tế",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Dân tộc và Tôn giáo", "Thanh tra tỉnh", "Văn phòng UBND tỉnh",
    "Ban Quản lý các khu công nghiệp tỉnh", "Báo và Đài Phát thanh - Truyền hình tỉnh", "Thuế tỉnh",
    "Kho bạc Nhà nước khu vực", "Trung tâm Phục vụ hành chính công tỉnh", "Liên minh Hợp tác xã tỉnh",
)  # fmt: skip
_DIVISIONS = (
    "Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ", "Phòng Quản lý chuyên ngành",
    "Phòng Chuyển đổi số", "Phòng Bưu chính - Viễn thông", "Trung tâm Chuyển đổi số", "Phòng Quản lý Công nghệ",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng", "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ",
)  # fmt: skip
_VAGUE = {
    "ministries": (
        "Các bộ, ngành, địa phương", "Các bộ, cơ quan, địa phương có liên quan", "Các bộ, cơ quan ngang bộ",
        "UBND các tỉnh, thành phố trực thuộc trung ương", "Các cơ quan, tổ chức có liên quan",
    ),
    "departments": (
        "Các sở, ban, ngành", "UBND các xã, phường", "UBND các xã, phường, đặc khu", "Các sở, ngành, địa phương",
        "Các cơ quan, đơn vị có liên quan", "Các tổ chức chính trị - xã hội tỉnh", "Các doanh nghiệp viễn thông",
    ),
    "divisions": (
        "Các phòng, đơn vị thuộc Sở", "Các phòng, đơn vị có liên quan", "Các đơn vị sự nghiệp trực thuộc",
        "Các phòng chuyên môn",
    ),
}  # fmt: skip
_FULL = {"UBND": "Ủy ban nhân dân"}
_PEOPLE = (
    ("Giám đốc Sở", None, "Giám đốc Sở"), ("Phó Giám đốc Sở Lê Quốc Dũng", "Phó Giám đốc Sở", "Lê Quốc Dũng"),
    ("PGĐ Sở Trần Thị Hạnh", "Phó Giám đốc Sở", "Trần Thị Hạnh"), ("Lãnh đạo Sở", None, "Lãnh đạo Sở"),
    ("Phó Giám đốc Võ Hồng Phúc", "Phó Giám đốc", "Võ Hồng Phúc"),
)  # fmt: skip

_ACTS = (
    "Xây dựng", "Rà soát, hoàn thiện", "Tổ chức triển khai", "Trình cấp có thẩm quyền ban hành", "Sửa đổi, bổ sung",
    "Nghiên cứu, đề xuất", "Tham mưu ban hành", "Tiếp tục thực hiện", "Đẩy mạnh triển khai", "Hướng dẫn thực hiện",
    "Kiểm tra, giám sát việc thực hiện", "Sơ kết, đánh giá", "Đôn đốc, theo dõi", "Phê duyệt", "Hoàn thành",
)  # fmt: skip
_OBJECTS = (
    "Đề án phát triển nguồn nhân lực chất lượng cao trong lĩnh vực công nghệ số",
    "Chương trình hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số",
    "quy hoạch sử dụng đất cấp tỉnh thời kỳ 2021 - 2030, tầm nhìn đến năm 2050",
    "cơ sở dữ liệu dùng chung về đất đai, dân cư và hộ tịch",
    "Kế hoạch cải cách hành chính, trọng tâm là cắt giảm thủ tục hành chính liên quan đến doanh nghiệp",
    "hệ thống tiêu chuẩn, quy chuẩn kỹ thuật và định mức kinh tế - kỹ thuật của ngành",
    "Nghị định quy định chi tiết một số điều của Luật Viễn thông",
    "chính sách thu hút chuyên gia, nhà khoa học (trong nước và nước ngoài) về làm việc tại địa phương",
    "nền tảng quản trị tổng thể phục vụ chỉ đạo, điều hành theo thời gian thực",
    "Đề án sắp xếp các đơn vị sự nghiệp công lập; phương án xử lý trụ sở dôi dư",
    "mạng lưới quan trắc môi trường nước, không khí tại các khu công nghiệp",
    "công tác tuyên truyền, phổ biến, giáo dục pháp luật về bảo hiểm y tế",
    "Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
    "việc phân cấp, phân quyền gắn với kiểm tra, giám sát, kiểm soát quyền lực",
    "Quy chế phối hợp trong quản lý tài nguyên khoáng sản",
    "hạ tầng logistics, cảng biển và các tuyến cao tốc kết nối liên vùng",
    "Chiến lược phát triển kinh tế tuần hoàn, kinh tế xanh",
    "danh mục dịch vụ công trực tuyến toàn trình",
)  # fmt: skip
_TAILS = (
    "", "", "", ".", " theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
    " bảo đảm đồng bộ, thống nhất, phù hợp với tình hình thực tiễn", " giai đoạn 2026 - 2030",
    "; kịp thời tháo gỡ khó khăn, vướng mắc cho người dân và doanh nghiệp",
    ", trong đó tập trung vào các nhóm chính sách ưu đãi về thuế, đất đai, tín dụng và hỗ trợ đào tạo lao động",
    ". Định kỳ tổng hợp, đánh giá kết quả thực hiện", " trên cơ sở tổng kết Quyết định số 131/QĐ-TTg ngày 25/01/2022",
)  # fmt: skip
_PARTS = (
    "Khảo sát, đánh giá hiện trạng", "Xây dựng dự thảo, lấy ý kiến các cơ quan, đơn vị", "Tổ chức hội nghị, hội thảo",
    "Hoàn thiện, trình cấp có thẩm quyền", "Đào tạo, tập huấn cho cán bộ, công chức cấp xã",
)  # fmt: skip
_GROUPS = (
    "Hoàn thiện thể chế, cơ chế, chính sách", "Phát triển hạ tầng số, dữ liệu số", "Nâng cao chất lượng nguồn nhân lực",
    "Về phát triển kinh tế - xã hội gắn với bảo đảm quốc phòng, an ninh và đối ngoại",
    "Bảo vệ môi trường, ứng phó biến đổi khí hậu",
    "CẢI CÁCH HÀNH CHÍNH",
    "Nhóm nhiệm vụ về tăng cường công tác kiểm tra, thanh tra, giám sát; phòng, chống tham nhũng, lãng phí, tiêu cực",
    "Công tác tuyên truyền",
)  # fmt: skip
_PRODUCTS = (
    "Nghị định của Chính phủ", "Quyết định của Thủ tướng Chính phủ", "Đề án", "Báo cáo", "Kế hoạch",
    "Báo cáo kết quả thực hiện",
    "Văn bản chỉ đạo", "Luật được Quốc hội thông qua", "Nghị quyết của HĐND tỉnh", "Quyết định của UBND tỉnh",
    "Hội nghị tập huấn",
    "Cơ sở dữ liệu được đưa vào vận hành", "Văn bản quy phạm pháp luật; văn bản hướng dẫn", "100% hồ sơ được số hóa",
    "Tờ trình, dự thảo Nghị quyết",
)  # fmt: skip
_ABOVE = ("Chính phủ", "Thủ tướng Chính phủ", "UBND tỉnh", "Quốc hội", "HĐND tỉnh", "Cấp có thẩm quyền", "")
_NOTES = ("", "", "", "Lồng ghép", "Nhiệm vụ chuyển tiếp", "Theo Công văn số 125/VPCP-KSTT")


def _due(kind: str, start: str | None = None, end: str | None = None, rrule: str | None = None) -> Truth:
    return {"kind": kind, "start": start, "end": end, "rrule": rrule}


# What is printed, what it means in a column for completion, and in one for the time of the work where that differs.
_DEADLINES: tuple[tuple[str, Truth | None, Truth | None], ...] = (
    ("Tháng 12/2025", _due("by", end="2025-12-31"), _due("period", "2025-12-01", "2025-12-31")),
    ("Tháng 6/2026", _due("by", end="2026-06-30"), _due("period", "2026-06-01", "2026-06-30")),
    ("06/2026", _due("by", end="2026-06-30"), _due("period", "2026-06-01", "2026-06-30")),
    ("Quý III/2026", _due("by", end="2026-09-30"), _due("period", "2026-07-01", "2026-09-30")),
    ("Quý IV năm 2026", _due("by", end="2026-12-31"), _due("period", "2026-10-01", "2026-12-31")),
    ("Năm 2026", _due("by", end="2026-12-31"), _due("period", "2026-01-01", "2026-12-31")),
    ("2027", _due("by", end="2027-12-31"), _due("period", "2027-01-01", "2027-12-31")),
    ("2025-2030", _due("period", "2025-01-01", "2030-12-31"), None),
    ("2026 - 2027", _due("period", "2026-01-01", "2027-12-31"), None),
    ("Giai đoạn 2026 - 2030", _due("period", "2026-01-01", "2030-12-31"), None),
    ("Thường xuyên", _due("ongoing"), None),
    ("Hằng năm", _due("recurring", rrule="FREQ=YEARLY"), None),
    ("Hàng quý", _due("recurring", rrule="FREQ=MONTHLY;INTERVAL=3"), None),
    ("Trước ngày 31/12/2026", _due("by", end="2026-12-31"), None),
    ("Trước 30/6/2026", _due("by", end="2026-06-30"), None),
    ("Trong quý II/2026", _due("by", end="2026-06-30"), _due("period", "2026-04-01", "2026-06-30")),
    ("Theo Kế hoạch", _due("event"), None),
    ("Theo yêu cầu của cấp có thẩm quyền", _due("event"), None),
    ("Sau khi Luật được thông qua", _due("event"), None),
    ("", None, None),
)
_COMPLETION = ("Thời gian hoàn thành", "Thời hạn hoàn thành", "Thời hạn", "Hạn hoàn thành", "Tiến độ hoàn thành")
_LASTING = ("Thời gian thực hiện", "Thời gian", "Tiến độ thực hiện", "Lộ trình thực hiện", "Tiến độ")
_OVERS = ("Cơ quan thực hiện", "Phân công thực hiện", "Trách nhiệm thực hiện", "Đơn vị thực hiện", "Cơ quan, đơn vị")
_STRANGE = {
    "Owner", "Hạn chế/Giải pháp khắc phục", "Nội dung kiến nghị", "Mục", "Địa phương thực hiện",
    "Người giao nhiệm vụ",
}  # fmt: skip
_WIDTHS = {
    "stt": 4.2, "task": 22.0, "lead": 11.0, "coord": 13.0, "deadline": 8.5, "product": 10.0, "submit_to": 8.0,
    "leader": 9.0, "note": 6.5,
}  # fmt: skip


def make_task_tables(count: int = 12, rows: int = 36, seed: int = 71) -> Iterator[MadeTable]:
    """So many annexes with about so many rows each, always the same for the same seed."""
    wordings = _read_wordings()
    for number in range(count):
        chance = random.Random(seed * 1000 + number)
        style = _draw_style(chance, wordings, ruled=True)
        table = _draw_rows(chance, style, rows)
        yield _make(f"annex_{seed}_{number:02d}", chance, style, table)


def _read_wordings() -> dict[str, list[str]]:
    text = (files("extract") / "data" / "table_headers.csv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["variant"] not in _STRANGE:
            found.setdefault(row["field"], []).append(row["variant"])
    return found


def _draw_style(chance: random.Random, wordings: dict[str, list[str]], *, ruled: bool) -> _Style:
    level = chance.choice(("ministries", "ministries", "departments", "departments", "divisions"))
    columns = ["task", "lead", "coord"]
    tail = ["deadline", "product"]
    if chance.random() < 0.4:
        tail.append("submit_to")
    chance.shuffle(tail)
    columns += tail
    if chance.random() < 0.25:
        columns.remove("coord")
    if chance.random() < 0.2:
        columns.remove("product")
    if chance.random() < 0.15:  # the deadline right behind the task
        columns.remove("deadline")
        columns.insert(1, "deadline")
    if level == "divisions":
        columns.insert(1, "leader")
    if chance.random() < 0.35:
        columns.append("note")
    columns = ["stt", *columns]
    completion = chance.random() < 0.65
    titles = []
    over = chance.choice(_OVERS) if "coord" in columns and chance.random() < 0.3 else None
    for name in columns:
        if name == "deadline":
            title = chance.choice(_COMPLETION if completion else _LASTING)
        elif over and name in ("lead", "coord"):
            title = {"lead": "Chủ trì", "coord": "Phối hợp"}[name]
        elif name == "stt":
            title = chance.choice(("TT", "STT", "Stt", "Số TT"))
        else:
            title = chance.choice(wordings[name])
        titles.append(title.upper() if chance.random() < 0.1 else title)
    return _Style(
        level,
        tuple(columns),
        tuple(titles),
        completion,
        over,
        repeat=chance.random() < 0.6,
        counter=chance.random() < 0.2,
        groups=chance.choice(("none", "whole", "title", "filled")),
        numbers=chance.choice(("running", "restart", "nested")),
        ditto=chance.choice((None, None, "nt", "Như trên", '-"-', "-nt-")),
        merges=chance.random() < 0.35,
        separator=chance.choice((", ", "; ", "\n", ";\n", "và")),
        ruled=ruled,
        size=chance.choice((24, 26)),
    )


def _draw_rows(chance: random.Random, style: _Style, count: int) -> list[_Row]:
    rows: list[_Row] = []
    number, group, sub = 0, 0, 0
    while sum(not row.group for row in rows) < count:
        if style.groups != "none" and (not rows or chance.random() < 0.12) and not (rows and rows[-1].group):
            group += 1
            sub = 0
            label = _roman(group) + ("." if style.numbers == "nested" else "")
            rows.append(_Row(label, {"task": chance.choice(_GROUPS)}, group=True))
            if style.numbers != "running":
                number = 0
        if style.numbers == "nested" and (
            not rows or rows[-1].number.rstrip(".") == _roman(group) or chance.random() < 0.15
        ):
            number += 1
            sub = 0
            rows.append(_Row(str(number), {"task": chance.choice(_GROUPS)}, group=True))
        if style.numbers == "nested":
            sub += 1
            label = f"{number}.{sub}"
        else:
            number += 1
            label = str(number) + ("." if style.size == 24 else "")
        above = rows[-1] if rows and not rows[-1].group else None
        rows.append(_draw_row(chance, style, label, above))
    return rows


def _draw_row(chance: random.Random, style: _Style, label: str, above: _Row | None) -> _Row:
    content, said = _draw_content(chance)
    cells = {"task": content}
    truth: Truth = {"label": label, "content": said}
    lead_units = chance.choice(((1,), (1,), (1,), (1, 1), (0,)))
    leads = _draw_units(chance, style, sum(lead_units), vague=chance.random() < 0.2 or lead_units == (0,))
    coords = _draw_units(chance, style, chance.choice((0, 0, 1, 1, 2, 3)), vague=chance.random() < 0.6)
    merged: set[str] = set()
    for name, units, key in (("lead", leads, "leads"), ("coord", coords, "coordinators")):
        if name in style.columns:
            cells[name] = _join_units(units, style.separator)
            truth[key] = [_spell_out(unit) for unit in units]
        else:
            truth[key] = []
    truth["directors"] = []
    if "leader" in style.columns:
        written, title, name = chance.choice(_PEOPLE)
        cells["leader"] = written
        truth["directors"] = [{"name": name, "title": title}]
    printed, done, lasting = chance.choice(_DEADLINES)
    cells["deadline"] = printed
    due = done if style.completion or lasting is None else lasting
    truth["deadline"] = dict(due, text=printed) if due else None
    truth["product"] = None
    if "product" in style.columns:
        cells["product"] = chance.choice((*_PRODUCTS, ""))
        truth["product"] = cells["product"] or None
    if "submit_to" in style.columns:
        cells["submit_to"] = chance.choice(_ABOVE)
    if "note" in style.columns:
        cells["note"] = chance.choice(_NOTES)
    row = _Row(label, cells, truth, merged=merged)
    if above is not None:
        for name, key in (("lead", "leads"), ("coord", "coordinators"), ("deadline", "deadline")):
            if name not in style.columns or not above.cells.get(name):
                continue
            if style.merges and name != "coord" and chance.random() < 0.35:
                row.merged.add(name)
                row.cells[name], row.truth[key] = above.cells[name], above.truth[key]
            elif style.ditto and chance.random() < 0.15:
                row.cells[name], row.truth[key] = style.ditto, above.truth[key]
    return row


def _draw_content(chance: random.Random) -> tuple[str, str]:
    """The words of a cell (its paragraphs by line feeds), and the same in one line."""
    content = f"{chance.choice(_ACTS)} {chance.choice(_OBJECTS)}{chance.choice(_TAILS)}"
    if chance.random() < 0.15:
        parts = chance.sample(_PARTS, chance.choice((2, 3)))
        content += ":\n" + "\n".join(f"- {part};" for part in parts[:-1]) + f"\n- {parts[-1]}."
    elif chance.random() < 0.3:
        content += f". {chance.choice(_ACTS)} {chance.choice(_OBJECTS)}"
    return content, " ".join(content.split())


def _draw_units(chance: random.Random, style: _Style, count: int, *, vague: bool) -> list[str]:
    known = {"ministries": _MINISTRIES, "departments": _DEPARTMENTS, "divisions": _DIVISIONS}[style.level]
    units = chance.sample(known, count)
    return [*units, chance.choice(_VAGUE[style.level])] if vague else units


def _join_units(units: Sequence[str], separator: str) -> str:
    units = [
        unit if i == 0 or separator.endswith("\n") else unit.replace("Các ", "các ") for i, unit in enumerate(units)
    ]
    if separator == "và":
        return ", ".join(units[:-1]) + (" và " if len(units) > 1 else "") + (units[-1] if units else "")
    return separator.join(units)


def _spell_out(unit: str) -> str:
    for short, full in _FULL.items():
        unit = unit.replace(short, full)
    return unit


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _make(name: str, chance: random.Random, style: _Style, rows: Sequence[_Row]) -> MadeTable:
    tasks = []
    group = ""
    for row in rows:
        if row.group:
            if row.number.rstrip(".").isalpha():
                group = row.number.rstrip(".")
            continue
        label = str(row.truth["label"]).rstrip(".")
        tasks.append({**row.truth, "label": ".".join(part for part in ("Phụ lục", group, label) if part)})
    gold: Truth = {
        "file": f"{name}.docx",
        "sections": [
            {"label": "Điều 1", "heading": ""},
            {"label": "Điều 2", "heading": ""},
            {"label": "Phụ lục", "heading": _TITLE, "kind": "appendix"},
        ],
        "tasks": tasks,
    }
    about = (
        f"{style.level} {'|'.join(style.titles)} over={style.over} repeat={style.repeat} counter={style.counter} "
        f"groups={style.groups} numbers={style.numbers} ditto={style.ditto} merges={style.merges} "
        f"separator={style.separator!r}"
    )
    return MadeTable(name, _write_docx(style, rows), gold, about)


_TITLE = "DANH MỤC NHIỆM VỤ TRỌNG TÂM TRIỂN KHAI NGHỊ QUYẾT GIAI ĐOẠN 2026 - 2030"
_BODY = (
    ("b", "NGHỊ QUYẾT"),
    ("b", "Về Chương trình hành động giai đoạn 2026 - 2030"),
    ("", "Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15 ngày 18 tháng 02 năm 2025;"),
    ("b", "QUYẾT NGHỊ:"),
    ("", "Điều 1. Ban hành kèm theo Nghị quyết này Danh mục nhiệm vụ trọng tâm tại Phụ lục."),
    ("", "Điều 2. Nghị quyết này có hiệu lực từ ngày ký ban hành."),
)


_PORTRAIT = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
)
_LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
)


def _write_docx(style: _Style, rows: Sequence[_Row]) -> bytes:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for kind, text in _BODY:
        body.append(parse_xml(_paragraph(text, 28, bold=kind == "b", centre=kind == "b")))
    body.append(parse_xml(f"<w:p {_W}><w:pPr><w:sectPr>{_PORTRAIT}</w:sectPr></w:pPr></w:p>"))
    body.append(parse_xml(_paragraph("Phụ lục", 28, bold=True, centre=True)))
    body.append(parse_xml(_paragraph(_TITLE, 28, bold=True, centre=True)))
    attached = "(Kèm theo Nghị quyết số 58/NQ-CP ngày 21 tháng 3 năm 2026 của Chính phủ)"
    body.append(parse_xml(_paragraph(attached, 26, centre=True)))
    body.append(parse_xml(_table(style, rows)))
    body.append(parse_xml(_paragraph("", 26)))
    body.append(parse_xml(f"<w:sectPr {_W}>{_LANDSCAPE}</w:sectPr>"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _paragraph(text: str, size: int, *, bold: bool = False, centre: bool = False, declare: bool = True) -> str:
    place = '<w:jc w:val="center"/>' if centre else ""
    weight = "<w:b/>" if bold else ""
    name = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    font = f'{name}{weight}<w:sz w:val="{size}"/>'
    run = f'<w:r><w:rPr>{font}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    spacing = '<w:spacing w:before="40" w:after="40"/>'
    return f"<w:p {_W if declare else ''}><w:pPr>{spacing}{place}</w:pPr>{run}</w:p>"


def _table(style: _Style, rows: Sequence[_Row]) -> str:
    whole = sum(_WIDTHS[name] for name in style.columns)
    widths = [round(14570 * _WIDTHS[name] / whole) for name in style.columns]
    lines = "".join(
        f'<w:{side} w:val="{"single" if style.ruled else "nil"}" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    parts = [f'<w:tbl {_W}><w:tblPr><w:tblW w:w="14570" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>']
    parts.append(f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>')
    parts.extend(_header_rows(style, widths))
    if style.counter:
        cells = [_cell(f"({i + 1})", width, style, centre=True) for i, width in enumerate(widths)]
        parts.append(f"<w:tr>{''.join(cells)}</w:tr>")
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        parts.append(f"<w:tr>{''.join(_row_cells(style, widths, row, below))}</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def _header_rows(style: _Style, widths: Sequence[int]) -> Iterator[str]:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if style.repeat else ""
    if style.over is None:
        cells = [
            _cell(title, width, style, bold=True, centre=True)
            for title, width in zip(style.titles, widths, strict=True)
        ]
        yield f"<w:tr>{mark}{''.join(cells)}</w:tr>"
        return
    upper, lower = [], []
    for name, title, width in zip(style.columns, style.titles, widths, strict=True):
        if name == "lead":
            both = width + widths[style.columns.index("coord")]
            upper.append(_cell(style.over, both, style, bold=True, centre=True, more='<w:gridSpan w:val="2"/>'))
        elif name != "coord":
            upper.append(_cell(title, width, style, bold=True, centre=True, more='<w:vMerge w:val="restart"/>'))
        if name in ("lead", "coord"):
            lower.append(_cell(title, width, style, bold=True, centre=True))
        else:
            lower.append(_cell("", width, style, more="<w:vMerge/>"))
    yield f"<w:tr>{mark}{''.join(upper)}</w:tr>"
    yield f"<w:tr>{mark}{''.join(lower)}</w:tr>"


def _row_cells(style: _Style, widths: Sequence[int], row: _Row, below: _Row | None) -> Iterator[str]:
    if row.group and style.groups in ("whole", "filled"):
        if style.groups == "whole":
            span = f'<w:gridSpan w:val="{len(widths)}"/>'
            title = f"{row.number}{'' if row.number.endswith('.') else '.'} {row.cells['task']}"
            yield _cell(title, sum(widths), style, bold=True, more=span)
            return
        yield _cell(row.number, widths[0], style, bold=True, centre=True)
        yield _cell(
            row.cells["task"], sum(widths[1:]), style, bold=True, more=f'<w:gridSpan w:val="{len(widths) - 1}"/>'
        )
        return
    for name, width in zip(style.columns, widths, strict=True):
        text = row.number if name == "stt" else row.cells.get(name, "")
        more = ""
        if name in row.merged:
            more, text = "<w:vMerge/>", ""
        elif below is not None and name in below.merged:
            more = '<w:vMerge w:val="restart"/>'
        yield _cell(text, width, style, bold=row.group, centre=name in ("stt", "deadline"), more=more)


def _cell(text: str, width: int, style: _Style, *, bold: bool = False, centre: bool = False, more: str = "") -> str:
    place = '<w:vAlign w:val="center"/>' if centre else ""
    said = "".join(_paragraph(part, style.size, bold=bold, centre=centre, declare=False) for part in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}{place}</w:tcPr>{said}</w:tc>'

"""A labelled bullet (`- Đơn vị chủ trì: Phòng A`) -> which field of a task it gives, and where its value begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex


class Label(StrEnum):
    """The field that a label names; `DETAIL` is a label that gives no field of a task (`Kinh phí`, `Địa điểm`)."""

    DIRECTOR = "director"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    LEAD_AND_COORDINATOR = "lead_and_coordinator"
    DEADLINE = "deadline"
    COMPLETION = "completion"  # a deadline that says when it is done: `Thời gian hoàn thành`
    PRODUCT = "product"
    SUBMIT_TO = "submit_to"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label found in a text: the field, the offset of the label and the offset where its value begins."""

    label: Label
    start: int
    value: int


# The wording of each label, most telling word first, since `Đơn vị chủ trì, phối hợp` holds two of them:
#   Chỉ đạo thực hiện, Lãnh đạo Sở chỉ đạo, Lãnh đạo UBND tỉnh phụ trách
#   Đơn vị chủ trì/phối hợp      Đơn vị phối hợp thực hiện      Cơ quan, đơn vị chủ trì tham mưu, Đơn vị thực hiện
#   Thời gian hoàn thành, Thời hạn trình      Thời gian thực hiện, Tiến độ      Sản phẩm, Kết quả đầu ra      Cấp trình
_UNIT = r"(?:cơ\ quan|đơn\ vị|phòng|sở|ban|ngành|bộ|bộ\ phận|cá\ nhân|người|tổ\ chức|đầu\ mối|cán\ bộ|các)"
_WORDINGS: tuple[tuple[Label, str], ...] = (
    (
        Label.DIRECTOR,
        (
            r"chỉ\ đạo(?:\ thực\ hiện|\ chung|\ trực\ tiếp)?"
            r"|(?:lãnh\ đạo|đồng\ chí|người|thành\ viên)(?:\ [\p{L}\-]{1,12}){0,5}\ (?:chỉ\ đạo|phụ\ trách|theo\ dõi)"
            r"(?:\ thực\ hiện)?"
        ),
    ),
    (
        Label.LEAD_AND_COORDINATOR,
        (
            rf"(?:{_UNIT}[,/\ ]{{1,3}}){{0,4}}chủ\ trì(?:\ thực\ hiện|\ tham\ mưu)?\ ?(?:,|/|-|và)"
            r"\ ?phối\ hợp(?:\ thực\ hiện)?"
        ),
    ),
    (
        Label.COORDINATOR,
        rf"(?:{_UNIT}[,/\ ]{{1,3}}){{0,4}}(?:cùng\ )?phối\ hợp(?:\ thực\ hiện|\ với|\ tổ\ chức)?",
    ),
    (
        Label.LEAD,
        (
            rf"(?:{_UNIT}[,/\ ]{{1,3}}){{0,4}}chủ\ trì"
            r"(?:[,\ ]{1,2}(?:thực\ hiện|tham\ mưu|soạn\ thảo|tổ\ chức|triển\ khai))?"
            rf"|(?:{_UNIT}[,/\ ]{{1,3}}){{1,4}}"
            r"(?:chịu\ trách\ nhiệm(?:\ chính|\ thực\ hiện)?|thực\ hiện|tham\ mưu|đầu\ mối"
            r"|phụ\ trách|soạn\ thảo|được\ giao|triển\ khai|xử\ lý(?:\ chính)?|tổ\ chức(?:\ thực\ hiện)?)"
            r"|phân\ công(?:\ thực\ hiện|\ nhiệm\ vụ)?|trách\ nhiệm(?:\ thực\ hiện)?|đầu\ mối(?:\ thực\ hiện)?"
        ),
    ),
    (
        Label.COMPLETION,
        (
            r"(?:thời\ (?:gian|hạn|điểm)(?:\ dự\ kiến)?|tiến\ độ|hạn|mốc|ngày|thời\ gian,\ tiến\ độ)"
            r"\ (?:hoàn\ thành|hoàn\ tất|kết\ thúc|trình(?:\ [\p{L}]{1,10}){0,4}|báo\ cáo|xử\ lý|ban\ hành)"
            r"|thời\ hạn(?:\ thực\ hiện)?|hạn|hoàn\ thành"
        ),
    ),
    (
        Label.DEADLINE,
        (
            r"(?:dự\ kiến\ )?(?:thời\ gian|tiến\ độ|lộ\ trình)"
            r"(?:\ (?:thực\ hiện|tổ\ chức|triển\ khai|dự\ kiến|đào\ tạo|tiến\ hành|áp\ dụng|cụ\ thể)){0,2}"
            r"|thời\ điểm(?:\ thực\ hiện|\ tổ\ chức)?|kỳ\ hạn"
        ),
    ),
    (
        Label.PRODUCT,
        (
            r"(?:dự\ kiến\ )?(?:sản\ phẩm|kết\ quả)(?:\ ?[,/]\ ?(?:sản\ phẩm|kết\ quả))?"
            r"(?:\ (?:đầu\ ra|dự\ kiến|hoàn\ thành|cụ\ thể|cần\ đạt|đạt\ được|thực\ hiện)){0,2}|yêu\ cầu\ kết\ quả"
        ),
    ),
    (
        Label.SUBMIT_TO,
        (
            r"cấp(?:\ có\ thẩm\ quyền)?\ (?:trình|ban\ hành|phê\ duyệt|quyết\ định)(?:,\ (?:ban\ hành|phê\ duyệt))?"
            r"|thẩm\ quyền\ (?:ban\ hành|phê\ duyệt)|cơ\ quan\ (?:ban\ hành|phê\ duyệt|trình)"
        ),
    ),
    (
        Label.DETAIL,
        (
            r"(?:nguồn\ |dự\ kiến\ |dự\ toán\ )?kinh\ phí(?:\ (?:thực\ hiện|dự\ kiến))?"
            r"|địa\ (?:điểm|bàn)(?:\ (?:thực\ hiện|tổ\ chức))?"
            r"|thành\ phần(?:\ (?:tham\ dự|tham\ gia|dự))?|đối\ tượng(?:\ tham\ gia)?|số\ lượng"
            r"|giải\ pháp(?:\ thực\ hiện)?"
            r"|nội\ dung(?:\ (?:thực\ hiện|cụ\ thể|công\ việc|chính))?|hình\ thức(?:\ (?:thực\ hiện|tổ\ chức))?"
            r"|phương\ (?:thức|pháp)|mục\ (?:tiêu|đích)|quy\ mô|ghi\ chú|nguồn\ vốn|chỉ\ tiêu|căn\ cứ"
        ),
    ),
)
_ANY = "|".join(rf"(?P<{label.value}>{wording})" for label, wording in _WORDINGS)
_LEADING = regex.compile(
    rf"[-–+•*\s]{{0,4}}(?:{_ANY})\s?(?:\([^()\n]{{1,40}}\)\s?)?:\s*", regex.VERBOSE | regex.IGNORECASE
)
# The same labels inside a paragraph, after a mark that ends what came before:
# `...; Đơn vị chủ trì: Phòng A; thời gian: 2025`
_INLINE = regex.compile(rf"(?:[;.(,]\s?|\s[-–]\s)(?:{_ANY})\s?:\s*", regex.VERBOSE | regex.IGNORECASE)


def match_label(text: str) -> LabelMatch | None:
    """The label that `text` begins with, or None: `- Thời gian thực hiện: Quý III` gives DEADLINE."""
    match = _LEADING.match(text)
    if match is None or match.lastgroup is None:
        return None
    return LabelMatch(Label(match.lastgroup), match.start(), match.end())


def find_labels(text: str) -> tuple[LabelMatch, ...]:
    """All labels of a paragraph in order: the one that it begins with and those inside it.

    `DETAIL` counts at the start only.
    """
    found = []
    first = match_label(text)
    if first is not None:
        found.append(first)
    for match in _INLINE.finditer(text, first.value if first else 0):
        assert match.lastgroup is not None
        label = Label(match.lastgroup)
        if label is not Label.DETAIL:
            found.append(LabelMatch(label, match.start(), match.end()))
    return tuple(found)

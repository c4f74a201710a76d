"""The text of a paragraph -> what kind of order it can be: express, general, a statement, a heading for units ..."""

from __future__ import annotations

import regex

from extract.folding import fold_words
from extract.model import SectionKind
from normalize.acts import has_act

# Sections that order nothing, whatever units they name.
NO_ORDERS = frozenset(
    {
        SectionKind.LEGAL_BASIS,
        SectionKind.PURPOSE,
        SectionKind.REQUIREMENTS,
        SectionKind.VIEWPOINTS,
        SectionKind.OBJECTIVES,
        SectionKind.TARGETS,
        SectionKind.SCOPE,
        SectionKind.EFFECT,
    }
)
# Kinds of documents that lay down standing rules, report or ask: only an express order (`Giao ...`) in them is a task.
_EXPRESS_ONLY = frozenset(
    {"L", "BL", "PL", "HP", "NĐ", "TT", "TTLT", "NQLT", "QC", "QyĐ", "HD", "VBHN", "BC", "TTr", "GM", "BB", "ĐL"}
)
# A number that carries its year: `28/2026/QĐ-TTg`, `66.16/2026/NQ-CP`.
_NORMATIVE = regex.compile(r"[\d.]{1,9}[a-zđ]?/(?:19|20)\d{2}/")
_CARRYING_OUT = frozenset({"to chuc thuc hien", "trach nhiem thuc hien", "trach nhiem to chuc thuc hien"})
# The kind of document in its title where it lays down rules; the Party writes both decisions and rules as `QĐ`.
_RULES_TITLE = regex.compile(r"(?:^|\n)(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|QUY CHUẨN|ĐỊNH MỨC|HƯỚNG DẪN|QUY TRÌNH)\b")
# What a unit or a head of a unit begins with.
_UNIT = r"""(?:
      (?:tất\ cả\ |toàn\ thể\ )?(?:các|những|mỗi|từng)[ ]
    | (?:liên\ )?(?:
        sở|bộ|ban|phòng|văn\ phòng|[uủ]ỷ?y?\ ban|ubnd|hđnd|hội|đoàn|viện|cục|tổng|vụ|chi\ cục|trung\ tâm|trường|công\ an
      | thanh\ tra|kho\ bạc|ngân\ hàng|bảo\ hiểm|báo|đài|cổng|cơ\ quan|đơn\ vị|công\ ty|tổ|đội|tập\ đoàn|liên\ đoàn
      | liên\ minh|mặt\ trận|đảng|huyện|tỉnh|thành|quận|thị|xã|phường|chi\ bộ|chính\ phủ|tòa|toà|bệnh\ viện|bch|bql
      | hội\ đồng|thành\ viên|học\ viện|doanh\ nghiệp|chủ\ đầu\ tư|cấp\ ủy|quân|cơ\ sở|bộ\ phận
      | giám\ đốc|chủ\ tịch|trưởng|thủ\ trưởng|bộ\ trưởng|chánh|người\ đứng\ đầu|lãnh\ đạo|thường\ trực|thư\ ký
      | hiệu\ trưởng|kế\ toán|phó|ông|bà|đồng\ chí
    )\b
)"""
_UNIT_HEAD = regex.compile(_UNIT, regex.VERBOSE | regex.IGNORECASE)
# `Giao Sở A ...`, `Yêu cầu các phòng ...`, also after what leads up to it (`...; do đó, giao Sở A chủ trì ...`) and
# after the one who gives the order (`Sở A đề nghị các đơn vị ...`); not `theo đề nghị của Bộ A`.
_EXPRESS = regex.compile(
    rf"""
    (?:^|[.;:,]\ |\b(?:do\ đó|vì\ vậy|đồng\ thời),?\ )
      (?:giao|yêu\ cầu|đề\ nghị|phân\ công)\ (?!đất|thông|dịch|nhận|tiếp)
    | ^mời\ (?={_UNIT})
    | (?<!\b(?:theo|của|được|những|các|dung|bản|tại|sự|sơ|đơn|trình|văn|xét|khi|ứng|đúng|có|kiến)\ )
      (?:yêu\ cầu|đề\ nghị|chỉ\ thị)\ (?={_UNIT})
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_EXPRESS_WORDS = ("giao", "yêu cầu", "đề nghị", "phân công", "chỉ thị", "mời")  # one stands in every express order
# The verb of one who gives an order: `Văn phòng ... tỉnh đề nghị các sở ...`, `Thủ tướng Chính phủ giao Bộ A ...`
# Who assigns duties or people among his own acts himself: `Trưởng đoàn phân công nhiệm vụ cụ thể cho từng thành viên`.
_ORDERING = regex.compile(
    r"\b(?P<verb>yêu cầu|chỉ thị|(?:trân trọng |kính )?đề nghị"
    r"|(?:giao|phân công)(?!\s(?:nhiệm vụ|trách nhiệm|công việc|cán bộ|người|lãnh đạo)\b(?!\scho\s)))\s",
    regex.IGNORECASE,
)
# Clauses that close a document and order nothing that can be followed up:
#   Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo ...     ... chịu trách nhiệm thi hành Quyết định này
#   Quyết định này có hiệu lực kể từ ngày ký     Thông báo để các đơn vị biết, thực hiện     Trên đây là Kế hoạch ...
# and lines of recipients: `Các sở, ban, ngành (để thực hiện);`
_GENERAL = regex.compile(
    r"""
    (?:trong\ )?quá\ trình\ [^.]{0,300}(?:vướng\ mắc|khó\ khăn|sửa\ đổi|phát\ sinh|vấn\ đề|bất\ cập|điểm\ nào)
    | (?:nếu|trường\ hợp)\ (?:có|gặp|phát\ sinh)\ [^.;]{0,60}(?:vướng\ mắc|khó\ khăn)
    | trường\ hợp\ các\ văn\ bản\ [^.;]{0,160}(?:sửa\ đổi|thay\ thế|bãi\ bỏ)
    | (?:căn\ cứ\ )?(?:\p{L}{1,10}\ ){1,3}này\ (?:có\ hiệu\ lực|thay\ thế|(?:đã\ )?được\ |gồm)
    | (?:\p{L}{1,15}\ ){0,8}(?:xin\ )?(?:trân\ trọng\ )?thông\ báo\ (?!số|kết\ luận)[^.;:]{0,250}
      (?:biết|thực\ hiện|theo\ dõi)
    | (?:trên\ đây|trân\ trọng|rất\ mong|kính\ (?:gửi|trình|chuyển)|nơi\ nhận|lưu\s?:)\b
    | [^.;:]{2,160}\((?:để\ )?(?:b/c|b/cáo|báo\ cáo|t/h|p/h|biết|thực\ hiện|phối\ hợp|theo\ dõi|chỉ\ đạo)\)\s?[;.,]?$
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_RESPONSIBLE = regex.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) (?:\p{L}{1,10} ){1,3}này"
    r"(?:,? (?:bảo đảm|đảm bảo) [^.:]{3,200})?\s?(?:\./\.|\.|;)?$",
    regex.IGNORECASE,
)
_LED = regex.compile(r"(?:\p{L}{2,8}\s){0,2}chủ\strì,?\s(?:và\s)?phối\shợp\s", regex.IGNORECASE)
# A line over what was reported or done, not over orders: `Tại Phiên họp, các Bộ đã có báo cáo Chính phủ như sau:`
_REPORTED = regex.compile(r"\bđã\s(?:có\s)?(?:báo\scáo|đạt)\b[^.;:]{0,80}:$", regex.IGNORECASE)
# The end of a line that opens requirements of the very task instead of a list of tasks:
#   ... hoàn thiện Chiến lược với cách tiếp cận khoa học, trong đó lưu ý:     ... theo hướng:     ... gồm các nội dung:
_REQUIREMENTS = regex.compile(
    r"(?:theo\ hướng|lưu\ ý|chú\ ý|trong\ đó|bao\ gồm|\bgồm|bảo\ đảm|đảm\ bảo|tiêu\ chí|đối\ tượng|thành\ phần)"
    r"(?:\ \p{L}{1,10}){0,5}\s?:$",
    regex.VERBOSE | regex.IGNORECASE,
)
# A heading or line that names the units that a list is for: `Trách nhiệm của Sở A`, `Đối với các phòng:`, `Giao Sở A:`
_FOR = regex.compile(
    r"^(?:trách\ nhiệm\ (?:thực\ hiện\ )?(?:của\ )?|nhiệm\ vụ\ (?:của\ )?|đối\ với\ |giao\ (?:cho\ )?"
    r"|đề\ nghị\ |yêu\ cầu\ |phân\ công\ )?"
    r"(?P<units>.{3,300}?)"
    r"(?:\ (?:có\ trách\ nhiệm|chịu\ trách\ nhiệm|có\ nhiệm\ vụ|thực\ hiện|chủ\ trì(?:,?\ phối\ hợp)?|tập\ trung)"
    r"(?:\ (?:thực\ hiện|triển\ khai))?"
    r"(?:\ (?:các|một\ số|những)\ (?:nhiệm\ vụ|nội\ dung|công\ việc)(?:\ sau(?:\ đây)?)?)?)?\s?[:.;]?$",
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_FOR_A_UNIT = regex.compile(
    rf"""(?:trách\ nhiệm\ (?:thực\ hiện\ )?(?:của\ )?|nhiệm\ vụ\ (?:của\ )?|đối\ với\ |giao\ (?:cho\ )?
    |đề\ nghị\ |yêu\ cầu\ |phân\ công\ )?(?={_UNIT})""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LONGEST_HEADING = 400
_LONGEST_NAMING = 100  # characters of a line that only names somebody
# What follows the subject of a paragraph that states, not orders: `Sở A đã ...`, `UBND tỉnh ghi nhận, biểu dương ...`
_STATEMENT = regex.compile(
    r"[\s,]{0,2}(?:cơ bản |luôn |cũng )?(?:đã|đang|là|được quy định|được thành lập|ghi nhận|biểu dương|đánh giá cao"
    r"|hoan nghênh|làm việc theo (?:nguyên tắc|chế độ|quy chế)|thống nhất|nhất trí|đồng ý"
    r"|có (?:tối đa|ít nhất|không quá))[\s,;]",
    regex.IGNORECASE,
)
# A deadline that names at least a month makes an item without a unit a task: `dự kiến từ ngày 30/10 đến 03/11/2017`.
_DATED = regex.compile(r"ngày|tháng|quý|\d/\d", regex.IGNORECASE)
# A paragraph that founds the document: `Căn cứ Luật ...;`, `Theo đề nghị của ...,`; not `Căn cứ Chỉ thị này, ...`
_BASIS = regex.compile(
    r"(?:căn cứ|theo đề nghị|xét đề nghị|trên cơ sở)\s(?!(?:\p{L}{1,10} ){1,3}này\b)[^:]{0,1500}[;,.:]?$",
    regex.IGNORECASE,
)
# The end of a line that governs a list, its colon lost: `..., cụ thể như sau`
_LIST_FOLLOWS = regex.compile(r"\b(?:như|sau|dưới)\s(?:sau|đây)\s?[.,]?$", regex.IGNORECASE)
# A line that governs a list of orders, whatever the list begins with: `thực hiện một số nhiệm vụ trọng tâm sau:`
_LIST_OF_ORDERS = regex.compile(
    r"\b(?:nhiệm vụ|nội dung|công việc|giải pháp|biện pháp|yêu cầu|hoạt động|công tác|việc|trách nhiệm)\b[^,;]{0,60}:$",
    regex.IGNORECASE,
)
# Headings over the steps of a procedure or an agenda, which tell what will happen, and over the standing powers of a
# body (`Nhiệm vụ và quyền hạn của Ban Chỉ đạo`): nothing under them is an order.
_PROCEDURE = regex.compile(
    r"(?:(?:chức năng(?:,| và) )?(?:nhiệm vụ(?:,| và) )?quyền hạn"
    r"|quy trình|trình tự|thành phần|danh sách|lịch|chương trình (?:làm việc|hội nghị|họp))(?=[,;:. ]|$)",
    regex.IGNORECASE,
)
# Words of the title that ran into the text: `QUYẾT ĐỊNH Về việc ...`, `V/v triển khai ...`
_TITLE = regex.compile(
    r"(?:V/v\b|(?:QUYẾT ĐỊNH|KẾ HOẠCH|CHỈ THỊ|THÔNG BÁO|NGHỊ QUYẾT|CHƯƠNG TRÌNH|PHƯƠNG ÁN|CÔNG ĐIỆN)\b)"
)
# A person to whom the direction of something is given: `Phân công Phó Thủ tướng Nguyễn Văn A chỉ đạo việc ...`
_DIRECTION = regex.compile(
    r"(?:giao|phân công)\s(?:cho\s)?(?P<who>[^,.;:]{3,120}?)\s(?:trực tiếp\s)?(?:chỉ đạo|phụ trách)\s",
    regex.IGNORECASE,
)
_MOSTLY_CAPITAL = 0.7  # of the letters of a line that is a title
# A person or an office in a list of members: `Bà Nguyễn Thị B - Phó Chủ tịch ...;`
_MEMBER = regex.compile(
    r"(?:(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s?:?\s(?:\p{Lu}\p{L}*\s?){2,5}[-–,:]"
    r"|(?:[Mm]ời|[Tt]hành phần|[Tt]hư ký)\b[^.;]{0,160}[.;:]?$)"
)
# Headings that give the circumstances of something, not an act, over labelled bullets: `1. Thời gian, địa điểm`
_CIRCUMSTANCES = regex.compile(
    r"(?:thời gian|địa điểm|thành phần|đối tượng|hình thức|kinh phí|phạm vi|quy mô)(?:[,; ]|$)", regex.IGNORECASE
)
_APPROVAL = regex.compile(
    r"(?:cho phép|chấp thuận|đồng ý|thống nhất (?:với|chủ trương|nội dung|thông qua))\b", regex.IGNORECASE
)
# Documents whose items may leave the unit out: an item of a plan with a deadline of its own is a task.
_PLANS = frozenset({"KH", "CTr", "PA", "ĐA", "TB", "CV", "CT", "CĐ", "KL"})
# An order that rules themselves give: `Giao Sở A chủ trì ...` at the head of a clause.
_GIVEN = regex.compile(r"(?:^|[.;]\s|,\s)[Gg]iao\s(?!đất|dịch|nhận|thông|tiếp)")
# Nouns that open a paragraph which goes on about the item above it: `Phương án ... phải ...`, `Việc ...`
_NOUN_OPENING = regex.compile(
    r"(?:việc|phương án|kết quả|nội dung|thời gian|kinh phí|hồ sơ|danh sách|mẫu|ghi chú|lưu ý|trường hợp|trong đó|riêng"
    r"|các (?:hoạt động|nội dung|nhiệm vụ|khoản|mức|quy định|chi phí|dự án)|(?:đối với )?(?:các |những )?trường hợp"
    r"|tầng|lầu|\()\b?",
    regex.IGNORECASE,
)


def is_rule_book(kind: str | None, title: str) -> bool:
    """True for a document that lays down standing rules, reports or asks, by its kind and its title."""
    return kind in _EXPRESS_ONLY or (kind == "QĐ" and _RULES_TITLE.match(title) is not None)


def is_normative(number: str) -> bool:
    """True for a number that carries its year, and so belongs to a document that lays down rules."""
    return _NORMATIVE.match(number) is not None


def heads_rules(beginning: str) -> bool:
    """True where an appendix begins as rules: `QUY CHẾ`, `QUY ĐỊNH`."""
    return _RULES_TITLE.search(beginning) is not None


def is_carrying_out(heading: str) -> bool:
    """True for the heading `Tổ chức thực hiện` and its like."""
    return fold_words(heading) in _CARRYING_OUT


def is_plan(kind: str | None) -> bool:
    """True for a kind of document whose items may leave the unit out."""
    return kind is None or kind in _PLANS


def is_express(text: str) -> bool:
    """True where the text gives an order in words: `Giao Sở A ...`, `...; yêu cầu các phòng ...`."""
    lower = text.lower()
    return any(word in lower for word in _EXPRESS_WORDS) and _EXPRESS.search(text) is not None


def is_given(text: str) -> bool:
    """True for an order that rules themselves give; a quoted clause of another document gives none."""
    return text[:1] not in '“"' and _GIVEN.search(text) is not None


def ordering_verbs(text: str) -> tuple[int, ...]:
    """Where the verbs of one who gives an order stand."""
    return tuple(match.start("verb") for match in _ORDERING.finditer(text))


def is_general(text: str) -> bool:
    """True for a clause that closes a document and orders nothing that can be followed up."""
    return _GENERAL.match(text) is not None or _RESPONSIBLE.search(text, -320) is not None  # at the end of the text


def opens_requirements(text: str) -> bool:
    """True for a line after which requirements of the very task follow."""
    text = text.rstrip()
    return text.endswith(":") and _REQUIREMENTS.search(text) is not None and not heads_orders(text)


def opens_report(text: str) -> bool:
    """True for a line over what was reported or done, after which no orders follow."""
    text = text.rstrip()
    return _REPORTED.search(text, max(0, len(text) - 120)) is not None


def is_led(text: str) -> bool:
    """True for an item that says itself who leads and helps: `Chủ trì, phối hợp với Bộ A ...`."""
    return _LED.match(text) is not None


def is_statement(text: str, subject_end: int) -> bool:
    """True where what follows the subject says what was done, is, or is acknowledged."""
    return _STATEMENT.match(text, subject_end) is not None


def is_basis(text: str) -> bool:
    """True for a paragraph on which the document rests: `Căn cứ Luật ...;`."""
    return _BASIS.match(text) is not None


def leads_to_list(text: str) -> bool:
    """True for a line after which a list follows, also where the colon at its end is lost."""
    text = text.rstrip()
    return text.endswith(":") or _LIST_FOLLOWS.search(text, max(0, len(text) - 20)) is not None


def heads_orders(text: str) -> bool:
    """True for a line that announces a list of orders: `tập trung thực hiện một số nhiệm vụ sau:`."""
    return _LIST_OF_ORDERS.search(text.rstrip()) is not None


def is_procedure(heading: str) -> bool:
    """True for a heading over the steps of a procedure, an agenda, or the standing powers of a body."""
    return _PROCEDURE.match(heading) is not None


def is_title(text: str) -> bool:
    """True for words of the title that ran into the text."""
    if _TITLE.match(text):
        return True
    letters = [letter for letter in text[:300] if letter.isalpha()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > _MOSTLY_CAPITAL * len(letters)


def find_director(text: str) -> tuple[int, int] | None:
    """Where the words for one stand to whom the direction of something is given; None where to nobody."""
    match = _DIRECTION.match(text)
    return None if match is None else match.span("who")


def is_no_act(text: str) -> bool:
    """True for a paragraph that goes on about the item above it, names a member, or holds no verb."""
    return bool(_NOUN_OPENING.match(text) or _MEMBER.match(text)) or not has_act(text)


def is_approval(text: str) -> bool:
    """True for a decision of the issuer's own, which tells nobody to act: `Cho phép điều chuyển tài sản ...`."""
    return _APPROVAL.match(text) is not None


def is_circumstance(heading: str) -> bool:
    """True for a heading of time, place, people or money."""
    return _CIRCUMSTANCES.match(heading) is not None


def is_dated(deadline: str) -> bool:
    """True for the words of a deadline that name at least a month."""
    return _DATED.search(deadline) is not None


def is_bare(text: str, subject_end: int) -> bool:
    """True where nothing but a colon and words without a verb follow the subject: `Bệnh viện A: 04 cán bộ;`."""
    rest = text[subject_end:].lstrip()
    return rest.startswith(":") and not has_act(rest[1:].strip())


def is_name(text: str, subject_end: int) -> bool:
    """True where a short line goes on after its subject without a verb, and so only names: `Các chủ hồ thủy lợi;`."""
    rest = text[subject_end:].strip(" .,;:")
    verbs = rest.replace("thường trực", "")  # `Bộ trưởng Bộ A, Phó Trưởng ban thường trực` names
    return bool(rest) and len(text) < _LONGEST_NAMING and not is_express(text) and not has_act(verbs)


def begins_with_unit(text: str) -> bool:
    """True where the text begins as a unit or a head of a unit does."""
    return _UNIT_HEAD.match(text) is not None


def units_of_heading(text: str) -> str | None:
    """The part of a heading or line that names the units it is for; None where it is for none.

    `Trách nhiệm của Sở A` gives `Sở A`; `Tổ chức thực hiện` gives None.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    text = text.strip()
    match = _FOR.match(text) if _FOR_A_UNIT.match(text) is not None else None
    if match is None or not begins_with_unit(match["units"]) or match["units"].lower() == "tổ chức":
        return None
    return str(match["units"])

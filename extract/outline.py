"""A Document and its Zones -> an Outline: the paragraphs of body and appendices as a tree of headings, items and
text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.heading_kinds import kind_of_heading
from extract.headings import is_caption, is_heading, is_sentence, may_be_heading
from extract.label_repair import mend_labels
from extract.marks import BULLETS, DIVISIONS, Mark, MarkKind, match_mark
from extract.model import Document, Node, NodeKind, Origin, Outline, Region, SectionKind, Span, Zones

_CAPTION_PARAGRAPHS = 8
_QUOTE_PARAGRAPHS = 200
_ATTACHED = regex.compile(r"\W{0,3}(?:\(\W?)?(?:ban hanh )?(?:kem theo|dinh kem)\b")
_RULE = regex.compile(r"[\W_]+")
_QUOTE_OPENS = regex.compile(r"[“\"„«]\s?")
_QUOTE_CLOSES = regex.compile(r"[”\"»]\s?[.;,:]?\s?$")
_ENACTING = regex.compile(r"\W{0,2}(?:quyet dinh|quyet nghi|nghi quyet|chi thi|ra quyet dinh)\s{0,2}:?\W{0,2}")
# `Trong quá trình thực hiện, nếu có vướng mắc ...`, `Trên đây là Kế hoạch ...`: it closes the whole text
# A word that wants another after it; `số`, `qua`, `đến` may end a heading (`chuyển đổi số`, `thời gian qua`)
_OPEN_END = regex.compile(
    r"\b(?:tại|của|theo|và|các|với|cho|trong|về|là|được|do|bằng|hoặc|những|thuộc|như|để|bởi|vào|giữa"
    r"|(?:khoản|điểm|Điều|Mục|mục|điều)\s[\da-zđIVX]{1,3})$"
)
_CLOSING = regex.compile(
    r"(?:trong qua trinh (?:to chuc |trien khai )?(?:to chuc |trien khai )?thuc hien|tren day la|nhan duoc"
    r"|thong bao (?:de|nay)"
    r"|yeu cau (?:cac|thu truong|giam doc)|van phong .{3,40} (?:xin )?thong bao|nay,? thong bao)"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph, or several that make one heading or one broken sentence."""

    span: Span
    text: str
    mark: Mark | None
    bold: bool
    centered: bool
    joined: bool = False  # the next paragraph of the document is the next entry: no table between
    body: Span | None = None  # the caption of a division


@dataclass(frozen=True, slots=True)
class _Open:
    """A node that may still get children."""

    index: int
    kind: MarkKind
    style: str
    label: str


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A numbered node with its entry and the row of siblings that it stands in: parent, kind and style of mark."""

    node: int
    entry: int
    row: tuple[int | None, MarkKind, str]


def make_outline(document: Document, zones: Zones) -> Outline:
    """The outline of the body, then of each appendix, as one sequence of nodes; tables and footnotes are left out."""
    nodes: list[Node] = []
    for number, zone in enumerate((zones.body, *zones.appendices)):
        entries = _entries(document, zone)
        _add_zone(document, zone, entries, nodes, main=number == 0)
    return Outline(tuple(nodes))


# --- paragraphs to entries


def _entries(document: Document, zone: Span) -> list[_Entry]:
    entries: list[_Entry] = []
    quoted = 0
    before: int | None = None
    for index in range(document.paragraph_at(zone.start), len(document.paragraphs)):
        paragraph = document.paragraphs[index]
        if paragraph.span.end <= zone.start or paragraph.region is not Region.BODY:
            continue
        if paragraph.span.start >= zone.end:
            break
        span = Span(max(paragraph.span.start, zone.start), min(paragraph.span.end, zone.end))
        text = document.words(span)
        if _RULE.fullmatch(text):
            continue
        if not quoted and (opening := _QUOTE_OPENS.match(text)) is not None:
            quoted = _quoted_paragraphs(document, index) if match_mark(text[opening.end() :]) is not None else 1
        mark = None if quoted else match_mark(text)
        quoted = max(0, quoted - 1)
        joined = before is not None and index == before + 1
        before = index
        if joined and entries and not quoted and _continues(entries[-1], text, mark):
            last = entries[-1]
            whole = Span(last.span.start, span.end)
            entries[-1] = _Entry(whole, f"{last.text} {text}", last.mark, last.bold, last.centered, last.joined)
            continue
        entries.append(_Entry(span, text, mark, paragraph.bold, paragraph.centered, joined))
    return _with_captions(_mended(document, _without_run_in_parts(entries)))


def _mended(document: Document, entries: list[_Entry]) -> list[_Entry]:
    """The entries of recognised pages with the labels that were misread set right; all others as they are."""
    recognised = {page.number for page in document.pages if page.origin is Origin.OCR}
    if not recognised:
        return entries
    places = [i for i, entry in enumerate(entries) if document.locate(entry.span).page in recognised]
    marks = mend_labels([entries[i].text for i in places], [entries[i].mark for i in places])
    out = list(entries)
    for i, mark in zip(places, marks, strict=True):
        if mark != out[i].mark:
            out[i] = replace(out[i], mark=mark)
    return out


def _without_run_in_parts(entries: list[_Entry]) -> list[_Entry]:
    """The entries with `Phần A: Thông tin ...` as plain text where it stands inside a Roman section: no division.

    A division of that kind stands above the Roman ones, so one numbered like it (`Phần B`) must have come before them.
    """
    out: list[_Entry] = []
    styles: set[str] = set()
    roman = False
    for entry in entries:
        mark = entry.mark
        if mark is not None and mark.kind is MarkKind.PART:
            rest = entry.text[mark.end :].strip()
            style = _part_style(mark.label)
            if roman and style not in styles and rest and not mostly_capitals(rest):
                out.append(replace(entry, mark=None))
                continue
            styles.add(style)
        elif mark is not None and mark.kind is MarkKind.ROMAN:
            roman = True
        out.append(entry)
    return out


def _part_style(label: str) -> str:
    """How `Phần I`, `Phần 1`, `Phần A`, `Phần thứ nhất` are counted."""
    number = label.split()[-1]
    if number.isdigit():
        return "number"
    return "ordinal" if "thứ" in label else "roman" if regex.fullmatch("[IVX]+", number) else "letter"


def _continues(last: _Entry, text: str, mark: Mark | None) -> bool:
    """True for a paragraph that goes on with the one before it: the reader broke a sentence or a heading.

    It begins in small letters after one that did not end; or the one before ends in a word that wants another (`tại`,
    `khoản 2`), then even what looks like a division is only named (`... quy định tại` + `Phụ lục II kèm theo`).
    """
    before = last.text.rstrip()
    if len(before) <= 3 or (is_sentence(before) and not before.endswith(",")) or before.endswith(":"):
        return False
    if mark is None and text[:1].islower() and not before.endswith(","):
        return True
    if last.mark is not None and (last.mark.kind in DIVISIONS or last.mark.end >= len(before)):
        return False
    if mark is not None and mark.kind > MarkKind.ARTICLE:
        return False
    if before.endswith(","):
        return mark is None and last.mark is not None and len(before) > 60 and text[:1].islower()
    return _OPEN_END.search(before) is not None and len(before) > 30


def _quoted_paragraphs(document: Document, index: int) -> int:
    """How many paragraphs a quotation runs that begins a paragraph: text of another document, quoted to amend it."""
    for count, paragraph in enumerate(document.paragraphs[index : index + _QUOTE_PARAGRAPHS], start=1):
        if _QUOTE_CLOSES.search(document.words(paragraph.span)):
            return count
    return 1


def _with_captions(entries: list[_Entry]) -> list[_Entry]:
    """Joins `Chương II` and `Phụ lục I` with the paragraphs that are their captions."""
    out: list[_Entry] = []
    i = 0
    while i < len(entries):
        entry = entries[i]
        mark = entry.mark
        i += 1
        if mark is None or not (mark.kind in DIVISIONS or mark.kind is MarkKind.APPENDIX):
            out.append(entry)
            continue
        start = entry.span.start + mark.end if entry.text[mark.end :].strip() else None
        if start is not None and _ATTACHED.match(fold_letters(entry.text[mark.end :])):
            start = None
        end, span_end, count = entry.span.end, entry.span.end, 0
        while i < len(entries) and count < _CAPTION_PARAGRAPHS:
            after = entries[i]
            if after.mark is not None or not after.joined:
                break
            if _ATTACHED.match(fold_letters(after.text)):
                span_end = after.span.end
                i += 1
                if start is not None:
                    break
                continue
            if not _is_caption_line(mark, after, first=start is None):
                break
            start = after.span.start if start is None else start
            end = span_end = after.span.end
            i += 1
            count += 1
        body = Span(start, end) if start is not None else Span(span_end, span_end)
        out.append(
            _Entry(Span(entry.span.start, span_end), entry.text, mark, entry.bold, entry.centered, entry.joined, body)
        )
    return out


def _is_caption_line(mark: Mark, entry: _Entry, *, first: bool) -> bool:
    if mark.kind is MarkKind.APPENDIX:
        if len(entry.text) > 600 or (entry.text.rstrip().endswith((".", ":")) and not mostly_capitals(entry.text)):
            return False
        if first:
            return True
        return entry.centered or mostly_capitals(entry.text) or entry.text[:1].islower() or not is_sentence(entry.text)
    return mostly_capitals(entry.text) or (first and not is_sentence(entry.text) and len(entry.text) < 300)


# --- entries to nodes


def _add_zone(document: Document, zone: Span, entries: list[_Entry], nodes: list[Node], *, main: bool) -> None:
    opened: list[_Open] = []
    first = len(nodes)
    closing = _closing_entry(entries) if main else None
    in_article = False
    numbered: list[_Numbered] = []
    for i, entry in enumerate(entries):
        if i == closing:
            opened.clear()
        mark = entry.mark
        captioned = in_article and _in(opened, MarkKind.ARTICLE, MarkKind.APPENDIX)
        kind, body = _judge(entries, i, in_article=captioned)
        if mark is None:
            if kind is NodeKind.HEADING:
                opened = [o for o in opened if o.kind is MarkKind.APPENDIX]
            elif (
                opened
                and opened[-1].kind in BULLETS
                and not _node_text(document, nodes[opened[-1].index]).endswith(":")
            ):
                while opened and opened[-1].kind in BULLETS:
                    opened.pop()
        else:
            _close(opened, mark)
        if mark is not None and mark.kind is MarkKind.ARTICLE:
            in_article = len(body) > 0
        parent = opened[-1].index if opened else None
        label = mark.label if mark is not None else ""
        path = _path(nodes, parent, label, mark)
        depth = nodes[parent].depth + 1 if parent is not None else 0
        nodes.append(Node(kind, label, path, depth, entry.span, body, entry.span.end, parent))
        if mark is not None:
            opened.append(_Open(len(nodes) - 1, mark.kind, mark.style, mark.label))
            if mark.kind > MarkKind.ARTICLE and mark.kind not in BULLETS:
                numbered.append(_Numbered(len(nodes) - 1, i, (parent, mark.kind, mark.style)))
        elif kind is NodeKind.HEADING:
            opened.append(_Open(len(nodes) - 1, MarkKind.PART, "", ""))
    _follow_siblings(entries, nodes, numbered)
    _set_ends(document, zone, nodes, first)


def _follow_siblings(entries: list[_Entry], nodes: list[Node], numbered: list[_Numbered]) -> None:
    """Makes headings of the few that only end otherwise (`4. Tăng cường ... cân đối.`) where most of their row are
    headings.
    """
    rows: dict[tuple[int | None, MarkKind, str], list[_Numbered]] = {}
    for one in numbered:
        rows.setdefault(one.row, []).append(one)
    for row in rows.values():
        headings = [one for one in row if nodes[one.node].kind is NodeKind.HEADING]
        if len(headings) < 2 or 2 * len(headings) < len(row):
            continue
        for one in row:
            node, mark = nodes[one.node], entries[one.entry].mark
            if node.kind is NodeKind.HEADING or mark is None:
                continue
            after = _under(entries, one.entry)
            if after and may_be_heading(entries[one.entry].text[mark.end :].strip(), after):
                nodes[one.node] = replace(node, kind=NodeKind.HEADING)


def _node_text(document: Document, node: Node) -> str:
    return document.words(node.span).rstrip()


def _in(opened: list[_Open], *kinds: MarkKind) -> bool:
    return any(o.kind in kinds for o in opened)


def _judge(entries: list[_Entry], i: int, *, in_article: bool) -> tuple[NodeKind, Span]:
    """What an entry is, and the span of its own words."""
    entry = entries[i]
    mark = entry.mark
    if mark is None:
        titled = _is_untitled_heading(entries, i)
        return (NodeKind.HEADING if titled else NodeKind.TEXT), entry.span
    body = Span(min(entry.span.start + mark.end, entry.span.end), entry.span.end)
    if mark.kind in BULLETS:
        return NodeKind.BULLET, body
    if entry.body is not None:
        return NodeKind.HEADING, entry.body
    text = entry.text[mark.end :].strip()
    after = _under(entries, i)
    if mark.kind is MarkKind.ARTICLE:
        captioned = is_caption(text, after, bold=entry.bold)
        return NodeKind.HEADING, body if captioned else Span(body.start, body.start)
    children = bool(after) or _table_follows(entries, i)
    heads = is_heading(mark, text, after, children=children, in_article=in_article, bold=entry.bold)
    return (NodeKind.HEADING if heads else NodeKind.ITEM), body


def _under(entries: list[_Entry], i: int) -> tuple[str, ...]:
    """The first paragraphs that stand under a marked one: up to the next mark of its kind or of an outer one."""
    mark = entries[i].mark
    assert mark is not None
    found: list[str] = []
    for entry in entries[i + 1 : i + 9]:
        other = entry.mark
        if other is not None and other.kind <= mark.kind:
            deeper = other.kind is mark.kind and (other.style != mark.style or other.label.startswith(f"{mark.label}."))
            if not deeper:
                break
        found.append(entry.text)
    return tuple(found)


def _table_follows(entries: list[_Entry], i: int) -> bool:
    return i + 1 < len(entries) and not entries[i + 1].joined


def _is_untitled_heading(entries: list[_Entry], i: int) -> bool:
    """`TỔ CHỨC THỰC HIỆN` without a number: in capitals, alone, known as a heading or set bold in the middle."""
    entry = entries[i]
    if not mostly_capitals(entry.text) or len(entry.text) > 200 or is_sentence(entry.text) or i + 1 >= len(entries):
        return False
    if _ENACTING.fullmatch(fold_letters(entry.text)) or entry.text.rstrip().endswith(":"):
        return False
    return kind_of_heading("", entry.text) is not SectionKind.OTHER


def _closing_entry(entries: list[_Entry]) -> int | None:
    """The index of the paragraph that closes the whole text, and belongs to no item before it."""
    if entries and entries[-1].mark is None:
        text = entries[-1].text.rstrip()
        if _CLOSING.match(fold_letters(text)) or (
            text.endswith(("./.", "./")) and len(entries) > 1 and is_sentence(entries[-2].text)
        ):
            return len(entries) - 1
    return None


def _close(opened: list[_Open], mark: Mark) -> None:
    """Pops the open nodes that a new mark ends."""
    kind = mark.kind
    if kind is MarkKind.APPENDIX:
        opened.clear()
        return
    if kind is MarkKind.DECIMAL:
        for depth in range(len(opened) - 1, -1, -1):
            node = opened[depth]
            if node.kind in (MarkKind.DECIMAL, MarkKind.NUMBER) and mark.label.startswith(f"{node.label}."):
                del opened[depth + 1 :]
                return
        dots = mark.label.count(".")
        for depth, node in enumerate(opened):
            if node.kind is MarkKind.DECIMAL and node.label.count(".") >= dots:
                del opened[depth:]
                return
    else:
        for depth in range(len(opened) - 1, -1, -1):
            node = opened[depth]
            if node.kind is kind and (node.style == mark.style or kind <= MarkKind.ARTICLE or kind in BULLETS):
                del opened[depth:]
                return
    if kind is MarkKind.ARTICLE and _in(opened, MarkKind.ROMAN, MarkKind.CAPITAL):
        while opened and opened[-1].kind > MarkKind.ROMAN:
            opened.pop()
        return
    if kind is MarkKind.CAPITAL and mark.label == "A" and _in(opened, MarkKind.ROMAN):
        while opened and opened[-1].kind > MarkKind.ROMAN:
            opened.pop()
        return
    while opened and opened[-1].kind > kind:
        opened.pop()


def _path(nodes: list[Node], parent: int | None, label: str, mark: Mark | None) -> str:
    """The labels from the outermost node, joined by dots; `2.1` under `2` does not say `2` again."""
    if parent is None:
        return label
    above = nodes[parent]
    if not label:
        return above.path
    if mark is not None and mark.kind is MarkKind.DECIMAL and above.label and label.startswith(f"{above.label}."):
        upper = above.path[: -len(above.label)].rstrip(".")
        return f"{upper}.{label}" if upper else label
    return f"{above.path}.{label}" if above.path else label


def _set_ends(document: Document, zone: Span, nodes: list[Node], first: int) -> None:
    """Gives each node from `first` on the end of its last descendant, tables under it included."""
    open_ = list[int]()  # the nodes whose last descendant may still come, each deeper than the one before
    for i in range(first, len(nodes) + 1):
        depth, stop = (nodes[i].depth, nodes[i].span.start) if i < len(nodes) else (-1, zone.end)
        while open_ and nodes[open_[-1]].depth >= depth:
            at = open_.pop()
            node = nodes[at]
            end = stop
            while end > node.span.end and document.text[end - 1].isspace():
                end -= 1
            if end > node.end:
                nodes[at] = Node(node.kind, node.label, node.path, node.depth, node.span, node.body, end, node.parent)
        open_.append(i)

"""An Outline -> Sections: the headings, each with its kind by its wording."""

from __future__ import annotations

import regex

from extract.folding import fold_letters
from extract.heading_kinds import kind_of_heading, longest_phrase
from extract.model import Document, Node, NodeKind, Origin, Outline, Section, Span

# A footnote's number that hangs at the end of a heading: `MỤC TIÊU1`; a year or `4.0` has a blank before it.
_NOTE = regex.compile(r"(?<=[\p{L}\)])\d{1,2}$")


# `(nhiệm vụ cụ thể kèm theo)` after a heading
_ATTACHED = regex.compile(r"\s?\([^()]{0,80}kèm theo[^()]{0,80}\)\.?$", regex.IGNORECASE)


def mend_heading(words: str) -> str:
    """A heading read from a scan, with the phrases that headings are made of spelled right: `TÓ CHỨC THỰC HIỆN`."""
    pieces = regex.findall(r"[\p{L}\d]+|[^\p{L}\d]+", words)
    places = [i for i, piece in enumerate(pieces) if piece[0].isalnum()]
    folded = [fold_letters(pieces[i]) for i in places]
    at = 0
    while at < len(places):
        phrase = longest_phrase(folded, at)
        for offset, word in enumerate(phrase):
            printed = pieces[places[at + offset]]
            if printed.isupper():
                pieces[places[at + offset]] = word.upper()
            elif printed[0].isupper():
                pieces[places[at + offset]] = word.capitalize()
            else:
                pieces[places[at + offset]] = word
        at += len(phrase) or 1
    return "".join(pieces)


def heading_of_node(document: Document, node: Node) -> str:
    """The words of a heading in one line, without its label, its colon, and a footnote's number."""
    words = " ".join(document.words(node.body).split())
    words = regex.sub(r"^\d{1,2}\s(?=\(được )", "", words)
    words = _NOTE.sub("", _ATTACHED.sub("", words).rstrip(" :")).rstrip(" :")
    page = document.locate(node.span).page
    if any(p.number == page and p.origin is Origin.OCR for p in document.pages):
        return mend_heading(words)
    return words


def split_sections(document: Document, outline: Outline) -> tuple[Section, ...]:
    """The sections of a document in reading order: the headings of its outline, with all that stands under them."""
    sections: list[Section] = []
    of_node: dict[int, int] = {}
    for index, node in enumerate(outline.nodes):
        if node.kind is not NodeKind.HEADING:
            continue
        parent = node.parent
        while parent is not None and parent not in of_node:
            parent = outline.nodes[parent].parent
        above = of_node[parent] if parent is not None else None
        heading = heading_of_node(document, node)
        of_node[index] = len(sections)
        sections.append(
            Section(
                node.label,
                heading,
                kind_of_heading(node.label, heading),
                node.path,
                sections[above].level + 1 if above is not None else 1,
                Span(node.span.start, node.end),
                node.span,
                index,
                above,
            )
        )
    return tuple(sections)

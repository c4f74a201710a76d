"""A Document with its Outline -> what the reader of tasks asks of them: words of a node, what is over it, its zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.folding import fold_words
from extract.model import Document, Node, NodeKind, Outline, SectionKind, Span
from normalize.assignments import Assignment
from normalize.model import Deadline, Definition, Facts, Official, PartialDate, Task, Unit
from normalize.order_rules import is_basis
from normalize.vocabulary import issuers

_HEADS = frozenset(("Sở", "Bộ", "Phòng", "Cục", "Ban", "Vụ", "Viện"))  # what a defined name may stand after
_LONGEST_DEFINED = 120  # characters of a defined name


@dataclass(frozen=True, slots=True)
class Duty:
    """What an item inherits from the headings and sentences over it."""

    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    directors: tuple[Official, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """The document with what every step needs."""

    document: Document
    outline: Outline
    children: Mapping[int | None, tuple[int, ...]]
    kinds: Mapping[int, SectionKind]
    captions: Mapping[int, str]
    definitions: Mapping[str, str]
    date: PartialDate | None
    is_plan: bool
    express_only: tuple[Span, ...]
    ordering: tuple[Span, ...]
    tasks: list[Task]
    read: dict[str, Assignment]  # each paragraph is asked for its roles several times

    def body(self, index: int) -> Span:
        """The words of a node without its mark; of an article without a caption the sentence that it begins with."""
        node = self.outline.nodes[index]
        if node.kind is NodeKind.HEADING and self.captions.get(index) == "" and node.body.start == node.body.end:
            return Span(node.body.start, max(node.body.start, node.span.end))
        return node.body

    def text(self, index: int) -> str:
        """The words of `body`."""
        return self.document.words(self.body(index))

    def node(self, index: int) -> Node:
        """The node at a place of the outline."""
        return self.outline.nodes[index]

    def is_recognised(self, index: int) -> bool:
        """True where the words of a node were recognised on an image of a page."""
        return any(line.confidence is not None for line in self.document.lines_of(self.body(index)))

    def is_rule(self, span: Span) -> bool:
        """True in a part that lays down rules, reports or asks, where only an express order is a task."""
        return any(s.covers(span) for s in self.express_only) and not any(s.covers(span) for s in self.ordering)

    def in_organization(self, index: int) -> bool:
        """True under a heading that says who carries the document out: `TỔ CHỨC THỰC HIỆN`."""
        at: int | None = index
        while at is not None:
            if (kind := self.kinds.get(at, SectionKind.OTHER)) is not SectionKind.OTHER:
                return kind is SectionKind.ORGANIZATION
            at = self.outline.nodes[at].parent
        return False

    def before_body(self, index: int) -> bool:
        """True for a paragraph of the opening: before the first heading or numbered item, and before any line that ends
        in a colon, so that it tells why the document was made. A basis ends in a colon only where it is misread."""
        return not any(
            node.kind in (NodeKind.HEADING, NodeKind.ITEM)
            or (self.document.text[node.end - 1 : node.end] == ":" and not is_basis(self.document.words(node.body)))
            for node in self.outline.nodes[:index]
        )


def own_code(facts: Facts) -> dict[str, str]:
    """The issuer's code in the document's own symbol, as a short form: `KH-SYT` of a Sở Y tế says what `SYT` is."""
    if facts.symbol is None or facts.issuer is None:
        return {}
    codes = set(facts.symbol.value.replace("/", "-").split("-"))
    issuer = fold_words(facts.issuer.value)
    return {
        known.code: known.name
        for known in issuers()
        if known.code in codes and issuer.startswith(fold_words(known.name))
    }


def short_forms(document: Document, definitions: Sequence[Definition]) -> dict[str, str]:
    """The short forms of bodies, also with the head noun of their names before them: `Sở Giáo dục và Đào tạo (GDĐT)`
    says what `Sở GDĐT` is."""
    found: dict[str, str] = {}
    for definition in definitions:
        if definition.kind == "unit":
            found[definition.alias] = definition.expansion
            continue
        before = document.text[max(0, definition.span.start - _LONGEST_DEFINED) : definition.span.start].rstrip()
        head = before[: -len(definition.expansion)].split()[-1:] if before.endswith(definition.expansion) else []
        if definition.kind == "term" and head and head[0] in _HEADS:
            found.setdefault(f"{head[0]} {definition.alias}", f"{head[0]} {definition.expansion}")
    return found

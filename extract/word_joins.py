"""The paragraphs that a Word file has -> those that were meant: columns taken apart, cut sentences joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import regex

from extract.assemble import RawParagraph, clean_line
from extract.columns import order_columns
from extract.model import Region
from extract.word_tables import Block

_DONE = regex.compile(r"[.;:!?][)”\"’]{0,2}$")
_OPEN = regex.compile(r"(?:,|(?<!\p{L})(?:và|của|về|các|theo|tại|với|cho|số|để|trong|từ|những|hoặc|bằng|trên|do))$")
_HAS_LOWER = regex.compile(r"\p{Ll}")
_LOWER = regex.compile(r"[(\[“\"]?\p{Ll}")
_MARK = regex.compile(r"(?:[-+•*]|\d{1,3}(?:\.\d{1,3}){0,3}[.)]|[a-zđ][.)])\s")


def join_blocks(blocks: list[Block]) -> list[Block]:
    """The blocks with columns of letterheads taken apart and sentences that paragraphs cut joined."""
    return _join(_join(_order_columns(blocks), _title_goes_on), _sentence_goes_on)


def runs_on(before: str, after: str) -> bool:
    """True where a line after a soft break goes on with the sentence: it begins in small letters, without a mark."""
    return _DONE.search(before) is None and _LOWER.match(after) is not None and _MARK.match(after) is None


def _order_columns(blocks: list[Block]) -> list[Block]:
    """The blocks with letterheads and signature blocks that were set with tabs or blanks taken apart."""
    ordered: list[Block] = []
    run: list[RawParagraph] = []
    for block in [*blocks, None]:
        if isinstance(block, RawParagraph):
            run.append(block)
            continue
        ordered.extend(_order_paragraphs(run))
        run = []
        if block is not None:
            ordered.append(block)
    return ordered


def _order_paragraphs(paragraphs: list[RawParagraph]) -> list[RawParagraph]:
    if not any("  " in line.text or "\t" in line.text for p in paragraphs for line in p.lines[:1]):
        return paragraphs
    texts = [
        p.lines[0].text if len(p.lines) == 1 else "".join(line.text.strip() for line in p.lines) for p in paragraphs
    ]
    found = order_columns(texts)
    if len(found) == len(paragraphs) and all(text is texts[i] and i == k for k, (i, text) in enumerate(found)):
        return paragraphs
    return [
        paragraphs[i]
        if text is texts[i] or len(paragraphs[i].lines) > 1
        else replace(paragraphs[i], lines=(paragraphs[i].lines[0]._replace(text=text),))
        for i, text in found
    ]


def _join(blocks: list[Block], goes_on: Callable[[RawParagraph, RawParagraph], bool]) -> list[Block]:
    """The blocks with each paragraph joined to the one before that goes on in it."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, RawParagraph) and isinstance(last, RawParagraph) and goes_on(last, block):
            joined[-1] = replace(last, lines=last.lines + block.lines)
        else:
            joined.append(block)
    return joined


def _title_goes_on(last: RawParagraph, block: RawParagraph) -> bool:
    """Centred lines of a title that are paragraphs of their own, where one goes on in small letters."""
    return (
        block.centered
        and last.centered
        and block.bold == last.bold
        and block.italic == last.italic
        and _HAS_LOWER.search(last.lines[-1].text) is not None
        and runs_on(clean_line(last.lines[-1].text), clean_line(block.lines[0].text))
        and not block.lines[0].text.lstrip().startswith("(")
    )


def _sentence_goes_on(last: RawParagraph, block: RawParagraph) -> bool:
    """Paragraphs that end in mid-sentence, as files made from a PDF have them."""
    if not (block.region is last.region is Region.BODY and block.centered == last.centered and block.bold == last.bold):
        return False
    before, after = clean_line(last.lines[-1].text), clean_line(block.lines[0].text)
    open_end = _OPEN.search(before) is not None or (len(before) >= 60 and _HAS_LOWER.search(before) is not None)
    return open_end and runs_on(before, after) and not after.startswith("(")

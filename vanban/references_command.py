"""`vanban references --jsonl IN OUT`: texts, one a line -> the references of each, one line a text."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from normalize.model import Reference

_STANDARD = Path("-")
# `Luật sửa đổi, bổ sung một số điều của Luật Giáo dục`: a law that amends one of its own kind.
_AMENDING = re.compile(
    r"(?i)(?P<kind>bộ luật|luật|pháp lệnh) (?:sửa đổi|bổ sung)[^\n]{0,120}? của (?P=kind) (?!liên quan)"
)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("references")(references)


def references(
    source: Annotated[Path, typer.Argument(metavar="IN", help="JSON Lines, a text a line; - for standard input.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="JSON Lines to write; - for standard output.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON Lines, which is also the default.")] = True,
) -> None:
    """Find the references in texts: a line {"id": 1, "text": "..."} gives a line {"id": 1, "references": [...]}."""
    from outputs.atomic import replacing

    if target == _STANDARD:
        sys.stdout.writelines(_answer(source))
        return
    with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(_answer(source))


def mention_text(text: str, reference: Reference) -> str:
    """The words of a mention: kind, number or name, and date.

    Of a law that amends one of its own kind, cited by its long name, the name alone: the date after it
    (`Luật sửa đổi, bổ sung một số điều của Luật Giáo dục ngày 25/11/2009`) might be that of either law.
    """
    words = text[reference.span.start : reference.span.end]
    name = reference.name or reference.law_name
    return words[: len(name)] if name is not None and _AMENDING.match(name) else words


def make_row(text: str, reference: Reference) -> dict[str, str | int | float | None]:
    """A reference as a row of the output: `text` the words of the mention, `start` to `end` where they stand."""
    words = mention_text(text, reference)
    return {
        "type": reference.type,
        "text": words,
        "start": reference.span.start,
        "end": reference.span.start + len(words),
        "number": reference.number,
        "name": reference.name or reference.law_name,
        "date": str(reference.date) if reference.date is not None else None,
        "issuer": reference.issuer,
        "title": reference.title,
        "pinpoint": reference.pinpoint,
        "relation": reference.relation.value,
        "parent": reference.parent,
        "parent_relation": reference.parent_relation,
        "target": reference.target,
        "target_relation": reference.target_relation,
        "resolved_number": reference.resolved_number,
        "resolved_date": str(reference.resolved_date) if reference.resolved_date is not None else None,
        "resolved_issuer": reference.resolved_issuer,
        "resolved_from": reference.resolved_from,
        "confidence": reference.confidence,
        "reason": reference.reason,
    }


def _answer(source: Path) -> Iterator[str]:
    """A line of output for each line of input."""
    from extract.errors import ReadError
    from normalize.references import find_references

    try:
        with nullcontext(sys.stdin) if source == _STANDARD else source.open(encoding="utf-8") as lines:
            for count, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                name, text = _parse_line(source, count, line)
                rows = [make_row(text, reference) for reference in find_references(text)]
                yield json.dumps({"id": name, "references": rows}, ensure_ascii=False) + "\n"
    except OSError as error:
        code = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
        raise ReadError(code, f"{source}: cannot be read ({error.strerror}); give a file of JSON Lines.") from error
    except UnicodeDecodeError as error:
        raise ReadError("malformed", f"{source}: is not UTF-8 ({error.reason}); convert it first.") from error


def _parse_line(source: Path, count: int, line: str) -> tuple[str | int | None, str]:
    """The `id` and `text` of a line of input."""
    from extract.errors import ReadError

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(
            "malformed", f"{source}: line {count} is not JSON ({error}); write one object a line."
        ) from error
    text = row.get("text") if isinstance(row, dict) else None
    name = row.get("id") if isinstance(row, dict) else None
    if not isinstance(text, str) or not (name is None or isinstance(name, (str, int))):
        raise ReadError("malformed", f'{source}: line {count} is not {{"id": ..., "text": "..."}}; write it so.')
    return name, text

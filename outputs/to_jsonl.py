"""Rows -> JSON Lines: one object a line, UTF-8, every column in its declared order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.columns import Row
from outputs.atomic import replacing


def write_jsonl(rows: Iterable[Row], path: Path) -> None:
    """Write the rows; raises WriteError where that fails."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

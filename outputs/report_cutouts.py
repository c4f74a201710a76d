"""Uncertain values -> the pieces of the pages that they were read from."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.store import Store
from outputs.report_view import ReportView


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cut-outs, how many bytes of them, and how many seconds they may take in all."""

    count: int = 200
    size: int = 8_000_000
    seconds: float = 120.0


def add_cutouts(view: ReportView, store: Store, limits: Limits) -> tuple[ReportView, str]:
    return view, ""

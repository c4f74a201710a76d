"""Store -> one HTML file to look at: nothing is loaded from elsewhere, nothing from a document is taken for markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import regex

from corpus.columns import BY_NAME
from corpus.store import Store
from outputs.atomic import replacing
from outputs.report_cards import make_view
from outputs.report_cutouts import Limits, add_cutouts
from outputs.report_graph import BOX_HEIGHT, BOX_WIDTH, RELATIONS, Drawing, draw_graph
from outputs.report_view import ReportView
from outputs.report_words import day_words, division_words
from outputs.report_works import read_works

FILE_NAME = "report.html"
# What HTML forbids, and the characters that make text run backwards or out of its place.
_UNFIT = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def write_report(
    store: Store,
    path: Path,
    *,
    today: date,
    soon_days: int = 7,
    include_secret: bool = False,
    limits: Limits | None = None,
) -> Path:
    """Write the report of a store as it stands on `today`, and return where. Raises WriteError where it cannot be.

    `limits` bounds the cut-outs of pages. A document marked secret is left out, but for their number, unless
    `include_secret`.
    """
    view = make_view(store, today=today, soon_days=soon_days, include_secret=include_secret)
    view, note = add_cutouts(view, store, limits or Limits())
    works, citations = read_works(store, view.documents, include_secret=include_secret)
    page = make_page(view, draw_graph(works, citations), cutouts_note=note)
    with replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8", newline="\n")
    return path


def make_page(view: ReportView, drawing: Drawing, *, cutouts_note: str = "") -> str:
    """The page as text. Every value is escaped by the template engine, and cleaned of what HTML forbids before."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        keep_trailing_newline=True,
    )
    relations = BY_NAME["references"].column("relation").values
    environment.filters["division"] = division_words
    environment.filters["relation"] = lambda name: relations.get(name, name)
    style, script = _read("report.css"), _read("report.js")
    drawn = {curve.relation for curve in drawing.curves}
    return environment.get_template("report.html").render(
        view=view,
        drawing=drawing,
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        policy=_policy(style, script),
        style=Markup(style),  # our own files
        script=Markup(script),
        day=day_words,
        number=lambda count: f"{count:,}".replace(",", "."),
        version=_version(),
        cutouts_note=cutouts_note,
        shows_secret=any(card.secrecy for card in view.documents),
        shown_doubts={doubt.id: doubt for doubt in view.doubts},
        doubt_headings=list(dict.fromkeys(doubt.heading for doubt in view.doubts)),
        units_by_name=sorted(view.units, key=lambda unit: unit.name),
        boxes_of_cards={box.work.card: f"w-{box.index}" for box in drawing.boxes if box.work.card},
        boxes_by_degree=sorted(drawing.boxes, key=lambda box: (not box.work.held, -box.degree, box.index)),
        relation_words=relations,
        shown_relations=[relation for relation in RELATIONS if relation in drawn],
    )


def _policy(style: str, script: str) -> str:
    """The Content Security Policy: only our style and script, by their digests, and images within the page."""
    rules: Mapping[str, str] = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _clean(value: object) -> object:
    """A text without characters that have no place in a page; what is marked as ours, and what is no text, as it is."""
    return _UNFIT.sub("", value) if type(value) is str else value


def _read(name: str) -> str:
    return (files("outputs") / "web" / name).read_text(encoding="utf-8")


def _version() -> str:
    try:
        return version("vanban")
    except PackageNotFoundError:
        return ""

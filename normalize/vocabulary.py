"""normalize/data/*.csv -> closed vocabularies: kinds of documents, issuers, laws known by name, provinces."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class DocType:
    """A kind of document: `code` as in a symbol (`QĐ`), empty where it has none; `system` says whose rule it is."""

    code: str
    name: str
    system: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body behind a code in a symbol (`SKHCN`). `successor` is a code, or empty."""

    code: str
    name: str
    level: str
    successor: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law (`L`), code (`BL`) or ordinance (`PL`) by name, without the word for its kind; all else may be empty."""

    kind: str
    name: str
    number: str
    date: str
    effective: str = ""  # since when it is in force, where that is known


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its name, and the unit it has been part of since `effective_date` (empty: unchanged)."""

    name: str
    successor: str
    effective_date: str


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of this package, as text."""
    text = files("normalize").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def doc_types() -> tuple[DocType, ...]:
    """All kinds of documents, those of Nghị định 30/2020/NĐ-CP first."""
    return tuple(DocType(r["code"], r["name"], r["system"]) for r in read_rows("doc_types.csv"))


@cache
def type_codes() -> frozenset[str]:
    """The codes that stand for a kind of document in a symbol: `QĐ`, `TTr`, `VBHN`."""
    return frozenset(t.code for t in doc_types() if t.code)


@cache
def issuers() -> tuple[Issuer, ...]:
    """All issuers and drafting units that are known by a code."""
    return tuple(Issuer(r["code"], r["name"], r["level"], r["successor"]) for r in read_rows("issuers.csv"))


@cache
def issuer_codes() -> frozenset[str]:
    """The codes of issuers and drafting units."""
    return frozenset(i.code for i in issuers())


@cache
def laws() -> tuple[Law, ...]:
    """Laws, codes and ordinances by name; several rows for a name that was enacted more than once."""
    return tuple(Law(r["kind"], r["name"], r["number"], r["date"], r["effective"]) for r in read_rows("laws.csv"))


@cache
def laws_by_number() -> dict[str, Law]:
    """The laws that have a number, by it."""
    return {law.number: law for law in laws() if law.number}


@cache
def provinces() -> tuple[Province, ...]:
    """The provinces before 01/7/2025, each with the unit that holds it since."""
    return tuple(Province(r["name"], r["successor"], r["effective_date"]) for r in read_rows("provinces.csv"))

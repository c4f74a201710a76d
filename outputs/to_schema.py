"""The declaration of the tables -> JSON Schemas of their JSON Lines, in docs/schemas. `make docs` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.collection_columns import ALL_TABLES
from corpus.columns import BY_NAME, Column, Json, Kind, TableSpec
from outputs.atomic import replacing

# Of the tables as others read them. A new column raises the second part; one that goes, or changes meaning, the first.
SCHEMA_VERSION = "1.2"
SCHEMAS_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NEVER_EMPTY = ("source", "row")
_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_FROM_ONE = ("row", "page", "line")

Schema = dict[str, Json]


def make_schema(table: TableSpec) -> Schema:
    """The schema (draft 2020-12) of one line of `NAME.jsonl`: every column, in its order, and no other."""
    return {
        "$schema": _DIALECT,
        "$id": f"urn:vanban:{SCHEMA_VERSION}:{table.name}",
        "title": table.name,
        "description": table.help,
        "type": "object",
        "properties": {column.name: _property(table, column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def schema_path(table: TableSpec, folder: Path = SCHEMAS_FOLDER) -> Path:
    """Where the schema of a table is written: `v1/tasks.schema.json`; a first part of the version has its folder."""
    return folder / f"v{SCHEMA_VERSION.split('.')[0]}" / f"{table.name}.schema.json"


def format_schema(schema: Schema) -> str:
    """A schema as it is written."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = SCHEMAS_FOLDER) -> tuple[Path, ...]:
    """Write the schema of every table; raises WriteError where that fails."""
    written = []
    for table in ALL_TABLES:
        path = schema_path(table, folder)
        with replacing(path) as temporary:
            temporary.write_text(format_schema(make_schema(table)), encoding="utf-8")
        written.append(path)
    return tuple(written)


def _property(table: TableSpec, column: Column) -> Schema:
    schema: Schema = {"title": column.heading, "description": column.help} | _type(column)
    if column.name in _NEVER_EMPTY:
        return schema
    kind, values = schema["type"], schema.get("enum")
    schema |= {"type": [kind, "null"]}
    return schema | {"enum": [*values, None]} if isinstance(values, list) else schema


def _type(column: Column) -> Schema:
    match column.kind:
        case Kind.INTEGER:
            return {"type": "integer", "minimum": 1 if column.name in _FROM_ONE else 0}
        case Kind.NUMBER:
            return {"type": "number"} | ({"minimum": 0, "maximum": 1} if column.name == "confidence" else {})
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "string", "pattern": _DATE}
        case Kind.LIST:
            return {"type": "array", "items": {"type": "string"}}
        case Kind.PEOPLE:
            return {"type": "array", "items": _object({"name": {"type": "string"}, "title": _or_null("string")})}
        case Kind.DEADLINE:
            kinds = list(BY_NAME["deadlines"].column("kind").values)
            day = _or_null("string") | {"pattern": _DAY}
            return _object(
                {
                    "text": _or_null("string"),
                    "kind": {"type": "string", "enum": kinds},
                    "start": day,
                    "end": day,
                    "rrule": _or_null("string"),
                    "bound": _or_null("string"),
                    "due": day,
                    "role": _or_null("string"),
                    "at": _or_null("string"),
                    "anchor": _or_null("string"),
                    "offset": _or_null("string"),
                    "working": _or_null("boolean"),
                }
            )
        case Kind.EVIDENCE:
            return {"type": "object", "additionalProperties": _evidence()}
        case Kind.TEXT:
            return {"type": "string"} | ({"enum": list(column.values)} if column.values else {})


def _evidence() -> Schema:
    offset = _or_null("integer") | {"minimum": 0}
    return _object(
        {
            "start": offset,
            "end": offset,
            "words": _or_null("string"),
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "reason": _or_null("string"),
        }
    )


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(name: str) -> Schema:
    return {"type": [name, "null"]}

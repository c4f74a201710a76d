"""JSON Schema of the tables: current, true of what is written, and refusing what is not declared."""

from __future__ import annotations

import json

import jsonschema
import pytest
from made_records import make_record

from corpus.collection_columns import ALL_BY_NAME, ALL_TABLES
from corpus.rows import failure_rows, make_rows
from outputs.to_schema import SCHEMA_VERSION, SCHEMAS_FOLDER, format_schema, make_schema, schema_path, write_schemas


def validator(name):
    schema = make_schema(ALL_BY_NAME[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_schema_in_the_docs_is_current(table):
    assert schema_path(table).read_text(encoding="utf-8") == format_schema(make_schema(table)), "run `make docs`"


def test_no_schema_of_a_table_that_is_gone():
    assert {path.name for path in SCHEMAS_FOLDER.glob("*/*")} == {f"{table.name}.schema.json" for table in ALL_TABLES}


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_schema_has_every_column_with_its_help_and_version(table):
    schema = make_schema(table)
    assert list(schema["properties"]) == [column.name for column in table.columns] == schema["required"]
    assert all(schema["properties"][column.name]["description"] == column.help for column in table.columns)
    assert SCHEMA_VERSION in schema["$id"]


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize(
    "rows",
    [
        make_rows(make_record()),
        make_rows(make_record(secrecy="MẬT")),
        make_rows(make_record(secrecy="MẬT"), include_secret=True),
        failure_rows("z.pdf", "empty", "z.pdf: is empty."),
    ],
    ids=["document", "secret", "secret shown", "unreadable"],
)
def test_rows_are_valid(table, rows):
    for row in rows.get(table.name, []):
        validator(table.name).validate(json.loads(json.dumps(row)))


TASK = make_rows(make_record())["tasks"][0]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"form": "poem"}, "form"),
        ({"leads": "Sở Y tế"}, "leads"),
        ({"leads": [None]}, "leads"),
        ({"directors": [{"name": "An"}]}, "directors"),
        ({"deadline": {**TASK["deadline"], "kind": "soon"}}, "deadline"),
        ({"deadline": {**TASK["deadline"], "end": "30/11/2024"}}, "deadline"),
        ({"deadline": {**TASK["deadline"], "end": "2024-11"}}, "deadline"),
        ({"confidence": 1.5}, "confidence"),
        ({"page": 0}, "page"),
        ({"start": -1}, "start"),
        ({"source": None}, "source"),
        ({"row": 0}, "row"),
        ({"evidence": {"content": {"words": "x"}}}, "evidence"),
        ({"undeclared": 1}, None),
    ],
)
def test_what_is_not_declared_is_refused(change, at):
    validator("tasks").validate(TASK)
    errors = validator("tasks").iter_errors(TASK | change)
    assert {error.absolute_path[0] if error.absolute_path else None for error in errors} == {at}


def test_missing_column_is_refused():
    assert not validator("tasks").is_valid({name: value for name, value in TASK.items() if name != "product"})


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        ("2025", True),
        ("2025-08", True),
        ("2025-08-01", True),
        (None, True),
        ("2025-8-1", False),
        ("2025-13", False),
        ("01/8/2025", False),
        ("", False),
    ],
)
def test_date_is_cut_to_what_is_printed(day, valid):
    row = make_rows(make_record())["references"][0] | {"date": day}
    assert validator("references").is_valid(row) is valid


def test_schemas_are_written_where_asked(tmp_path):
    written = write_schemas(tmp_path)
    assert [path.parent.name for path in written] == ["v1"] * len(ALL_TABLES)
    assert json.loads(written[0].read_text(encoding="utf-8"))["title"] == ALL_TABLES[0].name

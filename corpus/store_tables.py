"""The declared tables -> those of the database, and what a run has to remember beside them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from corpus.columns import TABLES, Json, Kind

METADATA = sa.MetaData()

# Text is ordered by its code points in SQLite; collation "C" does the same in PostgreSQL, whatever its language.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# JSON keeps the order of the names in an object, so that the files written are the same from both databases; a list has
# no names, and JSONB can be searched.
_OBJECT: sa.JSON[Json] = sa.JSON(none_as_null=True)
_LIST = _OBJECT.with_variant(JSONB(none_as_null=True), "postgresql")


def _type_of(kind: Kind) -> sa.Text | sa.Integer | sa.Float[float] | sa.Boolean | sa.JSON[Json]:
    match kind:
        case Kind.TEXT | Kind.DATE:  # a date may be a month or a year alone
            return _TEXT
        case Kind.INTEGER:
            return sa.Integer()
        case Kind.NUMBER:
            return sa.Float(53)
        case Kind.FLAG:
            return sa.Boolean()
        case Kind.LIST:
            return _LIST
        case Kind.PEOPLE | Kind.DEADLINE | Kind.EVIDENCE:
            return _OBJECT


ROW_TABLES = {
    table.name: sa.Table(
        table.name,
        METADATA,
        *(
            sa.Column(
                column.name, _type_of(column.kind), primary_key=column.name in ("source", "row"), autoincrement=False
            )
            for column in table.columns
        ),
    )
    for table in TABLES
}
# What has been read: `path` is absolute, `source` as it was given, `rules` the version of the rules that read it.
FILES = sa.Table(
    "files",
    METADATA,
    sa.Column("path", _TEXT, primary_key=True),
    sa.Column("source", _TEXT, nullable=False, unique=True),
    sa.Column("fingerprint", sa.Text),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("failed", sa.Boolean, nullable=False),
    sa.Column("withheld", sa.Boolean, nullable=False),
    sa.Column("look", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("message", sa.Text),
    sa.Column("tries", sa.Integer),
)
# What persons have put right. It outlives the rows of its document, which every run makes anew.
CORRECTIONS = sa.Table(
    "corrections",
    METADATA,
    sa.Column("fingerprint", _TEXT, primary_key=True),
    sa.Column("task", _TEXT, primary_key=True),
    sa.Column("field", _TEXT, primary_key=True),
    sa.Column("value", _OBJECT),
    sa.Column("given_on", sa.Date, nullable=False),
    sa.Column("before", _OBJECT),
)
# One row: what tells this store from every other, so that a register comes back to where it was written.
ABOUT = sa.Table("about", METADATA, sa.Column("store", sa.Text, primary_key=True))
# One row: a word that is another one after every change of what is written out, so that no output is made twice.
STATE = sa.Table("state", METADATA, sa.Column("revision", sa.Text, primary_key=True))

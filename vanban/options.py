"""The options that several commands have, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from outputs.export import FileFormat

_FORMATS = "jsonl,csv,parquet,xlsx,register,ics"
USUAL_FORMATS = "jsonl,csv,parquet,xlsx,register"

Secret = Annotated[
    bool, typer.Option("--include-secret", help="Also give the content of documents marked MẬT, TỐI MẬT, TUYỆT MẬT.")
]
Formats = Annotated[str, typer.Option("--format", help=f"Which files to write, of {_FORMATS}; several with commas.")]
Today = Annotated[
    str | None,
    typer.Option(
        "--today", metavar="YYYY-MM-DD", help="The day on which deadlines are late or soon due; by default this day."
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="VANBAN_STORE",
        help="Where the database is: postgresql+psycopg://USER@HOST/DATABASE; by default a file in the output folder. "
        "A URL with a password belongs into the environment variable.",
    ),
]
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        envvar="VANBAN_CLUSTER",
        help="Let the workers of a Dask cluster read, of the scheduler at this address: tcp://HOST:8786.",
    ),
]


def parse_formats(text: str) -> tuple[FileFormat, ...]:
    """The formats that an option names; ends the command where one is unknown."""
    from outputs.export import FileFormat

    wanted = []
    for name in filter(None, (part.strip().lower() for part in text.split(","))):
        if name not in tuple(FileFormat):
            raise typer.BadParameter(f"{name!r} is no format; choose of {_FORMATS}.", param_hint="--format")
        wanted.append(FileFormat(name))
    if not wanted:
        raise typer.BadParameter(f"choose of {_FORMATS}.", param_hint="--format")
    return tuple(wanted)

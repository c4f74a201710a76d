"""What tests of several files share: the command line, run in this process; a PostgreSQL server where there is one."""

from __future__ import annotations

import sys
from itertools import count

import made_postgres
import pytest

from vanban.cli import main


@pytest.fixture
def vanban(monkeypatch, capsys):
    """Runs the command line in this process; gives the exit code, the output and the errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return call


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of the tests' own."""
    reason = made_postgres.why_not()
    if reason is not None:
        pytest.skip(reason)
    with made_postgres.running_server() as server:
        yield server


_schemas = count(1)


@pytest.fixture
def postgres_url(postgres):
    """The URL of a store of its own for each test, password and all."""
    return f"{postgres.url()}?schema=test_{next(_schemas)}"

"""What tests of several files share: the command line, run in this process."""

from __future__ import annotations

import sys

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

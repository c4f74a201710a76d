"""A run whose processes are killed again and again leaves what an undisturbed one leaves, row for row."""

from __future__ import annotations

import sys

import pytest
from made_chaos import make_documents, run_undisturbed, run_with_kills

from corpus.store import open_existing_store


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which processes belong to the run")
def test_killed_runs_leave_the_same_rows_as_an_undisturbed_one(tmp_path):
    make_documents(tmp_path / "in", 40)
    assert run_undisturbed(tmp_path / "in", tmp_path / "quiet") == 0
    killed = run_with_kills(tmp_path / "in", tmp_path / "out", 5, seed=7, longest=0.4)
    assert sum(killed.values()) == 5
    with open_existing_store(tmp_path / "out") as store, open_existing_store(tmp_path / "quiet") as quiet:
        assert store.counts() == quiet.counts()
        for name in store.counts():
            assert list(store.rows(name)) == list(quiet.rows(name)), name
        mine, other = store.files(), quiet.files()
        assert {path: (f.fingerprint, f.rules, f.failed) for path, f in mine.items()} == {
            path: (f.fingerprint, f.rules, f.failed) for path, f in other.items()
        }
    for path in (tmp_path / "quiet").glob("*.jsonl"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name

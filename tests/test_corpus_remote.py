"""Documents at addresses: memory:// stands for every system of fsspec, a server of this machine for the web."""

from __future__ import annotations

import http.server
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from corpus import remote
from corpus.ingest import Outcome, make_plan, read_files
from corpus.sources import shown_url
from corpus.store import open_existing_store, open_store
from corpus.walk import find_files
from extract.errors import VanbanError

fsspec = pytest.importorskip("fsspec")
TEXT = "KẾ HOẠCH\nI. NHIỆM VỤ\n1. Sở Nội vụ chủ trì rà soát trước ngày 30/11/2025.\n".encode()


def run(inputs, out, **options):
    (out / "work").mkdir(parents=True, exist_ok=True)
    with open_store(out) as store:
        plan = make_plan(find_files(inputs, work=out / "work"), store, **options)
        reports = {report.source: report for report in read_files(plan, store, workers=0)}
    left = {path.name.split("-")[0] for path in out.rglob("*") if path.is_file()} - {"vanban.sqlite", "archive"}
    assert not left, "what was fetched is gone"
    return plan, reports


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_folder_of_any_system_is_read_and_known_the_next_time(memory, tmp_path):
    for name in ("in/a.txt", "in/sub/b.txt", "in/c.xlsx"):
        memory.pipe(f"/{name}", TEXT + name.encode())
    _, reports = run(["memory://in"], tmp_path)
    assert {source: report.outcome for source, report in reports.items()} == {
        "memory:///in/a.txt": Outcome.READ,
        "memory:///in/sub/b.txt": Outcome.READ,
    }
    assert {report.outcome for report in run(["memory://in"], tmp_path)[1].values()} == {Outcome.SKIPPED}


def test_changed_and_vanished_files_of_any_system(memory, tmp_path):
    for name in ("a", "b", "c"):
        memory.pipe(f"/in/{name}.txt", TEXT + name.encode())
    run(["memory://in"], tmp_path)
    memory.pipe("/in/b.txt", TEXT + b"other")
    memory.rm("/in/c.txt")
    plan, reports = run(["memory://in"], tmp_path)
    assert {source[-5:]: report.outcome for source, report in reports.items()} == {
        "a.txt": Outcome.SKIPPED,
        "b.txt": Outcome.READ,
    }
    assert [path[-5:] for path in plan.gone] == ["c.txt"]
    with open_existing_store(tmp_path) as store:
        assert store.counts()["documents"] == 3, "what is gone is kept until it is pruned"


def test_file_written_again_with_the_same_content_is_not_read_again(memory, tmp_path):
    memory.pipe("/in/a.txt", TEXT)
    run(["memory://in/a.txt"], tmp_path)
    memory.pipe("/in/a.txt", TEXT)
    (report,) = run(["memory://in/a.txt"], tmp_path)[1].values()
    assert (report.outcome, report.timings) == (Outcome.SKIPPED, ())


def test_pattern_and_archive_at_an_address(memory, tmp_path):
    from test_corpus_archives import packed

    memory.pipe("/in/a.zip", packed(**{"x/b.txt": TEXT, "c.bin": b"x"}))
    memory.pipe("/in/d1.txt", TEXT)
    memory.pipe("/in/d2.txt", TEXT)
    found = find_files(["memory://in/d?.txt", "memory://in/a.zip"], work=tmp_path).files
    assert [file.source for file in found] == [
        "memory:///in/a.zip!/x/b.txt",
        "memory:///in/d1.txt",
        "memory:///in/d2.txt",
    ]
    assert run(["memory://in/a.zip"], tmp_path)[1]["memory:///in/a.zip!/x/b.txt"].outcome is Outcome.READ


def test_file_address_is_the_file(tmp_path):
    (tmp_path / "kế hoạch.txt").write_bytes(TEXT)
    (file,) = find_files([f"file://{tmp_path}/k%E1%BA%BF%20ho%E1%BA%A1ch.txt"]).files
    assert file.path == str(tmp_path / "kế hoạch.txt")


@pytest.mark.parametrize(
    ("size", "seconds", "code"), [(10, 3600.0, "too_large"), (1 << 20, -1.0, "timeout"), (1 << 20, 3600.0, None)]
)
def test_download_ends_at_its_bounds(memory, tmp_path, monkeypatch, size, seconds, code):
    memory.pipe("/in/a.txt", TEXT)
    monkeypatch.setattr(remote, "_SECONDS", seconds)
    monkeypatch.setattr("corpus.fetch.download", partial(remote.download, max_bytes=size))
    (report,) = run(["memory://in/a.txt"], tmp_path)[1].values()
    assert report.code == code


def test_download_that_comes_tells_that_it_goes_on(memory, tmp_path):
    memory.pipe("/in/a.txt", TEXT)
    told = []
    remote.download("memory://in/a.txt", tmp_path / "a", "a", tell=lambda: told.append(1))
    assert told and (tmp_path / "a").read_bytes() == TEXT


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, some of it slowly, badly or not at all."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        if self.path.startswith("/broken"):
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        elif self.path.startswith("/refused"):
            self.send_error(503)
        else:
            super().do_GET()

    def do_HEAD(self):
        if self.path.startswith(("/broken", "/refused")):
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
        else:
            super().do_HEAD()


@pytest.fixture
def server(tmp_path):
    pytest.importorskip("aiohttp")
    (tmp_path / "web").mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path / "web")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield tmp_path / "web", f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_web_server_gives_documents_that_are_known_the_next_time(server, tmp_path):
    folder, address = server
    (folder / "a.txt").write_bytes(TEXT)
    inputs = [f"{address}/a.txt?id=5&token=abc"]
    ((source, report),) = run(inputs, tmp_path / "out")[1].items()
    assert (source, report.outcome) == (f"{address}/a.txt?id=5&token=...", Outcome.READ)
    (report,) = run(inputs, tmp_path / "out")[1].values()
    assert report.outcome is Outcome.SKIPPED
    time.sleep(1.1)  # the server tells times in seconds
    (folder / "a.txt").write_bytes(TEXT.replace(b"30/11", b"29/11"))
    (report,) = run(inputs, tmp_path / "out")[1].values()
    assert report.outcome is Outcome.READ


def test_server_that_fails_costs_only_its_files_and_is_tried_again(server, tmp_path):
    folder, address = server
    (folder / "a.txt").write_bytes(TEXT)
    inputs = [f"{address}/{name}.txt" for name in ("a", "broken", "refused")]
    for _ in range(2):
        _, reports = run(inputs, tmp_path / "out")
        told = {source.rpartition("/")[2]: report.code for source, report in reports.items()}
        assert told == {"a.txt": None, "broken.txt": "unreachable", "refused.txt": "unreachable"}
    for source, report in reports.items():
        assert report.message is None or report.message.startswith(f"{source}: cannot be fetched (")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:1/a.txt", "is not there, or the server does not answer"),
        ("memory://nowhere", "is not there"),
        ("nosuch://host/a.txt", "is no kind of address"),
        ("http://user:secret@127.0.0.1:1/a.txt?sig=abc", "http://127.0.0.1:1/a.txt?sig=...: is not there"),
    ],
)
def test_address_that_cannot_be_used(address, words):
    if address.startswith("http"):
        pytest.importorskip("aiohttp")
    with pytest.raises(VanbanError) as told:
        find_files([address])
    assert words in str(told.value) and "secret" not in str(told.value)


def test_missing_library_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    with pytest.raises(VanbanError, match=r"install it with `pip install 'vanban\[remote\]'`"):
        find_files(["s3://bucket/a.pdf"])


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:word@host/a.pdf", "https://host/a.pdf"),
        ("https://host/a.pdf?id=1&X-Amz-Signature=abc&x=2", "https://host/a.pdf?id=1&X-Amz-Signature=...&x=2"),
        ("https://host/a.pdf?token=abc", "https://host/a.pdf?token=..."),
        ("s3://bucket/Kế hoạch.pdf", "s3://bucket/Kế hoạch.pdf"),
    ],
)
def test_keys_in_an_address_are_not_shown(url, shown):
    assert shown_url(url) == shown


def test_nothing_of_a_download_is_left_where_the_run_is_stopped(memory, tmp_path, monkeypatch):
    def stop(self, *arguments, **options):
        Path(arguments[1]).write_bytes(b"half")
        raise KeyboardInterrupt

    memory.pipe("/in/a.txt", TEXT)
    monkeypatch.setattr(type(memory), "get_file", stop)
    with pytest.raises(KeyboardInterrupt):
        run(["memory://in/a.txt"], tmp_path)
    assert not list(tmp_path.rglob("download"))

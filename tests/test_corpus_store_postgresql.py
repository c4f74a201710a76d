"""The store in PostgreSQL: the same rows as in SQLite, two writers at once, a server that goes away, what is told."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from made_postgres import PASSWORD, free_port
from made_records import make_record

from corpus.columns import TABLES
from corpus.rows import make_rows
from corpus.store import StoredFile, open_existing_store, open_store
from corpus.store_place import explain, format_place, parse_url
from extract.errors import VanbanError, WriteError


def put(store, source, *, path=None, **options):
    store.put(StoredFile(path or f"/{source}", source, "1", "rules", False), make_rows(make_record(source, **options)))


def schema_of(url):
    return url.partition("?schema=")[2]


def test_same_documents_give_the_same_tables_in_both(tmp_path, postgres_url):
    with open_store(tmp_path / "a") as one, open_store(tmp_path / "b", postgres_url) as other:
        for store in (one, other):
            for number in range(12):
                put(store, f"{number}.txt", title=f"Tên {number}" if number % 2 else None)
            put(store, "3.txt", title="Tên mới")
            store.remove(["/5.txt"])
        assert one.counts() == other.counts()
        for table in TABLES:
            rows = list(one.rows(table.name))
            assert list(other.rows(table.name)) == rows
            assert [list(row) for row in other.rows(table.name)] == [list(row) for row in rows]
        assert one.files() == other.files()


def test_two_writers_of_the_same_documents_double_and_mix_nothing(tmp_path, postgres_url):
    names, rounds = [f"{number}.txt" for number in range(4)], 6
    start = threading.Barrier(3)

    def write(writer):
        # Each writer's documents have another number of tasks, so that rows of two writers would be seen.
        with open_store(tmp_path / str(writer), postgres_url) as store:
            start.wait()
            for turn in range(rounds):
                for name in names if (writer + turn) % 2 else reversed(names):
                    rows = make_rows(make_record(name, title=f"writer {writer}"))
                    rows["tasks"] = [row | {"row": n} for n in range(1, writer * 2 + 1) for row in rows["tasks"][:1]]
                    store.put(StoredFile(f"/{name}", name, "1", "rules", False), rows)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    with open_existing_store(tmp_path, postgres_url) as store:
        owners = {row["source"]: int(str(row["title"])[-1]) for row in store.rows("documents")}
        assert sorted(owners) == names == sorted(file.source for file in store.files().values())
        tasks = [row["source"] for row in store.rows("tasks")]
        assert {name: tasks.count(name) for name in names} == {name: owner * 2 for name, owner in owners.items()}


def test_two_writers_with_one_name_for_two_paths_leave_one_document(tmp_path, postgres_url):
    start = threading.Barrier(2)

    def write(path):
        with open_store(tmp_path / path, postgres_url) as store:
            start.wait()
            for _ in range(20):
                put(store, "a.txt", path=f"/{path}/a.txt")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ("one", "two")))
    with open_existing_store(tmp_path, postgres_url) as store:
        assert len(store.files()) == store.counts()["documents"] == 1


def test_stores_opened_at_once_make_the_tables_once(tmp_path, postgres_url):
    start = threading.Barrier(4)

    def open_one(number):
        start.wait()
        with open_store(tmp_path / str(number), postgres_url) as store:
            put(store, f"{number}.txt")
            return store.identity()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(open_one, range(4)))) == 1


def test_collections_in_one_database_know_nothing_of_each_other(tmp_path, postgres_url):
    with open_store(tmp_path / "a", postgres_url) as one, open_store(tmp_path / "b", postgres_url + "_b") as other:
        put(one, "a.txt")
        assert (one.counts()["documents"], other.counts()["documents"]) == (1, 0)
        assert one.identity() != other.identity()


def test_columns_that_an_earlier_version_did_not_have_are_added(tmp_path, postgres, postgres_url):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
    postgres.sql(f"ALTER TABLE {schema_of(postgres_url)}.tasks DROP COLUMN leads, DROP COLUMN line")
    postgres.sql(f"DROP TABLE {schema_of(postgres_url)}.repairs")
    with open_existing_store(tmp_path, postgres_url) as store:
        assert [(row["leads"], row["line"]) for row in store.rows("tasks")] == [(None, None)]
        put(store, "b.txt")  # whose columns now stand in another order
        expected = make_rows(make_record("b.txt"))["tasks"]
        assert [row for row in store.rows("tasks") if row["source"] == "b.txt"] == expected


def test_lists_can_be_searched_in_sql(tmp_path, postgres, postgres_url):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
        lead = next(row["leads"] for row in store.rows("tasks"))[0]
    found = postgres.sql(f"SELECT source FROM {schema_of(postgres_url)}.tasks WHERE leads ? '{lead}'")
    assert found == [("a.txt",)]


def test_server_that_is_started_again_in_mid_run(tmp_path, postgres, postgres_url, caplog):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
        postgres.stop()
        restart = threading.Timer(1.0, postgres.start)
        restart.start()
        began = time.monotonic()
        put(store, "b.txt")
        assert time.monotonic() - began > 0.9
        restart.join()
        assert [row["source"] for row in store.rows("documents")] == ["a.txt", "b.txt"]
    place = f"postgresql://clerk@127.0.0.1:{postgres.port}/papers?schema={schema_of(postgres_url)}"
    told = [record.message for record in caplog.records if record.name == "vanban"]
    assert told == [f"{place}: the connection was lost; trying again for 60 seconds."]


def test_server_that_does_not_come_back(tmp_path, postgres, postgres_url, monkeypatch):
    monkeypatch.setattr("corpus.store.RECONNECT_SECONDS", 0.5)
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
        postgres.stop()
        try:
            with pytest.raises(WriteError, match=r"cannot be (reached|used)") as told:
                put(store, "b.txt")
            assert PASSWORD not in str(told.value)
            with pytest.raises(VanbanError, match=r"cannot be (reached|used)"):
                store.counts()
        finally:
            postgres.start()
        assert store.counts()["documents"] == 1


def test_connection_closed_by_the_administrator_is_opened_again(tmp_path, postgres, postgres_url):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
        postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vanban'")
        put(store, "b.txt")
        postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vanban'")
        assert store.counts()["documents"] == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "wrong"}, "the user or password is refused; give the right one in VANBAN_STORE"),
        ({"user": "nobody"}, "the user or password is refused"),
        ({"database": "none"}, "there is no database of this name; make it"),
        ({"host": "no-such-host.invalid"}, "there is no host of this name"),
        ({"port": free_port()}, "cannot be reached; see that PostgreSQL runs there"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_without_the_password(tmp_path, postgres, changed, said):
    url = postgres.url(**changed)
    with pytest.raises(VanbanError) as told:
        open_store(tmp_path, url)
    assert said in str(told.value)
    assert str(told.value).startswith("postgresql://")
    assert "\n" not in str(told.value)
    assert PASSWORD not in str(told.value) and "wrong" not in str(told.value)


def test_database_without_a_store(tmp_path, postgres_url):
    with pytest.raises(VanbanError, match="no run has written into it yet"):
        open_existing_store(tmp_path, postgres_url)


def test_database_of_another_encoding(tmp_path, postgres):
    postgres.sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", database="postgres")
    with pytest.raises(VanbanError, match="its encoding is LATIN1; make a database with ENCODING 'UTF8'"):
        open_store(tmp_path, postgres.url(database="latin"))


def test_user_who_may_only_read_can_ask_but_not_write(tmp_path, postgres, postgres_url):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
    schema = schema_of(postgres_url)
    postgres.sql(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    postgres.sql(f"GRANT USAGE ON SCHEMA {schema} TO reader")
    postgres.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    with open_existing_store(tmp_path, postgres.url(user="reader") + f"?schema={schema}") as store:
        assert store.counts()["documents"] == 1
        with pytest.raises(WriteError, match=r"the user may not do that \(permission denied for"):
            put(store, "b.txt")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:s3cret@host/db",
        "sqlite:///s3cret",
        "s3cret",
        "postgresql://me:s3cret@host:port/db",
        "postgresql+asyncpg://me:s3cret@host/db",
        "postgresql://me:s3cret@host/db?schema=Robert'); DROP",
        "postgresql://me:s3cret@host/db?schema=pg_catalog",
        "",
    ],
)
def test_url_that_is_none_of_ours_is_refused_and_not_repeated(url):
    with pytest.raises(VanbanError) as told:
        parse_url(url)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql+psycopg://me:s3cret@host:5433/db", "postgresql://me@host:5433/db"),
        ("postgresql://host/db?password=s3cret&sslpassword=s3cret", "postgresql://host/db"),
        ("postgresql:///db?host=/run/postgresql&schema=so_tay", "postgresql:///db?schema=so_tay"),
    ],
)
def test_place_never_shows_the_password(url, place):
    assert format_place(*parse_url(url)) == place


def test_password_that_the_server_repeats_is_not_shown():
    url, _ = parse_url("postgresql://me:s3cret@host/db")
    error = sa.exc.OperationalError("", {}, Exception("strange words, s3cret among them"))
    assert explain(error, url) == (
        "cannot be used (strange words, *** among them); see to it and run again: what was committed before is kept."
    )


def test_rows_that_cannot_be_kept_are_no_fault_of_the_database(tmp_path, postgres_url):
    with open_store(tmp_path, postgres_url) as store:
        put(store, "a.txt")
        rows = make_rows(make_record("b.txt"))
        rows["documents"][0]["pages"] = 2**40
        with pytest.raises(sa.exc.DataError):
            store.put(StoredFile("/b.txt", "b.txt", "1", "rules", False), rows)
        assert [file.source for file in store.files().values()] == ["a.txt"]


def test_documents_are_put_together_by_two_runs_over_the_same_folder(tmp_path, postgres_url):
    documents = [
        (StoredFile(f"/{n}.txt", f"{n}.txt", "1", "rules", False), make_rows(make_record(f"{n}.txt"))) for n in range(9)
    ]
    start = threading.Barrier(2)

    def write(writer):
        with open_store(tmp_path / str(writer), postgres_url) as store:
            start.wait()
            for _ in range(5):
                store.put_all(documents if writer else documents[::-1])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    with open_existing_store(tmp_path, postgres_url) as store:
        for table in TABLES:
            assert list(store.rows(table.name)) == [row for _, rows in documents for row in rows[table.name]]

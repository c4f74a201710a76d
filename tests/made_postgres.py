"""A PostgreSQL server of the tests' own: on a temporary data folder and a free port of 127.0.0.1, as no superuser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD, DATABASE = "clerk", "s3cr3t-wørd", "papers"
_USERS = ("postgres", "nobody")


def find_programs():
    """The folder with initdb and pg_ctl: that of the newest version of Debian's package, or of the PATH; or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def why_not():
    """Why no server can be had here; None where one can."""
    if find_programs() is None:
        return "PostgreSQL is not installed (`make setup` as root, or apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "the package psycopg is not installed (pip install '.[postgres]')"
    if os.getuid() == 0 and (shutil.which("setpriv") is None or _ordinary_user() is None):
        return "PostgreSQL does not run as root, and there is no setpriv, or no ordinary user, to run it as"
    return None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A running server with one database; asks for the password at every connection."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port

    def url(self, **changed):
        parts = {"user": USER, "password": PASSWORD, "host": "127.0.0.1", "port": self.port, "database": DATABASE}
        parts |= changed
        return "postgresql+psycopg://{user}:{password}@{host}:{port}/{database}".format(**parts)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "-w", "start"
        )

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def make(self):
        given = self.folder / "password"
        given.write_text(PASSWORD, encoding="utf-8")
        if os.getuid() == 0:
            shutil.chown(self.folder, _ordinary_user())
            shutil.chown(given, _ordinary_user())
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(given),
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.start()
        self.sql(f"CREATE DATABASE {DATABASE}", database="postgres")

    def sql(self, text, **changed):
        """The rows of a statement, run outside a transaction."""
        import psycopg

        url = self.url(**changed).replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(text)
            return cursor.fetchall() if cursor.description else []

    def _run(self, program, *arguments):
        command = [str(find_programs() / program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={_ordinary_user()}", "--clear-groups", f"--regid={_group()}", *command]
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running_server():
    """A server with an empty database, stopped and taken away at the end."""
    # Not within the folder of pytest, which no other user may enter.
    with tempfile.TemporaryDirectory(prefix="vanban-postgres-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), free_port())
        try:
            server.make()
            yield server
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                server.stop()


def _ordinary_user():
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)


def _group():
    import pwd

    return pwd.getpwnam(_ordinary_user()).pw_gid

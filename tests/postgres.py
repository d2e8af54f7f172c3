"""A PostgreSQL server of the tests' own, from Debian's packages, on a free port, in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

_TEMPLATE = "with_postgis"


class Server:
    """A running server. ``fresh`` gives the address of a new, empty database on it."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self.programs, self.folder, self.port = programs, folder, port
        self._numbers = count(1)

    def fresh(self) -> str:
        name = f"store{next(self._numbers)}"
        self.sql(f"create database {name} template {_TEMPLATE}")
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def sql(self, *statements: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname={database}", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[arg-type]

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        )
        _run(str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """At once, as a machine that fails does."""
        _run(str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")


def programs() -> Path | None:
    """Where Debian keeps the server's programs; ``None`` where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[Server]:
    where = programs()
    assert where is not None, "PostgreSQL is not installed: apt-get install postgresql postgresql-15-postgis-3"
    folder = Path(tempfile.mkdtemp(prefix="detention-map-postgresql-"))
    try:
        if os.geteuid() == 0:  # the server refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run(str(where / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        made = Server(where, folder, port)
        made.start()
        try:
            made.sql(f"create database {_TEMPLATE}")
            made.sql("create extension postgis", database=_TEMPLATE)
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_postgres, *command], capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr

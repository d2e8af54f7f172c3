"""What tests of every folder share: a store on each kind of database, and files in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from postgres import Server, programs, server

settings.register_profile("house", deadline=None)  # a busy machine is no fault of a test; speed is measured in benchmarks
settings.load_profile("house")

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server with PostGIS. Where it is not installed its tests are left out, but never in CI."""
    if programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql postgresql-15-postgis-3)")
    with server() as running:
        yield running


@pytest.fixture(params=KINDS)
def store_url(request: pytest.FixtureRequest, fresh_url: Callable[[str], str]) -> str:
    """The address of a store that is not there yet, on each kind of database."""
    return fresh_url(request.param)


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of another new store on a kind of database."""
    made = iter(range(1000))

    def fresh(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / f'store{next(made)}.db'}"
        running: Server = request.getfixturevalue("postgres")
        return running.fresh()

    return fresh


@pytest.fixture
def sqlite_url(fresh_url: Callable[[str], str]) -> str:
    return fresh_url("sqlite")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Makes a file of that name and content in a temporary folder."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make

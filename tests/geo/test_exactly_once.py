"""Killed at any moment, run twice, run twice at once, on one core, many or a cluster: always the store of one clean run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geo.errors import StoreError
from geo.pipeline import ingest
from geo.store import Store, tables
from made import claims, report

CITIES = ["Almaty", "Semey", "Oral", "Aktau", "Karaganda", "Kyzylorda", "Shymkent", "Pavlodar"]


def archive(folder: Path, first: int, last: int) -> Path:
    """So many short reports, in files of 20, of which some tell of the same event and some are running totals."""
    folder.mkdir(exist_ok=True)
    for start in range(first, last, 20):
        lines = []
        for n in range(start, min(start + 20, last)):
            day = f"2022-01-{n % 25 + 2:02}"
            text = f"Police detained {n % 50 + 2} protesters in {CITIES[n % 8]} on January {n % 25 + 2}."
            if n % 40 == 0:
                text += f" The number of people detained across Kazakhstan has reached {1000 + n}."
            lines.append(json.dumps({"id": f"r{n:05}", "published": day, "source": f"Wire {n % 3}", "text": text}))
        (folder / f"{start:05}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def contents(url: str) -> Any:
    """All that an export tells, and the version."""
    with Store.open(url, create=False) as store:
        return store.version, [e.to_row() for e in store.events()], [r["id"] for r in sorted(store.summaries(), key=lambda r: r["id"])]


def command(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "geo.cli", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def test_killed_and_run_again_is_as_one_clean_run(store_url: str, fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    folder = archive(tmp_path / "reports", 0, 400)
    clean = fresh_url("sqlite")
    ingest([folder], clean)
    chance = random.Random(5)
    for _ in range(4):
        run = command("ingest", str(folder), "--store", store_url)
        time.sleep(0.5 + chance.random() * 1.5)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
    ingest([folder], store_url)
    assert contents(store_url) == contents(clean)


def test_two_at_once_are_as_one(store_url: str, fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    one, other = archive(tmp_path / "one", 0, 240), archive(tmp_path / "other", 100, 340)
    runs = [command("ingest", str(folder), "--store", store_url) for folder in (one, other)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    clean = fresh_url("sqlite")
    ingest([one, other], clean)
    assert contents(store_url) == contents(clean)


def test_readers_see_whole_states_while_a_writer_writes(store_url: str, tmp_path: Path) -> None:
    folder = archive(tmp_path / "reports", 0, 300)
    Store.open(store_url).close()
    failures: list[BaseException] = []
    done = threading.Event()
    looks = 0

    def look() -> None:
        nonlocal looks
        try:
            with Store.open(store_url, create=False) as store:
                while not done.is_set():
                    assert all(e.claims for e in store.events())
                    assert store.version
                    looks += 1
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    summary = ingest([folder], store_url)
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert (summary.added, looks > 0) == (300, True)


def test_a_worker_that_is_killed_loses_nothing(store_url: str, fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    folder = archive(tmp_path / "reports", 0, 300)
    clean = fresh_url("sqlite")
    ingest([folder], clean)
    killed: list[int] = []

    def told(_: str, __: str) -> None:
        if not killed:
            import multiprocessing

            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid or 0)
            os.kill(victim.pid or 0, signal.SIGKILL)

    summary = ingest([folder], store_url, workers=2, told=told)
    assert (summary.added, len(killed)) == (300, 1)
    assert contents(store_url) == contents(clean)


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, each a process of its own."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    address = f"tcp://127.0.0.1:{port}"
    scheduler = subprocess.Popen(
        [*_dask("scheduler"), "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--dashboard-address", ":0"], **quiet
    )
    workers = [subprocess.Popen([*_dask("worker"), address, "--no-nanny", "--nthreads", "1", "--no-dashboard"], **quiet) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _dask(what: str) -> list[str]:
    return [sys.executable, "-c", f"from distributed.cli.dask_{what} import main; main()"]


def test_a_cluster_one_of_whose_workers_is_killed_loses_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], store_url: str, fresh_url: Callable[[str], str], tmp_path: Path
) -> None:
    address, workers = cluster
    folder = archive(tmp_path / "reports", 0, 400)
    clean = fresh_url("sqlite")
    ingest([folder], clean)
    stored: list[str] = []

    def told(name: str, _: str) -> None:
        stored.append(name)
        if len(stored) == 64:
            os.killpg(workers[0].pid, signal.SIGKILL)

    summary = ingest([folder], store_url, scheduler=address, told=told)
    assert (summary.added, summary.failures, workers[0].wait(timeout=10)) == (400, 0, -signal.SIGKILL)
    assert contents(store_url) == contents(clean)


def test_a_store_of_objects_is_read_as_a_folder_is(sqlite_url: str, fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    import fsspec

    folder = archive(tmp_path / "reports", 0, 60)
    memory = fsspec.filesystem("memory")
    memory.put(str(folder), "/archive", recursive=True)
    ingest(["memory://archive"], sqlite_url)
    ingest([folder], other := fresh_url("sqlite"))
    assert contents(sqlite_url) == contents(other)


def test_a_full_disk_is_told_and_what_was_stored_stays(sqlite_url: str) -> None:
    text = "Police detained 12 protesters in Almaty."
    with Store.open(sqlite_url) as store:
        store.add(report(text), claims(text))
        before = store.version, store.events()

        @sa.event.listens_for(store.engine, "begin")
        def full(connection: sa.Connection) -> None:
            connection.exec_driver_sql("pragma max_page_count = 1")

        with pytest.raises(StoreError, match=r"the disk is full .* what was stored before is whole"):
            store.add(report(text + " x" * 200_000, id="big"), [])
        assert (store.version, store.events()) == before


def test_a_store_that_may_only_be_read_is_read(sqlite_url: str) -> None:
    text = "Police detained 12 protesters in Almaty."
    with Store.open(sqlite_url) as store:
        store.add(report(text), claims(text))
    only = sqlite_url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    with Store.open(only) as store:
        assert len(store.events()) == 1
        with pytest.raises(StoreError, match="the store can be read, not written"):
            store.add(report("other", id="o"), [])


@pytest.mark.service
def test_a_database_that_goes_away_midway_is_told_and_nothing_is_half_written(
    postgres: Any, fresh_url: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from geo.cli import main

    url, folder = fresh_url("postgresql"), archive(tmp_path / "reports", 0, 300)
    stored: list[str] = []

    def told(name: str, _: str) -> None:
        stored.append(name)
        if len(stored) == 64:
            postgres.stop()

    with pytest.raises(StoreError, match="run the same command again"):
        ingest([folder], url, told=told)
    assert main(["total", "--store", url]) == 1
    assert "Traceback" not in capsys.readouterr().err
    postgres.start()
    ingest([folder], url)
    ingest([folder], clean := fresh_url("sqlite"))
    assert contents(url) == contents(clean)
    with Store.open(url) as store, store.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.reports)) == 300

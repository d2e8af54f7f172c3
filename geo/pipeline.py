"""The way through: read, extract, store; on one core, on many, or on a Dask cluster. The sample data's store is made here."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

from geo import settings
from geo.errors import GeocodingError, InputError, UsageError
from geo.extraction import detect_language, extract
from geo.model import Claim, Report
from geo.places.online import OnlineGeocoder
from geo.reports import DEFAULT, Kept, Options, read
from geo.resources import data_path, data_root

_BATCH = 64
"""Reports that are stored together."""
_CHUNK = 8
"""Reports that are handed to another process together."""
_DEATHS = 3

_Read = Report | Kept | InputError
_Done = tuple[Report, list[Claim]] | InputError


@dataclass(slots=True)
class Summary:
    """What an ingest did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    claims: int = 0
    failures: int = 0


def process(report: Report | Kept) -> tuple[Report, list[Claim]]:
    """One report, its language told where it was not, and its claims."""
    if isinstance(report, Kept):
        return report.report, report.claims
    if not report.language:
        report = replace(report, language=detect_language(report.text))
    return report, extract(report)


def safely(report: Report | Kept) -> tuple[Report, list[Claim]] | InputError:
    """:func:`process`, with a fault of the program's own told of this report alone, so that the rest are read."""
    try:
        return process(report)
    except Exception as error:
        if settings.get("DETENTION_MAP_DEBUG"):
            raise
        name = report.report.id if isinstance(report, Kept) else report.id
        return InputError(f"report {name}", f"could not be read, by a fault of the program's own ({type(error).__name__}: {error})")


def processed(
    paths: Iterable[str | Path], options: Options = DEFAULT, workers: int = 1, scheduler: str | None = None
) -> Iterator[tuple[Report, list[Claim]] | InputError]:
    """Reports with their claims, in the order of the input, and an error in place of each that cannot be used."""
    items = read(paths, options)
    if scheduler:
        done = _on_cluster(items, scheduler)
    elif workers > 1:
        done = _on_cores(items, workers)
    else:
        done = (item if isinstance(item, InputError) else safely(item) for item in items)
    geocoder = OnlineGeocoder.from_settings()
    for item in done:
        if geocoder is None or isinstance(item, InputError):
            yield item
        else:
            yield from _online(*item, geocoder)


def _online(report: Report, claims: list[Claim], geocoder: OnlineGeocoder) -> Iterator[tuple[Report, list[Claim]] | InputError]:
    """Sites that the gazetteer lacks, asked for online; where nobody answers they stay at their city, and it is said."""
    placed = []
    failure = None
    for claim in claims:
        try:
            placed.append(claim if failure else replace(claim, place=geocoder.site(claim.place)))
        except GeocodingError as error:
            failure = InputError(report.id, str(error))
            placed.append(claim)
    yield report, placed
    if failure:
        yield failure


def ingest(
    paths: Iterable[str | Path], store_url: str | None = None, options: Options = DEFAULT, workers: int = 1, scheduler: str | None = None,
    dry: bool = False, told: Callable[[str, str], None] | None = None, failed: Callable[[InputError], None] | None = None,
) -> Summary:  # fmt: skip
    """Reads, extracts, places and stores. Doing it again changes nothing. Raises :class:`StoreError`.

    ``dry`` changes nothing and counts what would change. ``told`` hears of each report and what became of it, ``failed`` of
    each failure as it happens. Memory does not grow with what is read.
    """
    from geo.store import Store  # the database library is slow to load, and reading alone needs none

    summary = Summary()
    with Store.open(*_dry_store(store_url) if dry else (store_url,)) as store:
        for batch in _batches(processed(paths, options, workers, scheduler), summary, failed):
            for (report, _), change in zip(batch, store.add_all(batch, dry), strict=True):
                setattr(summary, change, getattr(summary, change) + 1)
                if told:
                    told(report.id, change)
            summary.claims += sum(len(claims) for _, claims in batch)
    return summary


def _dry_store(url: str | None) -> tuple[str | None, bool]:
    """The store to compare with; an empty one in memory where there is none yet, so that none is made."""
    from geo.errors import StoreError
    from geo.store import Store

    try:
        Store.open(url, create=False).close()
    except StoreError as error:
        if "make one with" not in str(error):
            raise
        return "sqlite://", True
    return url, False


def _batches(
    items: Iterator[tuple[Report, list[Claim]] | InputError], summary: Summary, failed: Callable[[InputError], None] | None
) -> Iterator[list[tuple[Report, list[Claim]]]]:
    """What is stored together: so many reports, or those of a second, so that a slow source is seen as it comes."""
    batch: list[tuple[Report, list[Claim]]] = []
    began = monotonic()
    for item in items:
        if isinstance(item, InputError):
            summary.failures += 1
            if failed:
                failed(item)
            continue
        batch.append(item)
        if len(batch) >= _BATCH or monotonic() - began > 1:
            yield batch
            batch, began = [], monotonic()
    if batch:
        yield batch


def watch(
    paths: Iterable[str | Path],
    store_url: str | None = None,
    options: Options = DEFAULT,
    every: int = 900,
    rounds: int | None = None,
    **work: Any,
) -> Summary:
    """Ingests feeds again and again, until it is interrupted (or for so many ``rounds``); asks no more often than each minute."""
    from geo.reports.feeds import Feeds

    feeds = Feeds(list(map(str, paths)))
    summary = Summary()
    while rounds is None or rounds > 0:
        fresh = ingest(feeds.due(), store_url, replace(options, feeds=feeds), **work)
        for name in ("added", "changed", "unchanged", "claims", "failures"):
            setattr(summary, name, getattr(summary, name) + getattr(fresh, name))
        rounds = None if rounds is None else rounds - 1
        if rounds != 0:
            sleep(max(60, every))
    return summary


SAMPLE_KEPT_S = 30 * 24 * 3600
"""A sample store that another version of the project has made is left to it for so long: its dashboard may be open."""


def sample_store() -> str:
    """The address of a store that holds the shipped reports, made in the user's cache when the data or code is newer."""
    from platformdirs import user_cache_path

    folder = user_cache_path("detention-map")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"sample-{_stamp()}.db"
    if not path.exists():
        building = folder / f"building-{os.getpid()}.db"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{building}{suffix}").unlink(missing_ok=True)
        ingest([data_path("reports")], f"sqlite:///{building}")
        building.replace(path)
    path.touch()
    for old in folder.glob("sample-*.db"):
        with suppress(OSError):  # another may tidy up as well
            if time() - old.stat().st_mtime > SAMPLE_KEPT_S:
                old.unlink()
    return f"sqlite:///{path}"


def _stamp() -> str:
    """Changes whenever the tables, the sample reports or the code that reads them do."""
    summed = hashlib.sha256()
    for folder in (data_root(), Path(__file__).parent):
        for file in sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".md", ".py")):
            stat = file.stat()
            summed.update(f"{file.relative_to(folder)}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return summed.hexdigest()[:12]


def _on_cores(items: Iterator[_Read], workers: int) -> Iterator[_Done]:
    """A window of chunks in hand, so that no core waits for another. Workers that die take nothing with them: their chunks are read again."""
    waiting: deque[tuple[list[_Read], Future[list[_Done]]]] = deque()
    pool, deaths = _pool(workers), 0
    chunk: list[_Read] = []
    try:
        while True:
            try:
                while chunk or (len(waiting) < 4 * workers and (chunk := list(islice(items, _CHUNK)))):
                    waiting.append((chunk, pool.submit(_each, chunk)))
                    chunk = []
                if not waiting:
                    return
                done = waiting[0][1].result()
            except BrokenProcessPool:
                deaths += 1
                if deaths > _DEATHS:
                    raise UsageError(
                        "the processes that read are killed again and again; is there enough memory? Try --workers 1"
                    ) from None
                pool.shutdown(wait=False)
                pool = _pool(workers)
                waiting = deque((again, pool.submit(_each, again)) for again, _ in waiting)
                continue
            waiting.popleft()
            yield from done
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that begin from nothing: a forked one would hold the store's open connections."""
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"))


def _each(chunk: list[_Read]) -> list[_Done]:
    return [item if isinstance(item, InputError) else safely(item) for item in chunk]


def _on_cluster(items: Iterator[_Read], scheduler: str) -> Iterator[_Done]:
    """The same on a Dask cluster, which gives the chunks of a worker that dies to another; results are stored here, each once."""
    try:
        from distributed import Client, KilledWorker
    except ModuleNotFoundError:
        raise UsageError("--scheduler needs the cluster extra: pip install 'detention-map[cluster]'") from None
    try:
        client: Any = Client(scheduler, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        waiting: deque[Any] = deque()
        try:
            while True:
                room = 4 * max(1, len(client.scheduler_info()["workers"])) - len(waiting)
                for _ in range(room):
                    if not (chunk := list(islice(items, _CHUNK))):
                        break
                    waiting.append(client.submit(_each, chunk, pure=False))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except KilledWorker as error:
            raise UsageError(f"the cluster's workers die of the same reports again and again: {error}") from None
        except (OSError, CancelledError) as error:
            raise UsageError(
                f"the cluster at {scheduler} went away ({error}); what was read is stored, the same command does the rest"
            ) from None

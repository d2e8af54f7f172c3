"""The way through: read, extract, store; on one core, on many, or on a Dask cluster. The sample data's store is made here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from geo import settings
from geo.errors import GeocodingError, InputError, UsageError
from geo.extraction import detect_language, extract
from geo.model import Claim, Report
from geo.places.online import OnlineGeocoder
from geo.reports import DEFAULT, Kept, Options, read
from geo.resources import data_path, data_root

_BATCH = 64


@dataclass(slots=True)
class Summary:
    """What an ingest did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    claims: int = 0
    failures: list[InputError] = field(default_factory=list)


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
    paths: Iterable[str | Path], store_url: str | None = None, options: Options = DEFAULT, workers: int = 1, scheduler: str | None = None
) -> Summary:
    """Reads, extracts, places and stores. Doing it again changes nothing. Raises :class:`StoreError`."""
    from geo.store import Store  # the database library is slow to load, and reading alone needs none

    summary = Summary()
    with Store.open(store_url) as store:
        for item in processed(paths, options, workers, scheduler):
            if isinstance(item, InputError):
                summary.failures.append(item)
                continue
            change = store.add(*item)
            setattr(summary, change, getattr(summary, change) + 1)
            summary.claims += len(item[1])
    return summary


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
        for old in folder.glob("sample-*.db"):
            if old != path:
                old.unlink(missing_ok=True)
    return f"sqlite:///{path}"


def _stamp() -> str:
    """Changes whenever the tables, the sample reports or the code that reads them do."""
    summed = hashlib.sha256()
    for folder in (data_root(), Path(__file__).parent):
        for file in sorted(p for p in folder.rglob("*") if p.suffix in (".csv", ".md", ".py")):
            stat = file.stat()
            summed.update(f"{file.relative_to(folder)}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return summed.hexdigest()[:12]


def _on_cores(items: Iterator[Report | Kept | InputError], workers: int) -> Iterator[tuple[Report, list[Claim]] | InputError]:
    with ProcessPoolExecutor(max_workers=workers) as pool:
        while batch := list(islice(items, _BATCH * workers)):
            done = pool.map(safely, [i for i in batch if not isinstance(i, InputError)], chunksize=8)
            for item in batch:
                yield item if isinstance(item, InputError) else next(done)


def _on_cluster(items: Iterator[Report | Kept | InputError], scheduler: str) -> Iterator[tuple[Report, list[Claim]] | InputError]:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise UsageError("--scheduler needs the cluster extra: pip install 'detention-map[cluster]'") from None
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        while batch := list(islice(items, _BATCH * 8)):
            done = iter(client.gather(client.map(safely, [i for i in batch if not isinstance(i, InputError)], pure=False)))
            for item in batch:
                yield item if isinstance(item, InputError) else next(done)

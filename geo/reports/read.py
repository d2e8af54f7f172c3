"""Finding what was asked for - files, folders, patterns, addresses - and handing each to the reader of its format."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geo.errors import InputError
from geo.model import Report
from geo.reports import finding, plain, tables
from geo.reports.source import DEFAULT, Item, Kept, Options, Source, digest

Reader = Callable[[Source, Options], Iterator[Item]]


def _event_table(source: Source, options: Options) -> Iterator[Item]:
    from geo.reports.event_tables import event_table  # needs the gazetteer, which reports do not

    return event_table(source, options)


def _page(source: Source, options: Options) -> Iterator[Item]:
    from geo.reports.pages import page

    return page(source, options)


def _pdf(source: Source, options: Options) -> Iterator[Item]:
    from geo.reports.documents import pdf

    return pdf(source, options)


def _feed(source: Source, options: Options) -> Iterator[Item]:
    from geo.reports.feeds import feed

    return feed(source, options)


READERS: dict[str, Reader] = {
    ".txt": plain.text,
    ".md": plain.markdown,
    ".markdown": plain.markdown,
    ".html": _page,
    ".htm": _page,
    ".pdf": _pdf,
    ".json": tables.json_file,
    ".jsonl": tables.json_lines,
    ".ndjson": tables.json_lines,
    ".csv": tables.csv_file,
    ".tsv": tables.csv_file,
    ".xlsx": tables.xlsx_file,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
}
"""Ending -> reader. The libraries of rarer formats are loaded with the first file of theirs."""

SHEETS = (".csv", ".tsv", ".xlsx")


def read(paths: Iterable[str | Path], options: Options = DEFAULT) -> Iterator[Report | Kept | InputError]:
    """Reports of files, folders, glob patterns and addresses, in order; an :class:`InputError` in place of each that cannot be used.

    A report without a date is given with ``published`` of ``None``, followed by an error that says so. Nothing is held in
    memory but the report at hand.
    """
    with _Seen() as seen:
        for source in finding.sources(paths, tuple(READERS), options.feeds):
            if isinstance(source, InputError):
                yield source
                continue
            for where, item in _items(source, options):
                yield from [item] if isinstance(item, InputError) else seen.own_id(where, item)


class _Seen:
    """Which report had which identifier in this run: in a temporary file, since a run may be of millions."""

    def __enter__(self) -> _Seen:
        self._held = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._held.execute("pragma synchronous=off")
        self._held.execute("pragma journal_mode=off")
        self._held.execute("create table seen (id blob primary key, mark text, place text) without rowid")
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def own_id(self, where: str, item: Report | Kept) -> Iterator[Report | Kept | InputError]:
        """Two different reports of one run never share an identifier: the second gets one of its own, and it is said."""
        report = item.report if isinstance(item, Kept) else item
        name, mark = report.id.encode("utf-8", "surrogatepass"), digest(f"{report.published}|{report.text}")
        self._held.execute("insert or ignore into seen values (?, ?, ?)", (name, mark, where.encode("utf-8", "replace").decode()))
        held, first = self._held.execute("select mark, place from seen where id = ?", (name,)).fetchone()
        if held == mark:
            yield item
            return
        own = f"{report.id}~{mark[:8]}"
        named = replace(report, id=own)
        yield Kept(named, [replace(c, report_id=own) for c in item.claims]) if isinstance(item, Kept) else named
        yield InputError(where, f"another report, {first}, has the id {report.id} too; this one is kept as {own}: give each its own id")


def _items(source: Source, options: Options) -> Iterator[tuple[str, Report | Kept | InputError]]:
    """What a source holds; a source that fails midway is named, with what came before it kept."""
    reader = _event_table if options.columns and source.suffix in SHEETS else READERS.get(source.suffix)
    if options.columns and source.suffix not in SHEETS:
        reader = None
    if reader is None:
        wanted = SHEETS if options.columns else READERS
        what = "--map is for tables" if options.columns else f"don't know how to read {source.suffix or 'a file without an ending'}"
        yield source.name, InputError(source.name, f"{what}; one of {', '.join(wanted)}")
        return
    try:
        for item in reader(source, options):
            if isinstance(item, InputError):
                yield source.name, item
            else:
                yield from _completed(*item, source, options)
    except InputError as error:
        yield source.name, error
    except OSError as error:
        yield source.name, InputError(source.name, f"cannot be read: {error.strerror or error}")
    if options.progress and source.size and source.suffix not in (".csv", ".tsv", ".jsonl", ".ndjson"):
        options.progress(source.size)


def _completed(where: str, found: Report | Kept, source: Source, options: Options) -> Iterator[tuple[str, Report | Kept | InputError]]:
    """With what the user said, or fetching told, of reports that do not say it themselves."""
    if isinstance(found, Kept):
        yield where, found
        return
    report = replace(
        found,
        sha256=found.sha256 or digest(source.whole()),
        retrieved=found.retrieved or source.retrieved,
        url=found.url or source.url,
        published=found.published or options.date,
        source=found.source or options.source or "",
        language=found.language or options.language or "",
    )
    yield where, report
    if report.published is None:
        reason = "no date of publication; say it with --date YYYY-MM-DD (kept, but without dates that only it could tell)"
        yield where, InputError(where, reason)

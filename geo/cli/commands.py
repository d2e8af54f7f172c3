"""What each command does. Heavy libraries are imported by the command that needs them, so that the light ones start fast."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from geo.errors import DetentionMapError, InputError, UsageError
from geo.model import Claim, Count, Event, Report

if TYPE_CHECKING:
    from geo.export import About
    from geo.reports import Columns, Options
    from geo.store import Selection, Store


def serve(args: argparse.Namespace) -> int:
    """Becomes the dashboard's own process, which knows nothing of this one."""
    from geo import settings
    from geo.pipeline import sample_store

    url = args.store or settings.get("DETENTION_MAP_STORE")
    command = [sys.executable, "-m", "dashboard", "--store", sample_store() if args.sample or not url else url]
    command += ["--port", str(args.port)] if args.port else []
    command += ["--no-browser"] if args.no_browser else []
    sys.stdout.flush()
    os.execv(sys.executable, command)


def extract(args: argparse.Namespace) -> int:
    from geo.pipeline import processed

    failures: list[InputError] = []
    claims: list[Event | Claim] = []
    stream = args.format == "jsonl"
    for item in processed(args.paths, options_of(args)):
        if isinstance(item, InputError):
            failures.append(item)
            continue
        report, found = item
        if args.mentions:
            _mentions(report)
        elif args.explain:
            _explain(report.text, found)
        elif stream:
            for claim in found:
                print(json.dumps(claim.to_json(), ensure_ascii=False))
        else:
            claims.extend(found)
    if not (stream or args.explain or args.mentions):
        write_items(claims, args.format, None)
    return told(failures)


def total(args: argparse.Namespace) -> int:
    from geo.places.gazetteer import Gazetteer
    from geo.totals import total as add_up

    if args.date_from and args.date_to and args.date_from > args.date_to:
        raise UsageError(f"--from {args.date_from} is after --to {args.date_to}")
    with open_store(args) as store:
        place = place_id(args.place, store, args) if args.place else None
        events = events_of(store, args)
    print(json.dumps(add_up(events, place, args.date_from, args.date_to, Gazetteer.shipped().today).to_json(), ensure_ascii=False))
    return 0


def geocode(args: argparse.Namespace) -> int:
    from geo.places import documents, lookup

    if args.documents:
        return told(documents.documents(Path(args.documents), sys.stdout))
    if not args.name:
        raise UsageError("geocode needs a NAME, or --documents FILE")
    found = 0
    for name in args.name:
        for row in lookup.candidates(name, args.on, args.within):
            print(json.dumps(row, ensure_ascii=False))
            found += 1
    return 0 if found else 1


def evaluate(args: argparse.Namespace) -> int:
    from geo.evaluate import evaluate as score

    for line in score(Path(args.gold), args.show):
        print(line)
    return 0


def options_of(args: argparse.Namespace) -> Options:
    from geo.reports import Options

    return Options(args.date, args.encoding, args.source, args.language, _columns(args))


def _columns(args: argparse.Namespace) -> Columns | None:
    """What ``--map`` says; nothing for the commands that do not know it."""
    if not getattr(args, "columns", None):
        if getattr(args, "within", None) or getattr(args, "dates", None):
            raise UsageError("--in and --dates belong to a table of events: say --map too")
        return None
    from geo.reports.event_tables import parse_map

    return parse_map(args.columns, args.within, args.dates)


def store_url(args: argparse.Namespace) -> str | None:
    from geo import settings

    return args.store or settings.get("DETENTION_MAP_STORE") or None


def open_store(args: argparse.Namespace) -> Store:
    from geo.store import Store

    if getattr(args, "rule", "") == "one source" and not args.source:
        raise UsageError("the rule `one source` needs --source S")
    return Store.open(store_url(args), create=False)


def events_of(store: Store, args: argparse.Namespace) -> list[Event]:
    """The events of the selection that the options tell, at the version and under the rule that they name."""
    if args.source and not store.has_source(args.source):
        raise InputError("--source", f"no report of the store is from {args.source}")
    return store.events(selection_of(store, args), "one source" if args.source else args.rule, args.source, args.at)


def selection_of(store: Store, args: argparse.Namespace) -> Selection:
    from geo.store import Selection

    place = place_id(args.place, store, args) if args.place else None
    return Selection(place, args.date_from, args.date_to, getattr(args, "bbox", None), args.type)


def place_id(name: str, store: Store, args: argparse.Namespace) -> str:
    """The place a user means: one that the store has events in, before any other of that name."""
    from geo.places import lookup
    from geo.places.gazetteer import key

    found = [str(row["id"]) for row in lookup.candidates(name, args.date_to or args.date_from, None)]
    if known := next((i for i in found if store.knows(i)), None):
        return known
    found = [i for i, called in store.named().items() if key(called) == key(name)] + found
    if not found:
        raise InputError("--place", f"no place is called {name}; `detention-map geocode` finds names")
    return found[0]


def write_items(
    items: Sequence[Event | Claim],
    format: str,
    out: str | None,
    version: str = "",
    about: About | None = None,
    what: Literal["events", "claims"] = "events",
) -> None:
    """Raises :class:`UsageError` naming the package that a format needs and this installation lacks."""
    from geo.export import write

    try:
        to_file(out, lambda handle: write(items, format, handle, version, about, what=what))
    except ModuleNotFoundError as error:
        extra = "'detention-map[briefing]'" if format in ("png", "pdf", "pptx") else error.name
        raise UsageError(f"{format} needs the package {error.name}: pip install {extra}") from None


def to_file(out: str | None, write: Callable[[BinaryIO], None]) -> None:
    """A file takes its name only once it is whole: what fails leaves what was there before."""
    try:
        if out is None:
            write(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        elif (path := Path(out)).exists() and not path.is_file():  # a pipe, a device; a folder fails
            with path.open("wb") as handle:
                write(handle)
        else:
            _replace(path.resolve(), write)
    except BrokenPipeError:
        raise
    except OSError as error:
        if isinstance(error, DetentionMapError):
            raise
        raise InputError(out or "standard output", f"cannot be written: {error.strerror or error}") from None


def _replace(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """The file takes its name when it is whole; who may read it stays as it was. In a folder where none can be made, in place."""
    unfinished = path.with_name(f".{os.getpid()}.part")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except PermissionError:
        with path.open("wb") as out:
            write(out)
        return
    try:
        with os.fdopen(handle, "wb") as out:
            if path.exists():
                unfinished.chmod(mode)
            write(out)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def told(failures: Sequence[InputError]) -> int:
    """Names each failure on standard error; the exit status."""
    for failure in failures:
        print(f"detention-map: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _mentions(report: Report) -> None:
    from geo.extraction.mentions import mentions

    for mention in mentions(report):
        words = [report.text[a:b] for a, b in mention.words]
        print(json.dumps({**asdict(mention), "words": words}, ensure_ascii=False))


def _count(count: Count) -> str:
    """ "24 to 36, best 30", "at least 41", "7", "no number"."""
    if count.min is None:
        return "no number"
    if count.min == count.max:
        return str(count.min)
    told = f"at least {count.min}" if count.max is None else f"{count.min} to {count.max}"
    return told if count.best in (None, count.min) else f"{told}, best {count.best}"


def _explain(text: str, claims: list[Claim]) -> None:
    for claim in claims:
        place = ", ".join(p for p in (claim.place.site, claim.place.city or claim.place.name, claim.place.country) if p)
        flags = " ".join(f for f, on in (("instance", claim.instance), ("subset", claim.subset)) if on)
        print(f"{claim.kind} {flags}".strip() + f": {place}, {claim.date_start} to {claim.date_end}")
        print(f"  “{' '.join(claim.quote.split())}”")
        for part, start, end, rule in claim.explain:
            print(f"  {part}: “{' '.join(text[start:end].split())}” by {rule}")
        print(f"  count: {_count(claim.count)} ({claim.count.form})")
        print(f"  date: {claim.date_basis}\n")

"""What each command does. Heavy libraries are imported by the command that needs them, so that the light ones start fast."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import DetentionMapError, InputError, UsageError
from geo.model import Claim, Event, Report

if TYPE_CHECKING:
    from geo.export import About
    from geo.public import Tier
    from geo.reports import Options


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
    for item in processed(args.paths, _options(args)):
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
        _write(claims, args.format, None)
    return _told(failures)


def ingest(args: argparse.Namespace) -> int:
    from geo.pipeline import ingest as run

    summary = run(args.paths, _store_url(args), _options(args), args.workers, args.scheduler)
    print(
        f"{summary.added} reports added, {summary.changed} changed, {summary.unchanged} unchanged; {summary.claims} claims read",
        file=sys.stderr,
    )
    return _told(summary.failures)


def export(args: argparse.Namespace) -> int:
    from geo.export import FORMATS

    if args.format and args.format not in FORMATS:
        raise UsageError(f"no such format: {args.format}; one of {', '.join(FORMATS)}")
    if args.format and args.out is None and not FORMATS[args.format].text and sys.stdout.isatty():
        raise UsageError(f"{args.format} is not text: name a file with --out")
    tier = _tier(args)
    events, version = _events(args, tier)
    chosen = _selected(events, args)
    if args.bbox:
        west, south, east, north = args.bbox
        chosen = [
            e for e in chosen
            if e.place.lat is not None and e.place.lon is not None and west <= e.place.lon <= east and south <= e.place.lat <= north
        ]  # fmt: skip
    if args.check:
        return _checked(chosen)
    if args.format is None:
        raise UsageError(f"--format is missing; one of {', '.join(FORMATS)}")
    items: list[Event | Claim] = list(chosen) if args.what == "events" else [c for e in chosen for c in e.claims]
    _write(items, args.format, args.out, version, _about(args, chosen, version, tier))
    return 0


def total(args: argparse.Namespace) -> int:
    from geo.places.gazetteer import Gazetteer
    from geo.totals import total as add_up

    if args.date_from and args.date_to and args.date_from > args.date_to:
        raise UsageError(f"--from {args.date_from} is after --to {args.date_to}")
    events, _ = _events(args)
    place = _place_id(args.place, events, args) if args.place else None
    print(json.dumps(add_up(events, place, args.date_from, args.date_to, Gazetteer.shipped().today).to_json(), ensure_ascii=False))
    return 0


def geocode(args: argparse.Namespace) -> int:
    from geo.places import documents, lookup

    if args.documents:
        return _told(documents.documents(Path(args.documents), sys.stdout))
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


def _options(args: argparse.Namespace) -> Options:
    from geo.reports import Options

    return Options(args.date, args.encoding, args.source, args.language)


def _store_url(args: argparse.Namespace) -> str | None:
    from geo import settings

    return args.store or settings.get("DETENTION_MAP_STORE") or None


def _events(args: argparse.Namespace, tier: Tier | None = None) -> tuple[list[Event], str]:
    from geo.events import reconcile
    from geo.store import Store, default_url

    if args.rule == "one source" and not args.source:
        raise UsageError("the rule `one source` needs --source S")
    rule = "one source" if args.source else args.rule
    with Store.open(_store_url(args) or default_url(), create=False) as store:
        claims = store.claims()
        if args.source and not any(c.source == args.source for c in claims):
            raise InputError("--source", f"no report of the store is from {args.source}")
        claims = tier.claims(claims) if tier else claims
        return reconcile(claims, rule, args.source), store.version


def _selected(events: list[Event], args: argparse.Namespace) -> list[Event]:
    place = _place_id(args.place, events, args) if args.place else None
    return [
        e for e in events
        if (place is None or place in e.place.path)
        and (not args.date_from or e.date_end >= args.date_from)
        and (not args.date_to or e.date_start <= args.date_to)
    ]  # fmt: skip


def _place_id(name: str, events: Iterable[Event], args: argparse.Namespace) -> str:
    """The place a user means: one that the store has events in, before any other of that name."""
    from geo.places import lookup
    from geo.places.gazetteer import key

    events = list(events)
    found = [row["id"] for row in lookup.candidates(name, args.date_to or args.date_from, None)]
    found += [e.place.path[-1] for e in events if e.place.path and key(e.place.name) == key(name)]
    if not found:
        raise InputError("--place", f"no place is called {name}; `detention-map geocode` finds names")
    known = {node for e in events for node in e.place.path}
    return str(next((i for i in found if i in known), found[0]))


def _tier(args: argparse.Namespace) -> Tier | None:
    """The tier asked for, else the one in the settings."""
    from geo.public import Tier, tier_in_use

    own = args.round_km or args.drop or args.hide_below
    if (args.tier or ("public" if tier_in_use() else "private")) == "private":
        if own:
            raise UsageError("--round-km, --drop and --hide-below belong to --tier public")
        return None
    if not own and args.tier is None:
        return tier_in_use()
    return Tier(
        args.round_km or 0.0, frozenset(part.strip() for part in (args.drop or "").split(",") if part.strip()), args.hide_below or 0
    )


def _checked(events: Sequence[Event]) -> int:
    """Lists what names a person or pins a home, one JSON line each; status 1 where there is any."""
    from geo.public import check

    found = 0
    for finding in check(claim for event in events for claim in event.claims):
        print(json.dumps(finding.to_json(), ensure_ascii=False))
        found += 1
    return 1 if found else 0


def _about(args: argparse.Namespace, events: Sequence[Event], version: str, tier: Tier | None) -> About:
    """What was asked for, as the file will say it."""
    from geo.export import About
    from geo.export.words import words

    asked = {"place": args.place, "from": args.date_from, "to": args.date_to, "bbox": args.bbox and ", ".join(map(str, args.bbox))}
    filters = tuple((name, str(value)) for name, value in asked.items() if value)
    rule = "one source" if args.source else args.rule
    place = _place_id(args.place, events, args) if args.place else None
    note = tier.note(words(args.language)) if tier else ""
    return About(version, f"{rule}: {args.source}" if args.source else rule, filters, args.language, place, note)


def _write(items: Sequence[Event | Claim], format: str, out: str | None, version: str = "", about: About | None = None) -> None:
    from geo.export import write

    try:
        if out is None:
            write(items, format, sys.stdout.buffer, version, about)
            sys.stdout.buffer.flush()
            return
        with Path(out).open("wb") as handle:
            write(items, format, handle, version, about)
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(format, error.name)
        raise UsageError(f"{format} needs the package {error.name}: pip install {extra}") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        if isinstance(error, DetentionMapError):
            raise
        raise InputError(str(out), f"cannot be written: {error.strerror}") from None


_EXTRAS = dict.fromkeys(("png", "pdf", "pptx"), "'detention-map[briefing]'")


def _told(failures: Sequence[InputError]) -> int:
    """Names each failure on standard error; the exit status."""
    for failure in failures:
        print(f"detention-map: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _mentions(report: Report) -> None:
    from geo.extraction.mentions import mentions

    for mention in mentions(report):
        words = [report.text[a:b] for a, b in mention.words]
        print(json.dumps({**asdict(mention), "words": words}, ensure_ascii=False))


def _explain(text: str, claims: list[Claim]) -> None:
    for claim in claims:
        place = ", ".join(p for p in (claim.place.site, claim.place.city or claim.place.name, claim.place.country) if p)
        flags = " ".join(f for f, on in (("instance", claim.instance), ("subset", claim.subset)) if on)
        print(f"{claim.kind} {flags}".strip() + f": {place}, {claim.date_start} to {claim.date_end}")
        print(f"  “{' '.join(claim.quote.split())}”")
        for part, start, end, rule in claim.explain:
            print(f"  {part}: “{' '.join(text[start:end].split())}” by {rule}")
        print(f"  count: {claim.count.min} to {claim.count.max}, best {claim.count.best} ({claim.count.form})")
        print(f"  date: {claim.date_basis}\n")

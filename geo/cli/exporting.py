"""``export``: events or claims as files, in the private or the public tier, and the check that goes before publishing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.cli.commands import events_of, open_store, selection_of, to_file, write_items
from geo.errors import UsageError
from geo.model import Claim, Event

if TYPE_CHECKING:
    from geo.export import About
    from geo.public import Tier
    from geo.store import Store


def export(args: argparse.Namespace) -> int:
    from geo.export import FORMATS

    if not args.check and args.format not in FORMATS:
        raise UsageError(f"no such format: {args.format}; one of {', '.join(FORMATS)}" if args.format else "--format is missing")
    if not args.check and args.out is None and not FORMATS[args.format].text and sys.stdout.isatty():
        raise UsageError(f"{args.format} is not text: name a file with --out")
    if args.date_from and args.date_to and args.date_from > args.date_to:
        raise UsageError(f"--from {args.date_from} is after --to {args.date_to}")
    tier = _tier(args)
    if args.what == "everything":
        return _everything(args, tier)
    with open_store(args) as store:
        events = _public_events(store, args, tier) if tier else events_of(store, args)
        about = _about(store, args, tier)
    if args.check:
        return _checked(events)
    events = _within(events, args)
    items: list[Event | Claim] = list(events) if args.what == "events" else [c for e in events for c in e.claims]
    write_items(items, args.format, args.out, about.version, about, args.what)
    if not items:
        print(f"detention-map: nothing fits; the file says so and holds no {args.what}", file=sys.stderr)
    return 0


def _within(events: list[Event], args: argparse.Namespace) -> list[Event]:
    """Those that lie wholly within the dates, as the dashboard and `total` count them; how many are left out is told."""
    first, last = args.date_from, args.date_to
    kept = [e for e in events if (not first or e.date_start >= first) and (not last or e.date_end <= last)]
    if beyond := len(events) - len(kept):
        print(f"detention-map: {beyond} event(s) reaching beyond these dates left out, as they are from every total", file=sys.stderr)
    return kept


def _everything(args: argparse.Namespace, tier: Tier | None) -> int:
    """Reports with their claims, streamed: what `ingest` elsewhere makes an equal store of."""
    from geo.export.whole import whole

    if tier or args.check:
        raise UsageError("--what everything holds the reports' texts: it is not for the public tier")
    if args.format != "jsonl":
        raise UsageError("--what everything is written as --format jsonl")
    if args.place or args.date_from or args.date_to or args.bbox or args.type:
        raise UsageError("--what everything takes no selection; leave out --place, --from, --to, --bbox and --type")
    with open_store(args) as store:
        to_file(args.out, lambda out: whole(store, out, args.at))
    return 0


def _public_events(store: Store, args: argparse.Namespace, tier: Tier) -> list[Event]:
    """Events of claims as the tier shows them: a box or a place that is asked for finds no more than that."""
    from geo.events import reconcile

    events = reconcile(
        tier.claims(store.claims(args.at), also=store.claims() if args.at else ()), "one source" if args.source else args.rule, args.source
    )
    chosen = selection_of(store, args)
    return [e for e in events if chosen.holds(e)]


def _tier(args: argparse.Namespace) -> Tier | None:
    """The tier asked for, else the one in the settings."""
    from geo.public import Tier, tier_in_use

    set_up = tier_in_use()
    own = args.round_km or args.drop or args.hide_below
    if (args.tier or ("public" if set_up else "private")) == "private":
        if own:
            raise UsageError("--round-km, --drop and --hide-below belong to --tier public")
        return None
    if set_up and not own:
        return set_up
    return Tier(args.round_km or 0.0, frozenset(f.strip() for f in (args.drop or "").split(",") if f.strip()), args.hide_below or 0)


def _about(store: Store, args: argparse.Namespace, tier: Tier | None) -> About:
    """What was asked for, as the file will say it."""
    from geo.export import About
    from geo.export.asked import asked
    from geo.export.words import words
    from geo.query import Query

    say = words(args.language)
    place = selection_of(store, args).place
    named = {place: args.place} if place else {}
    query = Query(args.date_from, args.date_to, (place,) if place else ())
    return About(
        version=store.version_named(args.at) if args.at else store.version,
        rule=f"one source: {args.source}" if args.source else args.rule,
        filters=asked(query, say, box=args.bbox, type=args.type, name_of=lambda node: named.get(node, "")),
        language=args.language,
        place=place,
        note=tier.note(say) if tier else "",
    )


def _checked(events: Sequence[Event]) -> int:
    """Lists what names a person or pins a home, one JSON line each; status 1 where there is any."""
    from geo.public import check

    found = 0
    for finding in check(claim for event in events for claim in event.claims):
        print(json.dumps(finding.to_json(), ensure_ascii=False))
        found += 1
    return 1 if found else 0

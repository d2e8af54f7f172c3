"""The commands that put reports into a store, and look after it: ``ingest``, ``log``, ``backup``, ``restore``."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from geo.cli.commands import open_store, options_of, store_url
from geo.errors import InputError, UsageError


def ingest(args: argparse.Namespace) -> int:
    from geo.cli.progress import Progress
    from geo.pipeline import ingest as run
    from geo.pipeline import watch

    with Progress(args.paths, args.dry_run) as progress:
        work = {"workers": args.workers, "scheduler": args.scheduler, "dry": args.dry_run, "told": progress.told, "failed": progress.failed}
        options = replace(options_of(args), progress=progress.read)
        if args.watch:
            summary = watch(args.paths, store_url(args), options, every=args.watch, **work)
        else:
            summary = run(args.paths, store_url(args), options, **work)
    would = "would be " if args.dry_run else ""
    print(
        f"{summary.added} reports {would}added, {summary.changed} changed, {summary.unchanged} unchanged; {summary.claims} claims read",
        file=sys.stderr,
    )
    return 1 if summary.failures else 0


def log(args: argparse.Namespace) -> int:
    from geo.store import history

    if len(args.versions) > 2:
        raise UsageError("log takes one version, or two")
    with open_store(args) as store:
        if not args.versions:
            for made in history.log(store):
                print(json.dumps(asdict(made)) if args.json else _version(made))
            return 0
        for change in history.between(store, *args.versions):
            print(json.dumps(asdict(change), ensure_ascii=False) if args.json else _change(change))
    return 0


def _version(made: Any) -> str:
    return f"{made.hash}  {made.made}  {made.added} reports added, {made.changed} changed; {made.events} events changed"


def _change(change: Any) -> str:
    reports = ", ".join(change.reports[:5]) + (f" and {len(change.reports) - 5} more" if len(change.reports) > 5 else "")
    return f"{change.label}: {_numbers(change.before)} → {_numbers(change.after)}, because of {reports} ({change.made[-1]})"


def _numbers(state: dict[str, Any] | None) -> str:
    from geo.totals import interval

    if state is None:
        return "nothing"
    if state["min"] is None:
        return str(state["kind"]).replace("_", " ")
    return interval(state["min"], state["max"]) + (", conflicting" if state["conflicting"] else "")


def backup(args: argparse.Namespace) -> int:
    from geo.store.moving import backup as write

    with open_store(args) as store:
        write(store, Path(args.file))
        print(f"{args.file}: version {store.version}, {store.count()} reports")
    return 0


def restore(args: argparse.Namespace) -> int:
    from geo.store import Store
    from geo.store.moving import restore as fill

    if not Path(args.file).is_file():
        raise InputError(args.file, "no such file")
    with Store.open(store_url(args)) as store:
        fill(Path(args.file), store)
        print(f"{args.file}: version {store.version}, {store.count()} reports")
    return 0

"""What changed, when, and because of which reports: the versions of a store, and the events that differ between two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from geo.errors import UsageError
from geo.store.connect import reading
from geo.store.store import Store, number_of
from geo.store.tables import changes, versions


@dataclass(frozen=True, slots=True)
class Version:
    """A state that the store was in: its hash, when it was made, and what made it so."""

    hash: str
    made: str
    added: int
    changed: int
    events: int


@dataclass(frozen=True, slots=True)
class EventChange:
    """One event before and after, as ``{kind, min, max, best, unknown, conflicting, claims}``; ``None`` where it was not there."""

    event: str
    label: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reports: tuple[str, ...]
    made: tuple[str, ...]


def log(store: Store) -> Iterator[Version]:
    """Every version, oldest first."""
    counted = select(changes.c.version, func.count().label("events")).group_by(changes.c.version).subquery()
    query = select(versions, counted.c.events).outerjoin(counted, counted.c.version == versions.c.number).order_by(versions.c.number)
    with reading(store.engine) as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield Version(row.hash, row.made, row.added, row.changed, row.events or 0)


def made(store: Store, version: str) -> date | None:
    """The day (UTC) on which the store first held a version, given by its whole hash."""
    with reading(store.engine) as connection:
        found = connection.scalar(select(func.min(versions.c.made)).where(versions.c.hash == version))
    return date.fromisoformat(str(found)[:10]) if found else None


def between(store: Store, one: str, other: str | None = None) -> Iterator[EventChange]:
    """The events that differ between a version and a later one (the present one). Raises :class:`InputError` and :class:`UsageError`."""
    with reading(store.engine) as connection:
        first = number_of(connection, one)
        last = number_of(connection, other) if other else connection.scalar(select(func.max(versions.c.number))) or 0
        if first > last:
            raise UsageError(f"{one} is later than {other}: name the earlier version first")
        query = (
            select(changes, versions.c.made).join(versions, versions.c.number == changes.c.version)
            .where(changes.c.version > first, changes.c.version <= last).order_by(changes.c.event, changes.c.version)
        )  # fmt: skip
        held: list[Any] = []
        for row in connection.execution_options(yield_per=500).execute(query):
            if held and held[0].event != row.event:
                yield from _net(held)
                held = []
            held.append(row)
        yield from _net(held)


def _net(rows: list[Any]) -> Iterator[EventChange]:
    if not rows or rows[0].before == rows[-1].after:
        return
    before, after = (json.loads(text) if text else None for text in (rows[0].before, rows[-1].after))
    because = dict.fromkeys(r for row in rows for r in json.loads(row.reports))
    yield EventChange(rows[0].event, rows[-1].label, before, after, tuple(because), tuple(dict.fromkeys(r.made for r in rows)))

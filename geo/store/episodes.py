"""On which days there were detentions at each place, and within it: what a running total's own days hang on.

A running total counts from the first day of its place's episode. A day that comes or goes changes that only where it joins
or parts two episodes, so for most reports of a busy place there is nothing to look at again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from geo.events import EPISODE_GAP
from geo.model import Claim
from geo.store.tables import days

_CHUNK = 400
_Key = tuple[str, date]


class Days:
    """The days of detentions at a place, as the store has them (:class:`geo.events.Days`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, list[date]] = {}

    def of(self, node: str) -> list[date]:
        """All days, in order."""
        if node not in self._known:
            query = select(days.c.day).where(days.c.node == node).order_by(days.c.day)
            self._known[node] = list(self._connection.scalars(query))
        return self._known[node]

    def before(self, node: str, day: date) -> Iterable[date]:
        known = self.of(node)
        return (known[i] for i in range(bisect_left(known, day) - 1, -1, -1))

    def reach(self, node: str, day: date, changed: set[date]) -> tuple[date, date] | None:
        """After which day, and until which, a running total is another now that this day (of several) came or went; ``None`` for nowhere."""
        known = self.of(node)
        before = next((d for d in self.before(node, day) if d not in changed), None)
        above = bisect_right(known, day)
        after = next((known[i] for i in range(above, len(known)) if known[i] not in changed), None)
        if before and after and after - before <= EPISODE_GAP:
            return None  # the days around it are of one episode with it and without it
        last = day
        for later in known[above:]:
            if later - last > EPISODE_GAP:
                break
            last = later
        return day, last + EPISODE_GAP


def count(connection: Connection, came: Iterable[Claim], went: Iterable[Claim]) -> set[_Key]:
    """Counts the claims of each place and day; the days that are new to their place, or gone from it."""
    moves: Counter[_Key] = Counter(_keys(came))
    moves.subtract(_keys(went))
    changed: set[_Key] = set()
    rows = iter(sorted((key, n) for key, n in moves.items() if n))
    while some := dict(islice(rows, _CHUNK)):
        keys = tuple_(days.c.node, days.c.day).in_(list(some))
        held = {(r.node, r.day): r.claims for r in connection.execute(select(days).where(keys))}
        changed |= {key for key, n in some.items() if (held.get(key, 0) > 0) != (held.get(key, 0) + n > 0)}
        new: Any = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(days)
        sums = new.on_conflict_do_update(index_elements=["node", "day"], set_={"claims": days.c.claims + new.excluded.claims})
        connection.execute(sums, [{"node": node, "day": day, "claims": n} for (node, day), n in some.items()])
        if any(n < 0 for n in some.values()):
            connection.execute(delete(days).where(days.c.claims <= 0, keys))
    return changed


def _keys(claims: Iterable[Claim]) -> Iterator[_Key]:
    for claim in claims:
        if claim.kind == "detention" and claim.date_start and claim.date_end:
            for node in dict.fromkeys(claim.place.path):
                yield node, claim.date_start

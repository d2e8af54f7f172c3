"""Events worked out from the claims that a change touched, and no others: the same as if all were worked out anew.

A claim belongs to one event, by its place and days. Only a running total's days hang on other claims - on which days there
were detentions before it - so those of a touched place are looked at again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from geo.events import RULES, assemble, key_of, place_key, span
from geo.model import Claim, Event
from geo.store import episodes, tables
from geo.store.episodes import Days
from geo.store.tables import changes, claims, events, reports, settings

RECKONED = "1"
"""Raise it when events come out otherwise from the same claims: stores then work out theirs anew when they are opened."""

_CHUNK = 400

Touched = dict[str, set[str]]
"""Event -> the reports that touched it."""


def claim_row(report: int, position: int, claim: Claim, body: str) -> dict[str, Any]:
    """A claim as its table has it; a running total's event is found when all claims of the change are in."""
    path = f"/{'/'.join(claim.place.path)}/" if claim.place.path else ""
    event = key_of(claim, claim.date_start, claim.date_end).id if claim.date_start and claim.date_end else None
    return {
        "report": report, "position": position, "id": claim.id, "event": event, "kind": claim.kind, "date_start": claim.date_start,
        "date_end": claim.date_end, "place": place_key(claim.place), "path": path, "running": claim.running, "body": body,
    }  # fmt: skip


def settle(connection: Connection, touched: Touched, came: Sequence[Claim], went: Sequence[Claim], version: int) -> None:
    """Brings the events up to date after claims came and went. Writes down what changed, and why."""
    days = Days(connection)
    for event, because in _running(connection, came, episodes.count(connection, came, went), [*came, *went], days):
        touched.setdefault(event, set()).update(because)
    for ids in _chunks(sorted(touched)):
        before = {e.id: e for e in connection.execute(select(events).where(events.c.id.in_(ids)))}
        after = {e.id: e for e in _assembled(connection, ids, days)}
        log = []
        for i in ids:
            was, now = _numbers(before.get(i)), _numbers(after.get(i))
            if was != now:
                label = _label(after[i]) if i in after else f"{before[i].place}, {before[i].date_start}"
                log.append(
                    {"version": version, "event": i, "label": label, "reports": json.dumps(sorted(touched[i]), ensure_ascii=False),
                     "before": was, "after": now}
                )  # fmt: skip
        _write(connection, [after[i] for i in ids if i in after], set(before))
        gone = [i for i in ids if i in before and i not in after]
        if gone:
            connection.execute(delete(events).where(events.c.id.in_(gone)))
        if log:
            connection.execute(insert(changes), log)


def rebuild(connection: Connection) -> None:
    """All events anew, from all present claims, a few hundred at a time."""
    connection.execute(delete(events))
    connection.execute(update(claims).where(claims.c.event.is_not(None)).values(event=None))
    connection.execute(delete(tables.days))
    present = select(reports.c.number).where(reports.c.until.is_(None)).order_by(reports.c.number)
    for numbers in _chunks(list(connection.scalars(present))):
        rows = connection.execute(select(claims.c.report, claims.c.position, claims.c.body).where(claims.c.report.in_(numbers))).all()
        found = [Claim.from_json(json.loads(body)) for _, _, body in rows]
        if rows:
            _update_claims(connection, [claim_row(r, p, c, body) for (r, p, body), c in zip(rows, found, strict=True)])
            episodes.count(connection, found, ())
    runs = select(claims.c.report, claims.c.position, claims.c.body).where(claims.c.running, claims.c.event.is_not(None))
    days = Days(connection)
    for report, position, body in connection.execute(runs).all():
        claim = Claim.from_json(json.loads(body))
        _set_event(connection, report, position, key_of(claim, *span(claim, days)).id)
    ids = connection.scalars(select(claims.c.event).where(claims.c.event.is_not(None)).distinct().order_by(claims.c.event)).all()
    for some in _chunks(ids):
        _write(connection, list(_assembled(connection, some, days)), set())
    stamp(connection)


def stamp(connection: Connection) -> None:
    connection.execute(delete(settings).where(settings.c.name == "reckoned"))
    connection.execute(insert(settings).values(name="reckoned", value=RECKONED))


def stamped(connection: Connection) -> bool:
    return connection.scalar(select(settings.c.value).where(settings.c.name == "reckoned")) == RECKONED


def assembled(connection: Connection, ids: Sequence[str], rule: str, source: str | None) -> Iterator[Event]:
    """Events by their identifiers under a headline rule, each with all its claims."""
    days = Days(connection)
    for some in _chunks(ids):
        yield from _assembled(connection, some, days, rule, source)


def _assembled(connection: Connection, ids: Sequence[str], days: Days, rule: str = RULES[0], source: str | None = None) -> Iterator[Event]:
    query = select(claims.c.event, claims.c.body).where(claims.c.event.in_(ids)).order_by(claims.c.event)
    for _, group in groupby(connection.execute(query).all(), key=lambda row: row.event):
        members = [Claim.from_json(json.loads(row.body)) for row in group]
        first, last = span(members[0], days)
        yield assemble(key_of(members[0], first, last), members, rule, source)


def _running(
    connection: Connection, came: Iterable[Claim], changed: set[tuple[str, date]], moved: Iterable[Claim], days: Days
) -> Iterator[tuple[str, set[str]]]:
    """Running totals that came, and those whose days are others since days of detentions came or went; the events they left and joined."""
    because: dict[tuple[str, date], set[str]] = defaultdict(set)
    for claim in moved:
        for node in claim.place.path:
            if claim.date_start and (node, claim.date_start) in changed:
                because[node, claim.date_start].add(claim.report_id)
    own: dict[str, set[date]] = defaultdict(set)
    for node, day in changed:
        own[node].add(day)
    arrived = [(place_key(c.place), c.date_start, c.report_id) for c in came if c.running and c.date_start]
    busy = _busy(connection, {*own, *(node for node, _, _ in arrived)})
    reaches = [
        (node, reach, because[node, day]) for node, day in sorted(changed) if node in busy and (reach := days.reach(node, day, own[node]))
    ]
    reaches += [(node, (day, day), {report}) for node, day, report in arrived]
    for node, (after, until), told in reaches:
        wanted = select(claims).where(
            claims.c.running, claims.c.event.is_not(None), claims.c.place == node, claims.c.date_start >= after, claims.c.date_start <= until
        )  # fmt: skip
        for row in connection.execute(wanted).all():
            claim = Claim.from_json(json.loads(row.body))
            event = key_of(claim, *span(claim, days)).id
            if event != row.event:
                _set_event(connection, row.report, row.position, event)
                yield row.event, told
                yield event, told | {claim.report_id}


def _busy(connection: Connection, nodes: set[str]) -> set[str]:
    """Those of the places that have running totals."""
    out: set[str] = set()
    for some in _chunks(sorted(nodes)):
        query = select(claims.c.place).distinct().where(claims.c.running, claims.c.event.is_not(None), claims.c.place.in_(some))
        out.update(connection.scalars(query))
    return out


def _write(connection: Connection, found: list[Event], held: set[str]) -> None:
    rows = [_row(e) for e in found]
    new = [r for r in rows if r["id"] not in held]
    old = [{**r, "known": r["id"]} for r in rows if r["id"] in held]
    if new:
        connection.execute(insert(events), new)
    if old:
        names = [c.name for c in events.columns if c.name not in ("number", "id")]
        connection.execute(update(events).where(events.c.id == bindparam("known")).values({n: bindparam(f"new_{n}") for n in names}),
                           [{"known": r["id"], **{f"new_{n}": r[n] for n in names}} for r in old])  # fmt: skip


def _row(event: Event) -> dict[str, Any]:
    place = event.place
    return {
        "id": event.id, "kind": event.kind, "date_start": event.date_start, "date_end": event.date_end, "place": place.name,
        "path": f"/{'/'.join(place.path)}/" if place.path else "", "type": event.type, "title": event.title, "lat": place.lat,
        "lon": place.lon, "min": event.min, "max": event.max, "best": event.best, "unknown": event.unknown,
        "conflicting": event.conflicting, "headline": event.headline, "claims": len(event.claims),
    }  # fmt: skip


def _numbers(event: Any) -> str | None:
    """What the log says of an event before and after: its kind and numbers, and from how many claims."""
    if event is None:
        return None
    count = len(event.claims) if isinstance(event, Event) else event.claims
    fields = {k: getattr(event, k) for k in ("kind", "min", "max", "best", "unknown", "conflicting")}
    return json.dumps({**fields, "claims": count})


def _label(event: Event) -> str:
    place = event.place
    where = f"{place.site}, {place.city}" if place.site and place.city else place.name
    days = str(event.date_start) if event.date_start == event.date_end else f"{event.date_start} to {event.date_end}"
    return f"{where}, {days}"


def _update_claims(connection: Connection, rows: list[dict[str, Any]]) -> None:
    names = ("event", "place", "path", "running")
    statement = update(claims).where(claims.c.report == bindparam("of"), claims.c.position == bindparam("at"))
    connection.execute(
        statement.values({n: bindparam(f"new_{n}") for n in names}),
        [{"of": r["report"], "at": r["position"], **{f"new_{n}": r[n] for n in names}} for r in rows],
    )


def _set_event(connection: Connection, report: int, position: int, event: str) -> None:
    connection.execute(update(claims).where(claims.c.report == report, claims.c.position == position).values(event=event))


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, _CHUNK)):
        yield some


def claims_of(connection: Connection, numbers: Sequence[int]) -> list[tuple[str | None, Claim]]:
    """The claims of some states of reports, each with its event."""
    rows = connection.execute(select(claims.c.event, claims.c.body).where(claims.c.report.in_(numbers)))
    return [(row.event, Claim.from_json(json.loads(row.body))) for row in rows]

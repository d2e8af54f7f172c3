"""An open store: what is put in, and what is asked of it.

A report is replaced as a whole, and only when it or its claims have changed: ingesting again changes nothing. Every change
is one transaction, with the events that it changes and the version that it makes; what was there before stays, and can be
asked for by its version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, func, insert, or_, select, update

from geo.errors import InputError
from geo.events import RULES, reconcile
from geo.model import Claim, Event, Report, parse_iso
from geo.store import derive
from geo.store.connect import connect, default_url, failures, reading, writing
from geo.store.digests import EMPTY, digest, now, storable, version_of
from geo.store.selection import EVERYTHING, Selection
from geo.store.tables import claims, events, reports, versions

Change = Literal["added", "changed", "unchanged"]

_FIELDS = ("id", "published", "title", "source", "url", "language", "text", "sha256", "retrieved")


class Store:
    """An open store. Use :meth:`open`; close it, or use it in a ``with`` statement."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str | None = None, create: bool = True) -> Store:
        """The store at a SQLAlchemy URL. Raises :class:`StoreError` where it cannot be opened, or is missing."""
        store = cls(connect(url or default_url(), create))
        with reading(store.engine) as connection:
            ready = derive.stamped(connection)
        if not ready:
            with writing(store.engine) as connection:
                if not derive.stamped(connection):  # another may have done it meanwhile
                    derive.rebuild(connection)
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.engine.dispose()

    def add(self, report: Report, found: Iterable[Claim]) -> Change:
        """Keeps a report with its claims, all or nothing. Raises :class:`StoreError` when the store cannot be written."""
        return self.add_all([(report, list(found))])[0]

    def add_all(self, items: Sequence[tuple[Report, list[Claim]]], dry: bool = False) -> list[Change]:
        """Keeps several, all or nothing, as one new version; what became of each. ``dry`` only tells what would."""
        new = [_Item(report, found) for report, found in items]
        with reading(self.engine) as connection:
            told = _compared(new, _held(connection, new))
        if dry or all(t == "unchanged" for t in told):
            return told
        with writing(self.engine) as connection:
            held = _held(connection, new)
            told = _compared(new, held)
            last = {item.report.id: item for item, what in zip(new, told, strict=True) if what != "unchanged"}
            if last:
                _replace(connection, list(last.values()), held)
        return told

    def claims(self, at: str | None = None) -> list[Claim]:
        """Every claim, by report and position; ``at`` a version, as it was then."""
        query = select(claims.c.body).join(reports, reports.c.number == claims.c.report).order_by(reports.c.id, claims.c.position)
        with self._as_of(at) as (connection, then):
            rows = connection.execution_options(yield_per=1000).scalars(query.where(then))
            return [Claim.from_json(json.loads(body)) for body in rows]

    def bodies(self) -> Iterator[str]:
        """Every dated claim of the present as the JSON that it is kept as, streamed."""
        query = select(claims.c.body).where(claims.c.event.is_not(None)).order_by(claims.c.report, claims.c.position)
        with reading(self.engine) as connection:
            yield from connection.execution_options(yield_per=5000).scalars(query)

    def count_claims(self) -> int:
        """How many claims there are, those of past versions among them."""
        with reading(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(claims)) or 0

    def report(self, report_id: str, at: str | None = None) -> Report | None:
        with self._as_of(at) as (connection, then):
            row = connection.execute(select(reports).where(reports.c.id == report_id, then)).mappings().first()
        return _report(row) if row else None

    def reports(self, at: str | None = None) -> Iterator[Report]:
        """Every report, by identifier, streamed."""
        for report, _ in self._whole(at, with_claims=False):
            yield report

    def everything(self, at: str | None = None) -> Iterator[tuple[Report, list[Claim]]]:
        """Every report with its claims, by identifier, streamed."""
        return self._whole(at, with_claims=True)

    def _whole(self, at: str | None, with_claims: bool) -> Iterator[tuple[Report, list[Claim]]]:
        with self._as_of(at) as (connection, then):
            rows = connection.execution_options(yield_per=200).execute(select(reports).where(then).order_by(reports.c.id)).mappings()
            for some in rows.partitions(200):
                found: dict[int, list[Claim]] = {row["number"]: [] for row in some}
                if with_claims:
                    query = select(claims.c.report, claims.c.body).where(claims.c.report.in_(found)).order_by(claims.c.position)
                    for number, body in connection.execution_options(yield_per=None).execute(query).all():
                        found[number].append(Claim.from_json(json.loads(body)))
                for row in some:
                    yield _report(row), found[row["number"]]

    def events(self, chosen: Selection = EVERYTHING, rule: str = RULES[0], source: str | None = None, at: str | None = None) -> list[Event]:
        """The events of a selection with all their claims, in order of date and place; ``at`` a version, as they were then."""
        if at is not None and at != self.version:
            found = [e for e in reconcile(self.claims(at), rule, source) if chosen.holds(e)]
        else:
            with reading(self.engine) as connection:
                ids = connection.scalars(self._chosen(select(events.c.id), chosen)).all()
                found = list(derive.assembled(connection, ids, rule, source))
        return sorted(found, key=lambda e: (e.date_start, e.date_end, e.place.path, e.id))

    def events_named(self, ids: Sequence[str], rule: str = RULES[0], source: str | None = None) -> list[Event]:
        """The events of those identifiers, in that order, as far as they are held."""
        with reading(self.engine) as connection:
            found = {e.id: e for e in derive.assembled(connection, ids, rule, source)}
        return [found[i] for i in ids if i in found]

    def days_of(self, event_id: str) -> tuple[date, date] | None:
        """The first day and the last of an event."""
        with reading(self.engine) as connection:
            row = connection.execute(select(events.c.date_start, events.c.date_end).where(events.c.id == event_id)).first()
        return (row[0], row[1]) if row else None

    def summaries(self, chosen: Selection = EVERYTHING, limit: int | None = None) -> list[dict[str, Any]]:
        """Rows of the events' own table (position, days, numbers under the default rule) without their claims: what a map needs."""
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(self._chosen(select(events), chosen).limit(limit)).mappings()]

    def _chosen(self, query: Any, chosen: Selection) -> Select[Any]:
        return chosen.of(query, self.engine.dialect.name)

    def knows(self, node: str) -> bool:
        """Whether any event lies in a place, given by its identifier."""
        with reading(self.engine) as connection:
            return connection.scalar(self._chosen(select(events.c.number), Selection(place=node)).limit(1)) is not None

    def named(self) -> dict[str, str]:
        """The places that events are of, identifier -> name."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(events.c.path, events.c.place).where(events.c.path != "").distinct())
            return {path.strip("/").split("/")[-1] if "unplaced:" not in path else _last(path): place for path, place in rows}

    def has_source(self, source: str) -> bool:
        with reading(self.engine) as connection:
            return connection.scalar(select(reports.c.number).where(reports.c.source == source).limit(1)) is not None

    def count(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(reports).where(reports.c.until.is_(None))) or 0

    @property
    def version(self) -> str:
        """A hash of all that the store holds, 16 hexadecimal digits: equal content has equal versions wherever it is kept."""
        with reading(self.engine) as connection:
            found = connection.scalar(select(versions.c.hash).order_by(versions.c.number.desc()).limit(1))
        return str(found) if found else version_of(())[1]

    def version_named(self, at: str) -> str:
        """The whole hash of a version, by its first digits. Raises :class:`InputError` for one that the store never had."""
        with reading(self.engine) as connection:
            number = number_of(connection, at)
            return str(connection.scalar(select(versions.c.hash).where(versions.c.number == number)) or version_of(())[1])

    @contextmanager
    def _as_of(self, at: str | None) -> Iterator[tuple[Connection, ColumnElement[bool]]]:
        """A connection, and what tells which states of reports are of a version. Raises :class:`InputError` for one that is not there."""
        with reading(self.engine) as connection, failures(self.engine):
            if at is None:
                yield connection, reports.c.until.is_(None)
                return
            number = number_of(connection, at)
            yield connection, and_(reports.c.since <= number, or_(reports.c.until.is_(None), reports.c.until > number))


def number_of(connection: Connection, version: str) -> int:
    """The number of a version by its hash or the first digits of it. Raises :class:`InputError` where there is none, or several."""
    if len(version) < 4 or not all(c in "0123456789abcdef" for c in version):
        raise InputError(version, "not a version: 4 to 16 of the digits 0-9 a-f, as `detention-map log` lists them")
    if version_of(())[1].startswith(version):
        return 0
    found = connection.execute(
        select(versions.c.hash, func.max(versions.c.number)).where(versions.c.hash.startswith(version)).group_by(versions.c.hash)
    ).all()
    if not found:
        raise InputError(version, "the store never had this version; `detention-map log` lists those it had")
    if len(found) > 1:
        raise InputError(version, f"could be any of {', '.join(sorted(h for h, _ in found))}")
    return int(found[0][1])


class _Item:
    """A report and its claims as they are written: made before the transaction, which is kept short."""

    def __init__(self, report: Report, found: Sequence[Claim]) -> None:
        texts = {f: storable(v) for f in _FIELDS if isinstance(v := getattr(report, f), str)}
        self.report = replace(report, **texts)  # type: ignore[arg-type]
        self.claims = found
        self.bodies = [storable(json.dumps(c.to_json(), ensure_ascii=False, sort_keys=True)) for c in found]
        self.digest = digest(self.report, self.bodies)


_Held = dict[str, tuple[int, str]]


def _held(connection: Connection, items: Sequence[_Item]) -> _Held:
    """Identifier -> number and digest of the present state of those reports that are there."""
    ids = sorted({i.report.id for i in items})
    query = select(reports.c.id, reports.c.number, reports.c.digest).where(reports.c.until.is_(None), reports.c.id.in_(ids))
    return {row.id: (row.number, row.digest) for row in connection.execute(query)}


def _compared(items: Sequence[_Item], held: _Held) -> list[Change]:
    state = {i: d for i, (_, d) in held.items()}
    out: list[Change] = []
    for item in items:
        before = state.get(item.report.id)
        out.append("unchanged" if before == item.digest else "added" if before is None else "changed")
        state[item.report.id] = item.digest
    return out


def _replace(connection: Connection, items: list[_Item], held: _Held) -> None:
    """Makes one version in which these reports are as they are now."""
    before = connection.execute(select(versions.c.number, versions.c.sum).order_by(versions.c.number.desc()).limit(1)).first()
    number = (before.number if before else 0) + 1
    old = {i.report.id: held[i.report.id] for i in items if i.report.id in held}
    numbers = [n for n, _ in old.values()]
    touched: derive.Touched = {}
    came: list[Claim] = []
    went: list[Claim] = []
    for event, claim in derive.claims_of(connection, numbers) if numbers else ():
        went.append(claim)
        if event:
            touched.setdefault(event, set()).add(claim.report_id)
    if numbers:
        connection.execute(update(claims).where(claims.c.report.in_(numbers)).values(event=None))
        connection.execute(update(reports).where(reports.c.number.in_(numbers)).values(until=number))
    first = (connection.scalar(select(func.max(reports.c.number))) or 0) + 1
    rows = []
    for n, item in enumerate(items, start=first):
        rows += [derive.claim_row(n, at, c, body) for at, (c, body) in enumerate(zip(item.claims, item.bodies, strict=True))]
        came += item.claims
    connection.execute(
        insert(reports),
        [{"number": n, "since": number, "digest": i.digest, **{f: getattr(i.report, f) for f in _FIELDS}} for n, i in enumerate(items, start=first)],
    )  # fmt: skip
    if rows:
        connection.execute(insert(claims), rows)
    ids = {n: i.report.id for n, i in enumerate(items, start=first)}
    for row in rows:
        if row["event"]:
            touched.setdefault(row["event"], set()).add(ids[row["report"]])
    total, hashed = version_of([i.digest for i in items], [d for _, d in old.values()], before.sum if before else EMPTY)
    connection.execute(
        insert(versions).values(number=number, hash=hashed, sum=total, made=now(), added=len(items) - len(old), changed=len(old))
    )
    derive.settle(connection, touched, came, went, number)


def _report(row: Any) -> Report:
    published = row["published"]
    fields = {k: row[k] for k in _FIELDS}
    return Report(**{**fields, "published": parse_iso(published) if isinstance(published, str) else published})


def _last(path: str) -> str:
    """The identifier of a place that nothing knows, which may hold a slash itself."""
    return path[path.index("unplaced:") :].removesuffix("/")

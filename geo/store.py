"""Reports and their claims, kept and queried through SQLAlchemy: an embedded SQLite file (WAL) unless told otherwise.

A report is replaced as a whole, in one transaction, and only when it or its claims have changed: ingesting again
changes nothing. The version is a hash of the content, so equal content has equal versions wherever it is stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    make_url,
    select,
)  # fmt: skip
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from geo.errors import StoreError
from geo.model import Claim, Report, iso, parse_iso

_metadata = MetaData()

_reports = Table(
    "reports", _metadata,
    Column("id", String, primary_key=True),
    Column("published", Date),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("language", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("retrieved", String),
    Column("digest", String(64), nullable=False),
)  # fmt: skip

_claims = Table(
    "claims", _metadata,
    Column("id", String, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("place_id", String),
    Column("body", Text, nullable=False),
    Index("claims_by_date", "date_start", "date_end"),
)  # fmt: skip

Change = Literal["added", "changed", "unchanged"]


def default_url() -> str:
    """The user's own store: an SQLite file in the user's data folder, which is made if need be."""
    from platformdirs import user_data_path

    folder = user_data_path("detention-map")
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'store.db'}"


class Store:
    """An open store. Use :meth:`open`; close it, or use it in a ``with`` statement."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str | None = None, create: bool = True) -> Store:
        """The store at a SQLAlchemy URL. Raises :class:`StoreError` where it cannot be opened, or is missing."""
        url = url or default_url()
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
                path = Path(parsed.database)
                if not create and not path.exists():
                    raise StoreError(f"no store at {path}: make one with `detention-map ingest PATH --store {url}`")
                if not path.parent.is_dir():
                    raise StoreError(f"no folder {path.parent} to keep the store in")
            engine = create_engine(parsed)
        except ArgumentError:
            raise StoreError(f"{url} is not an address of a store; wanted one such as sqlite:///store.db") from None
        except (ModuleNotFoundError, SQLAlchemyError) as error:
            raise StoreError(f"{_hidden(url)}: no driver for this kind of store ({error})") from None
        except OSError as error:
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{_hidden(url)}: {error.strerror}") from None
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _pragmas)
        store = cls(engine)
        with store._failures(url):
            _metadata.create_all(engine)
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def add(self, report: Report, claims: Iterable[Claim]) -> Change:
        """Keeps a report with its claims, all or nothing. Raises :class:`StoreError` when the store cannot be written."""
        rows = [(c, json.dumps(c.to_json(), ensure_ascii=False, sort_keys=True)) for c in claims]
        digest = _digest(report, [body for _, body in rows])
        with self._failures(), self._engine.begin() as connection:
            held = connection.scalar(select(_reports.c.digest).where(_reports.c.id == report.id))
            if held == digest:
                return "unchanged"
            if held is not None:
                connection.execute(delete(_claims).where(_claims.c.report_id == report.id))
                connection.execute(delete(_reports).where(_reports.c.id == report.id))
            self._insert(connection, report, rows, digest)
        return "added" if held is None else "changed"

    def _insert(self, connection: Connection, report: Report, rows: list[tuple[Claim, str]], digest: str) -> None:
        connection.execute(
            insert(_reports).values(
                id=report.id, published=report.published, title=report.title, source=report.source, url=report.url,
                language=report.language, text=report.text, sha256=report.sha256, retrieved=report.retrieved, digest=digest,
            )
        )  # fmt: skip
        if rows:
            connection.execute(
                insert(_claims),
                [
                    {
                        "id": c.id, "report_id": report.id, "position": i, "kind": c.kind, "date_start": c.date_start,
                        "date_end": c.date_end, "place_id": c.place.id, "body": body,
                    }
                    for i, (c, body) in enumerate(rows)
                ],
            )  # fmt: skip

    def claims(self) -> list[Claim]:
        """Every claim, by report and position."""
        statement = select(_claims.c.body).order_by(_claims.c.report_id, _claims.c.position)
        with self._failures(), self._engine.connect() as connection:
            return [Claim.from_json(json.loads(body)) for body in connection.scalars(statement)]

    def bodies(self) -> Iterator[str]:
        """Every claim as the JSON that it is kept as, by report and position, streamed."""
        statement = select(_claims.c.body).order_by(_claims.c.report_id, _claims.c.position)
        with self._failures(), self._engine.connect() as connection:
            yield from connection.execution_options(yield_per=5000).scalars(statement)

    def claims_named(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of those identifiers, as far as they are held."""
        wanted = list(ids)
        found: list[Claim] = []
        with self._failures(), self._engine.connect() as connection:
            for i in range(0, len(wanted), 500):
                bodies = connection.scalars(select(_claims.c.body).where(_claims.c.id.in_(wanted[i : i + 500])))
                found += [Claim.from_json(json.loads(body)) for body in bodies]
        return found

    def count_claims(self) -> int:
        with self._failures(), self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(_claims)) or 0

    def report(self, report_id: str) -> Report | None:
        with self._failures(), self._engine.connect() as connection:
            row = connection.execute(select(_reports).where(_reports.c.id == report_id)).mappings().first()
        return _report(row) if row else None

    def reports(self) -> Iterator[Report]:
        """Every report, by identifier, streamed."""
        with self._failures(), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=200).execute(select(_reports).order_by(_reports.c.id)).mappings():
                yield _report(row)

    def count(self) -> int:
        with self._failures(), self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(_reports)) or 0

    @property
    def version(self) -> str:
        """A hash of all that the store holds, 16 hexadecimal digits."""
        summed = hashlib.sha256()
        with self._failures(), self._engine.connect() as connection:
            for digest in connection.scalars(select(_reports.c.digest).order_by(_reports.c.digest)):
                summed.update(digest.encode())
        return summed.hexdigest()[:16]

    @contextmanager
    def _failures(self, url: str = "") -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            where = _hidden(url or str(self._engine.url))
            if "no such column" in cause or "no such table" in cause:
                cause = "this database was not made by detention-map"
            raise StoreError(f"{where}: the store cannot be used: {cause}") from None


def _pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _digest(report: Report, bodies: list[str]) -> str:
    fields = [
        report.id, iso(report.published), report.title, report.source, report.url, report.language, report.text,
        report.sha256, *bodies,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _report(row: Any) -> Report:
    fields = {k: row[k] for k in ("id", "text", "title", "source", "url", "language", "sha256", "retrieved")}
    published = row["published"]
    return Report(**fields, published=parse_iso(published) if isinstance(published, str) else published)


def _hidden(url: str) -> str:
    """An address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url

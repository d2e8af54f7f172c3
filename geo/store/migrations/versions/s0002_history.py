"""Every state of a report is kept, each change has a version, and the events have a table with an index of places and days."""

import sqlalchemy as sa
from alembic import op

from geo.store import tables
from geo.store.digests import now, version_of

revision = "0002"
down_revision = "0001"

_NOW = "until IS NULL"
_LIVE = "event IS NOT NULL"


def upgrade() -> None:
    for index in ("ix_claims_report_id", "claims_by_date"):
        op.drop_index(index, "claims")
    op.rename_table("claims", "claims_0001")
    op.rename_table("reports", "reports_0001")
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        for name in ("claims", "reports"):  # the names of PostgreSQL's indexes stay with a renamed table
            op.execute(f"ALTER INDEX {name}_pkey RENAME TO {name}_0001_pkey")
    tables.metadata.create_all(connection, checkfirst=False)
    _index("reports_now", "reports", ["id"], _NOW, unique=True)
    op.create_index("reports_by_id", "reports", ["id"])
    _index("claims_by_event", "claims", ["event"], _LIVE)
    _index("claims_by_day", "claims", ["kind", "date_start"], _LIVE)
    _index("claims_running", "claims", ["place", "date_start"], f"running AND {_LIVE}")
    op.create_index("events_by_id", "events", ["id"], unique=True)
    op.create_index("events_by_day", "events", ["date_start", "date_end"])
    for statement in _BOX if sqlite else _GEOMETRY:
        op.execute(statement)
    _carry_over(connection)
    op.drop_table("claims_0001")
    op.drop_table("reports_0001")


def _index(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _carry_over(connection: sa.Connection) -> None:
    """What an older store holds becomes its first version. What is worked out from claims is worked out when the store is opened."""
    digests = list(connection.scalars(sa.text("select digest from reports_0001")))
    if not digests:
        return
    total, hashed = version_of(digests)
    connection.execute(sa.insert(tables.versions).values(number=1, hash=hashed, sum=total, made=now(), added=len(digests), changed=0))
    fields = "id, published, title, source, url, language, text, sha256, retrieved, digest"
    connection.execute(
        sa.text(f"insert into reports (number, since, {fields}) select row_number() over (order by id), 1, {fields} from reports_0001")
    )
    connection.execute(
        sa.text(
            "insert into claims (report, position, id, kind, date_start, date_end, body) "
            "select r.number, c.position, c.id, c.kind, c.date_start, c.date_end, c.body from claims_0001 c join reports r on r.id = c.report_id"
        )
    )


_BOX = (
    "CREATE VIRTUAL TABLE events_box USING rtree(number, west, east, south, north, first, last)",
    """CREATE TRIGGER events_added AFTER INSERT ON events WHEN new.lat IS NOT NULL BEGIN
    INSERT INTO events_box VALUES (new.number, new.lon, new.lon, new.lat, new.lat, julianday(new.date_start) + 0.5, julianday(new.date_end) + 0.5);
    END""",
    """CREATE TRIGGER events_moved AFTER UPDATE OF lat, lon ON events BEGIN
    DELETE FROM events_box WHERE number = old.number;
    INSERT INTO events_box SELECT new.number, new.lon, new.lon, new.lat, new.lat, julianday(new.date_start) + 0.5, julianday(new.date_end) + 0.5
    WHERE new.lat IS NOT NULL;
    END""",
    "CREATE TRIGGER events_gone AFTER DELETE ON events BEGIN DELETE FROM events_box WHERE number = old.number; END",
)
"""SQLite: an R*Tree over position and days, kept in step by triggers."""

_GEOMETRY = (
    "CREATE EXTENSION IF NOT EXISTS postgis",
    "ALTER TABLE events ADD COLUMN geom geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED",
    "CREATE INDEX events_box ON events USING gist (geom, daterange(date_start, date_end, '[]'))",
)
"""PostgreSQL: a geometry column that QGIS opens, and one index over it and the days."""

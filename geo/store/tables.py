"""The tables as the queries see them. What makes them, indexes and triggers and all, are the migrations."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, MetaData, String, Table, Text

metadata = MetaData()

Number = BigInteger().with_variant(Integer(), "sqlite")
Plain = Text().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by code point on every database, so that the same store is always exported in the same order."""

reports = Table(
    "reports", metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("id", Plain, nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
    Column("published", Date),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("retrieved", Text),
    Column("digest", Text, nullable=False),
)  # fmt: skip
"""Every state that a report was ever in; ``until`` is the version in which it was replaced, null for the present one."""

claims = Table(
    "claims", metadata,
    Column("report", Number, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Plain, nullable=False),
    Column("event", Plain),
    Column("kind", Text),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("place", Plain),
    Column("path", Plain),
    Column("running", Boolean),
    Column("body", Text, nullable=False),
)  # fmt: skip
"""``event`` is null for claims without a date and for those of replaced reports; ``path`` is ``/country:KZ/.../``."""

events = Table(
    "events", metadata,
    Column("number", Number, primary_key=True),
    Column("id", Plain, nullable=False),
    Column("kind", Text, nullable=False),
    Column("date_start", Date, nullable=False),
    Column("date_end", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("path", Plain, nullable=False),
    Column("type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("min", Integer),
    Column("max", Integer),
    Column("best", Integer),
    Column("unknown", Integer, nullable=False),
    Column("conflicting", Boolean, nullable=False),
    Column("headline", Text),
    Column("claims", Integer, nullable=False),
)  # fmt: skip
"""The present events under the default headline rule, worked out from the claims: an index, never a source."""

changes = Table(
    "changes", metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("event", Plain, primary_key=True),
    Column("label", Text, nullable=False),
    Column("reports", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
)  # fmt: skip
"""Which events a version changed, and because of which reports (a JSON list of their identifiers)."""

versions = Table(
    "versions", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("sum", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
)  # fmt: skip
"""``sum`` is of the present reports' digests, modulo 2**256: the same whatever the order they came in. ``hash`` is of that."""

days = Table(
    "days", metadata,
    Column("node", Plain, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("claims", Integer, nullable=False),
)  # fmt: skip
"""How many claims tell of detentions that began on that day at a place or within it: worked out from the claims, too."""

settings = Table("settings", metadata, Column("name", Plain, primary_key=True), Column("value", Text, nullable=False))

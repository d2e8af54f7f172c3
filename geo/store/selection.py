"""Which events are asked for: by place, days and box; the same for a store's index and for events at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, literal, select, text, true

from geo.model import Event
from geo.store.tables import events

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

_JULIAN = 1721425
"""Add to a date's ordinal for its Julian day number, which SQLite's index holds (exact in its 32-bit floats until the year 41000)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Events that lie in a place (or its parts), on some day from ``first`` to ``last``, within a box, and of a type."""

    place: str | None = None
    first: date | None = None
    last: date | None = None
    box: Box | None = None
    type: str | None = None

    def holds(self, event: Event) -> bool:
        lat, lon = event.place.lat, event.place.lon
        return (
            (self.place is None or self.place in event.place.path)
            and (self.first is None or event.date_end >= self.first)
            and (self.last is None or event.date_start <= self.last)
            and (self.type is None or self.type in event.type.split("; "))
            and (
                self.box is None
                or (lat is not None and lon is not None and self.box[0] <= lon <= self.box[2] and self.box[1] <= lat <= self.box[3])
            )
        )

    def of(self, query: Select[tuple[object, ...]], dialect: str) -> Select[tuple[object, ...]]:
        """The query over events, narrowed; by the index of places and days where there is a box."""
        narrowed = query.where(self._exact())
        if self.box is None:
            return narrowed
        first, last = self.first or date.min, self.last or date.max
        west, south, east, north = self.box
        if dialect == "sqlite":
            inside = (
                select(text("number")).select_from(text("events_box"))
                .where(text("west <= :east and east >= :west and south <= :north and north >= :south and first <= :last and last >= :first"))
            ).params(west=west, south=south, east=east, north=north, first=first.toordinal() + _JULIAN, last=last.toordinal() + _JULIAN)  # fmt: skip
            return narrowed.where(events.c.number.in_(inside))
        near = text(
            "geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326) and daterange(date_start, date_end, '[]') && daterange(:first, :last, '[]')"
        ).bindparams(west=west, south=south, east=east, north=north, first=first, last=last)
        return narrowed.where(near)

    def _exact(self) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [true()]
        if self.place is not None:
            conditions.append(events.c.path.contains(f"/{self.place}/", autoescape=True))
        if self.first is not None:
            conditions.append(events.c.date_end >= self.first)
        if self.last is not None:
            conditions.append(events.c.date_start <= self.last)
        if self.type is not None:
            conditions.append((literal("; ") + events.c.type + "; ").contains(f"; {self.type}; ", autoescape=True))
        if self.box is not None:
            west, south, east, north = self.box
            conditions += [events.c.lon.between(west, east), events.c.lat.between(south, north)]
        return and_(*conditions)


EVERYTHING = Selection()

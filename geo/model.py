"""The words of the project: Report, Count, Place, Claim, Event. Frozen values, no behaviour beyond their own arithmetic.

Dates are plain calendar dates in the place's own zone. Positions are WGS 84 (EPSG:4326) degrees, precision in metres.
``None`` always means "not known", never 0.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

ClaimKind = Literal["detention", "no_detention", "release", "gathering", "police_presence"]
PlaceKind = Literal["country", "region", "city", "site"]

CLAIM_KINDS: tuple[ClaimKind, ...] = ("detention", "no_detention", "release", "gathering", "police_presence")
COUNTED_KINDS: tuple[ClaimKind, ...] = ("detention", "no_detention")


@dataclass(frozen=True, slots=True)
class Report:
    """One article, bulletin or post, its text kept as it came: claims' offsets point into ``text``.

    ``sha256`` is of what was read or fetched; ``retrieved`` is an ISO 8601 time with zone, for what was fetched.
    """

    id: str
    text: str
    published: date | None = None
    title: str = ""
    source: str = ""
    url: str | None = None
    language: str = ""
    sha256: str = ""
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A closed interval ``min``..``max`` with a ``best`` value, the words it was read from and the rule's name (``form``).

    ``max`` of ``None`` is unbounded; ``best`` of ``None`` means that the words give no number.
    """

    text: str
    min: int | None
    max: int | None
    best: int | None
    form: str


@dataclass(frozen=True, slots=True)
class Place:
    """A mention, placed. ``lat`` and ``lon`` are ``None`` for a place that nothing knows (``basis`` "unplaced").

    ``city``, ``site`` and ``region`` carry the name in use on the claim's date, ``name_today`` today's.
    ``basis`` says what placed it: ``gazetteer``, ``guess`` (misspelling), ``site_not_found``, ``nominatim``, ``unplaced``.
    """

    mention: str
    name: str
    kind: PlaceKind | Literal["unknown"]
    id: str | None
    lat: float | None
    lon: float | None
    precision_m: int | None
    country: str | None
    region: str | None
    city: str | None
    site: str | None
    name_today: str
    basis: str
    path: tuple[str, ...] = ()
    """Identifiers from the country down to the place itself, on the claim's date; what nesting is decided by."""


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a table of events that a claim is: an event by itself, never merged with another row of its table."""

    table: str
    id: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement in a report: who was detained (or not), released, gathered; where, when, how many, in which words."""

    report_id: str
    source: str
    url: str | None
    published: date | None
    language: str
    kind: ClaimKind
    quote: str
    start: int
    end: int
    date_start: date | None
    date_end: date | None
    date_basis: str
    place: Place
    count: Count
    attributed_to: str | None = None
    organisers: tuple[str, ...] = ()
    subset: bool = False
    instance: bool = False
    running: bool = False
    """The count runs up to ``date_end`` from some day before ("has reached 7,939"): it holds what was counted on the way."""
    confidence: float | None = None
    """How likely it is that the words state this kind of claim, 0 to 1, by what stands around them; ``None`` where a rule alone says so."""
    row: Row | None = None
    mentions: tuple[tuple[int, int], ...] = ()
    """Other spans of the same report that state the same fact."""
    explain: tuple[tuple[str, int, int, str], ...] = ()
    """``(part, start, end, rule)``: the words in the report, by offset, that gave kind, count, date and place."""

    @property
    def id(self) -> str:
        """Stable within a store: the report, and where in it."""
        return f"{self.report_id}#{self.start}-{self.end}-{self.kind}"

    @property
    def counts(self) -> bool:
        """Whether the claim takes part in totals as a number of its own (the contract's "From claims to an event")."""
        return self.kind in COUNTED_KINDS and not self.subset

    def to_json(self) -> dict[str, Any]:
        """The contract's fields, JSON-ready."""
        row = _fields(self)
        row["published"] = iso(self.published)
        row["date_start"], row["date_end"] = iso(self.date_start), iso(self.date_end)
        row["place"], row["count"], row["row"] = _fields(self.place), _fields(self.count), _fields(self.row) if self.row else None
        row["organisers"] = list(self.organisers)
        row["mentions"] = [list(span) for span in self.mentions]
        row["explain"] = [list(step) for step in self.explain]
        row["place"]["path"] = list(self.place.path)
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Claim:
        """The inverse of :meth:`to_json`. Raises ``KeyError`` or ``ValueError`` for a row that is not a claim."""
        values = dict(row)
        for name in ("published", "date_start", "date_end"):
            values[name] = parse_iso(values.get(name))
        values["place"] = Place(**{**row["place"], "path": tuple(row["place"].get("path", ()))})
        values["count"] = Count(**row["count"])
        values["row"] = Row(**row["row"]) if row.get("row") else None
        values["organisers"] = tuple(row.get("organisers", ()))
        values["mentions"] = tuple((a, b) for a, b in row.get("mentions", ()))
        values["explain"] = tuple((p, a, b, r) for p, a, b, r in row.get("explain", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Event:
    """What all claims about one place and one span of days add up to, every claim kept behind it.

    ``min``..``max`` and ``best`` come from the headline claim under ``headline_rule``. ``unknown`` is 1 where there were
    detentions and nobody gave a number. ``conflicting``: two claims that can't both be true.
    """

    id: str
    date_start: date
    date_end: date
    place: Place
    kind: str
    min: int | None
    max: int | None
    best: int | None
    unknown: int
    conflicting: bool
    headline_rule: str
    headline: str | None
    """The id of the claim that gave the numbers; ``None`` where only instances speak."""
    claims: tuple[Claim, ...]
    type: str = ""
    title: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return distinct(c.source for c in self.claims)

    @property
    def organisers(self) -> tuple[str, ...]:
        return distinct(o for c in self.claims for o in c.organisers)

    @property
    def languages(self) -> tuple[str, ...]:
        return distinct(c.language for c in self.claims)

    def to_row(self, version: str = "") -> dict[str, Any]:
        """The contract's event fields, in its order, JSON-ready."""
        published = sorted(c.published for c in self.claims if c.published)
        return {
            "id": self.id, "version": version, "date_start": iso(self.date_start), "date_end": iso(self.date_end),
            "kind": self.kind, "place": self.place.name, "city": self.place.city, "site": self.place.site,
            "region": self.place.region, "country": self.place.country, "name_today": self.place.name_today,
            "lat": self.place.lat, "lon": self.place.lon, "precision_m": self.place.precision_m,
            "min": self.min, "max": self.max, "best": self.best, "unknown": self.unknown,
            "conflicting": self.conflicting, "headline_rule": self.headline_rule,
            "claims": [c.id for c in self.claims], "sources": list(self.sources), "organisers": list(self.organisers),
            "languages": list(self.languages), "first_published": iso(published[0]) if published else None,
            "last_published": iso(published[-1]) if published else None, "type": self.type, "title": self.title,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """How many, there and then: the contract's ``total`` line. ``reckoning`` holds the sums in words, with claim ids."""

    place: str
    date_start: date | None
    date_end: date | None
    min: int | None
    max: int | None
    best: int | None
    unknown: int
    conflicting: bool
    events: int
    claims: int
    headline_rule: str
    reckoning: tuple[str, ...] = field(default_factory=tuple)
    unknown_places: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        row = asdict(self)
        row["date_start"], row["date_end"] = iso(self.date_start), iso(self.date_end)
        row["reckoning"], row["unknown_places"] = list(self.reckoning), list(self.unknown_places)
        return row


def _fields(value: Any) -> dict[str, Any]:
    """A value's own fields, in order; ``dataclasses.asdict`` would copy all that is in them, too, and take most of the time of storing."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def parse_iso(text: str | None) -> date | None:
    """A date from ``YYYY-MM-DD``; ``None`` and the empty string stay ``None``. Raises ``ValueError`` for anything else."""
    return date.fromisoformat(text) if text else None


def distinct(items: Any) -> tuple[Any, ...]:
    """Without repeats and empty values, in order of first appearance."""
    return tuple(dict.fromkeys(i for i in items if i))

"""Events as columns of numbers, for asking many questions of very many of them: what fits a query, and how many of each.

A :class:`Columns` holds some forty bytes an event, sorted by first day. Adding up is in :mod:`geo.fold`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geo.model import CLAIM_KINDS, Event, Place

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
NOT_KNOWN = -1
"""In ``low`` and ``high``: no number. What is larger than :data:`MOST` is held as that."""
MOST = 2**53 - 1
PRECISIONS = ("site", "city", "region", "country", "unknown")
Numbers = Literal["with", "without", "only"]


@dataclass(frozen=True)
class Nodes:
    """The tree of places: each is a path from its country down, after its parent; ``place`` where an event is of it."""

    paths: tuple[tuple[str, ...], ...]
    places: tuple[Place | None, ...]

    @cached_property
    def index(self) -> dict[tuple[str, ...], int]:
        return {path: i for i, path in enumerate(self.paths)}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(path[-1] for path in self.paths)

    @cached_property
    def parent(self) -> Ints:
        """The parent's position, -1 for a root."""
        return np.array([self.index.get(path[:-1], -1) for path in self.paths], dtype=np.int64)

    @cached_property
    def depth(self) -> Ints:
        return np.array([len(path) for path in self.paths], dtype=np.int64)

    @cached_property
    def precision(self) -> NDArray[np.int8]:
        kinds = [place.kind if place and place.lat is not None else "unknown" for place in self.places]
        return np.array([PRECISIONS.index(kind) for kind in kinds], dtype=np.int8)

    def within(self, wanted: Collection[str]) -> Mask:
        """The places that are, or lie in, one of those wanted."""
        chosen = set(wanted)
        return np.array([not chosen.isdisjoint(path) for path in self.paths], dtype=bool)

    def summed(self, numbers: Ints) -> Ints:
        """For each place the sum over itself and all that lies in it."""
        out = numbers.copy()
        for level in range(int(self.depth.max(initial=1)), 1, -1):
            here = np.flatnonzero(self.depth == level)
            np.add.at(out, self.parent[here], out[here])
        return out


class NodeMaker:
    """Collects paths and their places; a path's ancestors come before it."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, ...], int] = {}
        self._places: list[Place | None] = []

    def add(self, path: tuple[str, ...], place: Place | None) -> int:
        if path not in self._at:
            if len(path) > 1:
                self.add(path[:-1], None)
            self._at[path] = len(self._places)
            self._places.append(place)
        at = self._at[path]
        held = self._places[at]
        if place is not None and (held is None or _surer(place, held)):
            self._places[at] = place
        return at

    def nodes(self) -> Nodes:
        return Nodes(tuple(self._at), tuple(self._places))


@dataclass(frozen=True)
class Several:
    """What an event may have several of, as pairs of its row and a name's number, in order of the rows."""

    names: tuple[str, ...]
    rows: NDArray[np.int32]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Several:
        at: dict[str, int] = {}
        pairs = [(row, at.setdefault(name, len(at))) for row, names in enumerate(lists) for name in names]
        rows, codes = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        return cls(tuple(at), rows, codes)

    def having(self, wanted: Collection[str], part: slice) -> Mask:
        """Which rows of a part have one of those wanted."""
        rows, codes = self._in(part)
        chosen = np.array([name in wanted for name in self.names], dtype=bool)
        out = np.zeros(part.stop - part.start, dtype=bool)
        if len(codes):
            out[rows[chosen[codes]]] = True
        return out

    def tally(self, mask: Mask, part: slice) -> dict[str, int]:
        """How many rows of a part have each name; ``mask`` says which of them count."""
        rows, codes = self._in(part)
        numbers = np.bincount(codes[mask[rows]], minlength=len(self.names))
        return dict(zip(self.names, numbers.tolist(), strict=True))

    def _in(self, part: slice) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        a, b = np.searchsorted(self.rows, [part.start, part.stop])
        return self.rows[a:b] - part.start, self.codes[a:b]


@dataclass(frozen=True)
class Columns:
    """One row an event, under one headline rule, in order of first day."""

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    node: NDArray[np.int32]
    kind: NDArray[np.int8]
    low: Ints
    high: Ints
    unknown: Mask
    conflicting: Mask
    nodes: Nodes
    sources: Several
    organisers: Several
    languages: Several

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def longest(self) -> int:
        """Days from the first to the last of the longest event."""
        return int((self.last - self.first).max(initial=0))

    @classmethod
    def of(cls, events: Sequence[Event]) -> Columns:
        """Of events in memory, which must be in order of their first day."""
        maker = NodeMaker()
        node = [maker.add(path_of(e.place), e.place) for e in events]
        return cls(
            first=np.array([e.date_start.toordinal() for e in events], dtype=np.int32),
            last=np.array([e.date_end.toordinal() for e in events], dtype=np.int32),
            node=np.array(node, dtype=np.int32),
            kind=np.array([CLAIM_KINDS.index(e.kind) for e in events], dtype=np.int8),
            low=np.array([_held(e.min) for e in events], dtype=np.int64),
            high=np.array([_held(e.max) for e in events], dtype=np.int64),
            unknown=np.array([bool(e.unknown) for e in events], dtype=bool),
            conflicting=np.array([e.conflicting for e in events], dtype=bool),
            nodes=maker.nodes(),
            sources=Several.of([e.sources for e in events]),
            organisers=Several.of([e.organisers for e in events]),
            languages=Several.of([e.languages for e in events]),
        )


@dataclass(frozen=True, slots=True)
class Query:
    """Which events: those that lie wholly within the dates and fit all the rest; what is empty asks nothing.

    ``least`` and ``most`` take an event whose interval reaches into them; ``numbers`` says what becomes of those with
    detentions and no number: kept beside (``with``), left out (``without``), or they alone (``only``).
    """

    first: date | None = None
    last: date | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = CLAIM_KINDS
    sources: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    numbers: Numbers = "with"
    precisions: tuple[str, ...] = ()
    conflicting: bool = False


@dataclass(frozen=True)
class Answer:
    """The rows that fit a query. Rows are in order of their first day, so only those of the ``part`` that the dates cut out are looked at."""

    columns: Columns
    query: Query
    part: slice
    masks: dict[str, Mask] = field(repr=False)
    """What each part of the query lets through by itself, of the rows in ``part``."""

    @cached_property
    def rows(self) -> Ints:
        return np.asarray(self.part.start + np.flatnonzero(self.without()))

    def without(self, name: str = "") -> Mask:
        """What fits all but one part of the query: what a filter has to choose from."""
        out = np.ones(self.part.stop - self.part.start, dtype=bool)
        for other, mask in self.masks.items():
            if other != name:
                out &= mask
        return out

    def leaves(self, name: str) -> dict[str, int]:
        """How many events each choice of a filter would leave, whatever that filter is set to now."""
        if name not in self._left:
            self._left[name] = self._leaves(name)
        return self._left[name]

    @cached_property
    def _left(self) -> dict[str, dict[str, int]]:
        return {}

    def _leaves(self, name: str) -> dict[str, int]:
        columns, part, mask = self.columns, self.part, self.without(name)
        if name in ("sources", "organisers", "languages"):
            several: Several = getattr(columns, name)
            return several.tally(mask, part)
        if name == "kinds":
            return _counted(columns.kind[part][mask], CLAIM_KINDS)
        if name == "precisions":
            return _counted(columns.nodes.precision[columns.node[part][mask]], PRECISIONS)
        if name == "conflicting":
            return {"yes": int((mask & columns.conflicting[part]).sum())}
        if name == "numbers":
            unknown = int((mask & columns.unknown[part]).sum())
            return {"with": int(mask.sum()), "without": int(mask.sum()) - unknown, "only": unknown}
        if name == "places":
            own = np.bincount(columns.node[part][mask], minlength=len(columns.nodes.paths)).astype(np.int64)
            out: dict[str, int] = {}
            for place, number in zip(columns.nodes.ids, columns.nodes.summed(own).tolist(), strict=True):
                out[place] = out.get(place, 0) + number
            return out
        raise KeyError(name)

    def loosened(self) -> dict[str, int]:
        """For each part that holds something back: how many events there are without it."""
        always = len(ask(self.columns, replace(self.query, first=None, last=None)).rows) if "dates" in self.masks else 0
        return {name: always if name == "dates" else int(self.without(name).sum()) for name in self.masks}

    @cached_property
    def across(self) -> int:
        """How many events fit but for reaching beyond the dates."""
        if "dates" not in self.masks:
            return 0
        first = self.query.first.toordinal() if self.query.first else 0
        earliest = int(np.searchsorted(self.columns.first, first - self.columns.longest))
        near = ask(self.columns, replace(self.query, first=None, last=None), slice(earliest, self.part.stop))
        return int((near.without() & (self.columns.last[near.part] >= first)).sum()) - len(self.rows)


def ask(columns: Columns, query: Query, part: slice | None = None) -> Answer:
    """What of the columns fits a query; ``part`` are the rows to look at, if not those that the dates cut out."""
    part = part or _part(columns, query)
    masks: dict[str, Mask] = {}
    if query.first or query.last:
        last = query.last or date.max
        masks["dates"] = columns.last[part] <= last.toordinal()
    if set(query.kinds) != set(CLAIM_KINDS):
        masks["kinds"] = np.array([kind in query.kinds for kind in CLAIM_KINDS])[columns.kind[part]]
    if query.places:
        masks["places"] = columns.nodes.within(query.places)[columns.node[part]]
    for name in ("sources", "organisers", "languages"):
        if wanted := getattr(query, name):
            masks[name] = getattr(columns, name).having(set(wanted), part)
    if query.precisions:
        masks["precisions"] = np.array([p in query.precisions for p in PRECISIONS])[columns.nodes.precision][columns.node[part]]
    if query.conflicting:
        masks["conflicting"] = columns.conflicting[part]
    if query.least is not None or query.most is not None:
        masks["count"] = _within_count(columns, query, part)
    if query.numbers != "with":
        masks["numbers"] = columns.unknown[part] if query.numbers == "only" else ~columns.unknown[part]
    return Answer(columns, query, part, masks)


def path_of(place: Place) -> tuple[str, ...]:
    """Where a place hangs in the tree; one that nobody could find hangs from its country, where that is known."""
    if place.path:
        return place.path
    mention = place.id or f"unplaced:{place.mention.casefold()}"
    return (f"country:{place.country}", mention) if place.country else (mention,)


def _part(columns: Columns, query: Query) -> slice:
    """The rows whose first day lies in the dates."""
    a = int(np.searchsorted(columns.first, query.first.toordinal())) if query.first else 0
    b = int(np.searchsorted(columns.first, query.last.toordinal(), side="right")) if query.last else len(columns)
    return slice(a, max(a, b))


def _within_count(columns: Columns, query: Query, part: slice) -> Mask:
    """Events whose interval reaches into the wanted one; those without a number are kept apart by ``numbers``."""
    low, high, unknown = columns.low[part], columns.high[part], columns.unknown[part]
    known = (low >= 0) & ~unknown
    if query.most is not None:
        known &= low <= query.most
    if query.least is not None:
        known &= (high >= query.least) | (high == NOT_KNOWN)
    return known | unknown


def _counted(codes: NDArray[Any], names: Sequence[str]) -> dict[str, int]:
    return dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True))


def _held(number: int | None) -> int:
    return NOT_KNOWN if number is None else max(0, min(number, MOST))


def _surer(one: Place, other: Place) -> bool:
    return (one.basis != "gazetteer", one.lat is None) < (other.basis != "gazetteer", other.lat is None)

"""Very many claims of a store as columns of numbers, read in one pass and kept on disk; their events under any headline rule.

What :func:`geo.events.reconcile` does claim by claim is done here for all events at once, with the same outcome.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.events import EPISODE_GAP, RULES, Key, place_key
from geo.model import CLAIM_KINDS, COUNTED_KINDS, Place
from geo.query import MOST, NOT_KNOWN, Columns, Ints, Mask, NodeMaker, Nodes, Several, path_of

NUMBERS = ("event", "low", "high", "kind", "published", "source", "language", "flags")
COUNTS, INSTANCE, NUMBERED = 1, 2, 4


@dataclass(frozen=True)
class Archive:
    """Columns of claims, each with its event's number; and of events, in order of their first day."""

    claims: dict[str, NDArray[Any]]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    node: NDArray[np.int32]
    nodes: Nodes
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    organisers: Several
    row: NDArray[np.int32]
    rows: tuple[str, ...]
    """The rows of tables of events; ``row`` says which of them an event is, the empty one for none."""

    def columns(self, rule: str = RULES[0], source: str | None = None) -> Columns:
        """The events under a headline rule."""
        size = len(self.first)
        c = self.claims
        low, high, numbered, kind = _headlines(self, rule, source)
        counting = self._flag(COUNTS) & ~self._flag(INSTANCE)
        seen = np.zeros(size, dtype=bool)
        seen[c["event"][self._flag(COUNTS) & self._flag(INSTANCE)]] = True
        lifted = seen & (low < 1)
        low[lifted], high[lifted], numbered[lifted] = 1, NOT_KNOWN, False
        kind[low > 0] = CLAIM_KINDS.index("detention")
        most_low, least_high = np.zeros(size, dtype=np.int64), np.full(size, MOST, dtype=np.int64)
        np.maximum.at(most_low, c["event"][counting], np.maximum(c["low"][counting], 0))
        bounded = counting & (c["high"] >= 0)
        np.minimum.at(least_high, c["event"][bounded], c["high"][bounded])
        return Columns(
            first=self.first, last=self.last, node=self.node, kind=kind, low=low, high=high, unknown=(low > 0) & ~numbered,
            conflicting=(most_low > least_high) | (seen & (least_high == 0)), nodes=self.nodes,
            sources=self._several("source", self.sources), organisers=self.organisers,
            languages=self._several("language", self.languages),
        )  # fmt: skip

    def id_of(self, row: int) -> str:
        """An event's identifier, as everywhere."""
        first, last = date.fromordinal(int(self.first[row])), date.fromordinal(int(self.last[row]))
        return Key(self.nodes.ids[self.node[row]], first, last, self.rows[self.row[row]]).id

    def row_of(self, event_id: str, first: date, last: date) -> int | None:
        """The event of that identifier, which has those days."""
        a, b = np.searchsorted(self.first, [first.toordinal(), first.toordinal() + 1])
        near = a + np.flatnonzero(self.last[a:b] == last.toordinal())
        return next((row for row in near.tolist() if self.id_of(row) == event_id), None)

    def _flag(self, flag: int) -> Mask:
        return np.asarray((self.claims["flags"] & flag) > 0)

    def _several(self, name: str, names: tuple[str, ...]) -> Several:
        named = np.array([bool(n) for n in names], dtype=bool)
        pairs = np.unique(self.claims["event"].astype(np.int64) * len(names) + self.claims[name]) if names else np.zeros(0, dtype=np.int64)
        pairs = pairs[named[pairs % len(names)]] if len(pairs) else pairs
        width = max(1, len(names))
        return Several(names, (pairs // width).astype(np.int32), (pairs % width).astype(np.int32))


def archive(bodies: Iterable[str]) -> Archive:
    """Columns of claims, given as the JSON that a store keeps, by report and position. Claims without a date are left out."""
    maker = _Maker()
    for body in bodies:
        maker.add(json.loads(body))
    return maker.archive()


class _Names:
    """Names as numbers, in order of first appearance."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self._at.setdefault(name, len(self._at))

    def all(self) -> tuple[str, ...]:
        return tuple(self._at)


class _Maker:
    def __init__(self) -> None:
        self._columns = {name: array("q") for name in (*NUMBERS[1:], "first", "last", "place", "node", "row")}
        self._keys, self._sources, self._languages, self._rows, self._organisers = (_Names() for _ in range(5))
        self._nodes = NodeMaker()
        self._known: dict[tuple[str, ...], int] = {}
        self._organised: list[tuple[int, int]] = []
        self._running: list[int] = []
        self._size = 0
        self._days: dict[str, int] = {}

    def add(self, row: dict[str, Any]) -> None:
        if not row["date_start"] or not row["date_end"]:
            return
        number, self._size = self._size, self._size + 1
        count, place, kind = row["count"], row["place"], row["kind"]
        path = tuple(place["path"]) or (place["id"] or "", place["mention"].casefold(), place["country"] or "")
        if path not in self._known:
            made = Place(**{**place, "path": tuple(place["path"])})
            self._known[path] = self._nodes.add(path_of(made), made)
            self._keys(place_key(made))
        node = self._known[path]
        key = path[-1] if place["path"] else (place["id"] or f"unplaced:{place['mention'].casefold()}")
        flags = COUNTS * (kind in COUNTED_KINDS and not row["subset"]) + INSTANCE * row["instance"] + NUMBERED * (count["best"] is not None)
        own = row.get("row") or {}
        values = (
            _held(count["min"]), _held(count["max"]), CLAIM_KINDS.index(kind), self._day(row["published"]), self._sources(row["source"]),
            self._languages(row["language"]), flags, self._day(row["date_start"]), self._day(row["date_end"]), self._keys(key), node,
            self._rows(f"{own['table']}/{own['id']}" if own else ""),
        )  # fmt: skip
        for column, value in zip(self._columns.values(), values, strict=True):
            column.append(value)
        if row.get("running"):
            self._running.append(number)
        self._organised += [(number, self._organisers(name)) for name in row["organisers"]]

    def archive(self) -> Archive:
        c = {
            name: np.frombuffer(column, dtype=np.int64) if len(column) else np.zeros(0, dtype=np.int64)
            for name, column in self._columns.items()
        }
        nodes = self._nodes.nodes()
        first = self._first_days(c, nodes)
        order = np.lexsort((c["row"], c["place"], c["last"], first))
        new = np.zeros(len(order), dtype=bool)
        for name in (first, c["last"], c["place"], c["row"]):
            ordered = name[order]
            new[1:] |= ordered[1:] != ordered[:-1]
        numbers = np.cumsum(new)
        event = np.empty(len(order), dtype=np.int64)
        event[order] = numbers
        heads = order[np.flatnonzero(np.concatenate(([True], new[1:])))] if len(order) else order
        claims: dict[str, NDArray[Any]] = {"event": event.astype(np.int32), "low": c["low"].copy(), "high": c["high"].copy()}
        claims |= {name: c[name].astype(np.int32) for name in ("published", "source", "language")}
        claims |= {name: c[name].astype(np.int8) for name in ("kind", "flags")}
        pairs = np.array(sorted({(int(event[number]), name) for number, name in self._organised}), dtype=np.int32).reshape(-1, 2)
        return Archive(
            claims, first[heads].astype(np.int32), c["last"][heads].astype(np.int32), c["node"][heads].astype(np.int32), nodes,
            self._sources.all(), self._languages.all(), Several(self._organisers.all(), pairs[:, 0], pairs[:, 1]),
            c["row"][heads].astype(np.int32), self._rows.all(),
        )  # fmt: skip

    def _first_days(self, c: dict[str, Ints], nodes: Nodes) -> Ints:
        """The day from which each claim counts: its own, or for a running total the first of the place's episode."""
        first = c["first"].copy()
        days: dict[str, list[int]] = defaultdict(list)
        detained = c["kind"] == CLAIM_KINDS.index("detention")
        for number in self._running:
            path = nodes.paths[c["node"][number]]
            if path[-1] not in days:
                days[path[-1]] = np.unique(c["first"][detained & nodes.within((path[-1],))[c["node"]]]).tolist()
            known = days[path[-1]]
            for day in reversed(known[: bisect_left(known, int(first[number]))]):
                if first[number] - day > EPISODE_GAP.days:
                    break
                first[number] = day
        return first

    def _day(self, text: str | None) -> int:
        if text not in self._days:
            self._days[text or ""] = date.fromisoformat(text).toordinal() if text else 0
        return self._days[text or ""]


def _headlines(a: Archive, rule: str, source: str | None) -> tuple[Ints, Ints, Mask, NDArray[np.int8]]:
    """For every event: its headline's interval, whether that has a number, and the kind of event by its claims."""
    size, c = len(a.first), a.claims
    kind = np.full(size, len(CLAIM_KINDS) - 1, dtype=np.int8)
    np.minimum.at(kind, c["event"], c["kind"])
    rows = np.flatnonzero(((c["flags"] & COUNTS) > 0) & ((c["flags"] & INSTANCE) == 0))
    if rule == "one source":
        rows = rows[c["source"][rows] == (a.sources.index(source) if source in a.sources else -1)]
    least, wide = np.maximum(c["low"][rows], 0), np.where(c["high"][rows] < 0, MOST, c["high"][rows] - np.maximum(c["low"][rows], 0))
    later = (rows, c["published"][rows])
    by_least = (*later, -wide, least)
    if rule == "latest report":
        keys: tuple[Any, ...] = (rows, -wide, least, c["published"][rows])
    elif rule == "median of sources":
        spoken = rows[_last((*by_least, c["source"][rows]), c["event"][rows], c["source"][rows])]
        rows = _middle(c, spoken)
        keys = (rows, c["published"][rows])
        wide = np.where(c["high"][rows] < 0, MOST, c["high"][rows] - np.maximum(c["low"][rows], 0))
        keys = (*keys, -wide, np.maximum(c["low"][rows], 0))
    else:
        keys = by_least
    heads = rows[_last(keys, c["event"][rows])]
    low, high, numbered = np.full(size, NOT_KNOWN, dtype=np.int64), np.full(size, NOT_KNOWN, dtype=np.int64), np.zeros(size, dtype=bool)
    at = c["event"][heads]
    low[at], high[at], numbered[at] = c["low"][heads], c["high"][heads], (c["flags"][heads] & NUMBERED) > 0
    return low, high, numbered, kind


def _last(keys: tuple[Any, ...], event: Ints, also: Ints | None = None) -> Ints:
    """Positions of the last of every event's rows (and of each ``also`` within it) in the order of the keys."""
    order = np.lexsort((*keys, event))
    e = event[order]
    ends = np.ones(len(e), dtype=bool)
    ends[:-1] = e[1:] != e[:-1]
    if also is not None:
        s = also[order]
        ends[:-1] |= s[1:] != s[:-1]
    return np.asarray(order[ends])


def _middle(c: dict[str, NDArray[Any]], spoken: Ints) -> Ints:
    """Of each event's sources, those whose lowest number is the middle one (the lower of two)."""
    least = np.maximum(c["low"][spoken], 0)
    order = np.lexsort((least, c["event"][spoken]))
    event, least, spoken = c["event"][spoken][order], least[order], spoken[order]
    starts = np.flatnonzero(np.concatenate(([True], event[1:] != event[:-1]))) if len(event) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(event)))
    middle = np.repeat(least[starts + (sizes - 1) // 2], sizes) if len(event) else least
    return np.asarray(spoken[least == middle])


def _held(number: int | None) -> int:
    return NOT_KNOWN if number is None else max(0, min(number, MOST))

"""Very many events added up at once: the contract's totals for every place of the tree, over days.

Events of one day are added exactly as :mod:`geo.totals` does: on each day a place is its own number or the sum of its
parts, whichever is higher. Events of several days enter where their number passes what the days they span add up to. That
is a lower bound that the evidence supports, and never above what :func:`geo.totals.total` finds.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from geo.query import NOT_KNOWN, Columns, Ints, Mask

DENSE = 16_000_000
"""Up to so many cells (places by days) a level of the tree is held as a full table."""


@dataclass(frozen=True)
class Sums:
    """For every node of the tree: its total, and how many events; ``days`` is the world's total by day from ``start``."""

    low: Ints
    high: Ints
    events: Ints
    unknown: Ints
    conflicts: Ints
    counted: Ints
    days: Ints
    start: int
    whole: tuple[int, int]
    """Lowest and highest number of everything together; ``NOT_KNOWN`` where nothing speaks of detentions, or has a highest."""


def fold(columns: Columns, rows: Ints) -> Sums:
    """The totals of the chosen rows, for each node and together."""
    nodes = columns.nodes
    size = len(nodes.paths)
    node = columns.node[rows]
    own = np.bincount(node, minlength=size).astype(np.int64)
    conflicts = np.bincount(node[columns.conflicting[rows]], minlength=size).astype(np.int64)
    counted = rows[columns.low[rows] >= 0]
    numbers = np.bincount(columns.node[counted], minlength=size).astype(np.int64)
    low, unknown, days, start = _Levels(columns, counted).work()
    counted_below = nodes.summed(numbers)
    high = _highest(columns, counted, counted_below)
    roots = np.flatnonzero(nodes.parent < 0)
    one = int(high[roots].max(initial=NOT_KNOWN)) if len(counted) == 1 or not columns.high[counted].any() else NOT_KNOWN
    whole = max(int(low[roots].sum()), int(days.sum()))
    return Sums(
        low, high, nodes.summed(own), nodes.summed(unknown), nodes.summed(conflicts), counted_below, days, start,
        (whole, one) if len(counted) else (NOT_KNOWN, NOT_KNOWN),
    )  # fmt: skip


def _highest(columns: Columns, counted: Ints, below: Ints) -> Ints:
    """A place has a highest number where one event alone speaks of it, or all say nobody."""
    nodes, node, high = columns.nodes, columns.node[counted], columns.high[counted]
    sums = nodes.summed(np.bincount(node, weights=np.maximum(high, 0), minlength=len(nodes.paths)).astype(np.int64))
    open_ = nodes.summed(np.bincount(node[high < 0], minlength=len(nodes.paths)).astype(np.int64))
    settled = (open_ == 0) & (below > 0) & ((below == 1) | (sums == 0))
    return np.where(settled, sums, NOT_KNOWN)


class _Levels:
    """The tree, worked from its leaves to its roots."""

    def __init__(self, columns: Columns, rows: Ints) -> None:
        self.nodes = columns.nodes
        first, last = columns.first[rows].astype(np.int64), columns.last[rows].astype(np.int64)
        self.start = int(first.min(initial=2**40)) if len(rows) else 0
        self.width = int(last.max(initial=0)) - self.start + 1 if len(rows) else 1
        single = first == last
        self.node = columns.node[rows][single].astype(np.int64)
        self.day = first[single] - self.start
        self.low = columns.low[rows][single]
        self.unknown = columns.unknown[rows][single]
        self.longs = (columns.node[rows][~single], first[~single] - self.start, last[~single] - self.start,
                       columns.low[rows][~single], columns.unknown[rows][~single])  # fmt: skip

    def work(self) -> tuple[Ints, Ints, Ints, int]:
        size = len(self.nodes.paths)
        low, unknown = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        keys, values = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        level_of_row = self.nodes.depth[self.node]
        long_level = self.nodes.depth[self.longs[0]]
        days = np.zeros(self.width, dtype=np.int64)
        for level in range(int(self.nodes.depth.max(initial=0)), 0, -1):
            here = np.flatnonzero(self.nodes.depth == level)
            position = np.full(size, -1, dtype=np.int64)
            position[here] = np.arange(len(here))
            mine = level_of_row == level
            cells = _Cells(len(here), self.width, position[self.node[mine]] * self.width + self.day[mine], self.low[mine],
                           self.unknown[mine], _moved(keys, self.width, position), values)  # fmt: skip
            whole, unknowns = cells.by_place()
            parts = np.zeros(size, dtype=np.int64)
            below = np.flatnonzero(self.nodes.depth == level + 1)
            np.add.at(parts, self.nodes.parent[below], low[below])
            sums = np.maximum(whole, parts[here])
            self._long(cells, position, long_level == level, whole, sums, unknowns)
            low[here], unknown[here] = sums, unknowns
            roots = self.nodes.parent[here] < 0
            if roots.any():
                np.add.at(days, cells.keys % self.width, cells.values * roots[cells.keys // self.width])
            up = ~roots[cells.keys // self.width] if len(cells.keys) else np.zeros(0, dtype=bool)
            parent = self.nodes.parent[here[cells.keys[up] // self.width]]
            keys, values = parent * self.width + cells.keys[up] % self.width, cells.values[up]
        return low, unknown, days, self.start

    def _long(self, cells: _Cells, position: Ints, mine: Mask, whole: Ints, sums: Ints, unknowns: Ints) -> None:
        """Events of several days: taken where they say more than the days they span."""
        node, first, last, low, unknown = (column[mine] for column in self.longs)
        at = position[node]
        told = cells.between(at, first, last)
        np.add.at(unknowns, at[unknown & (told == 0)], 1)
        useful = np.flatnonzero(low > told)  # few: what says no more than its days adds nothing
        useful = useful[np.lexsort((last[useful], at[useful]))]
        for some in np.split(useful, np.flatnonzero(np.diff(at[useful])) + 1) if len(useful) else ():
            place = int(at[some[0]])
            more = _gain(first[some].tolist(), (last[some] + 1).tolist(), (low[some] - told[some]).tolist())
            sums[place] = max(int(sums[place]), int(whole[place]) + more)


class _Cells:
    """One level: what each place has on each day, its own number or the sum of its parts."""

    def __init__(self, places: int, width: int, own_keys: Ints, own: Ints, unknown: Mask, part_keys: Ints, parts: Ints) -> None:
        self.places, self.width = places, width
        if places * width <= DENSE:
            mine = np.bincount(own_keys, weights=own, minlength=places * width)
            below = np.bincount(part_keys, weights=parts, minlength=places * width)
            both = np.maximum(mine, below).astype(np.int64)
            self.keys = np.flatnonzero(both)
            self.values = both[self.keys]
            nameless = own_keys[unknown]
            self._unknown = nameless[below[nameless] == 0]
        else:
            every, at = np.unique(np.concatenate([own_keys, part_keys]), return_inverse=True)
            mine = np.bincount(at[: len(own_keys)], weights=own, minlength=len(every))
            below = np.bincount(at[len(own_keys) :], weights=parts, minlength=len(every))
            self.keys, self.values = every, np.maximum(mine, below).astype(np.int64)
            nameless = at[: len(own_keys)][unknown]
            self._unknown = every[nameless[below[nameless] == 0]]

    def by_place(self) -> tuple[Ints, Ints]:
        sums = np.bincount(self.keys // self.width, weights=self.values, minlength=self.places).astype(np.int64)
        return sums, np.bincount(self._unknown // self.width, minlength=self.places).astype(np.int64)

    def between(self, place: Ints, first: Ints, last: Ints) -> Ints:
        """What the days from first to last, both in them, add up to at places."""
        before = np.concatenate(([0], np.cumsum(self.values)))
        begin, end = (np.searchsorted(self.keys, place * self.width + day) for day in (first, last + 1))
        return np.asarray(before[end] - before[begin])


def _moved(keys: Ints, width: int, position: Ints) -> Ints:
    """Keys by node as keys by the node's position within its level."""
    return position[keys // width] * width + keys % width


def _gain(first: list[int], end: list[int], more: list[int]) -> int:
    """How much the best choice of spans that do not overlap adds over their days' sums; spans in order of their end."""
    ends, best = [0], [0]
    for start, stop, gained in zip(first, end, more, strict=True):
        reached = best[bisect_right(ends, start) - 1] + gained
        if reached > best[-1]:
            ends.append(stop)
            best.append(reached)
    return best[-1]

"""The store's events and what is chosen of them: read once for each version of the data, never changed."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import streamlit as st

from dashboard.kept import Kept
from dashboard.names import name_of
from dashboard.selection import Selection, selected
from dashboard.view import DEFAULT_KINDS, Span, View, month_of, numbers_of
from geo.archive import Archive
from geo.archived import archive_of
from geo.errors import InputError
from geo.events import RULES, reconcile
from geo.model import CLAIM_KINDS, Claim, Event, Report
from geo.public import tier_in_use
from geo.query import Columns, Ints
from geo.store import Store
from geo.store.history import made as version_day

VAST = 20_000
"""Of more claims than these, columns are held and not the claims themselves."""
PAST = 300_000
"""Of more claims than these an older version, which is held whole, would take too much memory."""
ROOM, ROOM_OWN = 2_500_000, 400_000
"""So many rows' worth of selections are kept of a store, and of a session's own reports."""
WEIGHT = 40_000
"""What a selection weighs besides its rows: its listed events, and what is drawn of it."""
RULED = 6
"""Under so many rules are a data set's events held."""
RECKONING = "en"
"""The language of the reckoning's lines, and so of the places in them."""


@dataclass(frozen=True)
class Dataset:
    """One version of a store: its claims, and what the filters can choose from."""

    url: str
    version: str
    claims: tuple[Claim, ...]
    reports: tuple[Report, ...] = ()
    """A session's own reports, which are in no store."""
    at: str | None = None
    """The version, where a link asks for one that is not to change."""
    kept: Kept = field(default_factory=lambda: Kept(ROOM), repr=False, compare=False)
    """The selections that readers have asked for."""

    @cached_property
    def dated(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.date_start and c.date_end)

    @cached_property
    def _by_rule(self) -> Kept:
        return Kept(RULED)

    def columns(self, rule: str = RULES[0], source: str | None = None) -> Columns:
        return self._under(rule, source)[1]

    def events(self, rows: Ints, rule: str = RULES[0], source: str | None = None) -> tuple[Event, ...]:
        events = self._under(rule, source)[0]
        return tuple(events[row] for row in rows.tolist())

    def row_of(self, event_id: str) -> int | None:
        return self._rows.get(event_id)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {e.id: row for row, e in enumerate(self._under(RULES[0], None)[0])}

    def _under(self, rule: str, source: str | None) -> tuple[tuple[Event, ...], Columns]:
        def made() -> tuple[tuple[Event, ...], Columns]:
            events = tuple(sorted(reconcile(self.dated, rule, source), key=lambda e: e.date_start))
            return events, Columns.of(events)

        return self._by_rule((rule, source), made)

    @property
    def empty(self) -> bool:
        return not len(self.columns())

    @cached_property
    def span(self) -> Span:
        """From the first day to the last that any claim speaks of."""
        columns = self.columns()
        return Span(date.fromordinal(int(columns.first.min())), date.fromordinal(int(columns.last.max())))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted(self.columns().sources.names))

    @cached_property
    def years(self) -> tuple[int, ...]:
        return years_of(self.columns())

    @cached_property
    def densest_month(self) -> Span:
        """The calendar month with the most events that the default kinds show; of equals the latest: the first look."""
        return densest_month(self.columns())

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(self.columns().nodes.ids)

    def report(self, claim: Claim) -> Report | None:
        own = next((r for r in self.reports if r.id == claim.report_id), None)
        return own or (_store(self.url).report(claim.report_id, self.at) if self.url else None)


@dataclass(frozen=True)
class VastDataset(Dataset):
    """A store of so many claims that only columns of them are held; events are read from the store when they are shown."""

    archive: Archive | None = None

    def columns(self, rule: str = RULES[0], source: str | None = None) -> Columns:
        assert self.archive is not None
        return _columns(self.archive, self.url, self.version, rule, source)

    def events(self, rows: Ints, rule: str = RULES[0], source: str | None = None) -> tuple[Event, ...]:
        assert self.archive is not None
        return tuple(_store(self.url).events_named([self.archive.id_of(row) for row in rows.tolist()], rule, source))

    def row_of(self, event_id: str) -> int | None:
        assert self.archive is not None
        days = _store(self.url).days_of(event_id)
        return self.archive.row_of(event_id, *days) if days else None


def years_of(columns: Columns) -> tuple[int, ...]:
    return tuple(sorted({date.fromordinal(day).year for day in np.unique(columns.first).tolist()}))


def densest_month(columns: Columns) -> Span:
    shown = np.array([kind in DEFAULT_KINDS for kind in CLAIM_KINDS])[columns.kind]
    days, numbers = np.unique(columns.first[shown], return_counts=True)
    months: Counter[date] = Counter()
    for day, number in zip(days.tolist(), numbers.tolist(), strict=True):
        months[date.fromordinal(day).replace(day=1)] += number
    last = date.fromordinal(int(columns.last.max()))
    return month_of(max(months or [last.replace(day=1)], key=lambda month: (months[month], month)))


def load(url: str, at: str | None = None) -> Dataset:
    """The store's present version, or the one that a link asks for. Raises what the store raises where it cannot be opened,
    :class:`InputError` for a version that it never had."""
    store = _store(url)
    now = store.version
    asked = now if at is None else store.version_named(at)
    if asked == now:
        return _dataset(url, now)
    if store.count_claims() > PAST:
        raise InputError(asked, f"of more than {PAST:,} claims no older version is opened here; export --at has it")
    return _past(url, asked, now if tier_in_use() else "")


def load_as_asked(url: str, at: str | None) -> Dataset:
    """The version asked for; the newest where the store never had it, which the view then says."""
    try:
        return load(url, at)
    except InputError:
        if at is None:
            raise
        return load(url)


def made(url: str, version: str) -> date | None:
    """The day on which the store came to a version."""
    return version_day(_store(url), version)


def together(base: Dataset | None, claims: tuple[Claim, ...], reports: tuple[Report, ...], digest: str) -> Dataset:
    """A session's own claims with those of a store, or alone, in the tier of the server. It belongs into that session and nowhere else."""
    tier = tier_in_use()
    kind, own = (PublicDataset, tuple(tier.claims(claims))) if tier else (Dataset, claims)
    if base is None or isinstance(base, VastDataset):
        return kind("", f"own-{digest}", own, reports, kept=Kept(ROOM_OWN))
    replaced = {r.id for r in reports}
    every = (*(c for c in base.claims if c.report_id not in replaced), *own)
    return kind(base.url, f"{base.version}+{digest}", every, reports, kept=Kept(ROOM_OWN))


def report_of(dataset: Dataset, claim: Claim) -> Report | None:
    return dataset.report(claim)


def selection_of(dataset: Dataset, view: View) -> Selection:
    """What the view shows, worked out once for all views of the same numbers."""
    chosen = numbers_of(view)
    return dataset.kept(chosen, lambda: _selection(dataset, chosen), lambda selection: WEIGHT + len(selection))


def _selection(dataset: Dataset, view: View) -> Selection:
    columns = dataset.columns(view.rule, view.source)
    return selected(columns, view, lambda rows: dataset.events(rows, view.rule, view.source), lambda node, on: name_of(node, on, RECKONING))


@st.cache_resource(show_spinner=False, max_entries=4)
def _store(url: str) -> Store:
    return Store.open(url, create=False)


@dataclass(frozen=True)
class PublicDataset(Dataset):
    """A store as the public tier shows it: made of claims that hold nothing exact, and without the reports' texts."""

    def report(self, claim: Claim) -> Report | None:
        return None


@st.cache_resource(show_spinner=False, max_entries=2)
def _dataset(url: str, version: str) -> Dataset:
    return _settled(_read(_store(url), url, version))


def _read(store: Store, url: str, version: str) -> Dataset:
    if tier := tier_in_use():
        return PublicDataset(url, version, tuple(tier.claims(store.claims())))
    if store.count_claims() > VAST:
        return VastDataset(url, version, (), archive=archive_of(store))
    return Dataset(url, version, tuple(store.claims()))


def _settled(dataset: Dataset) -> Dataset:
    """Takes what is there now, which stays, out of the garbage collector's rounds: each would look at every claim again."""
    dataset.columns()
    gc.unfreeze()  # a data set that was held before may have gone
    gc.collect()
    gc.freeze()
    return dataset


@st.cache_resource(show_spinner=False, max_entries=2)
def _past(url: str, version: str, now: str) -> Dataset:
    """An older version. What the newest (``now``) has taught of names is hidden there too."""
    store = _store(url)
    claims = store.claims(version)
    if tier := tier_in_use():
        return PublicDataset(url, version, tuple(tier.claims(claims, also=store.claims())), at=version)
    return Dataset(url, version, tuple(claims), at=version)


@st.cache_resource(show_spinner=False, max_entries=4)
def _columns(_archive: Archive, url: str, version: str, rule: str, source: str | None) -> Columns:
    return _archive.columns(rule, source)

"""Tables of events (``--map FIELD=COLUMN,... --in PLACE``): each row is an event already, kept as a report with one claim.

The report's text is the row itself, a line for each column, so that the claim's quote can be read where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.errors import InputError, UsageError
from geo.extraction.language import detect_language
from geo.model import CLAIM_KINDS, Claim, ClaimKind, Count, Place, Report, Row
from geo.places import lookup
from geo.places.gazetteer import Gazetteer, key, unplaced
from geo.reports import cells
from geo.reports.sheets import Cell, Sheet, csv_sheet, xlsx_sheet
from geo.reports.source import Columns, Item, Kept, Options, Source, digest

FIELDS = (
    "id", "date", "date_end", "place", "site", "count", "count_min", "count_max", "kind", "type", "organiser", "title", "text",
    "source", "url", "language",
)  # fmt: skip

_URL = re.compile(r"https?://[^\s,;\"'<>]+")


def parse_map(text: str, within: str | None = None, order: str | None = None) -> Columns:
    """``date=date,place=place,count=number_of_detentions`` as :class:`Columns`. Raises :class:`UsageError`."""
    of: dict[str, tuple[str, ...]] = {}
    for part in text.split(","):
        name, _, column = (p.strip() for p in part.partition("="))
        if name not in FIELDS or not column:
            raise UsageError(f"--map: “{part.strip()}” is not FIELD=COLUMN; the fields are {', '.join(FIELDS)}")
        if name in of:
            raise UsageError(f"--map: {name} stands twice; several columns for one field are joined by +, as in type=kind+status")
        of[name] = (column,)
    if "date" not in of:
        raise UsageError("--map: which column holds the date? Say date=COLUMN")
    return Columns(of, within, order)


def event_table(source: Source, options: Options) -> Iterator[Item]:
    """Each row of a CSV or XLSX table as a report with its one claim. Raises :class:`InputError` for a table that has no such columns."""
    assert options.columns is not None
    sheet = xlsx_sheet(source) if source.suffix == ".xlsx" else csv_sheet(source, options)
    places = _places(sheet, options.columns, source)
    told = Options(encoding=options.encoding)  # the first pass over the dates is no progress
    first_pass = sheet if source.suffix == ".xlsx" else csv_sheet(source, told)
    order = options.columns.order or _order(first_pass, places)
    base = _base(options.columns.within)
    for number, values in sheet.rows():
        if isinstance(values, InputError):
            yield values
        else:
            yield _Line(source, sheet.header, places, values, number, order, base, options).item()


def _places(sheet: Sheet, columns: Columns, source: Source) -> dict[str, list[int]]:
    """Field -> where its columns stand in a row."""
    header = {h.strip().casefold(): i for i, h in reversed(list(enumerate(sheet.header)))}
    out: dict[str, list[int]] = {}
    for name, (written,) in columns.of.items():
        whole = [written] if written.casefold() in header else written.split("+")
        for column in whole:
            if column.strip().casefold() not in header:
                there = ", ".join(h for h in sheet.header if h) or "none"
                raise InputError(source.name, f"--map {name}={written}: there is no column named {column}; there are: {there}")
            out.setdefault(name, []).append(header[column.strip().casefold()])
    return out


def _order(sheet: Sheet, places: dict[str, list[int]]) -> str | None:
    return cells.order_of(values[at] for _, values in sheet.rows() if not isinstance(values, InputError) for at in places["date"])


def _base(within: str | None) -> str | None:
    """The place that a table lies in; a city rather than the region of the same name around it."""
    if within is None:
        return None
    found = [str(row["id"]) for row in lookup.candidates(within)]
    if not found:
        raise UsageError(f"--in: no place is called {within}; `detention-map geocode` finds names")
    gazetteer = Gazetteer.shipped()
    inside = (i for i in found if gazetteer.entries[i].kind == "city" and found[0] in gazetteer.path(i, None))
    return next(inside, found[0])


@dataclass(frozen=True, slots=True)
class _Line:
    """One row, and what is needed to read it."""

    source: Source
    header: list[str]
    places: dict[str, list[int]]
    values: Sequence[Cell]
    number: int
    order: str | None
    base: str | None
    options: Options

    def item(self) -> Item:
        where = f"{self.source.name}, row {self.number}"
        text = "\n".join(f"{h}: {_text(v)}" for h, v in zip(self.header, self.values, strict=True) if _text(v))
        language = (
            self.told("language").lower() or self.options.language or detect_language(self.told("text") or self.told("title") or text)
        )
        try:
            first, last = self.days(language)
            kind, count = self.counted(language)
            place = self.place(first)
        except _Field as fault:
            return InputError(where, str(fault))
        name = self.source.stem
        row = Row(name, self.told("id") or str(self.number), self.told("type"), self.told("title"))
        url = _URL.search(self.told("url"))
        report = Report(
            id=f"{name}-{row.id}", text=text, published=first, title=row.title, source=self.told("source") or self.options.source or name,
            url=url[0] if url else None, language=language, sha256=digest(text),
        )  # fmt: skip
        start, end = self.quote(text)
        organisers = tuple(dict.fromkeys(o.strip() for o in self.told("organiser").split(";") if o.strip()))
        claim = Claim(
            report.id, report.source, report.url, first, language, kind, text[start:end], start, end, first, last, "text", place, count,
            organisers=organisers, row=row,
        )  # fmt: skip
        return where, Kept(report, [claim])

    def told(self, name: str) -> str:
        """What the row says for a field; several columns joined by ``; ``."""
        return "; ".join(t for at in self.places.get(name, ()) if (t := _text(self.values[at])))

    def cell(self, name: str) -> Cell:
        at = self.places.get(name)
        return None if at is None else self.values[at[0]]

    def days(self, language: str) -> tuple[date, date]:
        first, last = self.read("date", language), self.read("date_end", language)
        if first is None:
            raise _Field(f"no {self.column('date')}: a row without a date is no event")
        if last is not None and last < first:
            raise _Field(f"{self.column('date_end')}: it ends, {last}, before it begins, {first}")
        return first, last or first

    def read(self, name: str, language: str) -> date | None:
        try:
            return cells.day(self.cell(name), self.order, language)
        except ValueError as error:
            raise _Field(f"{self.column(name)}: {error}") from None

    def counted(self, language: str) -> tuple[ClaimKind, Count]:
        said = self.told("kind").strip().lower()
        if said and said not in CLAIM_KINDS:
            raise _Field(f"{self.column('kind')}: “{said}” is none of {', '.join(CLAIM_KINDS)}")
        column = "count"
        try:
            count = cells.count(self.cell("count"), language)
            if "count_min" in self.places or "count_max" in self.places:
                best = count.best if count.form != "unspecified" else None
                column = "count_min"
                low = cells.whole(self.cell("count_min"))
                column = "count_max"
                high = cells.whole(self.cell("count_max"))
                if low is not None or high is not None:
                    written = "; ".join(t for n in ("count", "count_min", "count_max") if (t := self.told(n)))
                    count = cells.interval(written, best, low, high)
        except ValueError as error:
            raise _Field(f"{self.column(column)}: {error}") from None
        return said if said else "no_detention" if count.max == 0 else "detention", count

    def place(self, on: date) -> Place:
        mention, site = self.told("place").strip(), self.told("site").strip()
        try:
            return _place(mention, site, self.base, on)
        except LookupError as error:
            raise _Field(f"{self.column('place')}: {error}") from None

    def quote(self, text: str) -> tuple[int, int]:
        """The line of the count, or of the whole row where no column holds one."""
        at = self.places.get("count") or self.places.get("count_min") or self.places.get("count_max")
        if at and (value := _text(self.values[at[0]])):
            line = f"{self.header[at[0]]}: {value}"
            start = 0 if text.startswith(line) else text.find("\n" + line) + 1
            return start, start + len(line)
        return 0, len(text)

    def column(self, name: str) -> str:
        at = self.places.get(name)
        return self.header[at[0]] if at else name


class _Field(ValueError):
    """A field of the row that cannot be read."""


@lru_cache(maxsize=4096)
def _place(mention: str, site: str, base: str | None, on: date) -> Place:
    """The best place of that name within the base; where nothing is called so, a site of the base that no table holds."""
    gazetteer = Gazetteer.shipped()
    found = _named(mention, base, on, gazetteer) if mention else base
    if site and found:
        inside = _named(site, found, on, gazetteer)
        if inside or gazetteer.entries[found].kind == "city":
            return gazetteer.place(inside, site, on) if inside else gazetteer.unknown_site(found, site, on)
    if found:
        return gazetteer.place(found, mention or gazetteer.name(found, on), on)
    if base is None or not mention:
        return unplaced(mention or site)
    entry = gazetteer.entries[base]
    return gazetteer.unknown_site(base, mention, on) if entry.kind == "city" else unplaced(mention, entry.country or None)


def _named(name: str, base: str | None, on: date, gazetteer: Gazetteer) -> str | None:
    rows = lookup.candidates(name, on)
    inside = [r for r in rows if base is None or base in gazetteer.path(r["id"], on)]
    if not inside and key(name).startswith(("м ", "г ")):
        return _named(key(name)[2:], base, on, gazetteer)  # "г. Москва": a city; "м. Арбат": a station of the underground
    return str(inside[0]["id"]) if inside else None


def _text(value: Cell) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value).strip()

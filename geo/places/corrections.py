"""An analyst's own places and names, used before everything else: a CSV file that ``DETENTION_MAP_PLACES`` names.

Columns: ``name, id, kind, lat, lon, precision_m, country, parent, language, valid_from, valid_to``; only ``name`` is needed.
With the ``id`` of a known place, the name is one more of its names, and a position moves it; without, or with an ``id`` of one's
own, it is a place of its own. ``parent`` is the id of the city, region or country it lies in. WGS 84 degrees, metres, days like
2020-06-06. A name of this file means what this file says, whatever else bears it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast, get_args

from geo.errors import DataError
from geo.model import PlaceKind
from geo.places.entries import Entries, Entry, Name, key

COLUMNS = ("name", "id", "kind", "lat", "lon", "precision_m", "country", "parent", "language", "valid_from", "valid_to")
_PRECISION_M = {"country": 500_000, "region": 100_000, "city": 10_000, "site": 300}


def read_corrections(path: Path, entries: Entries) -> tuple[list[Entry], list[Name]]:
    """The file's places and names. Raises :class:`DataError` naming file, row and fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"DETENTION_MAP_PLACES: {path} cannot be read: {error}") from None
    own: dict[str, Entry] = {}
    names = []
    for number, row in enumerate(rows, start=2):
        try:
            cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
            entry = _entry(cells, own, entries)
            names.append(
                Name(entry.id, cells["name"], cells["language"] or "en", "own", _day(cells["valid_from"]), _day(cells["valid_to"]))
            )
            own[entry.id] = entry
        except ValueError as error:
            raise DataError(f"{path}, row {number}: {error}") from None
    return list(own.values()), names


def _entry(cells: dict[str, str], own: dict[str, Entry], entries: Entries) -> Entry:
    if not cells["name"]:
        raise ValueError("no name")
    identifier = cells["id"] or "own:" + re.sub(r"\W+", "-", key(cells["name"]))
    known = own.get(identifier) or entries.find(identifier)
    position = (float(cells["lat"]), float(cells["lon"])) if cells["lat"] or cells["lon"] else None
    if position and not (-90 <= position[0] <= 90 and -180 <= position[1] <= 180):
        raise ValueError(f"{cells['lat']}, {cells['lon']} is no position in degrees")
    parent = cells["parent"] or (known.parent if known else None)
    if parent and parent not in entries and parent not in own:
        raise ValueError(f"parent {parent} is no known place; `detention-map geocode NAME` tells a place's id")
    kind = cells["kind"] or (known.kind if known else "site" if parent else "city")
    if kind not in get_args(PlaceKind):
        raise ValueError(f"kind {kind} is none of {', '.join(get_args(PlaceKind))}")
    above = own.get(parent or "") or entries.find(parent or "")
    if known:
        lat, lon = position or (known.lat, known.lon)
        return replace(known, lat=lat, lon=lon, parent=parent, precision_m=int(cells["precision_m"] or known.precision_m))
    if position is None:
        raise ValueError(f"{cells['name']} is no known id, and has no lat and lon")
    country = cells["country"].upper() or (above.country if above else "")
    if not country:
        raise ValueError("no country (two letters) and no parent")
    precision = int(cells["precision_m"] or _PRECISION_M[kind])
    return Entry(identifier, cast(PlaceKind, kind), parent or f"country:{country}", country, *position, precision, 0)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

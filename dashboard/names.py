"""What places are called on screen: in the reader's language, by the name in use on the day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from geo.model import Place
from geo.places.gazetteer import Gazetteer


def name_of(place_id: str, on: date | None, language: str, otherwise: str = "") -> str:
    """The name of a gazetteer's place; of any other, what it was called."""
    gazetteer = Gazetteer.shipped()
    if place_id in gazetteer.entries:
        return gazetteer.name(place_id, on, language)
    return otherwise or place_id.rpartition("/")[2].partition(":")[2] or place_id


def place_name(place: Place, on: date | None, language: str) -> str:
    return name_of(place.id, on, language, place.name) if place.id else place.name


def place_with_city(place: Place, on: date | None, language: str) -> str:
    """A site with its city, any other place alone."""
    own = place_name(place, on, language)
    city = city_of(place)
    city_name = name_of(city, on, language) if city else place.city
    if place.basis == "public":  # the public tier's: somewhere in the city
        return city_name or own
    return f"{own}, {city_name}" if place.kind == "site" and city_name else own


def region_name(place: Place, on: date | None, language: str) -> str:
    region = _within(place.path, "region")
    return name_of(region, on, language) if region else place.region or ""


def city_of(place: Place) -> str | None:
    """The identifier of the city that a place lies in, or is."""
    return _within(place.path, "city")


def today(place: Place, on: date, language: str) -> str | None:
    """Today's name of a place, or of a site's city, where it is another than that of the day."""
    own = city_of(place) if place.kind == "site" else place.id
    gazetteer = Gazetteer.shipped()
    if own is None or own not in gazetteer.entries:
        return None
    now = gazetteer.today(own, language)
    return now if now != gazetteer.name(own, on, language) else None


@lru_cache(maxsize=50_000)
def _within(path: tuple[str, ...], kind: str) -> str | None:
    entries = Gazetteer.shipped().entries
    return next((p for p in reversed(path) if p in entries and entries[p].kind == kind), None)

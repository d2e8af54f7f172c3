"""Against a real Nominatim over PostGIS, fed with the sites table: what the online geocoder asks, it answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.evaluate import distance_km
from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.places.online import OnlineGeocoder
from nominatim_server import missing, osm_file, server

pytestmark = pytest.mark.service

G = Gazetteer.shipped()
SITES = sorted(
    e.id for e in list(G.entries.values()) if e.kind == "site" and e.country == "KZ" and G.today(e.id).endswith((" Square", " Park"))
)
CITIES = sorted({G.entries[site].parent or "" for site in SITES})


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    if lacking := missing():
        pytest.skip(f"not installed: {lacking}")
    with server(osm_file(CITIES, SITES)) as address:
        yield address


@pytest.fixture
def geocoder(host: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> OnlineGeocoder:
    monkeypatch.setenv("DETENTION_MAP_GEOCODER", "nominatim")
    monkeypatch.setenv("DETENTION_MAP_GEOCODER_DOMAIN", host)
    monkeypatch.setenv("DETENTION_MAP_GEOCODER_SCHEME", "http")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("geo.places.online.PAUSE", 0.0)
    made = OnlineGeocoder.from_settings()
    assert made is not None
    return made


def asked(geocoder: OnlineGeocoder, name: str, city: str) -> Place:
    return geocoder.site(G.unknown_site(city, name, None))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_square_and_park_is_found_in_its_city(geocoder: OnlineGeocoder, language: str) -> None:
    lost = []
    for site in SITES:
        entry = G.entries[site]
        place = asked(geocoder, G.today(site, language), entry.parent or "")
        near = place.basis == "nominatim" and distance_km((place.lat or 0, place.lon or 0), (entry.lat, entry.lon)) < 1.0
        if not near:
            lost.append(G.today(site, language))
    assert len(SITES) >= 20
    assert len(lost) <= len(SITES) // 20, lost


def test_a_square_of_another_city_is_not_taken(geocoder: OnlineGeocoder) -> None:
    place = asked(geocoder, "Ordabasy Square", "geonames:1526384")
    assert (place.basis, place.city) == ("site_not_found", "Almaty")


def test_a_square_that_is_nowhere(geocoder: OnlineGeocoder) -> None:
    assert asked(geocoder, "Qwxyz Square", "geonames:1526384").basis == "site_not_found"


def test_precision_is_told(geocoder: OnlineGeocoder) -> None:
    place = asked(geocoder, "Republic Square", "geonames:1526384")
    assert place.precision_m is not None
    assert 0 < place.precision_m <= 500

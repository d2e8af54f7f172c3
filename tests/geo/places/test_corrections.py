"""An analyst's own places and names: used before everything else, dated, and named by file and row when at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.places import lookup
from geo.places.gazetteer import Gazetteer
from made import claims

HEAD = "name,id,kind,lat,lon,precision_m,country,parent,language,valid_from,valid_to\n"


@pytest.fixture
def corrected(write: Callable[[str, str | bytes], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def use(rows: str) -> None:
        monkeypatch.setenv("DETENTION_MAP_PLACES", str(write("own.csv", HEAD + rows)))
        Gazetteer.shipped.cache_clear()

    yield use
    monkeypatch.delenv("DETENTION_MAP_PLACES")
    Gazetteer.shipped.cache_clear()


def test_a_site_of_ones_own(corrected: Callable[[str], None]) -> None:
    corrected("Quux Square,,site,43.25,76.93,80,,geonames:1526384,,,\n")
    (best,) = lookup.candidates("Quux Square")
    assert (best["city"], best["lat"], best["precision_m"]) == ("Almaty", 43.25, 80)
    (claim,) = [c for c in claims("Police detained 12 protesters near Quux Square in Almaty.") if c.kind == "detention"]
    assert (claim.place.site, claim.place.lat, claim.place.basis) == ("Quux Square", 43.25, "gazetteer")


def test_an_own_name_wins_over_every_other(corrected: Callable[[str], None]) -> None:
    corrected("Paris,geonames:1526384,,,,,,,,,\n")
    assert [row["name"] for row in lookup.candidates("Paris")] == ["Almaty"]
    (claim,) = [c for c in claims("Police detained 12 protesters in Paris.") if c.kind == "detention"]
    assert claim.place.city == "Almaty"


def test_a_known_place_is_moved(corrected: Callable[[str], None]) -> None:
    corrected("Gandhi Park,site:almaty/gandhi-park,,43.2501,76.9001,50,,,,,\n")
    best = lookup.candidates("Gandhi Park")[0]
    assert (best["lat"], best["lon"], best["precision_m"], best["city"]) == (43.2501, 76.9001, 50, "Almaty")


def test_a_renaming_holds_on_its_days(corrected: Callable[[str], None]) -> None:
    corrected("Freedom Square,site:almaty/republic-square,,,,,,,en,2026-01-01,\n")
    assert lookup.candidates("Freedom Square", date(2026, 2, 1))[0]["name"] == "Freedom Square"
    assert lookup.candidates("Republic Square", date(2020, 6, 6), "Almaty")[0]["name"] == "Republic Square"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,,1,1,,,,,,\n", "row 2: no name"), ("X,,,,,,KZ,,,,\n", "no lat and lon"), ("X,,,99,0,,KZ,,,,\n", "no position"),
        ("X,,,1,1,,KZ,nowhere:1,,,\n", "nowhere:1 is no known place"), ("X,,town,1,1,,KZ,,,,\n", "kind town"),
        ("X,,,1,1,,KZ,,,01.02.2020,\n", "row 2"), ("X,,,1,1,,,,,,\n", "no country"),
    ],
)  # fmt: skip
def test_a_fault_is_named(corrected: Callable[[str], None], row: str, words: str) -> None:
    corrected(row)
    with pytest.raises(DataError, match=words):
        Gazetteer.shipped()


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_PLACES", "no/such/file.csv")
    Gazetteer.shipped.cache_clear()
    with pytest.raises(DataError, match="no/such/file"):
        Gazetteer.shipped()
    monkeypatch.delenv("DETENTION_MAP_PLACES")
    Gazetteer.shipped.cache_clear()

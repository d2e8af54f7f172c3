"""Sites in a city: by name, by free description, and told as not found where nothing fits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo.evaluate import distance_km
from geo.places import lookup

FACTS = Path(__file__).parents[4] / "shared" / "facts" / "kz_sites.csv"


@pytest.mark.parametrize(
    ("city", "square", "country"),
    [
        ("Minsk", "Independence Square", "BY"), ("Kyiv", "Independence Square", "UA"), ("Moscow", "Bolotnaya Square", "RU"),
        ("Bishkek", "Ala-Too Square", "KG"), ("Tbilisi", "Rustaveli Avenue", "GE"), ("Istanbul", "Taksim Square", "TR"),
        ("Hong Kong", "Victoria Park", "HK"), ("Yerevan", "Republic Square", "AM"), ("Baku", "Fountain Square", "AZ"),
        ("Cairo", "Tahrir Square", "EG"), ("Baghdad", "Tahrir Square", "IQ"), ("Astana", "Independence Square", "KZ"),
        ("Almaty", "Republic Square", "KZ"), ("Almaty", "Astana Square", "KZ"), ("Seoul", "Gwanghwamun Square", "KR"),
    ],
)  # fmt: skip
def test_squares_known_from_the_news(city: str, square: str, country: str) -> None:
    best = lookup.candidates(square, within=city)[0]
    assert (best["kind"], best["city"], best["country"], best["basis"]) == ("site", city, country, "gazetteer")


@pytest.mark.parametrize(
    ("words", "site"),
    [
        ("м. Пушкинская", "Pushkin Square"), ("триумальная, площадь революции", "Triumfalnaya Square"), ("Памятник Пушкину", "Pushkin Square"),
        ("сквер у Соловецкого камня", "Solovetsky Stone"), ("новокузнецкая", "Novokuznetskaya metro station"),
    ],
)  # fmt: skip
def test_free_descriptions_within_a_city(words: str, site: str) -> None:
    assert lookup.candidates(words, within="Москва")[0]["site"] == site


def test_a_town_near_the_city_is_that_town() -> None:
    assert lookup.candidates("Химки", within="Москва")[0]["name"] == "Khimki"


def test_what_is_not_found_is_shown_at_the_city_and_says_so() -> None:
    (row,) = lookup.candidates("Square of the Quux", within="Almaty")
    assert (row["basis"], row["city"], row["precision_m"] >= 10_000, row["confidence"] < 0.5) == ("site_not_found", "Almaty", True, True)


def test_within_a_country_nothing_is_made_up() -> None:
    assert lookup.candidates("Qwxyz", within="Kazakhstan") == []


def test_sites_with_a_sourced_position_are_there() -> None:
    if not FACTS.exists():
        pytest.skip("the facts are not beside the project")
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["lat"] and not r["coordinate_source"].startswith("approx")]
    for row in rows:
        found = lookup.candidates(row["name_en"], within=row["city"])[0]
        assert distance_km((found["lat"], found["lon"]), (float(row["lat"]), float(row["lon"]))) <= 0.3, row["name_en"]
    assert rows

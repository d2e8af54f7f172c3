"""Names of the day: what the field notes say that GeoNames knows and lacks, renamed streets, regions and their lineage."""

from __future__ import annotations

from datetime import date

import pytest

from geo.places import lookup
from geo.places.gazetteer import Gazetteer

G = Gazetteer.shipped()


@pytest.mark.parametrize(
    ("written", "on", "name", "today"),
    [
        ("Nur-Sultan", "2020-06-06", "Nur-Sultan", "Astana"), ("Nursultan", "2020-06-06", "Nur-Sultan", "Astana"),
        ("Нұр-Сұлтан", "2022-09-16", "Nur-Sultan", "Astana"), ("Nur-Sultan", "2024-01-01", "Astana", "Astana"),
        ("Astana", "2016-05-21", "Astana", "Astana"), ("Akmola", "1997-06-01", "Akmola", "Astana"),
        ("Tselinograd", "1990-01-01", "Tselinograd", "Astana"), ("Целиноград", "1990-01-01", "Tselinograd", "Astana"),
        ("Alma-Ata", "1986-12-17", "Alma-Ata", "Almaty"), ("Alma-Ata", "2020-06-06", "Almaty", "Almaty"),
        ("Verny", "1910-01-01", "Verny", "Almaty"), ("Semipalatinsk", "2000-01-01", "Semipalatinsk", "Semey"),
        ("Semipalatinsk", "2020-06-06", "Semey", "Semey"), ("Kzyl-Orda", "1990-01-01", "Kzyl-Orda", "Kyzylorda"),
        ("Kyzyl-Orda", "2020-06-06", "Kyzylorda", "Kyzylorda"), ("Қызылорда", "2020-06-06", "Kyzylorda", "Kyzylorda"),
        ("Qyzylorda", "2020-06-06", "Kyzylorda", "Kyzylorda"), ("Chimkent", "1990-01-01", "Chimkent", "Shymkent"),
        ("Uralsk", "2020-06-06", "Oral", "Oral"), ("Aktyubinsk", "1990-01-01", "Aktyubinsk", "Aktobe"),
        ("Zhangaozen", "2011-12-16", "Zhanaozen", "Zhanaozen"), ("Janaozen", "2011-12-16", "Zhanaozen", "Zhanaozen"),
        ("Novyy Uzen", "1989-06-17", "Novy Uzen", "Zhanaozen"), ("Shevchenko", "1985-01-01", "Shevchenko", "Aktau"),
        ("Guryev", "1985-01-01", "Guryev", "Atyrau"), ("Rudny", "2020-06-06", "Rudnyy", "Rudnyy"),
        ("Kapshagay", "2020-06-06", "Kapshagay", "Konayev"), ("Qonaev", "2023-01-01", "Konayev", "Konayev"),
        ("Dzhambul", "1990-01-01", "Dzhambul", "Taraz"), ("Furmanov Avenue", "2016-05-21", "Furmanov Avenue", "Nazarbayev Avenue"),
        ("Nazarbayev Avenue", "2020-06-06", "Nazarbayev Avenue", "Nazarbayev Avenue"),
        ("South Kazakhstan Region", "2017-01-01", "South Kazakhstan Region", "Turkistan Region"),
        ("Turkistan Region", "2018-06-19", "Turkistan Region", "Turkistan Region"),
    ],
)  # fmt: skip
def test_a_name_is_that_of_its_day(written: str, on: str, name: str, today: str) -> None:
    best = lookup.candidates(written, date.fromisoformat(on))[0]
    assert (best["name"], best["name_today"], best["country"], best["basis"]) == (name, today, "KZ", "gazetteer")


@pytest.mark.parametrize(
    ("city", "on", "region"),
    [
        ("Semey", "2022-06-07", "East Kazakhstan Region"), ("Semey", "2022-06-08", "Abai Region"),
        ("Taldykorgan", "2022-06-07", "Almaty Region"), ("Taldykorgan", "2022-06-08", "Jetisu Region"),
        ("Zhezkazgan", "2022-06-07", "Karaganda Region"), ("Zhezkazgan", "2022-06-08", "Ulytau Region"),
        ("Shymkent", "2018-06-18", "South Kazakhstan Region"), ("Shymkent", "2018-06-19", None),
        ("Turkistan", "2018-06-18", "South Kazakhstan Region"), ("Turkistan", "2018-06-19", "Turkistan Region"),
    ],
)  # fmt: skip
def test_a_city_lies_in_the_region_of_its_day(city: str, on: str, region: str | None) -> None:
    assert lookup.candidates(city, date.fromisoformat(on))[0]["region"] == region


@pytest.mark.parametrize("written", ["Караганде", "Карагандой", "Шымкентте", "Алматыда", "Нур-Султане", "Усть-Каменогорске", "Ақтөбеден"])
def test_inflected_forms_are_found(written: str) -> None:
    assert lookup.candidates(written)[0]["country"] == "KZ"


def test_old_and_new_names_are_told_together() -> None:
    names = {
        (n["name"], n["valid_to"]) for n in lookup.candidates("Astana")[0]["names"] if n["role"] == "official" and n["language"] == "en"
    }
    assert {("Tselinograd", "1992-07-05"), ("Nur-Sultan", "2022-09-16"), ("Astana", None)} <= names

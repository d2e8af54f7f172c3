"""Places beyond Kazakhstan: told by the words beside them, by the document, or not at all."""

from __future__ import annotations

import pytest

from geo.places.gazetteer import Gazetteer
from geo.places.recognise import recognise
from geo.places.resolve import resolve
from made import claims

G = Gazetteer.shipped()


def country_of(text: str, name: str) -> str | None:
    found = recognise(text, G, "en")
    resolve(found, text, G, "en")
    mention = next((m for m in found if m.text == name), None)
    return G.entries[mention.id].country if mention and mention.id else None


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Officers arrested 17 people in Paris, Texas.", "Paris", "US"),
        ("A rally was held in Paris on Sunday.", "Paris", "FR"),
        ("ATHENS, Georgia. Sixteen were arrested.", "ATHENS", "US"),
        ("Police in Athens, Greece, used tear gas.", "Athens", "GR"),
        ("Protesters marched in Tbilisi, the capital of Georgia.", "Georgia", "GE"),
        ("Two activists were picked up in Ferguson, Missouri.", "Ferguson", "US"),
    ],
)
def test_names_that_several_places_share(text: str, name: str, country: str) -> None:
    assert country_of(text, name) == country


def test_an_ordinary_word_is_no_village() -> None:
    found = recognise("Most people were Nice. Police said March was over. Reading is fun, Of course.", G, "en")
    assert not [m.text for m in found if m.names]


def test_a_small_namesake_far_away_is_not_guessed() -> None:
    assert country_of("Police in Kazakhstan said that in Justice Kazakhs believe. In Almaty and Semey it was calm.", "Justice") is None


def test_a_region_is_not_its_city() -> None:
    (claim,) = [c for c in claims("In the region of Ziguinchor in Senegal 74 protesters were detained.") if c.kind == "detention"]
    assert (claim.place.kind, claim.place.city, claim.place.country) == ("region", None, "SN")


def test_a_city_of_the_world_lies_in_its_region() -> None:
    place = G.place(G.find("Yekaterinburg")[0].id, "Yekaterinburg", None)
    assert (place.country, place.city, len(place.path)) == ("RU", "Yekaterinburg", 3)

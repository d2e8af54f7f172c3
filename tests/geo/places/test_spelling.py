"""Slips of the pen: bounded, told as guesses, never before an exact name; and what other geocoders get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places import lookup
from geo.places.gazetteer import Gazetteer
from geo.places.recognise import recognise
from geo.places.resolve import resolve
from geo.places.spelling import Speller, distance, nearest
from made import claims

G = Gazetteer.shipped()
WORDS = st.text("abcde", min_size=6, max_size=10)


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("kyzlorda", "kyzylorda", 1), ("shymkent", "shmykent", 1), ("oral", "aral", 1), ("taraz", "almaty", 3)]
)
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) <= 3


@given(WORDS, st.data())
def test_one_letter_left_out_is_found_again(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    slip = word[:at] + word[at + 1 :]
    assert len(slip) < 6 or word in Speller([word]).near(slip)


@pytest.mark.parametrize(
    ("written", "name"), [("Karagnada", "Karagandy"), ("Uralks", "Oral"), ("Ust-Kamenogosk", "Ust-Kamenogorsk"), ("Кызылрода", "Kyzylorda")]
)
def test_a_misspelt_name_is_guessed_and_says_so(written: str, name: str) -> None:
    best = lookup.candidates(written)[0]
    assert (best["name_today"], best["basis"]) == (name, "guess")
    assert best["confidence"] < 0.8


@pytest.mark.parametrize("written", ["Sultanpur", "Chimento", "Oran", "Tarasa"])
def test_an_exact_name_elsewhere_is_no_misspelling(written: str) -> None:
    assert all(row["country"] != "KZ" for row in lookup.candidates(written))


def test_nothing_is_near_a_word_of_its_own() -> None:
    assert lookup.candidates("Xylophonistan") == []
    assert nearest("xyz", G.by_key) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("Police detained seven people in Karagnada on Saturday.", "Karagandy"), ("Полиция в Карагнде задержала троих человек.", "Karagandy")],
)
def test_in_running_text_too(text: str, name: str) -> None:
    (claim,) = [c for c in claims(text) if c.kind == "detention"]
    assert (claim.place.city, claim.place.basis) == (name, "guess")


def test_a_misspelt_square_of_the_city_spoken_of() -> None:
    found = recognise("Dozens rallied on Repablic Square in Almaty.", G, "en")
    resolve(found, "Dozens rallied on Repablic Square in Almaty.", G, "en")
    assert [m.id for m in found if m.basis == "guess"] == ["site:almaty/republic-square"]


@pytest.mark.parametrize(
    ("written", "country", "near"),
    [
        ("Nur-Sultan", "KZ", (51.2, 71.4)), ("Chimkent", "KZ", (42.3, 69.6)), ("Long Beach, CA", "US", (33.8, -118.2)),
        ("Athens, Georgia", "US", (34.0, -83.4)), ("Paris, Texas", "US", (33.7, -95.6)), ("Oral", "KZ", (51.2, 51.4)),
    ],
)  # fmt: skip
def test_what_others_get_wrong(written: str, country: str, near: tuple[float, float]) -> None:
    best = lookup.candidates(written)[0]
    assert (best["country"], round(best["lat"], 0), round(best["lon"], 0)) == (country, round(near[0], 0), round(near[1], 0))


def test_a_word_that_names_no_place_is_not_made_into_one() -> None:
    text = "In Parliament on Monday, Justice was said to be in Danger. Reading the Bill took hours."
    found = recognise(text, G, "en")
    resolve(found, text, G, "en")
    assert not [m for m in found if m.id]

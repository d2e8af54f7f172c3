"""Every filter of a view stands in its files in words, in the three languages: no identifier, no date in digits alone."""

from __future__ import annotations

from datetime import date

import pytest

from geo.export.about import About
from geo.export.asked import asked
from geo.export.words import LANGUAGES, words
from geo.places.lookup import candidates
from geo.query import Query

ALL = {
    "first": date(2020, 6, 1), "last": date(2020, 6, 30), "kinds": ("detention", "release"), "sources": ("RFE/RL", "Azattyq"),
    "organisers": ("Oyan, Qazaqstan",), "languages": ("ru", "kk"), "least": 5, "most": 1500, "numbers": "without", "precisions": ("site", "unknown"),
    "conflicting": True,
}  # fmt: skip


def told(language: str = "en", **fields: object) -> str:
    place = str(next(iter(candidates("Almaty", None, None)))["id"])
    query = Query(places=(place, "made:1"), **{**ALL, **fields})  # type: ignore[arg-type]
    filters = asked(
        query, words(language), box=(76, 43, 77.5, 44), type="march", layer="heat", name_of=lambda node: "Made Town" * (node == "made:1")
    )
    return About(language=language, filters=filters).filter_words


def test_all_of_it_in_english() -> None:
    assert told() == (
        "Dates: 1 to 30 June 2020; Place: Almaty, Made Town; What is reported: detentions, releases; Source: RFE/RL, Azattyq; "
        "Organiser: Oyan, Qazaqstan; Language of the report: Russian, Kazakh; Number: 5 to 1,500; Events without a number: left out; "
        "How precisely placed: square, park or street, place not found; Conflicting reports: they alone; Type: march; "
        "Box (west, south, east, north): 76, 43, 77.5, 44; Map on the page: heat"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_left_in_any_language(language: str) -> None:
    text = told(language)
    for code in ("city:", "geonames", "detention,", "no_detention", "2020-06", "without", "unknown", "heat", "site"):
        assert language == "en" or code not in text, code
    assert text.count(": ") == 13


def test_open_ends_and_nothing() -> None:
    assert "From: 1 June 2020" in told(last=None)
    assert "To: 30 June 2020" in told(first=None)
    assert "Number: at most 1,500" in told(least=None)
    assert "Number: at least 5" in told(most=None, numbers="with")
    assert "Events without a number: kept beside" in told(numbers="with")
    assert "What is reported: none" in told(kinds=())
    assert asked(Query(), words("en")) == ()
    assert About().filter_words == "everything in the data"

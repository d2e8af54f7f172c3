"""A talk's file holds all that it shows, tells its recipe again, asks nobody, and takes hostile words for words."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.errors import InputError
from geo.events import reconcile
from geo.export.talk import Chapter, Evidence, Figure, Mark, Recipe, Said, Tint, evidence, recipe_of, talk
from geo.export.words import LANGUAGES
from made import claim

FIRST = Evidence("Almaty, 6 June 2020: 10 to 14", (Said("about a dozen people were detained", "Wire", "https://example.org/1"),))
MARK = Mark("Almaty", 43.25, 76.9, "disc", 10, 14, "10 to 14", events=(FIRST,))
CHAPTER = Chapter(
    Recipe("Almaty in June", "One line", "dates=2020-06-06..2020-06-06&version=abc"), "en", date(2020, 6, 6), Figure("", "10–14", "detentions"),
    "rule: highest minimum", "10 to 14 detentions in 1 place.", "Sources: Wire · Data version abc", marks=(MARK,), footnote=FIRST,
)  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [[[70.0, 45.0], [71.0, 45.0], [71.0, 46.0], [70.0, 45.0]]]}


def data(page: bytes) -> dict[str, Any]:
    packed = re.search(r'<script id="data"[^>]*>(.*?)</script>', page.decode(), re.DOTALL)
    assert packed
    return json.loads(gzip.decompress(base64.b64decode(packed[1])))  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_the_chapters_as_they_were_made(language: str) -> None:
    held = data(talk([CHAPTER, replace(CHAPTER, recipe=Recipe("Again", "", "dates=all"))], language))
    assert [(c["title"], c["figure"][1], c["sentence"]) for c in held["chapters"]] == [
        ("Almaty in June", "10–14", CHAPTER.sentence),
        ("Again", "10–14", CHAPTER.sentence),
    ]
    assert held["chapters"][0]["marks"][0][:7] == ["Almaty", 43.25, 76.9, "disc", 10, 14, "10 to 14"]
    assert {"world", "water", "regions", "words"} <= set(held)


def test_what_several_chapters_hold_stands_once() -> None:
    tinted = replace(CHAPTER, tints=(Tint(SQUARE, 0.4, "A region", "5"),))
    held = data(talk([tinted] * 10, "en"))
    assert (len(held["events"]), len(held["shapes"]), len(held["names"])) == (1, 1, 1)
    assert held["chapters"][9]["marks"][0][-1] == [0]


def test_the_recipe_comes_back_from_the_file() -> None:
    recipes = [CHAPTER.recipe, Recipe("</script><b>", "{{data}} <!-- \\u003c", "dates=all&place=%7B%7B")]
    page = talk([replace(CHAPTER, recipe=r) for r in recipes], "en").decode()
    assert recipe_of(page) == recipes


@pytest.mark.parametrize("page", ["", "<html></html>", '<script id="recipe" type="application/json">{"talk": [["a", 1, "b"]]}</script>',
                                  '<script id="recipe" type="application/json">[' + "[" * 100_000 + "</script>"])  # fmt: skip
def test_another_file_is_no_talk(page: str) -> None:
    with pytest.raises(InputError):
        recipe_of(page)


@given(
    some.lists(
        some.tuples(*[some.text(some.characters(exclude_categories=["Cs"]), max_size=60)] * 3).map(lambda r: Recipe(*r)),
        min_size=1,
        max_size=3,
    )
)
def test_any_words_come_back(recipes: list[Recipe]) -> None:
    page = talk([replace(CHAPTER, recipe=r) for r in recipes], "en").decode()
    assert recipe_of(page.replace("\r\n", "\n")) == recipes


def test_hostile_words_are_nowhere_in_the_markup() -> None:
    bad = "</script><img src=x onerror=alert(1)>"
    told = Evidence(bad, (Said(bad, bad, None),))
    page = talk([replace(CHAPTER, recipe=Recipe(bad, bad, bad), sentence=bad, source=bad, figure=Figure(bad, bad, bad), footnote=told,
                         marks=(replace(MARK, name=bad, value=bad, events=(told,)),))], "en", [bad]).decode()  # fmt: skip
    assert "<img" not in page
    assert page.count("</script>") == 4  # Leaflet, recipe, data, program


def test_the_page_asks_nobody() -> None:
    page = talk([CHAPTER], "en").decode()
    assert "default-src 'none'" in page
    assert "url(" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def test_a_talk_without_chapters_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        talk([], "en")


def test_evidence_begins_with_the_claim_that_gives_the_number_and_keeps_only_links_of_the_web() -> None:
    claims = [
        replace(claim("KZ/almaty", n, n, n, start=n), quote=f"quote  {n}", url=url)
        for n, url in ((3, "javascript:alert(1)"), (9, "https://example.org/9"))
    ]
    event = reconcile(claims)[0]
    told = evidence(event, "head", "en")
    assert [s.quote for s in told.said] == ["quote 9", "quote 3"]
    assert [s.url for s in told.said] == ["https://example.org/9", None]
    assert "6 June 2020" in told.said[0].who


def test_a_file_of_openings_alone_is_refused_at_once() -> None:
    with pytest.raises(InputError):
        recipe_of('<script id="recipe" type="application/json">' * 200_000)

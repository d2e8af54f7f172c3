"""A talk's link is the whole talk: it comes back as it was, its numbers stay, and what is wrong with it is told on a page."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.chapters import chapter, chapters_of, figure, recipe, suggested_title, view_of
from dashboard.data import load, selection_of, together
from dashboard.sentence import sentence
from dashboard.server.talk import talk_routes
from dashboard.spots import spots
from dashboard.talk_link import LARGEST, LONGEST_TOKEN, MOST_CHAPTERS, BadTalk, recipes_of, token_in, token_of
from dashboard.view import LANGUAGES, LAYERS, Position, Span, View
from dashboard.words import words
from geo.export.talk import Recipe, recipe_of
from geo.extraction import extract
from geo.model import Report
from geo.store import Store

TEXT = (
    "Police detained 12 protesters on Republic Square in Almaty, among them Bolat Atabayev. At least 20 people were detained in Shymkent. "
    "There were detentions in Taraz. Nobody was detained in Aktobe. Dozens were detained in Semey."
)
texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=80)
recipes = some.lists(some.builds(Recipe, texts, texts, texts), min_size=1, max_size=8)


@pytest.fixture
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    add(url, "r1", TEXT)
    monkeypatch.setenv("DETENTION_MAP_STORE", url)
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


@pytest.fixture
def client(store_url: str) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=talk_routes())) as made:
        yield made


def add(url: str, name: str, text: str) -> None:
    with Store.open(url) as store:
        report = Report(id=name, text=text, published=date(2020, 6, 6), source="Wire", language="en", url="https://example.org/a")
        store.add(report, extract(report))


def saved(url: str, view: View = View(), title: str = "A title", line: str = "") -> Recipe:  # noqa: B008
    return recipe(title, line, view, load(url))


@given(recipes)
def test_a_link_gives_back_the_talk(made: list[Recipe]) -> None:
    token = token_of(made)
    assert recipes_of(token) == made
    assert recipes_of(token_in(f"https://example.org/map/talk?c={token}")) == made
    assert token_in(token) == token


@given(recipes, some.data())
def test_a_damaged_link_is_refused_in_words(made: list[Recipe], data: some.DataObject) -> None:
    token = token_of(made)
    at = data.draw(some.integers(0, len(token) - 1))
    hurt = data.draw(some.sampled_from([token[:at], token[:at] + "!" + token[at + 1 :], token[at + 1 :], token + "AAAA"[: at % 3 + 1] * 2]))
    told = None
    try:
        found = recipes_of(hurt)
    except BadTalk as error:
        told = words("en")(f"talk.{error.reason}")
    assert told or found == made  # what follows the end of the packed words changes nothing


@given(some.text(max_size=200) | some.binary(max_size=200).map(lambda b: base64.urlsafe_b64encode(zlib.compress(b)).decode()))
def test_any_other_word_is_refused(token: str) -> None:
    with pytest.raises(BadTalk):
        recipes_of(token)


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(value).encode(), 9)).decode().rstrip("=")


@pytest.mark.parametrize("value", [[], {}, "x", [["a", "b"]], [["a", "b", 1]], [[["a"], "b", "c"]], 7])
def test_what_is_no_list_of_chapters_is_refused(value: object) -> None:
    with pytest.raises(BadTalk):
        recipes_of(packed(value))


def test_bounds() -> None:
    bomb = packed("a" * 50_000_000)
    for token in (
        bomb[:LONGEST_TOKEN],
        "A" * (LONGEST_TOKEN + 1),
        packed([["t", "l", "v"]] * (MOST_CHAPTERS + 1)),
        packed([["t" * 1000, "", ""]]),
        packed("x" * (LARGEST + 100)),
    ):
        with pytest.raises(BadTalk):
            recipes_of(token)
    with pytest.raises(BadTalk):
        token_of([Recipe("t", "", "")] * (MOST_CHAPTERS + 1))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_chapter_says_what_the_page_says(store_url: str, language: str, layer: str) -> None:
    dataset = load(store_url)
    view = View(language=language, layer=layer, position=Position(45, 70, 5.5))  # type: ignore[arg-type]
    made = chapter(saved(store_url, view), dataset, view)
    selection, text = selection_of(dataset, view), words(language)
    assert made.sentence == sentence(selection, spots(selection, None), view, text)
    assert (
        made.figure.digits in made.sentence
        or made.figure.digits.replace("–", text("format.range", low="", high="").strip()) in made.sentence
    )
    assert made.position == (45, 70, 5.5)
    assert made.marks or made.tints or made.glows
    assert suggested_title(selection, view, text)


def test_the_number_is_parted_from_its_words(store_url: str) -> None:
    dataset = load(store_url)

    def of(language: str, **values: Any) -> tuple[str, ...]:
        return figure(selection_of(dataset, View(language=language, **values)), words(language))

    shymkent, semey = ("geonames:1518980",), ("geonames:1519422",)
    assert of("ru", places=shymkent) == ("не менее", "20", "задержаний")
    assert of("en", places=semey) == ("", "24–99", "detentions")
    assert of("en") == ("at least", "57", "detentions")
    assert of("kk") == ("кемінде", "57", "ұстау жағдайы")
    assert of("en", kinds=("no_detention",)) == ("", "0", "detentions")
    assert of("en", span=Span(date(1990, 1, 1), date(1990, 1, 2))) == ("", "Nothing to show", "")


def test_the_page_is_made_of_its_link(client: TestClient, store_url: str) -> None:
    made = [
        saved(store_url, View(span=Span(date(2020, 6, 6), date(2020, 6, 6)))),
        saved(store_url, View(language="ru"), "Второй раздел", "строка"),
    ]
    answer = client.get("/talk", params={"c": token_of(made)})
    assert answer.status_code == 200
    assert recipe_of(answer.text) == made
    assert client.get("/talk", params={"c": token_of(made)}, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_numbers_stay_after_a_correction(client: TestClient, store_url: str) -> None:
    token = token_of([saved(store_url)])
    before = client.get("/talk", params={"c": token}).text
    assert "At least 57 detentions" in before
    add(store_url, "r2", "Police detained 300 people in Almaty.")
    after = client.get("/talk", params={"c": token}).text
    assert after == before
    now = client.get("/talk", params={"c": token_of([saved(store_url)])}).text
    assert "At least 57 detentions" not in now


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_that_is_wrong_is_told_in_the_readers_language(client: TestClient, language: str) -> None:
    for token, reason in (("", "no_talk"), ("abc", "damaged"), ("A" * (LONGEST_TOKEN + 1), "too_long")):
        answer = client.get("/talk", params={"c": token}, headers={"Accept-Language": f"{language}-XX,{language};q=0.9,de;q=0.8"})
        assert answer.status_code == 400
        assert words(language)(f"talk.{reason}") in answer.text
        assert f'lang="{language}"' in answer.text
        assert words("ru")(f"talk.{reason}") in client.get("/talk", params={"c": token, "lang": "ru"}).text


def test_good_chapters_are_shown_though_others_cannot_be(client: TestClient, store_url: str) -> None:
    good = saved(store_url, title="Good")
    gone = [good._replace(title="Gone version", view="dates=all&version=0123456789ab"), good._replace(title="Gone place", view=f"{good.view}&place=geonames:1"),
            good._replace(title="<b>No dates</b>", view="dates=2020-99-99"), good._replace(title="Event", view=f"{good.view}&event=ev-000000000000")]  # fmt: skip
    shown = client.get("/talk", params={"c": token_of([gone[0], good, *gone[1:]])})
    assert shown.status_code == 200
    assert [r.title for r in recipe_of(shown.text)] == ["Good", "Event"]
    none = client.get("/talk", params={"c": token_of(gone[:3])})
    assert none.status_code == 404
    for told in ("Gone version", "0123456789ab", "Gone place", "geonames:1", "2020-99-99", "&lt;b&gt;"):
        assert told in none.text


def test_a_store_that_is_away_is_told(client: TestClient, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of([saved(store_url)])
    monkeypatch.setenv("DETENTION_MAP_STORE", "sqlite:////nowhere/store.db")
    answer = client.get("/talk", params={"c": token})
    assert answer.status_code == 503
    assert words("en")("failed.unreadable") in answer.text


def test_whoever_asks_too_often_waits(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "2")
    assert [client.get("/talk").status_code for _ in range(3)] == [400, 400, 429]


def test_the_public_tier_shows_nothing_exact(client: TestClient, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from gzip import decompress

    token = token_of([saved(store_url)])
    monkeypatch.setenv("DETENTION_MAP_TIER", "public")
    st.cache_resource.clear()
    page = client.get("/talk", params={"c": token}).text
    inside = re.search(r'<script id="data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert inside
    held = page + decompress(base64.b64decode(inside[1])).decode()
    for exact in ("43.2383", "76.9453", "Bolat", "Atabayev", "Republic Square"):
        assert exact not in held
    assert "Public edition" in held


@given(texts)
def test_a_view_of_any_words_is_read_or_told(text: str) -> None:
    view, problems = view_of(Recipe("t", "", text), "en")
    assert isinstance(view, View)
    assert all(words("en")(f"link.{p.reason}", name=p.name, value=p.value) for p in problems)


def test_a_recipe_keeps_the_view_and_names_the_version(store_url: str) -> None:
    view = View(span=Span(date(2020, 6, 1), date(2020, 6, 30)), language="kk", layer="regions", position=Position(43.25, 76.9, 9.5))
    made = saved(store_url, view, "  Two\nlines ")
    assert made.title == "Two lines"
    assert view_of(made, "en") == (replace(view, version=load(store_url).version), [])


def test_a_sessions_own_reports_are_shown_from_the_session_alone(
    store_url: str, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = words("en")
    report = Report(id="own", text="Police detained nine people in Oral.", published=date(2020, 6, 7), source="Me", language="en")
    own = together(load(store_url), tuple(extract(report)), (report,), "0123abcd")
    mine = recipe("Mine", "", View(span=Span(date(2020, 6, 7), date(2020, 6, 7))), own)
    chapters, problems = chapters_of([saved(store_url), mine], text, [None, own])
    assert [c.figure.digits for c in chapters] == ["57", "9"]
    assert problems == []
    assert client.get("/talk", params={"c": token_of([mine])}).status_code == 404  # the store does not hold it
    monkeypatch.delenv("DETENTION_MAP_STORE")
    alone = together(None, tuple(extract(report)), (report,), "0123abcd")
    assert [c.figure.digits for c in chapters_of([recipe("Mine", "", View(), alone)], text, [alone])[0]] == ["9"]


def test_a_talk_of_the_newest_data_has_another_tag_when_they_change(client: TestClient, store_url: str) -> None:
    token = token_of([Recipe("t", "", "dates=all&kind=detention")])
    first = client.get("/talk", params={"c": token})
    add(store_url, "r9", "Police detained 70 people in Semey.")
    second = client.get("/talk", params={"c": token}, headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


def test_a_wrong_setting_of_the_limits_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "lots")
    answer = client.get("/talk?c=x")
    assert answer.status_code == 503
    assert "DETENTION_MAP_API_RATE" in answer.text

"""Spans of documents, each given its best place in the light of the whole document: ``geocode --documents``.

A span may be a name, a short form ("Conn."), an inhabitant or adjective ("Sudanese"); one that misses the word's letters by
a few is moved onto it. WGS 84 degrees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from geo.errors import InputError
from geo.jsonlines import lines_of, rows
from geo.lexicon import column
from geo.places.context import country_of_adjective, short_forms
from geo.places.forms import phrases
from geo.places.gazetteer import Gazetteer, Name
from geo.places.lookup import row_of
from geo.places.recognise import Mention, recognise
from geo.places.resolve import resolve
from geo.resources import optional_table

_WANTED = 'wanted {"id", "text", "published", "spans": [{"start", "end"}]}, with offsets inside the text'
_LANGUAGES = ("en", "ru", "kk")
_WORDS = re.compile(r"\w[\w.'’-]*")
_PART = re.compile(r"[^\W\d_][\w.'’]*")
_TAIL = re.compile(r"(?:['’]s?|[.,'’-]+)$")


def documents(path: Path, out: TextIO) -> list[InputError]:
    """One line for each span of each document: its best candidate in the light of the whole. Gives the failures.

    A span that is not inside its text is answered as none; a date that cannot be read is taken as not known. Both are failures.
    """
    failures = []
    try:
        lines = lines_of(path)
    except InputError as error:
        return [error]
    for number, row in rows(lines, str(path)):
        where = f"{path}, line {number}"
        if isinstance(row, InputError):
            failures.append(row)
            continue
        try:
            published = row.get("published")
            on = _day(published)
            if published and on is None:
                failures.append(InputError(where, f"{published} is not a date like 2020-06-06; read without one"))
            answers = list(spans(row, on))
            if astray := [s for s in row["spans"] if not _inside(s, row["text"])]:
                failures.append(InputError(where, f"span {astray[0]['start']}-{astray[0]['end']} is not inside the text; the rest is done"))
        except (ValueError, KeyError, TypeError, AttributeError):
            failures.append(InputError(where, _WANTED))
            continue
        for answer in answers:
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return failures


def spans(row: dict[str, Any], on: date | None = None) -> Iterator[dict[str, Any]]:
    """The answers for one document, in the order of its spans; raises ``KeyError`` or ``TypeError`` for what is no document."""
    gazetteer, text = Gazetteer.shipped(), row["text"]
    language = row["language"] if row.get("language") in _LANGUAGES else "en"
    inside = [span for span in row["spans"] if _inside(span, text)]
    given = {(s["start"], s["end"]): _mention(text, s["start"], s["end"], gazetteer, language) for s in inside}
    others = [m for m in recognise(text, gazetteer, language) if not any(g.start < m.end and m.start < g.end for g in given.values())]
    resolve(sorted([*given.values(), *others], key=lambda m: m.start), text, gazetteer, language)
    for span in row["spans"]:
        query, mention = text[span["start"] : span["end"]], given.get((span["start"], span["end"]))
        answer: dict[str, Any]
        if mention and mention.id:
            answer = row_of(query, Name(mention.id, query, "", "", None, None), on, mention.confidence, gazetteer)
        else:
            answer = {"query": query, "name": None, "kind": None, "id": None, "lat": None, "lon": None, "confidence": 0.0}
        answer["place_id"] = answer.pop("id")
        answer["second"] = _second(mention, on, gazetteer) if mention else None
        yield {**answer, "document": row["id"], "start": span["start"], "end": span["end"]}


def _inside(span: dict[str, int], text: str) -> bool:
    return 0 <= span["start"] < span["end"] <= len(text)


def _second(mention: Mention, on: date | None, gazetteer: Gazetteer) -> dict[str, Any] | None:
    """What the span would have meant next."""
    if mention.second is None:
        return None
    place = gazetteer.place(mention.second, mention.text, on)
    return {"name": place.name, "place_id": place.id, "lat": place.lat, "lon": place.lon, "country": place.country, "region": place.region}


def _mention(text: str, start: int, end: int, gazetteer: Gazetteer, language: str) -> Mention:
    """The span as it stands, unless it begins inside a word; then moved onto words; then the places that it holds the names of."""
    stretches = [(start, end), *_on_words(text, start, end)]
    if start and text[start - 1 : start + 1].isalpha():
        stretches = stretches[1:]
    for a, b in stretches:
        if names := named(text[a:b], gazetteer, language):
            return Mention(a, b, text[a:b], names)
    a, b = stretches[-1]
    return Mention(start, end, text[a:b], _parts(text[a:b], gazetteer, language))


def named(stretch: str, gazetteer: Gazetteer, language: str) -> list[Name]:
    """What a stretch may name: places of that name, else the region of a short form, else where an inhabitant is from."""
    if stretch.casefold() in (short := short_forms(language)[1]):
        return [n for n in gazetteer.find(short[stretch.casefold()]) if gazetteer.entries[n.id].kind == "region"]
    people = _inhabitants(language)
    if inhabited := people.get(stretch.casefold()) or people.get(stretch.casefold().removesuffix("s")):
        if len(inhabited) == 2:
            return _country(inhabited, stretch)
        return gazetteer.find(inhabited)
    found = gazetteer.find(stretch)
    if all(n.indexed for n in found):
        for word in (stretch, stretch.removesuffix("s")):
            if country := country_of_adjective(word, language):
                return _country(country, stretch)
    return found or _inflected(stretch, gazetteer, language) or _abbreviated(stretch, gazetteer, language)


def _inflected(stretch: str, gazetteer: Gazetteer, language: str) -> list[Name]:
    words = tuple(stretch.split())
    return next((names for form in phrases(words, language) if (names := gazetteer.find(form))), []) if words else []


def _abbreviated(stretch: str, gazetteer: Gazetteer, language: str) -> list[Name]:
    """What a name means that has a word cut short: "Mt. Vernon", "W. Columbia", "Loudon Co."."""
    cut = _cut_words(language)
    whole = " ".join(cut.get(w.casefold(), w) for w in stretch.split())
    return gazetteer.find(whole) if whole != stretch else []


@cache
def _cut_words(language: str) -> dict[str, str]:
    return {r["word"]: r["whole"] for r in optional_table(f"lexicon/{language}/place_cuts.csv", "word", "whole")}


def _country(code: str, text: str) -> list[Name]:
    return [Name(f"country:{code}", text, "", "alias", None, None)]


@cache
def _inhabitants(language: str) -> dict[str, str]:
    return {r["word"].casefold(): r["place"] for r in optional_table(f"lexicon/{language}/inhabitants.csv", "word", "place")}


def _on_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span moved onto whole words, with and without a full stop: a word of which it has less than half is left out."""
    inside = [m for m in _WORDS.finditer(text, max(0, start - 40), min(len(text), end + 40)) if m.start() < end and m.end() > start]
    words = [m for m in inside if min(end, m.end()) - max(start, m.start()) >= (m.end() - m.start()) / 2]
    if words:
        tail = _TAIL.search(text, words[-1].start(), words[-1].end())
        yield words[0].start(), words[-1].end()
        yield words[0].start(), tail.start() if tail else words[-1].end()


def _parts(stretch: str, gazetteer: Gazetteer, language: str) -> list[Name]:
    """Places whose main name is part of a longer name: "Vancouver Art Gallery", "Port of Los Angeles". The longest part wins."""
    words, common = _PART.findall(stretch), column(language, "site_nouns", "word")
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            part = " ".join(words[at : at + length])
            if part[0].isupper() and part.casefold() not in common and (found := [n for n in gazetteer.find(part) if _main(n)]):
                return [Name(n.id, n.text, "", "part", None, None) for n in found]
    return []


def _main(name: Name) -> bool:
    return name.role in ("official", "world") or (name.role == "asked" and name.id.startswith("zip:"))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

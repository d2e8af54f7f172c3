"""Who, in an English sentence, may be said to be detained: groups by rule, by pronoun, by denial, on lists and in vehicles."""

from __future__ import annotations

import pytest

from geo.extraction.english import find_groups
from geo.extraction.layout import blocks


def found(text: str) -> list[tuple[str, int | None, int | None]]:
    sentence = blocks(text)[0].sentences[0]
    groups = [g for g in find_groups(sentence, set()) if g.kind != "any"]
    return [(text[sentence.tokens[g.first].start : sentence.tokens[g.last - 1].end], g.count.min, g.count.max) for g in groups]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The hotline's register closed at 48 surnames.", ("48 surnames", 48, 48)),
        ("They removed twenty pickets' worth, ninety men or more.", ("ninety men or more", 90, None)),
        ("Forty nurses or so sat in the yard.", ("Forty nurses or so", 32, 48)),
        ("The radio owned up to 310 prisoners.", ("310 prisoners", 310, 310)),
        ("It came to a hundred and twelve.", ("hundred and twelve", 112, 112)),
        ("A whole lorry-load of weavers went by.", ("A whole lorry-load of weavers", 2, None)),
        ("Three busloads of pupils went by.", ("Three busloads of pupils", 2, None)),
        ("They said that several of the singers had gone.", ("several of the singers", 3, 9)),
        ("These four drummers went too.", ("four drummers", 4, 4)),
        ("They fetched both bakers at dawn.", ("both bakers", 2, 2)),
        ("Officers took her away at noon.", ("her", 1, 1)),
        ("At noon she was led to a van.", ("she", 1, 1)),
        ("They detained a plumber and his daughter.", ("a plumber and his daughter", 2, 2)),
        ("He was picked up along with three cousins.", ("three cousins", 4, 4)),
        ("Nobody's been caught here.", ("Nobody", 0, 0)),
        ("Nobody\u2019s been caught here.", ("Nobody", 0, 0)),
        ("The patrols have not picked up anyone.", ("anyone", 0, 0)),
        ("Officers haven't arrested a soul.", ("a soul", 0, 0)),
        ("It passed without a single docker being hauled in.", ("a single docker", 0, 0)),
        ("The duty desk reported nil arrests.", ("nil arrests", 0, 0)),
        ("The port had its first detentions.", ("detentions", 1, None)),
    ],
)
def test_groups(text: str, wanted: tuple[str, int | None, int | None]) -> None:
    assert wanted in [(words.removesuffix("'s").removesuffix("\u2019s"), low, high) for words, low, high in found(text)]


@pytest.mark.parametrize("text", ["Her flat was searched.", "They said so.", "They searched her job.", "Did anyone see?"])
def test_whose_something_is_is_nobody_acted_on(text: str) -> None:
    assert not [g for g in found(text) if g[0].casefold() in ("her", "they", "anyone")]

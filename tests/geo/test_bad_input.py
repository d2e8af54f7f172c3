"""Texts as nobody should write them: look-alike letters, marks that nobody sees, deep nesting, endless lines. All are read or left, none fails."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.extraction import extract
from geo.extraction.cleaned import cleaned
from geo.model import Claim, Report
from geo.reports import read

DAY = date(2020, 6, 7)
TOLD = [
    "Police detained at least seven people in Almaty on 6 June.",
    "Полиция задержала не менее семи человек в Алматы 6 июня.",
    "Полиция 6 маусымда Алматыда кемінде жеті адамды ұстады.",
]
TWINS = dict(zip("aceopxyiАВСЕНКМОРТХ", "асеорхуіABCEHKMOPTX", strict=True))
TWINS |= {other: one for one, other in TWINS.items()}
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\ufeff"


def claims(text: str, language: str = "") -> list[Claim]:
    """The claims of a text, each of whose offsets are seen to hold."""
    found = extract(Report(id="x", text=text, published=DAY, language=language))
    for claim in found:
        assert claim.quote == text[claim.start : claim.end]
        assert all(0 <= start <= end <= len(text) for _, start, end, _ in claim.explain)
    return found


def told(text: str) -> list[tuple[str | None, int | None, date | None, str]]:
    return [(c.place.city, c.count.min, c.date_start, c.language) for c in claims(text)]


@pytest.mark.parametrize("text", TOLD)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_letters_that_look_alike_and_marks_nobody_sees_change_nothing(text: str, data: st.DataObject) -> None:
    letters = list(text)
    for i in data.draw(st.lists(st.integers(0, len(letters) - 1), max_size=6)):
        word = text[text.rfind(" ", 0, i) + 1 :].partition(" ")[0]
        if len(word) > 4 and sum(TWINS.get(c, c) != c for c in word) < len(word.strip(".")):  # else nobody could tell its script
            letters[i] = TWINS.get(text[i], text[i]) if sum(a != b for a, b in zip(letters, text, strict=True)) < 1 else letters[i]
    for i in data.draw(st.lists(st.integers(0, len(letters) - 1), max_size=6)):
        letters[i] += data.draw(st.sampled_from(UNSEEN))
    assert told("".join(letters)) == told(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Поли́ция задержа́ла", "Полиция задержала"),
        ("полицеи\u0306скии\u0306", "полицейский"),
        ("зaдepжaлa ceми", "задержала семи"),
        ("Pоlice dеtаinеd", "Police detained"),
        ("жетi aдамды", "жеті адамды"),
        ("WhatsAppтан VPNді", None),
        ("Café, naïve", None),
        ("Cafe\u0301", "Café"),
    ],
)
def test_what_is_cleaned(text: str, clean: str | None) -> None:
    found = cleaned(text)
    assert (found.text if found else None) == clean


@given(st.text(alphabet=st.sampled_from("aаeеpрTТжш \u0301\u0306\u200b\u202e\u00adй'’\n.1"), max_size=80))
def test_every_letter_of_a_cleaned_text_has_its_place(text: str) -> None:
    found = cleaned(text)
    if found is not None:
        assert len(found.starts) == len(found.text) + 1
        assert found.starts == sorted(found.starts)
        assert all(0 <= at <= len(text) for at in found.starts)


ODD = [*TOLD, *UNSEEN, "\0", "\ud800", "\u0301", "\x1b[0m", "(", "«", '"', "9" * 5000, "1,000,", "| 5 |", "İ", "ﬁ", "ß", "🚓", "\r", "\t", "\u2028", "-" * 50]  # fmt: skip


@given(st.lists(st.sampled_from(ODD), max_size=12).map(" ".join), st.sampled_from(["", "en", "ru", "kk", "de"]))
@settings(deadline=None)
def test_no_text_fails_and_every_quote_stands_where_it_says(text: str, language: str) -> None:
    claims(text, language)


@pytest.mark.parametrize(
    "filling",
    ["(", "«", '"', "100,", "100 ", "9", "two hundred ", "6 June ", "Almaty ", "Almaty - 25\n", "| Almaty | 25 |\n", "and ", ", ", ". ", "\n", "\0",
     "\u202e", "a", "ұ", "двести ", "1. ", "since ", "of whom five "],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_endless_repetition_ends(filling: str, language: str) -> None:
    start = {"en": "Police detained ", "ru": "Полиция задержала ", "kk": "Полиция ұстады "}[language]
    claims(start + filling * (20_000 // len(filling)), language)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"id": ' + "9" * 5000 + ', "text": "x"}',
        '{"id": NaN, "text": NaN}',
        '[1, null, "x", {"text": 5}]',
        "\\",
        '"',
    ],
)
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_that_is_no_report_is_named(tmp_path: Path, content: str, ending: str) -> None:
    path = tmp_path / f"odd.{ending}"
    path.write_text(content, encoding="utf-8")
    assert all(isinstance(item, InputError) for item in read([str(path)]))


def test_half_a_pair_of_surrogates_is_kept_and_read(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text(json.dumps({"id": "h", "text": f"{TOLD[0]} \ud800", "published": "2020-06-07"}), encoding="utf-8")
    (report,) = (r for r in read([str(path)]) if isinstance(r, Report))
    (claim,) = extract(report)
    assert claim.quote == TOLD[0]
    json.dumps(claim.to_json()).encode("ascii")

"""The three languages say the same things, in their own grammar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dashboard
import geo.wording
from dashboard.view import LANGUAGES, Span
from dashboard.words import FOLDER, words
from geo.events import RULES
from geo.model import CLAIM_KINDS
from geo.wording import plural_form

TABLES = {lang: tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGUAGES}
FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}, "kk": {"other"}}


def texts(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict) and path != "plural.":
            yield from texts(value, f"{path}{name}.")
        else:
            yield path + name, value


def gaps(value: Any) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(value)))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_text_is_in_every_language_with_the_same_gaps(language: str) -> None:
    english, other = dict(texts(TABLES["en"])), dict(texts(TABLES[language]))
    assert other.keys() == english.keys()
    free = {"format.span_days", "format.span_months"}
    assert {k for k in english if gaps(english[k]) != gaps(other[k])} - free == set()
    assert all(other.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    assert all(set(forms) == FORMS[language] for forms in TABLES[language]["plural"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_come_from_the_data_have_words(language: str) -> None:
    assert set(TABLES[language]["kind"]) == set(CLAIM_KINDS)
    assert set(TABLES[language]["rule"]) == set(TABLES[language]["rule_help"]) == set(RULES)


def test_no_text_is_left_over() -> None:
    """Every plain text is asked for somewhere in the code, by its whole key or its section."""
    code = "".join(p.read_text(encoding="utf-8") for p in [*Path(dashboard.__file__).parent.rglob("*.py"), Path(geo.wording.__file__)])
    from_data = ("months.", "kind.", "rule.", "rule_help.", "form.", "date_basis.", "place_basis.", "place_kind.",
                 "language.", "why_sign.", "why_place.")  # fmt: skip
    built = (
        "chart.",
        "legend.",
        "failed.",
        "link.",
        "table.",
        "map.",
        "empty.",
        "plural.",
        "layer.",
        "play.",
        "own.showing_",
        "share.",
        "talk.",
        "format_name.",
        "reckoning.",
        "why.",
        "filters.",
    )
    built += (
        "evidence.headline",
        "evidence.lower_bound",
        "evidence.subset",
        "evidence.other_spans",
        "format.",
        "page.credits",
    )
    left = [k for k, _ in texts(TABLES["en"]) if not k.startswith(from_data + built) and f'"{k}"' not in code and f"'{k}'" not in code]
    assert left == []


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [("ru", 1, "one"), ("ru", 21, "one"), ("ru", 11, "many"), ("ru", 3, "few"), ("ru", 13, "many"), ("ru", 0, "many"),
     ("ru", 112, "many"), ("ru", 104, "few"), ("en", 1, "one"), ("en", 0, "other"), ("kk", 1, "other")],
)  # fmt: skip
def test_plural_forms(language: str, number: int, form: str) -> None:
    assert plural_form(language, number) == form


@pytest.mark.parametrize(
    ("language", "same_month", "other_month", "interval"),
    [
        ("en", "6 to 9 June 2020", "6 June to 9 July 2020", "1,243 to 1,610"),
        ("ru", "6–9 июня 2020 года", "6 июня – 9 июля 2020 года", "от 1\u00a0243 до 1\u00a0610"),
        ("kk", "2020 жылғы 6–9 маусым", "2020 жылғы 6 маусым – 9 шілде", "1\u00a0243–1\u00a0610"),
    ],
)
def test_spans_and_intervals(language: str, same_month: str, other_month: str, interval: str) -> None:
    text, first = words(language), date(2020, 6, 6)
    assert text.span(Span(first, date(2020, 6, 9))) == same_month
    assert text.span(Span(first, date(2020, 7, 9))) == other_month
    assert text.interval(1243, 1610) == interval


def test_a_bare_number_is_exact_and_nothing_known_is_no_nought() -> None:
    text = words("en")
    assert (text.interval(7, 7), text.interval(7, None), text.interval(None, None)) == (
        "7",
        "at least 7",
        "number not known",
    )

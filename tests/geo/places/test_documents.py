"""``geocode --documents``: each span placed in the light of its document; what is off by a letter, short, or an inhabitant."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from geo.places.documents import documents, spans


def placed(text: str, *names: str, **fields: Any) -> list[dict[str, Any]]:
    given = [{"start": (at := text.index(name)), "end": at + len(name)} for name in names]
    return list(spans({"id": "d", "text": text, "spans": given, **fields}))


@pytest.mark.parametrize(
    ("text", "name", "country", "region"),
    [
        ("Deputies in Oxford, N.C., said the man from Lewisburg fled.", "Oxford", "US", "North Carolina"),
        ("The mayor of Mansfield spoke. Police in Dallas, Fort Worth and Plano, Texas, agreed.", "Mansfield", "US", "Texas"),
        ("A march in Georgia: crowds in Tbilisi and Batumi sang.", "Georgia", "GE", None),
        ("Georgia lawmakers met in Atlanta; Macon and Savannah sent delegates.", "Georgia", "US", "Georgia"),
        ("Protests in Cambridge: London police sent officers, and so did Norwich.", "Cambridge", "GB", "England"),
        ("People in Cambridge and Boston, Mass., marched; Somerville too.", "Cambridge", "US", "Massachusetts"),
        ("Rain in Clay, Becker and Otter Tail counties, Minnesota.", "Becker", "US", "Becker County"),
        ("Rapides Parish, La., deputies went to Alexandria.", "Alexandria", "US", "Louisiana"),
        ("Leaders of the Middle East met.", "Middle East", None, "Middle East"),
    ],
)
def test_the_document_decides(text: str, name: str, country: str | None, region: str | None) -> None:
    (answer,) = placed(text, name)
    assert (answer["country"], answer["region"]) == (country, region)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Sudanese", "Sudan"), ("Syrians", "Syria"), ("Turkish", "Turkey"), ("Minnesotans", "Minnesota"), ("Conn.", "Connecticut"),
        ("U.S.", "United States"), ("US", "United States"), ("African", "Africa"), ("Scottish", "Scotland"), ("L.A.", "Los Angeles"),
    ],
)  # fmt: skip
def test_inhabitants_and_short_forms(word: str, name: str) -> None:
    (answer,) = placed(f"It was said that {word} people came.", word)
    assert answer["name"] == name


@pytest.mark.parametrize(("start", "end"), [(1, 9), (0, 10), (2, 8)])
def test_a_span_that_misses_by_a_letter_is_moved_onto_the_word(start: int, end: int) -> None:
    text = "Churchill, Man., is in Manitoba."
    (answer,) = spans({"id": "d", "text": text, "spans": [{"start": start, "end": end}]})
    assert (answer["name"], answer["start"], answer["end"]) == ("Churchill", start, end)


def test_a_part_of_a_longer_name_counts_only_where_the_document_is() -> None:
    near = placed("In Vancouver, Burnaby and Surrey, B.C., people met at the Vancouver Art Gallery.", "Vancouver Art Gallery")[0]
    assert (near["name"], near["confidence"] < 0.8) == ("Vancouver", True)
    assert placed("In Cairo people met at Xavier University.", "Xavier University")[0]["lat"] is None


def test_a_name_that_nothing_has_is_told_as_none() -> None:
    (answer,) = placed("Near Qwxyzville the road ends.", "Qwxyzville")
    assert (answer["lat"], answer["place_id"], answer["confidence"]) == (None, None, 0.0)


def test_a_date_or_span_that_cannot_be_used_does_not_lose_the_document(write: Callable[[str, str | bytes], Path]) -> None:
    rows = [
        {"id": "a", "text": "In Almaty.", "published": "Dec. 19, 2", "spans": [{"start": 3, "end": 9}]},
        {"id": "b", "text": "In Almaty.", "published": "2020-06-06", "spans": [{"start": 3, "end": 99}]},
        {"id": "c", "text": "In Nur-Sultan.", "published": "2020-06-06", "spans": [{"start": 3, "end": 13}]},
    ]
    file, out = write("d.jsonl", "\n".join(json.dumps(r) for r in rows) + "\nnot json\n"), StringIO()
    failures = [str(f) for f in documents(file, out)]
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(a["document"], a["name"]) for a in answers] == [("a", "Almaty"), ("b", None), ("c", "Nur-Sultan")]
    assert [f.split(":")[0].rpartition("line ")[2] for f in failures] == ["1", "2", "4"]


def test_one_name_means_one_place_throughout() -> None:
    text = "Two held in Oxford. Police in Oxford, Mississippi, said so; Jackson and Tupelo were calm. Oxford slept."
    at = [i for i in range(len(text)) if text.startswith("Oxford", i)]
    answers = spans({"id": "d", "text": text, "spans": [{"start": i, "end": i + 6} for i in at]})
    assert {a["region"] for a in answers} == {"Mississippi"}


def test_a_russian_document() -> None:
    answers = placed("В Алматы и в Нур-Султане задержали людей.", "Алматы", "Нур-Султане", language="ru")
    assert [a["name_today"] for a in answers] == ["Almaty", "Astana"]


def test_the_second_choice_is_told() -> None:
    (answer,) = placed("A rally in Springfield.", "Springfield")
    assert answer["second"]["place_id"] != answer["place_id"]

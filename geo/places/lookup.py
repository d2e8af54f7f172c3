"""Names looked up for a user: candidates for a name on a day, and spans of documents resolved in their light."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from geo.errors import InputError
from geo.model import parse_iso
from geo.places.gazetteer import Gazetteer, Name
from geo.places.recognise import Mention, recognise
from geo.places.resolve import resolve

_KIND = {"country": 9.0, "region": 5.0, "city": 3.0, "site": 2.0}
_ROLE = {"official": 1.5, "alias": 0.8, "ambiguous": 0.6, "former": 0.4}


def candidates(name: str, on: date | None = None, within: str | None = None) -> list[dict[str, Any]]:
    """Everything that the name may mean, best first, in the contract's fields. Raises :class:`InputError` for ``within``."""
    gazetteer = Gazetteer.shipped()
    scope: set[str] | None = None
    if within:
        scope = {n.id for n in gazetteer.find(within)}
        if not scope:
            raise InputError("--in", f"no place is called {within}")
    best: dict[str, Name] = {}
    for found in gazetteer.find(name):
        if scope is not None and not scope & set(gazetteer.path(found.id, on)[:-1]):
            continue
        held = best.get(found.id)
        if held is None or _named(found, on) > _named(held, on):
            best[found.id] = found
    scored = sorted(((_score(n, on, gazetteer), n) for n in best.values()), key=lambda s: (-s[0], s[1].id))
    weights = [math.exp(s) for s, _ in scored]
    return [_row(name, n, on, w / sum(weights), gazetteer) for (_, n), w in zip(scored, weights, strict=True)]


def documents(path: Path, out: TextIO) -> list[InputError]:
    """One line for each span of each document: its best candidate in the light of the whole. Gives the failures."""
    failures = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return [InputError(str(path), f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return [InputError(str(path), "not UTF-8")]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers = list(_spans(row))
        except json.JSONDecodeError as error:
            failures.append(InputError(f"{path}, line {number}", f"not JSON: {error.msg}"))
            continue
        except (ValueError, KeyError, TypeError, AttributeError):
            wanted = (
                'wanted {"id", "text", "published", "spans": [{"start", "end"}]}, with offsets inside the text and a date like 2020-06-06'
            )
            failures.append(InputError(f"{path}, line {number}", wanted))
            continue
        for answer in answers:
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return failures


def _spans(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    gazetteer = Gazetteer.shipped()
    text, on = row["text"], parse_iso(row.get("published"))
    given = []
    for span in row["spans"]:
        if not 0 <= span["start"] < span["end"] <= len(text):
            raise ValueError(span)
        stretch = text[span["start"] : span["end"]]
        given.append(Mention(span["start"], span["end"], stretch, gazetteer.find(stretch)))
    spans = {(m.start, m.end) for m in given}
    others = [m for m in recognise(text, gazetteer, "en") if (m.start, m.end) not in spans]
    resolve(sorted([*given, *others], key=lambda m: m.start), text, gazetteer, "en")
    for mention in given:
        answer: dict[str, Any]
        if mention.id:
            answer = _row(mention.text, Name(mention.id, mention.text, "", "", None, None), on, mention.confidence, gazetteer)
        else:
            answer = {"query": mention.text, "name": None, "kind": None, "id": None, "lat": None, "lon": None, "confidence": 0.0}
        answer["place_id"] = answer.pop("id")
        yield {**answer, "document": row["id"], "start": mention.start, "end": mention.end}


def _named(name: Name, on: date | None) -> float:
    return _ROLE.get(name.role, 0.0) + (1.0 if name.held(on) else 0.0)


def _score(name: Name, on: date | None, gazetteer: Gazetteer) -> float:
    entry = gazetteer.entries[name.id]
    return _KIND[entry.kind] + _named(name, on) + 0.5 * math.log10(entry.population + 10)


def _row(query: str, name: Name, on: date | None, confidence: float, gazetteer: Gazetteer) -> dict[str, Any]:
    place = gazetteer.place(name.id, query, on)
    official = next((n for n in gazetteer.names(name.id) if n.text == place.name and n.language == "en"), name)
    return {
        "query": query, "name": place.name, "kind": place.kind, "id": place.id, "lat": place.lat, "lon": place.lon,
        "precision_m": place.precision_m, "country": place.country, "region": place.region, "city": place.city,
        "site": place.site, "confidence": round(confidence, 3), "name_today": gazetteer.today(name.id),
        "valid_from": official.valid_from.isoformat() if official.valid_from else None,
        "valid_to": official.valid_to.isoformat() if official.valid_to else None, "basis": place.basis,
        "names": [
            {"name": n.text, "language": n.language, "role": n.role, "valid_from": n.valid_from and n.valid_from.isoformat(),
             "valid_to": n.valid_to and n.valid_to.isoformat()}
            for n in gazetteer.names(name.id)
        ],
    }  # fmt: skip

"""The read-only API beside the page: events and claims as JSON, GeoJSON and CSV, by the same filters as the page's address.

Shows what the page shows: the public tier where that is set. Described by ``openapi.json`` beside this file.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.data import Dataset, load, selection_of
from dashboard.server.asked import Asked, BadQuestion, asked
from dashboard.server.limits import Limiter
from dashboard.settings import store_url
from geo.errors import DetentionMapError, InputError
from geo.export import About, write
from geo.export.asked import asked as asked_words
from geo.export.words import words
from geo.export.write import claim_row
from geo.model import Event
from geo.public import tier_in_use
from geo.query import ask

PREFIX = "/api/v1"
DESCRIPTION = Path(__file__).with_name("openapi.json")
MEDIA = {"json": "application/json", "geojson": "application/geo+json", "csv": "text/csv; charset=utf-8"}
Endpoint = Callable[[Request], Response]


def api_routes() -> list[BaseRoute]:
    """Everything under ``/api/v1``."""
    limiter = Limiter()
    paths: dict[str, Endpoint] = {"/health": health, "/openapi.json": description}
    limited: dict[str, Endpoint] = {"/events": events, "/claims": claims, "/events/{id}": event, "/total": how_many}
    routes = {**paths, **{path: limiter.guard(endpoint) for path, endpoint in limited.items()}}
    return [Route(PREFIX + path, _safely(endpoint), methods=["GET"]) for path, endpoint in routes.items()]


def health(request: Request) -> Response:
    """Whether the store answers, and which version it holds."""
    return JSONResponse({"status": "ok", "version": _dataset().version}, headers={"Cache-Control": "no-store"})


def description(request: Request) -> Response:
    """OpenAPI. Its server's address is relative to its own, so it holds under any base path."""
    return Response(DESCRIPTION.read_bytes(), media_type=MEDIA["json"])


def events(request: Request) -> Response:
    """A page of events, in order of date."""
    return _listed(request, lambda found: list(found), lambda e, version: e.to_row(version))


def claims(request: Request) -> Response:
    """A page of the claims of events: all claims of the events that fit."""
    return _listed(request, lambda found: [c for e in found for c in e.claims], lambda c, _: claim_row(c))


def event(request: Request) -> Response:
    """One event with its claims."""
    data, question = _asked(request, alone=True)
    row = data.row_of(request.path_params["id"])
    if row is None:
        return _problem(404, "no such event")
    found = _events(data, question, [row])
    if not found:
        return _problem(404, "no such event")
    told = {**found[0].to_row(data.version), "claims": [claim_row(c) for c in found[0].claims]}
    return _tagged(request, data, lambda: _json(told))


def how_many(request: Request) -> Response:
    """The total of what fits, as the page has it, with the reckoning."""
    data, question = _asked(request, alone=True)

    def told() -> Response:
        return _json({"version": data.version, **selection_of(data, question.view).total.to_json()})

    return _tagged(request, data, told)


def _listed(request: Request, items_of: Callable[[Sequence[Event]], list[Any]], row_of: Callable[[Any, str], dict[str, Any]]) -> Response:
    data, question = _asked(request)

    def told() -> Response:
        rows = _rows(data, question)
        first = (question.page - 1) * question.per_page
        some = rows[first : first + question.per_page]
        more = first + question.per_page < len(rows)
        about = _about(data, question)
        items = items_of(_events(data, question, some))
        following = request.url.include_query_params(page=question.page + 1) if more else None
        link = f"{request.url.path.rpartition('/')[2]}?{following.query}" if following else None  # holds under any base path
        headers = {"X-Total-Events": str(len(rows))} | ({"Link": f'<{link}>; rel="next"'} if link else {})
        if question.format != "json":
            out = io.BytesIO()
            write(items, question.format, out, data.version, about)
            return Response(out.getvalue(), media_type=MEDIA[question.format], headers=headers)
        body = {"version": data.version, "about": about.to_json(), "events": len(rows), "page": question.page,
                "per_page": question.per_page, "next": link, "items": [row_of(item, data.version) for item in items]}  # fmt: skip
        return _json(body, headers)

    return _tagged(request, data, told)


def _rows(data: Dataset, question: Asked) -> list[int]:
    """The rows of the events that fit, in order of date."""
    columns = data.columns(question.view.rule, question.view.source)
    rows: list[int] = ask(columns, question.view.query).rows.tolist()
    if question.box is None:
        return rows
    west, south, east, north = question.box
    held = [p is not None and p.lat is not None and p.lon is not None and west <= p.lon <= east and south <= p.lat <= north
            for p in columns.nodes.places]  # fmt: skip
    return [row for row in rows if held[columns.node[row]]]


def _events(data: Dataset, question: Asked, rows: Sequence[int]) -> tuple[Event, ...]:
    import numpy as np

    return data.events(np.array(rows, dtype=np.int64), question.view.rule, question.view.source)


def _asked(request: Request, *, alone: bool = False) -> tuple[Dataset, Asked]:
    question = asked(request.query_params.multi_items(), alone=alone)
    data = _dataset(question.view.version)
    if question.view.source is not None and question.view.source not in data.sources:
        raise BadQuestion([f"source: {question.view.source} is not in these data"])
    return data, question


def _dataset(version: str | None = None) -> Dataset:
    url = store_url()
    if url is None:
        raise DetentionMapError("no store of reports was named")
    try:
        return load(url, version)
    except InputError as error:
        raise BadQuestion([f"version: {error}"]) from None


def _about(data: Dataset, question: Asked) -> About:
    tier = tier_in_use()
    rule = f"{question.view.rule}: {question.view.source}" if question.view.source else question.view.rule
    note = tier.note(words(question.view.language)) if tier else ""
    say = words(question.view.language)
    filters = asked_words(question.view.query, say, box=question.box)
    return About(data.version, rule, filters, question.view.language, note=note, sentence="")  # a page of events has no total of its own


def _tagged(request: Request, data: Dataset, answer: Callable[[], Response]) -> Response:
    """The answer with its tag, which changes with data, question and tier; 304 for one that the asker has already."""
    key = f"{data.version}|{tier_in_use()}|{request.url.path}?{request.url.query}"
    tag = '"' + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24] + '"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"} | ({"Access-Control-Allow-Origin": "*"} if tier_in_use() else {})
    held = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    made = Response(status_code=304) if tag in held or "*" in held else answer()
    made.headers.update(headers)
    return made


def _safely(endpoint: Endpoint) -> Endpoint:
    """Every failure becomes a line of JSON, none a traceback."""

    def guarded(request: Request) -> Response:
        try:
            return endpoint(request)
        except BadQuestion as error:
            return JSONResponse({"error": str(error), "problems": error.problems}, 400)
        except DetentionMapError as error:
            return _problem(503, str(error))

    return guarded


def _problem(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)


def _json(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), media_type=MEDIA["json"], headers=headers)

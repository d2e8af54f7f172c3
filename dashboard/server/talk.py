"""``/talk?c=...``: a talk as one page, made of what its link holds. Nothing is kept here: the link is the whole talk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.chapters import chapters_of
from dashboard.server.limits import Limiter, safely
from dashboard.talk_link import BadTalk, recipes_of
from dashboard.view import LANGUAGES
from dashboard.words import Words, words
from geo.errors import DetentionMapError
from geo.export.talk import talk

PATH = "/talk"
STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1.5rem;color:#1b1d20;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.25}li{margin:.3rem 0;overflow-wrap:anywhere}a{color:#d9480f}"
    "@media(prefers-color-scheme:dark){body{color:#f2f2ef;background:#14171a}a{color:#ff7a3d}}"
)


def talk_routes() -> list[BaseRoute]:
    return [Route(PATH, safely(Limiter().guard(talk_page)), methods=["GET"])]


def talk_page(request: Request) -> Response:
    """The talk; the chapters that cannot be shown are named in it, and in a page of their own where none can."""
    text = words(_language(request))
    token = request.query_params.get("c", "")
    try:
        made, problems = chapters_of(recipes_of(token), text)
    except BadTalk as error:
        return _told(400, [text(f"talk.{error.reason}")], text)
    except (DetentionMapError, OSError, ValueError):
        return _told(503, [text("failed.unreadable")], text)
    if not made:
        return _told(404, problems, text)
    page = talk(made, made[0].language, problems)
    tag = '"' + hashlib.sha256(page).hexdigest()[:24] + '"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(page, headers=headers)


def _language(request: Request) -> str:
    """``lang`` in the address, else the first of the browser's languages that is known here."""
    accepted = (part.partition(";")[0].strip().partition("-")[0].lower() for part in request.headers.get("accept-language", "").split(","))
    asked = (request.query_params.get("lang", ""), *accepted)
    return next((code for code in asked if code in LANGUAGES), LANGUAGES[0])


def _told(status: int, lines: Sequence[str], text: Words) -> Response:
    return HTMLResponse(failed_page(lines, text), status)


def failed_page(lines: Sequence[str], text: Words) -> bytes:
    """A page that says what is wrong, and leads back to the map."""
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    page = (
        f'<!doctype html><html lang="{text.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(text("talk.failed"))}</title><style>{STYLE}</style>'
        f'</head><body><h1>{escape(text("talk.failed"))}</h1><ul>{listed}</ul><p><a href="./">{escape(text("talk.to_map"))}</a></p></body></html>'
    )
    return page.encode("utf-8", "replace")

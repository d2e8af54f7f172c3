"""What a messenger shows of a link: title, sentence and picture of the view, written into the page's own head.

The picture is drawn by the ``briefing`` extra; without it the preview is words alone.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.about import about
from dashboard.data import Dataset, load, load_as_asked, selection_of
from dashboard.opening import opened_by
from dashboard.sentence import sentence
from dashboard.server.limits import Limiter, safely
from dashboard.settings import public_address, store_url
from dashboard.share import query
from dashboard.spots import spots
from dashboard.view import LANGUAGES, View
from dashboard.words import words
from geo.errors import DetentionMapError
from geo.public import Tier, tier_in_use

PICTURE = "/preview.png"
LONGEST = 4000
SIZE = (1200, 630)
TITLE = b"<title>Streamlit</title>"


def preview_routes() -> list[BaseRoute]:
    """The picture, where it can be drawn."""
    return [Route(PICTURE, safely(Limiter().guard(picture)), methods=["GET"])] if _can_draw() else []


class LinkPreview:
    """ASGI middleware: puts title, description and picture of the view into the page's head."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._limiter = Limiter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].removeprefix(scope.get("root_path", "")) not in ("", "/"):
            await self.app(scope, receive, send)
            return
        headers = MutableHeaders(raw=list(scope["headers"]))
        for name in ("if-none-match", "if-modified-since", "accept-encoding", "range"):
            del headers[name]
        parts: list[bytes] = []
        start: Message = {}

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app({**scope, "headers": headers.raw}, receive, keep)
        body = b"".join(parts)
        if TITLE in body:
            body = body.replace(TITLE, await run_in_threadpool(self._head, Request(scope)), 1)
        answered = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified"):
            del answered[name]
        answered["content-length"] = str(len(body))
        answered["vary"] = "Accept-Language"
        await send({**start, "headers": answered.raw})
        await send({"type": "http.response.body", "body": body})

    def _head(self, request: Request) -> bytes:
        """The tags; where nothing can be said of the view, or too often, the page's title alone."""
        language = _language(request.headers)
        try:
            if not self._limiter.wait(request.client.host if request.client else ""):
                return _tags(request, language)
        except (DetentionMapError, OSError, ValueError):
            pass
        return f"<title>{escape(words(language)('page.title'))}</title>".encode()


def picture(request: Request) -> Response:
    """The view's map with its sentence, 1200 by 630 pixels, in the tier of the server."""
    try:
        dataset, view, _ = _seen(request)
        drawn = _drawn(dataset.url, dataset.version, tier_in_use(), replace(view, event=None, frame=None, position=None))
    except (DetentionMapError, OSError, ValueError) as error:
        return Response(str(error), 503, media_type="text/plain")
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=300", "Vary": "Accept-Language"})


def _tags(request: Request, language: str) -> bytes:
    """What the head tells of a view. The picture's address names language and version, so that it is of these numbers."""
    dataset, view, said = _seen(request)
    title = words(view.language)("page.title")
    tags = {"og:type": "website", "og:title": title, "og:description": said, "og:locale": view.language}
    if _can_draw():
        base = (public_address() or str(request.base_url)).rstrip("/")
        tags |= {"og:image": f"{base}{PICTURE}?{query(replace(view, version=dataset.version))}", "og:image:width": str(SIZE[0]),
                 "og:image:height": str(SIZE[1]), "og:image:alt": said, "twitter:card": "summary_large_image"}  # fmt: skip
    lines = [f"<title>{escape(title)}</title>", f'<meta name="description" content="{escape(said)}">']
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items()]
    return "\n    ".join(lines).encode("utf-8", "replace")


def _seen(request: Request) -> tuple[Dataset, View, str]:
    """The view that an address opens, and its sentence. Raises what the store raises; ``ValueError`` for an address too long."""
    url = store_url()
    if url is None:
        raise DetentionMapError("no store of reports was named")
    if len(request.url.query) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    found = parse_qs(request.url.query)
    params = {name: values for name, values in found.items() if name not in ("embed", "embed_options")}
    dataset = load_as_asked(url, next(iter(params.get("version", ())), None))
    if dataset.empty:
        raise DetentionMapError("the store is empty")
    view, _ = opened_by(params, dataset, _language(request.headers))
    return dataset, view, _sentence(dataset, view)


def _sentence(dataset: Dataset, view: View) -> str:
    selection, text = selection_of(dataset, view), words(view.language)
    return selection.kept(("sentence", view.language), lambda: sentence(selection, spots(selection, None), view, text))


def _language(headers: Headers) -> str:
    wanted = headers.get("accept-language", "").replace(";", ",").split(",")
    return next((code for tag in wanted if (code := tag.strip()[:2].lower()) in LANGUAGES), LANGUAGES[0])


@lru_cache(64)
def _drawn(url: str, version: str, tier: Tier | None, view: View) -> bytes:
    """The picture; what it is of is all in the arguments."""
    from geo.export.card import card
    from geo.export.summary import Summary

    dataset = load(url, version)
    return card(Summary(selection_of(dataset, view).events, about(dataset, view)), _sentence(dataset, view), SIZE)


def _can_draw() -> bool:
    return find_spec("matplotlib") is not None

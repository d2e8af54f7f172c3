"""The entry: an ASGI app that serves the page and its own map files. ``uvicorn dashboard.app:app`` works too."""

from __future__ import annotations

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from dashboard.server.api import api_routes
from dashboard.server.assets import routes
from dashboard.server.headers import SecurityHeaders
from dashboard.server.preview import LinkPreview, preview_routes
from dashboard.server.talk import talk_routes


@asynccontextmanager
async def _announce(_: App) -> AsyncIterator[dict[str, Any]]:
    address = config.get_option("server.address") or "localhost"
    url = f"http://{address}:{config.get_option('server.port')}"
    print(f"The dashboard is at {url} (Ctrl+C stops it).", flush=True)
    if not config.get_option("server.headless"):
        webbrowser.open(url)
    yield {}


app = App(
    Path(__file__).parent / "pages" / "explore.py",
    routes=[*api_routes(), *preview_routes(), *talk_routes(), *routes()],
    middleware=[Middleware(SecurityHeaders), Middleware(LinkPreview)],
    lifespan=_announce,
)

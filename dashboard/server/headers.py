"""Security headers on every answer. The page may reach this server alone, and tiles where they are set."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.settings import frame_ancestors, tiles


class SecurityHeaders:
    """ASGI middleware. Streamlit and Leaflet need inline styles and ``eval``; nothing may come from another host."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def headers() -> dict[str, str]:
    """What is sent along. Tile servers answer only pages that say where they are from, so then the origin is told."""
    source = tiles()
    images = f" {_origin(source.url)}" if source else ""
    policy = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{images}",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors(),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Referrer-Policy": "strict-origin-when-cross-origin" if source else "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _origin(template: str) -> str:
    """``https://{s}.tile.org/{z}/{x}/{y}.png`` comes from ``https://*.tile.org``."""
    parts = urlsplit(template.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"

"""What the environment sets.

``DETENTION_MAP_STORE``
    SQLAlchemy URL of the store to show.
``DETENTION_MAP_TILES``
    Online map tiles instead of the offline ground: a URL template and its attribution, parted by ``|``, as in
    ``https://tile.example.org/{z}/{x}/{y}.png|© Example contributors``. Readers' browsers then ask that server for
    pictures of the places they look at; without it (the default) no request leaves this machine.
``DETENTION_MAP_KEEP``
    ``yes`` or ``no``: whether a reader may keep pasted and uploaded reports in the store. Without it, only where the
    dashboard listens to this machine alone.
``DETENTION_MAP_EMBED``
    Which other sites may show the dashboard in a frame: ``any``, ``none``, or origins as in ``https://a.example
    https://b.example``. Without it any may, save where readers may write to the store.
``DETENTION_MAP_ADDRESS``
    The address that readers use, as in ``https://example.org/map/``, for the pictures in previews of links. Without it the
    one that the request names, which lacks a base path that a proxy cuts off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo import settings
from geo.export.links import web_address


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile server: URL template and the words that must stand on the map."""

    url: str
    attribution: str


def store_url() -> str | None:
    return settings.get("DETENTION_MAP_STORE") or None


def tiles() -> Tiles | None:
    """The tile server, where one is set. Raises ``ValueError`` for a setting that is no http(s) template."""
    setting = settings.get("DETENTION_MAP_TILES")
    if not setting:
        return None
    url, _, attribution = (part.strip() for part in setting.partition("|"))
    if not re.fullmatch(r"https?://[\w.{}*:-]+/[^\s;,'\"<>]*", url) or not all(f"{{{axis}}}" in url for axis in "zxy"):
        raise ValueError("DETENTION_MAP_TILES must look like https://host/{z}/{x}/{y}.png|Attribution")
    return Tiles(url, attribution)


def public_address() -> str:
    """The address that readers use, where it is set. Raises ``ValueError`` for what is no address of the web."""
    setting = settings.get("DETENTION_MAP_ADDRESS")
    if setting and web_address(setting) is None:
        raise ValueError("DETENTION_MAP_ADDRESS must look like https://example.org/map/")
    return setting


def keeping_allowed() -> bool:
    """Whether readers may write to the store."""
    setting = settings.get("DETENTION_MAP_KEEP").lower()
    if setting in ("yes", "no"):
        return setting == "yes"
    from streamlit import config

    return config.get_option("server.address") in ("localhost", "127.0.0.1", "::1")


def frame_ancestors() -> str:
    """The sites that may show the page in a frame, as a Content-Security-Policy has them. Raises ``ValueError`` for no origin."""
    setting = settings.get("DETENTION_MAP_EMBED").split()
    if not setting:
        setting = ["none" if keeping_allowed() else "any"]
    if setting in (["any"], ["none"]):
        return "*" if setting == ["any"] else "'self'"
    for origin in setting:
        if not re.fullmatch(r"https?://[\w.*-]+(:\d+)?", origin):
            raise ValueError(f"DETENTION_MAP_EMBED: {origin} is no origin like https://news.example")
    return " ".join(["'self'", *setting])


def may_be_framed() -> bool:
    return frame_ancestors() != "'self'"

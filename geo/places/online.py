"""Online geocoders through geopy, asked only when the user turns one on, politely and with a cache that lasts.

Only a place's name and city ever leave the machine. One request a second, a user agent, retries with back-off; answers
and failures are kept in the user's cache folder so that no question is asked twice within their time.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo import settings
from geo.errors import GeocodingError
from geo.model import Place

_KEEP_ANSWER = 180 * 86400
_KEEP_NOTHING = 14 * 86400
_BOX_DEGREES = 0.35
PAUSE = 1.0
"""Seconds between two questions: the usage policy of OpenStreetMap's public Nominatim."""


class OnlineGeocoder:
    """Finds sites within a city. ``ask`` takes (question, viewbox) and gives ``{"lat", "lon", "precision_m"}`` or ``None``."""

    def __init__(self, name: str, ask: Callable[[str, tuple[float, float, float, float]], dict[str, Any] | None], cache: Path) -> None:
        self.name = name
        self._ask = ask
        import sqlite3

        cache.parent.mkdir(parents=True, exist_ok=True)
        self._cache = sqlite3.connect(cache)
        self._cache.execute("create table if not exists answers (question text primary key, answer text, at real)")

    @classmethod
    def from_settings(cls) -> OnlineGeocoder | None:
        """The geocoder that the settings name, or ``None`` when none is turned on. Raises :class:`GeocodingError`."""
        name = settings.get("DETENTION_MAP_GEOCODER")
        if not name:
            return None
        from platformdirs import user_cache_path

        return cls(name, _geopy(name), user_cache_path("detention-map") / f"geocoder-{name}.db")

    def site(self, place: Place) -> Place:
        """A site that no table holds, placed within its city; unchanged where the geocoder knows none there."""
        if place.basis != "site_not_found" or place.lat is None or place.lon is None:
            return place
        question = f"{place.mention}, {place.city}"
        box = (place.lat - _BOX_DEGREES, place.lon - _BOX_DEGREES, place.lat + _BOX_DEGREES, place.lon + _BOX_DEGREES)
        answer = self._known(question)
        if answer is _MISSING:
            answer = self._ask(question, box)
            self._cache.execute("insert or replace into answers values (?, ?, ?)", (question, json.dumps(answer), time.time()))
            self._cache.commit()
        if not isinstance(answer, dict) or not (box[0] <= answer["lat"] <= box[2] and box[1] <= answer["lon"] <= box[3]):
            return place
        return replace(place, lat=answer["lat"], lon=answer["lon"], precision_m=answer["precision_m"], basis=self.name)

    def _known(self, question: str) -> Any:
        row = self._cache.execute("select answer, at from answers where question = ?", (question,)).fetchone()
        if row is None:
            return _MISSING
        answer = json.loads(row[0])
        return answer if time.time() - row[1] < (_KEEP_ANSWER if answer else _KEEP_NOTHING) else _MISSING


_MISSING = object()


def _geopy(name: str) -> Callable[[str, tuple[float, float, float, float]], dict[str, Any] | None]:
    from geopy.exc import GeocoderNotFound, GeopyError
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import get_geocoder_for_service

    options: dict[str, Any] = {"user_agent": settings.get("DETENTION_MAP_USER_AGENT") or "detention-map", "timeout": 10}
    if domain := settings.get("DETENTION_MAP_GEOCODER_DOMAIN"):
        options["domain"] = domain
    options["scheme"] = settings.get("DETENTION_MAP_GEOCODER_SCHEME") or "https"
    try:
        service = get_geocoder_for_service(name)(**options)
    except (GeocoderNotFound, TypeError, GeopyError) as error:
        raise GeocodingError(f"DETENTION_MAP_GEOCODER is {name}: {error}") from None
    limited = RateLimiter(service.geocode, min_delay_seconds=PAUSE, max_retries=2, error_wait_seconds=5 * PAUSE, swallow_exceptions=False)

    def ask(question: str, box: tuple[float, float, float, float]) -> dict[str, Any] | None:
        extra = {"viewbox": [(box[0], box[1]), (box[2], box[3])], "bounded": True} if name == "nominatim" else {}
        try:
            found = limited(question, **extra)
        except GeopyError as error:
            raise GeocodingError(f"{name} did not answer for “{question}”: {error}") from None
        if found is None:
            return None
        return {"lat": found.latitude, "lon": found.longitude, "precision_m": _extent(found.raw)}

    return ask


def _extent(raw: dict[str, Any]) -> int:
    """Half the diagonal of what was found, in metres, at least 100."""
    try:
        south, north, west, east = (float(v) for v in raw["boundingbox"])
    except (KeyError, TypeError, ValueError):
        return 500
    height, width = (north - south) * 111_320, (east - west) * 111_320 * math.cos(math.radians(south))
    return max(100, round(math.hypot(height, width) / 2))

"""Online geocoders through geopy, asked only when the user turns one on, politely and with a cache that lasts.

Only a place's name and city ever leave the machine. One request a second, a user agent, retries with back-off, as long as the
server asks to wait; answers and failures are kept in the user's cache folder so that no question is asked twice within their time,
and a server that keeps silent is left alone for the rest of the run. Any geocoder that geopy has may be named; one's own
Nominatim by its host (:mod:`geo.settings`). WGS 84 degrees, metres.
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
_KEEP_FAILURE = 3600
_GIVE_UP = 3
"""Questions unanswered in a row after which a run asks no more."""
_TRIES = 3
_LONGEST_WAIT = 60.0
_BOX_DEGREES = 0.35
PAUSE = 1.0
"""Seconds between two questions: the usage policy of OpenStreetMap's public Nominatim."""


Box = tuple[float, float, float, float]
"""South, west, north, east."""
Ask = Callable[[str, Box], dict[str, Any] | None]


class OnlineGeocoder:
    """Finds sites within a city. ``ask`` takes (question, viewbox) and gives ``{"lat", "lon", "precision_m"}`` or ``None``."""

    def __init__(self, name: str, ask: Ask, cache: Path) -> None:
        self.name = name
        self._ask = ask
        self._silent = 0
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
        """A site that no table holds, placed within its city; unchanged where the geocoder knows none there.

        Raises :class:`GeocodingError` where the geocoder did not answer, now or within the hour.
        """
        if place.basis != "site_not_found" or place.lat is None or place.lon is None:
            return place
        question = f"{place.site}, {place.city}"
        box = (place.lat - _BOX_DEGREES, place.lon - _BOX_DEGREES, place.lat + _BOX_DEGREES, place.lon + _BOX_DEGREES)
        answer = self._known(question)
        if answer is _MISSING:
            answer = self._asked(question, box)
        if not isinstance(answer, dict) or not (box[0] <= answer["lat"] <= box[2] and box[1] <= answer["lon"] <= box[3]):
            return place
        return replace(place, lat=answer["lat"], lon=answer["lon"], precision_m=answer["precision_m"], basis=self.name)

    def _asked(self, question: str, box: Box) -> dict[str, Any] | None:
        if self._silent >= _GIVE_UP:
            raise GeocodingError(f"{self.name} did not answer {_GIVE_UP} times running; not asked again in this run")
        try:
            answer = self._ask(question, box)
        except GeocodingError:
            self._silent += 1
            self._keep(question, _FAILED)
            raise
        self._silent = 0
        self._keep(question, answer)
        return answer

    def _keep(self, question: str, answer: Any) -> None:
        self._cache.execute("insert or replace into answers values (?, ?, ?)", (question, json.dumps(answer), time.time()))
        self._cache.commit()

    def _known(self, question: str) -> Any:
        row = self._cache.execute("select answer, at from answers where question = ?", (question,)).fetchone()
        if row is None:
            return _MISSING
        answer = json.loads(row[0])
        keep = _KEEP_FAILURE if answer == _FAILED else _KEEP_ANSWER if answer else _KEEP_NOTHING
        if time.time() - row[1] >= keep:
            return _MISSING
        if answer == _FAILED:
            raise GeocodingError(f"{self.name} did not answer for “{question}” within the last hour; not asked again yet")
        return answer


_FAILED = "failed"
_MISSING = object()


def _geopy(name: str) -> Ask:
    from geopy.exc import GeocoderNotFound, GeopyError
    from geopy.geocoders import get_geocoder_for_service

    options: dict[str, Any] = {"user_agent": settings.get("DETENTION_MAP_USER_AGENT") or _agent(), "timeout": 10}
    if domain := settings.get("DETENTION_MAP_GEOCODER_DOMAIN"):
        options["domain"] = domain
    if api_key := settings.get("DETENTION_MAP_GEOCODER_KEY"):
        options["api_key"] = api_key
    options["scheme"] = settings.get("DETENTION_MAP_GEOCODER_SCHEME") or "https"
    try:
        service = get_geocoder_for_service(name)(**options)
    except (GeocoderNotFound, TypeError, GeopyError) as error:
        raise GeocodingError(f"DETENTION_MAP_GEOCODER is {name}: {error}") from None

    def ask(question: str, box: Box) -> dict[str, Any] | None:
        extra = {"viewbox": [(box[0], box[1]), (box[2], box[3])], "bounded": True} if name == "nominatim" else {}
        found = _patiently(lambda: service.geocode(question, **extra), f"{name} did not answer for “{question}”")
        return {"lat": found.latitude, "lon": found.longitude, "precision_m": _extent(found.raw)} if found else None

    return ask


def _patiently(ask: Callable[[], Any], fault: str) -> Any:
    """Asks at most once a second, and again after a while, longer each time or as long as the server says."""
    from geopy.exc import GeocoderRateLimited, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable, GeopyError

    for attempt in range(1, _TRIES + 1):
        time.sleep(max(0.0, _last[0] + PAUSE - time.monotonic()))
        wait = 5 * PAUSE * 2 ** (attempt - 1)
        try:
            return ask()
        except GeocoderRateLimited as error:
            wait = max(wait, error.retry_after or 0.0)
            failure: GeopyError = error
        except (GeocoderTimedOut, GeocoderUnavailable) as error:
            failure = error
        except GeocoderServiceError as error:
            failure = error
            if type(error) is not GeocoderServiceError:  # a wrong key or question: asking again changes nothing
                break
        except GeopyError as error:
            failure = error
            break
        finally:
            _last[0] = time.monotonic()
        if attempt < _TRIES:
            time.sleep(min(wait, _LONGEST_WAIT))
    raise GeocodingError(f"{fault}: {failure}")


_last = [-1e9]
"""When the last question was asked, by this process's clock."""


def _agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"detention-map/{version('detention-map')}"
    except PackageNotFoundError:
        return "detention-map"


def _extent(raw: dict[str, Any]) -> int:
    """Half the diagonal of what was found, in metres, at least 100."""
    try:
        south, north, west, east = (float(v) for v in raw["boundingbox"])
    except (KeyError, TypeError, ValueError):
        return 500
    height, width = (north - south) * 111_320, (east - west) * 111_320 * math.cos(math.radians(south))
    return max(100, round(math.hypot(height, width) / 2))

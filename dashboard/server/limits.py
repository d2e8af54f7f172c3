"""How often one address may ask the API: so many times in a minute, told with 429 and when to come again."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo import settings
from geo.errors import DetentionMapError, UsageError

MINUTE = 60.0
ADDRESSES = 10_000
"""So many addresses are remembered; of more, the one that asked longest ago is forgotten."""


class Limiter:
    """Counts in memory, for one process. ``DETENTION_MAP_API_RATE`` of 0 counts nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._asked: dict[str, deque[float]] = {}

    def guard(self, endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """The endpoint, which answers 429 to whoever asks too often."""

        def guarded(request: Request) -> Response:
            wait = self.wait(request.client.host if request.client else "")
            if wait:
                return JSONResponse({"error": "too many requests"}, 429, headers={"Retry-After": str(wait)})
            return endpoint(request)

        return guarded

    def wait(self, address: str) -> int:
        """0 where the address may ask now; else the seconds until it may."""
        most = _most()
        if not most:
            return 0
        now = self._clock()
        with self._lock:
            times = self._asked.pop(address, deque())
            self._asked[address] = times
            while len(self._asked) > ADDRESSES:
                del self._asked[next(iter(self._asked))]
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= most:
                return max(1, round(times[0] + MINUTE - now))
            times.append(now)
            return 0


def safely(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint, of whose faults the words are told: a wrong setting, a store that cannot be read."""

    def guarded(request: Request) -> Response:
        try:
            return endpoint(request)
        except DetentionMapError as error:
            return Response(str(error), 503, media_type="text/plain")

    return guarded


def _most() -> int:
    setting = settings.get("DETENTION_MAP_API_RATE") or "300"
    if not setting.isdigit():
        raise UsageError(f"DETENTION_MAP_API_RATE is {setting}: wanted a number")
    return int(setting)

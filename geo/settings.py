"""Every setting, read from the environment when it is asked for. Command-line options win over these.

``DETENTION_MAP_STORE``
    SQLAlchemy URL of the store; without it an SQLite file in the user's data folder.
``DETENTION_MAP_GEOCODER``
    Name of a geopy geocoder (``nominatim``, ``photon``) to ask for sites that the gazetteer lacks; empty, the default,
    asks nothing of any network.
``DETENTION_MAP_GEOCODER_DOMAIN``
    Host of that geocoder, such as ``localhost:8080`` for one's own Nominatim.
``DETENTION_MAP_GEOCODER_KEY``
    Its API key, where it wants one.
``DETENTION_MAP_GEOCODER_SCHEME``
    ``https`` (the default) or ``http``.
``DETENTION_MAP_USER_AGENT``
    What the geocoder is told of who asks; public servers want an address to write to in it.
``DETENTION_MAP_PLACES``
    A CSV file of one's own places and names, used before everything else (columns: :mod:`geo.places.corrections`).
``DETENTION_MAP_TILES``
    Online map tiles for the dashboard, as ``URL template|attribution``; empty, the default, draws the offline map alone.
``DETENTION_MAP_KEEP``
    ``yes`` or ``no``: whether a reader of the dashboard may keep pasted and uploaded reports in the store (:mod:`dashboard.settings`).
``DETENTION_MAP_ADDRESS``
    The dashboard's address as readers see it, for previews of its links (:mod:`dashboard.settings`).
``DETENTION_MAP_EMBED``
    Which other sites may show the dashboard in a frame: ``any``, ``none`` or their origins (:mod:`dashboard.settings`).
``DETENTION_MAP_TIER``
    ``private`` (the default) or ``public``: what the server and ``export`` show, see :mod:`geo.public`.
``DETENTION_MAP_PUBLIC_DISTANCE_KM``
    Of the public tier: positions are rounded to so many kilometres; empty, the default, to the city.
``DETENTION_MAP_PUBLIC_DROP``
    Of the public tier: fields to leave out, parted by commas (``quote``, ``url``, ``source``, ...).
``DETENTION_MAP_PUBLIC_THRESHOLD``
    Of the public tier: counts under this number are hidden.
``DETENTION_MAP_PUBLIC_SECRET``
    Of the public tier: what the signs for hidden places are made with (:mod:`geo.public.secret`); several servers of one store want the same.
``DETENTION_MAP_API_RATE``
    Requests to the API that one address may make in a minute (default 300); 0 for no limit.
``DETENTION_MAP_CONFIG``
    A TOML file with any of these, as ``store = "..."`` for ``DETENTION_MAP_STORE``; the environment wins over it.
``DETENTION_MAP_PRIVATE_ADDRESSES``
    ``allow``: pages may be fetched from the machine itself and from private networks; else only from the public internet.
``DETENTION_MAP_DEBUG``
    Anything: a fault of the program's own is shown with its traceback, for a report of it.
"""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path

from geo.errors import UsageError

NAMES = (
    "DETENTION_MAP_STORE", "DETENTION_MAP_GEOCODER", "DETENTION_MAP_GEOCODER_DOMAIN", "DETENTION_MAP_GEOCODER_KEY",
    "DETENTION_MAP_GEOCODER_SCHEME",
    "DETENTION_MAP_USER_AGENT", "DETENTION_MAP_PLACES", "DETENTION_MAP_TILES",
    "DETENTION_MAP_PRIVATE_ADDRESSES",
    "DETENTION_MAP_KEEP", "DETENTION_MAP_ADDRESS", "DETENTION_MAP_EMBED", "DETENTION_MAP_TIER", "DETENTION_MAP_PUBLIC_DISTANCE_KM", "DETENTION_MAP_PUBLIC_DROP", "DETENTION_MAP_PUBLIC_THRESHOLD", "DETENTION_MAP_PUBLIC_SECRET",
    "DETENTION_MAP_API_RATE", "DETENTION_MAP_CONFIG", "DETENTION_MAP_DEBUG",
)  # fmt: skip


def get(name: str, default: str = "") -> str:
    """A setting by its name. Raises ``KeyError`` for a name that is not documented above."""
    if name not in NAMES:
        raise KeyError(name)
    return os.environ.get(name, _configured(os.environ.get("DETENTION_MAP_CONFIG", "")).get(name, default)).strip()


@lru_cache(maxsize=2)
def _configured(path: str) -> dict[str, str]:
    """What the file says, by the settings' names. Raises :class:`UsageError` for a file that cannot be read, or a name unknown."""
    if not path:
        return {}
    try:
        rows = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"DETENTION_MAP_CONFIG: {path} cannot be read: {error}") from None
    found = {f"DETENTION_MAP_{name.upper()}": str(value) for name, value in rows.items()}
    if unknown := [name for name in found if name not in NAMES]:
        raise UsageError(f"DETENTION_MAP_CONFIG: {path}: {unknown[0].removeprefix('DETENTION_MAP_').lower()} is not a setting")
    return found

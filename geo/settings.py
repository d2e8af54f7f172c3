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
``DETENTION_MAP_PRIVATE_ADDRESSES``
    ``allow``: pages may be fetched from the machine itself and from private networks; else only from the public internet.
``DETENTION_MAP_DEBUG``
    Anything: a fault of the program's own is shown with its traceback, for a report of it.
"""

from __future__ import annotations

import os

NAMES = (
    "DETENTION_MAP_STORE", "DETENTION_MAP_GEOCODER", "DETENTION_MAP_GEOCODER_DOMAIN", "DETENTION_MAP_GEOCODER_KEY",
    "DETENTION_MAP_GEOCODER_SCHEME",
    "DETENTION_MAP_USER_AGENT", "DETENTION_MAP_PLACES", "DETENTION_MAP_TILES",
    "DETENTION_MAP_PRIVATE_ADDRESSES",
    "DETENTION_MAP_DEBUG",
)  # fmt: skip


def get(name: str, default: str = "") -> str:
    """A setting by its name. Raises ``KeyError`` for a name that is not documented above."""
    if name not in NAMES:
        raise KeyError(name)
    return os.environ.get(name, default).strip()

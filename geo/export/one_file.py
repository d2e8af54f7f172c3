"""What the pages that are one file share: Leaflet, styles without outside pictures, the ground, and data packed inside."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geo.export.ground import Box, features, labels
from geo.export.words import Words

STATIC = Path(__file__).with_name("static")
_GROUND = {"world": (), "water": (), "regions": ("valid_from", "valid_to")}


def one_file(name: str, scripts: Sequence[str], data: Mapping[str, Any], parts: Mapping[str, str]) -> bytes:
    """The page of ``static/<name>.html`` with its style, these scripts, and the data with the ground.

    ``parts`` fill the template's other gaps and go in as they are: what is not HTML is escaped by the caller.
    """
    from xstatic.pkg import leaflet

    folder = Path(leaflet.BASE_DIR)
    filled = {
        **parts,
        "style": _style(folder / "leaflet.css") + _style(STATIC / f"{name}.css"),
        "leaflet": (folder / "leaflet.js").read_text(encoding="utf-8").replace("//# sourceMappingURL=leaflet.js.map", ""),
        "script": "\n".join((STATIC / script).read_text(encoding="utf-8") for script in scripts),
        "data": _packed({**data, **{layer: _plain(layer, *kept) for layer, kept in _GROUND.items()}}),
    }
    template = (STATIC / f"{name}.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda gap: filled[gap[1]], template).encode("utf-8", "replace")


def around(points: Iterable[tuple[float, float]]) -> Box:
    """Where names of towns may be wanted: around what is shown. ``points`` are longitude and latitude."""
    found = list(points)
    if not found:
        return Box(46, 40, 88, 56)
    lons, lats = zip(*found, strict=True)
    return Box(min(lons) - 6, min(lats) - 4, max(lons) + 6, max(lats) + 4)


def names(frame: Box, on: date, words: Words, most: int, lowest_rank: int = 3) -> list[list[Any]]:
    """Name, latitude, longitude and rank of so many towns and countries, the largest first."""
    return [[x.name, round(x.lat, 2), round(x.lon, 2), x.rank] for x in labels(frame, on, words, lowest_rank)][:most]


def _packed(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode()


def _plain(name: str, *kept: str) -> list[list[Any]]:
    return [[f["geometry"], *(f["properties"].get(k) or None for k in kept)] for f in features(name)]


def _style(path: Path) -> str:
    """A style sheet without its pictures, which would be asked for from elsewhere."""
    return re.sub(r"[\w-]+:\s*url\([^)]*\)[^;}]*;?", "", path.read_text(encoding="utf-8"))

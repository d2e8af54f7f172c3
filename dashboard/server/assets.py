"""The map's files, served from here: Leaflet as installed, the project's own script, the basemap and its names."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

from dashboard.shapes import labels
from dashboard.view import LANGUAGES
from geo.errors import DataError
from geo.resources import data_root

FROM_COMPONENT = "../../assets"
"""How the map's frame, at ``/component/<name>/index.html``, reaches the files, under any ``server.baseUrlPath``."""

OWN = Path(__file__).parents[1] / "static"


def routes() -> list[BaseRoute]:
    """The folders under ``/assets``. Without the basemap's data the map still draws, on a blank ground."""
    folders = {"leaflet": Path(leaflet.BASE_DIR), "map": OWN}
    with suppress(DataError):
        folders["basemap"] = data_root() / "basemap"
    mounts = [Mount(f"/assets/{name}", StaticFiles(directory=folder)) for name, folder in folders.items()]
    return [Route("/assets/labels", labels_of_the_day), *mounts]


def labels_of_the_day(request: Request) -> Response:
    """``?on=2020-06-06&lang=ru``: the names on the ground, as they were on that day."""
    language = request.query_params.get("lang", "")
    try:
        day = date.fromisoformat(request.query_params.get("on", ""))
    except ValueError:
        day = None
    if day is None or language not in LANGUAGES:
        return Response("wanted: on=YYYY-MM-DD and lang=" + "|".join(LANGUAGES), 400, media_type="text/plain")
    return JSONResponse(labels(day, language), headers={"Cache-Control": "max-age=3600"})

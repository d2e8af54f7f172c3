"""Events to the map: a base that never changes, and one GeoJSON layer of places that does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from dashboard.layers import choropleth, heat, hexagons, interval, with_others
from dashboard.names import place_name, place_with_city
from dashboard.safety import no_template
from dashboard.selection import Selection
from dashboard.server.assets import FROM_COMPONENT
from dashboard.settings import tiles
from dashboard.shapes import outline
from dashboard.spots import AREAS, MOST, Spot, Viewport, drawn_as, near
from dashboard.symbols import svg
from dashboard.view import Span, View
from dashboard.words import LARGEST, Words

DRAWING = 15
"""What a drawing weighs among what is kept of a selection: some hundred kilobytes."""


class BaseMap(folium.Map):
    """A Leaflet map whose files come from this server. Its script is always the same, so the page never remounts it."""

    default_js = [  # noqa: RUF012
        ("leaflet", f"{FROM_COMPONENT}/leaflet/leaflet.js"),
        ("map", f"{FROM_COMPONENT}/map/map.js"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", f"{FROM_COMPONENT}/leaflet/leaflet.css"),
        ("map_css", f"{FROM_COMPONENT}/map/map.css"),
    ]

    def __init__(self) -> None:
        source = tiles()
        super().__init__(location=[48, 67], zoom_start=4, tiles=None, zoom_snap=0.25, min_zoom=2, max_zoom=17)
        if source:
            folium.TileLayer(source.url, attr=source.attribution, name="tiles").add_to(self)
        self.add_child(_Start(not source))


@dataclass(frozen=True)
class Drawing:
    """What the map is to show, and what the legend is to explain of it."""

    features: list[dict[str, Any]]
    spots: list[Spot]
    steps: list[int]
    """The least number of each tint, where there are tints."""
    merged: bool
    """Whether places that lie near each other are drawn as one, so that it matters what the reader's map shows."""

    @cached_property
    def data(self) -> str:
        """The features as they are written into the map's script."""
        features = [f | {"properties": no_template(f["properties"])} for f in self.features]
        return _written({"type": "FeatureCollection", "features": features})


def drawing(found: Sequence[Spot], selection: Selection, view: View, span: Span, viewport: Viewport | None, words: Words) -> Drawing:
    """The features of the layer that the view asks for."""
    chosen = next((s.id for s in found if s.chosen), None)
    everywhere = view.layer == "regions" or (view.layer == "circles" and sum(s.point for s in found) <= MOST)
    key = ("drawing", view.layer, span.last, None if everywhere else viewport, words.language, chosen)
    return selection.kept(key, lambda: _drawing(found, selection, view, span, viewport, words), lambda _: DRAWING)


def _drawing(found: Sequence[Spot], selection: Selection, view: View, span: Span, viewport: Viewport | None, words: Words) -> Drawing:
    if view.layer == "regions":
        features, steps = choropleth(selection, span.last, words)
        return Drawing(features, [], steps, False)
    if view.layer in ("hexagons", "heat"):
        points = [s for s in found if s.point and (viewport is None or viewport.holds(s.place.lat or 0, s.place.lon or 0))]
        if view.layer == "heat":
            return Drawing(heat(points[: 2 * MOST], viewport, words), [], [], len(found) > MOST)
        features, steps = hexagons(points, viewport, words)
        return Drawing(features, [], steps, True)
    clusters = view.layer == "clusters"
    merged = clusters or sum(s.point for s in found) > MOST
    drawn = drawn_as(near(found, viewport, always=clusters) if merged else found)
    features = [f for s in drawn if (f := _feature(s, view, words))]
    return Drawing(features, drawn, [], merged)


def layer(drawn: Drawing, view: View, span: Span, words: Words, *, dark: bool, turn: int = 0) -> folium.FeatureGroup:
    """The feature group to add: one GeoJSON layer, and the settings that go with it.

    With another ``turn`` than before the map goes where the view has it, or fits what it shows; else it stays where the reader has it.
    """
    settings = {
        "day": span.last.isoformat(), "language": view.language, "dark": dark, "fit": " ".join(view.places),
        "empty": not drawn.features, "position": list(view.position) if view.position else None, "turn": turn,
        "words": {name: words(f"map.{name}") for name in ("label", "fit", "zoom_in", "zoom_out")},
    }  # fmt: skip
    return _Layer(drawn.data, _written(no_template(settings)))


def _written(value: Any) -> str:
    """As JSON that may stand in a script and in a page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&'\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _feature(spot: Spot, view: View, words: Words) -> dict[str, Any] | None:
    """Plain values only: what a report says reaches the browser as JSON and is written there as text."""
    place, day = spot.place, spot.day
    full = with_others(place_with_city(place, day, view.language), spot.others, words)
    properties: dict[str, Any] = {
        "place": spot.id,
        "name": with_others(place_name(place, day, view.language), spot.others, words) if spot.within else full,
        "value": value_words(spot, words),
        "weight": min(spot.total.min or 0, LARGEST),
    }
    properties["tip"] = [full, properties["value"], *_tip(spot, words)]
    if spot.symbol:
        extent = place.precision_m if place.kind == "city" and not spot.others else None
        properties |= {
            "svg": svg(spot.symbol),
            "size": spot.symbol.size,
            "within": spot.within,
            "extent": extent,
            "quiet": not spot.counted,
        }
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    elif place.kind in AREAS and (shape := outline(spot.id, day)):
        strength = 0.06 if place.kind == "country" else 0.18
        properties["style"] = {"className": "dm-area" if spot.counted else "dm-area dm-quiet", "weight": 1, "fillOpacity": strength, "opacity": 0.6,
                               "dashArray": "5 4" if spot.total.max is None else None}  # fmt: skip
        geometry = shape
    else:
        return None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def value_words(spot: Spot, words: Words) -> str:
    """The number at a place, in words; empty where nothing is said of detentions."""
    if not spot.counted:
        return ""
    return interval(spot.total, words)


def _tip(spot: Spot, words: Words) -> list[str]:
    lines = [f"{words.span(spot.days)} · {words.count('events', spot.size)}"]
    if spot.conflicts:
        lines.append(words.count("conflicts", spot.conflicts))
    return [*lines, words("map.more")]


class _Layer(folium.FeatureGroup):
    """A group of one GeoJSON layer. Its script is written here as a whole: folium would make a template of the data each time."""

    _template = Template("""{% macro script(this, kwargs) %}
var {{ this.get_name() }} = L.featureGroup({});
var detention_data = L.geoJson({{ this.data }}, {
    pointToLayer: detentionMap.symbol, onEachFeature: detentionMap.each, style: (feature) => feature.properties.style,
});
detention_data.addTo({{ this.get_name() }});
detentionMap.show(detention_data, {{ this.settings }});
{% endmacro %}""")

    def __init__(self, data: str, settings: str) -> None:
        super().__init__(name="data")
        self.data, self.settings = data, settings

    def render(self, **_: Any) -> str:
        """Nothing goes into a page's own scripts: the map component takes the script as it is."""
        return ""


class _Start(MacroElement):
    """Makes the base the project's own; ``{{ this.ground }}`` says whether it draws the offline ground."""

    _template = Template(
        "{% macro script(this, kwargs) %}\ndetentionMap.start({{ this._parent.get_name() }}, {{ this.ground|tojson }});\n{% endmacro %}"
    )

    def __init__(self, ground: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.ground = ground

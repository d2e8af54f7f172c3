"""Events to the map: a base that never changes, and one GeoJSON layer of places that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template
from folium.utilities import JsCode

from dashboard.data import Selection, by_place, total_of
from dashboard.names import city_of, place_name, place_with_city
from dashboard.server.assets import FROM_COMPONENT
from dashboard.settings import tiles
from dashboard.shapes import outline
from dashboard.symbols import Scale, Symbol, svg, symbol
from dashboard.view import Span, View
from dashboard.words import LARGEST, Words
from geo.events import place_key
from geo.model import COUNTED_KINDS, Event, Place, Total

AREAS = ("region", "country")


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
        start = "detentionMap.start({{ this._parent.get_name() }}, {{ this.value|tojson }});"
        self.add_child(_Script(start, not source))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with what is drawn there: its events (and its parts') in view, their total, its symbol."""

    id: str
    place: Place
    events: tuple[Event, ...]
    total: Total
    symbol: Symbol | None
    """``None`` for a region or country, which is tinted, and for a place without a position."""

    @property
    def day(self) -> date:
        """The last day in view: places go by their name of that day."""
        return max(e.date_end for e in self.events)

    @property
    def counted(self) -> bool:
        return any(e.kind in COUNTED_KINDS for e in self.events)


def spots(selection: Selection, selected: str | None) -> list[Spot]:
    """Every place of the view that can be drawn, the largest number first."""
    groups = by_place(selection.events)
    own = {place_key(e.place): e.place for e in selection.events}
    sums = {key: total_of(key, events) for key, events in groups.items()}
    numbers = [s.max if s.max is not None else s.min or 0 for k, s in sums.items() if own[k].kind not in AREAS]
    scale = Scale.for_numbers(numbers)
    out = []
    for key, events in groups.items():
        place, sum_ = own[key], sums[key]
        mine = [e for e in events if place_key(e.place) == key]
        drawn = None
        if place.kind not in AREAS and place.lat is not None:
            drawn = symbol(
                sum_.min, sum_.max, scale, unknown=bool(sum_.unknown), crisp=place.kind == "site" and bool(place.id),
                conflict=any(e.conflicting for e in mine), selected=selected in {e.id for e in mine},
            )  # fmt: skip
        out.append(Spot(key, place, tuple(events), sum_, drawn))
    return sorted(out, key=lambda s: -(s.total.min or 0))


def layer(drawn: Sequence[Spot], view: View, span: Span, words: Words, *, dark: bool) -> folium.FeatureGroup:
    """The feature group to add: one GeoJSON layer, and the settings that go with it."""
    keys = {s.id for s in drawn}
    features = [_feature(s, keys, view, words) for s in drawn]
    group = folium.FeatureGroup(name="data")
    data = folium.GeoJson(
        {"type": "FeatureCollection", "features": [f for f in features if f]},
        point_to_layer=JsCode("detentionMap.symbol"),
        on_each_feature=JsCode("detentionMap.each"),
    )
    data.add_to(group)
    settings = {
        "day": span.last.isoformat(), "language": view.language, "dark": dark, "fit": " ".join(view.places),
        "empty": not drawn,
        "words": {name: words(f"map.{name}") for name in ("label", "fit", "zoom_in", "zoom_out")},
    }  # fmt: skip
    group.add_child(_Script("detentionMap.show({{ this.value.layer.get_name() }}, {{ this.value.settings|tojson }});",
                            {"layer": data, "settings": settings}))  # fmt: skip
    return group


def _feature(spot: Spot, keys: set[str], view: View, words: Words) -> dict[str, Any] | None:
    """Plain values only: what a report says reaches the browser as JSON and is written there as text."""
    place, day = spot.place, spot.day
    full = place_with_city(place, day, view.language)
    inside = place.kind == "site" and city_of(place) in keys
    properties: dict[str, Any] = {
        "place": spot.id,
        "name": place_name(place, day, view.language) if inside else full,
        "value": value_words(spot, words),
        "weight": min(spot.total.min or 0, LARGEST),
    }
    properties["tip"] = [full, properties["value"], *_tip(spot, words)]
    if spot.symbol:
        extent = place.precision_m if place.kind == "city" else None
        properties |= {"svg": svg(spot.symbol), "size": spot.symbol.size, "within": inside, "extent": extent, "quiet": not spot.counted}
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
    if spot.symbol and spot.symbol.shape == "diamond":
        return words("format.unknown")
    return words.interval(spot.total.min, spot.total.max)


def _tip(spot: Spot, words: Words) -> list[str]:
    days = Span(min(e.date_start for e in spot.events), max(e.date_end for e in spot.events))
    conflicts = sum(e.conflicting for e in spot.events)
    lines = [f"{words.span(days)} · {words.count('events', len(spot.events))}"]
    if conflicts:
        lines.append(words.count("conflicts", conflicts))
    return [*lines, words("map.more")]


class _Script(MacroElement):
    """A line of script with a value, in folium's own way."""

    def __init__(self, line: str, value: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.value = value
        self._template = Template("{% macro script(this, kwargs) %}\n" + line + "\n{% endmacro %}")

"""The map's layer: one, of plain data; and a base that never changes."""

from __future__ import annotations

import json
import re

import pytest
from streamlit_folium import _get_feature_group_string, _get_map_string

from dashboard.map import BaseMap, drawing, layer
from dashboard.safety import BRACE
from dashboard.selection import select
from dashboard.spots import spots
from dashboard.view import Span, View
from dashboard.words import words
from geo.events import reconcile
from geo.model import Place
from handmade import claim, place

SPAN = Span(*[claim().date_start] * 2)


def scripts(where: Place, language: str = "en") -> tuple[str, str]:
    view = View(language=language)
    selection = select(reconcile([claim(place=where)]), view)
    base = BaseMap()
    base.render()
    base_script = _get_map_string(base)
    shown = drawing(spots(selection, None), selection, view, SPAN, None, words(language))
    group = layer(shown, view, SPAN, words(language), dark=False)
    return base_script, _get_feature_group_string(group, base)


def test_the_base_is_the_same_whatever_is_shown() -> None:
    bases = {re.sub(r"_[0-9a-f]{32}", "", scripts(place(name), language)[0]) for name, language in [("Oral", "en"), ("Semey", "kk")]}
    assert len(bases) == 1


def test_nothing_is_loaded_from_another_host() -> None:
    for _, link in BaseMap.default_js + BaseMap.default_css:
        assert link.startswith("../../assets/")
    assert "http" not in scripts(place())[0]


@pytest.mark.parametrize(
    "payload",
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "`${alert(1)}`",
        "{{7*7}}",
        "{{ x = }}",
        "{% raw",
        "{# a",
        "'\"\\",
    ],
)
def test_a_hostile_name_stays_a_string(payload: str) -> None:
    _, script = scripts(place(payload, id=None))
    (data,) = re.findall(r"L\.geoJson\((\{.*\}), \{$", script, re.M)
    (feature,) = json.loads(data)["features"]
    assert feature["properties"]["name"] == payload.replace("{", BRACE)
    assert not set("<>&'") & set(data)


def test_a_name_that_is_a_template_is_never_compiled() -> None:
    """branca makes a template of every script that it has written; ``{{ cycler.__init__.__globals__ }}`` would run here."""
    view = View()
    selection = select(reconcile([claim(place=place("{{ this.ran() }}", id=None))]), view)
    base = BaseMap()
    group = layer(drawing(spots(selection, None), selection, view, SPAN, None, words("en")), view, SPAN, words("en"), dark=False)
    group.add_to(base)
    assert "{{" not in base.get_root().render()


def test_there_is_one_geojson_layer() -> None:
    assert scripts(place())[1].count("L.geoJson(") == 1


def test_tiles_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_TILES", "https://tile.example.org/{z}/{x}/{y}.png|© Example")
    base, _ = scripts(place())
    assert "https://tile.example.org/{z}/{x}/{y}.png" in base
    assert "detentionMap.start(map_div, false)" in base

"""The same events the plain way, for comparison: a folium marker with a tooltip for each. Served by ``plain_app.py``.

Not a popup: folium's needs jQuery, which the project's map does without.
"""

from __future__ import annotations

import os
from html import escape

import folium
import streamlit as st
from streamlit_folium import st_folium

from dashboard.map import BaseMap
from geo.store import Store

limit = int(os.environ["PLAIN_EVENTS"])


@st.cache_data
def rows() -> list[dict[str, object]]:
    with Store.open(os.environ["DETENTION_MAP_STORE"]) as store:
        return store.summaries(limit=limit)


st.title("Plain")
if limit:
    year = st.selectbox("Year", ["all", *map(str, range(2012, 2026))])
    group = folium.FeatureGroup(name="data")
    for row in rows():
        if year in ("all", str(row["date_start"])[:4]):
            words = f"{escape(str(row['place']))}: {row['min']}"
            folium.CircleMarker([row["lat"], row["lon"]], radius=5, fill=True, tooltip=words).add_to(group)
    st_folium(BaseMap(), key="map", height=440, feature_group_to_add=group, returned_objects=["last_object_clicked"])
else:
    st.selectbox("Year", ["all", "2019", "2020"])
    st.write("A page without a map.")

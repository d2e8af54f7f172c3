"""A citation names the version, the day and the filters, and no text of the data breaks its form."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from geo.export.about import About
from geo.export.cite import as_bibtex, as_csl, as_text

ABOUT = About("1a2b3c", filters=(("place", "Almaty"),), made=date(2026, 11, 22))
URL = "https://map.example.org/?place=geonames:1526384&dates=all"


def test_a_view_is_cited_in_three_forms() -> None:
    assert as_text(ABOUT, "Detentions: Almaty", URL) == (
        "Detentions: Almaty. Place: Almaty. Data version 1a2b3c; Headline rule: highest minimum. detention-map, 22 November 2026. " + URL
    )
    assert "urldate = {2026-11-22}" in as_bibtex(ABOUT, "Detentions: Almaty", URL)
    (item,) = json.loads(as_csl(ABOUT, "Detentions: Almaty", URL))
    assert (item["version"], item["URL"], item["accessed"]) == ("1a2b3c", URL, {"date-parts": [[2026, 11, 22]]})


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_bibtex(title: str, url: str) -> None:
    made = as_bibtex(ABOUT, title, url).replace("\\{", "").replace("\\}", "")
    depth = 0
    for letter in made:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0

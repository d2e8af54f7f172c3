"""The table's numbers: as the page writes them, in whatever language the reader's browser is."""

from __future__ import annotations

import pytest
from pandas import DataFrame

from dashboard.table import _columns, _styled
from dashboard.words import words


@pytest.mark.parametrize(("language", "written"), [("en", "7,939"), ("ru", "7\u00a0939"), ("kk", "7\u00a0939")])
def test_a_browser_of_another_language_shows_the_pages_numbers(language: str, written: str) -> None:
    text = words(language)
    shown = _styled(DataFrame({"min": [7939], "max": [None]}).astype("Int64"), text).to_string(delimiter="|")
    assert written in shown
    assert all(_columns(text, by_browser=False)[name]["type_config"]["format"] is None for name in ("min", "max")), (
        "a format would win over that"
    )

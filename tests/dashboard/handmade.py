"""Claims made by hand, for tests that need no reader and no store."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo.model import Claim, Count, Place, Report

DAY = date(2020, 6, 6)
QUOTE = "Police detained at least seven people in Kyzylorda."
TEXT = f"Morning came.\n\nSeveral squares were closed. {QUOTE} They left.\n\nLater."


def place(name: str = "Kyzylorda", kind: str = "city", **values: Any) -> Place:
    identifier = values.pop("id", f"{kind}:{name.lower()}")
    fields: dict[str, Any] = {
        "mention": name, "name": name, "kind": kind, "id": identifier, "lat": 44.85, "lon": 65.51, "precision_m": 10000,
        "country": "KZ", "region": None, "city": name, "site": None, "name_today": name, "basis": "gazetteer",
        "path": ("country:KZ", identifier),
    }  # fmt: skip
    return Place(**(fields | values))


def claim(text: str = TEXT, quote: str = QUOTE, **values: Any) -> Claim:
    start = text.index(quote)
    fields: dict[str, Any] = {
        "report_id": "r1", "source": "RFE/RL", "url": "https://example.org/1", "published": DAY, "language": "en",
        "kind": "detention", "quote": quote, "start": start, "end": start + len(quote),
        "date_start": DAY, "date_end": DAY, "date_basis": "text", "place": place(),
        "count": Count("at least seven people", 7, None, 7, "at_least"),
    }  # fmt: skip
    return Claim(**(fields | values))


def report(text: str = TEXT, **values: Any) -> Report:
    return Report("r1", text, DAY, sha256="ab" * 32, **values)

"""How to cite a view: as text, BibTeX and CSL-JSON, with the data's version, the day of access and the filters in words."""

from __future__ import annotations

import json
import re
from typing import Any

from geo.export.about import About

PUBLISHER = "detention-map"


def as_text(about: About, title: str, url: str = "") -> str:
    """``Detentions: Kazakhstan. Place: Almaty. Data version 1a2b, rule: highest minimum. detention-map, 22 November 2026. URL``"""
    say = about.words
    parts = [title, about.filter_words, f"{say('pack.version')} {about.version}; {say('pack.rule')}: {about.rule_words}",
             f"{PUBLISHER}, {say.day(about.made)}", url]  # fmt: skip
    return ". ".join(part for part in parts if part)


def as_bibtex(about: About, title: str, url: str = "") -> str:
    """A ``@misc`` entry; what TeX would take for its own is written so that it is text."""
    fields = {
        "title": f"{{{_tex(title)}}}",
        "howpublished": f"\\url{{{_address(url)}}}" if url else "",
        "note": _tex(f"{about.filter_words}; {about.rule_words}"),
        "version": _tex(about.version),
        "publisher": PUBLISHER,
        "year": str(about.made.year),
        "urldate": about.made.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{detention-map-" + (re.sub(r"\W", "", about.version) or "view") + ",\n" + ",\n".join(lines) + "\n}\n"


def as_csl(about: About, title: str, url: str = "") -> str:
    """One item for reference managers."""
    item: dict[str, Any] = {
        "id": f"detention-map-{about.version or 'view'}",
        "type": "dataset",
        "title": title,
        "version": about.version,
        "publisher": PUBLISHER,
        "accessed": {"date-parts": [[about.made.year, about.made.month, about.made.day]]},
        "note": f"{about.filter_words}; {about.rule_words}",
        "language": about.language,
    }
    return json.dumps([item | ({"URL": url} if url else {})], ensure_ascii=False, indent=1)


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in text)


def _address(url: str) -> str:
    return re.sub(r"[\\{}\s%]", lambda found: f"\\{found[0]}" if found[0] == "%" else "", url)


_TEX = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"} | {c: f"\\{c}" for c in "&%$#_{}"}

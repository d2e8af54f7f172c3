"""A talk as one HTML file: chapters over a map that fills the screen, moved through by keys, clicker or touch, without a network.

What a chapter shows is worked out before it comes here; its numbers and words stand in the file as they were then. The recipe (title,
line and view of each chapter) lies inside too, so that a talk can be opened again and changed. Words reach the page as text, never as HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal, NamedTuple

from geo.errors import InputError
from geo.export.links import web_address
from geo.export.one_file import around, names, one_file
from geo.export.words import words
from geo.model import Event

RECIPE = '<script id="recipe" type="application/json">'
LARGEST_RECIPE = 200_000
TOWNS = 300
"""So many towns' names travel with a chapter, the largest first."""
LONGEST_QUOTE = 600
MOST_CLAIMS = 4
"""So many of an event's claims travel along, the one that gives the number first."""
Shape = Literal["disc", "diamond", "square", "dot"]


class Recipe(NamedTuple):
    """What makes a chapter: its words, and the view as the page's address has it."""

    title: str
    line: str
    view: str


class Figure(NamedTuple):
    """The one large number with the words before and after it: ``at least``, ``101``, ``detentions``; ``digits`` may be words where none is known."""

    before: str
    digits: str
    after: str


class Said(NamedTuple):
    """A claim as a footnote: its quote, who said it and when, and the address of the report."""

    quote: str
    who: str
    url: str | None


class Evidence(NamedTuple):
    """An event in the words of the chapter's language."""

    head: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as a symbol: the disc is ``low``, its ring ``high``; a ring of dashes where that is ``None``."""

    name: str
    lat: float
    lon: float
    shape: Shape
    low: int | None
    high: int | None
    value: str
    more_unknown: bool = False
    conflict: bool = False
    within: bool = False
    """A site whose city is drawn too: shown from near by alone."""
    chosen: bool = False
    events: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Tint:
    """An area with its number. ``strength`` is from 0 to 1; ``quiet`` where nothing is said of detentions; ``dashed`` where no highest number is known."""

    shape: Mapping[str, Any]
    strength: float
    name: str
    value: str
    dashed: bool = False
    quiet: bool = False
    named: bool = True
    """Whether name and number are written on it."""
    events: tuple[Evidence, ...] = ()


class Glow(NamedTuple):
    """Heat at a point: ``share`` from 0 to 1 is how strong."""

    lat: float
    lon: float
    share: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """One picture of a talk. ``day`` is the one whose borders and names are drawn; ``steps`` are the classes of tints, strength and words."""

    recipe: Recipe
    language: str
    day: date
    figure: Figure
    rule: str
    sentence: str
    source: str
    position: tuple[float, float, float] | None = None
    """Latitude, longitude and Leaflet's zoom of the map; ``None`` fits it to what is shown."""
    marks: tuple[Mark, ...] = ()
    tints: tuple[Tint, ...] = ()
    glows: tuple[Glow, ...] = ()
    steps: tuple[tuple[float, str], ...] = ()
    keys: tuple[str, ...] = ()
    """What else the legend says."""
    footnote: Evidence | None = None
    notes: tuple[str, ...] = ()
    """What to keep in mind, shown with the evidence."""


def talk(chapters: Sequence[Chapter], language: str, problems: Sequence[str] = ()) -> bytes:
    """The page: some 0.5 MB for the ground and the program, some 10 kB for a chapter. ``problems`` are shown before the first.

    Raises ``ValueError`` for a talk without chapters.
    """
    if not chapters:
        raise ValueError("a talk has at least one chapter")
    say = words(language)
    parts = {
        "language": language,
        "title": escape(say("talk.title", title=chapters[0].recipe.title)),
        "description": escape(chapters[0].sentence, quote=True),
        "failed": escape(say("html.failed")),
        "recipe": json.dumps({"talk": [list(c.recipe) for c in chapters]}).replace("<", "\\u003c"),
    }
    packed = _Packed()
    data = {
        "language": language,
        "words": say.table["talk"],
        "legend": {c.language: words(c.language).table["legend"] for c in chapters},
        "problems": list(problems),
        "chapters": [packed.chapter(c) for c in chapters],
        "events": packed.events,
        "shapes": packed.shapes,
        "names": packed.names,
    }
    return one_file("talk", ("shared.js", "talk_map.js", "talk_paper.js", "talk.js"), data, parts)


def recipe_of(page: str) -> list[Recipe]:
    """The recipe inside a talk's file. Raises :class:`InputError` for a file that is no talk."""
    at = page.find(RECIPE)
    end = page.find("</script>", at) if at >= 0 else -1
    try:
        rows = json.loads(page[at + len(RECIPE) : end])["talk"] if 0 <= end - at <= LARGEST_RECIPE else None
        if isinstance(rows, list) and rows and all(len(row) == 3 and all(isinstance(part, str) for part in row) for row in rows):
            return [Recipe(*row) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise InputError("talk", "this file is no talk")


class _Packed:
    """Chapters as rows; what several of them hold stands once, and they name it by its index."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.shapes: list[Any] = []
        self.names: list[Any] = []
        self._at: dict[str, dict[str, int]] = {"events": {}, "shapes": {}, "names": {}}

    def chapter(self, chapter: Chapter) -> dict[str, Any]:
        points = [(m.lon, m.lat) for m in chapter.marks] + [(g.lon, g.lat) for g in chapter.glows] + list(_corners(chapter.tints))
        lat, lon, zoom = chapter.position or (0.0, 0.0, 0.0)
        near = zoom >= 8
        if chapter.position:
            points = [(lon, lat), *([] if near else points)]
        place_names = names(around(points), chapter.day, words(chapter.language), TOWNS, 4 if near else 3)
        return {
            "language": chapter.language,
            "title": chapter.recipe.title,
            "line": chapter.recipe.line,
            "day": chapter.day.isoformat(),
            "figure": chapter.figure,
            "rule": chapter.rule,
            "sentence": chapter.sentence,
            "source": chapter.source,
            "position": chapter.position,
            "marks": [self._mark(m) for m in chapter.marks],
            "tints": [[self._once("shapes", t.shape), round(t.strength, 2), t.name, t.value, int(t.dashed), int(t.quiet), int(t.named), self._all(t.events)]
                      for t in chapter.tints],
            "glows": [[round(g.lat, 4), round(g.lon, 4), round(g.share, 2)] for g in chapter.glows],
            "steps": chapter.steps,
            "keys": chapter.keys,
            "footnote": self._once("events", chapter.footnote) if chapter.footnote else None,
            "notes": chapter.notes,
            "names": self._once("names", place_names),
        }  # fmt: skip

    def _mark(self, m: Mark) -> list[Any]:
        return [m.name, round(m.lat, 4), round(m.lon, 4), m.shape, m.low, m.high, m.value, int(m.more_unknown), int(m.conflict),
                int(m.within), int(m.chosen), self._all(m.events)]  # fmt: skip

    def _all(self, events: Sequence[Evidence]) -> list[int]:
        return [self._once("events", e) for e in events]

    def _once(self, kind: str, value: Any) -> int:
        held: list[Any] = getattr(self, kind)
        at = self._at[kind].setdefault(json.dumps(value), len(held))
        if at == len(held):
            held.append(value)
        return at


def evidence(event: Event, head: str, language: str) -> Evidence:
    """An event with the words of its claims, the one that gives the number first."""
    say = words(language)
    ordered = sorted(event.claims, key=lambda c: c.id != event.headline)[:MOST_CLAIMS]
    said = []
    for c in ordered:
        day = say("html.published", day=say.day(c.published)) if c.published else ""
        who = " · ".join(part for part in (c.source, c.attributed_to, day) if part)
        said.append(Said(_short(" ".join(c.quote.split())), who, web_address(c.url)))
    return Evidence(head, tuple(said))


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"


def _corners(tints: Sequence[Tint]) -> Iterator[tuple[float, float]]:
    """A point of each area, for the names around."""
    for tint in tints:
        at = tint.shape["coordinates"]
        while not isinstance(at[0], (int, float)):
            at = at[0]
        yield at[0], at[1]

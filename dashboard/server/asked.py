"""A question to the API: the page's own parameters, and a few of the API's. What cannot be followed is told, never guessed at."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.view import View, from_params
from dashboard.words import words

FORMATS = ("json", "geojson", "csv")
MOST_PER_PAGE = 1000
MOST_PAGES = 1_000_000
LONGEST = 4000
"""So many characters of a question are read."""
LONGEST_VALUE = 200
OWN = ("format", "page", "per_page", "bbox")


class BadQuestion(ValueError):
    """A question that cannot be followed; ``problems`` says each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0])
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Asked:
    """The view asked for, in which form, and which page of it."""

    view: View
    format: str = "json"
    page: int = 1
    per_page: int = 100
    box: tuple[float, float, float, float] | None = None


def asked(params: Iterable[tuple[str, str]], *, alone: bool = False) -> Asked:
    """Reads the parameters; ``alone``: of an answer that has no pages. Raises :class:`BadQuestion`."""
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in params:
        given[name].append(value)
    if sum(len(name) + sum(map(len, values)) for name, values in given.items()) > LONGEST:
        raise BadQuestion([f"the question is longer than {LONGEST} characters"])
    own = {name: given.pop(name) for name in OWN if name in given and not alone}
    problems: list[str] = []
    for name, values in own.items():
        if len(values) > 1:
            problems.append(f"{name}: one value only")
    for name, values in given.items():
        problems += [f"{name}: an empty value" for value in values if not value]
        problems += [f"{name}: longer than {LONGEST_VALUE} characters" for value in values if len(value) > LONGEST_VALUE]
    view, unread = from_params(given, View())
    say = words("en")
    problems += [say(f"link.{p.reason}", name=p.name, value=p.value) for p in unread]
    form = own.get("format", ["json"])[0]
    if form not in FORMATS:
        problems.append(f"format: {form} is none of {', '.join(FORMATS)}")
    page = _whole(own.get("page", ["1"])[0], "page", MOST_PAGES, problems)
    per_page = _whole(own.get("per_page", ["100"])[0], "per_page", MOST_PER_PAGE, problems)
    box = _box(own["bbox"][0], problems) if "bbox" in own else None
    if problems:
        raise BadQuestion(problems)
    return Asked(view, form, page, per_page, box)


def _whole(text: str, name: str, most: int, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most:
        return int(text)
    problems.append(f"{name}: {text} is not a number from 1 to {most}")
    return 1


def _box(text: str, problems: list[str]) -> tuple[float, float, float, float] | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return west, south, east, north
    problems.append(f"bbox: {text} is not west,south,east,north in degrees")
    return None

"""What a cell of a table says: a day in any of the usual notations, a count as a number or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from geo.extraction.counts import by_rule, find
from geo.extraction.languages import READERS
from geo.model import Count
from geo.reports.sheets import Cell

_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T])")
_WHOLE = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+(?:\.0+)?")
_NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?")
_MOST = 10_000_000


def order_of(cells: Iterable[Cell]) -> str | None:
    """``dmy`` or ``mdy``: which of the two a column's dates with slashes can only be; ``None`` where they do not tell."""
    told = set()
    for cell in cells:
        if isinstance(cell, str) and (m := _SLASHES.match(cell.strip())):
            told |= {"dmy"} if int(m[1]) > 12 else {"mdy"} if int(m[2]) > 12 else set()
    return told.pop() if len(told) == 1 else None


def day(cell: Cell, order: str | None, language: str) -> date | None:
    """A day; ``None`` for an empty cell. Raises ``ValueError`` that says what is wrong."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = str(cell).strip()
    try:
        if m := _ISO.match(written):
            return _credible(date(int(m[1]), int(m[2]), int(m[3])))
        if m := _DOTS.match(written):
            return _credible(date(int(m[3]), int(m[2]), int(m[1])))
        if m := _SLASHES.match(written):
            return _credible(_slashed(m, order))
        if found := _in_words(written, language):
            return _credible(found)
    except ValueError as error:
        raise ValueError(f"{written} is no day ({error})") from None
    raise ValueError(f"{written} is not a date such as 2011-12-04, 04.12.2011 or 4 December 2011")


def _slashed(m: re.Match[str], order: str | None) -> date:
    one, two, year = int(m[1]), int(m[2]), int(m[3])
    if one > 12 or order == "dmy":
        return date(year, two, one)
    if two > 12 or order == "mdy":
        return date(year, one, two)
    if one == two:
        return date(year, one, two)
    raise ValueError("day or month first? say --dates dmy or --dates mdy")


def _in_words(written: str, language: str) -> date | None:
    """A day written with its month's name, and its year, in one of the languages that reports are read in."""
    if not re.search(r"\b\d{4}\b", written):
        return None
    for name in dict.fromkeys((language, *READERS)):
        if (reader := READERS.get(name)) is None:
            continue
        found = reader.find_dates(written, None)
        if len(found) == 1 and found[0].first == found[0].last:
            return found[0].first
    return None


def _credible(found: date) -> date:
    if not 1850 <= found.year <= 2150:
        raise ValueError("no year of any report")
    return found


def whole(cell: Cell) -> int | None:
    """A whole number from 0; ``None`` for an empty cell. Raises ``ValueError`` that says what is wrong."""
    if cell is None or str(cell).strip() == "":
        return None
    written = str(cell).strip()
    if not _WHOLE.fullmatch(written):
        raise ValueError(_wrong(written))
    number = int(re.sub(r"[, \u00a0\u202f]|\.0+$", "", written))
    if number > _MOST:
        raise ValueError(f"{written} is more people than any protest had")
    return number


def _wrong(written: str) -> str:
    if written.startswith(("-", "−")) and _NUMBER.fullmatch(written):
        return f"{written} is less than nobody"
    if _NUMBER.fullmatch(written):
        return f"{written} is not a whole number of people"
    return f"“{written}” is neither a number nor words for one"


def count(cell: Cell, language: str) -> Count:
    """The interval that a cell gives: exact for a number, by the counting rules for words, not known for an empty one.

    Raises ``ValueError`` that says what is wrong.
    """
    written = "" if cell is None else str(cell).strip()
    if not written:
        return Count("", 1, None, None, "unspecified")
    try:
        number = whole(cell)
    except ValueError:
        if _NUMBER.fullmatch(written):
            raise
        found = next((q for name in dict.fromkeys((language, *READERS)) for q in find(written, name)), None)
        if found is None or re.search(r"\d[.,]\d(?!\d\d)|[-−]\s*\d", written.replace(found.count.text, "")):
            raise ValueError(_wrong(written)) from None
        return found.count
    assert number is not None
    return Count(written, 0, 0, 0, "none") if number == 0 else by_rule("exact", written, number)


def interval(written: str, best: int | None, low: int | None, high: int | None) -> Count:
    """A count of which columns give the bounds. Raises ``ValueError`` where they cross."""
    low = low if low is not None else (best if high is None else 0)
    if low is not None and high is not None and low > high:
        raise ValueError(f"the least, {low}, is more than the most, {high}")
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        raise ValueError(f"{best} lies outside {low} to {high if high is not None else 'any number'}")
    middle = best if best is not None else low if high is None else ((low or 0) + high) // 2
    if low == high == 0:
        return Count(written, 0, 0, 0, "none")
    form = "exact" if low == high else "at_least" if high is None else "range"
    return Count(written, low, high, middle, form)

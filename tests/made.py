"""Reports and claims made in a line, for tests."""

from __future__ import annotations

from datetime import date

from geo.extraction import extract
from geo.model import Claim, Count, Place, Report


def report(text: str, published: str | None = "2020-06-06", **fields: str) -> Report:
    return Report(id=fields.pop("id", "r"), text=text, published=date.fromisoformat(published) if published else None, **fields)


def claims(text: str, published: str | None = "2020-06-06", **fields: str) -> list[Claim]:
    return extract(report(text, published, **fields))


def claim(
    path: str, low: int | None, high: int | None = None, best: int | None = None, *, day: str = "2020-06-06", to: str = "",
    kind: str = "detention", source: str = "Wire", instance: bool = False, subset: bool = False, start: int = 0, published: str = "",
) -> Claim:  # fmt: skip
    """A claim about a place given by its path (``KZ/almaty/square``), without a report behind it."""
    names = path.split("/")
    ids = tuple("/".join(names[: i + 1]) for i in range(len(names)))
    kind_of = ("country", "city", "site")[len(names) - 1]
    place = Place(
        names[-1], names[-1], kind_of, ids[-1], 43.0, 76.0, 1000, names[0], None,
        names[1] if len(names) > 1 else None, names[2] if len(names) > 2 else None, names[-1], "gazetteer", ids,
    )  # fmt: skip
    first = date.fromisoformat(day)
    return Claim(
        f"{source}-{path}-{day}-{low}-{start}", source, None, date.fromisoformat(published or to or day), "en", kind, "quote", start, start + 5,  # type: ignore[arg-type]
        first, date.fromisoformat(to) if to else first, "text", place, Count("words", low, high, best, "exact"),
        subset=subset, instance=instance,
    )  # fmt: skip

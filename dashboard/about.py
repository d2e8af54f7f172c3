"""A view in words, for what leaves the page: each filter, the rule and the data's version, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.data import Dataset
from dashboard.names import name_of
from dashboard.view import View
from dashboard.words import Words, words
from geo.export import About
from geo.export.words import words as export_words
from geo.public import tier_in_use


def about(dataset: Dataset, view: View) -> About:
    """What a file of the view says of itself."""
    text = words(view.language)
    tier = tier_in_use()
    return About(
        version=dataset.version,
        rule=f"{view.rule}: {view.source}" if view.source else view.rule,
        filters=tuple(filters_in_words(dataset, view, text)),
        language=view.language,
        place=view.places[0] if len(view.places) == 1 else None,
        note=tier.note(export_words(view.language)) if tier else "",
    )


def filters_in_words(dataset: Dataset, view: View, text: Words) -> Iterator[tuple[str, str]]:
    """Each filter that is set, as its label and its value; dates and kinds always."""
    first = View()
    yield text("filters.dates"), text.span(view.span) if view.span else text("filters.all_dates")
    on = (view.span or dataset.span).last
    if view.places:
        nodes = dataset.columns().nodes
        names = {key: place.name for key, place in zip(nodes.ids, nodes.places, strict=True) if place}
        yield text("filters.place"), _list(name_of(key, on, view.language, names.get(key, "")) for key in view.places)
    yield text("filters.kind"), _list(text.known("kind", kind) for kind in view.kinds) or "–"
    if view.sources:
        yield text("filters.sources"), _list(view.sources)
    if view.organisers:
        yield text("filters.organisers"), _list(view.organisers)
    if view.languages:
        yield text("filters.languages"), _list(text.known("language", code) for code in view.languages)
    for bound in ("least", "most"):
        if (number := getattr(view, bound)) is not None:
            yield f"{text('filters.count')}, {text(f'filters.{bound}').lower()}", text.number(number)
    if view.numbers != first.numbers:
        yield text("filters.numbers"), text(f"filters.numbers_{view.numbers}")
    if view.precisions:
        yield text("filters.precisions"), _list(text.known("place_kind", p) for p in view.precisions)
    if view.conflicting:
        yield text("filters.conflicting"), text("table.yes")


def _list(parts: Iterable[str]) -> str:
    return ", ".join(parts)

"""A view in words, for what leaves the page: each filter, the rule and the data's version, in the reader's language."""

from __future__ import annotations

from dashboard.data import Dataset
from dashboard.view import LAYERS, View
from geo.export import About
from geo.export.asked import Told, asked
from geo.export.words import words as export_words
from geo.public import tier_in_use


def about(dataset: Dataset, view: View) -> About:
    """What a file of the view says of itself."""
    tier = tier_in_use()
    return About(
        version=dataset.version,
        rule=f"{view.rule}: {view.source}" if view.source else view.rule,
        filters=_filters(dataset, view),
        language=view.language,
        place=view.places[0] if len(view.places) == 1 else None,
        note=tier.note(export_words(view.language)) if tier else "",
    )


def _filters(dataset: Dataset, view: View) -> Told:
    """Each filter that holds something back; places by their names on the last day."""
    nodes = dataset.columns().nodes
    names = {key: place.name for key, place in zip(nodes.ids, nodes.places, strict=True) if place} if view.places else {}
    layer = view.layer if view.layer != LAYERS[0] else None
    return asked(view.query, export_words(view.language), layer=layer, name_of=lambda node: names.get(node, ""))

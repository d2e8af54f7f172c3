"""Which city's square a site's name means: that of the city the text speaks of there."""

from __future__ import annotations

from bisect import bisect_right

from geo.places.gazetteer import Gazetteer
from geo.places.recognise import Mention

_JUST = 40
"""How few letters lie between a city's name and that of a site in it that is told right after."""


_WINDOW = 60
"""How many cities before and after a site are asked whether it is theirs."""


def place_sites(mentions: list[Mention], gazetteer: Gazetteer) -> None:
    """A site's name belongs to the city that the text speaks of there; a name that only one city has needs no help."""
    cities = [(m.start, m.id) for m in mentions if m.id and gazetteer.entries[m.id].kind == "city"]
    starts = [s for s, _ in cities]
    for mention in mentions:
        options = {n.id for n in mention.names if gazetteer.entries[n.id].kind == "site"}
        if not options or mention.id:
            continue
        at = bisect_right(starts, mention.start)
        order = [c for _, c in cities[max(0, at - _WINDOW) : at][::-1]] + [c for _, c in cities[at : at + _WINDOW]]
        near = next((i for c in order for i in sorted(options) if gazetteer.entries[i].parent == c), None)
        just_named = at > 0 and mention.start - cities[at - 1][0] < _JUST
        if just_named and near and gazetteer.entries[near].parent != order[0]:
            mention.site = not mention.text.isupper()  # "in Oral, on Abay Square" is not the Abay Square of a city named before
        elif near:
            mention.id, mention.confidence = near, 0.95
        elif len(options) == 1 and not order:
            mention.id, mention.confidence = next(iter(options)), 0.7
        elif len(options) == 1 and gazetteer.entries[next(iter(options))].country in {gazetteer.entries[c].country for c in order[:3]}:
            mention.id, mention.confidence = next(iter(options)), 0.6
        else:
            mention.site = not mention.text.isupper()

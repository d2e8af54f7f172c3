"""The city that is being spoken of where a sentence names none: its paragraph's, heading's, question's, the report's, the outlet's."""

from __future__ import annotations

import re
from itertools import chain

from geo.extraction.document import Document
from geo.extraction.layout import Block, Sentence
from geo.extraction.scope import scope
from geo.lexicon import pattern
from geo.places.recognise import Mention


def kind_of(document: Document, mention: Mention) -> str:
    return document.gazetteer.entries[mention.id].kind if mention.id else "site"


def city_spoken_of(document: Document, sentence: Sentence) -> tuple[Mention, str] | None:
    """The city that is being spoken of: earlier in the paragraph, its heading or dateline, the headline, the report."""
    block = sentence.block
    before = document.places_in(block.start, sentence.start)
    if (said_there := there(document, sentence)) is not None:
        return said_there, "there"
    if (head := _head_of(document, block)) is not None:
        since = _since(document, block, head, before)
        return (since, "paragraph") if since is not None else (head, "heading or dateline")
    if not any(m.id and kind_of(document, m) in ("city", "region") for m in before) and (asked := _asked_of(document, block)) is not None:
        return asked, "city of the question"
    if document.home is not None and pattern(document.language, "our_city").search(document.text, block.start, sentence.end):
        return document.home, "city of the outlet"
    if (city := last_city(document, before)) is not None:
        return city, "paragraph"
    if (city := _heading_city(document, block)) is not None:
        return city, "heading or dateline"
    titles = [m for m in document.title_places if m.id and not m.origin and kind_of(document, m) == "city" and _at_home(document, m)]
    if len({m.id for m in titles}) == 1:
        return titles[0], "title"
    leads = (last_city(document, document.places_in(b.start, b.end)[:4]) for b in document.blocks[:4])
    lead = next((m for m in leads if m is not None and _at_home(document, m)), None)
    back = sentence.search(scope("back", document.language))
    pronoun = pattern(document.language, "goes_on").match(sentence.words)
    previous = document.block_before(block)
    for _ in range(TURNS):
        if block.clock is None or previous is None or document.places_in(previous.start, previous.end):
            break
        previous = document.block_before(previous)
    if _dated_by_itself(document, block) and not back:
        if document.first_cities and document.first_cities[0].start < sentence.start:
            return document.first_cities[0], "first city of the report"
        previous = None
    if previous is not None and (back or pronoun or block.role == "paragraph"):
        if (city := last_city(document, document.places_in(previous.start, previous.end))) is not None:
            return city, "paragraph before" if not back else back[0]
    so_far = [m for m in document.first_cities if m.start < sentence.start]
    if not so_far and document.townspeople:
        told = [m for m in document.townspeople if m.start < sentence.end]
        return (told[-1] if told else document.townspeople[0]), "its people"
    if not so_far and document.home is not None:
        return document.home, "city of the outlet"
    every = document.cities
    if len(so_far) == 1 and len(every) > 3:
        return so_far[0], "only city so far"
    if len(every) == 1:
        only = next(iter(every))
        return next(m for m in chain(document.title_places, document.places) if m.id == only), "only city of the report"
    if lead is not None and len(every) <= 3:
        return lead, "first city of the report"
    return None


def _since(document: Document, block: Block, head: Mention, before: list[Mention]) -> Mention | None:
    """The city of the report's country that a paragraph has come to, sentences after the one at its head."""
    first = next((s.end for s in block.sentences if s.end > head.start), head.end)
    towns = [m for m in before if m.start >= first and m.locative and m.id and not m.origin and kind_of(document, m) == "city"]
    return towns[-1] if towns and _at_home(document, towns[-1]) else None


def _at_home(document: Document, mention: Mention) -> bool:
    """Whether a city lies in the country that the report is about."""
    return not mention.id or document.country in (None, document.gazetteer.entries[mention.id].country)


def there(document: Document, sentence: Sentence) -> Mention | None:
    """ "Mother rang from Kobryn: there they took seven": the place named just before "there", even where somebody only came from it."""
    found = sentence.search(pattern(document.language, "there"))
    if found is None:
        return None
    if sentence.index:
        since = sentence.block.sentences[sentence.index - 1].start
    else:
        previous = document.block_before(sentence.block)
        since = previous.sentences[-1].start if previous is not None and previous.sentences else sentence.start
    named = [m for m in document.places_in(since, found.start()) if m.id and kind_of(document, m) in ("city", "region")]
    told = [m for m in named if m.locative or m.origin or _at_home(document, m)]
    told = [m for m in told if not m.locative and _opens_sentence(document, m)] or told  # "Nakuru has been as bad as the capital"
    return told[-1] if told else None


TURNS = 6
"""How many entries of a liveblog without a place are passed over for the last one with one."""


def _asked_of(document: Document, block: Block) -> Mention | None:
    """ "- And Shymkent? - Nobody there.": the one city of the question that a block answers."""
    question = document.block_before(block)
    if question is None or not document.text[question.start : question.end].rstrip(' *_»”"').endswith("?"):
        return None
    cities = [m for m in document.places_in(question.start, question.end) if m.id and not m.origin and kind_of(document, m) == "city"]
    return cities[0] if len({m.id for m in cities}) == 1 else None


def _dated_by_itself(document: Document, block: Block) -> bool:
    """Whether a block opens with its own day: an entry of a chronicle, which goes on from the report, not from the entry before."""
    first = next(iter(document.dates_in(block.start, min(block.end, block.start + 12))), None)
    opens = first is not None and first.kind == "explicit" and first.precision == "day"
    return first is not None and opens and not document.text[block.start : first.start].strip(" *_#—–-•.")


def _head_of(document: Document, block: Block) -> Mention | None:
    """A city that heads its paragraph: "Douala. The largest gathering ...", "PORTLAND: ..."."""
    first = next(iter(document.places_in(block.start, min(block.end, block.start + 40))), None)
    if first is None or not first.id or kind_of(document, first) != "city":
        return None
    opening = document.text[block.start : first.start]
    for d in reversed(document.dates_in(block.start, first.start)):
        opening = opening[: d.start - block.start] + opening[d.end - block.start :]
    if opening.strip(' "“*#—–-•·0123456789:.,)'):
        return None
    after = document.text[first.end : first.end + 50]
    if (label := re.match(r",\s[^.:!?]{2,30}[.:]\s", after)) and document.dates_in(first.end, first.end + label.end()):
        return first
    follows = (
        r"\s*(?:\([^)]{0,40}\)\s*)?[.:]\s" if len(opening) == first.start - block.start and block.clock is None else r"\**[.:,—–-]*\s?"
    )
    return first if re.match(follows, after) else None


def last_city(document: Document, mentions: list[Mention]) -> Mention | None:
    cities = [m for m in mentions if m.id and not m.origin and kind_of(document, m) in ("city", "region")]
    spoken = [m for m in cities if not _denied(document, m)]
    located = [m for m in spoken if m.locative or m.caps or m.start == mentions[0].start or _opens_sentence(document, m)]
    if not located and len({m.id for m in spoken}) == 1:
        located = spoken
    sites = [m for m in mentions if m.id and kind_of(document, m) == "site"]
    if not cities and sites:
        parent = document.gazetteer.entries[sites[-1].id or ""].parent
        return next((m for m in document.places if m.id == parent), None)
    return located[-1] if located else None


def _opens_sentence(document: Document, mention: Mention) -> bool:
    """ "... till dark. Khabarovsk answered": the city that a sentence begins with is where it goes on."""
    before = document.text[max(0, mention.start - 4) : mention.start].rstrip(' "«“*—–-')
    return not before or before[-1] in ".!?…\n"


_SITE_GOES_ON = 2
"""How many sentences of its paragraph a site is spoken of for."""


def site_told_before(document: Document, sentence: Sentence, city: Mention) -> Mention | None:
    """ "They sang at the Abai monument. Nine were taken.": the one site of that city told just before; none for a sum of the city."""
    if any(sentence.search(scope(kind, document.language)) for kind in ("whole", "nation", "region")):
        return None
    if sentence.search(pattern(document.language, "of_the_city")):
        return None
    since = sentence.block.sentences[max(0, sentence.index - _SITE_GOES_ON)].start if sentence.index else sentence.start
    told = document.places_in(since, sentence.start)
    sites = [m for m in told if (m.site or kind_of(document, m) == "site") and m.locative]
    if not sites or len({m.id or m.text[:8].casefold() for m in sites}) > 1:
        return None
    after = [m for m in told if m.start > sites[-1].start and m.id and kind_of(document, m) == "city" and m.id != city.id]
    parent = document.gazetteer.entries[sites[-1].id].parent if sites[-1].id else city.id
    return sites[-1] if not after and parent == city.id else None


def _denied(document: Document, mention: Mention) -> bool:
    """ "we are not Moscow"."""
    return bool(pattern(document.language, "not_there").search(document.text, max(0, mention.start - 12), mention.start))


_FAR = 200
"""How many paragraphs a dateline or heading speaks for at most."""


def _heading_city(document: Document, block: Block) -> Mention | None:
    """A heading that names a city speaks for what follows; so does a dateline, for the whole report or till the next."""
    for earlier in document.blocks[block.number :: -1][:_FAR]:
        inside = document.places_in(earlier.start, min(earlier.end, earlier.start + 60))
        cities = [m for m in inside if m.id and kind_of(document, m) == "city"]
        if not cities:
            continue
        head = document.text[earlier.start : cities[0].start].strip(' "“*#—–-0123456789:.,')
        dateline = cities[0].caps and not head
        heading = earlier.role == "heading" and len(cities) == 1
        short = earlier is not block and not head and document.text[cities[0].end : earlier.end].strip(" .:*—–-") == ""
        if dateline or heading or short:
            return cities[0]
    return None

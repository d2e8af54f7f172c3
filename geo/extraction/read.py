"""The way from a Report to its Claims: layout, places, dates, frames; then each frame gets its place and its day."""

from __future__ import annotations

from dataclasses import replace

from geo.extraction import attach, merge, tallies
from geo.extraction.document import Document, one_letter
from geo.extraction.frames import Frame
from geo.extraction.language import detect_language
from geo.extraction.languages import READERS, RESPELLERS
from geo.extraction.layout import folded
from geo.model import Claim, Report
from geo.places.gazetteer import Gazetteer


def extract(report: Report, gazetteer: Gazetteer | None = None) -> list[Claim]:
    """The claims of a report, in order of where they stand, one for each fact.

    A report without ``published`` keeps its claims; dates that only publication could tell are ``None``.
    """
    language = report.language or detect_language(report.text)
    respell = RESPELLERS.get(language)
    if respell and (respelt := respell(report.text)):
        title = respell(report.title)
        spelt = replace(report, text=respelt.text, title=title.text if title else report.title)
        return [respelt.told(claim) for claim in _read(spelt, gazetteer, language)]
    return _read(report, gazetteer, language)


def _read(report: Report, gazetteer: Gazetteer | None, language: str) -> list[Claim]:
    reader = READERS.get(language)
    if reader is None or not reader.hinted(folded(one_letter(report.text))):
        return []
    document = Document(report, gazetteer or Gazetteer.shipped(), language)
    if not document.about_protest:
        return []
    claims: list[Claim] = []
    spoken = False
    paragraph = -1
    for sentence in document.sentences():
        found: list[Frame] = []
        if reader.hinted(sentence.low, sentence.start, sentence.end):
            found = reader.frames(sentence, document.place_tokens(sentence))
            found = [f for f in found if document.relevant(sentence, f) and (not f.weak or spoken or document.police_named)]
        found += tallies.elliptic(document, sentence, found, 0 <= sentence.block.number - paragraph <= 2 and spoken)
        if any(f.kind == "detention" for f in found):
            spoken, paragraph = True, sentence.block.number
        claims += attach.claims(document, sentence, found)
    return merge.one_fact_once(claims, document)

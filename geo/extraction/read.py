"""The way from a Report to its Claims: layout, places, dates, frames; then each frame gets its place and its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from geo.extraction import attach, merge
from geo.extraction.cleaned import cleaned
from geo.extraction.document import Document, one_letter
from geo.extraction.judgement import Candidate, Judge, candidates
from geo.extraction.judgement.features import features
from geo.extraction.language import detect_language
from geo.extraction.languages import READERS, RESPELLERS
from geo.extraction.layout import folded
from geo.model import Claim, Report
from geo.places.gazetteer import Gazetteer


def extract(report: Report, gazetteer: Gazetteer | None = None) -> list[Claim]:
    """The claims of a report, in order of where they stand, one for each fact.

    A report without ``published`` keeps its claims; dates that only publication could tell are ``None``.
    """
    if clean := cleaned(report.text):
        heading = cleaned(report.title)
        kept = replace(report, text=clean.text, title=heading.text if heading else report.title)
        return [clean.told(claim) for claim in extract(kept, gazetteer)]
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
    for sentence, frames in groupby(_stated(document), key=lambda c: c.sentence):
        claims += attach.claims(document, sentence, [c.frame for c in frames])
    return merge.one_fact_once(claims, document)


def _stated(document: Document) -> Iterator[Candidate]:
    """The candidates that are claims, in order; each judged frame gets how likely it is, and what speaks for it."""
    found = list(candidates(document))
    judge = Judge.of(document.language)
    judged = [c for c in found if c.to_judge]
    weighed = dict(zip(map(id, judged), features(document, judged), strict=True))
    for candidate in found:
        if (around := weighed.get(id(candidate))) is None:
            if not candidate.aside:
                yield candidate
            continue
        likely = judge.probability(around)
        if likely > judge.threshold:
            rule = f"{candidate.frame.rule}; likely {likely:.0%}: {', '.join(judge.reasons(around))}"
            yield replace(candidate, frame=replace(candidate.frame, likely=round(likely, 2), rule=rule))

"""The way from a Report to its Claims: layout, places, dates, frames; then each frame gets its place and its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from geo import lexicon
from geo.extraction import attach, merge
from geo.extraction.cleaned import cleaned
from geo.extraction.document import Document, one_letter
from geo.extraction.judgement import Candidate, Judge, candidates
from geo.extraction.judgement.features import features
from geo.extraction.language import detect_language, mixed, sentence_language
from geo.extraction.languages import READERS, RESPELLERS
from geo.extraction.layout import Sentence, folded
from geo.extraction.parts import with_parts
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
    if mixed(report.text, language):
        return _read_mixed(report, gazetteer, language)
    return _read(report, gazetteer, language)


def _read(report: Report, gazetteer: Gazetteer | None, language: str) -> list[Claim]:
    document = _document(report, gazetteer, language)
    return merge.one_fact_once(_claims(document), document) if document else []


def _read_mixed(report: Report, gazetteer: Gazetteer | None, language: str) -> list[Claim]:
    """A report in several languages: each of its sentences is read in its own, in the light of the whole report."""
    documents = {code: found for code in READERS if (found := _document(report, gazetteer, code))}
    claims = []
    for code, document in documents.items():
        own = [c for c in _claims(document) if sentence_language(document.text[c.start : c.end], language) == code]
        claims += own
    main = documents.get(language) or next(iter(documents.values()), None)
    return merge.one_fact_once(sorted(claims, key=lambda c: c.start), main) if main else []


def _document(report: Report, gazetteer: Gazetteer | None, language: str) -> Document | None:
    """The report laid out, where it can be about detentions at all."""
    reader = READERS.get(language)
    if reader is None:
        return None
    protest = lexicon.topic_pattern(language, "protest")
    if not (reader.hinted(folded(one_letter(report.text))) or protest.search(report.text) or protest.search(report.title)):
        return None
    document = Document(report, gazetteer or Gazetteer.shipped(), language)
    return document if document.about_protest else None


def _claims(document: Document) -> list[Claim]:
    told: list[tuple[Sentence, Claim]] = []
    for sentence, frames in groupby(_stated(document), key=lambda c: c.sentence):
        told += [(sentence, claim) for claim in attach.claims(document, sentence, [c.frame for c in frames])]
    return with_parts(told, document)


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
        if likely > judge.threshold(around):
            rule = f"{candidate.frame.rule}; likely {likely:.0%}: {', '.join(judge.reasons(around))}"
            yield replace(candidate, frame=replace(candidate.frame, likely=round(likely, 2), rule=rule))

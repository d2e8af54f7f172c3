"""What stands behind an event: every claim with its quote in its paragraph, who says so, and how words became a number.

Report text is untrusted: all of it is escaped here, and only http and https links leave. See :func:`safe`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from dashboard.names import place_with_city, today
from dashboard.safety import safe
from dashboard.view import Span
from dashboard.why import why
from dashboard.words import Words
from geo.events import intervals_meet
from geo.export.links import web_address
from geo.model import COUNTED_KINDS, Claim, Event, Report, distinct

PARTS = ("count", "place", "date")
"""The parts of a claim whose words are marked inside the quote."""
CONTEXT = 400
"""How much of a long paragraph is shown on either side of the quote."""


def panel(event: Event, report_of: Callable[[Claim], Report | None], words: Words) -> str:
    """An event's evidence as HTML, claims grouped by source, other kinds of claims after those that count."""
    counting = [c for c in event.claims if c.kind in COUNTED_KINDS]
    context = [c for c in event.claims if c.kind not in COUNTED_KINDS]
    blocks = [_head(event, words), _conflict(event, words)]
    blocks += _groups(counting, event, report_of, words)
    if context:
        blocks.append(f"<h3>{safe(words('evidence.context'))}</h3>")
        blocks += _groups(context, event, report_of, words)
    return f'<div class="evidence">{"".join(blocks)}<p class="fine">{safe(words("evidence.marks"))}</p></div>'


def passage(claim: Claim, text: str) -> str:
    """The paragraph around a claim's quote, the quote and the words that gave number, place and date marked."""
    start, end = max(0, claim.start), min(len(text), claim.end)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    before, after = "", ""
    if start - first > CONTEXT:
        first, before = text.find(" ", start - CONTEXT, start) + 1 or start, "… "
    if last - end > CONTEXT:
        last, after = max(end, text.rfind(" ", end, end + CONTEXT)), " …"
    spans = [(a, b, part) for part, a, b, _ in claim.explain if part in PARTS and first <= a < b <= last]
    cuts = sorted({first, last, start, end, *(edge for a, b, _ in spans for edge in (a, b))})
    out = []
    for a, b in pairwise(cuts):
        piece = safe(text[a:b])
        parts = [part for x, y, part in spans if x <= a and b <= y]
        if parts:
            piece = f'<span class="{" ".join(parts)}">{piece}</span>'
        out.append(f"<mark>{piece}</mark>" if start <= a and b <= end else piece)
    return before + "".join(out).replace("</mark><mark>", "") + after


def event_words(event: Event, words: Words) -> str:
    """An event's number; what was reported instead, where it is not of detentions."""
    if event.kind not in COUNTED_KINDS:
        return words.known("kind", event.kind)
    return words("format.unknown") if event.unknown else words.interval(event.min, event.max)


def distance(metres: int, words: Words) -> str:
    if metres < 1000:
        return words("evidence.metres", n=metres)
    return words("evidence.kilometres", n=words.number(round(metres / 1000)))


def _head(event: Event, words: Words) -> str:
    place, day = event.place, event.date_start
    now = today(place, day, words.language)
    name = safe(place_with_city(place, day, words.language))
    today_note = f" <small>({safe(words('evidence.today', name=now))})</small>" if now else ""
    title = f"<p class='fine'>{safe(event.title)}</p>" if event.title else ""
    rule = safe(rule_words(event.headline_rule, words))
    counted = f"<p class='number'>{safe(event_words(event, words))} <small>({rule})</small></p>"
    if event.kind not in COUNTED_KINDS:
        counted = f"<p>{safe(event_words(event, words))}</p>"
    elif event.headline is None and event.min is None:
        counted = f"<p>{safe(words('evidence.no_headline'))}</p>"
    days = words.span(Span(event.date_start, event.date_end))
    return f"<h2>{name}{today_note}</h2><p>{safe(days)}</p>{counted}{title}"


def rule_words(rule: str, words: Words) -> str:
    """A headline rule in the reader's words; with the source, where it is of one."""
    name, _, source = rule.partition(": ")
    return words.known("rule", name) + (f": {source}" if source else "")


def _conflict(event: Event, words: Words) -> str:
    if not event.conflicting:
        return ""
    claims = sorted((c for c in event.claims if c.counts and not c.instance), key=lambda c: c.count.min or 0)
    apart = [c for c in claims if any(not intervals_meet(c, other) for other in claims)]
    said = distinct(words("evidence.conflict_says", value=words.interval(c.count.min, c.count.max), who=_who(c, words)) for c in apart)
    if not said:
        return ""
    return f'<p class="conflict">{safe(words("evidence.conflict", claims="; ".join(said)))}</p>'


def _groups(claims: Iterable[Claim], event: Event, report_of: Callable[[Claim], Report | None], words: Words) -> Iterator[str]:
    """Claims source by source; the one that gives the number comes first."""
    ordered = sorted(claims, key=lambda c: (c.id != event.headline, c.instance, c.subset))
    for source in distinct(c.source or " " for c in ordered):
        yield f"<h3>{safe(source.strip() or words('evidence.unnamed_source'))}</h3>"
        for claim in ordered:
            if (claim.source or " ") == source:
                yield _claim(claim, event, report_of(claim), words)


def _claim(claim: Claim, event: Event, report: Report | None, words: Words) -> str:
    kept = report is not None and report.text[claim.start : claim.end] == claim.quote
    text = passage(claim, report.text) if report and kept else f"<mark>{safe(claim.quote)}</mark>"
    facts = [_count_line(claim, words), _place_line(claim, words), _date_line(claim, event, words)]
    if claim.attributed_to:
        facts.append(safe(words("evidence.says", who=claim.attributed_to)))
    if claim.organisers:
        facts.append(safe(words("evidence.organisers", names=", ".join(claim.organisers))))
    facts += [safe(words(f"evidence.{name}")) for name in _remarks(claim, event)]
    if not kept:
        facts.append(safe(words("evidence.lost")))
    facts.append(_source_line(claim, report, words))
    listed = "".join(f"<li>{fact}</li>" for fact in facts)
    css = "claim headline" if claim.id == event.headline else "claim"
    reasons = why(claim, report.text if report and kept else None, words)
    return f'<article class="{css}"><blockquote>{text}</blockquote><ul>{listed}</ul>{reasons}</article>'


def _remarks(claim: Claim, event: Event) -> Iterator[str]:
    if claim.id == event.headline:
        yield "headline"
    if claim.instance:
        yield "lower_bound"
    if claim.subset:
        yield "subset"
    if claim.mentions:
        yield "other_spans"


def _count_line(claim: Claim, words: Words) -> str:
    count, kind = claim.count, words.known("kind", claim.kind)
    if not count.form or (count.min is None and count.max is None):
        return f"<b>{safe(kind)}</b>: {safe(words('evidence.no_count'))}"
    value = words.interval(count.min, count.max)
    rule = words("evidence.count_rule", words=count.text, value=value, form=words.known("form", count.form))
    return f'<b>{safe(kind)}</b>: <span class="count">{safe(rule)}</span>'


def _place_line(claim: Claim, words: Words) -> str:
    place = claim.place
    line = f'<span class="place">{safe(place_with_city(place, claim.date_start, words.language))}</span>'
    if place.precision_m is not None:
        kind = words.known("place_kind", place.kind)
        line += ": " + safe(words("evidence.precision", kind=kind, distance=distance(place.precision_m, words)))
    return f"{line}; {safe(words('evidence.place_basis', basis=words.known('place_basis', place.basis)))}"


def _date_line(claim: Claim, event: Event, words: Words) -> str:
    if not claim.date_start or not claim.date_end:
        return ""
    days, basis = words.span(Span(claim.date_start, claim.date_end)), words.known("date_basis", claim.date_basis)
    line = f'<span class="date">{safe(words("evidence.date_basis", date=days, basis=basis))}</span>'
    if claim.running and event.date_start < claim.date_start:
        line += f"; <b>{safe(words('evidence.running', day=words.day(event.date_start)))}</b>"
    return line


def _source_line(claim: Claim, report: Report | None, words: Words) -> str:
    parts = [words("evidence.published", day=words.day(claim.published)) if claim.published else words("evidence.undated")]
    if report and report.retrieved:
        parts.append(words("evidence.retrieved", time=report.retrieved))
    if report and report.sha256:
        parts.append(words("evidence.hash", hash=report.sha256[:12]))
    line = " · ".join(safe(p) for p in parts)
    url = web_address(claim.url)
    if url is None:
        return f"{line} · {safe(words('evidence.no_link'))}"
    return f'{line} · <a href="{safe(url)}" target="_blank" rel="noopener noreferrer">{safe(words("evidence.open"))}</a>'


def _who(claim: Claim, words: Words) -> str:
    return claim.attributed_to or claim.source or words("evidence.unnamed_source")

"""A briefing as slides: title and map, numbers and timeline, tables of events with their sources, words, method and caveats."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from geo.export.about import About
from geo.export.links import web_address
from geo.export.pictures import map_picture, timeline_picture
from geo.export.summary import AREAS, Summary
from geo.export.words import cut, printable
from geo.model import Event

ACCENT, INK, MUTED, PALE, PAPER = (RGBColor.from_string(c) for c in ("D9480F", "1B1D20", "63686E", "F3F1EC", "FFFFFF"))  # type: ignore[no-untyped-call]
WIDE, HIGH, EDGE = 13.333, 7.5, 0.6
LISTED, ROWS, QUOTED = 120, 12, 9
"""Events in the tables, rows of a slide, events whose words are shown; always the highest numbers first."""


def pptx(events: Sequence[Event], out: BinaryIO, about: About) -> None:
    """Raises ``ModuleNotFoundError`` where the extra ``briefing`` is not installed."""
    summary = Summary(tuple(events), about)
    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    show.core_properties.title, show.core_properties.author = printable(summary.title)[:255], "detention-map"
    show.core_properties.comments = printable(about.line())[:255]
    deck = _Deck(show, about)
    _map(deck, summary)
    if summary.events:
        _numbers(deck, summary)
        _tables(deck, summary)
        _evidence(deck, summary)
    _about(deck, summary)
    show.save(out)


class _Deck:
    """Slides with a heading and a foot line."""

    def __init__(self, show: Any, about: About) -> None:
        self._show, self._about = show, about

    def slide(self, heading: str, size: float = 28) -> Any:
        slide = self._show.slides.add_slide(self._show.slide_layouts[5])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (Inches(v) for v in (EDGE, 0.3, WIDE - 2 * EDGE, 0.7))
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        title.text_frame.word_wrap = True
        title.text_frame.margin_left = 0
        paragraph = title.text_frame.paragraphs[0]
        _run(paragraph, cut(heading, 70), size, INK, bold=True)
        paragraph.alignment = 1
        self.write(slide, [(self._about.foot(170), 9, MUTED)], EDGE, HIGH - 0.42, WIDE - 2 * EDGE, 0.3)
        return slide

    def write(self, slide: Any, lines: Sequence[tuple[str, float, RGBColor]], x: float, y: float, wide: float, high: float) -> Any:
        frame = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(wide), Inches(high)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        for i, (text, size, colour) in enumerate(lines):
            paragraph = frame.paragraphs[0] if not i else frame.add_paragraph()
            paragraph.space_after = Pt(size * 0.45)
            _run(paragraph, text, size, colour)
        return frame

    def picture(self, slide: Any, data: bytes, text: str, x: float, y: float, wide: float, high: float) -> None:
        picture = slide.shapes.add_picture(io.BytesIO(data), Inches(x), Inches(y), Inches(wide), Inches(high))
        picture._element.nvPicPr.cNvPr.set("descr", printable(text))


def _map(deck: _Deck, summary: Summary) -> None:
    slide = deck.slide(summary.title, 32)
    lines = [(summary.sentence, 16.0, INK)]
    if summary.about.note:
        lines.append((summary.about.note, 11.0, ACCENT))
    deck.write(slide, lines, EDGE, 1.0, WIDE - 2 * EDGE, 0.8)
    top, wide = (1.85 if summary.about.note else 1.7), WIDE - 2 * EDGE
    high = HIGH - top - 0.55
    deck.picture(slide, map_picture(summary, (wide, high), 160), summary.sentence, EDGE, top, wide, high)


def _numbers(deck: _Deck, summary: Summary) -> None:
    say = summary.words
    slide = deck.slide(say("pack.numbers"))
    places = len(summary.places(summary.events))
    facts = [say.count("events", len(summary.events)), say.count("places", places), say.count("reports", summary.reports),
             say.count("sources", len(summary.sources))]  # fmt: skip
    deck.write(slide, [(say.detentions(summary.total), 34, ACCENT), (" · ".join(facts), 15, MUTED)], EDGE, 1.1, 7.3, 1.7)
    spots = [s for s in summary.spots if s.counted and s.total.min and s.place.kind not in (*AREAS, "site")][:8]
    lines = [(f"{cut(say.place(s.place, s.events[-1].date_end), 40)}: {say.interval(s.total.min, s.total.max)}", 14.0, INK) for s in spots]
    if lines:
        deck.write(slide, [(say("pack.by_place"), 12, MUTED), *lines], 8.4, 1.1, WIDE - 8.4 - EDGE, 2.9)
    deck.write(slide, [(say("pack.timeline"), 12, MUTED)], EDGE, 4.0, 6, 0.3)
    size = (WIDE - 2 * EDGE, 2.35)
    deck.picture(slide, timeline_picture(summary, size, 160), say("pack.timeline"), EDGE, 4.3, *size)
    deck.write(slide, [(say("legend.bars"), 10, MUTED)], EDGE, 6.65, WIDE - 2 * EDGE, 0.3)


def _tables(deck: _Deck, summary: Summary) -> None:
    say = summary.words
    listed = sorted(summary.strongest[:LISTED], key=lambda e: (e.date_start, e.date_end, e.id))
    for start in range(0, len(listed), ROWS):
        slide = deck.slide(say("pack.events"))
        some = listed[start : start + ROWS]
        if len(listed) < len(summary.events):
            deck.write(slide, [(say("pack.events_more", n=say.number(len(listed))), 10, MUTED)], 5.2, 0.5, WIDE - 5.2 - EDGE, 0.3)
        heads = [say(f"column.{name}") for name in ("date", "place", "detentions", "sources")]
        _table(slide, [heads, *(summary.row(event) for event in some)])


def _table(slide: Any, rows: Sequence[Sequence[str]]) -> None:
    shape = slide.shapes.add_table(len(rows), 4, Inches(EDGE), Inches(1.1), Inches(WIDE - 2 * EDGE), Inches(0.42 * len(rows)))
    table = shape.table
    for i, share in enumerate((0.24, 0.26, 0.24, 0.26)):
        table.columns[i].width = Inches((WIDE - 2 * EDGE) * share)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            cell = table.cell(y, x)
            cell.fill.solid()
            cell.fill.fore_color.rgb = PALE if not y else PAPER
            cell.margin_top = cell.margin_bottom = Inches(0.05)
            _run(cell.text_frame.paragraphs[0], cut(text, 80), 11, ACCENT if y and x == 2 else INK, bold=not y)


def _evidence(deck: _Deck, summary: Summary) -> None:
    say = summary.words
    quoted = [e for e in summary.strongest if e.headline][:QUOTED]
    for start in range(0, len(quoted), 3):
        slide = deck.slide(say("pack.evidence"))
        for i, event in enumerate(quoted[start : start + 3]):
            claim = next(c for c in event.claims if c.id == event.headline)
            days, place, number, _ = summary.row(event)
            lines = [(f"{cut(place, 80)}, {days}: {number}", 15.0, ACCENT), (f"“{cut(' '.join(claim.quote.split()), 330)}”", 14.0, INK)]
            published = say("html.published", day=say.day(claim.published)) if claim.published else say("html.no_date")
            frame = deck.write(slide, lines, EDGE, 1.15 + 1.95 * i, WIDE - 2 * EDGE, 1.8)
            paragraph = frame.add_paragraph()
            _run(paragraph, " · ".join(part for part in (cut(claim.source, 80), published) if part) + "  ", 11, MUTED)
            if url := web_address(claim.url):
                _run(paragraph, say("html.open"), 11, MUTED).hyperlink.address = url


def _about(deck: _Deck, summary: Summary) -> None:
    say, about = summary.words, summary.about
    for name, lines in (("method", about.method), ("caveats", about.caveats)):
        deck.write(deck.slide(say(f"pack.{name}")), [(line, 16, INK) for line in lines], EDGE, 1.2, WIDE - 2 * EDGE, 5.5)
    sources = cut("; ".join(summary.sources), 1500)
    told = [(about.line(), 14, INK), (f"{say('pack.sources')}: {sources}", 12, INK), (about.attribution, 12, INK)]
    deck.write(deck.slide(say("pack.about")), told, EDGE, 1.2, WIDE - 2 * EDGE, 5.5)


def _run(paragraph: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False) -> Any:
    run = paragraph.add_run()
    run.text = printable(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    return run

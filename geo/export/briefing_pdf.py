"""A briefing as PDF: title, map, numbers, timeline, the table of events with their sources, their words, method and caveats."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any, BinaryIO

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Image, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from geo.export.about import About
from geo.export.letters import FONTS, drawable
from geo.export.links import web_address
from geo.export.pictures import map_picture, timeline_picture
from geo.export.summary import AREAS, Summary
from geo.export.words import cut, printable
from geo.model import Claim, Event

ACCENT, INK, MUTED, LINE = HexColor("#d9480f"), HexColor("#1b1d20"), HexColor("#63686e"), HexColor("#dcdad5")
QUOTED, QUOTE = 40, 420
"""Events whose words are printed, the highest numbers first; and how much of a quote."""
WIDTH = landscape(A4)[0] - 36 * mm - 12
ROOM = landscape(A4)[1] - 32 * mm - 16
"""Points within the margins of a page, across and down."""
CELL, SOURCES, FOOT = 200, 3000, 170
"""Characters of a table's cell, of the list of sources and of the foot line."""


def pdf(events: Sequence[Event], out: BinaryIO, about: About) -> None:
    """Raises ``ModuleNotFoundError`` where the extra ``briefing`` is not installed."""
    _fonts()
    summary = Summary(tuple(events), about)
    book = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=18 * mm, rightMargin=18 * mm, topMargin=15 * mm, bottomMargin=17 * mm,
        title=printable(summary.title), subject=printable(about.line()), author="detention-map", lang=about.language,
    )  # fmt: skip
    book.build(list(_story(summary)), canvasmaker=_numbered(about))


def _story(summary: Summary) -> Iterator[Flowable]:
    say, about = summary.words, summary.about
    head = [_text(cut(summary.title, 120), "title"), _text(summary.sentence, "lead")]
    head += [_text(about.note, "note")] if about.note else []
    yield from head
    high = (ROOM - sum(part.wrap(WIDTH, ROOM)[1] + part.getSpaceAfter() for part in head)) / 72
    yield Image(io.BytesIO(map_picture(summary, (WIDTH / 72, high))), WIDTH, high * 72)
    yield PageBreak()
    if summary.events:
        yield from _numbers(summary)
        yield CondPageBreak(70 * mm)
        yield _text(say("pack.events"), "head")
        yield _events(summary)
        yield CondPageBreak(70 * mm)
        yield from _evidence(summary)
        yield CondPageBreak(120 * mm)
    yield from _about(summary)


def _numbers(summary: Summary) -> Iterator[Flowable]:
    say = summary.words
    yield _text(say("pack.numbers"), "head")
    facts = [say.detentions(summary.total), say.count("events", len(summary.events)), say.count("places", len(summary.places(summary.events))),
             say.count("reports", summary.reports), say.count("sources", len(summary.sources))]  # fmt: skip
    yield _text(" · ".join(facts), "lead")
    yield _text(say("pack.timeline"), "sub")
    yield Image(io.BytesIO(timeline_picture(summary, (WIDTH / 72, 1.9))), WIDTH, 1.9 * 72)
    yield _text(say("legend.bars"), "fine")
    yield _text(say("pack.by_place"), "sub")
    spots = [s for s in summary.spots if s.counted and s.place.kind not in (*AREAS, "site")][:16] or [
        s for s in summary.spots if s.counted
    ][:16]
    half = -(-len(spots) // 2)
    cells = [[_text(cut(say.place(s.place, s.events[-1].date_end), 80), "cell"), _text(_number(summary, s.total.min, s.total.max, s.total.unknown), "right")]
             for s in spots]  # fmt: skip
    rows = [cells[i] + [""] + (cells[half + i] if half + i < len(cells) else ["", ""]) for i in range(half)]
    if rows:
        table = Table(rows, colWidths=[WIDTH * 0.27, WIDTH * 0.2, WIDTH * 0.06, WIDTH * 0.27, WIDTH * 0.2])
        table.setStyle(TableStyle([*_RULES, ("LINEBELOW", (2, 0), (2, -1), 0, HexColor("#ffffff"))]))
        yield table


def _events(summary: Summary) -> Table:
    say = summary.words
    head = [_text(say(f"column.{name}"), "th") for name in ("date", "place", "detentions", "sources")]
    rows = [[_text(cut(cell, CELL), "cell") for cell in summary.row(event)] for event in summary.events]
    table = Table([head, *rows], colWidths=[WIDTH * share for share in (0.22, 0.26, 0.26, 0.26)], repeatRows=1)
    table.setStyle(TableStyle([*_RULES, ("LINEBELOW", (0, 0), (-1, 0), 1, INK)]))
    return table


def _evidence(summary: Summary) -> Iterator[Flowable]:
    say = summary.words
    yield _text(say("pack.evidence"), "head")
    chosen = summary.strongest[:QUOTED]
    if len(chosen) < len(summary.events):
        yield _text(say("pack.events_more", n=say.number(len(chosen))), "fine")
    for event in chosen:
        days, place, number, _ = summary.row(event)
        block = [_text(f"{cut(place, CELL)}, {days}: {number}", "sub")]
        for claim in sorted((c for c in event.claims if c.counts), key=lambda c: c.id != event.headline)[:3]:
            block += [_text(_shortened(claim), "quote"), Paragraph(_source(claim, summary), _STYLES["fine"])]
        yield KeepTogether(block)


def _about(summary: Summary) -> Iterator[Flowable]:
    say, about = summary.words, summary.about
    for name, lines in (("method", about.method), ("caveats", about.caveats)):
        yield _text(say(f"pack.{name}"), "head")
        for line in lines:
            yield _text(line, "body")
    yield _text(say("pack.about"), "head")
    yield _text(about.line(), "body")
    yield _text(f"{say('pack.sources')}: {cut('; '.join(summary.sources), SOURCES)}", "body")
    yield _text(about.attribution, "body")


def _number(summary: Summary, low: int | None, high: int | None, unknown: int) -> str:
    say = summary.words
    if low is None or (unknown and low <= 2):
        return say("format.unknown")
    return say.interval(low, high)


def _shortened(claim: Claim) -> str:
    return f"“{cut(' '.join(claim.quote.split()), QUOTE)}”"


def _source(claim: Claim, summary: Summary) -> str:
    say = summary.words
    published = say("html.published", day=say.day(claim.published)) if claim.published else say("html.no_date")
    said = escape(drawable(" · ".join(part for part in (cut(claim.source, CELL), published) if part)))
    url = web_address(claim.url)
    return f'{said} · <link href="{escape(url)}" color="#d9480f">{escape(say("html.open"))}</link>' if url else said


def _text(text: str, style: str) -> Paragraph:
    return Paragraph(escape(drawable(text)), _STYLES[style])


def _numbered(about: About) -> type[Canvas]:
    """Pages with a foot line and ``3 of 12``, which is known only at the end."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self.setFont("Sans", 6.5)
                self.setFillColor(MUTED)
                self.drawString(18 * mm, 9 * mm, drawable(about.foot(FOOT)))
                self.drawRightString(landscape(A4)[0] - 18 * mm, 9 * mm, about.words("pack.page", n=number, total=len(self._pages)))
                super().showPage()
            super().save()

    return Numbered


@cache
def _fonts() -> None:
    for name, file in (("Sans", "DejaVuSans"), ("Sans-Bold", "DejaVuSans-Bold"), ("Sans-Italic", "DejaVuSans-Oblique")):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))


def _style(name: str, size: float, **options: Any) -> ParagraphStyle:
    options = {"fontName": "Sans", "textColor": INK, "leading": size * 1.35, "splitLongWords": 1} | options
    return ParagraphStyle(name, fontSize=size, **options)


_STYLES = {
    "title": _style("title", 21, fontName="Sans-Bold", spaceAfter=4),
    "lead": _style("lead", 11.5, spaceAfter=8),
    "note": _style("note", 9, textColor=ACCENT, spaceAfter=6),
    "head": _style("head", 15, fontName="Sans-Bold", spaceBefore=8, spaceAfter=7),
    "sub": _style("sub", 10, fontName="Sans-Bold", spaceBefore=9, spaceAfter=4),
    "body": _style("body", 9.5, spaceAfter=4),
    "quote": _style("quote", 9, leftIndent=10, spaceBefore=2),
    "fine": _style("fine", 7.5, textColor=MUTED, leftIndent=10, spaceAfter=3),
    "cell": _style("cell", 8.5),
    "right": _style("right", 8.5, alignment=TA_RIGHT, textColor=ACCENT, fontName="Sans-Bold"),
    "th": _style("th", 8.5, fontName="Sans-Bold"),
}
_RULES: list[Any] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 8),
]  # fmt: skip

"""Pictures at print resolution: the map, the timeline, and a sheet with both and all that must be said beside them."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from geo.export.about import About
from geo.export.drawing import ACCENT, BORDER, INK, MUTED, draw_map, legend
from geo.export.letters import drawable
from geo.export.summary import Spot, Summary
from geo.export.words import cut, printable
from geo.model import Event

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PRINT = 300
"""Dots an inch."""
_LARGEST = 2.0**53


def png(events: Sequence[Event], out: BinaryIO, about: About) -> None:
    """One A4 sheet: title, sentence, map, timeline, and beneath them filters, rule, version, caveats and credits.

    Laid out from below, in shares of its height: what must be said takes the room that it needs, the map what is left.
    """
    summary = Summary(tuple(events), about)
    wide, high = 11.69, 8.27
    figure = _figure((wide, high), PRINT)
    edge, line = 0.035, 0.0139
    figure.text(edge, 0.955, drawable(cut(summary.title, 90)), parse_math=False, fontsize=19, fontweight="bold", color=INK, va="center")
    lead = _wrapped(summary.sentence, 125)
    _write(figure, edge, 0.925, lead, fontsize=10.5, color=INK)
    said = [part for text in (about.line(), *about.caveats, about.attribution) for part in _wrapped(text, 235)]
    foot = 0.018 + line * len(said)
    _write(figure, edge, foot, said, fontsize=6.1, color=MUTED)
    draw_timeline(figure.add_axes((0.065, foot + 0.045, 0.9, 0.085)), summary)
    bottom, top = foot + 0.2, 0.895 - 0.025 * len(lead)
    ax = figure.add_axes((edge, bottom, 1 - 2 * edge, top - bottom))
    drawn = draw_map(ax, summary, (wide * (1 - 2 * edge), high * (top - bottom)))
    _legend(figure, ax, summary, drawn, edge, bottom - 0.009)
    figure.savefig(
        out,
        format="png",
        dpi=PRINT,
        metadata={"Title": printable(summary.title), "Description": printable(about.full_line()), "Software": "detention-map"},
    )


def map_picture(summary: Summary, size: tuple[float, float], dpi: int = 200) -> bytes:
    """The map alone with its legend beneath, for a page or a slide."""
    figure = _figure(size, dpi)
    foot = 0.55 / size[1]
    ax = figure.add_axes((0.002, foot + 0.002, 0.996, 0.996 - foot))
    drawn = draw_map(ax, summary, (size[0], size[1] * (1 - foot)))
    _legend(figure, ax, summary, drawn, 0.0, foot - 0.005)
    return _saved(figure, dpi)


def timeline_picture(summary: Summary, size: tuple[float, float], dpi: int = 200) -> bytes:
    figure = _figure(size, dpi)
    draw_timeline(figure.add_axes((0.06, 0.14, 0.93, 0.8)), summary, fontsize=9)
    return _saved(figure, dpi)


def draw_timeline(ax: Axes, summary: Summary, fontsize: float = 7) -> None:
    """A bar for each step of time, solid to the lowest number and pale to the highest; a line for what spans several."""
    bars, say = summary.bars, summary.words
    at = range(len(bars))
    low, high = [_drawn(b.low) for b in bars], [_drawn(b.high) for b in bars]
    filled = [i for i in at if high[i]]
    ax.bar(filled, [high[i] for i in filled], color=ACCENT, alpha=0.28, width=0.86)
    ax.bar(filled, [low[i] for i in filled], color=ACCENT, width=0.86)
    ax.plot(
        [i for i in at if bars[i].unknown], [0] * sum(b.unknown for b in bars), marker="_", linestyle="none", color=ACCENT, markersize=5
    )
    for event in summary.across:
        first = next((i for i in at if event.date_start <= bars[i].last), 0)
        last = next((i for i in at if event.date_end <= bars[i].last), len(bars) - 1)
        ax.plot([first - 0.45, last + 0.45], [_drawn(event.min)] * 2, color=ACCENT, linewidth=1.3)
    ticks = list(at)[:: max(1, -(-len(bars) // 12))]
    ax.set_xticks(ticks, [say.bar(bars[i].first, summary.step) for i in ticks], fontsize=fontsize, color=MUTED)
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.number(round(value))))
    ax.tick_params(axis="y", labelsize=fontsize, labelcolor=MUTED)
    ax.tick_params(length=0)
    ax.grid(axis="y", color=BORDER, linewidth=0.4, alpha=0.6)
    ax.set_axisbelow(True)
    ax.set_xlim(-0.51, max(0.51, len(bars) * 1.01 - 0.5))
    ax.set_ylim(bottom=0)
    if not any(high) and not summary.across:
        ax.set_ylim(0, 1)
    for name, side in ax.spines.items():
        side.set_visible(name == "bottom")
        side.set_color(BORDER)


def _legend(figure: Figure, ax: Axes, summary: Summary, drawn: Sequence[Spot], x: float, y: float, columns: int = 3) -> None:
    shown = legend(ax, summary, drawn)
    if shown:
        signs, texts = zip(*shown, strict=True)
        figure.legend(
            signs, texts, loc="upper left", bbox_to_anchor=(x, y), ncols=columns, frameon=False, fontsize=7, labelcolor=MUTED,
            borderpad=0, borderaxespad=0.4, columnspacing=1.6, handletextpad=0.4,
        )  # fmt: skip


def _wrapped(text: str, width: int) -> list[str]:
    return [line for part in text.splitlines() for line in textwrap.wrap(drawable(part), width)]


def _write(figure: Figure, x: float, y: float, lines: Sequence[str], **style: Any) -> None:
    figure.text(x, y, "\n".join(lines), va="top", linespacing=1.35, parse_math=False, **style)


def _figure(size: tuple[float, float], dpi: int) -> Figure:
    figure = Figure(figsize=size, dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def _saved(figure: Figure, dpi: int) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi)
    return out.getvalue()


def _drawn(number: int | None) -> float:
    return min(float(number or 0), _LARGEST)

"""The picture of a view that messengers and other sites show beside a link to it."""

from __future__ import annotations

import io
import textwrap

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.export.drawing import INK, MUTED, PAPER, draw_map
from geo.export.summary import Summary
from geo.export.words import few, printable

DPI = 100
LINE = 62
"""Characters on a line of the sentence."""


def card(summary: Summary, sentence: str, size: tuple[int, int]) -> bytes:
    """A PNG of so many pixels: the sentence, the map, a line of sources, rule and version."""
    wide, high = size[0] / DPI, size[1] / DPI
    figure = Figure(figsize=(wide, high), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    lines = textwrap.wrap(printable(sentence), LINE)
    said = "\n".join(lines[:3]) + ("…" if len(lines) > 3 else "")
    figure.text(0.025, 0.965, said, parse_math=False, fontsize=21, fontweight="bold", color=INK, va="top", linespacing=1.2)
    top = 0.975 - 0.064 * min(3, len(lines))
    ax = figure.add_axes((0.0, 0.06, 1.0, top - 0.075))
    draw_map(ax, summary, (wide, high * (top - 0.075)))
    figure.text(0.025, 0.03, printable(_line(summary)), parse_math=False, fontsize=11, color=MUTED, va="center")
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DPI)
    return out.getvalue()


def _line(summary: Summary) -> str:
    about, say = summary.about, summary.words
    parts = [few(summary.sources, 4), f"{say('pack.rule')}: {about.rule_words}", f"{say('pack.version')}: {about.version[:12]}"]
    return " · ".join(part for part in parts if part)

"""Numbers as shapes: disc and ring for lowest and highest, diamond for no number, square for nobody; drawn as SVG.

Area, not radius, is proportional to the number. Colours come from the page as ``--accent``, ``--ink`` and ``--paper``.
The same drawing stands on the map and in the legend, and holds nothing but numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Literal

LARGEST = 36.0
"""Radius in pixels of the scale's top."""
SMALLEST = 3.5
MARK = 7.0
"""Half width of the shapes that show no number."""

Shape = Literal["disc", "diamond", "square", "dot"]


@dataclass(frozen=True, slots=True)
class Scale:
    """From a number to a radius; ``top`` is the number that fills the largest circle."""

    top: int

    @classmethod
    def for_numbers(cls, numbers: list[int]) -> Scale:
        """A round top (1, 2 or 5 and noughts), so that small changes of the view leave the sizes as they are."""
        largest = max([10, *numbers])
        power = 10 ** (len(str(largest)) - 1)
        return cls(next(step * power for step in (1, 2, 5, 10) if step * power >= largest))

    def radius(self, number: int) -> float:
        return max(SMALLEST, LARGEST * sqrt(max(0, number) / self.top))


@dataclass(frozen=True, slots=True)
class Symbol:
    """What is drawn for one place. ``high`` of ``None`` on a disc is the open, dashed ring: no highest number known."""

    shape: Shape
    low: float = MARK
    high: float | None = None
    crisp: bool = False
    conflict: bool = False
    also_unknown: bool = False
    selected: bool = False

    @property
    def reach(self) -> float:
        """The radius of all that carries a number."""
        if self.shape != "disc":
            return self.low
        return self.high if self.high is not None else self.low + _gap(self.low)

    @property
    def size(self) -> int:
        """The side of the drawing, with room for outlines."""
        return 2 * ceil(self.reach + 9)


def symbol(
    low: int | None, high: int | None, scale: Scale, *,
    unknown: bool = False, crisp: bool = False, conflict: bool = False, selected: bool = False,
) -> Symbol:  # fmt: skip
    """The symbol of an interval; ``unknown`` says that detentions without a number are part of it."""
    if unknown and not (low and low > 2):
        return Symbol("diamond", crisp=crisp, conflict=conflict, selected=selected)
    if low is None:
        return Symbol("dot", low=5.0, crisp=crisp, selected=selected)
    if low == high == 0:
        return Symbol("square", low=5.5, crisp=crisp, conflict=conflict, selected=selected)
    inner = scale.radius(low)
    outer = None if high is None else max(inner, scale.radius(high))
    return Symbol("disc", inner, outer, crisp, conflict, unknown, selected)


def svg(drawn: Symbol) -> str:
    """The drawing, centred on its place."""
    parts = {"disc": _disc, "diamond": _diamond, "square": _square, "dot": _dot}[drawn.shape](drawn)
    edge = drawn.reach
    if drawn.conflict:
        edge += 3
        parts += f'<circle r="{edge:.1f}" fill="none" stroke="var(--ink)" stroke-width="1.5"/>'
    if drawn.also_unknown:
        at = drawn.reach * 0.72
        parts += f'<g transform="translate({at:.1f} {-at:.1f}) scale(.7)">{_diamond(drawn)}</g>'
    if drawn.selected:
        parts += f'<circle r="{edge + 3:.1f}" fill="none" stroke="var(--ink)" stroke-width="3"/>'
    half = drawn.size / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawn.size}" height="{drawn.size}" '
        f'viewBox="{-half:g} {-half:g} {drawn.size} {drawn.size}" aria-hidden="true">{parts}</svg>'
    )


def _disc(drawn: Symbol) -> str:
    if drawn.high is None:
        ring = f'<circle r="{drawn.reach:.1f}" fill="var(--accent)" fill-opacity=".1" {_STROKE} stroke-dasharray="4 3.5"/>'
    elif drawn.high > drawn.low:
        ring = f'<circle r="{drawn.high:.1f}" fill="var(--accent)" fill-opacity=".22" {_STROKE} stroke-opacity=".55"/>'
    else:
        ring = ""
    return ring + _core(drawn.low, drawn.crisp)


def _core(radius: float, crisp: bool) -> str:
    """A sharp disc for a site; for a city the edge fades out, for the position is no better than that."""
    if crisp:
        return f'<circle r="{radius:.1f}" fill="var(--accent)" stroke="var(--paper)" stroke-width="1.2"/>'
    steps = ((radius + 2.0, 0.22), (radius + 0.7, 0.35), (max(radius - 1.0, 2.0), 0.8))
    return "".join(f'<circle r="{r:.1f}" fill="var(--accent)" fill-opacity="{opacity}"/>' for r, opacity in steps)


def _diamond(drawn: Symbol) -> str:
    outline = f"M0-{MARK:g}L{MARK:g} 0L0 {MARK:g}L-{MARK:g} 0Z"
    return f'<path d="{outline}" fill="var(--paper)" {_STROKE} stroke-width="2.2"/>'


def _square(drawn: Symbol) -> str:
    half = drawn.low - 1
    return (
        f'<rect x="{-half:g}" y="{-half:g}" width="{2 * half:g}" height="{2 * half:g}" fill="var(--paper)" '
        'stroke="var(--muted)" stroke-width="2"/>'
    )


def _dot(drawn: Symbol) -> str:
    return '<circle r="4" fill="var(--paper)" stroke="var(--muted)" stroke-width="1.6"/>'


def _gap(radius: float) -> float:
    """How far the open ring stands off; it carries no number."""
    return max(5.0, 0.3 * radius)


_STROKE = 'stroke="var(--accent)"'

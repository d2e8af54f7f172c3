"""A map drawn with matplotlib, as on screen: inner disc lowest, ring highest, diamond no number, square nobody. No network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians, sqrt
from typing import TYPE_CHECKING, Any

from matplotlib import patheffects
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from geo.export.ground import KAZAKHSTAN, Box, box_of, features, held, labels, rings
from geo.export.letters import drawable
from geo.export.summary import AREAS, Spot, Summary
from geo.places.regions import polygon

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACCENT, INK, PAPER, MUTED = "#d9480f", "#1b1d20", "#ffffff", "#63686e"
SEA, LAND, BORDER, REGION, LABEL = "#e6ebee", "#f7f6f3", "#bdb9b1", "#d3d0c9", "#7a7f84"
LARGEST, SMALLEST, MARK = 26.0, 3.0, 5.5
"""Radii in points: of the scale's top, of the least, of what shows no number."""
NAMED = 30
"""So many places get their name, the highest numbers first, as far as there is room."""


def draw_map(ax: Axes, summary: Summary, size: tuple[float, float]) -> list[Spot]:
    """Fills the axes, which are ``size`` inches wide and high. Gives the spots that have a symbol on it."""
    frame = frame_of(summary.spots, size)
    ax.set_xlim(frame.west, frame.east)
    ax.set_ylim(frame.south, frame.north)
    ax.set_aspect("auto")
    ax.set_facecolor(SEA)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_color(BORDER)
    _ground(ax, frame, summary)
    scale = _scale(summary.spots)
    for spot in summary.spots:
        _area(ax, spot)
    drawn = _drawn(summary.spots, frame)
    for spot in sorted(drawn, key=lambda s: -_reach(s, scale)):
        _symbol(ax, spot, scale)
    _names(ax, frame, summary, drawn, scale)
    return drawn


def legend(ax: Axes, summary: Summary, drawn: Sequence[Spot]) -> list[tuple[Any, str]]:
    """A sign and its meaning for each kind of symbol that is on the map."""
    say = summary.words

    def sign(marker: str, face: str, edge: str, line: Any = "-", size: float = 50) -> Any:
        return ax.scatter([], [], s=size, marker=marker, facecolor=face, edgecolor=edge, linestyle=line, linewidth=1.2)

    shapes = {_shape(s) for s in drawn}
    open_ = any(_shape(s) == "disc" and s.total.max is None for s in drawn)
    signs = [
        ("disc", sign("o", ACCENT, ACCENT), "disc" in shapes),
        ("open", sign("o", "#fbeee8", ACCENT, (0, (2.2, 1.6)), 80), open_),
        ("unknown", sign("D", PAPER, ACCENT), "diamond" in shapes),
        ("zero", sign("s", PAPER, MUTED), "square" in shapes),
        ("context", sign("o", PAPER, MUTED, size=22), "dot" in shapes),
        ("conflict", sign("o", PAPER, INK, size=80), any(s.conflicting for s in drawn)),
        ("area", sign("s", "#f3c9b6", "none", size=80), any(s.place.kind in AREAS for s in summary.spots)),
    ]
    return [(sign, say(f"legend.{name}")) for name, sign, shown in signs if shown]


def frame_of(spots: Sequence[Spot], size: tuple[float, float]) -> Box:
    """All positions with some room around, in the proportions of the picture; areas where nothing has a position."""
    points = [
        (s.place.lon, s.place.lat) for s in spots if s.place.lon is not None and s.place.lat is not None and s.place.kind not in AREAS
    ]
    if not points:
        shapes = [polygon(s.id, s.events[-1].date_end) for s in spots if s.place.kind in AREAS]
        points = [(lon, lat) for shape in shapes if shape for part in rings(shape) for lon, lat in part[0]]
    if not points:
        points = [KAZAKHSTAN[:2], KAZAKHSTAN[2:]]
    lons, lats = [float(p[0]) for p in points], [float(p[1]) for p in points]
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    squeeze = max(0.2, cos(radians(middle[1])))
    high = max((max(lats) - min(lats)) * 1.35, (max(lons) - min(lons)) * 1.25 * squeeze * size[1] / size[0], 3.0)
    high = min(high, 170.0)
    wide = high * size[0] / size[1] / squeeze
    return Box(middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2)


def _ground(ax: Axes, frame: Box, summary: Summary) -> None:
    for name, style in (
        ("world", {"facecolors": LAND, "edgecolors": BORDER, "linewidths": 0.7}),
        ("water", {"facecolors": SEA, "edgecolors": "none"}),
        ("regions", {"facecolors": "none", "edgecolors": REGION, "linewidths": 0.6}),
    ):
        paths = [
            _path(part) for f in features(name) if name != "regions" or held(f, summary.last)
            for part in rings(f["geometry"]) if frame.meets(box_of(part[0]))
        ]  # fmt: skip
        ax.add_collection(PathCollection(paths, zorder=1, **style), autolim=False)


def _area(ax: Axes, spot: Spot) -> None:
    shape = polygon(spot.id, spot.events[-1].date_end) if spot.place.kind in AREAS else None
    if shape:
        alpha = 0.05 if spot.place.kind == "country" else 0.16
        colour = ACCENT if spot.counted else MUTED
        paths = [_path(part) for part in rings(shape)]
        ax.add_collection(PathCollection(paths, facecolors=colour, alpha=alpha, edgecolors="none", zorder=2), autolim=False)
        ax.add_collection(PathCollection(paths, facecolors="none", edgecolors=colour, alpha=0.4, linewidths=0.8, zorder=2), autolim=False)


def _symbol(ax: Axes, spot: Spot, scale: float) -> None:
    place = spot.place
    if place.lat is None or place.lon is None or place.kind in AREAS:
        return
    lon, lat = place.lon, place.lat

    def mark(shape: str, radius: float, **style: Any) -> None:
        ax.scatter([lon], [lat], s=[(2 * radius) ** 2], marker=shape, zorder=4, **style)

    shape = _shape(spot)
    if shape == "diamond":
        mark("D", MARK * 0.8, facecolor=PAPER, edgecolor=ACCENT, linewidth=1.6)
    elif shape == "square":
        mark("s", MARK * 0.7, facecolor=PAPER, edgecolor=MUTED, linewidth=1.5)
    elif shape == "dot":
        mark("o", 3, facecolor=PAPER, edgecolor=MUTED, linewidth=1.2)
    else:
        low = _radius(spot.total.min or 0, scale)
        if spot.total.max is None:
            mark("o", _reach(spot, scale), facecolor=(*_rgb(ACCENT), 0.1), edgecolor=ACCENT, linewidth=0.9, linestyle=(0, (3, 2.4)))
        elif spot.total.max > (spot.total.min or 0):
            mark("o", _reach(spot, scale), facecolor=(*_rgb(ACCENT), 0.22), edgecolor=(*_rgb(ACCENT), 0.55), linewidth=0.9)
        mark("o", low, facecolor=(*_rgb(ACCENT), 0.9), edgecolor=PAPER, linewidth=0.7)
    if spot.conflicting:
        mark("o", _reach(spot, scale) + 2.2, facecolor="none", edgecolor=INK, linewidth=1.1)


def _drawn(spots: Sequence[Spot], frame: Box) -> list[Spot]:
    """What has a position; a site gives way to its city where the map shows more than a city and its surroundings."""
    placed = [s for s in spots if s.place.lat is not None and s.place.kind not in AREAS]
    keys = {s.id for s in placed}
    wide = frame.north - frame.south > 1.5
    return [s for s in placed if not (wide and s.place.kind == "site" and keys & set(s.place.path[:-1]))]


def _names(ax: Axes, frame: Box, summary: Summary, drawn: Sequence[Spot], scale: float) -> None:
    """The data's own names with their numbers, then towns and countries where there is room left."""
    say, figure = summary.words, ax.figure
    taken: list[Bbox] = []
    at = ax.transData.transform
    point = figure.dpi / 72
    for spot in drawn:
        x, y = at((spot.place.lon or 0.0, spot.place.lat or 0.0))
        r = (_reach(spot, scale) * 0.8 + 3 * spot.conflicting) * point
        taken.append(Bbox([[x - r, y - r], [x + r, y + r]]))
    with_site = {spot.place.path[-2] for spot in drawn if spot.place.kind == "site" and len(spot.place.path) > 1}
    for spot in [s for s in drawn if s.counted][:NAMED]:
        number = "" if spot.total.min is None or _shape(spot) != "disc" else say.interval(spot.total.min, spot.total.max)
        text = f"{say.place(spot.place, spot.events[-1].date_end)}  {number}".strip()
        _write(
            ax,
            spot.place.lon,
            spot.place.lat,
            text,
            (_reach(spot, scale) + 3.5 * spot.conflicting) * point + 2,
            taken,
            fontsize=8,
            color=INK,
            fontweight="bold",
        )
    named = {s.id for s in drawn} | with_site
    rank = 2 if frame.north - frame.south < 25 else 1
    for label in labels(frame, summary.last, say, rank):
        if label.id in named:
            continue
        if label.rank == 0:
            _write(ax, label.lon, label.lat, label.name.upper(), 0, taken, fontsize=6.5, color=LABEL, centred=True)
        elif _write(ax, label.lon, label.lat, label.name, 3 * point, taken, fontsize=6.5, color=LABEL):
            ax.plot([label.lon], [label.lat], marker="o", markersize=1.6, color=LABEL, zorder=3)


def _write(
    ax: Axes, lon: float | None, lat: float | None, text: str, gap: float, taken: list[Bbox], *, centred: bool = False, **style: Any
) -> bool:
    """Right, left, above, below of the place, or on it; false where all is taken."""
    figure: Figure = ax.figure  # type: ignore[assignment]
    assert lon is not None
    assert lat is not None
    made = ax.text(lon, lat, drawable(text), zorder=5, va="center", parse_math=False, **style)
    made.set_path_effects([patheffects.withStroke(linewidth=2.2, foreground=LAND)])
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    box, edge = made.get_window_extent(renderer), ax.get_window_extent()
    x, y = ax.transData.transform((lon, lat))
    for dx, dy in _sides(box.width, box.height, gap, centred):
        moved = Bbox.from_bounds(x + dx, y + dy, box.width, box.height)
        inside = edge.x0 < moved.x0 and moved.x1 < edge.x1 and edge.y0 < moved.y0 and moved.y1 < edge.y1
        if inside and not any(moved.overlaps(other) for other in taken):
            taken.append(moved)
            left, middle = ax.transData.inverted().transform((moved.x0, moved.y0 + box.height / 2))
            made.set_position((float(left), float(middle)))
            return True
    made.remove()
    return False


def _sides(wide: float, high: float, gap: float, centred: bool) -> Iterator[tuple[float, float]]:
    if centred:
        yield -wide / 2, -high / 2
        return
    yield from ((gap, -high / 2), (-gap - wide, -high / 2), (-wide / 2, gap), (-wide / 2, -gap - high))
    near = 0.75 * gap
    yield from ((near, near), (near, -near - high), (-near - wide, near), (-near - wide, -near - high))


def _shape(spot: Spot) -> str:
    low, high = spot.total.min, spot.total.max
    if spot.total.unknown and not (low and low > 2):
        return "diamond"
    return "dot" if low is None else "square" if low == high == 0 else "disc"


def _scale(spots: Sequence[Spot]) -> float:
    """A round number that fills the largest circle, so that like maps have like sizes."""
    most = max([10, *(s.total.max or s.total.min or 0 for s in spots if s.place.kind not in AREAS)])
    power = 10 ** (len(str(most)) - 1)
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= most))


def _radius(number: float, scale: float) -> float:
    return max(SMALLEST, LARGEST * sqrt(max(0.0, number) / scale))


def _reach(spot: Spot, scale: float) -> float:
    if _shape(spot) != "disc":
        return MARK
    low = _radius(spot.total.min or 0, scale)
    return low + max(3.5, 0.3 * low) if spot.total.max is None else _radius(spot.total.max, scale)


def _path(part: list[list[list[float]]]) -> Path:
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in part if len(ring) > 3))


def _rgb(colour: str) -> tuple[float, float, float]:
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b

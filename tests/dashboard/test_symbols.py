"""Numbers become the shapes that the legend promises."""

from __future__ import annotations

import re
from math import isclose
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.symbols import LARGEST, Scale, Symbol, svg, symbol

SCALE = Scale(1000)
numbers = some.none() | some.integers(0, 10**6)


def test_area_is_proportional_to_the_number() -> None:
    assert isclose(SCALE.radius(800) ** 2 / SCALE.radius(200) ** 2, 4)
    assert SCALE.radius(1000) == LARGEST


@pytest.mark.parametrize(("largest", "top"), [(3, 10), (10, 10), (11, 20), (130, 200), (999, 1000), (1001, 2000)])
def test_the_scale_has_a_round_top(largest: int, top: int) -> None:
    assert Scale.for_numbers([largest]).top == top


@pytest.mark.parametrize(
    ("low", "high", "unknown", "shape"),
    [(7, 7, False, "disc"), (24, 99, False, "disc"), (7, None, False, "disc"), (0, 0, False, "square"),
     (2, None, True, "diamond"), (None, None, False, "dot"), (40, None, True, "disc")],
)  # fmt: skip
def test_shapes(low: int | None, high: int | None, unknown: bool, shape: str) -> None:
    assert symbol(low, high, SCALE, unknown=unknown).shape == shape


def test_no_known_maximum_is_a_dashed_ring_and_a_known_one_is_not() -> None:
    assert "stroke-dasharray" in svg(symbol(24, None, SCALE))
    assert "stroke-dasharray" not in svg(symbol(24, 99, SCALE))


def test_conflict_and_a_share_without_number_are_drawn() -> None:
    plain, marked = svg(symbol(40, None, SCALE)), svg(symbol(40, None, SCALE, unknown=True, conflict=True))
    assert marked.count("<path") == plain.count("<path") + 1
    assert marked.count("var(--ink)") == plain.count("var(--ink)") + 1


@given(numbers, numbers, some.booleans(), some.booleans(), some.booleans())
def test_every_drawing_is_sound_and_holds_its_shape(low: int | None, high: int | None, unknown: bool, crisp: bool, conflict: bool) -> None:
    high = None if low is None or high is None else max(low, high)
    drawn: Symbol = symbol(low, high, Scale.for_numbers([high or low or 0]), unknown=unknown, crisp=crisp, conflict=conflict)
    root = ElementTree.fromstring(svg(drawn))
    radii = [float(r) for r in re.findall(r' r="([\d.]+)"', svg(drawn))]
    assert max(radii, default=0) <= int(root.attrib["width"]) / 2

"""Precision, recall and F1 of the claims against hand-labelled reports (the contract's format), strict and part by part."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.extraction import extract
from geo.jsonlines import lines_of, rows
from geo.model import COUNTED_KINDS, Claim, Report, iso
from geo.reports.plain import from_fields

_NEAR_KM = 25
PARTS = ("kind", "place", "date", "count")


def evaluate(path: Path, show: bool = False) -> Iterator[str]:
    """Lines of text for a user: each miss with ``show``, then the figures. Raises :class:`InputError` naming the line."""
    found = wanted = right = predicted = 0
    agreed = dict.fromkeys(PARTS, 0)
    for report, gold in labelled(path):
        claims = [c for c in extract(report) if c.kind in COUNTED_KINDS and not c.instance and not c.subset]
        pairs, missed, extra = align(claims, gold, report.text)
        scored = [(c, g) for c, g in pairs if not g.get("optional")]
        wanted += sum(not g.get("optional") for g in gold)
        predicted += len(scored) + len(extra)
        found += len(scored)
        for claim, label in scored:
            off = [p for p in PARTS if not agrees(p, claim, label)]
            right += not off
            for part in PARTS:
                agreed[part] += part not in off
            if off and show:
                yield f"OFF   {report.id}: {', '.join(off)}: “{label['quote'][:100]}”"
        if show:
            yield from (f"MISS  {report.id}: “{g['quote'][:100]}”" for g in missed)
            yield from (f"EXTRA {report.id}: “{c.quote[:100]}”" for c in extra)
    if not wanted and not predicted:
        raise InputError(str(path), "no labelled report in it")
    precision, recall = right / max(1, predicted), right / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    parts = ", ".join(f"{p} {agreed[p] / max(1, found):.3f}" for p in PARTS)
    yield (
        f"{path.name}: strict F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}; {right} right of {wanted} labels and "
        f"{predicted} claims; found {found / max(1, wanted):.3f}, of those right: {parts}"
    )


def labelled(path: Path) -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    """Reports with their labels. Raises :class:`InputError` naming the line that has a fault."""
    for number, row in rows(lines_of(path), str(path)):
        where = f"{path}, line {number}"
        if isinstance(row, InputError):
            raise row
        if not isinstance(row, dict) or not isinstance(row.get("gold"), list):
            raise InputError(where, "not a labelled report: no list called gold")
        report = from_fields(row, where, f"line-{number}")
        if isinstance(report, InputError):
            raise report
        yield report[1], row["gold"]


def align(
    claims: list[Claim], gold: list[dict[str, Any]], text: str
) -> tuple[list[tuple[Claim, dict[str, Any]]], list[dict[str, Any]], list[Claim]]:
    """Claims paired with labels, best agreement first; then labels missed and claims too many (``optional`` ones are neither)."""
    spans = [(at, at + len(g["quote"])) for g in gold for at in [text.find(g["quote"])]]

    def overlap(claim: Claim, j: int) -> int:
        return min(claim.end, spans[j][1]) - max(claim.start, spans[j][0])

    ranked = sorted(
        ((sum(agrees(p, c, g) for p in PARTS), overlap(c, j), -i, -j) for i, c in enumerate(claims) for j, g in enumerate(gold)),
        reverse=True,
    )
    pairs, used, covered = [], set(), set()
    for agreement, shared, i, j in ranked:
        if -i in used or -j in covered or (shared <= 0 and agreement < len(PARTS)):
            continue
        used.add(-i)
        covered.add(-j)
        pairs.append((claims[-i], gold[-j]))
    missed = [g for j, g in enumerate(gold) if j not in covered and not g.get("optional")]
    loose = [j for j, g in enumerate(gold) if g.get("optional")]
    extra = [c for i, c in enumerate(claims) if i not in used and not any(overlap(c, j) > 0 for j in loose)]
    return pairs, missed, extra


def agrees(part: str, claim: Claim, label: dict[str, Any]) -> bool:
    """Whether a claim and a label say the same of one part."""
    if part == "kind":
        return bool(claim.kind == label["kind"])
    if part == "date":
        return bool((iso(claim.date_start), iso(claim.date_end)) == (label["date_start"], label["date_end"]))
    if part == "count":
        return bool((claim.count.min, claim.count.max, claim.count.best) == (label["min"], label["max"], label["best"]))
    place = claim.place
    if place.country != label["country"]:
        return False
    if label["city"]:
        if not place.city or place.lat is None or place.lon is None:
            return False
        return label.get("lat") is None or distance_km((place.lat, place.lon), (label["lat"], label["lon"])) <= _NEAR_KM
    if label.get("region"):
        return not place.city and bool(place.region)
    return not place.city and not place.region


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in degrees, on a sphere of 6,371 km (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))

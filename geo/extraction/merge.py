"""One fact once: what headline, lead and body repeat is one claim, with the places in the text where it is repeated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from geo.extraction.document import Document
from geo.extraction.placing import JOINT
from geo.model import Claim


def one_fact_once(claims: list[Claim], document: Document) -> list[Claim]:
    """Claims in order of where they stand; the first statement in the body stays, its repeats become its ``mentions``."""
    headlines = [(b.start, b.end) for b in document.blocks if b.role == "headline"]
    heads: list[Claim] = []
    body: list[Claim] = []
    for claim in claims:
        (heads if any(a <= claim.start < b for a, b in headlines) else body).append(claim)
    kept: list[Claim] = []
    repeats: dict[int, list[Claim]] = defaultdict(list)
    alike: dict[object, list[int]] = defaultdict(list)
    for claim in body:
        fact = (claim.kind, claim.count.min, claim.count.max, claim.count.best, claim.date_start, claim.date_end)
        twin = next((i for i in alike[fact] if _same(kept[i], claim)), None)
        if twin is None:
            alike[fact].append(len(kept))
            kept.append(claim)
        else:
            repeats[twin].append(claim)
    for claim in heads:
        twin = next((i for i, k in enumerate(kept) if _same(k, claim) or _headline_of(k, claim)), None)
        if twin is None:
            kept.append(claim)
        else:
            repeats[twin].append(claim)
    kept = [_with_mentions(claim, repeats[i]) if i in repeats else claim for i, claim in enumerate(kept)]
    return sorted(_apart(_vague_repeats(kept)), key=lambda c: (c.start, c.end))


def _same(one: Claim, other: Claim) -> bool:
    """The same kind, count and days at the same place, by the same voice; several seen arrests stay several."""
    if one.instance or other.instance or one.subset != other.subset:
        return False
    if _joint(one) != _joint(other):
        return False
    if one.kind != other.kind or (one.count.min, one.count.max, one.count.best) != (other.count.min, other.count.max, other.count.best):
        return False
    if (one.date_start, one.date_end) != (other.date_start, other.date_end):
        return False
    if one.count.form == "exact" and one.count.best == 1 and one.place.path != other.place.path:
        return False
    return one.place.path == other.place.path or (
        one.place.city is not None and one.place.city == other.place.city and None in (one.place.site, other.place.site)
    )


def _joint(claim: Claim) -> bool:
    """Whether the claim is about several named places together, which is not the country's own total."""
    return any(part == "place" and rule == JOINT for part, _, _, rule in claim.explain)


def _headline_of(body: Claim, headline: Claim) -> bool:
    """A headline says what the body says, with less of the place and the date."""
    return (
        body.kind == headline.kind
        and body.count.min == headline.count.min
        and (body.place.path[: len(headline.place.path)] == headline.place.path or not headline.place.path)
    )


def _vague_repeats(claims: list[Claim]) -> list[Claim]:
    """ "Activists were detained" says nothing that a number for the same place and day does not."""
    out = list(claims)
    for claim in claims:
        if claim.kind != "detention" or claim.count.best is not None or claim.instance or claim.subset:
            continue
        for i, other in enumerate(out):
            if (
                other is not claim
                and other.kind == "detention"
                and other.count.best is not None
                and (other.count.min or 0) >= (claim.count.min or 0)
                and not other.subset
                and not other.instance
                and (other.date_start, other.date_end) == (claim.date_start, claim.date_end)
                and _says_the_same_place(claim, other)
            ):
                out[i] = _with_mentions(other, [claim])
                out.remove(claim)
                break
    return out


def _says_the_same_place(claim: Claim, other: Claim) -> bool:
    """Whether the number is for the vague claim's place or a part of it, or follows right after for its whole city."""
    if other.place.path[: len(claim.place.path)] == claim.place.path:
        return not claim.place.site or other.place.path == claim.place.path
    right_after = 0 <= other.start - claim.end < 120 and other.place.site is None
    return bool(claim.place.site) and right_after and claim.place.city is not None and claim.place.city == other.place.city


def _with_mentions(claim: Claim, repeats: list[Claim]) -> Claim:
    voices = [claim.attributed_to, *(r.attributed_to for r in repeats)]
    return replace(
        claim,
        mentions=(*claim.mentions, *(span for r in repeats for span in ((r.start, r.end), *r.mentions))),
        attributed_to=next((v for v in voices if v), None),
        organisers=tuple(dict.fromkeys(o for c in (claim, *repeats) for o in c.organisers)),
    )


def _apart(claims: list[Claim]) -> list[Claim]:
    """No two claims of a kind share one span, so that a claim's identifier is its own."""
    seen: set[str] = set()
    out = []
    for claim in claims:
        while claim.id in seen and claim.end - claim.start > 1:
            claim = replace(claim, end=claim.end - 1, quote=claim.quote[:-1])
        seen.add(claim.id)
        out.append(claim)
    return out

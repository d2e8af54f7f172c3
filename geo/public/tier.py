"""The public tier: claims as they may be shown to everyone. Everything shown is made from claims, so nothing exact is left behind.

A claim is built anew from what is named here; a field that this module does not know stays behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from math import cos, radians
from urllib.parse import unquote, urlsplit

from geo import settings
from geo.errors import UsageError
from geo.export.words import LANGUAGES, Words, words
from geo.model import Claim, Count, Place, Row
from geo.places.gazetteer import Gazetteer
from geo.public.names import Found, contacts, in_address, people, sites, spelt, stems
from geo.public.secret import sign
from geo.resources import table

DROPPABLE = ("quote", "url", "source", "attributed_to", "organisers", "published", "language", "title")
_KM = 111.32
"""Kilometres in a degree of latitude."""


@dataclass(frozen=True)
class Tier:
    """``distance_km`` of 0 rounds to the city. Counts under ``threshold`` become "fewer than that", their words hidden."""

    distance_km: float = 0.0
    drop: frozenset[str] = field(default_factory=frozenset)
    threshold: int = 0

    def __post_init__(self) -> None:
        if unknown := sorted(self.drop - set(DROPPABLE)):
            raise UsageError(f"{unknown[0]} cannot be left out; one of {', '.join(DROPPABLE)}")
        if self.distance_km and not 1 <= self.distance_km <= 500:
            raise UsageError(f"a distance of {self.distance_km:g} km: wanted from 1 to 500, or nothing for the city")

    def note(self, say: Words) -> str:
        """The line that says what was done."""
        distance = say("public.kilometres", n=f"{self.distance_km:g}") if self.distance_km else say("public.city")
        dropped = say("public.drop", fields=", ".join(sorted(self.drop))) if self.drop else ""
        hidden = say("public.threshold", n=self.threshold) if self.threshold > 1 else ""
        return say("public.note", distance=distance, drop=dropped, threshold=hidden)

    def claims(self, claims: Iterable[Claim], also: Iterable[Claim] = ()) -> list[Claim]:
        """All claims of a store at once: a name found in one is masked in all, and so is one found in ``also``.

        An older version's claims want the newest beside them: a name that has since been recognised is hidden there too.
        """
        claims = list(claims)
        texts = ((c.language, text) for c in (*claims, *also) for text in (c.quote, c.attributed_to or ""))
        learnt = frozenset(stem for language, text in texts for stem in _names_in(text, language))
        sounds = frozenset(spelt(stem) for stem in learnt)
        return [self._claim(claim, learnt, sounds) for claim in claims]

    def _claim(self, claim: Claim, learnt: frozenset[str], sounds: frozenset[str]) -> Claim:
        def masked(text: str) -> str:
            return mask(text, claim.language, learnt, claim.place.mention if claim.place.kind == "site" else "")

        count, hidden = self._count(claim.count), _say(claim)("public.hidden")
        withheld = count is not claim.count
        kept = self.drop.isdisjoint
        return Claim(
            report_id=_opaque("r-", claim.report_id),
            source=mask(claim.source, claim.language, learnt, full=True) if kept({"source"}) else "",
            url=_address(claim.url, sounds) if kept({"url"}) else None,
            published=claim.published if kept({"published"}) else None,
            language=claim.language if kept({"language"}) else "",
            kind=claim.kind,
            quote="" if not kept({"quote"}) else hidden if withheld else masked(claim.quote),
            start=claim.start,
            end=claim.end,
            date_start=claim.date_start,
            date_end=claim.date_end,
            date_basis=claim.date_basis,
            place=self._place(claim),
            count=count if withheld else replace(count, text=masked(count.text) if kept({"quote"}) else ""),
            attributed_to=masked(claim.attributed_to) if claim.attributed_to and kept({"attributed_to"}) else None,
            organisers=tuple(masked(o) for o in claim.organisers) if kept({"organisers"}) else (),
            subset=claim.subset,
            instance=claim.instance,
            running=claim.running,
            confidence=claim.confidence,
            row=self._row(claim.row, masked),
        )

    def _row(self, row: Row | None, masked: Callable[[str], str]) -> Row | None:
        """Rows of a table stay apart from each other; what the table and they are called stays behind."""
        if row is None:
            return None
        return Row(_opaque("t-", row.table), _opaque("w-", row.id), masked(row.type), "" if "title" in self.drop else masked(row.title))

    def _count(self, count: Count) -> Count:
        low, high, best = count.min, count.max, count.best
        if low is None or not 0 < low < self.threshold:
            return count
        under = self.threshold - 1
        return Count(
            "",
            1,
            max(high, under) if high is not None else None,
            best if best is not None and best >= self.threshold else under,
            "withheld",
        )

    def _place(self, claim: Claim) -> Place:
        """A site becomes a part of its city that is told apart by a sign alone, so that sums stay what they were."""
        place = claim.place
        if not place.path:
            name = f"{_say(claim)('public.place')} {sign((place.country or '', f'unplaced:{place.mention.casefold()}'))}"
            return Place(name, name, place.kind, None, None, None, None, place.country, place.region, None, None, name, place.basis)
        kept = replace(place, mention=place.name)
        if place.kind == "site":
            above = place.path[:-1]
            own = f"{above[-1] if above else 'site'}/{sign(place.path)}"
            city = place.city or place.region or place.country or ""
            lat, lon, precision = _position(above, place)
            kept = Place(
                city,
                city,
                "site",
                own,
                lat,
                lon,
                precision,
                place.country,
                place.region,
                place.city,
                None,
                place.name_today,
                "public",
                (*above, own),
            )
        if self.distance_km:
            lat, lon = self._snapped(place)
            kept = replace(kept, lat=lat, lon=lon, basis="public", precision_m=max(kept.precision_m or 0, round(self.distance_km * 1000)))
        return kept

    def _snapped(self, place: Place) -> tuple[float | None, float | None]:
        """The middle of the square of the grid that a position lies in."""
        if place.lat is None or place.lon is None:
            return None, None
        high = self.distance_km / _KM
        lat = min(90.0, (place.lat // high + 0.5) * high)
        wide = min(360.0, high / max(0.01, cos(radians(lat))))
        lon = (place.lon // wide + 0.5) * wide
        return round(lat, 4), round(min(180.0, max(-180.0, lon)), 4)


def tier_in_use() -> Tier | None:
    """What the settings say; ``None`` is the private tier. Raises :class:`UsageError` for a setting that cannot be."""
    name = settings.get("DETENTION_MAP_TIER") or "private"
    if name not in ("private", "public"):
        raise UsageError(f"DETENTION_MAP_TIER is {name}: wanted private or public")
    if name == "private":
        return None
    try:
        distance = float(settings.get("DETENTION_MAP_PUBLIC_DISTANCE_KM") or 0)
        threshold = int(settings.get("DETENTION_MAP_PUBLIC_THRESHOLD") or 0)
    except ValueError:
        raise UsageError("DETENTION_MAP_PUBLIC_DISTANCE_KM and DETENTION_MAP_PUBLIC_THRESHOLD want numbers") from None
    drop = settings.get("DETENTION_MAP_PUBLIC_DROP")
    return Tier(distance, frozenset(part.strip() for part in drop.split(",") if part.strip()), threshold)


def mask(text: str, language: str, learnt: frozenset[str] = frozenset(), site: str = "", *, full: bool = False) -> str:
    """The text with names of people, sites, contacts and homes replaced by words that say what stood there.

    ``full``: of the names of people only full ones, and no sites: for the name of a medium.
    """
    say = words(language if language in LANGUAGES else "en")
    learnt = learnt if full else learnt.union(_names_in(text, language))
    spans = [*contacts(text), *(() if full else sites(text, language)), *people(text, language, learnt, full=full)]
    at = text.find(site) if site else -1
    while at >= 0:
        spans.append(Found(at, at + len(site), "site"))
        at = text.find(site, at + 1)
    out, done = "", 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.end <= done:
            continue
        sign = {"name": "name", "site": "place", "home": "place"}.get(span.what, "hidden")
        if span.start >= done:
            out += text[done : span.start] + say(f"public.{sign}")
        done = span.end
    return out + text[done:]


def _names_in(text: str, language: str) -> Iterable[str]:
    for found in people(text, language):
        yield from stems(text[found.start : found.end])


def _address(url: str | None, sounds: frozenset[str]) -> str | None:
    """The address; its host alone where the path spells a name or is somebody's account; nothing where the host spells one."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode().decode("idna") if "xn--" in url.casefold() else parts.hostname or ""
    except ValueError:
        return None
    if not host or any(in_address(word, sounds, glued=True) for word in _words(host.rpartition(".")[0])):
        return None
    told = unquote(f"{parts.path} {parts.query} {parts.fragment}")
    named = any(in_address(word, sounds) for word in _words(told))
    account = any(host == known or host.endswith(f".{known}") for known in _accounts())
    return f"{parts.scheme}://{host}/" if named or account or "@" in parts.netloc or "@" in told or "\ufffd" in told else url


def _words(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalpha() else " " for c in text).split() if len(word) > 3]


@cache
def _accounts() -> tuple[str, ...]:
    return tuple(row["host"] for row in table("public/accounts.csv", "host"))


def _position(above: tuple[str, ...], place: Place) -> tuple[float | None, float | None, int | None]:
    """The city's; of a site in no city that the gazetteer knows, the middle of a wide square."""
    entries = Gazetteer.shipped().entries
    for node in reversed(above):
        if entry := entries.get(node):
            return entry.lat, entry.lon, entry.precision_m
    return *Tier(50.0)._snapped(place), 50_000


def _opaque(kind: str, name: str) -> str:
    return kind + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _say(claim: Claim) -> Words:
    return words(claim.language if claim.language in LANGUAGES else "en")

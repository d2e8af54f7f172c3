"""Before publishing: what would be shown that names a person or pins a home, for someone to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache

from geo.model import Claim
from geo.public.names import contacts, looks_like_a_name, people, sites
from geo.resources import table


@dataclass(frozen=True, slots=True)
class Finding:
    """``what`` is ``name``, ``site``, ``home``, ``mail``, ``phone`` ...; ``words`` what stands there."""

    claim: str
    field: str
    what: str
    words: str
    text: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


def check(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Everything doubtful in what would be shown, claim by claim. Of the private tier that is what it shows by intent."""
    for claim in claims:
        shown = {"quote": claim.quote, "count": claim.count.text, "attributed_to": claim.attributed_to or "", "source": claim.source,
                 "organisers": "; ".join(claim.organisers), "place": claim.place.mention}  # fmt: skip
        for name, text in shown.items():
            for found in [
                *contacts(text),
                *people(text, claim.language, full=name == "source"),
                *(sites(text, claim.language) if name == "quote" else ()),
            ]:
                yield Finding(claim.id, name, found.what, text[found.start : found.end], text)
            low = text.casefold()
            for phrase in _homes():
                if phrase in low:
                    yield Finding(claim.id, name, "home", phrase, text)
        for word in "".join(c if c.isalpha() else " " for c in (claim.url or "").partition("//")[2].partition("/")[2]).split():
            if len(word) > 3 and looks_like_a_name(word):
                yield Finding(claim.id, "url", "name", word, claim.url or "")
        if claim.place.site:
            yield Finding(claim.id, "place", "site", claim.place.site, claim.place.name)


@cache
def _homes() -> tuple[str, ...]:
    return tuple(row["word"].casefold() for row in table("public/homes.csv", "word"))

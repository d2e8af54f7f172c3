"""Fifty invented people and one exact square, planted in every field of a store; and how to find what is left of them in any bytes."""

from __future__ import annotations

import base64
import csv
import gzip
import html
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, unquote

from geo.extraction import extract
from geo.model import Claim, Report, Row
from geo.places.site_names import romanized
from geo.store import Store

ROWS = list(csv.DictReader(line for line in (Path(__file__).parent / "geo/public/planted.csv").open(encoding="utf-8") if line[0] != "#"))
SITES = (
    "Police detained 12 protesters on Republic Square in Almaty and 7 near Gandhi Park. Three people were detained on Gagarin Street in Shymkent. "
    "Nine people were detained in Semey."
)
SITE_WORDS = ("Republic Square", "republic_square", "Площадь Республики", "Республика алаңы", "Gandhi Park", "Gagarin Street")
POSITION = (43.2383, 76.9453)
"""Of Republic Square."""
_MONTH = date(2020, 6, 1)


def planted(number: int, row: dict[str, str]) -> tuple[Report, list[Claim]]:
    """A report that names the person in its every field, and its claims; every third as if it came from a table of events."""
    name = row["name"]
    slug = romanized(name.casefold()).replace(" ", "-")
    url = (
        f"https://example.org/news/{slug}-detained-{number}",
        f"https://example.org/{quote(name)}?by={quote(name)}",
        f"https://{slug.replace('-', '').replace('.', '')}.example.org/posts/{number}",
        f"https://social.example/@{slug.replace('-', '_')}",
    )[number % 4]
    day = _MONTH + timedelta(number % 28)
    source = name if number % 5 == 0 else f"Wire {number % 7}"
    report = Report(f"{name}-{number}", f"{row['sentence']}\n\n{SITES}", day, f"{name}: {row['sentence']}", source, url, row["language"])
    claims = [
        replace(
            claim,
            attributed_to=name,
            organisers=(f"{name}", "Democratic Party"),
            row=Row(f"table of {name}", f"{name}-{i}", "march", f"{name} ({number})") if number % 3 == 0 else None,
        )
        for i, claim in enumerate(extract(report))
    ]
    return report, claims


def fill(url: str) -> str:
    """A store with all of them. Gives its address again."""
    with Store.open(url) as store:
        for number, row in enumerate(ROWS):
            report, claims = planted(number, row)
            store.add(report, claims)
    return url


def left(data: bytes) -> set[str]:
    """What of the names, the sites and the exact position can be found in bytes: as they are, unpacked, escaped or as numbers."""
    found: set[str] = set()
    for piece in _unpacked(data):
        for number in POSITION:
            if struct.pack("<d", number) in piece or struct.pack(">d", number) in piece or str(number).encode() in piece:
                found.add(str(number))
        text = _plain(piece)
        found.update(word for word in _WORDS if word in text and (word.isascii() or re.search(rf"(?<![^\W_]){re.escape(word)}", text)))
    return found


def _wanted() -> Iterator[str]:
    for row in ROWS:
        for word in re.findall(r"[\w-]{5,}", row["name"].casefold()):
            yield word
            yield romanized(word)
    yield from (site.casefold() for site in SITE_WORDS)


_WORDS = frozenset(_wanted())
_PACKED = re.compile(rb'(?<=id="data" type="application/octet-stream">)([^<]+)(?=<)')
_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")


def _plain(data: bytes) -> str:
    """UTF-8 with the escapes of JSON, HTML and addresses undone, in small letters."""
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), data.decode("utf-8", "ignore"))
    return unquote(html.unescape(text)).casefold()


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield _PACKED.sub(b"", data)  # so many packed letters spell any short name by chance
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield packed.read(name)
    if data[:4] == b"%PDF":
        from pypdf import PdfReader

        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).encode()
    if data[:4] == b"PAR1":
        import geopandas

        yield geopandas.read_parquet(io.BytesIO(data)).to_csv().encode()
    if found := _PACKED.search(data):
        yield gzip.decompress(base64.b64decode(found[1]))

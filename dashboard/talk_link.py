"""A talk as a link: its chapters' recipes, compressed, in letters that an address may hold; the same way back, with bounds."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from geo.export.talk import Recipe

MOST_CHAPTERS = 40
LONGEST_TITLE, LONGEST_LINE, LONGEST_VIEW = 200, 400, 4000
"""Characters of a chapter's parts."""
LONGEST_TOKEN = 12_000
LARGEST = 100_000
"""Bytes of a token when it is unpacked: more is no talk."""


class BadTalk(ValueError):
    """A link that holds no talk; ``reason`` is a key of the texts."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def token_of(recipes: Sequence[Recipe]) -> str:
    """The talk in one word. Raises :class:`BadTalk` (``too_long``) for one that no link can hold."""
    text = json.dumps([list(r) for r in recipes], ensure_ascii=False, separators=(",", ":"))
    plain = text.encode("utf-8", "replace")
    token = base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")
    if len(token) > LONGEST_TOKEN or len(plain) > LARGEST or len(recipes) > MOST_CHAPTERS:
        raise BadTalk("too_long")
    return token


def recipes_of(token: str) -> list[Recipe]:
    """The inverse of :func:`token_of`. Raises :class:`BadTalk` for what is damaged, too long, or holds no chapter."""
    if not token:
        raise BadTalk("no_talk")
    if len(token) > LONGEST_TOKEN:
        raise BadTalk("too_long")
    try:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", token):
            raise BadTalk("damaged")
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(packed, LARGEST)
        if unpacking.unconsumed_tail:
            raise BadTalk("too_long")
        if not unpacking.eof:
            raise BadTalk("damaged")
        rows = json.loads(plain)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise error if isinstance(error, BadTalk) else BadTalk("damaged") from None
    return checked(rows)


def checked(rows: object) -> list[Recipe]:
    """Rows of title, line and view as recipes. Raises :class:`BadTalk` where they are none, or beyond the bounds."""
    if not isinstance(rows, (list, tuple)):
        raise BadTalk("damaged")
    if not rows:
        raise BadTalk("no_talk")
    if len(rows) > MOST_CHAPTERS:
        raise BadTalk("too_long")
    for row in rows:
        if not isinstance(row, (list, tuple)) or len(row) != 3 or not all(isinstance(part, str) for part in row):
            raise BadTalk("damaged")
        if len(row[0]) > LONGEST_TITLE or len(row[1]) > LONGEST_LINE or len(row[2]) > LONGEST_VIEW:
            raise BadTalk("too_long")
    return [Recipe(*row) for row in rows]


def token_in(link: str) -> str:
    """The token of a pasted link, or the word itself where it is no link."""
    try:
        return parse_qs(urlsplit(link.strip()).query).get("c", [link.strip()])[0]
    except ValueError:
        return link.strip()

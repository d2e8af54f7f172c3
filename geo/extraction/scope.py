"""Words for how wide a statement is: the whole country, all together, the place spoken of before."""

from __future__ import annotations

import re
from functools import cache

from geo.lexicon import alternatives, classes


@cache
def scope(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternatives(classes(language, 'scope', 'phrase', 'class').get(kind, frozenset())) or '(?!)'})(?!\w)", re.I
    )

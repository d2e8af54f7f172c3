"""Which language a text is in, by its letters and most common words. English, Russian and Kazakh (both scripts)."""

from __future__ import annotations

import re

_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_KAZAKH_LATIN = re.compile(r"[äáñńğǵöóüúūūşÄÁÑŃĞǴÖÓÜÚŪŞı]|\b(?:men|jáne|jäne|boldy|emes|adam|polisia|polısııa)\b")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_ENGLISH = re.compile(r"\b(?:the|and|of|in|were|was|to|by|police)\b", re.I)


def detect_language(text: str) -> str:
    """``en``, ``ru`` or ``kk``, from the first few thousand characters; ``en`` where nothing tells."""
    sample = text[:4000]
    cyrillic = len(_CYRILLIC.findall(sample))
    kazakh = len(_KAZAKH.findall(sample))
    if cyrillic + kazakh > len(sample) * 0.2:
        return "kk" if kazakh > 0.03 * (cyrillic + kazakh) else "ru"
    return "kk" if len(_KAZAKH_LATIN.findall(sample)) > len(_ENGLISH.findall(sample)) else "en"

"""Which language a text is in, by its letters and most common words. English, Russian and Kazakh (both scripts)."""

from __future__ import annotations

import re

_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_KAZAKH_LETTERS = re.compile(r"[ǵǴńŃğĞşŞıūŪ]")
_KAZAKH_WORDS = re.compile(
    r"\b(?:men|j[aáä]ne|bol(?:dy|[gǵğ]an)|jo[qk]|emes|adam\w*|pol[iı]\w{1,3}[iı]+a\w*|[uū]stal?\w+|e[sş]h?k[iı]m\w*|ke[sş]h?e|b[uúü]g[iı]n|"
    r"dep|de[iı]d[iı]|tag[yi]|b[iı]r|ek[iı]|[uúü]sh|[uúü]ş|t[oóö]rt|bes|alty|jet[iı]|seg[iı]z|tog[yı]z|on|jiyrma|otyz|qyryq|k[uúü]n[iı]|"
    r"\w{3,}(?:lar|ler|dar|der|tar|ter)(?:dy|d[iı]|dy[nńñ]|d[iı][nńñ]|[gǵğ]a)?|\w{3,}(?:n[yiı][nńñ]|yp|ynda|[iı]nde|[gǵğ]an|[kq]an)|"
    r"\w{3,}(?:dy|ty|da|de|ta|te))\b",
    re.I,
)
_ENGLISH = re.compile(r"\b(?:the|and|of|in|were|was|to|by|police|at|on|for|with|from|people|is|that|an?|have|has|been|after)\b", re.I)


def detect_language(text: str) -> str:
    """``en``, ``ru`` or ``kk``, from the first few thousand characters; ``en`` where nothing tells."""
    sample = text[:4000]
    cyrillic = len(_CYRILLIC.findall(sample))
    kazakh = len(_KAZAKH.findall(sample))
    if cyrillic + kazakh > len(sample) * 0.2:
        return "kk" if kazakh > 0.03 * (cyrillic + kazakh) else "ru"
    latin = len(_KAZAKH_LETTERS.findall(sample)) + len(_KAZAKH_WORDS.findall(sample))
    enough = max(2 * len(_ENGLISH.findall(sample)) + 1, min(5, len(sample.split()) // 3))
    return "kk" if latin > enough else "en"

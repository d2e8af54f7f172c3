"""Which language a text is in, by its letters and most common words. English, Russian and Kazakh (both scripts)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from geo.resources import table

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
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 20
"""Letters that a sentence needs before it is taken to be in another language than its report."""


def detect_language(text: str) -> str:
    """``en``, ``ru`` or ``kk``, from the first few thousand characters; ``en`` where nothing tells."""
    sample = text[:4000]
    cyrillic = len(_CYRILLIC.findall(sample))
    kazakh = len(_KAZAKH.findall(sample))
    if cyrillic + kazakh > len(sample) * 0.2:
        return "kk" if kazakh > 0.03 * (cyrillic + kazakh) else "ru"
    latin = len(_KAZAKH_LETTERS.findall(sample)) + len(_KAZAKH_WORDS.findall(sample))
    enough = max(2 * _function_words(sample)["en"] + 1, min(5, len(sample.split()) // 3))
    return "kk" if latin > enough else "en"


def mixed(text: str, language: str) -> bool:
    """Whether a report in a language seems to have sentences in another: letters or small words that are not its own."""
    cyrillic, kazakh = len(_CYRILLIC.findall(text)), len(_KAZAKH.findall(text))
    small = _function_words(text)
    if language == "en":
        return cyrillic > _ENOUGH
    if small["en"] > 1 and len(text) - cyrillic - kazakh > _ENOUGH:
        return True
    return kazakh > 1 if language == "ru" else small["ru"] > 2


def sentence_language(words: str, language: str) -> str:
    """The language of a sentence of a report that is mostly in ``language``, which it keeps where nothing tells."""
    cyrillic, kazakh = len(_CYRILLIC.findall(words)), len(_KAZAKH.findall(words))
    letters = sum(map(str.isalpha, words))
    if letters < _ENOUGH:
        return language
    small = _function_words(words)
    if cyrillic + kazakh > letters / 2:
        if kazakh > 0.03 * (cyrillic + kazakh):
            return "kk"
        return "ru" if language == "en" or small["ru"] > small["kk"] + 1 else language
    return "en" if small["en"] > 1 and cyrillic < letters / 4 else language


def _function_words(text: str) -> Counter[str]:
    known = _languages_of_words()
    return Counter(known[low] for word in _WORD.findall(text) if (low := word.casefold()) in known)


@cache
def _languages_of_words() -> dict[str, str]:
    return {row["word"]: row["language"] for row in table("lexicon/function_words.csv", "word", "language")}

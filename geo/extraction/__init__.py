"""A Report becomes Claims: sentences, counts, dates, places and what ties them together; one module per language."""

from geo.extraction.language import detect_language
from geo.extraction.read import extract

__all__ = ["detect_language", "extract"]

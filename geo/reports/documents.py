"""PDF files: the text of their pages, through pypdf. A scan has none, and is named."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from geo.errors import InputError
from geo.model import Report
from geo.reports.pages import page_id
from geo.reports.source import Item, Options, Source, digest

_PAGES = 2000
_LETTERS = 20_000_000


def pdf(source: Source, options: Options) -> Iterator[Item]:
    """A PDF file as one report. Raises :class:`InputError` for one without text, locked, or damaged."""
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says of every small fault of a file what we say of those that matter
    raw = source.whole()
    try:
        reader: Any = PdfReader(BytesIO(raw))
        parts: list[str] = []
        for number, page in enumerate(reader.pages):
            parts.append(page.extract_text() or "")
            if number >= _PAGES or sum(map(len, parts)) > _LETTERS:
                raise InputError(source.name, f"more than {_PAGES} pages or {_LETTERS // 1_000_000} million letters; split it")
        title = str((reader.metadata or {}).get("/Title") or "")
    except FileNotDecryptedError:
        raise InputError(source.name, "locked with a password; save it without one") from None
    except InputError:
        raise
    except Exception as error:  # damaged files make pypdf raise whatever its parsers meet
        raise InputError(source.name, f"not a PDF file that can be read ({type(error).__name__})") from None
    text = "\n".join(parts).strip("\n")
    if not text.strip():
        raise InputError(source.name, "no text in this PDF: its pages are pictures; read them with OCR first (ocrmypdf)")
    name = page_id(source.url) if source.url else source.stem
    yield source.name, Report(id=name, text=text, title=title, url=source.url, sha256=digest(raw), retrieved=source.retrieved)

"""What can go wrong, in words for the person who can mend it.

Every error inherits :class:`DetentionMapError` and the natural builtin, so callers may catch either.
"""

from __future__ import annotations


class DetentionMapError(Exception):
    """Any failure that the project names itself; its text is fit to show to a user."""


class InputError(DetentionMapError, ValueError):
    """A file, row or field that cannot be used. ``where`` names it (``reports.csv, row 4``), ``reason`` says what to do."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class UsageError(DetentionMapError, ValueError):
    """A call that cannot be carried out as asked: exit status 2."""


class StoreError(DetentionMapError, OSError):
    """The store cannot be opened, read or written."""


class DataError(DetentionMapError, ValueError):
    """A table that ships with the project (or an analyst's own) has a fault; the text names file and row."""


class GeocodingError(DetentionMapError, ConnectionError):
    """An online geocoder did not answer; the claim is kept at the precision known without it."""

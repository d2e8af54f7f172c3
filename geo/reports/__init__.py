"""Files become Reports: one reader per format, each failure named by file and row, the rest still read."""

from geo.reports.read import DEFAULT, Options, read

__all__ = ["DEFAULT", "Options", "read"]

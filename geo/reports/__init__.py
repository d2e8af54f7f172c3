"""Files become Reports: one reader per format, each failure named by file and row, the rest still read."""

from geo.reports.read import read
from geo.reports.source import DEFAULT, Columns, Kept, Options

__all__ = ["DEFAULT", "Columns", "Kept", "Options", "read"]

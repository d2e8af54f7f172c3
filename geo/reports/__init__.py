"""Files become Reports: one reader per format, each failure named by file and row, the rest still read."""

from geo.reports.read import Options, read

__all__ = ["Options", "read"]

"""Reports, their claims and the events they add up to, kept and queried: SQLite unless told otherwise, PostgreSQL for a team."""

from geo.store.connect import default_url
from geo.store.selection import EVERYTHING, Selection
from geo.store.store import Change, Store

__all__ = ["EVERYTHING", "Change", "Selection", "Store", "default_url"]

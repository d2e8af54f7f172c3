"""Events and claims as files: one module per kind of format."""

from geo.export.about import About
from geo.export.write import FORMATS, write

__all__ = ["FORMATS", "About", "write"]

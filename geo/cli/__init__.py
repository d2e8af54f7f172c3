"""The command line: ``detention-map``. Arguments here, what each command does in :mod:`geo.cli.commands`."""

from geo.cli.main import main

__all__ = ["main"]

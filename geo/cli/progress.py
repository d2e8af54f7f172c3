"""How far an ingest has come, on a terminal: a bar with rate and time left; and every failure, named as it happens."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from geo.errors import InputError
from geo.reports.finding import size
from geo.reports.read import READERS


class Progress:
    """A bar on standard error where that is a terminal, else nothing; ``dry`` names each report that would change."""

    def __init__(self, paths: Sequence[str], dry: bool = False) -> None:
        self._dry = dry
        self._bar = None
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=size(paths, tuple(READERS)), unit="B", unit_scale=True, leave=False, file=sys.stderr, dynamic_ncols=True,
                bar_format="{percentage:3.0f}%|{bar}| {desc}{elapsed} gone, {remaining} left",
            )  # fmt: skip
        self._reports = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def read(self, count: int) -> None:
        """So many bytes have been read."""
        if self._bar is not None:
            self._bar.update(count)

    def told(self, report: str, change: str) -> None:
        """A report has been stored, or would be."""
        self._reports += 1
        if self._dry and change != "unchanged":
            self._say(f"would be {change}: {report}")
        if self._bar is not None:
            seconds = self._bar.format_dict["elapsed"] or 1
            self._bar.set_description_str(f"{self._reports:,} reports, {self._reports / seconds:.0f} a second, ", refresh=False)

    def failed(self, failure: InputError) -> None:
        self._say(f"detention-map: {failure}")

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr)

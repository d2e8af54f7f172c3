"""An address with some data becomes a view, and what of it could not be followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.data import Dataset
from dashboard.view import Problem, View, from_params

PARAMETERS = {"places": "place", "sources": "by", "organisers": "organiser", "languages": "written"}


def first_look(dataset: Dataset, language: str) -> View:
    """What is shown to whoever asks for nothing: the densest month."""
    return View(span=dataset.densest_month, language=language)


def opened_by(params: Mapping[str, Sequence[str]], dataset: Dataset, language: str) -> tuple[View, list[Problem]]:
    """What an address asks for, as far as the data can follow."""
    view, problems = from_params(params, first_look(dataset, language))
    view, missing = in_data(view, dataset)
    return view, problems + missing


def in_data(view: View, dataset: Dataset) -> tuple[View, list[Problem]]:
    """Leaves out places, source and event that the data do not hold, each with a word to the reader."""
    columns = dataset.columns()
    known = {"places": dataset.places, "sources": set(dataset.sources), "organisers": set(columns.organisers.names),
             "languages": set(columns.languages.names)}  # fmt: skip
    missing = []
    for field, names in known.items():
        asked = getattr(view, field)
        missing += [Problem(PARAMETERS[field], name, "not_in_data") for name in asked if name not in names]
        found: dict[str, Any] = {field: tuple(name for name in asked if name in names)}
        view = replace(view, **found)
    if view.source is not None and view.source not in dataset.sources:
        missing.append(Problem("source", view.source, "not_in_data"))
        view = replace(view, source=None, rule=View().rule)
    if view.version and not dataset.version.startswith(view.version):
        missing.append(Problem("version", view.version, "no_version"))
        view = replace(view, version=None)
    if view.event and dataset.row_of(view.event) is None:
        missing.append(Problem("event", view.event, "not_in_data"))
        view = replace(view, event=None)
    return view, missing

"""An archive of claims on disk, so that a store of a million events is read once for each of its versions."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from geo.archive import Archive, archive
from geo.model import Place
from geo.query import Nodes, Several
from geo.store import Store

FORMAT = 2
KEPT = 3
"""So many archives stay in the cache; the oldest go."""


def archive_of(store: Store) -> Archive:
    """The store's archive, from the user's cache where its version is held there."""
    from platformdirs import user_cache_path

    folder = user_cache_path("detention-map")
    path = folder / f"archive-{FORMAT}-{store.version}.npz"
    with suppress(OSError, ValueError, KeyError):
        return load(path)
    made = archive(store.bodies())
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        save(made, path)
        for old in sorted(folder.glob("archive-*.npz"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    return made


def save(made: Archive, path: Path) -> None:
    """Writes beside and renames, so that another process never reads half a file."""
    told = {
        "paths": made.nodes.paths, "places": [asdict(p) if p else None for p in made.nodes.places], "sources": made.sources,
        "languages": made.languages, "organisers": made.organisers.names, "rows": made.rows,
    }  # fmt: skip
    arrays: dict[str, Any] = {f"claims_{name}": column for name, column in made.claims.items()}
    arrays |= {name: getattr(made, name) for name in ("first", "last", "node", "row")}
    arrays |= {"organised": made.organisers.rows, "organiser": made.organisers.codes}
    building = path.with_name(f"{path.name}.{os.getpid()}.npz")
    np.savez(building, names=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8), **arrays)
    building.replace(path)


def load(path: Path) -> Archive:
    """Raises ``OSError``, ``ValueError`` or ``KeyError`` for what is no such file."""
    with np.load(path) as held:
        told = json.loads(bytes(held["names"]))
        claims = {name[7:]: held[name] for name in held.files if name.startswith("claims_")}
        places = tuple(Place(**{**p, "path": tuple(p["path"])}) if p else None for p in told["places"])
        return Archive(
            claims, held["first"], held["last"], held["node"], Nodes(tuple(map(tuple, told["paths"])), places),
            tuple(told["sources"]), tuple(told["languages"]),
            Several(tuple(told["organisers"]), held["organised"], held["organiser"]), held["row"], tuple(told["rows"]),
        )  # fmt: skip

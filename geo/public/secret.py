"""What the public tier's signs for hidden places are made with, so that nobody can try known places until a sign fits.

``DETENTION_MAP_PUBLIC_SECRET``, else a file in the user's data folder that is made once, for its owner alone. The same secret gives
the same signs, whatever is added to the data: a link keeps its meaning.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from geo import settings

LENGTH = 6
"""Hexadecimal digits of a sign: of a thousand places in one city two are the same with a chance of 3 %."""


def sign(path: Sequence[str]) -> str:
    """The sign of a place, given by its path from the country down."""
    told = "|".join(path).encode("utf-8", "surrogatepass")
    return hmac.new(_secret(settings.get("DETENTION_MAP_PUBLIC_SECRET")), told, sha256).hexdigest()[:LENGTH]


@cache
def _secret(setting: str) -> bytes:
    """Where no file can be made, the secret lasts as long as the process."""
    if setting:
        return setting.encode("utf-8", "surrogatepass")
    from platformdirs import user_data_path

    path = user_data_path("detention-map") / "public.key"
    made = secrets.token_hex(32)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _write(path, made)
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    return made.encode()


def _write(path: Path, made: str) -> None:
    """Whole or not at all: another process may want it at the same time."""
    building = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(made)
        os.link(building, path)
    finally:
        building.unlink(missing_ok=True)

"""Starts the dashboard: ``python -m dashboard [--store URL] [--port N] [--no-browser]``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).with_name("config.toml")


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until stopped. Ends the process with status 2 where no port can be had."""
    options = _options(arguments)
    if options.store:
        os.environ["DETENTION_MAP_STORE"] = options.store
    config = dict(flat(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    config["server.address"] = options.address
    config["server.port"] = free_port(options.port, options.address)
    config["server.headless"] = options.no_browser or not _has_screen()

    _check_settings()
    from dashboard.app import app

    sys.argv = [str(Path(__file__).resolve())]
    app.run(config=config)


def _check_settings() -> None:
    """Ends the process with status 2, and the words, for a setting that no page could be served with."""
    from dashboard.settings import frame_ancestors, public_address, tiles
    from geo.errors import DetentionMapError
    from geo.public import tier_in_use

    try:
        for check in (tiles, frame_ancestors, public_address, tier_in_use):
            check()
    except (DetentionMapError, ValueError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """A nested TOML table as Streamlit's dotted option names."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def free_port(first: int, address: str) -> int:
    """The wanted port, or the next one that nothing listens on."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    print(f"No free port from {first} on at {address}: choose another with --port.", file=sys.stderr)
    raise SystemExit(2)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--store", metavar="URL", help="SQLAlchemy URL; else the environment's DETENTION_MAP_STORE")
    parser.add_argument("--port", type=int, default=8501, metavar="N", help="the first port to try (8501)")
    parser.add_argument("--address", default="localhost", help="what to listen on; 0.0.0.0 opens it to the network")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser.parse_args(arguments)


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()

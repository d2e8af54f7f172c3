"""A Nominatim of one's own for tests: PostGIS in a temporary folder, a small OSM file written from the sites table, and the server.

Needs the programs of Debian's ``postgresql``, ``postgresql-15-postgis-3`` and ``osm2pgsql`` (any version of PostgreSQL with PostGIS
does) and, ``nominatim`` of PyPI's ``nominatim-db``, which the tests' extra brings. Nothing is asked of any network; everything is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import quoteattr

from geo.places.gazetteer import Gazetteer

_PORT = 55432
_STYLE = "NOMINATIM_IMPORT_STYLE=full\n"
_NOMINATIM = shutil.which("nominatim", path=f"{sys.prefix}/bin{os.pathsep}{os.environ.get('PATH', '')}")
_KINDS = {"park": ("leisure", "park"), "garden": ("leisure", "garden"), "square": ("place", "square")}


def missing() -> str | None:
    """What is not installed; ``None`` when all is there."""
    if not _NOMINATIM:
        return "nominatim (pip install '.[test]')"
    if not shutil.which("osm2pgsql"):
        return "osm2pgsql"
    binaries = _binaries()
    if binaries is None:
        return "postgresql"
    shared = Path("/usr/share/postgresql") / binaries.parent.name / "extension" / "postgis.control"
    return None if shared.exists() else "postgis"


def osm_file(cities: Iterable[str], sites: Iterable[str]) -> str:
    """OpenStreetMap XML of these places of the tables: each a node with its names in three languages."""
    gazetteer = Gazetteer.shipped()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="detention-map tests">']
    for number, identifier in enumerate([*cities, *sites], start=1):
        entry = gazetteer.entries[identifier]
        english = gazetteer.today(identifier)
        key, value = ("place", "city") if entry.kind == "city" else _KINDS.get(english.lower().split()[-1], ("place", "square"))
        tags = {key: value, "name": gazetteer.today(identifier, "kk"), "name:en": english, "name:ru": gazetteer.today(identifier, "ru")}
        lines.append(f'<node id="{number}" version="1" timestamp="2024-01-01T00:00:00Z" lat="{entry.lat}" lon="{entry.lon}">')
        lines += [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items()]
        lines.append("</node>")
    return "\n".join([*lines, "</osm>"])


@contextmanager
def server(osm: str) -> Iterator[str]:
    """Imports the file and serves it; gives ``host:port``."""
    folder = Path(tempfile.mkdtemp(prefix="nominatim-"))
    folder.chmod(0o777)
    project = folder / "project"
    project.mkdir()
    (folder / "sites.osm").write_text(osm, encoding="utf-8")
    (project / ".env").write_text(
        f'NOMINATIM_DATABASE_DSN="pgsql:dbname=nominatim;host={folder};port={_PORT};user=postgres"\n{_STYLE}', encoding="utf-8"
    )
    serving = None
    try:
        _postgres("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres")
        options = f"-p {_PORT} -c listen_addresses='' -c fsync=off -k {folder}"
        _postgres("pg_ctl", "-D", f"{folder}/data", "-o", options, "-w", "-l", f"{folder}/log", "start")
        _postgres("createuser", "-h", str(folder), "-p", str(_PORT), "-U", "postgres", "www-data")
        imported = [_NOMINATIM or "", "import", "--osm-file", str(folder / "sites.osm"), "--no-updates", "-j", "1"]
        subprocess.run(imported, cwd=project, check=True, capture_output=True, timeout=600)
        host = f"127.0.0.1:{_free_port()}"
        with (folder / "serve.log").open("w") as log:
            serving = subprocess.Popen([_NOMINATIM or "", "serve", "--server", host], cwd=project, stdout=log, stderr=log)
        _wait_for(f"http://{host}/status")
        yield host
    finally:
        if serving:
            serving.terminate()
            serving.wait(timeout=20)
        if (folder / "data" / "postmaster.pid").exists():
            _postgres("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _postgres(program: str, *arguments: str) -> None:
    """Runs a program of PostgreSQL's, which refuses to be run by root."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*who, f"{_binaries()}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > until:
                raise
        time.sleep(0.3)

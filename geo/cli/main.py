"""Parses the command line and runs one command; every failure becomes a line on standard error and an exit status."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from datetime import date

from geo import settings
from geo.errors import DetentionMapError, UsageError

EPILOG = """exit status: 0 done; 1 some input could not be used (named on standard error, the rest is done); 2 wrong usage.
`detention-map COMMAND --help` tells the options of a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; without one, opens the dashboard on the data that ships with the project."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = build_parser()
    try:
        args = parser.parse_args(given or ["serve", "--sample"])
        from geo.cli import commands, exporting, keeping

        module = next(m for m in (keeping, exporting, commands) if hasattr(m, args.command))
        return int(getattr(module, args.command)(args))
    except UsageError as error:
        print(f"detention-map: {error}", file=sys.stderr)
        return 2
    except DetentionMapError as error:
        print(f"detention-map: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if settings.get("DETENTION_MAP_DEBUG"):
            raise
        print(
            f"detention-map: a fault of the program's own ({type(error).__name__}: {error}); set DETENTION_MAP_DEBUG=1 to see where",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("detention-map: stopped", file=sys.stderr)
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Every command and option, with its help."""
    parser = argparse.ArgumentParser(
        prog="detention-map", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Reads news reports about protests and maps who was detained, where and when. "
        "Alone, it opens the dashboard on sample data.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    serve = _command(commands, "serve", "open the dashboard")
    _store(serve)
    serve.add_argument("--port", type=_port, metavar="N", help="port to listen on (default 8501, or the next one that is free)")
    serve.add_argument("--sample", action="store_true", help="show the data that ships with the project")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")

    extract = _command(commands, "extract", "print the claims of reports; stores nothing")
    _inputs(extract, "PATH")
    extract.add_argument("--format", default="jsonl", choices=("jsonl", "csv", "geojson"), help="default: jsonl")
    extract.add_argument(
        "--mentions", action="store_true", help="each sentence that tells of a detention, also those that make no claim, as JSON lines"
    )
    extract.add_argument("--explain", action="store_true", help="for each claim, the words and rules behind it, in plain text")

    ingest = _command(commands, "ingest", "read, extract, place and store reports; again changes nothing")
    _inputs(ingest, "PATH")
    _store(ingest)
    ingest.add_argument(
        "--map",
        dest="columns",
        metavar="FIELD=COLUMN,...",
        help="the tables are of events: which column holds which field, as in date=day,place=where,count=held",
    )
    ingest.add_argument("--in", dest="within", metavar="PLACE", help="the place that a table of events lies in")
    ingest.add_argument(
        "--dates", choices=("dmy", "mdy"), help="how a table of events writes dates such as 04/12/2011, where they do not tell"
    )
    ingest.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    ingest.add_argument(
        "--watch",
        type=_positive,
        nargs="?",
        const=900,
        metavar="SECONDS",
        help="go on reading the feeds named, every so often (default 900; at least 60)",
    )
    ingest.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes to read with (default 1)")
    ingest.add_argument("--scheduler", metavar="ADDRESS", help="read on a Dask cluster, such as tcp://host:8786")

    export = _command(commands, "export", "write events or claims to a file")
    _store(export)
    _selection(export)
    export.add_argument("--bbox", type=_bbox, metavar="W,S,E,N", help="only what lies in this box (degrees)")
    export.add_argument("--format", metavar="F", help="jsonl, csv, xlsx, geojson, gpkg, geoparquet, html, png, pdf or pptx")
    export.add_argument(
        "--what",
        choices=("events", "claims", "everything"),
        default="events",
        help="default: events; everything: reports with their claims, for ingest elsewhere",
    )
    export.add_argument("--out", metavar="FILE", help="default: standard output")
    export.add_argument("--language", choices=("en", "ru", "kk"), default="en", help="of the words in the file (default: en)")
    _public(export)
    _rule(export)
    _at(export)

    total = _command(commands, "total", "how many, there and then, with the reckoning, as one JSON line")
    _store(total)
    _selection(total)
    _rule(total)
    _at(total)

    log = _command(commands, "log", "the versions of the store; or, between two, what changed and because of which reports")
    log.add_argument("versions", nargs="*", metavar="VERSION", help="one: what changed since; two: what changed between them")
    _store(log)
    log.add_argument("--json", action="store_true", help="as JSON lines")

    backup = _command(commands, "backup", "write the whole store, with its history, to one file")
    backup.add_argument("file", metavar="FILE.jsonl.gz")
    _store(backup)

    restore = _command(commands, "restore", "fill an empty store from a backup, of whatever kind of database")
    restore.add_argument("file", metavar="FILE.jsonl.gz")
    _store(restore)

    geocode = _command(commands, "geocode", "what a name meant on a day; one JSON line for each candidate, best first")
    geocode.add_argument("name", nargs="*", metavar="NAME")
    geocode.add_argument("--on", type=_date, metavar="D", help="the day (default: today)")
    geocode.add_argument("--in", dest="within", metavar="PLACE", help="only within this place")
    geocode.add_argument("--documents", metavar="FILE", help='JSON lines {"id", "text", "published", "spans": [{"start", "end"}]}')

    evaluate = _command(commands, "evaluate", "precision, recall and F1 against hand-labelled reports")
    evaluate.add_argument("gold", metavar="GOLD.jsonl")
    evaluate.add_argument("--show", action="store_true", help="list every miss")
    return parser


def _command(commands: argparse._SubParsersAction, name: str, help: str) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    made: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    return made


def _inputs(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar=name,
        help="a file (.txt .md .html .pdf .json .jsonl .csv .xlsx), a folder, a glob pattern, or the address of a page or feed",
    )
    parser.add_argument("--date", type=_date, metavar="D", help="date of publication for reports that have none (YYYY-MM-DD)")
    parser.add_argument("--encoding", metavar="E", help="of the files, where it is not UTF-8")
    parser.add_argument("--source", metavar="S", help="for reports that name none")
    parser.add_argument("--language", choices=("en", "ru", "kk"), help="for reports that name none (default: found out)")


def _store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", metavar="URL", help="SQLAlchemy URL (default: an SQLite file in your data folder)")


def _selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", metavar="P", help="a country, region, city or site, by any of its names")
    parser.add_argument("--from", dest="date_from", type=_date, metavar="D", help="first day (YYYY-MM-DD)")
    parser.add_argument("--to", dest="date_to", type=_date, metavar="D", help="last day (YYYY-MM-DD)")
    parser.add_argument("--type", metavar="T", help="only rows of tables of events that are of this type")


def _at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="VERSION", help="as the store was in that version (`log` lists them)")


def _rule(parser: argparse.ArgumentParser) -> None:
    rules = ("highest minimum", "latest report", "median of sources", "one source")
    parser.add_argument(
        "--rule", choices=rules, default=rules[0], metavar="R", help=f"headline rule: {', '.join(rules)} (default: the first)"
    )
    parser.add_argument("--source", metavar="S", help="the source, for the rule `one source`")


def _public(parser: argparse.ArgumentParser) -> None:
    of = "of the public tier:"
    parser.add_argument(
        "--tier", choices=("private", "public"), help="public: positions rounded, people's names masked (default: the setting)"
    )
    parser.add_argument("--round-km", type=float, metavar="KM", help=f"{of} round to so many kilometres, not to the city")
    parser.add_argument("--drop", metavar="FIELD,...", help=f"{of} leave these out (quote, url, source, attributed_to, ...)")
    parser.add_argument("--hide-below", type=_positive, metavar="N", help=f"{of} hide counts under N")
    parser.add_argument("--check", action="store_true", help="write nothing; list what would name a person or pin a home (status 1 if any)")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2020-06-06") from None


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not four numbers W,S,E,N in degrees") from None
    if not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
        raise argparse.ArgumentTypeError(f"{text}: wanted west <= east within 180 degrees and south <= north within 90")
    return west, south, east, north


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port from 1 to 65535")
    return int(text)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("detention-map")
    except PackageNotFoundError:
        return "not installed"

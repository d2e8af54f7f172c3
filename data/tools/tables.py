"""Shared by the table builders: where files are, reading and writing CSV, letters of names."""

from __future__ import annotations

import csv
import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
HAND = TOOLS / "hand"
GAZETTEER = TOOLS.parent / "gazetteer"
BASEMAP = TOOLS.parent / "basemap"

Row = dict[str, str]

# The 2021 Latin alphabet for Kazakh.
KAZAKH_LATIN = dict(zip(
    "аәбвгғдежзийкқлмнңоөпрстуұүфхһцшыіэ", "aäbvgğdejziikqlmnñoöprstuūüfhhsşyıe", strict=True
)) | {"ё": "io", "ч": "ş", "щ": "ş", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}  # fmt: skip
# The 2018 one, with acutes.
KAZAKH_LATIN_2018 = dict(zip(
    "аәбвгғдежзийкқлмнңоөпрстуұүфхһцшыіэ", "aábvgǵdejzııkqlmnńoóprstýuúfhhsşyie", strict=True
)) | {"ш": "sh", "ё": "ıo", "ч": "ch", "щ": "sh", "ю": "ıý", "я": "ıa", "ъ": "", "ь": ""}  # fmt: skip
RUSSIAN_LATIN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
}  # fmt: skip


def package_file(package: str, name: str) -> Path:
    """A data file inside an installed package, which is not imported. Raises ``FileNotFoundError``."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} is not installed (see data/ATTRIBUTION.md)")
    return Path(spec.submodule_search_locations[0]) / name


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    """Sorted by all columns in order, without repeats; returns how many."""
    unique = sorted({tuple(row.get(c, "") for c in columns) for row in rows})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(unique)
    return len(unique)


def split(cell: str) -> list[str]:
    """A hand-kept list of names: ``a; b; c``."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def plain(name: str) -> str:
    """The name without diacritics and apostrophes: ``Kökşetau`` is ``Koksetau``."""
    table = str.maketrans({"ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss",
                           "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A"})  # fmt: skip
    decomposed = unicodedata.normalize("NFKD", name.translate(table))
    return re.sub(r"[’'ʻʼ‘`ˌ”″]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def latin(name: str, table: Mapping[str, str]) -> str:
    """Transliterated letter by letter, capitals kept."""
    out = []
    for char in name:
        letter = table.get(char.lower(), char)
        out.append(letter if char == char.lower() else {"i": "İ", "ı": "I"}.get(letter, letter.capitalize()))
    return "".join(out)

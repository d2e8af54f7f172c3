"""The house keeps its rules: one-way imports, a bare top level, documented settings, no word on screen or in rules in code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import dashboard.settings
from geo import settings
from geo.resources import data_root

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*(ROOT / "geo").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])


@pytest.mark.parametrize("path", sorted((ROOT / "geo").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_geo_knows_nothing_of_the_dashboard(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not any(n.split(".")[0] in ("dashboard", "streamlit", "folium") for n in names)


def test_the_top_level_is_bare() -> None:
    allowed = {"pyproject.toml", "README.md", "LICENSE", "dashboard", "geo", "data", "tests"}
    kept_out = {"build", "dist"}
    assert {p.name for p in ROOT.iterdir() if not p.name.startswith(".") and not p.name.endswith(".egg-info")} - kept_out <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_setting_is_documented_and_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in MODULES)
    for name in set(re.findall(r"DETENTION_MAP_[A-Z_]+", code)):
        of_the_screen = name in (dashboard.settings.__doc__ or "")
        assert of_the_screen or name in settings.NAMES, name
        assert of_the_screen or name in (settings.__doc__ or ""), name


def test_every_counting_rule_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rules = (data_root() / "lexicon" / "count_rules.csv").read_text(encoding="utf-8").splitlines()
    for form in [line.split(",")[0] for line in rules if line and not line.startswith(("#", "form"))]:
        assert f"`{form}`" in readme, form

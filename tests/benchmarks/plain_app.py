"""Serves ``plain_page.py`` beside the dashboard's own map files: ``python tests/benchmarks/plain_app.py PORT``."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from streamlit.starlette import App

from dashboard.__main__ import CONFIG, flat
from dashboard.server.assets import routes

if __name__ == "__main__":
    config = dict(flat(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    del config["runner.postScriptGC"]  # plain Streamlit is as it comes
    config |= {"server.port": int(sys.argv.pop(1)), "server.headless": True}
    App(Path(__file__).with_name("plain_page.py"), routes=routes()).run(config=config)

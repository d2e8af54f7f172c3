"""Bring your own: reports pasted or uploaded are read at once, shown before anything is kept, and seen by this session alone."""

from __future__ import annotations

import hashlib
import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.data import Dataset, together
from dashboard.names import place_with_city
from dashboard.safety import safe
from dashboard.settings import keeping_allowed
from dashboard.view import Span
from dashboard.words import Words
from geo.errors import DetentionMapError, InputError
from geo.model import COUNTED_KINDS, Claim, Report
from geo.pipeline import process, processed
from geo.reports.read import READERS
from geo.store import Store, default_url

OWN, SHOWN, DATA = "own", "own-shown", "own-data"
LARGEST_TEXT = 200_000
"""Characters of a pasted text."""
MOST_FILES = 50
LISTED = 12
"""So many failures are told one by one."""


@dataclass(frozen=True)
class Own:
    """What this session has read: reports with their claims, what could not be used, and what is to be known of the rest."""

    items: tuple[tuple[Report, tuple[Claim, ...]], ...]
    failures: tuple[str, ...]
    remarks: tuple[str, ...]
    mark: str
    """Tells this reading from every other."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(c for _, claims in self.items for c in claims)

    @property
    def undated(self) -> int:
        """How many claims have no day, and so no place on a map of days."""
        return sum(c.date_start is None for c in self.claims)


def with_own(dataset: Dataset | None) -> Dataset | None:
    """The data set with this session's own reports, or those alone, as the reader chose."""
    own, shown = st.session_state.get(OWN), st.session_state.get(SHOWN)
    if own is None or shown is None:
        return dataset
    if own.undated == len(own.claims):
        return dataset
    base = dataset if shown == "together" else None
    key = (own.mark, base.url, base.version) if base else (own.mark,)
    held = st.session_state.get(DATA)
    if held is None or held[0] != key:
        held = key, together(base, own.claims, tuple(report for report, _ in own.items), own.mark)
        st.session_state[DATA] = held
    return held[1]


def controls(words: Words) -> None:
    """In the sidebar: the way in, and what is being shown of one's own."""
    if st.button(words("own.open"), icon=":material/note_add:", width="stretch", key="own-open"):
        _dialog(words("own.title"), words)
    if st.session_state.get(SHOWN):
        st.info(words(f"own.showing_{st.session_state[SHOWN]}"), icon=":material/lock:")
        st.button(words("own.hide"), key="own-hide", width="stretch", on_click=_show, args=(None,))


def read_own(text: str, published: date | None, source: str, files: Sequence[Any], words: Words) -> Own:
    """Reads a pasted text and uploaded files. Nothing is stored; uploads lie in a folder of their own while they are read."""
    items: list[tuple[Report, tuple[Claim, ...]]] = []
    failures: list[str] = []
    remarks: list[str] = []
    if text.strip():
        mark = hashlib.sha256(f"{published}|{source}|{text}".encode("utf-8", "surrogatepass")).hexdigest()
        report = Report(id=f"own-{mark[:12]}", text=text[:LARGEST_TEXT], published=published, source=source, sha256=mark)
        _add(items, failures, [_read_one(report)])
        if len(text) > LARGEST_TEXT:
            remarks.append(words("own.too_long", n=words.number(LARGEST_TEXT)))
        if published is None:
            remarks.append(words("own.no_date"))
    if files:
        with tempfile.TemporaryDirectory(prefix="detention-map-") as folder:
            paths = []
            for number, file in enumerate(files[:MOST_FILES]):
                path = Path(folder) / str(number) / (Path(str(file.name)).name or "report.txt")
                path.parent.mkdir()
                path.write_bytes(file.getvalue())
                paths.append(path)
            told: list[str] = []
            _add(items, told, processed(paths))
            failures += [re.sub(rf"{re.escape(folder)}/\d+/", "", line) for line in told]
        failures += [f"{file.name}: {words('own.too_many', n=words.number(MOST_FILES))}" for file in files[MOST_FILES:]]
    return Own(tuple(items), tuple(failures), tuple(remarks), secrets.token_hex(6))


def _read_one(report: Report) -> tuple[Report, list[Claim]] | InputError:
    try:
        return process(report)
    except DetentionMapError as error:
        return InputError(report.id, str(error))


def _add(items: list[tuple[Report, tuple[Claim, ...]]], failures: list[str], found: Any) -> None:
    for item in found:
        if isinstance(item, InputError):
            failures.append(str(item))
        else:
            items.append((item[0], tuple(item[1])))


def _dialog(title: str, words: Words) -> None:
    @st.dialog(title, width="large")
    def draw() -> None:
        st.caption(words("own.private"))
        with st.form("own-form", border=False):
            text = st.text_area(words("own.text"), height=180, placeholder=words("own.text_hint"), max_chars=LARGEST_TEXT)
            left, right = st.columns(2)
            published = left.date_input(words("own.published"), value=None, format="YYYY-MM-DD", min_value=date(1900, 1, 1))
            source = right.text_input(words("own.source"), max_chars=200)
            files = st.file_uploader(
                words("own.files"), type=[suffix[1:] for suffix in READERS], accept_multiple_files=True, max_upload_size=20
            )
            asked = st.form_submit_button(words("own.read"), type="primary")
        if asked:
            with st.spinner(words("own.reading")):
                st.session_state[OWN] = read_own(text, published, source, files or [], words)
        if own := st.session_state.get(OWN):
            _preview(own, words)

    draw()


def _preview(own: Own, words: Words) -> None:
    """What was read, before anything is done with it."""
    claims = own.claims
    if own.failures:
        more = [f"+{words.number(len(own.failures) - LISTED)}"] if len(own.failures) > LISTED else []
        listed = "".join(f"<li>{safe(line)}</li>" for line in (*own.failures[:LISTED], *more))
        st.html(f"<div class='problem' role='status'><b>{safe(words('own.failures'))}</b><ul>{listed}</ul></div>")
    undated = (words("own.undated", n=words.number(own.undated)),) if own.undated else ()
    if remarks := (*own.remarks, *undated):
        st.info("\n\n".join(remarks))
    if not claims:
        st.html(f"<p>{safe(words('own.none'))}</p>")
        return
    st.html(f"<p><b>{safe(words.count('claims_read', len(claims), reports=words.number(len(own.items))))}</b></p>")
    st.dataframe(_frame(claims, words), hide_index=True, height=min(320, 38 + 35 * len(claims)))
    with st.container(horizontal=True):
        dated = own.undated < len(claims)
        if dated and st.button(words("own.show_alone"), type="primary", key="own-alone"):
            _show("alone")
            st.rerun()
        if dated and st.button(words("own.show_together"), key="own-together"):
            _show("together")
            st.rerun()
        if keeping_allowed() and st.button(words("own.keep"), key="own-keep"):
            _keep(own, words)
        if st.button(words("own.forget"), key="own-forget"):
            st.session_state.pop(OWN, None)
            st.session_state.pop(DATA, None)
            _show(None)
            st.rerun()


def _frame(claims: Sequence[Claim], words: Words) -> pd.DataFrame:
    language = words.language
    return pd.DataFrame(
        [
            {
                words("table.date"): words.span(Span(c.date_start, c.date_end)) if c.date_start and c.date_end else "?",
                words("table.place"): place_with_city(c.place, c.date_start, language),
                words("table.kind"): words.known("kind", c.kind),
                words("table.detentions"): words.interval(c.count.min, c.count.max) if c.kind in COUNTED_KINDS else "",
                words("own.quote"): c.quote,
            }
            for c in claims
        ]
    )


def _show(how: str | None) -> None:
    """Another data set is another first look: the view starts anew, in the same language."""
    st.session_state[SHOWN] = how
    language = state.language()
    st.session_state.pop(state.VIEW, None)
    st.query_params.from_dict({"lang": [language]})
    st.session_state[state.LANGUAGE] = language


def _keep(own: Own, words: Words) -> None:
    """Into the store of this dashboard; of the sample data, into the user's own."""
    url = str(st.session_state.get("store") or "")
    target = default_url() if not url or "/sample-" in url else url
    try:
        with Store.open(target) as store:
            for report, claims in own.items:
                store.add(report, claims)
    except DetentionMapError as error:
        st.error(str(error))
        return
    st.success(words("own.kept", n=words.number(len(own.items))) + (f" {words('own.kept_apart')}" if target != url else ""))

"""The editor of a talk: views saved as chapters, put in order, presented, kept as one file or as a link."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from dashboard import state
from dashboard.chapters import chapters_of, recipe, suggested_title, view_of
from dashboard.data import Dataset, load_as_asked
from dashboard.opening import in_data
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.server.talk import failed_page
from dashboard.talk_link import LONGEST_LINE, LONGEST_TITLE, MOST_CHAPTERS, BadTalk, checked, recipes_of, token_in, token_of
from dashboard.view import View
from dashboard.words import Words
from geo.errors import DetentionMapError
from geo.export.talk import Recipe, recipe_of, talk

TALK, ADDED, OPENED, ORDER, MARK = "talk", "talk-added", "talk-opened", "talk-order", "talk-mark"
LARGEST_FILE = 20
"""Megabytes of a talk's file."""


@dataclass(frozen=True)
class Saved:
    """A chapter of this session's talk. ``dataset`` is there where it shows the session's own reports, which no link holds."""

    recipe: Recipe
    dataset: Dataset | None = None


def controls(dataset: Dataset, selection: Selection, view: View, text: Words) -> None:
    """The button that opens the editor; it tells how many chapters there are."""
    chapters = _chapters()
    label = text("talk.open") + (f" ({text.number(len(chapters))})" if chapters else "")
    if st.button(label, icon=":material/slideshow:", key="talk-open"):
        _dialog(dataset, selection, view, text)


def _chapters() -> list[Saved]:
    return list(st.session_state.get(TALK, []))


def _keep(chapters: list[Saved]) -> None:
    st.session_state[TALK] = chapters
    st.session_state[ORDER] = _order() + 1


def _seen() -> bool:
    """Whether the browser had drawn the order of now: a second click in haste is meant for another chapter than the one that is there by then."""
    return str(st.session_state.get(MARK)) == str(_order())


def _order() -> int:
    """How often the chapters took another order. What a browser tells of an earlier one is no typing of the reader's."""
    return int(st.session_state.get(ORDER, 0))


def _dialog(dataset: Dataset, selection: Selection, view: View, text: Words) -> None:
    @st.dialog(text("talk.title"), width="large")
    def draw() -> None:
        st.caption(text("talk.note"))
        _add(dataset, selection, view, text)
        chapters = _chapters()
        if chapters:
            token = _leave(chapters, dataset, text)
            st.html(f"<h2 class='part'>{safe(text('talk.chapters'))}</h2>")
            with st.container(key="talk-rows", gap="small"):
                for at, saved in enumerate(chapters):
                    _row(at, saved, len(chapters), text)
            st.session_state[MARK] = str(_order())
            with st.container(key="mark-of-talk"):
                st.text_input(MARK, key=MARK, label_visibility="collapsed")
            _link(chapters, token, text)
        with st.expander(text("talk.open_saved"), expanded=not chapters):
            _open(text)

    draw()


def _add(dataset: Dataset, selection: Selection, view: View, text: Words) -> None:
    """This view as one more chapter, its title told by place and dates until a better one is typed."""
    number = st.session_state.get(ADDED, 0)
    with st.form(f"talk-add-{number}", border=True):
        title = st.text_input(text("talk.chapter_title"), suggested_title(selection, view, text)[:LONGEST_TITLE], max_chars=LONGEST_TITLE)
        line = st.text_input(text("talk.chapter_line"), max_chars=LONGEST_LINE, placeholder=text("talk.line_hint"))
        asked = st.form_submit_button(text("talk.add"), type="primary", icon=":material/add:")
    if asked and len(_chapters()) >= MOST_CHAPTERS:
        st.warning(text("talk.most", n=MOST_CHAPTERS))
    elif asked:
        own = bool(dataset.reports)
        saved = Saved(recipe(title or suggested_title(selection, view, text), line, view, dataset), dataset if own else None)
        _keep([*_chapters(), saved])
        st.session_state[ADDED] = number + 1
        st.rerun(scope="fragment")


def _row(at: int, saved: Saved, size: int, text: Words) -> None:
    """A chapter with its words to edit and its place in the order. The buttons belong to the place, so that the keyboard stays there."""
    title, line, buttons = st.columns([0.35, 0.37, 0.28], vertical_alignment="center", gap="small")
    for column, part, label in ((title, "title", "title_of"), (line, "line", "line_of")):
        st.session_state[key := _words_of(at, part)] = getattr(saved.recipe, part)
        column.text_input(
            text(f"talk.{label}", n=at + 1), key=key, on_change=_edit, args=(key, at, part), label_visibility="collapsed",
            max_chars=LONGEST_TITLE if part == "title" else LONGEST_LINE, placeholder=text("talk.line_hint") if part == "line" else None,
        )  # fmt: skip
    with buttons, st.container(horizontal=True, gap="small"):
        st.button("↑", key=f"talk-up-{at}", help=text("talk.up", n=at + 1), disabled=not at, on_click=_move, args=(at, -1))
        st.button("↓", key=f"talk-down-{at}", help=text("talk.down", n=at + 1), disabled=at + 1 == size, on_click=_move, args=(at, 1))
        if st.button(text("talk.show"), key=f"talk-show-{at}", help=text("talk.show_note")):
            _show(saved, text)
            st.rerun()
        st.button("✕", key=f"talk-remove-{at}", help=text("talk.remove", n=at + 1), on_click=_remove, args=(at,))


def _words_of(at: int, part: str) -> str:
    return f"talk-{part}-{_order()}-{at}"


def _show(saved: Saved, text: Words) -> None:
    """The chapter's view on the page, as its link would open it."""
    view, problems = view_of(saved.recipe, text.language)
    if saved.dataset:
        state.go(replace(view, version=None), problems)
        return
    url = str(st.session_state.get("store") or "")
    view, missing = in_data(view, load_as_asked(url, view.version)) if url else (view, [])
    state.go(view, [*problems, *missing])


def _edit(key: str, at: int, part: str) -> None:
    """What was typed; a title is never empty."""
    chapters = _chapters()
    if key != _words_of(at, part):
        return
    typed = " ".join(str(st.session_state[key]).split())
    if typed or part == "line":
        chapters[at] = replace(chapters[at], recipe=chapters[at].recipe._replace(**{part: typed}))
        st.session_state[TALK] = chapters


def _move(at: int, by: int) -> None:
    if not _seen():
        return
    chapters = _chapters()
    chapters.insert(at + by, chapters.pop(at))
    _keep(chapters)


def _remove(at: int) -> None:
    if _seen():
        _keep([saved for i, saved in enumerate(_chapters()) if i != at])


def _leave(chapters: list[Saved], dataset: Dataset, text: Words) -> str:
    """How the talk is given: now, or as a file. Gives the word that its link holds, which is empty where no link can."""
    try:
        token = "" if _own(chapters) else token_of([saved.recipe for saved in chapters])
    except BadTalk:
        token = ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if token:
            st.link_button(text("talk.present"), f"talk?c={token}", type="primary", icon=":material/slideshow:")
        st.download_button(
            text("talk.save"), lambda: _file(chapters, text), file_name=f"talk-{dataset.version[:8]}.html", mime="text/html",
            on_click="ignore", icon=":material/download:", key="talk-save", type="secondary" if token else "primary",
        )  # fmt: skip
    return token


def _own(chapters: list[Saved]) -> bool:
    return any(saved.dataset for saved in chapters)


def _link(chapters: list[Saved], token: str, text: Words) -> None:
    """The talk's link. Of a session's own reports there is none: the store does not hold them."""
    if not token:
        st.caption(text("talk.own" if _own(chapters) else "talk.link_long"))
        return
    st.caption(text("talk.link_note"))
    st.code(f"{(st.context.url or '').partition('?')[0].partition('#')[0].rstrip('/')}/talk?c={token}", language=None, wrap_lines=True)


def _file(chapters: list[Saved], text: Words) -> bytes:
    """The talk as one page. What its chapters no longer find is named in it."""
    try:
        made, problems = chapters_of([saved.recipe for saved in chapters], text, [saved.dataset for saved in chapters])
    except (DetentionMapError, OSError, ValueError):
        made, problems = [], [text("failed.unreadable")]
    return talk(made, made[0].language, problems) if made else failed_page(problems, text)


def _open(text: Words) -> None:
    """A talk from its file or its link, in place of the one here."""
    number = st.session_state.get(OPENED, 0)
    file = st.file_uploader(text("talk.file"), type=["html"], max_upload_size=LARGEST_FILE, key=f"talk-file-{number}")
    link = st.text_input(text("talk.link"), key=f"talk-link-{number}")
    if not file and not link.strip():
        return
    try:
        found = checked(recipe_of(file.getvalue().decode("utf-8", "replace"))) if file else recipes_of(token_in(link))
    except BadTalk as error:
        st.error(text(f"talk.{error.reason}"))
        return
    except DetentionMapError:
        st.error(text("talk.no_file"))
        return
    _keep([Saved(each) for each in found])
    st.session_state[OPENED] = number + 1
    st.rerun(scope="fragment")

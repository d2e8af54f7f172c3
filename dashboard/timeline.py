"""The time strip: detentions over time to brush over, and the days played one after another while the map stays."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.charts import Step, bins, brushed, histogram, step_for
from dashboard.data import Dataset, selection_of
from dashboard.shown import show
from dashboard.style import colours
from dashboard.view import Span, View
from dashboard.words import Words

STEPS: tuple[Step, ...] = ("day", "week", "month")
SPEEDS = {"slow": 2.0, "normal": 1.0, "fast": 0.5}
"""Seconds from one step to the next."""
MOST_STEPS = 1000
FRESH = "clock-is-fresh"
BRUSHES = "brushes"


def strip(dataset: Dataset, view: View, words: Words, *, dark: bool) -> None:
    """The strip and its controls, for the days that the session's frame holds."""
    frame = state.frame(dataset)
    step = step_for(frame)
    whole = selection_of(dataset, _framed(view, frame))
    counted = len(whole.counted) > 0
    title, note = ("title", "note") if counted else ("other", "other_note")
    st.caption(f"**{words(f'chart.{title}_{step}')}** · {words(f'chart.{note}')} {words('chart.brush')}")
    palette = colours(dark)
    chart = whole.kept(
        ("strip", view.span, frame, words.language, dark),
        lambda: histogram(whole, frame, words, palette["accent"], palette["muted"], view.span),
    )

    brushes = int(st.session_state.get(BRUSHES, 0))
    key = f"strip-{brushes}"

    def take() -> None:
        if span := brushed(st.session_state.get(key), frame, step):
            st.session_state[BRUSHES] = brushes + 1  # a chart without a brush: the same days may be brushed over again
            state.within(frame, span)

    alt = words("chart.detentions" if counted else "chart.events")
    with st.container(key="strip"):
        st.vega_lite_chart(chart, width="stretch", key=key, on_select=take, selection_mode=["brush"], alt=alt)
    _controls(frame, view, words)
    _clock(frame)


def steps_of(frame: Span, step: Step) -> list[Span]:
    """The days, weeks or months that are played, cut to the frame."""
    return [Span(max(bar.first, frame.first), min(bar.last, frame.last)) for bar in bins(frame, step)]


def moved(frame: Span, span: Span | None, step: Step, cumulative: bool, by: int) -> Span | None:
    """The dates after (or before) those in view; ``None`` beyond the end. The whole frame counts as not yet begun."""
    parts = steps_of(frame, step)
    if span is None or span == frame:
        at = 0 if by > 0 else len(parts) - 1
    else:
        at = next((i for i, part in enumerate(parts) if span.last <= part.last), len(parts) - 1) + by
    if not 0 <= at < len(parts):
        return None
    return Span(frame.first if cumulative else parts[at].first, parts[at].last)


def _framed(view: View, frame: Span) -> View:
    return replace(view, span=frame)


def _controls(frame: Span, view: View, words: Words) -> None:
    playing = bool(st.session_state.get(state.PLAYING))
    step, cumulative = _step(frame), bool(st.session_state.get("cumulative"))

    def go(by: int) -> None:
        st.session_state[state.PLAYING] = False
        if span := moved(frame, state.view().span, step, cumulative, by):
            state.within(frame, span)

    def play() -> None:
        st.session_state[state.PLAYING] = not playing
        if not playing:
            span = moved(frame, state.view().span, step, cumulative, 1) or moved(frame, None, step, cumulative, 1)
            if span:
                state.within(frame, span)

    with st.container(horizontal=True, vertical_alignment="bottom", key="player"):
        st.button(words("play.back"), icon=":material/skip_previous:", key="back", on_click=go, args=(-1,))
        name, icon = ("pause", ":material/pause:") if playing else ("play", ":material/play_arrow:")
        st.button(words(f"play.{name}"), icon=icon, key="play", type="primary", on_click=play)
        st.button(words("play.forward"), icon=":material/skip_next:", key="forward", on_click=go, args=(1,))
        show("step", step)
        st.selectbox(
            words("play.step"),
            _steps(frame),
            format_func=lambda s: f"{words('play.step')}: {words(f'play.{s}')}",
            key="step",
            width=150,
            label_visibility="collapsed",
        )
        show("speed", _speed())
        st.selectbox(
            words("play.speed"),
            list(SPEEDS),
            format_func=lambda s: f"{words('play.speed')}: {words(f'play.{s}')}",
            key="speed",
            width=185,
            label_visibility="collapsed",
        )
        st.toggle(words("play.cumulative"), key="cumulative")
        if view.span is not None and view.span != frame and view.frame is not None:
            st.button(words("play.whole", span=words.span(frame)), key="whole", on_click=lambda: state.change(span=frame))


def _steps(frame: Span) -> list[Step]:
    days = (frame.last - frame.first).days + 1
    fitting: list[Step] = [s for s, length in zip(STEPS, (1, 7, 30), strict=True) if days / length <= MOST_STEPS]
    return fitting or ["month"]


def _speed() -> str:
    chosen = st.session_state.get("speed")
    return chosen if chosen in SPEEDS else "normal"


def _step(frame: Span) -> Step:
    allowed = _steps(frame)
    chosen = st.session_state.get("step")
    fitting = step_for(frame)
    default = fitting if fitting in allowed else allowed[-1]
    return chosen if chosen in allowed else default


def _clock(frame: Span) -> None:
    """While playing, this part of the page wakes by itself and moves the whole on by one step."""
    playing = bool(st.session_state.get(state.PLAYING))
    st.session_state[FRESH] = True

    def tick() -> None:
        if st.session_state.pop(FRESH, False) or not st.session_state.get(state.PLAYING):
            return
        span = moved(frame, state.view().span, _step(frame), bool(st.session_state.get("cumulative")), 1)
        if span is None:
            st.session_state[state.PLAYING] = False
        else:
            state.within(frame, span)
        st.rerun()

    seconds = SPEEDS[_speed()]
    st.fragment(tick, run_every=seconds if playing else None)()

"""What is kept is made once for all who ask, and what was longest unused makes room."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.kept import Kept


def test_it_is_made_once_for_all_who_ask_at_the_same_time() -> None:
    kept, made = Kept(10), []

    def make() -> object:
        made.append(1)
        time.sleep(0.05)
        return object()

    found: list[object] = []
    readers = [threading.Thread(target=lambda: found.append(kept("key", make))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(made) == 1
    assert len({id(thing) for thing in found}) == 1


def test_the_longest_unused_goes_first_and_the_heavy_take_more_room() -> None:
    kept, made = Kept(3), []

    def ask(key: str, weight: int = 1) -> None:
        kept(key, lambda: made.append(key), lambda _: weight)

    for key in ("a", "b", "c", "a", "d", "a"):
        ask(key)
    assert made == ["a", "b", "c", "d"]
    ask("b")
    assert made[-1] == "b"
    ask("heavy", 5)
    ask("heavy", 5)
    assert made[-1] == "heavy"
    ask("a")
    assert made[-1] == "a"


def test_what_failed_is_tried_again() -> None:
    kept = Kept(1)
    with pytest.raises(ZeroDivisionError):
        kept("key", lambda: 1 // 0)
    assert kept("key", lambda: 7) == 7


def test_failures_leave_nothing_behind() -> None:
    kept = Kept(3)
    for number in range(100):
        with pytest.raises(ZeroDivisionError):
            kept(number, lambda: 1 // 0)
    assert len(kept._slots) == 0


def test_what_is_being_made_is_not_thrown_out() -> None:
    kept, made, go = Kept(2), [], threading.Event()

    def slow() -> str:
        go.wait(5)
        made.append(1)
        return "slow"

    reader = threading.Thread(target=kept, args=("slow", slow))
    reader.start()
    for name in "abcdef":
        kept(name, lambda: "fast")
    go.set()
    reader.join()
    assert kept("slow", slow) == "slow"
    assert len(made) == 1

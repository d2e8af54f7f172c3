"""What is worked out once and kept for every reader who asks for the same; the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Kept:
    """Things by a key that says all they depend on. Nobody may change them, as all readers share them."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()

    def __call__(self, key: Hashable, make: Callable[[], T], weight: Callable[[T], int] = lambda _: 1) -> T:
        """What is kept under the key, else what ``make`` gives. Who asks for it meanwhile waits, so that it is made once."""
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
        with slot.lock:
            if not slot.made:
                try:
                    slot.thing = make()
                except BaseException:
                    self._forget(key, slot)
                    raise
                slot.weight = weight(slot.thing)
                slot.made = True
                self._make_room(key)
        return cast(T, slot.thing)

    def _make_room(self, newest: Hashable) -> None:
        with self._lock:
            if newest in self._slots:
                self._slots.move_to_end(newest)
            weight = sum(slot.weight for slot in self._slots.values())
            for key in [key for key, slot in self._slots.items() if slot.made][:-1]:  # what is being made stays
                if weight <= self._room:
                    return
                weight -= self._slots.pop(key).weight

    def _forget(self, key: Hashable, slot: _Slot) -> None:
        with self._lock:
            if self._slots.get(key) is slot:
                del self._slots[key]


class _Slot:
    def __init__(self) -> None:
        self.lock = Lock()
        self.thing: Any = None
        self.weight = 0
        self.made = False

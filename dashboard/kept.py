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
                slot.thing = make()
                slot.weight = weight(slot.thing)
                slot.made = True
                self._make_room()
        return cast(T, slot.thing)

    def _make_room(self) -> None:
        with self._lock:
            weight = sum(slot.weight for slot in self._slots.values())
            while weight > self._room and len(self._slots) > 1:
                weight -= self._slots.popitem(last=False)[1].weight


class _Slot:
    def __init__(self) -> None:
        self.lock = Lock()
        self.thing: Any = None
        self.weight = 0
        self.made = False

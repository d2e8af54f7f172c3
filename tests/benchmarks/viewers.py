"""Many viewers at once, without browsers: each speaks the page's own protocol over its web socket and chooses another year."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

YEARS = [str(year) for year in range(2013, 2025)]
EVERY = 2.0


@dataclass
class Crowd:
    """How long each filter took, and what failed."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def failed(self, error: BaseException) -> None:
        self.errors.append(f"{type(error).__name__}: {error}")

    def at(self, share: float) -> float:
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


def crowd(url: str, viewers: int, seconds: int) -> Crowd:
    """Opens so many sessions, a few each second, and lets each filter every two seconds for so long."""
    told = Crowd()

    async def all_of_them() -> None:
        await asyncio.gather(*(_viewer(url, told, seconds, number) for number in range(viewers)))

    with ThreadPoolExecutor(1) as pool:  # playwright has an event loop of its own in the caller's thread
        pool.submit(asyncio.run, all_of_them()).result()
    return told


async def _viewer(url: str, told: Crowd, seconds: int, number: int) -> None:
    rng = random.Random(number)
    await asyncio.sleep(number * 0.3)
    try:
        async with websockets.connect(f"{url.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:
            await socket.send(_asked().SerializeToString())
            widget = await _finished(socket, told)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                began = time.monotonic()
                ask = _asked()
                state = ask.rerun_script.widget_states.widgets.add()
                state.id, state.string_value = widget, rng.choice(YEARS)
                await socket.send(ask.SerializeToString())
                await _finished(socket, told)
                told.seconds.append(time.monotonic() - began)
                await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        told.failed(error)


def _asked() -> BackMsg:
    """What a browser sends to have the page run."""
    out = BackMsg()
    out.rerun_script.query_string = "lang=en"
    out.rerun_script.context_info.locale = "en-US"
    return out


async def _finished(socket: websockets.ClientConnection, told: Crowd) -> str:
    """Reads until the script has ended; gives the identifier of the list of periods."""
    widget = ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(socket.recv(decode=False), 60))
        element = message.delta.new_element
        if element.selectbox.id.endswith("-period"):
            widget = element.selectbox.id
        if element.HasField("exception"):
            told.errors.append(element.exception.message)
        if message.HasField("script_finished") and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return widget

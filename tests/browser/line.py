"""A page's line to its server, made slow."""

from __future__ import annotations

from typing import Any


class Line:
    """The page's socket, on which what the server says can be held back as by a slow network. To be made before the page is opened."""

    def __init__(self, page: Any) -> None:
        self.late: list[tuple[Any, Any]] | None = None
        page.route_web_socket("**/_stcore/stream**", self._relay)

    def _relay(self, socket: Any) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda message: socket.send(message) if self.late is None else self.late.append((socket, message)))

    def hold(self) -> None:
        self.late = []

    def release(self) -> int:
        """Lets all through that was held; how many messages that was."""
        late, self.late = self.late or [], None
        for to, message in late:
            to.send(message)
        return len(late)

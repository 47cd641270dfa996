"""Connections as the server keeps them: who sends half a request, or reads no answer, holds nobody up.

uvicorn itself waits for the head of a request, and for an answer to be read, as long as either takes.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""How long the first lines of a request may take to arrive."""

MOST_WAITING = 200
"""So many connections may wait for a request, or for the rest of its first lines. Of more, the oldest of the
address that has most of them is closed: whoever sends a whole request at once finds room."""

READ_SECONDS, LEAST_READ_BYTES = 15.0, 16_000
"""How often it is looked whether an answer is read, and how much of it has to be by then."""


class Connection(H11Protocol):
    """A connection with a time for the head of each request, and for the reading of each answer."""

    _head: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _since = 0.0

    @property
    def address(self) -> str:
        """Whose connection it is; empty of a socket that has none."""
        return self.client[0] if self.client else ""

    @property
    def waits(self) -> bool:
        """Whether it is open, and no request is being answered."""
        return (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        super().connection_made(transport)
        _send_at_once(transport)
        transport.set_write_buffer_limits(high=0)  # so that we are told of the first byte that is not taken
        self._since = self.loop.time()
        self._await_head()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        if self.waits and self._head is None:
            self._await_head()
        super().data_received(data)
        if self._head is not None and not self.waits:
            self._head.cancel()
            self._head = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reading is not None:
            self._reading.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in filter(None, (self._head, self._reading)):
            timer.cancel()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _await_reading(self, before: int | None = None) -> None:
        """Look again in a while, unless too little was taken of the bytes that waited `before`."""
        waiting = self.transport.get_write_buffer_size()
        if before is not None and waiting > before - LEAST_READ_BYTES:
            self.transport.abort()
        else:
            self._reading = self.loop.call_later(READ_SECONDS, self._await_reading, waiting)

    def _make_room(self) -> None:
        waiting = [one for one in self.connections if isinstance(one, Connection) and one.waits]
        if len(waiting) > MOST_WAITING:
            (most, _), *_ = Counter(one.address for one in waiting).most_common(1)
            of_one = (one for one in waiting if one.address == most)
            min(of_one, key=lambda one: one._since).transport.abort()


def _send_at_once(transport: asyncio.Transport) -> None:
    """The end of an answer waits for nothing that the other side has yet to say: asyncio sees to that only
    where it opened the port itself, and of several processes none has."""
    connected = transport.get_extra_info("socket")
    if connected is not None and connected.family in (socket.AF_INET, socket.AF_INET6):
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

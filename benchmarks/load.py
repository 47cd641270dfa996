"""A bounded load of HTTP on this machine: so many connections, so many requests, and how long each took.

One connection sends a request, reads the whole answer, and sends the next: nothing is sent that the
server has not asked for. For a stated rate the requests are spread evenly over the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to. `seconds`: of each answer, sorted."""

    requests_a_second: float
    seconds: tuple[float, ...]

    def quantile(self, part: float) -> float:
        """The time that so large a part of the answers did not exceed."""
        return self.seconds[min(len(self.seconds) - 1, int(part * len(self.seconds)))]


def post(path: str, body: bytes) -> bytes:
    """A request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


def run(port: int, requests: Sequence[bytes], count: int, rate: float | None = None) -> Load:
    """Send `count` requests, the given ones in turn; `rate` a second, or as fast as answers come."""
    return asyncio.run(_run(port, requests, count, rate))


async def _run(port: int, requests: Sequence[bytes], count: int, rate: float | None) -> Load:
    seconds: list[float] = []
    numbers = iter(range(count))
    begun = perf_counter()

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            due = perf_counter()
            if rate is not None:
                due = begun + number / rate
                await asyncio.sleep(max(0.0, due - perf_counter()))
            if reader.at_eof():  # the server has left it, which was idle for long
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(requests[number % len(requests)])
            await _answer(reader)
            seconds.append(perf_counter() - due)  # from when it was due: waiting for a connection counts
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return Load(count / (perf_counter() - begun), tuple(sorted(seconds)))


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))

"""Work beside the other requests: some of each kind at a time, and ended when nobody waits for it any longer.

Each piece is worked on in a thread of its own. Once its time is over, or whoever asked has gone, it ends at
its next step. No exception is raised in a thread from outside: it could fall between taking a lock and
minding it, that of imports among them, and stop the server. What a request may ask for bounds each step.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Literal, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive

from kfees.model.sentences import translatable
from kfees.model.steps import waited_for
from kfees.web.errors import FILE, REQUEST, Refusal, refusal, try_again

T = TypeVar("T")

Kind = Literal["page", "large", "import"]

AT_A_TIME: dict[Kind, int] = {"page": 8, "large": 4, "import": 2}
"""So many of each kind are worked on; others wait for their turn, save imports, which are refused."""

AT_ONCE_BYTES = 4_000
"""A body up to this size is priced in a millisecond or two, which is less than a thread costs."""

WORKING_SECONDS = 20.0
"""How long an answer is waited for and worked on before the request is refused."""


class Turns:
    """Whose turn it is, by kind of work: of one application."""

    def __init__(self) -> None:
        self._of = {kind: asyncio.Semaphore(most) for kind, most in AT_A_TIME.items()}

    async def worked(self, work: Callable[[], T], kind: Kind) -> T:
        """The result of a piece of work. Where this is cancelled, the work ends, and its turn with it."""
        turn = self._of[kind]
        if kind == "import" and turn.locked():
            raise try_again(503, "busy", translatable("others are importing at this moment."))
        await turn.acquire()
        nobody_waits, result = threading.Event(), Future[T]()
        result.add_done_callback(partial(_release, turn, asyncio.get_running_loop()))
        arguments = (result, partial(waited_for, work, nobody_waits))
        threading.Thread(target=_settle, args=arguments, name=f"kfees {kind}", daemon=True).start()
        try:
            return await asyncio.wrap_future(result)
        finally:
            nobody_waits.set()


def _settle(result: Future[T], work: Callable[[], T]) -> None:
    if result.set_running_or_notify_cancel():
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001  it is raised where the result is waited for
            result.set_exception(error)


def _release(turn: asyncio.Semaphore, loop: asyncio.AbstractEventLoop, _: Future[T]) -> None:
    with suppress(RuntimeError):  # the server has ended before its work
        loop.call_soon_threadsafe(turn.release)


async def worked_out(
    request: Request, work: Callable[[], T], kind: Kind = "large", *, size: int = AT_ONCE_BYTES + 1
) -> T:
    """Work on a request: at once where its body is of a small `size`, otherwise beside the other requests,
    for as long as it may take and is waited for."""
    if size <= AT_ONCE_BYTES:
        return work()
    turns: Turns = request.app.state.turns
    working = asyncio.ensure_future(turns.worked(work, kind))
    leaving = asyncio.ensure_future(_gone(request.receive))
    try:
        await asyncio.wait((working, leaving), timeout=WORKING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientDisconnect if leaving.done() else _too_slow(kind)
    finally:
        working.cancel()
        leaving.cancel()


async def _gone(receive: Receive) -> None:
    """Waits until whoever asked has gone; of a request that was read nothing else is received."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _too_slow(kind: Kind) -> Refusal:
    if kind == "import":
        message = translatable("it was not read in {seconds} seconds.").format(seconds=int(WORKING_SECONDS))
        remedy = translatable("Import it with {command}.").format(command="kfees schedules import")
        return refusal(503, "too-slow", FILE, message, remedy)
    message = translatable("it was not worked out in {seconds} seconds.").format(seconds=int(WORKING_SECONDS))
    return refusal(503, "too-slow", REQUEST, message, translatable("Ask for less at a time."))

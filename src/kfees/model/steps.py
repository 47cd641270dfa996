"""Long work in steps, between which it ends where nobody waits for it any longer.

A figure never depends on it: work is done whole, or ends with an exception that nothing takes for a failure.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar, copy_context
from threading import Event
from typing import TypeVar

T = TypeVar("T")

_NOBODY_WAITS: ContextVar[Event | None] = ContextVar("nobody waits", default=None)


class NobodyWaits(BaseException):
    """Ends work through every `except Exception` of it, as KeyboardInterrupt would."""


def next_step() -> None:
    """Stands between the steps of whatever can take long, each of them a part of a second at most."""
    told = _NOBODY_WAITS.get()
    if told is not None and told.is_set():
        raise NobodyWaits


def waited_for(work: Callable[[], T], nobody_waits: Event) -> T:
    """The result of work, which ends at its next step once the event is set."""
    context = copy_context()
    context.run(_NOBODY_WAITS.set, nobody_waits)
    return context.run(work)

"""Long work: how far it is, and how it is stopped so that nothing is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

STOPPING_SECONDS = 5.0
"""So long a piece that is being worked on may take to end; it is abandoned then."""


SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """Ends work that was asked to stop."""


class Killed(BaseException):
    """The program was told to end, by the signal of this number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def in_pieces(
    work: Callable[[Callable[[int], None]], T], doing: str, total: Callable[[], int], *, shown: bool
) -> T:
    """Do work in another thread, so that this one hears of Ctrl-C and of a kill at once.

    `work` is given a function to call with the rows of each piece that is done, from any thread; it
    raises Stopped once the work has to end. Where `shown`, progress towards `total` rows stands on the
    terminal.
    """
    stop = threading.Event()
    results: list[T] = []
    failures: list[BaseException] = []
    with _progress(doing, total if shown else None) as advance:

        def done(rows: int) -> None:
            if stop.is_set():
                raise Stopped
            advance(rows)

        def worked() -> None:
            try:
                results.append(work(done))
            except BaseException as error:  # noqa: BLE001  raised again in the thread that waits
                failures.append(error)

        thread = threading.Thread(target=worked, daemon=True)
        thread.start()
        try:
            thread.join()
        except BaseException:
            stop.set()
            thread.join(STOPPING_SECONDS)
            raise
    if failures:
        raise failures[0]
    return results[0]


@contextmanager
def stoppable() -> Iterator[None]:
    """Work that Ctrl-C or a kill may end. The program then ends at once: threads of Polars may still be
    at a piece, and an interpreter that takes its time to end would crash under them."""
    with _signals_heard():
        try:
            yield
        except Killed as stop:
            print("kfees: stopped; nothing was written.", file=sys.stderr, flush=True)
            os._exit(128 + stop.number)


def no_longer_stoppable() -> None:
    """Let signals pass from here on: the work is done, and its files take their names."""
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)


@contextmanager
def _progress(doing: str, total: Callable[[], int] | None) -> Iterator[Callable[[int], None]]:
    if total is None:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RowsPerSecond(ProgressColumn):
        def render(self, task: Task) -> Text:
            of = f" of {task.total:,.0f}" if task.total else ""
            rate = f", {task.speed:,.0f} a second" if task.speed else ""
            return Text(f"{task.completed:,.0f}{of} rows{rate}, left")

    columns = (TextColumn("{task.description}"), BarColumn(), RowsPerSecond(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task(doing, total=total())
        yield lambda rows: progress.advance(task, rows)


@contextmanager
def _signals_heard() -> Iterator[None]:
    """Ctrl-C and a kill reach the waiting thread. Polars takes Ctrl-C for itself when it is imported: so
    that comes first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    import polars as pl  # noqa: F401

    def ended(number: int, _: FrameType | None) -> None:
        raise Killed(number)

    before = {number: signal.signal(number, ended) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

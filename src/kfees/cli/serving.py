"""What a server was asked to serve, in each of its processes: the schedules read, the log, the limits."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import asdict, dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfees.cli.schedules_import import load_with

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kfees.library.library import Library

ASKED = "KFEES_SERVE"
"""The variable of the environment in which the processes of a server find what was asked for."""

NEW_OBJECTS = 10_000
"""After so many, memory is cleared of those that nothing leads to: a fiftieth of a second, which an answer
may wait. The ten times as many of a short command take a fifth."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The options of `kfees serve`, as far as they concern what is served."""

    overlays: tuple[str, ...]
    into: str | None
    hosts: tuple[str, ...]
    most_of_a_client: int
    log: bool

    def library(self) -> Library:
        """Raises InputError with every problem of the schedules."""
        return load_with(self.overlays, self.into)

    def application(self) -> Starlette:
        from kfees.web import application

        app = application(
            self.library(),
            into=Path(self.into) if self.into is not None else None,
            hosts=self.hosts,
            most_of_a_client=self.most_of_a_client,
        )
        gc.freeze()  # what is loaded stays
        gc.set_threshold(NEW_OBJECTS)
        return app

    def write_log(self) -> None:
        """To standard error, from here on."""
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
        logging.getLogger("kfees.web").setLevel(logging.INFO if self.log else logging.ERROR)
        logging.getLogger("python_multipart").setLevel(logging.ERROR)  # its warnings hold what was sent

    def tell_processes(self) -> None:
        """Leave it where each process of this server looks for it."""
        os.environ[ASKED] = json.dumps(asdict(self))


class OneByOne(asyncio.SelectorEventLoop):
    """Takes one connection at a time. By itself asyncio takes all that wait, and of several processes the one
    that is the first to look would have them all."""

    async def create_server(self, *arguments: Any, backlog: int = 100, **options: Any) -> asyncio.Server:
        server = await super().create_server(*arguments, backlog=1, **options)
        options["sock"].listen(backlog)  # so many may wait nevertheless
        return server


def in_a_process() -> Starlette:
    """What uvicorn calls in each process of a server that has several."""
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    serving = Serving(**json.loads(os.environ[ASKED]))
    serving.write_log()
    return serving.application()


def _end_with_the_first() -> None:
    """uvicorn's processes would go on, and keep the port, where their first one was killed."""
    first = multiprocessing.parent_process()
    assert first is not None
    wait([first.sentinel])
    signal.raise_signal(signal.SIGTERM)

"""The pages and the API as they are served: by uvicorn, on 127.0.0.1, in a thread of the tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import uvicorn

import kfees
from kfees.cli.serve import SETTINGS
from kfees.web import application
from kfees.web.connections import Connection

TODAY = date(2024, 7, 15)
"""The day on which the served pages are read."""


@contextmanager
def served(library: kfees.Library, into: Path | None = None) -> Iterator[str]:
    """The address of a server that answers until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = application(library, today=lambda: TODAY, into=into)
        server = uvicorn.Server(uvicorn.Config(app, http=Connection, **SETTINGS))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()

"""Standard output that is closed, full, no longer read or of few letters, and what is said of it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import Any


class StandardOutputLost(Exception):
    """Standard output took no more, which ends a command."""

    def __init__(self, error: OSError) -> None:
        self._error = error
        # What it holds back would be tried again, and refused again, when the program ends.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        super().__init__(str(error))

    @property
    def unwanted(self) -> bool:
        """Whether the reader of a pipe has gone, because it had enough."""
        return self._error.errno == errno.EPIPE

    def said(self) -> int:
        """Say why, and return the exit status."""
        with contextlib.suppress(OSError):
            reason = self._error.strerror or str(self._error)
            print(f"kfees: standard output cannot be written ({reason}).", file=sys.stderr)
            print("      Send it elsewhere, or name a file with -o.", file=sys.stderr)
        return 2


@contextlib.contextmanager
def to_standard_output() -> Iterator[None]:
    """Turn what standard output refuses into one error; every other file says its name itself."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:
            raise
        raise StandardOutputLost(error) from None


class _Closed(io.RawIOBase):
    _told = False

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Refuse, once: what is written again when the program ends is nobody's matter."""
        if self._told:
            return len(content)
        self._told = True
        raise OSError(errno.EBADF, "it is closed")


def open_closed_streams() -> None:
    """Put something in the place of streams that were closed from the start, and that Python leaves out."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), "utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8")


def replace_what_cannot_be_shown() -> None:
    """A letter that a console does not know becomes a question mark there, and ends no command."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def show_data(text: str) -> None:
    """JSON, CSV or HTML: whoever keeps it in a file reads it back as UTF-8, whatever the console is."""
    ended = text if text.endswith("\n") else f"{text}\n"
    if not isinstance(sys.stdout, io.TextIOWrapper) or sys.stdout.isatty():
        sys.stdout.write(ended)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(ended.encode(errors="replace"))
    sys.stdout.buffer.flush()

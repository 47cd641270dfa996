"""The one way out to files: written aside under a hidden name, then put in place, or not at all.

Whoever writes may meet a full disk as an error of another kind, or as one of the input: so what is
written aside remembers itself why it could not be written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kfees.model.problems import InputError, Problem

if sys.platform != "win32":
    import fcntl

ASIDE, PART = ".kfees-", ".part"

_REMEDIES = {
    errno.ENOENT: "Make its folder first.",
    errno.EACCES: "Name a place of your own.",
    errno.EPERM: "Name a place of your own.",
    errno.EROFS: "Name a place of your own.",
    errno.ENOTDIR: "Name a place in a folder.",
    errno.ENOSPC: "Make room there, or name a place on another disk.",
    errno.EDQUOT: "Make room there, or name a place on another disk.",
    errno.EFBIG: "Raise the limit on the size of a file (ulimit -f), or write less.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
}


def cannot_write(name: str, error: OSError) -> Problem:
    """The problem of an output that the system refuses."""
    reason = error.strerror or str(error)
    remedy = _REMEDIES.get(error.errno or 0, "Name another place.")
    return Problem("cannot-write", name, f"it cannot be written ({reason}).", remedy)


def abandon_workbook() -> None:
    """Leave unsaid what a half-made workbook would complain of once more when it is thrown away."""
    sys.unraisablehook = lambda _: None


class OutputPart:
    """A file in the making. `name` is the output's, as it was given; a link is followed to what it means."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.failure: OSError | None = None
        self._target = Path(os.path.realpath(name))
        self._file = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))

    def write(self, content: bytes | memoryview) -> int:
        """Write all of `content`. Raises OSError, and remembers it."""
        left = memoryview(content).cast("B")
        size = len(left)
        with self._remembering():
            while left:
                left = left[os.write(self._file, left) :]
        return size

    def flush(self) -> None:
        """Nothing is held back."""

    def settle(self) -> None:
        """Have it on the disk, with the mode and the owner of the file whose place it takes."""
        with self._remembering():
            os.fsync(self._file)
            with contextlib.suppress(FileNotFoundError):
                old = self._target.stat()
                with contextlib.suppress(
                    OSError, AttributeError
                ):  # another's file, or a system without owners
                    os.chown(self.path, old.st_uid, old.st_gid)
                self.path.chmod(stat.S_IMODE(old.st_mode))
        self.close()

    def take_place(self) -> None:
        with self._remembering():
            self.path.replace(self._target)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    @contextlib.contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.failure = error
            raise


@contextlib.contextmanager
def written(*names: str) -> Iterator[tuple[OutputPart, ...]]:
    """Files to write, which take their names together at the end: all of them or none.

    Raises InputError of the outputs where they cannot be written, whatever else was made of that.
    """
    with contextlib.ExitStack() as stack:
        parts: list[OutputPart] = []
        try:
            parts += [stack.enter_context(_part(name)) for name in names]
            yield tuple(parts)
            for part in parts:
                part.settle()
            for part in parts:
                part.take_place()
        except Exception:
            failed = [cannot_write(part.name, part.failure) for part in parts if part.failure is not None]
            if failed:
                raise InputError(failed) from None
            raise


@contextlib.contextmanager
def _part(name: str) -> Iterator[OutputPart]:
    folder = Path(os.path.realpath(name)).parent
    with contextlib.ExitStack() as stack:
        try:
            part = OutputPart(
                name, stack.enter_context(set_aside(folder, lambda path: path.touch(exist_ok=False), PART))
            )
        except OSError as error:
            raise InputError([cannot_write(name, error)]) from None
        stack.callback(part.close)
        yield part


@contextlib.contextmanager
def set_aside(folder: Path, make: Callable[[Path], None], ending: str = "") -> Iterator[Path]:
    """What `make` makes under a hidden name in `folder`; at the end it is gone, unless it was moved.

    It is locked for so long: what a killed run left carries no lock, and is removed here first.
    """
    clear_forgotten(folder)
    path, lock = _made(folder, make, ending)
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            _remove(path)
        if lock is not None:
            os.close(lock)


def _made(folder: Path, make: Callable[[Path], None], ending: str) -> tuple[Path, int | None]:
    while True:
        path = folder / f"{ASIDE}{secrets.token_hex(8)}{ending}"
        make(path)
        try:
            return path, _lock(path)
        except (BlockingIOError, FileNotFoundError):
            continue  # another run took it for a leftover, in the moment before it was locked
        except OSError:
            return path, None  # no locks here: then nobody clears anything here either


def clear_forgotten(folder: Path) -> None:
    """Remove what runs that were killed left aside, and nothing that a living one has locked."""
    with contextlib.suppress(OSError):
        for left in filter(_written_by_us, folder.glob(f"{ASIDE}*")):
            with contextlib.suppress(OSError):
                lock = _lock(left)
                try:
                    _remove(left)
                finally:
                    os.close(lock)


def _written_by_us(path: Path) -> bool:
    """Whether a file has a name of ours, or a folder holds nothing but what an import writes."""
    if path.is_dir():
        return all(inner.is_dir() or inner.suffix in {".toml", ".csv"} for inner in path.rglob("*"))
    return re.fullmatch(rf"{re.escape(ASIDE)}[0-9a-f]{{16}}{re.escape(PART)}", path.name) is not None


def _lock(path: Path) -> int:
    """Hold what stands at a path. Raises OSError where another run does, or where there are no locks."""
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, "no locks")
    held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(held), os.lstat(path)):
            raise FileNotFoundError(errno.ENOENT, "it was replaced")
    except OSError:
        os.close(held)
        raise
    return held


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def wrong_ending(name: str, endings: tuple[str, ...]) -> Problem:
    return Problem(
        "bad-ending", name, "its ending says nothing of its format.", f"Use one of: {', '.join(endings)}."
    )

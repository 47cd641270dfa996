"""Writing versions in a process that is killed on the way."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from kfees.library.writing import write_versions

Versions = Mapping[date, Mapping[str, bytes]]

TOUCHES = {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "shutil.rmtree"}


def killed_at(steps: Iterable[tuple[int, Path]], schedule: str, versions: Versions) -> list[bool]:
    """Write into each folder in a process that is killed before its so manieth touch of the disk; whether it
    was. They are children of a process with one thread: a child of one with several may wait for ever."""
    asked = pickle.dumps((list(steps), schedule, versions))
    done = subprocess.run([sys.executable, __file__], input=asked, capture_output=True, check=True)
    answered: list[bool] = pickle.loads(done.stdout)  # noqa: S301  our own
    return answered


def _killed(step: int, folder: Path, schedule: str, versions: Versions) -> bool:
    child = os.fork()
    if child == 0:
        left = step

        def watch(event: str, _arguments: object) -> None:
            nonlocal left
            if event in TOUCHES:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            write_versions(folder, schedule, versions)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    steps, schedule, versions = pickle.load(sys.stdin.buffer)  # noqa: S301  our own
    answers = [_killed(step, folder, schedule, versions) for step, folder in steps]
    sys.stdout.buffer.write(pickle.dumps(answers))

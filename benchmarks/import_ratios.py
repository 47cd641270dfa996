"""How long an import takes beside openpyxl, and how much memory: `python benchmarks/import_ratios.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import kfees
from the_workbook import (
    import_and_write,
    large_workbook,
    make_workbook,
    medicare_workbook,
    read_with_fastexcel,
    read_with_openpyxl,
)
from timing import ratios, show

ROUNDS = 7
READ = "openpyxl reading it, read-only"
READ_IN_RUST = "fastexcel reading it"
LARGE = 300_000
AIM = "at most 2.0"
IMPORT = "import_and_write(path, Path(sys.argv[2]), kfees.load_schedules(environment={}))"
OPENPYXL, FASTEXCEL = "read_with_openpyxl(path)", "read_with_fastexcel(path)"
ALONE = """
import resource, sys
from pathlib import Path
import kfees
from the_workbook import import_and_write, read_with_fastexcel, read_with_openpyxl
path = Path(sys.argv[1])
{call}
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss, which a process has from the one that began it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used.ru_utime + used.ru_stime, int(peak.split()[1]) // 1024)
"""


def import_ratio(path: Path, folder: Path, schedule: str = "invented") -> dict[str, float]:
    """Each round compares with the version before too, where the schedule has one."""

    def subject(number: int) -> object:
        library = kfees.load_schedules(environment={})  # so that no round finds its rates already read
        return import_and_write(path, folder / f"{path.stem} {number}", library, schedule)

    peers = {READ: lambda _: read_with_openpyxl(path), READ_IN_RUST: lambda _: read_with_fastexcel(path)}
    return ratios(range(ROUNDS + 1), subject, peers)


def process_ratio(path: Path, folder: Path) -> dict[str, float]:
    """The command itself, start and end of the process included, against a process that reads the sheet."""
    command = Path(sys.executable).with_name("kfees")
    flags = ("--schedule", "medical", "--from", "2025-07-01", "--into")

    def subject(number: int) -> object:
        return run(str(command), "schedules", "import", str(path), *flags, str(folder / f"process {number}"))

    read = f"from the_workbook import read_with_openpyxl as read; read({str(path)!r})"
    return ratios(range(ROUNDS + 1), subject, {READ: lambda _: run(sys.executable, "-c", read)})


def run(*arguments: str) -> str:
    done = subprocess.run(arguments, check=True, capture_output=True, text=True, cwd=Path(__file__).parent)
    return done.stdout


def seconds_and_mb(path: Path, folder: Path, call: str) -> tuple[float, int]:
    """The processor's seconds and the peak of memory of a fresh process that imports and writes, or that
    reads alone."""
    seconds, peak = run(sys.executable, "-c", ALONE.format(call=call), str(path), str(folder)).split()
    return float(seconds), int(peak)


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = make_workbook(folder / "made.xlsx", 6_000, wide=True)
        medicare = medicare_workbook(folder / "medicare.xlsx", kfees.load_schedules(environment={}))
        for job, found in (
            ("a workbook of 6,000 items and 40 columns: read, checked, written", import_ratio(made, folder)),
            ("the Medicare schedule in 40 columns, compared too", import_ratio(medicare, folder, "medical")),
            ("the same as a command, a fresh process", process_ratio(medicare, folder)),
        ):
            for peer, ratio in found.items():
                show(job, peer, AIM if peer == READ else "", ratio)
        large = large_workbook(folder / "large.xlsx", LARGE)
        job = f"{LARGE:,} rows of 8 columns, the processor's time of a process"
        own, own_mb = seconds_and_mb(large, folder / "large", IMPORT)
        for peer, call in ((READ, OPENPYXL), (READ_IN_RUST, FASTEXCEL)):
            seconds, peak = seconds_and_mb(large, folder, call)
            show(job, f"{peer} ({peak} MB)", "", own / seconds)
        show("the same, peak memory", "", "under 500 MB", f"{own_mb} MB")


if __name__ == "__main__":
    main()

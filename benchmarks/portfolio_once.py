"""One measurement in a process of its own: `python portfolio_once.py WHAT INPUT OUTPUT`.

Prints as JSON the seconds that the work took after the modules of a portfolio were imported (what else is
imported when it is first used counts), and the peak memory of the whole process in bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import polars as pl


def priced(source: Path, output: Path) -> Callable[[], object]:
    """`kfees.price_portfolio`, from file to file, the schedules loaded before."""
    import kfees

    price, library = kfees.price_portfolio, kfees.load_schedules()
    return lambda: price(pl.scan_parquet(source), library).sink_parquet(output)


def loaded_and_priced(source: Path, output: Path) -> Callable[[], object]:
    """The same, and the schedules are loaded too."""
    import kfees

    price, load = kfees.price_portfolio, kfees.load_schedules
    return lambda: price(pl.scan_parquet(source), load()).sink_parquet(output)


def copied(source: Path, output: Path) -> Callable[[], object]:
    """Polars copying a file of the same columns."""
    return lambda: pl.scan_parquet(source).sink_parquet(output)


WORKS = {work.__name__: work for work in (priced, loaded_and_priced, copied)}


def main() -> None:
    what, source, output = sys.argv[1:]
    work = WORKS[what](Path(source), Path(output))
    begun = perf_counter()
    work()
    seconds = perf_counter() - begun
    # Not ru_maxrss, which begins with the memory of the process that started this one.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print(json.dumps({"seconds": seconds, "peak": int(peak.split()[1]) * 1024}))


if __name__ == "__main__":
    main()

"""One measurement in a process of its own: `python portfolio_once.py WHAT INPUT OUTPUT`.

Prints as JSON the seconds that the work took, without imports and the loading of schedules, and the
peak memory of the whole process in bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import polars as pl


def priced(source: Path, output: Path) -> Callable[[], object]:
    """`kfees.price_portfolio`, from file to file."""
    import kfees

    library = kfees.load_schedules()
    return lambda: kfees.price_portfolio(pl.scan_parquet(source), library).sink_parquet(output)


def copied(source: Path, output: Path) -> Callable[[], object]:
    """Polars copying a file of the same columns."""
    return lambda: pl.scan_parquet(source).sink_parquet(output)


WORKS = {work.__name__: work for work in (priced, copied)}


def main() -> None:
    what, source, output = sys.argv[1:]
    work = WORKS[what](Path(source), Path(output))
    begun = perf_counter()
    work()
    seconds = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main()

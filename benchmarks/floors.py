"""What parts of a job cost alone, whatever is done about the rest: `python benchmarks/floors.py`.

In milliseconds of the processor, the median of some rounds, each with rows or courses of its own.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable
from functools import partial
from time import process_time

import polars as pl

import kfees
from api_ratio import bodies
from kfees.engine.asking import read_request
from kfees.portfolio import Pricer, visits
from kfees.portfolio.weight_arrays import WeightArrays
from the_hospital import hospital
from the_portfolio import SEED, Draw, portfolio

ROUNDS, COURSES, FEW, MANY = 5, 1_000, 10_000, 1_000_000
LIBRARY = kfees.load_schedules(environment={})


def show(what: str, calls: Iterable[Callable[[], object]]) -> None:
    found = []
    for call in calls:
        begun = process_time()
        call()
        found.append(process_time() - begun)
    print(f"{what}: {statistics.median(found[1:]) * 1000:,.1f} ms", flush=True)


def of_a_request() -> None:
    """A thousand of each: what a route cannot do without."""

    def read(asked: list[bytes]) -> None:
        for body in asked:
            read_request(json.loads(body), LIBRARY)

    def write(quotes: list[kfees.Quote]) -> None:
        for quote in quotes:
            quote.model_dump_json()

    def answer(asked: list[bytes]) -> None:
        for body in asked:
            kfees.price(read_request(json.loads(body), LIBRARY), LIBRARY).model_dump_json()

    numbers = [COURSES * number for number in range(ROUNDS + 1)]
    asked, others = (
        [
            [read_request(json.loads(body), LIBRARY) for body in bodies(COURSES, first + one)]
            for one in numbers
        ]
        for first in (0, 10**6)
    )
    quotes = [[kfees.price(one, LIBRARY) for one in each] for each in others]
    show(f"{COURSES:,} requests read and checked", [partial(read, bodies(COURSES, one)) for one in numbers])
    show(f"{COURSES:,} courses priced", [partial(priced, one) for one in asked])
    show(f"{COURSES:,} quotes written", [partial(write, one) for one in quotes])
    show(
        f"{COURSES:,} requests read, priced and written, one after the other",
        [partial(answer, bodies(COURSES, 2 * 10**6 + one)) for one in numbers],
    )


def of_a_portfolio() -> None:
    show("schedules loaded", [partial(kfees.load_schedules, environment={})] * (ROUNDS + 1))
    tables = [one.activity for one in visits.weighing(LIBRARY)[1] if one.activity is not None]
    show("every weight of every year laid out as columns", [partial(WeightArrays, tables)] * (ROUNDS + 1))
    frames = [portfolio(FEW, SEED + number) for number in range(ROUNDS + 1)]
    shapes = [distinct(frame) for frame in frames]
    show(f"{len(shapes[-1])} distinct courses of {FEW:,} priced", [partial(priced, one) for one in shapes])
    kinds: dict[str, Draw] = {"textbook courses": portfolio, "hospital episodes": hospital}
    for kind, draw in kinds.items():
        pieces = [draw(MANY, SEED + number, 0) for number in range(3)]
        show(
            f"the cells of {MANY:,} {kind} read",
            [partial(Pricer(one.schema, LIBRARY).read, one) for one in pieces],
        )


def distinct(frame: pl.DataFrame) -> list[kfees.CourseRequest]:
    """A request of each distinct course."""
    pricer = Pricer(frame.schema, LIBRARY)
    return [pricer.shape(row).request(LIBRARY) for row in pricer.shapes_met(frame).iter_rows(named=True)]


def priced(requests: list[kfees.CourseRequest]) -> None:
    for request in requests:
        kfees.price(request, LIBRARY)


def main() -> None:
    of_a_request()
    of_a_portfolio()


if __name__ == "__main__":
    main()

"""How long kfees takes beside its peers, as ratios: `python benchmarks/ratios.py`.

Every round times kfees and then each peer, so that whatever else the machine does falls on all of
them; the ratio is the median of the rounds' ratios. Nobody is asked for the same course twice. Nothing
here fails for time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import kfees
import nwau_ratios
from openfisca_course import PeerQuote, price_situation
from openfisca_services import price_arrays
from the_course import Course, answer_of, courses
from timing import ratios, show

PRICE_ROUNDS, COURSES_A_ROUND = 60, 20
COLD_ROUNDS = 40
SITUATION, BARE_IMPORT, ONE_MODEL = (
    "openfisca-core, the same courses from situations",
    "`import pydantic, typer, rich`",
    "one pydantic model, defined and validated",
)
AIMS = {SITUATION: "at most 0.10", ONE_MODEL: "at most 1.35", BARE_IMPORT: "at most 1.50"}
A_MODEL = """
from pydantic import BaseModel
class Session(BaseModel):
    number: int
Session.model_validate({"number": 1})
"""


def asked(rounds: int, each: int) -> Iterator[list[Course]]:
    """Courses for every round, and for the one that warms up."""
    return (courses(each, number * each) for number in range(rounds + 1))


def price_ratios() -> dict[str, float]:
    """kfees.price against openfisca-core, one course a call, which tests hold to the same cents."""
    library = kfees.load_schedules(environment={})

    def price_each(asked: list[Course]) -> list[kfees.Quote]:
        return [kfees.price(course.request, library) for course in asked]

    def peer(price: Callable[..., PeerQuote]) -> Callable[[list[Course]], object]:
        return lambda asked: [price(one.days, one.hospital_charge, one.medical_charge) for one in asked]

    for course, quote in zip(last := courses(20, 10**6), price_each(last), strict=True):
        assert price_situation(course.days, course.hospital_charge, course.medical_charge) == answer_of(quote)
    peers = {
        SITUATION: peer(price_situation),
        "openfisca-core, arrays of services filled by hand": peer(price_arrays),
    }
    return ratios(asked(PRICE_ROUNDS, COURSES_A_ROUND), price_each, peers)


def cold_start_ratios() -> dict[str, float]:
    """`kfees quote` against other fresh processes of the same environment."""
    command = str(Path(sys.executable).with_name("kfees"))
    loaded = str(Path(__file__).with_name("loaded_peer.py"))
    return ratios(
        asked(COLD_ROUNDS, 1),
        lambda asked: _process(command, "quote", *asked[0].flags),
        {
            ONE_MODEL: lambda _: _process(sys.executable, "-c", A_MODEL),
            BARE_IMPORT: lambda _: _process(sys.executable, "-c", BARE_IMPORT.strip("`")),
            "a model, a command and a table": lambda _: _process(sys.executable, loaded, "DS1", "10"),
        },
    )


def _process(*arguments: str) -> None:
    # Bytecode is written on the first round where this variable does not forbid it, for all alike.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=environment)


def main() -> None:
    for peer, ratio in price_ratios().items():
        show("`kfees.price`, courses all different", peer, AIMS.get(peer, ""), ratio)
    for peer, ratio in cold_start_ratios().items():
        show("`kfees quote`, cold", peer, AIMS.get(peer, ""), ratio)
    nwau_ratios.main()


if __name__ == "__main__":
    main()

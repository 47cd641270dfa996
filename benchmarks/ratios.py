"""How long kfees takes beside its peers, as ratios: `python benchmarks/ratios.py`.

Every round times kfees and then each peer, so that whatever else the machine does falls on all of
them; the ratio is the median of the rounds' ratios. Nothing here fails for time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import kfees
import nwau_ratios
from openfisca_course import price_situation
from openfisca_services import price_arrays
from the_course import ANSWER, DAYS, FLAGS, HOSPITAL_CHARGE, MEDICAL_CHARGE, REQUEST, answer_of
from timing import ratios

PRICE_ROUNDS, CALLS_A_ROUND = 300, 3
COLD_ROUNDS = 40
SITUATION, BARE_IMPORT = "OpenFisca, from a situation", "import pydantic, typer, rich"
ONE_MODEL = """
from pydantic import BaseModel
class Session(BaseModel):
    number: int
Session.model_validate({"number": 1})
"""


def price_ratios() -> dict[str, float]:
    """kfees.price against openfisca-core, after both gave the same answer to the cent."""
    library = kfees.load_schedules()
    charges = (HOSPITAL_CHARGE, MEDICAL_CHARGE)
    assert answer_of(kfees.price(REQUEST, library)) == ANSWER
    assert price_situation(DAYS, *charges) == ANSWER
    assert price_arrays(DAYS, *charges) == ANSWER
    peers = {
        SITUATION: lambda: price_situation(DAYS, *charges),
        "OpenFisca, from arrays of services": lambda: price_arrays(DAYS, *charges),
    }
    return ratios(lambda: kfees.price(REQUEST, library), peers, PRICE_ROUNDS, CALLS_A_ROUND)


def cold_start_ratios() -> dict[str, float]:
    """`kfees quote` against other fresh processes of the same environment."""
    command = Path(sys.executable).with_name("kfees")
    loaded = Path(__file__).with_name("loaded_peer.py")
    return ratios(
        _process(str(command), "quote", *FLAGS),
        {
            BARE_IMPORT: _process(sys.executable, "-c", BARE_IMPORT),
            "one pydantic model": _process(sys.executable, "-c", ONE_MODEL),
            "a model, a command and a table": _process(sys.executable, str(loaded), "DS1", "10"),
        },
        COLD_ROUNDS,
        calls=1,
    )


def _process(*arguments: str) -> Callable[[], object]:
    # Bytecode is written on the first round where this variable does not forbid it, for all alike.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env=environment)


def show(heading: str, found: Mapping[str, float], target: tuple[str, float]) -> None:
    """Print each ratio, and beside the one that has a target, the target."""
    print(heading)
    for name, ratio in found.items():
        aim = f"   target: at most {target[1]:.2f}" if name == target[0] else ""
        print(f"  {name:<36} {ratio:.2f}{aim}")


def main() -> None:
    show("kfees.price, one course a call, divided by", price_ratios(), (SITUATION, 0.20))
    print()
    show("kfees quote, a fresh process, divided by", cold_start_ratios(), (BARE_IMPORT, 1.50))
    print()
    nwau_ratios.main()


if __name__ == "__main__":
    main()

"""What is answered: a quote, which is its lines, and totals that are sums of them.

The models are the JSON of a quote. `None` is *cannot determine* or *not stated*, and a reason on
the line says which; it is never to be read as zero. Amounts are in AUD, to the cent.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kfees.model.fields import Day, Flag, Result, ResultAmount, ResultNumber, Text
from kfees.model.request import CourseRequest, Payee
from kfees.model.schedule import Basis, Gst, WorkbookRead
from kfees.model.sentences import Says

Determination = Literal["amount", "not payable", "cannot determine"]
"""The three values of money: a maximum, none by rule (0.00), none that can be known (null)."""


class Line(Result):
    """One item at one rate, on one or more days.

    maximum = rate x quantity, the most the payer can pay. payable = the lesser of charge and
    maximum; gap = charge - payable, what the worker would pay. `charge`, `payable` and `gap` are
    None where no charge is known for this line, or where the payee charges one amount for all its
    lines. Where the guideline refuses the course, payable is 0.00 and the gap is the whole charge.
    Units that a rule between items excludes are a line of their own, not payable, without a rate.
    `basis` is None where there is no rate. `reasons` explain every figure and every None.
    `cell` is where the rate stands in the workbook that its version was imported from (see
    `ScheduleUsed.workbook`); None where it came from none.
    A weighted line has the weight of one unit (NWAU) and the price of one NWAU; its rate is their
    product, rounded half up to the cent. `weight_steps` say how the weight was made.
    """

    payee: Payee
    schedule: str
    version: Day | None
    item: str
    label: str
    dates: tuple[Day, ...]
    quantity: ResultNumber
    unit: str
    rate: ResultAmount | None
    maximum: ResultAmount | None
    determination: Determination
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    basis: Basis | None
    gst: Gst | None
    stale: Flag
    source: str | None
    cell: str | None = None
    reasons: tuple[Says, ...]
    weight: ResultNumber | None = None
    price_per_weight: ResultAmount | None = None
    weight_steps: tuple[Says, ...] = ()

    @property
    def is_excluded(self) -> bool:
        """Whether a rule between items makes the line not payable: its maximum rests on no rate."""
        return self.determination == "not payable" and self.basis is None


class PayeeTotal(Result):
    """The sums over one payee's lines; None where any line's figure is None.

    Where the payee charges one amount for all its lines, `charge` is that amount, and payable and
    gap come from it and the sum of the maximums.
    """

    payee: Payee
    maximum: ResultAmount | None
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    known_maximum: ResultAmount
    basis: Basis | None
    stale: Flag


class Totals(Result):
    """The sums over the payees; None where any payee's figure is None.

    `complete`: every gap is known. `known_maximum` and `known_gap` sum what is known, so they are
    the least that the maximum and the gap can be. `basis` is the weakest of the lines, None where
    a line has none. `missing` says what is not known, one sentence each.
    """

    maximum: ResultAmount | None
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    complete: Flag
    known_maximum: ResultAmount
    known_gap: ResultAmount
    basis: Basis | None
    stale: Flag
    missing: tuple[Says, ...]


class DoseTaken(Result):
    """What the course infuses, in mg, and the ampoules opened; a part-used one is discarded daily."""

    mg_per_day: ResultNumber
    mg: ResultNumber
    ampoules: int = Field(ge=0)
    ampoules_per_day: int = Field(ge=0)


class ScheduleUsed(Result):
    """A version that a line was priced from. `origin`: 'shipped', or the overlay's folder.

    `workbook`: the file, with its SHA-256, that the version was imported from, where it was.
    """

    schedule: Text
    version: Day
    digest: str
    stale: Flag
    next_change_expected: Day
    title: str
    publisher: str
    origin: str
    workbook: WorkbookRead | None = None


Payability = Literal["payable as approved", "payable if approved", "not payable", "cannot determine"]


class Verdict(Result):
    """What the checks come to. `because`: the codes that fail, or that are not stated; never a decision."""

    payability: Payability
    because: tuple[str, ...]
    sentence: Says


class Quote(Result):
    """A priced course. `request` is as it was understood, with the defaults filled in.

    `as_of` is the day from which staleness is judged; `kfees` the version of the program. `verdict`
    is what the guideline's checks say of the request's claim, None where it has none: no decision.
    `please_check`: what is implausible, or for a person to look at; it changes no figure.
    """

    lines: tuple[Line, ...]
    payees: tuple[PayeeTotal, ...]
    totals: Totals
    dose: DoseTaken
    schedules: tuple[ScheduleUsed, ...]
    assumptions: tuple[Says, ...]
    request: CourseRequest
    as_of: Day
    kfees: str
    verdict: Verdict | None = None
    please_check: tuple[Says, ...] = ()

"""What is answered: a quote, which is its lines, and totals that are sums of them.

The models are the JSON of a quote. `None` is *cannot determine* or *not stated*, and a reason on
the line says which; it is never to be read as zero. Amounts are in the payer's currency, to the cent.
"""

from typing import Annotated, Literal

from pydantic import Field

from kfees.model.fields import Day, Flag, Result, ResultAmount, ResultNumber, Text
from kfees.model.payee import Payee
from kfees.model.payer import PayerWords
from kfees.model.request import CourseRequest
from kfees.model.schedule import Basis, Gst, WorkbookRead
from kfees.model.sentences import Says, Sentence

Determination = Literal["amount", "not payable", "cannot determine"]
"""The three values of money: a maximum, none by rule (0.00), none that can be known (null)."""


class Line(Result):
    """One item at one rate, on one or more days.

    maximum = rate x quantity, the most the payer can pay. payable = the lesser of charge and
    maximum; gap = charge - payable, what the patient would pay. `charge`, `payable` and `gap` are
    None where no charge is known for this line, or where the payee charges one amount for all its
    lines. Where the guideline refuses the course, payable is 0.00 and the gap is the whole charge.
    Units that a rule between items excludes are a line of their own, not payable, without a rate.
    `basis` is None where there is no rate. `reasons` explain every figure and every None.
    `cell` is where the rate stands in the workbook that its version was imported from (see
    `ScheduleUsed.workbook`); None where it came from none.
    A fee that no schedule has is a line without `schedule`, `item` and `version`: `label` says what it is.
    `provider`: who bills it, where the request says. `gst_per_unit`: where the charge includes GST and the
    rate does not, what it adds: maximum = (rate + gst_per_unit) x quantity.
    `charge_per_unit`, where each unit has its charge: charge = charge_per_unit x quantity - discount.
    `payable_least` to `gap_most`: what is certain of payable and gap whatever is not known turns out to be.
    A weighted line has the weight of one unit (NWAU) and the price of one NWAU; its rate is their
    product, rounded half up to the cent. `weight_steps` say how the weight was made.
    """

    payee: Payee
    provider: str | None = None
    schedule: str | None
    version: Day | None
    item: str | None
    label: str
    dates: tuple[Day, ...]
    quantity: ResultNumber
    unit: str
    rate: ResultAmount | None
    gst_per_unit: ResultAmount | None = None
    maximum: ResultAmount | None
    determination: Determination
    charge_per_unit: ResultAmount | None = None
    discount: ResultAmount | None = None
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
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
    def name(self) -> str:
        """The line as people are told of it: its item, or what a fee is for."""
        return self.label if self.is_fee else f"{self.schedule}:{self.item}"

    @property
    def code(self) -> str:
        """The same in short, where its schedule stands beside it."""
        return self.item or self.label

    @property
    def in_a_sentence(self) -> str:
        """The same where nothing stands beside it: by the label where the item is a word for programs."""
        named_for_programs = self.item is not None and self.item.islower()
        return Sentence(self.label).within() if named_for_programs else self.code

    @property
    def is_fee(self) -> bool:
        """Whether no schedule has what is charged."""
        return self.schedule is None

    @property
    def is_excluded(self) -> bool:
        """Whether a rule between items makes the line not payable: its maximum rests on no rate."""
        return self.determination == "not payable" and self.basis is None


class PayeeTotal(Result):
    """The sums over one payee's lines, by provider; None where any line's figure is None.

    Where the payee charges one amount for all its lines, `charge` is that amount and its fees, and payable
    and gap come from it and the sum of the maximums. `title`, `in_a_sentence`: what the payee is called.
    """

    payee: Payee
    provider: str | None = None
    title: str = ""
    in_a_sentence: str = ""
    maximum: ResultAmount | None
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
    known_maximum: ResultAmount
    basis: Basis | None
    stale: Flag

    def named(self, title: str = "") -> str:
        """What the payee is called (`title` in another language), with the provider's name where there is
        one."""
        title = title or self.title or self.payee
        return f"{title}: {self.provider}" if self.provider else title

    @property
    def in_words(self) -> str:
        """Who bills, in a sentence: by name where a name is known."""
        return self.provider or Sentence(self.in_a_sentence or self.payee)


class Totals(Result):
    """The sums over the payees; None where any payee's figure is None.

    `complete`: every gap is known. `known_maximum` and `known_gap` sum what is known, so they are
    the least that the maximum and the gap can be. `basis` is the weakest of the lines, None where
    a line has none. `missing` says what is not known, one sentence each; `not_included` what may be charged
    too and is in no sum: the drug, another biller.
    """

    maximum: ResultAmount | None
    charge: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
    complete: Flag
    known_maximum: ResultAmount
    known_gap: ResultAmount
    basis: Basis | None
    stale: Flag
    missing: tuple[Says, ...]
    not_included: tuple[Says, ...] = ()


class DoseTaken(Result):
    """What the course infuses, in mg, and the ampoules opened; a part-used one is discarded daily. None where
    it goes by a body weight that nobody had to state."""

    mg_per_day: ResultNumber | None
    mg: ResultNumber | None
    ampoules: Annotated[int, Field(ge=0)] | None
    ampoules_per_day: Annotated[int, Field(ge=0)] | None


class ScheduleUsed(Result):
    """A version that a line was priced from. `origin`: 'shipped', or the overlay's folder.

    `workbook`: the file, with its SHA-256, that the version was imported from, where it was.
    """

    schedule: Text
    version: Day
    digest: str
    stale: Flag
    next_change_expected: Day | None
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
    `please_check`: what is implausible, or for a person to look at; it changes no figure. `payer`: what its
    payer is called.
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
    payer: PayerWords = PayerWords.model_construct()
    please_check: tuple[Says, ...] = ()

    def lines_of(self, total: PayeeTotal) -> tuple[Line, ...]:
        """The lines that a payee's total is of."""
        biller = (total.payee, total.provider)
        return tuple(line for line in self.lines if (line.payee, line.provider) == biller)

    def is_in_one_amount(self, total: PayeeTotal) -> bool:
        """Whether the payee charges one amount for all its lines, fees apart."""
        charges = [line.charge for line in self.lines_of(total) if not line.is_fee]
        return total.charge is not None and bool(charges) and all(charge is None for charge in charges)

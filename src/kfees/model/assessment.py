"""What an assessment says of a request: the JSON of `kfees assess`.

An assessment is no decision. Each check is met, not met or not stated by a fact of the claim; what
needs judgement stays with the reviewer as a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kfees.model.fields import Day, Model, Quantity, ResultAmount
from kfees.model.guidance import GuidelinePart
from kfees.model.item_rules import ItemFinding
from kfees.model.money import ZERO
from kfees.model.payer import PayerWords
from kfees.model.quote import PayeeTotal, Totals, Verdict
from kfees.model.sentences import Says

Outcome = Literal["met", "not met", "not stated"]


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome, the sentence of fact that it rests on, and for *not stated* the fact that is missing."""

    outcome: Outcome
    fact: str
    missing: str | None = None


class Check(Model):
    """One check of the guideline: what it requires, the fact it rests on, and where it comes from.

    `missing` names the fact of the claim for want of which the check is *not stated*, such as
    'provider.registration'; None where it is met or not met, or stated in words for the reviewer.
    """

    code: str
    part: GuidelinePart
    outcome: Outcome
    fact: Says
    missing: str | None
    requires: Says
    section: str


class Timing(Model):
    """When a next request will be considered, and when this one is to be decided.

    `days_left` until `decision_due`, from the day of the assessment; below 0 it is overdue.
    """

    next_request_from: Day | None
    next_request_reason: Says
    decision_due: Day | None
    days_left: int | None
    decision_reason: Says


RowOutcome = Literal[
    "matched",
    "not in the course",
    "outside the schedules",
    "discount",
    "ambiguous",
    "duplicate",
    "total",
    "heading",
    "note",
    "not read",
]


COUNTED: tuple[RowOutcome, ...] = ("matched", "not in the course", "outside the schedules")
"""The outcomes of rows that charge something."""


class QuotedLine(Model):
    """A row of the provider's own quote, and what it was matched to.

    `place` is its row in the file. `amount` is for all its units, as `maximum` is, at the engine's
    rates; None where the row was not priced or a figure is unknown. Of a discount it is what comes off:
    the other rows stand before it, the sums after it. `remedy`: what to do with a row that was not read,
    where that is known. `payable_least` to `gap_most` are as in a quote.
    """

    place: str
    outcome: RowOutcome
    item: str
    description: str
    quantity: Quantity | None
    dates: tuple[Day, ...]
    amount: ResultAmount | None
    schedule: str | None = None
    maximum: ResultAmount | None = None
    payable: ResultAmount | None = None
    gap: ResultAmount | None = None
    above_maximum: ResultAmount | None = None
    says: Says
    provider: str | None = None
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
    remedy: str = ""


class ProviderQuote(Model):
    """The provider's own quote compared with the course, row by row: no row is left out.

    `missing`: items that the course has and the quote lacks; `differences`: where it has more or
    fewer of them. The sums are over the rows that are matched, not in the course or outside the schedules,
    less discounts; None where a figure of one of them is unknown, and where none could be read. `left_out`:
    the places of rows that may hold a charge, and are in no sum. `payable_least` to `gap_most` are as in a
    quote, and `sentence` is what they come to.
    """

    lines: tuple[QuotedLine, ...]
    missing: tuple[str, ...]
    differences: tuple[str, ...]
    left_out: tuple[str, ...]
    item_findings: tuple[ItemFinding, ...]
    charge: ResultAmount | None
    maximum: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    payable_least: ResultAmount | None = None
    payable_most: ResultAmount | None = None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None
    known_maximum: ResultAmount = ZERO
    sentence: Says | None = None

    @property
    def nothing_read(self) -> bool:
        """Whether no row could be read and priced, so that there is nothing to add up."""
        return self.sentence is None


class Assessment(Model):
    """Everything that can be said of a request from its facts. `please_check` is as in its quote, and so are
    `payees`, `totals` and `headline`: what the course comes to; None where a rate is not in the payer's
    currency. `guideline` is None where none of the payer is loaded. `payer`: what its payer is called."""

    verdict: Verdict
    checks: tuple[Check, ...]
    questions: tuple[Says, ...]
    timing: Timing
    item_findings: tuple[ItemFinding, ...]
    provider_quote: ProviderQuote | None
    guideline: str | None
    guideline_source: str | None
    guideline_read: Day | None
    as_of: Day
    kfees: str
    payer: PayerWords = PayerWords()
    please_check: tuple[Says, ...] = ()
    payees: tuple[PayeeTotal, ...] = ()
    totals: Totals | None = None
    headline: Says | None = None

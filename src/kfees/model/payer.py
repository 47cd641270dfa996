"""Whose schedules, guideline and rules apply: a payer, which is a file, and what sentences call it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, StrictInt

from kfees.model.blanks import Dollars
from kfees.model.dates import DateOrder
from kfees.model.fields import Amount, Day, Model, Result, Text, within
from kfees.model.payee import Payee
from kfees.model.schedule import Basis, Currency, Prose, SettingService
from kfees.model.sentences import Sentence, whole

DEFAULT_PAYER = "worksafe-victoria"
"""The payer of a request that names none, and of texts that belong to no other."""


_BLANK = re.compile(r"\{([Pp]ayer|[Pp]atient)\}")


Approval = Literal["beforehand", "not known", "none"]
"""Whether a payer pays only for what it approved before the treatment."""


class Called(NamedTuple):
    """A payer in a blank: as an English sentence calls it, and its name, which other languages keep."""

    in_english: str
    name: str

    def __str__(self) -> str:
        return self.in_english


class PayerWords(Result):
    """What sentences need to know of a payer. `name` is that of its file, `called` its own without an
    article; `patient` is who is treated: 'the worker'. Every amount is in `currency`."""

    name: str = DEFAULT_PAYER
    title: str = "the payer"
    called: str = "the payer"
    in_a_sentence: str = "the payer"
    patient: str = "the patient"
    currency: Currency = "AUD"

    @property
    def blanks(self) -> Mapping[str, object]:
        """{payer} and {patient} within a sentence, {Payer} and {Patient} where one begins."""
        return {
            "payer": Called(self.in_a_sentence, self.called),
            "Payer": Called(_begun(self.in_a_sentence), self.called),
            "patient": Sentence(self.patient),
            "Patient": Sentence(_begun(self.patient), self.patient),
        }

    def said(self, text: str) -> Sentence:
        """A text of a file, such as an assumption, with those of these blanks filled that it has."""
        rest = _BLANK.sub("", text) if "{" in text else text
        if rest == text or re.search("[{}]", rest):
            return whole(text)
        return whole(text).format(**self.blanks)

    def dollars(self, amount: Decimal) -> Dollars:
        """An amount in a blank, in the payer's currency."""
        return Dollars(amount, self.currency)


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


class PublicHolidaysOf(Model):
    """Where a course by weekdays has no session: a country, and a state of it, as `holidays` knows them.

    `table`: a file beside the folders that states the holidays of some years, as public-holidays.csv does.
    """

    country: Text
    state: Text | None = None
    table: Text | None = None


class ScheduleTaken(Model):
    """Which schedule a family of settings and requests is under this payer.

    `basis`: what its figures are for this payer, where they are another's; `says` why. `title`: what this
    payer's quotes call the schedule, where its own title speaks of another payer.
    """

    schedule: Text
    title: Annotated[str, Field(max_length=200)] = ""
    basis: Basis | None = None
    says: Annotated[str, Field(max_length=2000)] = ""


class Leave(Model):
    """What is paid for a night of leave, as a fraction of the bed's rate."""

    fraction: Annotated[
        Decimal, BeforeValidator(within("0", "1", Sentence("{typed} is not a possible fraction.")))
    ]
    source: Prose


class SettingTaken(Model):
    """What a setting brings under this payer, in place of what its own file says."""

    service: Annotated[tuple[SettingService, ...], Field(min_length=1)]
    assumptions: tuple[Prose, ...] = ()
    plain_assumptions: tuple[Prose, ...] = ()


class PriceByInfusion(Model):
    """The price of one infusion, whatever it takes: neither a setting nor a weight is asked.

    It holds from `first_day` on, and `says` what it is. `payee`: whom it pays. `assumptions` stand in a quote
    in place of those of regimens and settings.
    """

    amount: Amount
    label: Text
    payee: Payee
    first_day: Day
    source: Prose
    says: Prose
    assumptions: tuple[Prose, ...] = ()


class Payer(Model):
    """`payers/<name>.toml`: a payer's name, its schedules by family, its guideline, rules, days and rights.

    `guideline`, `item_rules`: the sets of dated files that hold for it; without one, none is known.
    `date_order`: how a table writes its days that does not prove it otherwise. `approval`: without it,
    `beforehand` where the guideline asks for it, else not known. `floor`: what a floor under its rates rests
    on. `earlier_stay_days`: stays at most so many days apart count on.
    `leave`: without it, what is paid for a night of leave is not published. `rights`: what a notice tells.
    Sentences may hold the blanks {payer} and {patient}, which this file fills: see `PayerWords`.
    """

    title: Text
    called: Text
    in_a_sentence: Text
    patient: Text
    source: Prose
    currency: Currency
    time_zone: Text
    date_order: DateOrder = "day-first"
    public_holidays: PublicHolidaysOf
    guideline: Text | None = None
    approval: Approval | None = None
    item_rules: Text | None = None
    floor: Annotated[str, Field(max_length=2000)] = ""
    earlier_stay_days: Annotated[StrictInt, Field(ge=1, le=366)] = 7
    decision_days: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    rights: tuple[Prose, ...] = ()
    leave: Leave | None = None
    schedule: dict[Text, ScheduleTaken] = Field(default_factory=dict)
    setting: dict[Text, SettingTaken] = Field(default_factory=dict)
    price_by_infusion: PriceByInfusion | None = None

    @property
    def bears_gst(self) -> bool:
        """Whether there is GST on what is charged: it is Australia's."""
        return self.currency == "AUD"

    def words(self, name: str) -> PayerWords:
        """What sentences need of the payer whose file has this name."""
        return PayerWords.made(
            {
                "name": name,
                "title": self.title,
                "called": self.called,
                "in_a_sentence": self.in_a_sentence,
                "patient": self.patient,
                "currency": self.currency,
            }
        )

"""What is asked: a course of ketamine infusions, where, when, at what charges, under what claim.

The models are the JSON of a request. Only `regimen`, `setting` or `parts`, and `start` are required; what a
claim does not state is not stated, never assumed.
"""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    StrictInt,
    Tag,
    model_validator,
)

from kfees.model.english import plain
from kfees.model.fields import Amount, Count, Day, Flag, Model, Number, Quantity, Text, described, within
from kfees.model.payee import Payee
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import Unreadable
from kfees.model.sentences import Sentence, translatable

Remoteness = Literal["RA0", "RA1", "RA2", "RA3", "RA4"]
"""From RA0, a major city, to RA4, very remote."""

MOST_KG = 400
"""The greatest body weight, included."""

NOT_CLEAR = Sentence("it is not clear what is charged.")
CHARGES = Sentence(
    'Give {"payee", "amount"}; {"schedule", "item", "amount"}, with "dates" where not for all;'
    ' {"payee", "label", "amount"} for a fee that no schedule has, with "quantity" and "dates" where'
    ' needed; or {"payee", "discount"}.'
)

read_kg = within("0", str(MOST_KG), translatable("{typed} is not a possible body weight."), " kg")

WeightKg = Annotated[
    Decimal,
    BeforeValidator(read_kg),
    PlainSerializer(plain, str, when_used="json-unless-none"),
    described(r"^[0-9]{1,12}(\.[0-9]{1,12})?$", 1, MOST_KG, "80"),
]


class ExplicitDates(Model):
    """The treatment days, one by one."""

    dates: tuple[Day, ...] = Field(min_length=1, max_length=366)


Calendar = Annotated[
    Annotated[Literal["weekdays", "consecutive"], Tag("<word>")] | Annotated[ExplicitDates, Tag("<dates>")],
    Discriminator(lambda value: "<word>" if isinstance(value, str) else "<dates>"),
]


class Item(Model):
    """One item of one schedule."""

    schedule: Text
    item: Text


ChargeKind = Literal["one amount", "item", "fee", "discount"]

_KINDS: dict[ChargeKind, tuple[frozenset[str], frozenset[str]]] = {
    "one amount": (frozenset({"payee", "amount"}), frozenset()),
    "item": (frozenset({"schedule", "item", "amount"}), frozenset({"dates"})),
    "fee": (frozenset({"payee", "label", "amount"}), frozenset({"quantity", "dates"})),
    "discount": (frozenset({"payee", "discount"}), frozenset()),
}
"""What each kind of charge has to state, and may."""

_WHAT = frozenset().union(*(needed | allowed for needed, allowed in _KINDS.values()))


class Charge(Model):
    """What a provider charges, in one of four ways.

    - One amount: `payee`, `amount` for all lines of that payee and provider.
    - By item: `schedule`, `item`, `amount` for each unit, on `dates` where given.
    - A fee that no schedule has: `payee`, `label`, `amount` for each of `quantity` units in all (one for each
      of `dates` unless told, else one). It is a line of its own.
    - A discount: `payee`, `discount`, off what that payee and provider charge, fees apart.

    Amounts are compared with the maximum as they stand: give them without GST where the rate is, or say
    `gst` "included". `provider`: who charges; the setting's biller unless told.
    """

    amount: Amount | None = None
    payee: Payee | None = None
    provider: Text | None = None
    schedule: Text | None = None
    item: Text | None = None
    label: Text | None = None
    quantity: Quantity | None = None
    dates: tuple[Day, ...] | None = Field(default=None, min_length=1, max_length=366)
    discount: Amount | None = None
    gst: Literal["included"] | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        stated = {name for name in _WHAT if getattr(self, name) is not None}
        if any(needed <= stated <= needed | more for needed, more in _KINDS.values()):
            return self
        raise Unreadable(
            "bad-charge",
            NOT_CLEAR,
            CHARGES,
        )

    @property
    def kind(self) -> ChargeKind:
        if self.discount is not None:
            return "discount"
        if self.payee is None:
            return "item"
        return "one amount" if self.label is None else "fee"

    @property
    def units(self) -> Decimal:
        """How many units of a fee are charged, in all."""
        return self.quantity or Decimal(len(self.dates or ()) or 1)

    @property
    def with_gst(self) -> bool:
        return self.gst is not None


class Bed(Model):
    """The bed of these nights, by its item, in place of the one that the setting brings."""

    item: Text
    dates: tuple[Day, ...] = Field(min_length=1, max_length=366)


class EarlierStay(Model):
    """A hospital stay before this one: the day on which it ended, and its length in days."""

    ended: Day
    days: Annotated[StrictInt, Field(ge=1, le=10_000)]


class Episode(Model):
    """A stay in hospital.

    - `drg`: the AR-DRG, such as 'B71B'.
    - `admitted`, `discharged`: the day of admission, the first treatment day unless given, and the day
      of discharge, the day after the last treatment day unless given.
    - `nights`: how many, where the day of discharge is not given; they count for private hospitals too.
    - `beds`: the bed of some nights, where it is not the one that the setting brings.
    - `leave`: the nights spent out of hospital, each by its date; `leave_days` is their number.
    - `earlier_stay`: one that ended before; at most 7 days before, its days count for the step-down.
    - `icu_hours`: hours in intensive care, which count in an eligible unit alone: `icu_eligible`.
    - `age`: in whole years at admission.
    - `specialist_paediatric`, `indigenous`, `radiotherapy`, `dialysis`, `private_patient`: true or false.
    - `residence_remoteness`, `treatment_remoteness`: from RA0, a major city, to RA4, very remote.
    - `psychiatric_age`: a category such as '1.1', in the years that have one.
    - `multiple_providers`: true or false, of clinic visits.
    - `adjustments`: further ones of the year's own, such as 'COVID-19 treatment'.
    """

    drg: Text | None = None
    nights: Count | None = None
    admitted: Day | None = None
    discharged: Day | None = None
    beds: tuple[Bed, ...] = Field(default=(), max_length=100)
    leave: tuple[Day, ...] = Field(default=(), max_length=366)
    leave_days: Count = 0
    earlier_stay: EarlierStay | None = None
    icu_hours: Number = Decimal(0)
    icu_eligible: Flag = False
    age: StrictInt | None = None
    specialist_paediatric: Flag = False
    indigenous: Flag = False
    residence_remoteness: Remoteness = "RA0"
    treatment_remoteness: Remoteness = "RA0"
    radiotherapy: Flag = False
    dialysis: Flag = False
    private_patient: Flag = False
    psychiatric_age: Text | None = None
    multiple_providers: Flag = False
    adjustments: tuple[Text, ...] = Field(default=(), max_length=20)


MOST_SESSIONS = 100

Sessions = Annotated[StrictInt, Field(ge=1, le=MOST_SESSIONS)]
"""How many treatment days."""


class Part(Model):
    """A part of a course: so many sessions in one setting; `episode` is its stay."""

    setting: Text
    sessions: Sessions
    episode: Episode | None = None


ANYWHERE = ""
"""The setting of a course whose payer pays for the infusion, wherever it is given."""


class Place(NamedTuple):
    """A setting of a course and what takes place there. `sessions` is None for all that the regimen has;
    `root` comes before the names of its keys in the request: empty, or such as 'parts[0].'."""

    setting: str
    sessions: int | None
    episode: Episode | None
    root: str


class ServiceRequest(Item):
    """A service on top of those that the setting brings: `quantity` units on each of `dates`.

    An AR-DRG is a stay of its own: `episode` says which, and each date is a day of discharge. `provider`:
    who bills it; the setting's biller unless told.
    """

    dates: tuple[Day, ...] = Field(min_length=1, max_length=366)
    quantity: Quantity = Decimal(1)
    episode: Episode | None = None
    provider: Text | None = None


class Provider(Model):
    """The treating provider: registration as the regulator words it, and indemnity cover."""

    registration: Text | None = None
    indemnity_cover: Amount | None = None


class Outcomes(Model):
    """What earlier infusions changed, by standardised measures before and after."""

    pain_improved: Flag | None = None
    function_improved: Flag | None = None
    opioids_reduced: Flag | None = None


class Approval(Model):
    """What the payer approved: under which reference, on which day, and how much of what until when."""

    reference: Text | None = None
    given: Day | None = None
    sessions: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    amount: Amount | None = None
    until: Day | None = None


Document = Literal["diagnosis", "first-line", "medications", "outcome-measures", "mental-health"]
"""What the guideline's checks ask for; a claim may call each by other names too."""


class Claim(Model):
    """The facts that the payer's guideline asks about. What is absent is not stated.

    `route`, `indication`, `circumstance`, `country`, `provider.registration` and `documents` hold words
    that the guideline knows, or 'other: ' and a text for the reviewer. `previous_treatments` are days of
    earlier infusions: those of one course are one treatment. `treated_without_approval`: the treatment began,
    and nobody had approved it; `prior_approval` false says no more than that nobody has yet.
    """

    request_date: Day | None = None
    route: Text | None = None
    indication: Text | None = None
    circumstance: Text | None = None
    injury_accepted: Flag | None = None
    referred_by_medical_practitioner: Flag | None = None
    prior_approval: Flag | None = None
    treated_without_approval: Flag | None = None
    approval: Approval | None = None
    country: Text | None = None
    provider: Provider = Provider.model_construct()
    documents: tuple[Text, ...] | None = Field(default=None, max_length=100)
    mental_health_risk: Flag | None = None
    information_complete: Day | None = None
    previous_treatments: tuple[Day, ...] | None = Field(default=None, max_length=1000)
    exceptional_circumstances: Flag | None = None
    outcomes: Outcomes = Outcomes.model_construct()


class CourseRequest(Model):
    """A course of infusions to price: a regimen, in a setting, from a first treatment day.

    Only `regimen`, `setting` (or `parts`) and `start` are required, and `weight_kg` where the dose needs
    it; neither setting nor weight where the payer has a price by infusion.

    - `regimen`, `setting`: their names, such as 'crps-10-day' and 'consulting-rooms'.
    - `payer`: whose schedules, guideline and rules apply.
    - `parts`: in place of `setting` and `episode`, for a course that moves between settings: the sessions
      in each, in order. A part begins on the first day of its calendar after the part before.
    - `sessions`: the number of treatment days, 1 to 100, in place of the regimen's.
    - `start`: the first treatment day, a date, ISO in JSON.
    - `weight_kg`: body weight in kilograms, more than 0 and at most 400.
    - `calendar`: `weekdays` (the payer's public holidays skipped), `consecutive`, or explicit dates.
    - `charges`: what providers charge, in the payer's currency, such as AUD: for all of a payee's lines,
      for each unit of an item, as a fee that no schedule has; and discounts.
    - `providers`: who bills what the setting brings, where a payee is more than one.
    - `services`: what comes on top of what the setting brings: `quantity` units on each of `dates`.
    - `without`: items that the setting brings and this course does not. An item that is named in
      `services` too is replaced.
    - `episode`: the stay in hospital: its days or nights, beds, days of leave, an earlier stay, hours in
      intensive care, age in years.
    - `claim`: the facts that the payer's guideline asks about; what is absent is not stated.
    """

    regimen: Text
    payer: Text = DEFAULT_PAYER
    parts: tuple[Part, ...] = Field(default=(), max_length=MOST_SESSIONS)
    setting: Text | None = None
    sessions: Sessions | None = None
    start: Day
    weight_kg: WeightKg | None = None
    calendar: Calendar | None = None
    charges: tuple[Charge, ...] = Field(default=(), max_length=1000)
    providers: dict[Payee, Text] = Field(default_factory=dict)
    services: tuple[ServiceRequest, ...] = Field(default=(), max_length=1000)
    without: tuple[Item, ...] = Field(default=(), max_length=1000)
    episode: Episode | None = None
    claim: Claim | None = None

    @property
    def dates(self) -> tuple[Day, ...]:
        """The treatment days, where the calendar gives them one by one."""
        calendar = self.calendar
        return () if calendar is None or isinstance(calendar, str) else calendar.dates

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the course takes place, in order: its parts, or its one setting."""
        if not self.parts or self.setting is not None:
            return (Place(self.setting or ANYWHERE, self.sessions, self.episode, ""),)
        return tuple(
            Place(part.setting, part.sessions, part.episode, f"parts[{number}].")
            for number, part in enumerate(self.parts)
        )

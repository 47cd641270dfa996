"""What is asked: a course of ketamine infusions, where, when, at what charges, under what claim.

The models are the JSON of a request. Only `regimen`, `setting` and `start` are required; what a
claim does not state is not stated, never assumed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, StrictInt, Tag, model_validator

from kfees.model.fields import Amount, Count, Day, Flag, Model, Number, Quantity, Text, described, within
from kfees.model.money import plain
from kfees.model.problems import Unreadable
from kfees.model.sentences import translatable

Payee = Literal["hospital", "medical", "pharmacy"]
"""Who is paid: the hospital, the doctor, the pharmacy; every schedule names its payee."""


class PayeeWords(NamedTuple):
    """What a payee is called, alone and in a sentence; its lines' sum; what is not known of its charges."""

    name: str
    in_a_sentence: str
    total: str
    in_one_amount: str
    charges_for: str


NAMED: dict[Payee, PayeeWords] = {
    "hospital": PayeeWords(
        translatable("Hospital"),
        translatable("the hospital"),
        translatable("Hospital, total"),
        translatable("Hospital, charged in one amount"),
        translatable("What the hospital charges for {items}."),
    ),
    "medical": PayeeWords(
        translatable("Doctor"),
        translatable("the doctor"),
        translatable("Doctor, total"),
        translatable("Doctor, charged in one amount"),
        translatable("What the doctor charges for {items}."),
    ),
    "pharmacy": PayeeWords(
        translatable("Pharmacy"),
        translatable("the pharmacy"),
        translatable("Pharmacy, total"),
        translatable("Pharmacy, charged in one amount"),
        translatable("What the pharmacy charges for {items}."),
    ),
}
"""Every payee, in the order in which a quote has them."""

PAYEES: tuple[Payee, ...] = tuple(NAMED)
PAYEE_NAMES, PAYEE_WORDS = (
    {payee: words.name for payee, words in NAMED.items()},
    {payee: words.in_a_sentence for payee, words in NAMED.items()},
)

Remoteness = Literal["RA0", "RA1", "RA2", "RA3", "RA4"]
"""From RA0, a major city, to RA4, very remote."""

MOST_KG = 400
"""The greatest body weight, included."""

read_kg = within("0", str(MOST_KG), "body weight", " kg")

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


class ServiceRequest(Item):
    """A service on top of those that the setting brings: `quantity` units on each of `dates`."""

    dates: tuple[Day, ...] = Field(min_length=1, max_length=366)
    quantity: Quantity = Decimal(1)


class Charge(Model):
    """What a provider charges: one amount for all of a payee's lines, or one per unit of an item.

    Amounts are compared with the maximum as they stand: give them without GST where the rate is.
    """

    amount: Amount
    payee: Payee | None = None
    schedule: Text | None = None
    item: Text | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Charge:
        whole_item = self.schedule is not None and self.item is not None
        part_of_item = self.schedule is not None or self.item is not None
        if (self.payee is not None) == part_of_item or part_of_item != whole_item:
            raise Unreadable(
                "bad-charge",
                "it is not clear what is charged.",
                "Name a payee, or a schedule and an item, not both.",
            )
        return self


class Episode(Model):
    """A stay in hospital.

    - `drg`: the AR-DRG, such as 'B71B'.
    - `nights`: how many; they count for private hospitals too.
    - `leave_days`: days of the stay spent out of hospital.
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
    leave_days: Count = 0
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


class Provider(Model):
    """The treating provider: registration as the regulator words it, indemnity cover in AUD."""

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
    earlier infusions: those of one course are one treatment.
    """

    request_date: Day | None = None
    route: Text | None = None
    indication: Text | None = None
    circumstance: Text | None = None
    injury_accepted: Flag | None = None
    referred_by_medical_practitioner: Flag | None = None
    prior_approval: Flag | None = None
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

    Only `regimen`, `setting` and `start` are required, and `weight_kg` where the dose needs it.

    - `regimen`, `setting`: their names, such as 'crps-10-day' and 'consulting-rooms'.
    - `start`: the first treatment day, a date, ISO in JSON.
    - `weight_kg`: body weight in kilograms, more than 0 and at most 400.
    - `calendar`: `weekdays` (Victorian public holidays skipped), `consecutive`, or explicit dates.
    - `charges`: what providers charge, in AUD: for all of a payee's lines, or for each unit of an item.
    - `services`: what comes on top of what the setting brings: `quantity` units on each of `dates`.
    - `without`: items that the setting brings and this course does not. An item that is named in
      `services` too is replaced.
    - `episode`: the stay in hospital: nights, days of leave, hours in intensive care, age in years.
    - `claim`: the facts that the payer's guideline asks about; what is absent is not stated.
    """

    regimen: Text
    setting: Text
    start: Day
    weight_kg: WeightKg | None = None
    calendar: Calendar | None = None
    charges: tuple[Charge, ...] = Field(default=(), max_length=1000)
    services: tuple[ServiceRequest, ...] = Field(default=(), max_length=1000)
    without: tuple[Item, ...] = Field(default=(), max_length=1000)
    episode: Episode | None = None
    claim: Claim | None = None

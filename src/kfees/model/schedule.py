"""What is published: schedules in versions, rates, and the regimens and settings that use them.

A *schedule* is a family of fees of one publisher; a *version* holds from its first day until the
next version's first day (not included). An *item* has one *rate*, or one rate for each span of
days of stay. All of it is data: see the folder `schedules/`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self, get_args

from pydantic import BeforeValidator, Field, StrictInt, model_validator

from kfees.model.fields import Amount, Day, Flag, Model, Text, within
from kfees.model.money import Money
from kfees.model.payee import Payee
from kfees.model.problems import Unreadable
from kfees.model.sentences import Sentence

Basis = Literal["published", "floor", "indexed", "reference", "supplied"]
"""What a figure rests on, strongest first.

published: the payer printed it. floor: by law the payer's own figure is never below it.
indexed: carried to another date by a stated factor. reference: another payer's price.
supplied: given by whoever loaded it. A total is as weak as its weakest line.
"""

BASES: tuple[Basis, ...] = get_args(Basis)

ESTIMATES: tuple[Basis, ...] = ("indexed", "reference")
"""Those of a figure that stands in for one that was not found: a gap over it is an estimate."""

Currency = Literal["AUD", "USD"]
"""What amounts are in; figures in different currencies never meet."""

Gst = Literal["exclusive", "included", "free"]

GST: tuple[Gst, ...] = get_args(Gst)
"""exclusive: where GST applies the payer pays it on top. free: the supply bears no GST."""

When = Literal[
    "each treatment day",
    "first treatment day",
    "later treatment days",
    "each night",
    "the stay",
    "each same-day stay",
    "each infusion",
]
"""On which days of a course a setting's service falls. `the stay` is one service for the whole stay,
on the day of leaving; `each same-day stay` is an admission and discharge on each treatment day. The item
of either is the request's AR-DRG where it names one. `each infusion` is each treatment day, or the whole
course where the regimen runs day and night."""

STAYS: tuple[When, ...] = ("the stay", "each same-day stay")
"""Those that are weighed by their length."""

NIGHTS: tuple[When, ...] = ("each night", "the stay")
"""Those that only a setting with nights has."""


Prose = Annotated[str, Field(min_length=1, max_length=2000)]

Decimals = Annotated[StrictInt, Field(ge=0, le=12)]

NO_DOSE = Sentence("{typed} is not a possible dose.")
NO_HOURS = Sentence("{typed} is not a possible number of hours a day.")

DoseNumber = Annotated[Decimal, BeforeValidator(within("0", "10000", NO_DOSE))]


class WorkbookRead(Model):
    """The workbook that a version was imported from; a rate's `cell` stands in this file."""

    file: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Rounding(Model):
    """Decimals kept, half up, at three points of the acute formula."""

    base: Decimals
    paediatric: Decimals
    adjusted: Decimals


class ActivityFacts(Model):
    """What makes a version one of weighted activity: its unit, and the price of one unit.

    Without `price_per_weight`, weights are known and dollars cannot be determined; `price_source`
    then says why, and otherwise where the price comes from. Without `rounding`, nothing is rounded.
    """

    unit: Text
    classification: Text
    price_per_weight: Amount | None = None
    price_source: Prose
    rounding: Rounding | None = None


class StepDown(Model):
    """What the days count on which rates step down, and whose word that is.

    The days of the stay count whatever the bed, or those in one bed alone. `not_published` names the
    items of which no source says it: their rate is known only where both counts come to the same.
    """

    counts: Literal["days of the stay", "days in one bed"]
    not_published: tuple[Text, ...] = ()
    source: Prose


class ScheduleFacts(Model):
    """`schedule.toml`: what a version is, whose it is and what its figures rest on.

    `next_change_expected`: the publisher's announced next change; from that day on the version's
    rates are stale. A price that nobody said would change has none. `basis` holds for every rate that states
    none of its own. `coverage` says what a version leaves out, for whoever looks for an item in vain.
    `workbook` is the file that the version was imported from, where it was; `more_workbooks` are further
    ones, each as sha256sum prints it. Without `step_down`, the days of the stay count.
    """

    title: Text
    publisher: Text
    source: Prose
    retrieved: Day
    next_change_expected: Day | None = None
    currency: Currency
    gst: Gst
    payee: Payee
    basis: Basis = "supplied"
    coverage: Annotated[str, Field(max_length=2000)] = ""
    workbook: WorkbookRead | None = None
    more_workbooks: tuple[Text, ...] = ()
    activity: ActivityFacts | None = None
    step_down: StepDown | None = None

    def file_of(self, cell: str) -> str:
        """The file that a rate's cell stands in: of one of several, its own: '[more.csv]more'!C2."""
        if self.workbook is None:
            return ""
        own = cell.lstrip("'")
        named = self.more_workbooks and own.startswith("[")
        return own[1:].rpartition("]")[0] if named else self.workbook.file

    def is_due(self, day: date) -> bool:
        """Whether the announced next change has come."""
        return self.next_change_expected is not None and self.next_change_expected <= day


class Rate(NamedTuple):
    """The price of one unit of an item, on the days `from_day` to `to_day` of a stay (both included).

    `amount` is in the version's currency, rounded half up to the cent when the rate is read. `cell` is
    where it stands in the version's workbook, such as 'Sheet1!F12'; empty where it came from none.
    `until`: the last day, included, on which it holds within its version; None where that is the version's.
    """

    item: str
    label: str
    amount: Money
    unit: str
    basis: Basis
    gst: Gst
    source: str
    reason: str = ""
    from_day: int | None = None
    to_day: int | None = None
    cell: str = ""
    until: date | None = None

    @property
    def steps(self) -> bool:
        """Whether the rate goes by the day of the stay."""
        return self.from_day is not None or self.to_day is not None

    def holds_on(self, day_of_stay: int) -> bool:
        return (self.from_day or 1) <= day_of_stay and (self.to_day is None or day_of_stay <= self.to_day)


class Dose(Model):
    """How much ketamine an hour of infusion takes: a fixed dose, or one by body weight."""

    mg_per_hour: DoseNumber | None = None
    mg_per_kg_per_hour: DoseNumber | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.mg_per_hour is None) == (self.mg_per_kg_per_hour is None):
            raise Unreadable(
                "bad-dose", "it does not state one dose.", "Give either mg_per_hour or mg_per_kg_per_hour."
            )
        return self


class Drug(Model):
    """The ampoules. They are priced by `item` of `schedule` where such a schedule is loaded."""

    schedule: Text
    item: Text
    label: Text
    mg_per_ampoule: DoseNumber


class PlainWords(Model):
    """`plain-words/<schedule>.toml`: what a schedule and its items are called to somebody who is treated.

    `labels`: the same for items that have no words of their own, by how their label begins: 'MBS item *'.
    """

    source: Prose
    title: Annotated[str, Field(max_length=200)] = ""
    items: dict[Text, Text] = Field(default_factory=dict)
    labels: dict[Text, Text] = Field(default_factory=dict)

    def of(self, item: str, label: str) -> str:
        """What an item is called; its label where nothing else is said of it."""
        begun = (said for start, said in self.labels.items() if label.startswith(start.removesuffix("*")))
        return self.items.get(item) or next(begun, label)


class Regimen(Model):
    """`regimens/<name>.toml`: so many treatment days, so many hours a day, at what dose.

    `continuous`: the infusion runs through the night, so the days must follow each other.
    `plain_title` and `plain_assumptions`: what somebody who is treated is told in place of the others.
    """

    title: Text
    plain_title: Annotated[str, Field(max_length=200)] = ""
    source: Text
    treatment_days: Annotated[StrictInt, Field(ge=1, le=366)]
    hours_per_day: Annotated[Decimal, BeforeValidator(within("0", "24", NO_HOURS))]
    continuous: Flag
    dose: Dose
    drug: Drug
    assumptions: tuple[Prose, ...] = ()
    plain_assumptions: tuple[Prose, ...] = ()


class SettingService(Model):
    """A service that a setting brings by default, and the days of the course it falls on.

    `cannot_determine`: why the item's rate is no price of it there.
    """

    schedule: Text
    item: Text
    when: When
    cannot_determine: Annotated[str, Field(max_length=2000)] = ""


class Setting(Model):
    """`settings/<name>.toml`: where a course is given and which services that brings.

    `overnight`: the patient stays for the nights. `continuous`: an infusion can run day and night.
    `drug_included`: the hospital's price covers the ampoules. `plain_assumptions`: what somebody who is
    treated is told in place of the others.
    """

    title: Text
    source: Text
    overnight: Flag
    continuous: Flag
    drug_included: Flag = False
    service: Annotated[tuple[SettingService, ...], Field(min_length=1)]
    assumptions: tuple[Prose, ...] = ()
    plain_assumptions: tuple[Prose, ...] = ()

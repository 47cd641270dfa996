"""What the columns of a portfolio can be, and what is added to them: by the payees that it can charge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import polars as pl

from kfees.library.library import Library
from kfees.model.payee import DOCTOR, HOSPITAL, PHARMACY, Payee, PayeeFacts
from kfees.model.portfolio_columns import FIGURES, OF_A_PAYEE, bare, names_of_course, names_of_payee
from kfees.model.problems import Problem
from kfees.reading.provider_headings import without_gst

Field = str
"""A field by the name of its column."""

REQUIRED: tuple[Field, ...] = ("regimen", "setting", "start")
STAY_DAYS: tuple[Field, ...] = ("admitted", "discharged")
DAYS: tuple[Field, ...] = ("start", *STAY_DAYS, "on")
"""Those of every table: `on` is the day of an activity."""
PAYER: Field = "payer"
"""The column in which each row names its payer."""

ITEM: Field = "item"
"""A column of codes of every kind."""

VISITS: tuple[Field, ...] = ("emergency", "clinic")
"""The codes of a presentation and of visits."""

CODES: tuple[Field, ...] = ("clinic", ITEM)
"""Columns of codes that a sheet may hold as numbers."""

WORDS: tuple[Field, ...] = (PAYER, "regimen", "setting", "drg", *VISITS, ITEM)
COUNTED: tuple[Field, ...] = ("age", "leave_days", "icu_hours")
FLAGS: tuple[Field, ...] = (
    "indigenous", "dialysis", "radiotherapy", "private_patient", "specialist_paediatric",
)  # fmt: skip
EVERY_FLAG: tuple[Field, ...] = (*FLAGS, "multiple_providers")
REMOTENESS: tuple[Field, ...] = ("residence", "treatment")
FACTS: tuple[Field, ...] = (*COUNTED, *FLAGS, *REMOTENESS)
"""What a stay, a presentation or a visit is weighed by."""

NUMBERS: tuple[Field, ...] = ("weight_kg", "nights", "sessions", *COUNTED)
OF_COURSE: tuple[Field, ...] = (
    *("id", PAYER, *REQUIRED, "weight_kg", "nights", "drg", "sessions"),
    *(*STAY_DAYS, *FACTS, *VISITS),
)

MONEY = pl.Decimal(18, 2)
"""To the cent: more digits than the largest amount that a request may hold, three times over."""

NWAU = pl.Decimal(28, 10)

CURRENCY = "currency"
"""What is added where rows name their payers: every amount of a row is in it."""

NUMBER = "the row's number in its own file"
"""A column of it may stand beside a portfolio's own; it is no column of the table."""

START_READ = "start_read"
"""What is added where the starts are no days of their own kind: the day as it was read."""

_NUMBER_OF = re.compile(r"^\W*(?:no\b\.?|nr\b\.?|num\b\.?|#)\W*(?:of\b\W*)?(?=[a-z])", re.IGNORECASE)
_CHARGED = re.compile(r"(?:amount)?(?:charged|billed|invoiced)(?:amount)?$")
_UNITS = re.compile(r"(in)?(aud|dollars)$")
_FLAGGED = re.compile(r"(flag|indicator|yn|yesno|yorn|yesorno)$")
_NUMBERED = re.compile(r"(.+?)_(?:duplicated_)?[0-9]+")
"""How readers of tables name a column whose name stands twice."""

_MADE_UP = r"\A__UNNAMED__[0-9]+\Z"
"""How they name one without a heading."""


def results_of(payees: Iterable[Payee]) -> dict[str, pl.DataType]:
    """What is added to the input, where these payees can charge."""
    return {
        **{f"{payee}_{figure}": MONEY for payee in payees for figure in FIGURES},
        **dict.fromkeys((*FIGURES, "gap_least", "gap_most"), MONEY),
        "complete": pl.Boolean(),
        "stale": pl.Boolean(),
        "basis": pl.String(),
        "nwau": NWAU,
        "please_check": pl.String(),
        "problem": pl.String(),
    }


RESULTS = results_of((HOSPITAL, DOCTOR, PHARMACY))
"""What is added where no other payees are loaded than those that ship."""


class Fields:
    """The fields of a portfolio whose rows these payees can charge, each kind in the order of the payees.

    `charges`: a payee's charge for all of its lines; `fees`: what it charges that no schedule has, in one
    amount; `discounts`: what is off its charge. `every`: all fields. `results`: what is added to the input.
    `of_payers`: rows name their payers. `words`: the columns of names and codes; `needed`: by which a row is
    known to hold anything; `always`: what is read of every row, null where the table does not have it.
    """

    row = "course"
    """What a row holds."""

    nothing = "no course"
    """What one holds that is left out."""

    are_weighed = False
    """Whether each row is weighed, by whatever it says."""

    words: tuple[Field, ...] = (PAYER, "regimen", "setting", "drg", *VISITS)
    needed: tuple[Field, ...] = REQUIRED

    def __init__(self, payees: Mapping[Payee, PayeeFacts], *, of_payers: bool = False) -> None:
        self.payees, self.facts = tuple(payees), payees
        self.charges, self.fees, self.discounts = map(self.of_payees, OF_A_PAYEE)
        self.amounts = (*self.charges, *self.fees, *self.discounts)
        self.every: tuple[Field, ...] = (*OF_COURSE, *self.amounts, "gst")
        self.always: tuple[Field, ...] = (*REQUIRED, "weight_kg", "nights", "drg", *self.charges)
        self.results = {**results_of(payees), **({CURRENCY: pl.String()} if of_payers else {})}
        self.names = names_of_course()
        for payee, facts in payees.items():
            self.names |= names_of_payee(payee, facts)
        self.names |= {bare(field): field for field in self.every}
        """Fields by their names in small letters, without signs, spaces and brackets."""

    def of_payees(self, figure: str) -> tuple[Field, ...]:
        """A figure of each payee, by the name of its column."""
        return tuple(f"{payee}_{figure}" for payee in self.payees)

    def of(self, library: Library, *, of_payers: bool) -> Fields:
        """These, of the payees that a table's rows may have."""
        return fields_of(library, of_payers=of_payers)

    def added(self, kinds: Mapping[Field, pl.DataType]) -> Mapping[str, pl.DataType]:
        """What is added to a table whose fields are of these kinds."""
        return self.results if kinds["start"] == pl.Date else {**self.results, START_READ: pl.Date()}

    def are_enough(self, found: Collection[Field | None]) -> bool:
        """Whether a row that names these fields is the heading. A payer may stand for a setting."""
        return set(REQUIRED) <= {*found} | ({"setting"} if PAYER in found else set())

    def missing(self, found: Collection[Field], library: Library, names: str) -> Iterable[Problem]:
        """What a table lacks that has these fields, in columns of these `names`."""
        needs_setting = PAYER not in found and not library.payer.price_by_infusion
        for field in REQUIRED:
            if field not in found and (field != "setting" or needs_setting):
                remedy = f"Add it; the columns are: {names}."
                yield Problem("missing-column", field, "there is no such column.", remedy)

    def field_of(self, name: str, names: Iterable[str] = ()) -> Field | None:
        """The field that a column's name means; None where it means none. A numbered repetition of
        another of the `names` means the same as that."""
        heading = without_gst(heading_of(name, names))
        found = bare(_NUMBER_OF.sub("number of ", heading))
        forms = (found, without_units(found), _CHARGED.sub("charge", without_units(found)))
        field = next((field for form in forms if (field := self.names.get(form))), None)
        flag = self.names.get(_FLAGGED.sub("", found))
        return field or (flag if flag in EVERY_FLAG else None)


def without_units(bare_name: str) -> str:
    """A name without 'AUD' or 'in dollars' behind it."""
    return _UNITS.sub("", bare_name)


def heading_of(name: str, names: Iterable[str]) -> str:
    """What heads a column of this name among others; nothing where its reader made up the name."""
    numbered = _NUMBERED.fullmatch(name)
    return numbered[1] if numbered and numbered[1] in names else re.sub(_MADE_UP, "", name)


def fields_of(library: Library, *, of_payers: bool) -> Fields:
    """The fields of a table: of the payees of every payer where its rows name their payers, else of those of
    the library's own."""
    return Fields(library.every_payee, of_payers=True) if of_payers else Fields(library.payees)


COURSES = Fields({})
"""The fields of a course alone, by which a heading is known."""


LOOKED_AT = 30
"""So many rows are looked at for the heading, where the first one is none."""


def decimals(units: pl.Expr, kind: pl.Decimal) -> pl.Expr:
    """Whole numbers of a kind's last place as the decimals that they are: a cast takes ten times as long."""
    return units.cast(pl.Int128).reinterpret(dtype=kind)

"""Who is paid: the hospital, the doctor, the pharmacy, and whoever else a file names.

`payees/<name>.toml` is a payee; every schedule names its own.
"""

import re
from collections.abc import Collection
from functools import cached_property
from typing import Annotated

from pydantic import Field, StrictInt

from kfees.model.blanks import Quoted
from kfees.model.fields import Model, Text
from kfees.model.problems import NOT_KNOWN, Problem, suggestion, use_one_of

Payee = Text
"""A payee by the name of its file. Which there are, a library knows: see `unknown_payee`."""

HOSPITAL, DOCTOR, PHARMACY = "hospital", "medical", "pharmacy"
"""Those that ship, and whose a row or a charge is taken to be where nothing else says it."""


class PayeeColumns(Model):
    """What people call the columns of a portfolio that charge a payee, besides `<name>_charge`, `<name>_fee`
    (what no schedule has) and `<name>_discount`."""

    charge: tuple[Text, ...] = ()
    fee: tuple[Text, ...] = ()
    discount: tuple[Text, ...] = ()


class PayeeFacts(Model):
    """What a payee is called: `title` alone, `in_a_sentence` within one. They stand in a quote by `order`.

    `payers`: the only ones who know it; every payer does unless told. `words`: what a provider's quote says
    of what this payee charges, beside its title; a word that ends in * stands for any ending. `columns`: see
    `PayeeColumns`.
    """

    title: Text
    in_a_sentence: Text
    order: Annotated[StrictInt, Field(ge=1, le=1000)]
    payers: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    columns: PayeeColumns = PayeeColumns.model_construct()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = (self.title, *self.words)
        said = (re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in words)
        return re.compile(rf"\b({'|'.join(said)})\b", re.IGNORECASE)

    def is_spoken_of(self, text: str) -> bool:
        """Whether words of a provider's quote are about what this payee charges."""
        return self._pattern.search(text) is not None


def unfit_name(name: str, place: str) -> Problem | None:
    """A file's name that could not stand in a flag, a link and the name of a column."""
    if re.fullmatch(r"[a-z][a-z0-9-]*", name):
        return None
    remedy = "Name it in small letters, digits and hyphens, such as radiology.toml."
    return Problem("bad-name", place, "this can be no payee's name.", remedy)


def unknown_payee(name: str, known: Collection[str], place: str) -> Problem:
    """A payee that no file describes."""
    remedy = suggestion(name, known, use_one_of(known))
    return Problem("unknown-word", place, NOT_KNOWN.format(typed=Quoted(name[:40])), remedy)

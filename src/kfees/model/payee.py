"""Who is paid: the hospital, the doctor, the pharmacy, and whoever else a file names.

`payees/<name>.toml` is a payee; every schedule names its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from kfees.model.fields import Model, Text

Payee = Literal["hospital", "medical", "pharmacy"]
"""A payee by the name of its file."""


class PayeeFacts(Model):
    """What a payee is called: `title` alone, `in_a_sentence` within one. They stand in a quote by `order`.

    `payers`: the only ones who know it; every payer does unless told.
    """

    title: Text
    in_a_sentence: Text
    order: Annotated[StrictInt, Field(ge=1, le=1000)]
    payers: tuple[Text, ...] = ()

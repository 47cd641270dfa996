"""The kinds of value that requests, quotes and files hold, and the model they stand in.

Modules of many models do without `from __future__ import annotations`: pydantic would have to compile each
annotation from its text, a quarter of what it takes to define a model.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core.core_schema import CoreSchema, str_schema

from kfees.model.dates import iso_day
from kfees.model.english import plain
from kfees.model.money import CENT, LIMIT, WHOLE_DIGITS, parse_decimal, parse_result, round_half_up
from kfees.model.problems import Unreadable
from kfees.model.sentences import Sentence, translatable

PART_OF_A_CENT = Sentence("{typed} holds a part of a cent.")
NEGATIVE = translatable("{typed} is negative.")
NO_QUANTITY = translatable("{typed} is not a possible quantity.")


class Model(BaseModel):
    """Frozen, and unknown keys refused."""

    # Most commands use few of the models: each is built when it is first used.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def changed(self, values: dict[str, object]) -> Self:
        """As `model_copy` with an update, in a third of its time."""
        changed = _new(type(self))
        _set_values(changed, vars(self) | values)
        _set_names(changed, self.__pydantic_fields_set__ | values.keys())
        _set_extra(changed, None)
        _set_private(changed, None)
        return changed


class Result(Model):
    """A model of what was worked out: `made` builds one without reading or checking its values anew."""

    @classmethod
    def made(cls, values: dict[str, Any]) -> Self:
        """One of values that are what the fields hold already: all fields, in their order, which is that of
        the JSON. A law holds that the checks would change nothing."""
        made = _new(cls)
        _set_values(made, values)
        _set_names(made, _names_of(cls))
        _set_extra(made, None)
        _set_private(made, None)
        return made


_new = object.__new__
_set_values, _set_names, _set_extra, _set_private = (
    vars(BaseModel)[part].__set__
    for part in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""As pydantic sets them itself: a result is frozen, and has no aliases and no private parts."""


@cache
def _names_of(model: type[Result]) -> set[str]:
    """The names of all fields, which all count as set; pydantic copies the set before it changes one."""
    return {*model.model_fields}


def described(pattern: str, least: int, most: int, example: str) -> WithJsonSchema:
    """What a decimal may be in JSON: digits in quotes, or a whole number from `least` to `most`."""
    text: dict[str, Any] = {"type": "string", "pattern": pattern, "examples": [example]}
    whole: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    return WithJsonSchema({"anyOf": [text, whole], "examples": [example]}, mode="validation")


def _amount(parse: Callable[[object], Decimal]) -> Callable[[object], Decimal]:
    """A reader of amounts of zero or more, in whole cents."""

    def read(value: object) -> Decimal:
        # Most amounts are our own sums, in whole cents already: reading each anew took a tenth of a price.
        if (
            isinstance(value, Decimal)
            and value.same_quantum(CENT)
            and not value.is_signed()
            and value < LIMIT
        ):
            return value
        amount = parse(value)
        cents = round_half_up(amount)
        if cents != amount:
            raise Unreadable(
                "part-of-a-cent",
                PART_OF_A_CENT.format(typed=str(amount)),
                translatable("Give at most two decimals."),
            )
        if cents < 0:
            raise Unreadable(
                "negative-amount",
                NEGATIVE.format(typed=str(cents)),
                Sentence("An amount is 0.00 or more."),
            )
        return cents

    return read


def within(low: str, high: str, what: Sentence, unit: str = "") -> Callable[[object], Decimal]:
    """A reader of decimals above `low` (not included) up to `high` (included). `what`: says what a number
    that is none of them is not."""
    lowest, highest = Decimal(low), Decimal(high)

    def read(value: object) -> Decimal:
        number = parse_decimal(value)
        if not lowest < number <= highest:
            raise Unreadable(
                "out-of-range",
                what.format(typed=plain(number)),
                translatable("Give more than {low} and at most {high}.").format(
                    low=low, high=f"{high}{unit}"
                ),
            )
        return number

    return read


_WHOLE = rf"{{1,{WHOLE_DIGITS}}}"
_IN_CENTS = rf"^([0-9]{_WHOLE}(\.[0-9]{{1,2}}0{{0,10}})?|-0{_WHOLE}(\.0{{1,12}})?)$"
_PLAIN = rf"^-?[0-9]{_WHOLE}(\.[0-9]{{1,12}})?$"
_POSITIVE = rf"^[0-9]{_WHOLE}(\.[0-9]{{1,12}})?$"
_MOST = LIMIT - 1

read_amount = _amount(parse_decimal)
"""Read an amount that somebody gave: zero or more, in whole cents. Raises Unreadable."""

Amount = Annotated[
    Decimal,
    BeforeValidator(read_amount),
    PlainSerializer(str, str, when_used="json-unless-none"),
    described(_IN_CENTS, 0, _MOST, "3200.00"),
]
"""An amount of money: zero or more, whole cents, two decimals in JSON."""

ResultAmount = Annotated[
    Decimal, BeforeValidator(_amount(parse_result)), PlainSerializer(str, str, when_used="json-unless-none")
]
"""An amount that was worked out, with as many digits as that takes."""

Number = Annotated[
    Decimal,
    BeforeValidator(parse_decimal),
    PlainSerializer(plain, str, when_used="json-unless-none"),
    described(_PLAIN, -_MOST, _MOST, "12.5"),
]
"""A decimal number without a unit of its own, such as a weight; plain digits in JSON."""

ResultNumber = Annotated[
    Decimal, BeforeValidator(parse_result), PlainSerializer(plain, str, when_used="json-unless-none")
]
"""A number that was worked out, such as a sum of quantities; plain digits in JSON."""

Quantity = Annotated[
    Decimal,
    BeforeValidator(within("0", "100000", NO_QUANTITY)),
    PlainSerializer(plain, str, when_used="json-unless-none"),
    described(_POSITIVE, 1, 100_000, "1"),
]
"""How many units of an item: more than zero."""

_ISO_DAY = r"(199|20[0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_ISO_MOMENT = (
    rf"^{_ISO_DAY}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]+)?)?(Z|[+-][0-9]{{2}}:?[0-9]{{2}}))?$"
)

TIME_ZONE = "time_zone"


def _day(value: object, info: ValidationInfo) -> date:
    return iso_day(value, info.context[TIME_ZONE]) if info.context else iso_day(value)


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": _ISO_MOMENT, "examples": ["2024-08-05"]}, mode="validation"),
]
"""A date, ISO in JSON. A moment with a zone, as programs write it, is its day in the zone that the context
of the check names as TIME_ZONE, else in the default payer's."""


class _Letters:
    """Text of a least and a most length: from a `Field`, pydantic would work it out anew for each use."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __get_pydantic_core_schema__(self, _: object, __: object) -> CoreSchema:
        return str_schema(min_length=self._least, max_length=self._most)


Text = Annotated[str, _Letters(1, 200)]
"""A name, code or short label."""

Flag = StrictBool
"""true or false, and nothing that only looks like it."""

Count = Annotated[StrictInt, Field(ge=0, le=100_000)]
"""A whole number, zero or more."""

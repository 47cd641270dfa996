"""What stands in the blanks of sentences beside days, numbers and texts; each prints as English writes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from kfees.model.english import sign_of, spans_in_words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Days(NamedTuple):
    """'5 August 2024 to 9 August 2024 and 12 August 2024'."""

    days: tuple[date, ...]

    def __str__(self) -> str:
        return spans_in_words(self.days)


class IsoDay(NamedTuple):
    """'2024-08-05': a day beside what somebody typed."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


class Quoted(NamedTuple):
    """'abc' in quotation marks: what somebody typed, or is to type."""

    text: str

    def __str__(self) -> str:
        return repr(self.text)


class Dollars(NamedTuple):
    """'$1,204.50', or 'USD 1,204.50'."""

    amount: Decimal
    currency: str = "AUD"

    def __str__(self) -> str:
        return f"{sign_of(self.currency)}{self.amount:,}"


class SignedDollars(NamedTuple):
    """' (+ $804.25)'; nothing where it is not known."""

    amount: Decimal | None
    currency: str = "AUD"

    def __str__(self) -> str:
        if self.amount is None:
            return ""
        return f" ({self.sign} {sign_of(self.currency)}{abs(self.amount):,})"

    @property
    def sign(self) -> str:
        return "-" if self.amount is not None and self.amount < 0 else "+"


class Exact(NamedTuple):
    """'1204.50': a number with as many decimals as it has."""

    number: Decimal

    def __str__(self) -> str:
        return f"{self.number:f}"


class Percent(NamedTuple):
    """'3.5 %', of a number in percent; `signed`: '+3.5 %'."""

    percent: Decimal
    signed: bool = False

    def __str__(self) -> str:
        return f"{self.sign}{self.percent:,} %"

    @property
    def sign(self) -> str:
        return "+" if self.signed and self.percent > 0 else ""


class Grouped(int):
    """'1,204'."""

    def __str__(self) -> str:
        return f"{int(self):,}"


class Spelled(int):
    """'one' to 'ten', then digits."""

    def __str__(self) -> str:
        return _NUMBERS[self] if 0 <= self < len(_NUMBERS) else str(int(self))


class Counted(NamedTuple):
    """'1 day', '3 days'."""

    number: int
    of: Literal["day", "item"]

    def __str__(self) -> str:
        return f"{self.number} {self.of}" + ("" if self.number == 1 else "s")


def counted(number: int, what: str) -> str:
    """'1 cell', '1,204 cells': in English, for what no other language says."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


class Listed(NamedTuple):
    """'a, b and c': codes, names or sentences; `last` is what stands before the last one."""

    parts: tuple[object, ...]
    last: str = " and "

    def __str__(self) -> str:
        *most, last = map(str, self.parts)
        return f"{', '.join(most)}{self.last}{last}" if most else last

"""How far apart something comes, as people write it: '24 months', '2 years', 'year'."""

from __future__ import annotations

import re
from decimal import Decimal

from kfees.model.blanks import Quoted
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.problems import Unreadable
from kfees.model.sentences import translatable

_SPAN = re.compile(
    r"(?:every\s+|each\s+)?(?P<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)?\s*-?\s*"
    r"(?P<unit>months?|mths?|mos?|m|years?|yrs?|y)\.?(?:\s*(?:and|,)?\s*(?P<more>[0-9]{1,2})\s*(?:months?|mths?|mos?|m))?",
    re.IGNORECASE | re.ASCII,
)


def months_as_written(text: str) -> int:
    """Whole months: '2 years' are 24, 'every 1.5 years' 18, '1 year 6 months' 18. Raises Unreadable."""
    shown = text.strip()
    found = _SPAN.fullmatch(shown)
    if found is None:
        remedy = translatable("Write months or years, such as 18 months or 2 years.")
        if shown.isdecimal():
            remedy = translatable("Write {number} months or {number} years.").format(number=shown)
        message = translatable("{typed} is no number of months or years.")
        raise Unreadable("bad-span", message.format(typed=Quoted(shown[:40])), remedy)
    by_year = found["unit"][0] in "yY"
    months = Decimal(found["number"] or 1) * (MONTHS_A_YEAR if by_year else 1) + int(found["more"] or 0)
    if months % 1 or not months:
        message = translatable("{typed} is not a whole number of months.").format(typed=Quoted(shown[:40]))
        raise Unreadable("bad-span", message, translatable("Write whole months, such as 18 months."))
    return int(months)

"""What the heading of a column of amounts says of all of them: the days of a stay, or what one is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfees.importing.periods import OF_A_PERIOD, period_in
from kfees.importing.sections import is_unit, unit_in_section
from kfees.importing.stays import Span, span_of_heading, without_days
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import tidy

_BEFORE = "ex(?:cl?)?|incl?|excluding|exclusive of|including|inclusive of|plus|with|without|no|net of"
_AFTER = "excl?|incl?|excluded|exclusive|included|inclusive|free|exempt"
_GST = re.compile(
    rf"[(\[]?\b(?:(?:{_BEFORE})\b\.? ?(?:any )?(?:GST|tax)|(?:GST|tax)[ -](?:{_AFTER})"
    rf"|(?:{_AFTER})(?= *[)\]]|\.?$))\b\.?[)\]]?|\+ ?GST\b",
    re.I,
)
"""What a heading says of GST, in brackets or not."""

_IN_BRACKETS = re.compile(r"(?P<before>.*)[(\[] ?(?P<unit>.+?) ?[)\]]", re.I)
_EACH = re.compile(r"(?:.* )?each", re.I)


def span_in_heading(heading: str, group: str, order: DateOrder | None) -> Span | None:
    """'Days 1-14 (ex GST)' and '2025-26, days 1-14' -> (1, 14). `group`: the words above it."""
    return next((span for text in _shorter(heading, order) if (span := span_of_heading(text, group))), None)


def unit_in_heading(heading: str, order: DateOrder | None) -> str:
    """'Fee per hour (ex GST)', 'Price (each)', 'Rate 2025-26 /km' -> hour, each, km; empty where it says
    none."""
    for text in _shorter(heading, order):
        if unit := unit_in_section(text):
            return unit
        if bracketed := _IN_BRACKETS.fullmatch(text):
            if is_unit(bracketed["unit"]):
                return bracketed["unit"].casefold().removeprefix("per ")
            text = tidy(bracketed["before"])
        if unit := unit_in_section(without_days(text)):
            return unit
        if _EACH.fullmatch(text):
            return "each"
    return ""


def without_gst(text: str) -> str:
    """'2025-26 (ex GST)' -> '2025-26'."""
    return tidy(_GST.sub(" ", text)).strip(" -–,:;")


def _shorter(heading: str, order: DateOrder | None) -> Iterator[str]:
    """The heading; without what it says of GST; and without its period."""
    text = tidy(heading)
    yield text
    without = without_gst(text)
    if without != text:
        yield without
    if (period := period_in(without, order or "day-first")) is not None:
        words = [word for word in period.besides.split() if word.casefold().strip(",") not in OF_A_PERIOD]
        yield tidy(" ".join(words)).strip(" -–,:;()")

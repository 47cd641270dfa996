"""Days of a stay in words: 'Days 1-14', '15+', 'Daily fee (days 1 to 14)', 'First day', 'Thereafter'."""

from __future__ import annotations

import re

from kfees.reading.cell import tidy

Span = tuple[int, int | None]
"""First and last day, both included; None until the end of the stay."""

_NUMBER = r"[0-9]{1,4}(?:st|nd|rd|th)?"
_ON = r"(?:onwards?|on|and (?:over|above|later|on|onwards?|more)|or (?:over|more|later)|plus|\+)"
_DAYS, _TO = r"(?:days?\s*)?", r"(?:-|–|—|/|\bto\b|\bthrough\b)"
_SPAN = re.compile(
    rf"(?:from )?{_DAYS}(?P<first>[0-9]{{1,3}})\s*{_TO}\s*{_DAYS}(?P<last>[0-9]{{1,4}})(?:\s*days?)?"
    rf"|(?:>=?\s*|from )?{_DAYS}(?P<from>{_NUMBER})\s*{_DAYS}{_ON}(?:\s*days?)?"
    rf"|(?:>=|from day|from)\s*(?P<least>{_NUMBER})(?:\s*days?)?"
    rf"|(?:over|after|beyond|>|more than|exceeding)\s*{_DAYS}(?P<after>{_NUMBER})(?:\s*days?)?"
    rf"|(?:first|up to(?: and including)?|to day|until day|<=)\s*{_DAYS}(?P<most>{_NUMBER})(?:\s*days?)?",
    re.I,
)
_ONE_DAY = re.compile(
    rf"(?:day (?P<day>{_NUMBER})|(?P<first>(?:the )?(?:first|initial) day))(?: only)?", re.I
)
_REST = re.compile(
    r"thereafter|then|after that|(?:rest|remainder|balance)(?: stay)?"
    r"|(?:each |every |all |any )?(?:subsequent|further|later|remaining|following|additional|extra|other)"
    r"(?: days?)?",
    re.I,
)
_FIGURES = re.compile(
    r"[0-9]{1,3} ?(?:[-–—/]|to) ?[0-9]{1,4}|(?:>=?|<=) ?[0-9]{1,4}|[0-9]{1,4} ?(?:\+|on(?:wards?)?)"
)
_COUNTED = re.compile(
    r"\b(?:aged?|ages|years?|yrs?|min(?:ute)?s?|h(?:ou)?rs?|kms?|kilometres?|visits?|sessions?|services?|patients?"
    r"|persons?|people|participants?|clients?|units?|items?|pages?|number|weeks?|months?)\b",
    re.I,
)
_SAYS_DAYS = re.compile(r"\bdays?\b", re.I)
_AROUND = re.compile(
    r"\b(?:fees?|rates?|prices?|amounts?|charges?|maximum|bed|of|for|the|per diem|per day|a day|daily|aud"
    r"|accommodation|inpatient|overnight|inclusive|incl?)\b|[$:()*]",
    re.I,
)
"""What stands beside the days in the heading of a fee."""


def span_of_days(text: str) -> Span | None:
    """'Days 1-14' -> (1, 14), '15+' -> (15, None); None where a cell says nothing else, or no days."""
    match = _SPAN.fullmatch(tidy(text))
    if match is None:
        return None
    first, last, begins, least, after, most = (
        int(re.sub(r"\D", "", match[name])) if match[name] else None
        for name in ("first", "last", "from", "least", "after", "most")
    )
    if first is not None and last is not None:
        return (first, last) if 1 <= first <= last else None
    if most is not None:
        return (1, most) if most else None
    begins = after + 1 if after is not None else begins or least
    return (begins, None) if begins else None


def span_of_heading(heading: str, group: str = "") -> Span | None:
    """The same of the words above a column, which may say besides that they stand above a fee. Without the
    word days only figures are some, '1-14' or '15+', and below no words for something else, as for ages."""
    text = tidy(heading)
    bare = text if _FIGURES.fullmatch(text) else tidy(_AROUND.sub(" ", text))
    if one := _ONE_DAY.fullmatch(bare):
        day = int(re.sub(r"\D", "", one["day"])) if one["day"] else 1
        return (day, day) if day else None
    if _SAYS_DAYS.search(text) or (_FIGURES.fullmatch(text) and not _COUNTED.search(group)):
        return span_of_days(text) or span_of_days(bare)
    return None


def is_rest_of_stay(heading: str) -> bool:
    """Whether a heading says every day after those of another column."""
    return _REST.fullmatch(tidy(_AROUND.sub(" ", heading))) is not None


def speaks_of_days(heading: str) -> bool:
    return re.search(r"\b(?:days?|thereafter|after that)\b", heading, re.I) is not None


def without_days(heading: str) -> str:
    """'Fee per day (days 1-14)' -> 'Fee per day', where a span of days stands behind other words."""
    words = re.split(r"[(,:–—]|\bdays? (?=[0-9])", heading, maxsplit=1)
    return tidy(words[0])

"""The period that words name: 'Fee 1/07/2025 - 31/12/2025', '2025-26', 'from 1 July 2025', 'FY26', '2025'."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import get_args

from kfees.importing.days import day_in
from kfees.model.english import MONTHS, in_words
from kfees.model.problems import InputError, Unreadable
from kfees.reading.as_written.days import EITHER, DateOrder, order_of_column
from kfees.reading.cell import tidy


@dataclass(frozen=True, slots=True)
class Stated:
    """A period, both days included; None where it is open. `besides`: what else the words say."""

    starts: date | None
    ends: date | None
    besides: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    @property
    def in_words(self) -> str:
        if self.starts is None or self.ends is None:
            words = f"from {in_words(self.starts)}" if self.starts else ""
            return words or f"until {in_words(self.ends or date.max)}"
        return f"{in_words(self.starts)} to {in_words(self.ends)}"

    @property
    def is_of_whole_months(self) -> bool:
        begins = self.starts is None or self.starts.day == 1
        return begins and (self.ends is None or self.ends == _last_of(self.ends.year, self.ends.month))


OF_A_PERIOD = frozenset(
    (
        *("from", "effective", "as", "at", "to", "on", "of", "until", "till", "up", "the", "for", "valid"),
        *("period", "year", "years", "financial", "commencing", "starting", "since", "onwards", "and"),
        *("including", "inclusive", "between", "ending", "current", "new", "previous"),
    )
)
"""Words that say nothing but that it is a period."""

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" + ("|sept" if name == "September" else "") for name in MONTHS)
_ORDINAL = "(?:st|nd|rd|th)?"
_FIGURES = r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:[0-9]{4}|[0-9]{2})"


def _point(name: str, year: str) -> str:
    """A pattern of a day or a month. `year`: '?' where the other end of a range may say it."""
    return (
        rf"(?:(?P<{name}_iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|(?P<{name}_figures>{_FIGURES})"
        rf"|(?P<{name}_month_first>{_MONTH})\.? (?P<{name}_day_second>[0-9]{{1,2}}){_ORDINAL}"
        rf"(?:,? (?P<{name}_year_third>[0-9]{{4}})){year}(?![0-9])"
        rf"|(?:(?P<{name}_day>[0-9]{{1,2}}){_ORDINAL}[ \-/.]?(?:of )?)?(?P<{name}_month>{_MONTH})\b\.?"
        rf"(?:,?[ \-/'’]{{0,2}}(?P<{name}_year>[0-9]{{4}}|[0-9]{{2}})(?![0-9])){year})"
    )


_EDGE, _END = r"(?<![\w.])", r"(?!\w)"
_RANGE = re.compile(
    rf"{_EDGE}{_point('a', '?')} ?(?:-|–|—|\b(?:to|until|till|through|and)\b) ?{_point('b', '')}{_END}",
    re.I | re.ASCII,
)
_ONE = re.compile(rf"{_EDGE}{_point('a', '')}{_END}", re.I | re.ASCII)
_UP_TO = re.compile(r"(?:until|till|up to|to|ending|ends|expires|expiring|through)(?: the)? ?$", re.I)
_YEARS = re.compile(
    r"(?:\bF\.?Y\.? ?|\b(?:financial )?year )?(?<![0-9./\-])20(?P<first>[0-9]{2}) ?[-–—/] ?"
    r"(?:20)?(?P<second>[0-9]{2})(?![0-9]|[./\-][0-9])"
    r"|\bF\.?Y\.? ?(?P<fy>[0-9]{2}) ?[-–—/] ?(?P<fy_second>[0-9]{2})(?![0-9])"
    r"|\bF\.?Y\.? ?(?:20)?(?P<ends>[0-9]{2})(?![0-9])"
    r"|(?:\bCY ?|\bcalendar year )?(?<![0-9.,/\-$])(?P<calendar>20[0-9]{2})(?![0-9]|[.,/\-–—][0-9])",
    re.I | re.ASCII,
)


_NO_YEAR = re.compile(
    rf"{_EDGE}(?:(?P<day>[0-9]{{1,2}}){_ORDINAL}[ \-](?:of )?(?P<month>{_MONTH})\b"
    rf"|(?P<month_first>{_MONTH})\.? (?P<day_second>[0-9]{{1,2}}){_ORDINAL}(?![0-9]))"
    r"(?!\.?,?[ \-/'’]{0,2}[0-9]{2})",
    re.I | re.ASCII,
)


def days_without_year(text: str) -> list[tuple[int, int]]:
    """Month and day of each day that stands without its year: 'from 1 July' -> [(7, 1)]."""
    return [_month_and_day(found) for found in _NO_YEAR.finditer(tidy(text))]


def with_years(text: str, begins: date) -> str:
    """The same words, in which each such day has the year that puts it into the twelve months from a day."""

    def dated(found: re.Match[str]) -> str:
        month, day = _month_and_day(found)
        year = begins.year + ((month, day) < (begins.month, begins.day))
        return f"{day} {MONTHS[month - 1]} {year}"

    return _NO_YEAR.sub(dated, tidy(text))


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    return _month(found["month"] or found["month_first"]), int(found["day"] or found["day_second"])


def period_in(text: str, order: DateOrder | None) -> Stated | None:
    """The one period that a text names; None where it names none, several, or none for certain."""
    text = tidy(text)
    found = next((found for form in (_RANGE, _ONE, _YEARS) if (found := [*form.finditer(text)])), [])
    if len(found) != 1:
        return None
    try:
        period = _read(found[0], text, order)
    except (Unreadable, ValueError):
        return None
    return None if period is None or _names_days(period.besides) else period


def order_in(texts: Iterable[str], asked: DateOrder | None) -> DateOrder | None:
    """In which order the days of some headings stand: as asked, as one of them proves for all, or as all of
    them begin and end with months in one order alone; None where it is open."""
    texts = list(texts)
    figures = [figure for text in texts for figure in re.findall(rf"{_EDGE}{_FIGURES}{_END}", text)]
    if asked is not None:
        return asked
    try:
        found = order_of_column("", [("", figure) for figure in figures])
    except InputError:
        return None
    if found.because or not any(re.match(EITHER, figure) for figure in figures):
        return found.order
    read = {order: [period_in(text, order) for text in texts] for order in get_args(DateOrder)}
    fitting = [
        order
        for order, periods in read.items()
        if all(period.is_of_whole_months for period in periods if period is not None)
    ]
    alike = read["day-first"] == read["month-first"]
    return fitting[0] if len(fitting) == 1 or (fitting and alike) else None


def _read(found: re.Match[str], text: str, order: DateOrder | None) -> Stated | None:
    if found.re is _RANGE:
        return _of_range(found, text, order)
    return _of_one(found, text, order) if found.re is _ONE else _of_years(found, text)


def _of_range(found: re.Match[str], text: str, order: DateOrder | None) -> Stated | None:
    last = _days(found, "b", order)
    if found["a_day_second"] and not found["a_year_third"] and found["b_month"] and not found["b_day"]:
        year = int(found["a_day_second"]) + 2000  # 'Jul 25 to Dec 25' are months
        first = _days_of(year, _month(found["a_month_first"]), None)
    else:
        first = _days(found, "a", order, last[1])
    if first[0] > last[1]:
        return None
    return Stated(first[0], last[1], _without(found, text))


def _of_one(found: re.Match[str], text: str, order: DateOrder | None) -> Stated | None:
    """A day or month from which on something holds, or until which."""
    first, last = _days(found, "a", order)
    if _UP_TO.search(text[: found.start()]):
        return Stated(None, last, _without(found, text))
    return Stated(first, None, _without(found, text))


def _of_years(found: re.Match[str], text: str) -> Stated | None:
    besides = _without(found, text)
    if found["calendar"]:
        return Stated(date(int(found["calendar"]), 1, 1), date(int(found["calendar"]), 12, 31), besides)
    first, second = found["first"] or found["fy"], found["second"] or found["fy_second"]
    if first and (int(first) + 1) % 100 != int(second):
        return None
    year = 2000 + int(first) if first else 1999 + int(found["ends"])
    return Stated(date(year, 7, 1), date(year + 1, 6, 30), besides)


def _days(
    found: re.Match[str], end: str, order: DateOrder | None, other: date | None = None
) -> tuple[date, date]:
    """The first and last day of an end of a range; a year that it lacks is the latest by the `other` end."""
    if written := found[f"{end}_iso"] or found[f"{end}_figures"]:
        day = day_in(written, order)
        return day, day
    month = _month(found[f"{end}_month_first"] or found[f"{end}_month"])
    day_of_month = found[f"{end}_day_second"] or found[f"{end}_day"]
    stated = found[f"{end}_year_third"] or found[f"{end}_year"]
    if stated is None:
        assert other is not None
        days = _days_of(other.year, month, day_of_month)
        return days if days[0] <= other else _days_of(other.year - 1, month, day_of_month)
    return _days_of(int(stated) + (2000 if len(stated) == 2 else 0), month, day_of_month)


def _days_of(year: int, month: int, day: str | None) -> tuple[date, date]:
    if day is None:
        return date(year, month, 1), _last_of(year, month)
    return date(year, month, int(day)), date(year, month, int(day))


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(word: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3].casefold() == word[:3].casefold())


def _without(found: re.Match[str], text: str) -> str:
    return tidy(f"{text[: found.start()]} {text[found.end() :]}")


def _names_days(text: str) -> bool:
    """Whether further days or years stand beside a period."""
    return bool(_ONE.search(text) or _YEARS.search(text))

"""The facts of an episode as hospital extracts hold them: yes and no, remoteness, ages and hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from kfees.model.english import plain
from kfees.model.episode import OLDEST
from kfees.model.fields import NEGATIVE
from kfees.model.money import parse_decimal
from kfees.model.problems import ZERO_OR_MORE, Unreadable
from kfees.reading.as_written.amounts import count_as_written

YES, NO = ("yes", "y", "true", "t", "1", "x"), ("no", "n", "false", "f", "0")

ALSO_YES: Mapping[str, tuple[str, ...]] = {
    "indigenous": (
        "indigenous",
        "atsi",
        "aboriginal",
        "torres strait islander",
        "torres strait islander but not aboriginal",
        "aboriginal but not torres strait islander",
        "aboriginal and torres strait islander",
        "aboriginal or torres strait islander",
        "both aboriginal and torres strait islander",
        "3",
    ),
    "private_patient": ("private", "private patient"),
}
"""What says yes of one fact alone; a number is that of the national data standard for Indigenous status."""

ALSO_NO: Mapping[str, tuple[str, ...]] = {
    "indigenous": (
        "neither",
        "neither aboriginal nor torres strait islander",
        "not aboriginal or torres strait islander",
        "nonindigenous",
        "non indigenous",
        "not indigenous",
        "not stated",
        "not stated inadequately described",
        "4",
        "9",
    ),
    "private_patient": ("public", "public patient"),
}

REMOTENESS = ("major city", "inner regional", "outer regional", "remote", "very remote")
"""RA0 to RA4, as the Australian Bureau of Statistics calls them."""

_ORIGIN = re.compile(r"\b(origin|australia|australian|people|person|of|in)\b")
_YEARS = re.compile(r"\s*(years?|yrs?|y)\.?(\s*old)?$", re.IGNORECASE)
_HOURS = re.compile(r"\s*(hours?|hrs?|h)\.?$", re.IGNORECASE)
_ON_A_CLOCK = re.compile(r"([0-9]+:[0-9]{2})(:[0-9]{2})?")


def flag_as_written(text: str, fact: str = "") -> bool:
    """'Y', 'yes', 'TRUE', '1' and 'x' are true; of some facts other words are too. Raises Unreadable."""
    said = _words(re.sub(r"\.0+$", "", text.strip()))
    if fact == "indigenous" and said == "2":
        message = "'2' could be no, or the national code of Torres Strait Islander people."
        raise Unreadable("bad-flag", message, "Write yes or no.")
    if said in YES or said in ALSO_YES.get(fact, ()):
        return True
    if said in NO or said in ALSO_NO.get(fact, ()):
        return False
    raise Unreadable("bad-flag", f"{text[:40]!r} is neither yes nor no.", "Write yes or no.")


def status_as_written(text: str) -> bool:
    """'Private' is true and 'public' false, where a column holds which of them. Raises Unreadable."""
    if text.strip()[:1].isdigit():
        message = f"{text.strip()[:40]!r} is a code; of the national ones 1 is public and 2 private."
        raise Unreadable("bad-flag", message, "Write public or private.")
    return flag_as_written(text, "private_patient")


def remoteness_as_written(text: str) -> str:
    """'RA2', '2', 'Outer regional' and 'Outer Regional Australia' are RA2. Raises Unreadable."""
    said = _words(re.sub(r"\.0+$", "", text.strip()))
    if number := re.fullmatch(r"(?:ra ?)?([0-4])(?: (\D+))?", said):
        if number[2] is None or _area(number[2]) == int(number[1]):
            return f"RA{number[1]}"
    elif (area := _area(said)) is not None:
        return f"RA{area}"
    message = f"{text[:40]!r} is no remoteness area."
    areas = ", ".join(f"RA{number} ({name})" for number, name in enumerate(REMOTENESS))
    raise Unreadable("bad-remoteness", message, f"Write one of: {areas}.")


def _area(said: str) -> int | None:
    name = said.replace("cities", "city")
    return REMOTENESS.index(name) if name in REMOTENESS else None


def age_as_written(text: str) -> int:
    """Whole years: '45', '45.0', '45 years'. Raises Unreadable."""
    try:
        age = count_as_written(_YEARS.sub("", text.strip()))
    except Unreadable as error:
        error.remedy = "Give completed years, such as 45: 0 for a child of 3 months."
        raise
    if age > OLDEST:
        message = f"an age of {age} is not possible."
        raise Unreadable("bad-age", message, f"Give whole years, 0 to {OLDEST}.")
    return age


def hours_as_written(text: str) -> Decimal:
    """'36', '36.5' and '36.5 hours'. Raises Unreadable."""
    bare = _HOURS.sub("", text.strip())
    if clock := _ON_A_CLOCK.search(bare):
        message = f"{clock[1]!r} is of a clock or a day, not a number of hours."
        raise Unreadable("bad-icu-hours", message, "Give hours as a decimal number: 12.5 for 12:30.")
    try:
        hours = parse_decimal(bare)
    except Unreadable as error:
        if error.code == "bad-number":
            error.remedy = "Give hours as a decimal number, such as 36.5."
        raise
    if hours < 0:
        raise Unreadable("bad-icu-hours", NEGATIVE.format(typed=plain(hours)), ZERO_OR_MORE)
    return hours


def _words(text: str) -> str:
    """In small letters, without words that say nothing and signs, but that of a number below nothing."""
    return " ".join(_ORIGIN.sub(" ", re.sub(r"(?!\A-[0-9])[\W_]+", " ", text.casefold())).split())

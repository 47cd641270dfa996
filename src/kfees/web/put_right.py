"""What has to be put right in a form, as its page says it: each problem at its field, in the page's language,
with titles in place of what programs call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kfees.engine.checking import DAY_AND_NIGHT
from kfees.library.library import Library
from kfees.model.problems import Problem, folded
from kfees.model.sentences import Sentence, translatable, whole
from kfees.web.items_form import BY, ITEM_CHARGE
from kfees.web.stay_form import PART, within_part
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

UNREAD = translatable("{typed} cannot be read.")
IMPOSSIBLE = translatable("{typed} is not possible here.")
DAYS_OF_STAY = translatable("The days of the stay do not go with the treatment days.")
DAYS_OF_COURSE = translatable("These treatment days do not go with the course.")
SESSIONS_OF_PARTS = translatable("The parts do not have as many sessions as the course.")
TWICE = translatable("A day stands twice.")
CHARGED_TWICE = translatable("This is charged twice.")
NOTHING = translatable("Nothing is charged that it could be taken off.")
DISCOUNT = translatable("The discount is more than what it is off.")
WHOSE = translatable("It is not clear who bills this.")
AN_ITEM = translatable("This fee is an item of a schedule.")
NO_ITEM = translatable("No schedule has the item {typed}.")

WRITE_DIGITS = translatable("Write digits, such as 3200.50.")
WRITE_DAYS = translatable("Write each day with its month and year, such as 5 August 2024.")
CHECK_IT = translatable("Please check it.")
SESSIONS = translatable("Correct them, or fill in the number of sessions of the course.")
STAY = translatable("Let the stay end earlier, or fill in the dates of the sessions.")
KEEP_ONE = translatable("Keep one charge.")
CHARGE_TOO = translatable("Fill in the charge too.")
BY_ITEM = translatable("Charge it by the item, under Single items.")
ANOTHER_SETTING = translatable("Choose another setting.")
SEE_SCHEDULES = translatable("The page Schedules lists the items.")

BY_CODE: Mapping[tuple[str, ...], tuple[Sentence, Sentence]] = {
    ("bad-number", "number-too-long", "ambiguous-amount", "bad-unit"): (UNREAD, WRITE_DIGITS),
    ("bad-date", "bad-date-order"): (UNREAD, WRITE_DAYS),
    ("bad-flag", "bad-value", "unknown-word"): (UNREAD, CHECK_IT),
    ("negative-amount", "part-of-a-cent", "out-of-range"): (IMPOSSIBLE, CHECK_IT),
    ("bad-age", "bad-icu-hours", "negative-rate"): (IMPOSSIBLE, CHECK_IT),
    ("bad-nights", "bad-stay", "bad-bed", "bad-leave"): (DAYS_OF_STAY, CHECK_IT),
    ("overlapping-stays",): (DAYS_OF_STAY, STAY),
    ("bad-calendar",): (DAYS_OF_COURSE, CHECK_IT),
    ("uneven-parts",): (SESSIONS_OF_PARTS, SESSIONS),
    ("repeated-date",): (TWICE, CHECK_IT),
    ("charged-twice", "charged-both-ways"): (CHARGED_TWICE, KEEP_ONE),
    ("discount-without-charge",): (NOTHING, CHARGE_TOO),
    ("discount-above-charge",): (DISCOUNT, CHECK_IT),
    ("several-providers", "provider-without-lines"): (WHOSE, BY_ITEM),
    ("fee-is-an-item",): (AN_ITEM, BY_ITEM),
    ("unknown-item",): (NO_ITEM, SEE_SCHEDULES),
}
"""What a page says of a kind of problem: of any in another language than English, and in English of those
whose own words are for programs."""

GENERAL = {code: told for codes, told in BY_CODE.items() for code in codes}

FOR_PROGRAMS = re.compile(
    r'^they have |"[a-z_]+":|"sessions"|"provider|calendar\.|episode|\'kfees |(charges|services|parts)\[|'
    r"(schedule|version of) [a-z]|(hospital|medical|pharmacy|provider)( of .*)? (charges|is)\b"
)
"""What a remedy or message holds that says how a program writes a place, a schedule or a payee."""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem as a page says it: the field it concerns, and the place in words."""

    field: str
    place: str
    problem: Problem


def in_words(problems: Iterable[Problem], form: Form, library: Library, words: PageWords) -> list[Problem]:
    """Problems as people who fill in a form are told of them."""
    return [_in_words(problem, form, library, words) for problem in problems]


def _in_words(problem: Problem, form: Form, library: Library, words: PageWords) -> Problem:
    field = form.field_at(problem.place)
    message, remedy = _titled(whole(problem.message), library), _titled(whole(problem.remedy), library)
    if message.message == DAY_AND_NIGHT and words.has(ANOTHER_SETTING):
        remedy = ANOTHER_SETTING
    if problem.code in GENERAL and field:
        general, then = GENERAL[problem.code]
        typed = form.value(field)
        if FOR_PROGRAMS.search(remedy):
            remedy = then
        if FOR_PROGRAMS.search(message) or words.has(general):
            message = general.format(typed=typed) if typed or "{typed}" not in general else message
            remedy = then if words.has(then) else remedy
    return replace(problem, message=message, remedy=remedy)


def _titled(sentence: Sentence, library: Library) -> Sentence:
    """A sentence with titles in place of the names of settings and regimens."""
    named: list[tuple[tuple[str, ...], Callable[[str], object]]] = [
        (library.settings, library.setting),
        (library.regimens, library.regimen),
    ]
    titles = {name: Sentence(str(getattr(of(name), "title", name))) for names, of in named for name in names}
    if sentence.blanks:
        blanks = {key: titles.get(str(value), value) for key, value in sentence.blanks.items()}
        return whole(sentence.message).format(**blanks)
    pattern = "|".join(sorted(map(re.escape, titles), key=len, reverse=True))
    text = re.sub(rf"(?<![\w-])({pattern})(?![\w-])", lambda match: titles[match[1]], sentence)
    return sentence if text == sentence else Sentence(text)


def said(problems: list[Problem], form: Form, names: Mapping[str, str]) -> list[ShownProblem]:
    """Problems with the fields they concern, by their names; a place of the request where none does."""
    found = []
    for problem in folded(problems):
        field = form.field_at(problem.place)
        found.append(ShownProblem(field, field and field_called(field, names), problem))
    return found


def field_called(field: str, names: Mapping[str, str]) -> str:
    """What a field is called; of a field of an item or a part, by that one."""
    if field.startswith(ITEM_CHARGE):
        payee, by, name = field.removeprefix(ITEM_CHARGE).partition(BY)
        return f"{names.get(payee, payee)}: {name}" if by else payee
    number, key = within_part(field)
    if number:
        return f"{names[PART].format(number=number)} › {names[key]}"
    return names.get(field, field)


def by_field(problems: list[Problem], form: Form) -> dict[str, list[Problem]]:
    """Problems by the field they concern."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(form.field_at(problem.place), []).append(problem)
    return {field: folded(same) for field, same in found.items()}

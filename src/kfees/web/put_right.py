"""What has to be put right in a form, as its page says it: each problem at its field, without what is for
programs, and with titles in place of what they call settings and regimens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kfees.engine import charges, checking, checking_days, checking_stays, claims, pricing, shorthand
from kfees.engine.shorthand import CANNOT_BE_READ
from kfees.library.library import Library
from kfees.model import fields, money, request
from kfees.model.blanks import Listed, Quoted
from kfees.model.money import NO_NUMBER
from kfees.model.problems import NOT_KNOWN, Problem, folded
from kfees.model.sentences import Sentence, translatable, whole
from kfees.projection import plan
from kfees.reading import json_and_toml as json
from kfees.reading.as_written.amounts import MORE_THAN_CENTS
from kfees.web.items_form import BY, ITEM_CHARGE, NO_SUCH_ITEM
from kfees.web.stay_form import PART, within_part
from kfees.web.typed_form import Form

SESSIONS = translatable("Correct them, or fill in the number of sessions of the course.")
CHARGED_TWICE = translatable("This is charged twice.")
BY_ITEM = translatable("Charge it by the item, under Single items.")
WHOSE, CHECK_IT = translatable("It is not clear who bills this."), translatable("Please check it.")
WRITE_DIGITS = translatable("Write digits, such as 3200.50.")

INSTEAD: Mapping[str, Sentence] = {
    # the stay and its parts
    checking_days.UNEVEN_PARTS: translatable("The parts do not have as many sessions as the course."),
    checking_days.CORRECT_SESSIONS: SESSIONS,
    checking_days.OR_SO_MANY_SESSIONS: SESSIONS,
    checking_days.DATE_FOR_EACH_DAY: SESSIONS,
    checking_days.OR_SO_MANY_DAYS: SESSIONS,
    checking_days.BOTH_STATED: CANNOT_BE_READ,
    checking_days.OWN_STAY: CANNOT_BE_READ,
    checking_days.LEAVE_OUT_EITHER: CHECK_IT,
    checking_days.STAY_OF_PART: CHECK_IT,
    checking_days.CONSECUTIVE: CHECK_IT,
    checking_stays.CHECK_THE_CODE: CHECK_IT,
    checking_stays.LEAVE_BY_DATES: CHECK_IT,
    checking_stays.ICU_AS_BEDS: CHECK_IT,
    checking_stays.LET_IT_END: translatable(
        "Let the stay end earlier, or fill in the dates of the sessions."
    ),
    # items and accounts
    checking_stays.NO_ITEM: NO_SUCH_ITEM,
    checking_stays.NO_AR_DRG: NO_SUCH_ITEM,
    checking_stays.LISTS_ITEMS: translatable("The page Schedules lists the items."),
    charges.SEVERAL_PROVIDERS: WHOSE,
    charges.BILLS_NOTHING: WHOSE,
    charges.ADD_PROVIDER: BY_ITEM,
    charges.MAKE_IT: BY_ITEM,
    charges.ADD_PROVIDERS: BY_ITEM,
    charges.FEE_OF_ITEM: translatable("This fee is an item of a schedule."),
    charges.CHARGE_THE_ITEM: BY_ITEM,
    charges.CHARGED_ALREADY: CHARGED_TWICE,
    charges.CHARGED_BOTH_WAYS: CHARGED_TWICE,
    charges.NOTHING_CHARGED: translatable("Nothing is charged that it could be taken off."),
    charges.DISCOUNT_ABOVE: translatable("The discount is more than what it is off."),
    plan.TWO_ENDS: translatable("more than one end is given."),
    pricing.OTHER_CURRENCY: translatable(
        "The rates of {schedule} are in {theirs}, and what is asked for is in {asked}."
    ),
    pricing.OR_ITS_CURRENCY: translatable("Leave it out, or give {currency}."),
    # what was typed, and what was taken over from a request
    money.BARE_DIGITS: WRITE_DIGITS,
    money.FLOATING: NO_NUMBER,
    money.IN_QUOTES: WRITE_DIGITS,
    request.CHARGES: CHECK_IT,
    json.TRUE_OR_FALSE: translatable("Choose yes or no."),
    **dict.fromkeys((checking.NO_PAYER, checking.NO_REGIMEN, checking.NO_SETTING), NOT_KNOWN),
    checking.NO_SCHEDULE: NOT_KNOWN,
    claims.LOAD_GUIDELINE: claims.LOAD_OR_LEAVE_OUT,
    fields.PART_OF_A_CENT: MORE_THAN_CENTS,
    request.NOT_CLEAR: CANNOT_BE_READ,
    json.WHOLE_NUMBER: translatable("Write digits alone."),
    **dict.fromkeys((*shorthand.WAYS, *json.FOR_PROGRAMS), CHECK_IT),
    **dict.fromkeys((json.NO_JSON, json.NO_JSON_TEXT, json.TWICE_IN_ONE, json.NO_KEY), CANNOT_BE_READ),
}
"""What a page says in place of a sentence for programs, which names flags, keys or places of JSON. It may
have the same blanks."""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem as a page says it: the field it concerns, and the place in words."""

    field: str
    place: str
    problem: Problem


def in_words(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """Problems as people who fill in a form are told of them."""
    titles = _titles(library)
    return [
        replace(
            problem,
            message=_for_people(whole(problem.message), titles),
            remedy=_for_people(whole(problem.remedy), titles),
        )
        for problem in problems
    ]


def with_titles(sentence: Sentence, library: Library) -> Sentence:
    """A sentence of the engine as people are told it."""
    return _for_people(sentence, _titles(library))


def _for_people(sentence: Sentence, titles: Mapping[str, Sentence]) -> Sentence:
    """A sentence with titles in place of the names of settings and regimens; and each that is for programs
    alone as a page says it."""
    if not sentence.blanks:
        return INSTEAD.get(sentence, sentence)
    blanks = {key: _titled(value, titles) for key, value in sentence.blanks.items()}
    return whole(INSTEAD.get(sentence.message, sentence.message)).format(**blanks)


def _titled(value: object, titles: Mapping[str, Sentence]) -> object:
    match value:
        case Sentence():
            return _for_people(value, titles)
        case Quoted(text) if text in titles:
            return titles[text]
        case Listed(parts, last):
            return Listed(tuple(_titled(part, titles) for part in parts), last)
        case _:
            return titles.get(str(value), value)


def _titles(library: Library) -> dict[str, Sentence]:
    named: list[tuple[tuple[str, ...], Callable[[str], object]]] = [
        (library.settings, library.setting),
        (library.regimens, library.regimen),
    ]
    return {name: Sentence(str(getattr(of(name), "title", name))) for names, of in named for name in names}


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

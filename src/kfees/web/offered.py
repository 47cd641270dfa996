"""What a form of a course offers: what goes with its payer, its regimen and its setting. What was typed and
does not go with them is named, and kept unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kfees.engine.fitting import Fit, facts_of, fit_of
from kfees.library.library import Library
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.quote import Quote
from kfees.web.accounts_form import PROVIDER, account_fields
from kfees.web.entries import entries_in_words
from kfees.web.further import FURTHER
from kfees.web.items_form import BY, ITEM_CHARGE, ITEM_FIELDS
from kfees.web.put_right import field_called
from kfees.web.set_aside import seen_by, settings_of
from kfees.web.stay_form import FACTS, FLAGS, IN_PARTS, PART, in_parts, part_rows
from kfees.web.typed_form import AS_OF, PAYER, Form
from kfees.web.wording import PageWords

FIRST = {PAYER: DEFAULT_PAYER, "regimen": "crps-10-day", "setting": "private-day-hospital"}
"""What is chosen in a form that nobody has filled in yet."""

DAYS = ("calendar", "dates", "sessions", "admitted", "discharged", "nights", AS_OF)
UNLIKE_NIGHTS = ("bed", "bed_item", "bed_dates", "leave", "earlier_ended", "earlier_days")
WEIGHED = ("drg", "leave_days", "icu_hours", "age", "residence", "treatment", *FLAGS)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values of a field; `lang` is set where its text has no translation."""

    value: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class CourseItem:
    """An item of the course, for whoever charges it by itself or leaves it out."""

    name: str
    label: str
    charge: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a course as a form asks for it: `root` stands before the names of its fields. `facts`: those
    of a stay that count in its setting; `beds`: those of its nights."""

    number: int
    root: str
    setting: str
    facts: frozenset[str]
    beds: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A value that does not go with the course for now: its field, and the value in words."""

    field: str
    says: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers. `parts`: where the course is in parts, those filled in and one more. `sections`:
    the fields of each section that is closed at first, `of_a_part` those of the stay of a part. `kept`: what
    the form carries unseen, by field."""

    fit: Fit
    chosen: Mapping[str, str]
    payers: list[Choice]
    regimens: list[Choice]
    settings: list[Choice]
    payees: list[Choice]
    fees: list[Choice]
    parts: list[PartRow]
    beds: list[tuple[str, str]]
    of_a_part: Sequence[str]
    sections: Mapping[str, Sequence[str]]
    kept: list[tuple[str, str]]
    aside: list[SetAside]


def offered(form: Form, library: Library, names: Mapping[str, str], words: PageWords) -> Offered:
    """What a form offers under its payer. `names`: what its fields are called."""
    library, picked = seen_by(form, library), chosen(form)
    stated = settings_of(form, {}) or [name for name in [picked["setting"]] if name in form.fit.settings]
    fit = form.fit if form.value("setting") or not stated else fit_of(picked["regimen"], stated, library)
    settings = _settings(form, fit, library, words)
    payees = choices(tuple(library.payees), library.payees.__getitem__, words)
    kept = [(name, text) for name, texts in form.aside.items() for text in texts]
    if not fit.by_weight:
        kept += [("weight", text) for text in form.values("weight")]  # other regimens go by it
    if picked["setting"] not in [choice.value for choice in settings]:
        picked["setting"] = ""  # refused: another is to be chosen
        kept += [("setting", text) for text in form.values("setting")]
    return Offered(
        fit=fit,
        chosen=picked,
        payers=choices(library.payers, lambda name: library.of(name).payer, words),
        regimens=choices(library.regimens, library.regimen, words),
        settings=settings,
        payees=[one for one in payees if one.value in fit.payees],
        fees=[one for one in payees if one.value in fit.fees],
        parts=[*_parts(form, picked["regimen"], library, words)] if picked["setting"] == IN_PARTS else [],
        beds=[*_beds(stated, library, words)],
        of_a_part=[name for name in FACTS if name != "nights"],
        sections=_sections(form, library),
        kept=kept,
        aside=[*_aside(form, library, names, words)],
    )


def chosen(form: Form) -> dict[str, str]:
    """The payer, the regimen and the setting that are chosen."""
    first = {**FIRST, "setting": ""} if in_parts(form) else FIRST
    return {name: form.value(name) or value for name, value in first.items()}


def choices(names: tuple[str, ...], named: Callable[[str], object], words: PageWords) -> list[Choice]:
    """Regimens or settings, to be chosen by their titles."""
    found = []
    for name in names:
        title = str(getattr(named(name), "title", name))
        text = words.title(title)
        found.append(Choice(name, text, "en-AU" if text == title and not words.is_english else ""))
    return found


def _settings(form: Form, fit: Fit, library: Library, words: PageWords) -> list[Choice]:
    """The settings to choose from, and parts in several; none where the payer pays by the infusion. The
    first is empty where none is chosen that goes with the regimen."""
    if not fit.settings:
        return []
    found = choices(fit.settings, library.setting, words)
    picked = chosen(form)["setting"]
    several = f"{IN_PARTS}:{picked}" if picked in fit.settings else IN_PARTS  # the first part's, then
    found.append(Choice(several, words.gettext("In several settings"), ""))
    if picked in (*fit.settings, IN_PARTS):
        return found
    nothing = words.gettext("In parts") if in_parts(form) else words.gettext("Please choose")
    return [Choice("", nothing, ""), *found]


def _parts(form: Form, regimen: str, library: Library, words: PageWords) -> Iterator[PartRow]:
    """The parts that are filled in, and one more while their sessions are not yet the course's."""
    filled = part_rows(form)
    last = filled[-1] if filled else 0
    sessions = [form.value(f"{PART}{number}.sessions") for number in filled]
    known = library.regimen(regimen).treatment_days if regimen in library.regimens else None
    whole = len(filled) > 1 and str(sum(int(text) for text in sessions if text.isdecimal())) == (
        form.value("sessions") or str(known)
    )
    more = () if whole else range(last + 1, max(last + 1, 2) + 1)
    for number in (*filled, *more):
        root = f"{PART}{number}."
        setting = form.value(f"{root}setting")
        facts = facts_of(setting, library) if setting in library.settings else frozenset()
        yield PartRow(number, root, setting, facts, [*_beds([setting], library, words)])


def _beds(settings: Sequence[str], library: Library, words: PageWords) -> Iterator[tuple[str, str]]:
    """The beds that a night can be spent in, in place of the setting's; none at first."""
    yield "", ""
    of_nights = {
        service.schedule
        for name in settings
        if name in library.settings
        for service in library.setting(name).service
        if service.when == "each night"
    }
    for schedule in sorted(of_nights):
        for item in library.beds(schedule):
            label = next(filter(None, (version.label(item) for version in library.versions(schedule))), item)
            yield item, f"{item} – {words.title(label)}"


def _sections(form: Form, library: Library) -> dict[str, Sequence[str]]:
    by_item = [name for name in form.typed if name.startswith(ITEM_CHARGE) and BY not in name]
    return {
        "days": DAYS,
        "unlike": UNLIKE_NIGHTS,
        "weighed": WEIGHED,
        "items": (*ITEM_FIELDS, *by_item),
        "accounts": (*account_fields(library), FURTHER),
    }


def _aside(form: Form, library: Library, names: Mapping[str, str], words: PageWords) -> Iterator[SetAside]:
    entry = entries_in_words(library, words)
    for name, texts in form.aside.items():
        item = name.removeprefix(ITEM_CHARGE)
        field = entry("without", item) if item != name and BY not in item else field_called(name, names)
        for text in texts:
            says = words.title(library.setting(text).title) if text in library.settings else entry(name, text)
            yield SetAside(field or says, says if field else "")


def course_items(form: Form, quote: Quote | None, library: Library) -> Iterator[CourseItem]:
    """The items of the course, those left out among them."""
    labels = {
        f"{line.schedule}:{line.item}": line.label for line in (quote.lines if quote else ()) if line.item
    }
    charged = [
        name.removeprefix(ITEM_CHARGE)
        for name in form.typed
        if name.startswith(ITEM_CHARGE) and BY not in name
    ]
    for name in (*form.values("without"), *(name for name in charged if form.value(f"{ITEM_CHARGE}{name}"))):
        schedule, _, item = name.partition(":")
        known = (version.label(item) for version in reversed(library.versions(schedule)))
        labels.setdefault(name, next(filter(None, known), ""))
    for name, label in labels.items():
        yield CourseItem(
            name=name,
            label=label,
            charge=form.value(f"{ITEM_CHARGE}{name}"),
            left_out=name in form.values("without"),
        )


def other_billers(form: Form, quote: Quote | None, names: Mapping[str, str]) -> list[Choice]:
    """The fields of what others charge in all than those who bill what the setting brings."""
    found = [name for name in form.typed if name.startswith(ITEM_CHARGE) and BY in name and form.value(name)]
    found += [
        f"{ITEM_CHARGE}{line.payee}{BY}{line.provider}"
        for line in (quote.lines if quote else ())
        if not line.is_fee and line.provider not in (None, form.value(f"{PROVIDER}{line.payee}"))
    ]
    return [Choice(name, field_called(name, names), "") for name in dict.fromkeys(found)]

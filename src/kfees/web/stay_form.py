"""Where a course is given, as a form asks for it: one setting with its stay, or parts in several."""

from __future__ import annotations

from typing import Any

from kfees.engine.shorthand import bed_of
from kfees.model.problems import Unreadable
from kfees.reading.as_written.typed import day_typed, days_typed
from kfees.web.typed_form import Form

IN_PARTS = "in-parts"
"""What is chosen in place of a setting where the course moves between several."""

PART = "part."
"""Before the number and the key of a part in the name of a field: `part.1.setting`."""

PART_KEYS = ("setting", "sessions", "nights")

TYPED_BED = ("bed_item", "bed_dates")
FACTS = {
    **{name: name for name in ("admitted", "discharged", "nights", "drg", "leave_days", "icu_hours", "age")},
    "residence": "residence_remoteness",
    "treatment": "treatment_remoteness",
    **dict.fromkeys(("bed", *TYPED_BED), "beds"),
    "leave": "leave",
    **dict.fromkeys(("earlier_ended", "earlier_days"), "earlier_stay"),
}
"""The fact of an episode behind each field of a stay."""

COUNTS, WORDS, DAYS = (
    ("nights", "leave_days", "age"),
    ("drg", "residence", "treatment"),
    ("admitted", "discharged"),
)


def in_parts(form: Form) -> bool:
    """Whether the course has parts in place of a setting."""
    return form.value("setting") == IN_PARTS or ("parts" in form.asked and not form.value("setting"))


def part_rows(form: Form) -> list[int]:
    """The numbers of the parts of which anything is filled in."""
    names = (name.split(".") for name in form.typed if name.startswith(PART) and form.value(name))
    return sorted({int(number) for _, number, _ in names})


def is_of_a_part(name: str) -> bool:
    """Whether a field is one of a part."""
    before, _, rest = name.partition(".")
    number, _, key = rest.partition(".")
    return f"{before}." == PART and number.isdecimal() and len(number) < 4 and key in PART_KEYS


def read_place(form: Form) -> None:
    """Put the setting with its stay, or the parts, into the request of a form."""
    form.fields |= {"setting": "setting", "parts": "setting"}
    if form.value("setting") == IN_PARTS:
        _read_parts(form)
        return
    if form.value("setting"):
        form.asked["setting"] = form.value("setting")
    if episode := _read_stay(form):
        form.asked["episode"] = episode


def _read_parts(form: Form) -> None:
    parts: list[dict[str, Any]] = []
    for row in part_rows(form):
        root = f"{PART}{row}."
        form.fields[f"parts[{len(parts)}]"] = f"{root}setting"
        form.fields["parts"] = f"{root}sessions"
        for key in PART_KEYS:
            within = "episode.nights" if key == "nights" else key
            form.fields[f"parts[{len(parts)}].{within}"] = f"{root}{key}"
        part: dict[str, Any] = (
            {"setting": form.value(f"{root}setting")} if form.value(f"{root}setting") else {}
        )
        sessions, nights = form.count(f"{root}sessions", 1), form.count(f"{root}nights")
        if sessions is not None:
            part["sessions"] = sessions
        if nights is not None:
            part["episode"] = {"nights": nights}
        parts.append(part)
    if parts:
        form.asked["parts"] = parts
    else:
        form.fields["setting"] = f"{PART}1.setting"


def _read_stay(form: Form) -> dict[str, Any]:
    for field, fact in FACTS.items():
        form.fields.setdefault(f"episode.{fact}", field)
    form.fields |= {"episode.icu_eligible": "icu_hours", "episode.earlier_stay.days": "earlier_days"}
    counted = {name: form.count(name) for name in COUNTS}
    episode: dict[str, Any] = {name: number for name, number in counted.items() if number is not None}
    episode |= {FACTS[name]: form.value(name) for name in WORDS if form.value(name)}
    episode |= {name: day_typed(form.value(name)) for name in DAYS if form.value(name)}
    if form.value("icu_hours"):
        episode |= {"icu_hours": form.value("icu_hours"), "icu_eligible": True}
    if form.value("leave"):
        episode["leave"] = days_typed(form.value("leave"))
    if form.value("earlier_ended") or form.value("earlier_days"):
        episode["earlier_stay"] = _earlier_stay(form)
    if beds := _beds(form):
        episode["beds"] = beds
    return episode


def _earlier_stay(form: Form) -> dict[str, Any]:
    days = form.count("earlier_days")
    ended = {"ended": day_typed(form.value("earlier_ended"))} if form.value("earlier_ended") else {}
    return ended if days is None else {**ended, "days": days}


def _beds(form: Form) -> list[dict[str, Any]]:
    """Those that are kept, and the one that is being typed, which becomes one of them."""
    item, dates = (form.value(name) for name in TYPED_BED)
    if item and dates:
        for name in TYPED_BED:
            form.typed.pop(name)
        form.typed["bed"] = [*form.values("bed"), f"{item}@{','.join(days_typed(dates))}"]
    elif dates:
        form.wrong("bed_item", "missing", "Which bed it was is not given.", "Choose it.")
    beds = []
    for text in form.values("bed"):
        try:
            beds.append(bed_of(text))
        except Unreadable as error:
            form.wrong("bed", error.code, error.message, error.remedy)
        else:
            form.fields[f"episode.beds[{len(beds) - 1}]"] = "bed"
    return beds

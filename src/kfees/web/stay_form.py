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

TYPED_BED = ("bed_item", "bed_dates")
FACTS = {
    **{name: name for name in ("admitted", "discharged", "nights", "drg", "leave_days", "icu_hours", "age")},
    "residence": "residence_remoteness",
    "treatment": "treatment_remoteness",
    "indigenous": "indigenous",
    "paediatric": "specialist_paediatric",
    "radiotherapy": "radiotherapy",
    "dialysis": "dialysis",
    **dict.fromkeys(("bed", *TYPED_BED), "beds"),
    "leave": "leave",
    **dict.fromkeys(("earlier_ended", "earlier_days"), "earlier_stay"),
}
"""The fact of an episode behind each field of a stay: of the course's, or after its root of a part's."""

PART_KEYS = ("setting", "sessions", *FACTS)

COUNTS, WORDS, DAYS, FLAGS = (
    ("nights", "leave_days", "age"),
    ("drg", "residence", "treatment"),
    ("admitted", "discharged"),
    ("indigenous", "paediatric", "radiotherapy", "dialysis"),
)


def in_parts(form: Form) -> bool:
    """Whether the course has parts in place of a setting."""
    return form.value("setting") == IN_PARTS or ("parts" in form.asked and not form.value("setting"))


def settle_parts(form: Form) -> None:
    """Number the parts from 1. The setting that was chosen before several were, which stands behind them, is
    the first part's, with all that was said of its stay."""
    stated = form.values("setting")
    before = next((name.partition(":")[2] for name in stated if name.startswith(f"{IN_PARTS}:")), "")
    if before:
        form.typed["setting"] = [name.partition(":")[0] for name in stated]
        if not part_rows(form):
            stay = {f"{PART}1.{name}": form.typed.pop(name) for name in FACTS if name in form.typed}
            form.typed |= {f"{PART}1.setting": [before], **stay}
    for number, row in enumerate(part_rows(form), start=1):
        for key in PART_KEYS:
            if texts := form.typed.pop(f"{PART}{row}.{key}", None):
                form.typed[f"{PART}{number}.{key}"] = texts


def part_rows(form: Form) -> list[int]:
    """The numbers of the parts of which anything is filled in."""
    numbers = {within_part(name)[0] for name in form.typed if form.value(name)} - {""}
    return sorted(map(int, numbers))


def within_part(name: str) -> tuple[str, str]:
    """The number of the part that a field is of, and the field within it; of no part, both empty."""
    before, _, rest = name.partition(".")
    number, _, key = rest.partition(".")
    is_one = f"{before}." == PART and number.isdecimal() and len(number) < 4 and key in PART_KEYS
    return (number, key) if is_one else ("", "")


def is_of_a_part(name: str) -> bool:
    """Whether a field is one of a part."""
    return bool(within_part(name)[0])


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
        root, place = f"{PART}{row}.", f"parts[{len(parts)}]"
        form.fields[place] = f"{root}setting"
        form.fields["parts"] = form.fields[f"{place}.sessions"] = f"{root}sessions"
        setting, sessions = form.value(f"{root}setting"), form.count(f"{root}sessions", 1)
        part: dict[str, Any] = {"setting": setting} if setting else {}
        if sessions is not None:
            part["sessions"] = sessions
        if episode := _read_stay(form, root, f"{place}."):
            part["episode"] = episode
        parts.append(part)
    if parts:
        form.asked["parts"] = parts
    else:
        form.fields["setting"] = f"{PART}1.setting"


def _read_stay(form: Form, root: str = "", place: str = "") -> dict[str, Any]:
    """The stay of the course, or of a part: `root` stands before its fields, `place` before its place."""
    for field, fact in FACTS.items():
        form.fields.setdefault(f"{place}episode.{fact}", f"{root}{field}")
    form.fields[f"{place}episode.icu_eligible"] = f"{root}icu_hours"
    form.fields[f"{place}episode.earlier_stay.days"] = f"{root}earlier_days"
    said = {name: text for name in FACTS if (text := form.value(f"{root}{name}"))}
    counted = {name: form.count(f"{root}{name}") for name in COUNTS}
    episode: dict[str, Any] = {name: number for name, number in counted.items() if number is not None}
    episode |= {FACTS[name]: said[name] for name in WORDS if name in said}
    episode |= {name: day_typed(said[name]) for name in DAYS if name in said}
    episode |= {FACTS[name]: said[name] == "yes" or said[name] for name in FLAGS if name in said}
    if "icu_hours" in said:
        episode |= {"icu_hours": said["icu_hours"], "icu_eligible": True}
    if "leave" in said:
        episode["leave"] = days_typed(said["leave"])
    if "earlier_ended" in said or "earlier_days" in said:
        ended = {"ended": day_typed(said["earlier_ended"])} if "earlier_ended" in said else {}
        days = form.count(f"{root}earlier_days")
        episode["earlier_stay"] = ended if days is None else {**ended, "days": days}
    if beds := _beds(form, root, place):
        episode["beds"] = beds
    return episode


def _beds(form: Form, root: str, place: str) -> list[dict[str, Any]]:
    """Those that are kept, and the one that is being typed, which becomes one of them."""
    kept, typed = f"{root}bed", [f"{root}{name}" for name in TYPED_BED]
    item, dates = map(form.value, typed)
    if item and dates:
        for name in typed:
            form.typed.pop(name)
        form.typed[kept] = [*form.values(kept), f"{item}@{','.join(days_typed(dates))}"]
    elif dates:
        form.lacks(typed[0])
    beds = []
    for text in form.values(kept):
        try:
            beds.append(bed_of(text))
        except Unreadable as error:
            form.wrong(kept, error.code, error.message, error.remedy)
        else:
            form.fields[f"{place}episode.beds[{len(beds) - 1}]"] = kept
    return beds

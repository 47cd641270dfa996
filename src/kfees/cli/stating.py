"""From the flags of a course to the request that they state, each part of it told by its flag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kfees.engine import shorthand
from kfees.engine.asked import Asked
from kfees.engine.shorthand import LooseEntry, count_of
from kfees.library.library import Library
from kfees.model.payee import unknown_payee
from kfees.model.problems import Problem, Unreadable
from kfees.reading.as_written.typed import day_typed, days_typed, weight_typed

V = TypeVar("V")

CHARGES: dict[str, tuple[str, Callable[[str], LooseEntry]]] = {
    "charges": ("--charge", shorthand.charge_of),
    "fees": ("--fee", shorthand.fee_of),
    "discounts": ("--discount", shorthand.discount_of),
}
"""The flags of charges. Each replaces what a file says of its kind."""

STAY: dict[str, Callable[[str], Any]] = {
    "nights": count_of,
    "admitted": day_typed,
    "discharged": day_typed,
    "leave": days_typed,
    "earlier_stay": shorthand.earlier_stay_of,
}
INSTEAD_OF = {"nights": "discharged", "discharged": "nights", "leave": "leave_days"}
"""What a file says of a stay that a flag would contradict, by that flag."""


def state(asked: Asked, flags: dict[str, Any], library: Library) -> None:
    """Put what flags state in the place of what was asked; what cannot be read is among its problems."""
    if isinstance(asked.value, dict):
        payer = flags.get("payer") or asked.value.get("payer")
        library = library.of(payer) if payer in library.payers else library
        stated = _Stated(asked, flags, library)
        stated.course()
        stated.stay()
        stated.charges()
        stated.providers()
        asked.replace(stated.parts, stated.told)


class _Stated:
    """The parts of a request that flags state. `told`: by place in the request, the flag that says it."""

    def __init__(self, asked: Asked, flags: dict[str, Any], library: Library) -> None:
        self.before: dict[str, Any] = asked.value
        self.cells, self.problems = asked.cells, asked.problems
        self.flags, self.library = flags, library
        self.parts: dict[str, Any] = {}
        self.told: dict[str, str] = {}

    def course(self) -> None:
        """The regimen, where and when, and the services."""
        for key in ("payer", "regimen", "setting", "start"):
            if self.flags.get(key) is not None:
                self.parts[key] = self.flags[key]
        if self.flags.get("weight_kg") is not None:
            self.parts["weight_kg"] = weight_typed(self.flags["weight_kg"])
        if (calendar := self.flags.get("calendar")) is not None:
            words = calendar in ("weekdays", "consecutive") or not calendar[:1].isdigit()
            self.parts["calendar"] = calendar if words else {"dates": days_typed(calendar)}
        for _, sessions in self._said("sessions", "--sessions", count_of):
            self.parts["sessions"] = sessions
        if "setting" in self.parts and self.before.get("parts"):
            self.parts["parts"] = []
        for key, flag, read in (
            ("parts", "--part", shorthand.part_of),
            ("services", "--service", shorthand.service_of),
            ("without", "--without", shorthand.item_of),
        ):
            if self.flags.get(key):
                self._put_each(key, self._said(key, flag, read))
        if self.flags.get("parts") and "setting" not in self.parts:
            self.parts |= {"setting": None, "episode": None}
            self.told["setting"] = f"--part {self.flags['parts'][0]}"

    def stay(self) -> None:
        """The days, beds and leave of the stay; where the course has parts, of the only one with nights."""
        said = {
            key: found
            for key, read in STAY.items()
            for found in self._said(key, f"--{key.replace('_', '-')}", read)
        }
        beds = list(self._said("beds", "--bed", shorthand.bed_of))
        flags = [flag for flag, _ in (*said.values(), *beds)]
        parts = self.parts.get("parts", self.before.get("parts"))
        episode = self.before.get("episode")
        if not flags and not (parts and isinstance(episode, dict) and "parts" in self.parts):
            return
        root = "episode"
        if parts:
            staying = [number for number, part in enumerate(parts) if self._has_nights(part)]
            if len(staying) != 1:
                message = "no part of the course has nights."
                remedy = "Leave it out, or give a part in a setting with nights."
                if staying:
                    message = f"{len(staying)} parts of the course have nights: it is not clear whose it is."
                    remedy = "Say it in a file, as the episode of its part."
                self.problems += [Problem("bad-flag", flag, message, remedy) for flag in flags]
                return
            root = f"parts[{staying[0]}].episode"
            episode = parts[staying[0]].get("episode") or episode
        kept = dict(episode) if isinstance(episode, dict) else {}
        for key in said:
            kept.pop(INSTEAD_OF.get(key, ""), None)
        kept |= {key: value for key, (_, value) in said.items()}
        self._tell_kept("episode", root)
        self.told |= {f"{root}.{key}": flag for key, (flag, _) in said.items()}
        if beds:
            kept["beds"] = [bed for _, bed in beds]
            self.told |= {f"{root}.beds[{number}]": flag for number, (flag, _) in enumerate(beds)}
        if parts:
            self.parts["parts"] = [
                {**part, "episode": kept} if number == staying[0] else part
                for number, part in enumerate(parts)
            ]
        else:
            self.parts["episode"] = kept

    def _has_nights(self, part: Any) -> bool:
        setting = part.get("setting") if isinstance(part, dict) else None
        return setting in self.library.settings and self.library.setting(setting).overnight

    def charges(self) -> None:
        """Charges, fees and discounts, each in place of the file's own, and whose of them include GST."""
        stated = {key: list(self._said(key, *CHARGES[key])) for key in CHARGES if self.flags.get(key)}
        gst = list(self._said("gst", "--gst", shorthand.gst_of))
        if not stated and not gst:
            return
        of_file = self.before.get("charges")
        kept = [
            (f"charges[{number}]", entry)
            for number, entry in enumerate(of_file if isinstance(of_file, list) else ())
            if _kind(entry) not in stated
        ]
        self._put_each("charges", [*kept, *(entry for entries in stated.values() for entry in entries)])
        for number, (place, entry) in enumerate(kept):
            self.told |= {f"charges[{number}].{key}": f"{place}.{key}" for key in entry}
            self._tell_kept(place, f"charges[{number}]")
        for flag, payee in gst:
            self._with_gst(flag, payee)

    def _with_gst(self, flag: str, payee: str) -> None:
        charges = self.parts["charges"]
        theirs = [
            number
            for number, entry in enumerate(charges)
            if _kind(entry) == "charges" and self._payee_of(entry) == payee
        ]
        for number in theirs:
            charges[number] = {**charges[number], "gst": "included"}
        if payee not in self.library.every_payee:
            self.problems.append(unknown_payee(payee, self.library.every_payee, flag))
        elif not theirs:
            remedy = f"Give what it charges, as in --charge {payee}=3200, or leave this out."
            self.problems.append(Problem("no-use", flag, "there is no charge that it could be in.", remedy))

    def _payee_of(self, entry: dict[str, Any]) -> Any:
        schedule = entry.get("schedule")
        known = isinstance(schedule, str) and schedule in self.library.schedules
        return self.library.payee(schedule) if known and schedule else entry.get("payee", schedule)

    def providers(self) -> None:
        """Who bills what the setting brings, by payee."""
        named: dict[str, str] = {}
        for flag, (payee, name) in self._said("providers", "--provider", shorthand.provider_of):
            if payee in named:
                message = f"{payee} is named twice."
                remedy = "Keep one; say of the other's services who bills them: ' by Dr B' at their end."
                self.problems.append(Problem("bad-flag", flag, message, remedy))
            named[payee] = name
            self.told[f"providers.{payee}"] = flag
        if named:
            before = self.before.get("providers")
            self.parts["providers"] = {**(before if isinstance(before, dict) else {}), **named}

    def _said(self, key: str, flag: str, read: Callable[[str], V]) -> Iterator[tuple[str, V]]:
        """Each use of a flag as it was written, and what it says."""
        texts = self.flags.get(key)
        for text in (texts,) if isinstance(texts, str) else texts or ():
            written = f"{flag} {text}"
            try:
                yield written, read(text)
            except Unreadable as error:
                self.problems.append(error.at(written))

    def _put_each(self, key: str, entries: Iterable[tuple[str, Any]]) -> None:
        said = list(entries)
        self.parts[key] = [entry for _, entry in said]
        self.told |= {f"{key}[{number}]": written for number, (written, _) in enumerate(said)}

    def _tell_kept(self, old: str, new: str) -> None:
        """What a form says and no flag replaces stays told by its cell."""
        for place, cell in self.cells.items():
            if place == old or place.startswith((f"{old}.", f"{old}[")):
                self.told[new + place.removeprefix(old)] = cell


def _kind(entry: Any) -> str | None:
    """The flag that would state a charge; None of what is no charge at all."""
    if not isinstance(entry, dict):
        return None
    return "discounts" if "discount" in entry else "fees" if "label" in entry else "charges"

"""The form of an import: files, what is said of them, and answers, which are flags as the command has them.

Nothing is kept on the server between two steps: the page carries the files along (see carried).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kfees.importing.findings import TO_FILL_IN
from kfees.importing.flags import asked_from, set_cells
from kfees.importing.importing import SourceFile
from kfees.importing.stating import ImportAsked
from kfees.library.library import Library
from kfees.model.dates import iso_day
from kfees.model.payee import unknown_payee
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.schedule import BASES, GST
from kfees.web.carried import KEPT, as_carried, from_carried
from kfees.web.limits import MOST_FILE_BYTES
from kfees.web.received import Sent

FIELDS = {
    "schedule": "schedule", "from": "first_day", "payee": "payee", "gst": "gst", "unit": "unit",
    "basis": "basis", "title": "title", "publisher": "publisher", "source": "source",
    "coverage": "coverage", "next-change": "next_change", "retrieved": "retrieved",
    "price-per-weight": "price_per_weight",
}  # fmt: skip
"""Flags that have a field of their own, by the name that the importer's flags are read under."""

MANY = {
    "sheet": "sheets", "columns": "columns", "rows": "rows", "skip-rows": "skip_rows", "set": "set_cells",
    "where": "where", "as-stored": "as_stored",
}  # fmt: skip
ONE = {"hidden": "hidden", "codes": "codes", "decimals": "decimals", "dates": "dates"}
YES = {
    "round-to-cent": "round_to_cent", "all-periods": "all_periods", "accept-changes": "accept_changes",
    "carry": "carry",
}  # fmt: skip
_DAYS = ("from", "next-change", "retrieved")
_WORDS = {
    "gst": GST,
    "basis": BASES,
    "hidden": ("include", "leave-out"),
    "decimals": ("point", "comma"),
    "dates": ("day-first", "month-first"),
}

FILE, ANSWER, HAD, PRESSED, FILL, DO = "file", "answer", "had", "pressed", "fill", "do"

INSTEAD = "instead"
"""Begins the name of what is pressed in place of an answer, which stands behind it."""

_FLAG = re.compile(r'--([a-z]+(?:-[a-z]+)*)(?: ((?!--)(?:"[^"]*"|[^\s"])+))?')
_BETWEEN = ("and", "or", "if", "with", "to", "one", "for", "out")
_BLANK = re.compile(rf'^(--[a-z-]+ (?:"[^"=]+|[^\s"=]+)=)"?(?:{"|".join(TO_FILL_IN)})"?$')


@dataclass(frozen=True, slots=True)
class Offer:
    """What a remedy names to be passed, as a button; `blank`: where a person has to fill in the rest."""

    flags: str
    blank: bool


@dataclass
class ImportForm:
    """The form as it was sent. `answers`: flags as they are typed, each once, later ones last."""

    typed: dict[str, str]
    answers: list[str]
    files: list[SourceFile]
    wanted: str
    problems: list[Problem] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def has_answer(self, place: str) -> bool:
        """Whether the place of a problem is one of the answers."""
        return any(_is_at(answer, place) for answer in self.answers)

    @property
    def kept(self) -> list[str]:
        """Each file as the page carries it."""
        return [as_carried(file.content, file.name) for file in self.files]


def read_form(sent: Sent) -> ImportForm:
    """Files that are sent anew replace those that the page carried."""
    problems: list[Problem] = []
    given = [SourceFile(name, content) for _, content, name in sent.all_files]
    carried = [text for key, text in sent.texts if key == KEPT]
    files = given or [file for text in carried for file in _carried(text, problems)]
    if sum(len(file.content) for file in files) > MOST_FILE_BYTES:
        message = f"the files come to more than {MOST_FILE_BYTES:,} bytes."
        remedy = "Keep only the sheet with the fees in a new workbook, or use kfees schedules import."
        problems.append(Problem("too-large", FILE, message, remedy))
        files = []
    typed = {key: text.strip() for key, text in sent.texts if key in FIELDS and text.strip()}
    answers = []
    for answer in _answers(sent):
        name, value = _split(answer)
        if name in FIELDS:
            typed[name] = value
        else:
            answers.append(answer)
    wanted = next((text for key, text in sent.texts if key == DO), "")
    # Answers that were given of other files say nothing of these.
    return ImportForm(typed, [] if given and carried else answers, files, wanted, problems)


def _carried(text: str, problems: list[Problem]) -> Iterator[SourceFile]:
    try:
        content, name = from_carried(text)
    except Unreadable as error:
        problems.append(error.at(FILE))
    else:
        yield SourceFile(name, content)


def _answers(sent: Sent) -> list[str]:
    """Those that stood there already first, then what is new, then what was pressed or filled in."""
    had = [text for key, text in sent.texts if key == HAD]
    given = [text.strip() for key, text in sent.texts if key == ANSWER and text.strip()]
    wrong = [key.removeprefix(f"{INSTEAD} ") for key, _ in sent.texts if key.startswith(f"{INSTEAD} ")]
    given = [text for text in given if not any(_is_at(text, place) for place in wrong)]
    ordered = [text for text in had if text in given] + [text for text in given if text not in had]
    for key, text in sent.texts:
        if (key == PRESSED or key.startswith(f"{INSTEAD} ")) and text.strip():
            ordered = _with_pressed(ordered, each_flag(text))
        elif key.startswith(f"{FILL} ") and text.strip():
            ordered.append(_filled(key.removeprefix(f"{FILL} "), text.strip()))
    found: dict[tuple[str, ...], str] = {}
    for answer in ordered:
        name, value = _split(answer)
        about: tuple[str, ...] = (name, value)
        if name in ("columns", "set"):
            about = (name, value.partition("=")[0])
        elif name in ONE:
            about = (name,)
        found.pop(about, None)
        found[about] = answer
    return list(found.values())


def _with_pressed(answers: list[str], flags: list[str]) -> list[str]:
    """A part that is pressed though it is read already is to be read alone."""
    there = [_split(answer) for answer in answers]
    alone = {_split(flag)[0] for flag in flags if _split(flag) in there} & {"sheet", "rows"}
    return [answer for answer in answers if _split(answer)[0] not in alone] + flags


def _is_at(answer: str, place: str) -> bool:
    """Whether an answer is what the place of a problem names: '--set A5=x' at '--set A5', and the one of
    several cells or of skipped rows at whichever of them."""
    (name, value), (flag, what) = (_split(text.replace("!", ":")) for text in (answer, place))
    if not place.startswith("--") or name != flag:
        return False
    if name == "skip-rows":
        return value.rpartition(":")[0] == what.rpartition(":")[0]
    if name == "set" and any(cell.replace("!", ":") == what for cell, _ in set_cells([value], [])):
        return True
    return value.startswith(what) or value.endswith(f":{what}")


def _filled(flag: str, text: str) -> str:
    flag, words = flag.replace('"', ""), text.replace('"', "")
    name, _, begun = flag.partition(" ")
    return f"{name} {quoted(begun + words)}"


def quoted(text: str) -> str:
    """As it is typed at a command line."""
    return text if re.fullmatch(r"[\w.,:=/+%-]+", text, re.ASCII) else f'"{text}"'


def each_flag(text: str) -> list[str]:
    """The flags that a text names, each as it is typed."""
    return [found[0].rstrip(".,;:)") for found in _FLAG.finditer(text)]


def _split(answer: str) -> tuple[str, str]:
    """'--set "A 1=x"' -> 'set', 'A 1=x'. The value of one that cannot be read is empty."""
    name, _, value = answer.removeprefix("--").partition(" ")
    try:
        return name, " ".join(shlex.split(value))
    except ValueError:
        return name, value.replace('"', "")


def offers(remedy: str) -> list[Offer]:
    """The flags of a remedy; several that stand side by side are passed together."""
    found: list[Offer] = []
    end = -1
    for match in _FLAG.finditer(remedy):
        flags = match[0].rstrip(".,;:)")
        name, value = _split(flags)
        flags = f"--{name}" if name in YES else flags
        if name not in YES and value in _BETWEEN:  # 'pass --sheet and --columns item=B': no value of the flag
            continue
        if not (name in YES or (value and name in {**FIELDS, **MANY, **ONE})):
            continue
        beside = found and remedy[end : match.start()] == " " and not found[-1].blank
        end = match.start() + len(flags)
        if blank := _BLANK.match(flags):
            found.append(Offer(blank[1], True))
        elif name == "price-per-weight" and value == "AMOUNT":
            continue
        elif beside:
            found[-1] = Offer(f"{found[-1].flags} {flags}", False)
        else:
            found.append(Offer(flags, False))
    return list(dict.fromkeys(found))


def asked_of(form: ImportForm, library: Library, today: date) -> ImportAsked:
    """What the form asks for. Raises InputError with everything that is wrong with it."""
    problems = [*form.problems, *_missing(form, library)]
    flags: dict[str, Any] = dict.fromkeys((*FIELDS.values(), *ONE.values()))
    flags |= dict.fromkeys(MANY.values(), ()) | dict.fromkeys(YES.values(), False)
    flags["coverage"] = ""
    said = {name: form.value(name) for name in FIELDS if form.value(name)}
    for answer in form.answers:
        name, value = _split(answer)
        if name in YES:
            flags[YES[name]] = True
        elif name in MANY and value:
            flags[MANY[name]] = (*flags[MANY[name]], value)
        elif name in ONE and value:
            said[name] = value
        else:
            problems.append(Problem("bad-flag", answer[:60], "this is no answer here.", "Take it away."))
    for name, value in said.items():
        flags[{**FIELDS, **ONE}[name]] = _read(name, value, problems)
    try:
        asked = asked_from(flags, today)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return asked


def _missing(form: ImportForm, library: Library) -> Iterator[Problem]:
    """What has to be given, and whom nobody knows."""
    if not form.value("schedule"):
        yield Problem("missing", "schedule", "this was not given.", "Name it, such as medical or nursing.")
    if not form.value("from"):
        yield Problem("missing", "from", "this was not given.", "Give the first day that the fees hold on.")
    if (payee := form.value("payee")) and payee not in library.every_payee:
        yield unknown_payee(payee, library.every_payee, "payee")
    if not form.files and not form.problems:
        yield Problem("missing", FILE, "no file was chosen.", "Choose the file with the fees.")


def _read(name: str, value: str, problems: list[Problem]) -> Any:
    if name in _DAYS:
        try:
            return iso_day(value)
        except Unreadable as error:
            problems.append(error.at(name))
    elif name in _WORDS and value not in _WORDS[name]:
        listed = ", ".join(_WORDS[name])
        problems.append(Problem("bad-value", name, f"{value[:40]!r} is none of them.", f"Use: {listed}."))
    return value


def command_line(form: ImportForm, into: str, today: date) -> str:
    """What writes the same folder where kfees is installed."""
    said = {name: form.value(name) for name in FIELDS} | {"into": into}
    said["retrieved"] = said["retrieved"] or str(today)
    words = ["kfees schedules import", *(_in_a_shell(_as_path(file.name)) for file in form.files)]
    words += [f"--{name} {_in_a_shell(text)}" for name, text in said.items() if text]
    for answer in form.answers:
        name, value = _split(answer)
        words.append(f"--{name} {_in_a_shell(value)}" if value else f"--{name}")
    return " ".join(words)


def _in_a_shell(text: str) -> str:
    """As `quoted`; in single quotes where a shell would read something into double ones."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else quoted(text)


def _as_path(name: str) -> str:
    """No flag, whatever a file is called."""
    return f"./{name}" if name.startswith("-") else name

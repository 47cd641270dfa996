"""Who imports a sheet and follows what the first problem says, at most five times: the first flag that it
offers, or any of them, as chance has it."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from command_line import run
from importing.corpus.record import Rate, Record

STEPS = 5

_FLAG = re.compile(r"--[a-z][a-z-]*(?: (?:\"[^\"]*\"|[^\s\"]+(?:=\"[^\"]*\")?)){0,1}")
_ALONE = ("--all-periods", "--accept-changes", "--carry", "--round-to-cent", "--allow-refused")
_NO_VALUES = ("and", "or", "for", "if", "where", "to", "with", "of", "is", "not")
_PLACES = ("CODE", "AMOUNT", "CELL", "WORDS", "DAYS", "DAY", "UNIT")


@dataclass
class Answer:
    """What one import came to. `told`: every note and every thing that was left out, as JSON."""

    rates: set[Rate] | None
    problems: list[dict[str, str]]
    told: str


@dataclass
class Followed:
    """`said`: the flags that were followed, in turn. `stuck`: why nothing leads on; '' where it is done."""

    answers: list[Answer] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    stuck: str = ""

    @property
    def last(self) -> Answer:
        return self.answers[-1]


def imported(path: Path, into: Path, flags: list[str]) -> Answer:
    """One run of the command, and what it wrote."""
    always = ("--schedule", "invented", "--into", str(into), "--format", "json")
    result = run("schedules", "import", str(path), *always, *flags)
    if not result.output.startswith("{"):
        problem = {"code": "command", "place": "", "message": result.messages, "remedy": result.messages}
        return Answer(None, [problem], "")
    said = json.loads(result.output)
    rates = rates_in(into / "invented" / said["versions"][0]) if said["written"] else None
    told = {
        key: said[key]
        for key in ("notes", "left_out", "other_amount_columns", "taken_for_granted")
        if key in said
    }
    return Answer(rates, said["problems"], json.dumps(told, ensure_ascii=False))


def rates_in(version: Path) -> set[Rate]:
    """A version as it was written; what its table leaves out holds for all of it."""
    facts = tomllib.loads((version / "schedule.toml").read_text("utf-8"))
    return {
        Rate(
            row["item"],
            Decimal(row["amount"]) if row["amount"][:1].isdigit() else None,
            row["unit"],
            row.get("gst") or facts["gst"],
            row.get("from_day") or "",
            row.get("to_day") or "",
            row.get("until") or "",
        )
        for row in csv.DictReader(io.StringIO((version / "rates.csv").read_text("utf-8")))
    }


def follow(path: Path, folder: Path, record: Record, chance: Random | None = None) -> Followed:
    """Import, and where it is refused do what is printed, until it is done or nothing leads on. `chance`: for
    a user who takes any of the flags that are offered, and not the first."""
    done = Followed()
    flags = list(record.flags)
    for step in range(STEPS + 1):
        answer = imported(path, folder / str(step), flags)
        if done.answers and answer.problems and answer.problems == done.last.problems:
            done.answers.append(answer)
            done.stuck = "the flag changed nothing"
            return done
        done.answers.append(answer)
        if not answer.problems:
            return done
        offered = list(flags_offered(answer.problems[0], record, literally=chance is not None))
        if not offered:
            done.stuck = "the remedy has no flag that can be followed"
            return done
        more = chance.choice(offered) if chance is not None else offered[0]
        if "--gst" in more and "--gst" in flags:
            at = flags.index("--gst")
            del flags[at : at + 2]
        flags += more
        done.said += more if len(more) % 2 == 0 else []
    done.stuck = f"not done after {STEPS} steps"
    return done


def flags_offered(problem: dict[str, str], record: Record, *, literally: bool) -> Iterator[list[str]]:
    """The flags of the remedy that are true of the sheet; a placeholder is filled in. `literally`: a column
    of fees as it is offered, whichever it is, and all of several tables or sheets too."""
    found: list[list[str]] = []
    for typed in _FLAG.findall(problem["remedy"]):
        try:
            words = shlex.split(typed.rstrip(".,;:"))
        except ValueError:
            continue
        flag, value = words[0], (words[1].rstrip(".,;:)") if len(words) > 1 else "")
        if flag in _ALONE:
            found.append([flag])
        elif value not in _NO_VALUES and (said := _value(flag, value, record, literally)) is not None:
            found.append([flag, said])
    yield from found
    for together in ("--rows", "--sheet"):
        parts = [one for one in found if one[0] == together]
        if literally and len(parts) > 1:
            yield [word for part in parts for word in part]


def _value(flag: str, value: str, record: Record, literally: bool) -> str | None:
    """What is passed; None where it would be wrong."""
    if flag == "--columns":
        if literally and re.fullmatch(r"([A-Z0-9:-]+:)?amount=[A-Z+]+", value) and record.must != "refuse":
            named = value.rpartition("=")[2]
            fees = {item.column for item in record.items}
            return value if len(named) > 1 or "" in fees or named in fees else None
        parts = [_column(part, record) for part in value.split(",")]
        return ",".join(part for part in parts if part) or None
    if flag == "--set":
        return _cell(value, record)
    if flag == "--skip-rows":
        rows = set(_numbers(value.rpartition(":")[2]))
        wanted = {item.row for item in record.items}
        return value if rows and not rows & wanted else None
    if record.must == "refuse" and (flag == "--as-stored" or flag.startswith("--accept")):
        return None
    if flag == "--as-stored":
        return value
    if flag in record.answers:
        return record.answers[flag]
    return value or None


def _column(part: str, record: Record) -> str:
    head, colon, rest = part.rpartition(":")
    role, _, named = rest.partition("=")
    if role in record.columns:
        return f"{head}{colon}{role}={record.columns[role]}"
    return part if named == "none" or role == "modifier" else ""


def _cell(value: str, record: Record) -> str | None:
    """A cell as it should read: of the column of codes its row's code, of that of amounts its amount."""
    place, _, words = value.partition("=")
    cell = place.rpartition(":")[2]
    if (found := re.fullmatch(r"([A-Z]+)([0-9]+)", cell)) is None:
        return None
    letters, row = found.groups()
    items: list[Any] = [item for item in record.items if item.row == int(row)]
    if not items:
        return None
    if words.startswith("GST "):
        right = f"GST {items[0].gst}"
    elif letters == record.columns.get("item"):
        right = items[0].code
    else:
        of_column = [item for item in items if item.column == letters]
        if not of_column:
            return None if words in _PLACES else value
        right = "unknown" if of_column[0].amount is None else str(of_column[0].amount)
    return f"{place}={right}"


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            found += range(int(first), int(last or first) + 1)
    return found

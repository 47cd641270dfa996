"""From rates or weights to a version's folder: its files as bytes, written aside and renamed into place."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

from kfees.library.outputs import cannot_write, clear_forgotten, set_aside
from kfees.library.rates import NOT_PAYABLE, OPTIONAL, REQUIRED, UNKNOWN
from kfees.library.version import FACTS, RATES
from kfees.library.weights import COLUMNS, NO_PAEDIATRIC_FACTOR, Weight
from kfees.model.english import plain
from kfees.model.fields import Model
from kfees.model.money import CannotDetermine, Money, NotPayable
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import Rate, ScheduleFacts


def version_files(facts: ScheduleFacts, rates: Iterable[Rate]) -> dict[str, bytes]:
    """A version's `schedule.toml` and `rates.csv`. Amounts keep their two decimals."""
    return {FACTS: facts_as_toml(facts).encode(), RATES: rates_as_csv(rates, facts)}


def facts_as_toml(facts: ScheduleFacts) -> str:
    """Every fact that is not left to its default, strings in quotes, dates and decimals plain."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(model: Model, table: str = "") -> Iterator[str]:
    """The plain values of a model, then its parts as tables."""
    parts: list[tuple[str, Model]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Model):
            parts.append((f"{table}{name}", value))
        elif isinstance(value, str):
            yield from [f"{name} = {_quoted(value)}"] if value else []
        elif isinstance(value, tuple):
            yield from [f"{name} = [{', '.join(map(_quoted, value))}]"] if value else []
        elif value is not None:
            yield f"{name} = {value}"
    for name, part in parts:
        yield from ("", f"[{name}]", *_lines(part, f"{name}."))


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def rates_as_csv(rates: Iterable[Rate], facts: ScheduleFacts) -> bytes:
    """One row a rate, in UTF-8; optional columns only where needed, empty where the facts say it."""
    rates = list(rates)
    columns = {name: _column(name, rates, facts) for name in REQUIRED + OPTIONAL}
    columns = {name: cells for name, cells in columns.items() if name in REQUIRED or any(cells)}
    return _as_csv(tuple(columns), zip(*columns.values(), strict=True))


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    content = io.BytesIO()
    text = io.TextIOWrapper(content, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    text.flush()
    return content.getvalue()


def _column(name: str, rates: Sequence[Rate], facts: ScheduleFacts) -> list[str]:
    """What stands in a column, of each rate's row."""
    match name:
        case "amount":
            return [_amount(rate.amount) for rate in rates]
        case "reason":
            return [
                rate.amount.reason if isinstance(rate.amount, CannotDetermine | NotPayable) else rate.reason
                for rate in rates
            ]
        case "gst" | "basis" | "source":
            usual = getattr(facts, name)
            return ["" if value == usual else str(value) for value in map(attrgetter(name), rates)]
        case _:
            return ["" if value is None else str(value) for value in map(attrgetter(name), rates)]


def weights_as_csv(weights: Iterable[Weight], file: str) -> bytes:
    """One row an item of a table of weights; optional columns only where needed."""
    weights = list(weights)
    required, optional = COLUMNS[file]
    columns = required + tuple(
        column
        for column in optional
        if any(_cell_of_weight(weight, column) not in ("", str(NO_PAEDIATRIC_FACTOR)) for weight in weights)
    )
    return _as_csv(columns, ([_cell_of_weight(weight, column) for column in columns] for weight in weights))


def _cell_of_weight(weight: Weight, column: str) -> str:
    match getattr(weight, column):
        case bool() as flag:
            return "yes" if flag else "no"
        case Decimal() as figure:
            return plain(figure)
        case None:
            return UNKNOWN if column == "weight" else ""
        case value:
            return str(value)


def _amount(amount: Money) -> str:
    match amount:
        case CannotDetermine():
            return UNKNOWN
        case NotPayable():
            return NOT_PAYABLE
        case figure:
            return str(figure)


def write_versions(folder: Path, schedule: str, versions: Mapping[date, Mapping[str, bytes]]) -> list[Path]:
    """Write version folders `folder/schedule/<first day>/`, each whole or not at all.

    Everything is written aside under a hidden name that no loader reads, then renamed: once where
    the schedule is new to the folder, once for each version where it is not. Raises InputError where
    a version is there already or the folder cannot be written; then nothing has changed.
    """
    targets = [folder / schedule / str(first_day) for first_day in versions]
    if standing := [target for target in targets if target.exists()]:
        raise InputError(map(_standing, standing))
    try:
        _write(folder, schedule, versions)
    except OSError as error:
        raise InputError([cannot_write(str(folder), error)]) from None
    return targets


def _write(folder: Path, schedule: str, versions: Mapping[date, Mapping[str, bytes]]) -> None:
    home = folder.absolute()
    place = home / schedule
    while not home.exists():
        home = home.parent
    for above in home.parents:  # where an earlier run wrote aside while `home` was not there yet
        clear_forgotten(above)
    with set_aside(home, lambda path: path.mkdir(0o700)) as aside:
        _write_aside(aside / place.relative_to(home), versions)
        if place.exists():
            for first_day in versions:
                (aside / schedule / str(first_day)).rename(place / str(first_day))
            _settle(place)
        else:
            first = place.relative_to(home).parts[0]
            (aside / first).rename(home / first)
            _settle(home)


def _standing(target: Path) -> Problem:
    return Problem(
        "version-exists",
        str(target),
        "this version is there already, and a version is never edited.",
        "Move the folder away if it was an estimate or a mistake, or write elsewhere with --into.",
    )


def _write_aside(aside: Path, versions: Mapping[date, Mapping[str, bytes]]) -> None:
    for first_day, files in versions.items():
        place = aside / str(first_day)
        place.mkdir(parents=True)
        for name, content in files.items():
            with (place / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        _settle(place)


def _settle(folder: Path) -> None:
    """Have the folder's entries on the disk before going on."""
    if sys.platform == "win32":
        return  # it opens no folders
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

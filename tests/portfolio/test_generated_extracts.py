"""Extracts as claims systems write them, made from a seed with a record of what each row means.

Every row is priced as its course alone is, or refused in its own row; each remedy, followed, leads on.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from command_line import run
from kfees.library.library import Library
from portfolios import Row, assert_same

ROWS, MOST_ROUNDS = 90, 5

HEADINGS: dict[str, Sequence[str]] = {
    "id": ("Claim No", "claim_id", "REFERENCE", "Claim Number"),
    "regimen": ("Regimen", "PROTOCOL", "regimen"),
    "setting": ("Setting", "Place of Service", "place"),
    "start": ("Start date", "FIRST DAY", "course_start"),
    "weight_kg": ("Weight (kg)", "body weight", "KG"),
    "nights": ("LOS", "Length of stay", "nights"),
    "drg": ("AR-DRG", "DRG"),
    "hospital_charge": ("Hospital charge", "hospital_amount", "Hospital Charges (AUD)"),
    "medical_charge": ("Doctor fee", "Medical charge", "medical"),
}
OTHERS = ("Handler", "Notes", "Injury date")
SETTINGS = {
    "crps-4-day": ("private-hospital-inpatient", "hospital-in-the-home", "public-hospital-admitted"),
    "crps-10-day": ("private-day-hospital", "consulting-rooms", "hospital-in-the-home"),
}
MEDICAL = ("private-hospital-inpatient", "private-day-hospital", "hospital-in-the-home", "consulting-rooms")
EMPTY = ("", "", "-", "n/a", "N/A")

WRONG: dict[str, Sequence[str]] = {
    "regimen": ("", "crps-11-day", "infusion"),
    "setting": ("", "moon base", "privte-day-hospital"),
    "start": ("", "2025-02-31", "soon", "45509", "2024-13-45"),
    "weight_kg": ("176 lb", "80,5", "412345678", "about 80", "0", "-80"),
    "nights": ("3.5", "-1", "two", "1e3"),
    "hospital_charge": ("3.200,00", "-200", "TBA", "1e5", "3200.005", "$1,5", "99999999999999"),
    "medical_charge": ("(320)", "12%", "see note"),
}
"""Cells of each kind that can mean nothing, or not surely what they may."""

Writer = Callable[[random.Random, Any], str]


def in_days(order: str) -> Writer:
    """Days in figures in one order, among others that can be read in one way alone."""
    first, second = ("%d", "%m") if order == "day-first" else ("%m", "%d")
    forms = (f"{first}/{second}/%Y", f"{first}/{second}/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%y", "%Y%m%d")
    return lambda chance, day: f"{day:{chance.choice(forms)}}"


def written_amount(chance: random.Random, amount: Decimal) -> str:
    forms = (
        f"{amount}",
        f"${amount:,}",
        f"{amount:,}",
        f"AUD {amount}",
        f"$ {amount}",
        f"{amount.normalize():f}",
    )
    return chance.choice(forms)


def written_word(chance: random.Random, name: str) -> str:
    return chance.choice((name, name.upper(), name.replace("-", " "), f" {name} ", name.capitalize()))


def written_weight(chance: random.Random, weight: Decimal) -> str:
    return chance.choice((f"{weight}", f"{weight}kg", f"{weight} kg", f"{weight} KG"))


@dataclass
class Extract:
    """A file of `fields` and others: what each row means (`rows`), how it is `written`, the rows whose cell
    of a field was made `wrong`, and by row the first row of the same claim (`first`)."""

    headings: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    written: list[dict[str, str]] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)
    first: dict[int, int] = field(default_factory=dict)
    above: int = 0

    def text(self) -> str:
        file = io.StringIO()
        lines = csv.writer(file)
        lines.writerows([["Claims extract"]] * self.above)
        lines.writerow([*self.headings.values(), *OTHERS])
        others = [["AB", "by phone", "1/02/2019"], ["CD", "", ""]]
        lines.writerows([*row.values(), *others[at % 2]] for at, row in enumerate(self.written))
        total = {"regimen": "Total", "hospital_charge": "1.00"}
        lines.writerow([total.get(name, "") for name in self.headings])
        lines.writerow(["Printed on 5/08/2026"])
        return file.getvalue()

    def number(self, row: int) -> int:
        """As the file numbers it."""
        return row + self.above + 2


def course(chance: random.Random) -> Row:
    """A course that can be priced."""
    regimen = chance.choice(list(SETTINGS))
    setting = chance.choice(SETTINGS[regimen])

    def cents(least: int, most: int) -> Decimal:
        return Decimal(chance.randrange(least, most)) / 100

    stay = setting in ("private-hospital-inpatient", "public-hospital-admitted")
    return {
        "regimen": regimen,
        "setting": setting,
        "start": date(2024, 7, 1) + timedelta(chance.randrange(700)),
        "weight_kg": Decimal(chance.randrange(450, 1200)) / 10 if regimen == "crps-10-day" else None,
        "nights": chance.choice((4, 4, 5, 9)) if stay else None,
        "drg": "B71B" if setting == "public-hospital-admitted" else None,
        "hospital_charge": None if setting == "consulting-rooms" else cents(50_000, 900_000),
        "medical_charge": cents(20_000, 300_000) if setting in MEDICAL and chance.random() < 0.7 else None,
    }


def extract(seed: int) -> Extract:
    chance = random.Random(seed)  # noqa: S311  no secret
    order = "day-first" if chance.random() < 0.5 else "month-first"
    headings = {name: chance.choice(known) for name, known in HEADINGS.items()}
    made = Extract(headings, above=chance.choice((0, 0, 2)))
    write: dict[str, Writer] = {
        **dict.fromkeys(("regimen", "setting", "drg"), written_word),
        **dict.fromkeys(("hospital_charge", "medical_charge"), written_amount),
        "start": in_days(order),
        "weight_kg": written_weight,
        "nights": lambda _, nights: str(nights),
    }
    for at in range(ROWS):
        row = course(chance)
        cells = {"id": f"09{seed}{at:05}"}
        for name, value in row.items():
            cells[name] = chance.choice(EMPTY) if value is None else write[name](chance, value)
        if at == 0:  # a day that can only be in this order
            row["start"] = date(2024, 8, 29)
            cells["start"] = "29/08/2024" if order == "day-first" else "08/29/2024"
        elif chance.random() < 0.1:
            earlier = chance.choice([other for other in range(at) if other not in made.wrong])
            cells["id"] = made.written[earlier]["id"]
            if chance.random() < 0.5:  # or it is another course of that claim
                row["start"], cells["start"] = made.rows[earlier]["start"], made.written[earlier]["start"]
        elif chance.random() < 0.3:
            of = chance.choice([name for name in WRONG if row[name] is not None])
            cells[of] = chance.choice(WRONG[of])
            made.wrong[at] = of
        made.rows.append(row)
        made.written.append(cells)
    claims: dict[tuple[str, str], int] = {}
    for at, cells in enumerate(made.written):
        if (first := claims.setdefault((cells["id"], cells["start"].strip()), at)) != at:
            made.first[at] = first
    return made


def priced(made: Extract, folder: Path) -> tuple[list[Row], dict[int, list[tuple[str, str]]], str]:
    """The rows of the output, the columns and remedies of refused ones by their numbers, and what is said."""
    source, output, problems = (folder / name for name in ("in.csv", "out.parquet", "problems.csv"))
    source.write_text(made.text(), encoding="utf-8")
    result = run("portfolio", str(source), "-o", str(output), "--problems", str(problems))
    assert problems.exists(), result.messages
    listed = listed_of(problems)
    assert result.status == (4 if listed else 0), result.messages
    return pl.read_parquet(output).to_dicts(), listed, result.messages


def listed_of(problems: Path) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for row, column, remedy in (
        pl.read_csv(problems, infer_schema=False).select("row", "column", "remedy").rows()
    ):
        found.setdefault(int(row), []).append((column, remedy))
    return found


def without_marks(results: Sequence[Row], made: Extract) -> list[Row]:
    """The same, once every repeated claim was seen to name its first row, and no other row to do so."""
    found = []
    for at, result in enumerate(results):
        said = result["please_check"] or ""
        mark = re.search(r" ?Row (\d+) has the same .*: is it one claim twice\?$", said)
        assert (mark and int(mark[1])) == (made.number(made.first[at]) if at in made.first else None)
        found.append({**result, "please_check": (said[: mark.start()] if mark else said) or None})
    return found


def followed(remedy: str, name: str, truth: Any) -> str:
    """The cell that a remedy asks for: the very one that it writes, else what is meant, written plainly."""
    for pattern in (
        r"Did you mean '([^']+)'",
        r"Give at least (\d+)",
        r"Write (\d[\d.-]*\d|\d)[, .]",
        r"Write the day \((\d{4}-\d\d-\d\d)",
    ):
        if found := re.search(pattern, remedy):
            return found[1]
    if remedy.startswith("Leave"):
        return ""
    known = r"^(Write|Give|Use|Fill|Choose)\b|^\w+ \d{4} has \d\d days\.$|^The month runs"
    leads_on = re.search(known, remedy)
    assert leads_on, f"no way on for {name}: {remedy}"
    return str({"weight_kg": 80, "nights": 4}[name] if truth is None else truth)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_row_of_an_extract_is_right_or_refused_with_a_remedy_that_leads_on(
    seed: int, tmp_path: Path, library: Library
) -> None:
    made = extract(seed)
    results, refused, said = priced(made, tmp_path)
    assert set(refused) == {made.number(at) for at in made.wrong}
    for at, of in made.wrong.items():
        assert made.headings[of] in {column for column, _ in refused[made.number(at)]}
    assert "1 total: row" in said
    assert "1 note: row" in said
    good = [at for at in range(ROWS) if at not in made.wrong]
    whole = without_marks(results, made)
    assert_same([whole[at] for at in good], [made.rows[at] for at in good], library)
    assert all(whole[at]["problem"] and whole[at]["maximum"] is None for at in made.wrong)
    by_heading = {heading: name for name, heading in made.headings.items()}
    for _ in range(MOST_ROUNDS):
        for at in made.wrong:
            for column, remedy in refused.get(made.number(at), []):
                name = by_heading[column]
                made.written[at][name] = followed(remedy, name, made.rows[at][name])
        results, refused, said = priced(made, tmp_path)
        if not refused:
            break
    assert not refused
    assert all(row["problem"] is None for row in results)

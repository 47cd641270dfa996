"""Folders of schedules for tests: what an agent would write beside the shipped ones."""

from __future__ import annotations

from pathlib import Path

HEADER = "item,label,amount,unit"

FACTS = {
    "title": '"A schedule for a test"',
    "publisher": '"Nobody"',
    "source": '"Made for a test"',
    "retrieved": "2024-06-01",
    "next_change_expected": "2030-07-01",
    "currency": '"AUD"',
    "gst": '"free"',
    "payee": '"medical"',
}


def facts_text(**changed: str | None) -> str:
    """A `schedule.toml`; None leaves a key out. Values are TOML as written."""
    facts: dict[str, str | None] = {**FACTS, **changed}
    return "".join(f"{key} = {value}\n" for key, value in facts.items() if value is not None)


def write_version(
    folder: Path,
    schedule: str,
    first_day: str,
    *rows: str,
    header: str = HEADER,
    **facts: str | None,
) -> Path:
    """Write a version's folder: its facts and its rates."""
    path = folder / schedule / first_day
    path.mkdir(parents=True)
    (path / "schedule.toml").write_text(facts_text(**facts), encoding="utf-8")
    (path / "rates.csv").write_text("\n".join((header, *rows, "")), encoding="utf-8")
    return path


PAYEE = {"title": '"Radiology"', "in_a_sentence": '"the radiology service"', "order": "4"}


def write_payee(folder: Path, name: str, **changed: str) -> Path:
    """Write a payee's file. Values are TOML as written."""
    path = folder / "payees" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {**PAYEE, **changed}
    path.write_text("".join(f"{key} = {value}\n" for key, value in facts.items()), encoding="utf-8")
    return path


def write_radiology(folder: Path) -> Path:
    """A radiology service with a schedule of its own, and a physiotherapist who has none; the folder."""
    write_payee(folder, "radiology", words='["radiolog*", "x-ray", "scan"]')
    names = {"title": '"Physiotherapist"', "in_a_sentence": '"the physiotherapist"', "order": "5"}
    write_payee(folder, "physiotherapy", **names)
    rows = ("XR1,X-ray of the hand,85.00,service", "XR2,Bone scan,410.00,service")
    write_version(folder, "radiology", "2024-07-01", *rows, payee='"radiology"', basis='"published"')
    return folder

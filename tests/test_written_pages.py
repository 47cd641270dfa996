"""The README and the guides tell the truth: their commands run and print what is shown, and their tables
name every column, key, command and flag that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest

import kfees
import shown
from command_line import run
from kfees.cli.commands import COMMANDS
from kfees.library import adjustments, rates, weights
from kfees.model.guidance import Guideline, GuidelineCheck
from kfees.model.item_rules import ItemRule, ItemRules
from kfees.model.payee import PayeeColumns, PayeeFacts
from kfees.model.payer import Payer
from kfees.model.request import Approval, Claim, Episode, Outcomes, Provider
from kfees.model.schedule import ActivityFacts, Dose, Drug, Regimen, Rounding, ScheduleFacts, Setting
from kfees.portfolio.activity_fields import RESULTS as WEIGHED
from kfees.portfolio.activity_fields import ActivityFields
from kfees.portfolio.fields import RESULTS, Fields
from served import served
from workbooks import Row, book, sheets

OF_UV = {"--quiet", "--upgrade", "--target", "--all-groups"}

RATES_2026 = (
    ("Reimbursement rates for medical services",),
    ("From 1 July 2026",),
    (),
    ("Item", "Description", "Fee"),
    ("2801", "Pain specialist, first visit", 236.10),
    ("2806", "Pain specialist, later visit", 118.20),
    ("17645", "Anaesthetist consultation", "by agreement"),
)

PRICE_2026 = (
    ("Price per NWAU 2026-27",),
    (),
    ("Stream", "Price per NWAU ($)", "Effective from"),
    *((stream, 7412, "1 July 2026") for stream in ("Acute admitted", "Emergency", "Non-admitted")),
)

PARTS_2026: dict[str, list[Row]] = {
    "Part 1": [("Item", "Description", "Fee"), ("A1", "Visit", 60.5), ("A2", "Long visit", 121)],
    "Part 2": [("Code", "Service", "Rate"), ("B1", "Report", 300)],
    "Notes": [("Fees are reviewed each year.",)],
}


@pytest.fixture(scope="module")
def server(library: kfees.Library) -> Iterator[httpx.Client]:
    with served(library) as address, httpx.Client(base_url=address, timeout=30) as found:
        yield found


@pytest.mark.parametrize("path", shown.PAGES, ids=lambda path: path.stem)
def test_the_commands_of_a_page_run_and_print_what_it_shows(
    path: Path, server: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KFEES_SCHEDULES", raising=False)
    book(tmp_path / "rates-2026.xlsx", RATES_2026, lambda sheet: setattr(sheet, "title", "Rates"))
    sheets(tmp_path / "parts-2026.xlsx", PARTS_2026)
    (tmp_path / "country.csv").write_text("Item,Description,Fee\nC1,Visit,80.00\n")
    book(tmp_path / "price-2026.xlsx", PRICE_2026, lambda sheet: setattr(sheet, "title", "Price"))
    for one in shown.carried_out(path.read_text(encoding="utf-8"), tmp_path, server):
        assert one.is_true, f"{path.name} shows\n{one.block.content}\nand the truth is\n{one.truth}"


@pytest.mark.parametrize("path", shown.GUIDES, ids=lambda path: path.stem)
def test_a_guide_says_which_file_a_block_is(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    for block in shown.blocks(page):
        if block.about and block.language != "sh":
            assert f"`{block.about}`" in page[: block.start], block.about


@pytest.mark.parametrize("path", shown.PAGES, ids=lambda path: path.stem)
def test_every_page_that_a_page_links_to_exists(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_flag_that_is_written_of_exists() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in shown.PAGES)
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", written)) - OF_UV
    of_schedules = re.findall(r"^  ([a-z]+) ", run("schedules", "--help").output.split("Commands:")[1], re.M)
    commands = [[name] for name in COMMANDS] + [["schedules", name] for name in of_schedules]
    helps = "".join(run(*command, "--help").output for command in commands)
    assert flags <= set(re.findall(r"--[a-z][a-z-]+", helps))


def keys(*models: type) -> set[str]:
    return {name for model in models for name in model.model_fields}  # type: ignore[attr-defined]


TABLES: dict[tuple[str, str], Iterable[str]] = {
    ("own-schedules", "schedule.toml"): keys(ScheduleFacts),
    ("own-schedules", "rates.csv"): (*rates.REQUIRED, *rates.OPTIONAL),
    ("own-schedules", "Weighted activity"): {
        *keys(ActivityFacts, Rounding),
        *(column for required, optional in weights.COLUMNS.values() for column in (*required, *optional)),
        *adjustments.STEPS,
    },
    ("own-schedules", "Regimens: regimens/NAME.toml"): keys(Regimen, Dose, Drug),
    ("own-schedules", "Settings: settings/NAME.toml"): keys(Setting),
    ("own-schedules", "Payees: payees/NAME.toml"): keys(PayeeFacts, PayeeColumns),
    ("own-schedules", "Payers: payers/NAME.toml"): keys(Payer),
    ("own-schedules", "Guideline: guideline/FIRST-DAY.toml"): keys(Guideline, GuidelineCheck),
    ("own-schedules", "Rules between items: item-rules/FIRST-DAY.toml"): keys(ItemRules, ItemRule),
    ("own-schedules", "public-holidays.csv"): ("date", "name"),
    ("assessing", "The facts of a claim"): keys(Claim, Approval, Provider, Outcomes),
    ("weighing", ""): keys(Episode),
    ("weighing", "A table"): (*ActivityFields().every, *WEIGHED),
    ("portfolios", "The columns"): Fields(kfees.load_schedules().payees).every,
    ("portfolios", "An example"): RESULTS,
    ("commands", ""): [f"kfees {name}" for name in COMMANDS],
}
"""What the section of a guide, or the whole of it, names in code."""


@pytest.mark.parametrize(("place", "names"), TABLES.items(), ids=["-".join(place) for place in TABLES])
def test_a_guide_names_everything_that_there_is(place: tuple[str, str], names: Iterable[str]) -> None:
    guide, heading = place
    text = next(path for path in shown.GUIDES if path.stem == guide).read_text(encoding="utf-8")
    if heading:
        text = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    code = re.findall(r"`([^`\n]+)`", text)
    assert [name for name in names if name not in code and not _payee_alike(name, code)] == []


def _payee_alike(name: str, code: list[str]) -> bool:
    """The columns of the other payees are said to be like the hospital's."""
    payee = name.partition("_")[0]
    return f"{payee}_" in code and name.replace(payee, "hospital", 1) in code

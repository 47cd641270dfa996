"""What a workbook of weights lacks is taken from the version before where the user says so, and said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.library.library import Library
from kfees.library.version import FACTS, Version
from kfees.library.writing import facts_as_toml
from kfees.model.schedule import Basis, ScheduleFacts
from weight_workbooks import NEP25, Shape, bring_in, in_force, made, weights_of, year_of_weights
from workbooks import book

NEP26 = date(2026, 7, 1)
GIVEN = {"price_per_weight": Decimal("7412.00")}
ALL = {"acute": "Acute", "clinic": "Clinics", "emergency": "Emergency"}


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every weight a little more than before, so that it is another year."""

    def more(_: str, row: dict[str, Any]) -> dict[str, Any]:
        return row | {role: round(row[role] * 1.02, 4) for role in ("inlier", "weight") if role in row}

    shape = Shape(every=30, names=ALL, change=more, footnotes="none", unpriced=(0.05, 1))  # type: ignore[arg-type]
    return year_of_weights(tmp_path_factory.mktemp("next") / "w.xlsx", shape)


def priced_by(library: Library, basis: Basis) -> Library:
    """The shipped library, with another basis of the year before."""
    before = in_force(library)
    facts = before.facts.model_copy(update={"basis": basis})
    files = {**before.files, FACTS: facts_as_toml(facts).encode()}
    changed = Version(before.schedule, before.first_day, before.origin, files)
    versions = [changed if version is before else version for version in library.versions(before.schedule)]
    return Library(versions, {}, {})


def test_without_carry_everything_is_asked_for_at_once_and_the_remedy_works(
    next_year: Path, library: kfees.Library
) -> None:
    [problem] = bring_in(next_year, library, first_day=NEP26, carry=False).problems
    assert problem.code == "not-in-workbook"
    for part in ("private service factor", "adjustments", "roundings", "price of one weighted unit"):
        assert part in problem.message
    assert problem.remedy == (
        "Pass --carry to take that from the version of 1 July 2025 (shipped);"
        " --price-per-weight AMOUNT gives the price."
    )
    made(bring_in(next_year, library, first_day=NEP26))
    [rest] = bring_in(next_year, library, first_day=NEP26, carry=False, **GIVEN).problems
    assert "price" not in rest.remedy


@pytest.mark.parametrize(
    ("before", "price", "asked", "expected"),
    [
        ("reference", None, None, "reference"),
        ("published", None, None, "indexed"),
        ("supplied", None, None, "indexed"),
        ("floor", None, "indexed", "indexed"),
        ("reference", "7412.00", None, "indexed"),
        ("reference", "7412.00", "published", "published"),
    ],
)
def test_figures_of_another_year_make_an_estimate(
    before: Basis,
    price: str | None,
    asked: Basis | None,
    expected: Basis,
    next_year: Path,
    library: kfees.Library,
) -> None:
    """A price of its own and weights of its own leave the adjustments, of which the user may know more."""
    stated = {"price_per_weight": Decimal(price) if price else None, "basis": asked, "first_day": NEP26}
    facts = made(bring_in(next_year, priced_by(library, before), **stated)).facts
    assert facts.basis == expected
    assert "Carried from the version of 1 July 2025: " in facts.source
    assert "the adjustments (intensive care" in facts.source
    assert ("the price of one weighted unit" in facts.source) == (price is None)


def test_a_carried_price_cannot_be_called_published(next_year: Path, library: kfees.Library) -> None:
    [problem] = bring_in(next_year, library, first_day=NEP26, basis="published").problems
    assert (problem.code, problem.place) == ("bad-basis", "--basis published")
    assert problem.remedy == "Leave --basis out: it is 'reference' then."


def test_carried_weights_cannot_be_called_published(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "p.xlsx", [("Care", "Price per NWAU"), ("All", 7412)])
    [problem] = bring_in(path, library, first_day=NEP26, basis="published").problems
    assert problem.remedy == "Leave --basis out: it is 'indexed' then."


def test_what_is_carried_within_a_year_is_no_estimate(next_year: Path, library: kfees.Library) -> None:
    """From January 2026 on the adjustments of July 2025 still hold; so do its weights, until July 2026."""
    january = {"first_day": date(2026, 1, 1), "accept_changes": True}
    assert made(bring_in(next_year, library, **january, **GIVEN)).facts.basis == "supplied"
    facts = made(bring_in(next_year, library, **january)).facts
    assert (facts.basis, facts.next_change_expected) == ("reference", NEP26)


def test_the_facts_are_those_of_the_version_before_unless_given(
    next_year: Path, library: kfees.Library
) -> None:
    before = in_force(library).facts
    facts = made(bring_in(next_year, library, first_day=NEP26)).facts
    assert facts.title == "Public hospital activity 2026-27"
    assert facts.publisher == before.publisher
    assert facts.activity is not None
    assert before.activity is not None
    assert facts.activity.rounding == before.activity.rounding
    assert facts.activity.price_per_weight == before.activity.price_per_weight
    assert facts.activity.price_source.endswith("; carried from the version of 1 July 2025")
    assert facts.activity.classification == "AR-DRG V11.0; AECC V1.1; Tier 2 V9.1"
    own = made(
        bring_in(
            next_year, library, first_day=NEP26, title="Ours", source="A letter", publisher="Us", **GIVEN
        )
    ).facts
    assert (own.title, own.publisher) == ("Ours", "Us")
    assert own.source.startswith("A letter. Carried from")
    [problem] = bring_in(next_year, library, first_day=NEP26, publisher="x" * 201).problems
    assert problem.place == "schedule.toml: publisher"


def test_private_factors_are_carried_by_code(next_year: Path, library: kfees.Library) -> None:
    found, known = weights_of(made(bring_in(next_year, library))), weights_of(in_force(library))
    assert found["801A"].private_service == known["801A"].private_service  # type: ignore[union-attr]
    assert found["801A"].inlier != known["801A"].inlier  # type: ignore[union-attr]


def test_adjustments_of_items_that_are_gone_are_left_out_and_named(
    next_year: Path, library: kfees.Library
) -> None:
    result = bring_in(next_year, library, first_day=NEP26)
    version = made(result)
    [said] = [sentence for sentence in result.said if "no such item is left" in sentence]
    assert "L61Z (Dialysis)" in said
    assert "T63A (COVID-19 treatment)" in said
    assert b"COVID-19" not in version.files["adjustments.csv"], "it would do nothing"
    assert b"Dialysis,acute,added,dialysis,yes,0.23,," in version.files["adjustments.csv"]
    assert list(version.problems()) == []


def test_before_the_first_version_there_is_nothing_to_carry(next_year: Path, library: kfees.Library) -> None:
    [problem] = bring_in(next_year, library, first_day=date(2019, 7, 1)).problems
    assert problem.code == "not-in-workbook"
    assert "No version before it" in problem.remedy


def test_a_version_without_a_price_leaves_it_unknown(next_year: Path, library: kfees.Library) -> None:
    facts = made(bring_in(next_year, library, first_day=date(2023, 9, 1), accept_changes=True)).facts
    assert isinstance(facts, ScheduleFacts)
    assert facts.activity is not None
    assert facts.activity.price_per_weight is None
    assert "was not found; carried from the version of 1 July 2023" in facts.activity.price_source
    assert facts.basis == "reference"
    assert date(2023, 9, 1) < NEP25

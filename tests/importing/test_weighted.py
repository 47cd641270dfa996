"""A year of weights as its publisher lays it out becomes a version, equal in every weight to the shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.weighted import ImportedWeights
from kfees.library.weights import VisitWeight
from publishing import Formula
from weight_workbooks import Shape, bring_in, in_force, made, weights_of, year_of_weights

FEW = {"every": 40}


@pytest.fixture(scope="module")
def whole_year(tmp_path_factory: pytest.TempPathFactory, library: kfees.Library) -> ImportedWeights:
    path = year_of_weights(tmp_path_factory.mktemp("year") / "weights.xlsx", Shape())
    return bring_in(path, library)


def test_every_weight_is_the_shipped_one(whole_year: ImportedWeights, library: kfees.Library) -> None:
    found, known = weights_of(made(whole_year)), weights_of(in_force(library))
    assert {item: found[item] for item in known} == known
    assert {item for item in found if item not in known} == {"10.19", "10.21", "30.01"}


VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "the codes stand in column A": {"left": ()},
    "row numbers stand in column A": {"left": (7,)},
    "chapters stand in columns A and B": {"left": ("Chapter 1", "Part")},
    "headings in one row": {"heading_rows": 1},
    "headings in three rows": {"heading_rows": 3},
    "sheets have other names and another order": {
        "names": {"emergency": "Sheet1", "clinic": "T2", "acute": "Table 12", "other": "Admitted Acute"}
    },
    "footnote digits are part of the text": {"footnotes": "glued"},
    "footnote digits are part of the number": {"footnotes": "number"},
    "codes are text": {"clinic_codes": "@"},
    "codes are numbers without a format": {"clinic_codes": "General"},
    "what has no weight is dashed": {"unpriced": ("–", "-"), "blank": "–"},
    "what has no weight is N/A": {"unpriced": ("N/A", "N/A"), "blank": "N/A"},
    "flags are Y and N": {"flags": ("Y", "N")},
    "flags are Yes and a dash": {"flags": ("Yes", "-")},
    "stray formulas stand beside": {"stray": (None, Formula("=M9*7258", 9300.0), Formula("=1+1", 2))},
    "the year stands in the title": {"title": "Price weights 2025–26 (NEP25)"},
    "headings end in footnotes": {"rename": {"inlier": "Inlier³", "weight": "Price weight5"}},
    "headings are worded otherwise": {
        "rename": {
            "inlier": "Inlier weight",
            "lower_bound": "Lower inlier bound",
            "upper_bound": "Upper inlier bound",
            "same_day_list": "Same day list",
            "short_stay_per_day": "Short stay outlier per day",
            "weight": "NWAU weight",
            "label": "Long description",
            "paediatric": "Pediatric Adjustment",
        }
    },
    "a column less and one more": {"rename": {"length": None}, "stray": (3.5,)},
}


@pytest.mark.parametrize("changed", VARIANTS.values(), ids=VARIANTS.keys())
def test_another_layout_is_the_same_year(
    changed: Mapping[str, Any], tmp_path: Path, library: kfees.Library
) -> None:
    result = bring_in(year_of_weights(tmp_path / "w.xlsx", Shape(**{**FEW, **changed})), library)
    found, known = weights_of(made(result)), weights_of(in_force(library))
    assert len(found) > 25
    assert {item: weight for item, weight in found.items() if item in known} == {
        item: known[item] for item in found if item in known
    }
    for item in ("10.19", "10.21", "30.01"):
        weight = found[item]
        assert isinstance(weight, VisitWeight)
        assert weight.weight is None


def clinics_as_text(path: Path, library: kfees.Library, **changed: str) -> Path:
    """The clinics of the version before, some with another weight."""
    found = weights_of(in_force(library))
    lines = [
        f"{code},{weight.label.replace(',', ' ')},{changed.get(code, weight.weight)}"
        for code, weight in found.items()
        if isinstance(weight, VisitWeight) and code[:2].isdigit() and weight.weight is not None
    ]
    path.write_text("\n".join(["Clinic,Description,Price weight", *lines, ""]))
    return path


def test_what_is_wrong_in_a_text_file_says_its_line(tmp_path: Path, library: kfees.Library) -> None:
    path = clinics_as_text(tmp_path / "clinics.csv", library, **{"10.02": "0.1x"})
    [problem] = bring_in(path, library).problems
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if text.startswith("10.02"))
    assert problem.place == f"clinics!C{line} (line {line})"


def test_weights_and_their_price_may_stand_in_two_files(tmp_path: Path, library: kfees.Library) -> None:
    clinics = clinics_as_text(tmp_path / "clinics.csv", library)
    price = tmp_path / "price.csv"
    price.write_text("Stream,Price per NWAU ($)\nNon-admitted,7412\n")
    result = bring_in(clinics, library, more=[price])
    facts = made(result).facts
    assert facts.activity is not None
    assert facts.activity.price_per_weight == 7412
    assert "cell '[price.csv]price'!B2 (line 2) of clinics.csv and price.csv" in facts.activity.price_source
    assert facts.more_workbooks == (f"{result.workbooks[1].sha256}  price.csv",)

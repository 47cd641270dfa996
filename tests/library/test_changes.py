"""Two versions of a schedule: what changed, what is typical, and what stands out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.changes import VersionChanges, changes_between
from kfees.library.changes_in_words import lines, sentences
from overlays import write_version


def compared(
    folder: Path, before: list[str], after: list[str], header: str = "item,label,amount,unit,reason"
) -> VersionChanges:
    write_version(folder, "invented", "2024-07-01", *before, header=header)
    write_version(folder, "invented", "2025-07-01", *after, header=header)
    old, new = kfees.load_schedules(folder, environment={}).versions("invented")
    assert (old.first_day, new.first_day) == (date(2024, 7, 1), date(2025, 7, 1))
    return changes_between(old, new)


def rows(*amounts: str, unit: str = "visit") -> list[str]:
    return [f"{number},Visit {number},{amount},{unit}," for number, amount in enumerate(amounts, 1)]


def test_the_typical_change_is_said_with_how_many_it_holds_for(tmp_path: Path) -> None:
    before = rows(*["100.00"] * 19, "100.00")
    found = compared(tmp_path, before, rows(*["103.20"] * 19, "131.00"))
    assert found.typical is not None
    assert (found.typical.percent, found.typical.count, found.typical.of) == (Decimal("3.2"), 19, 20)
    assert next(iter(sentences(found))) == "Typical change +3.2 % on 19 of 20 items."
    assert [(move.after.item, move.percent) for move in found.outliers] == [("20", Decimal(31))]
    assert next(iter(lines(found))) == ("20", "Visit 20", "", "outlier", "100.00", "131.00", "31.00")


def test_rounding_to_five_cents_is_no_outlier_but_five_cents_on_a_small_price_is(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        rows(*["100.00"] * 8, "7.35", "0.50"),
        rows(*["103.20"] * 8, "7.60", "0.55"),
    )
    assert [move.after.item for move in found.outliers] == ["10"]


def test_items_gone_and_new_and_changes_of_unit_and_gst_are_said(tmp_path: Path) -> None:
    header = "item,label,amount,unit,gst"
    before = ["1,Visit,50,visit,free", "2,Visit,60,visit,free", "3,Visit,70,visit,free"]
    after = ["1,Visit,50,hour,free", "2,Visit,60,visit,included", "4,Visit,80,visit,free"]
    found = compared(tmp_path, before, after, header)
    said = list(sentences(found))
    assert said == [
        "No item has an amount of the same kind in both versions, so no change of price can be judged.",
        "1 item gone: 3.",
        "1 item new: 4.",
        "Unit changed on 1 item (1): 'visit' is now 'hour'.",
        "GST changed on 1 item (2): 'free' is now 'included'.",
    ]


FIGURES = ("100.00", "104.00", "90.00", "250.00", "80.00", "60.00")


def of_basis(basis: str, *amounts: str) -> list[str]:
    return [f"{number},Visit,{amount},visit,{basis}" for number, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("was", "now"), [("floor", "supplied"), ("published", "floor"), ("reference", "published")]
)
def test_a_figure_on_a_basis_of_another_kind_is_no_change_of_price(
    was: str, now: str, tmp_path: Path
) -> None:
    header = "item,label,amount,unit,basis"
    before = of_basis(was, *FIGURES)
    found = compared(tmp_path, before, of_basis(now, "100.00", *["130.00"] * 5), header)
    assert found.moves == found.outliers == ()
    assert list(sentences(found)) == [
        "No item has an amount of the same kind in both versions, so no change of price can be judged.",
        f"Basis changed on 6 items (1, 2, 3 and 3 more): '{was}' is now '{now}'.",
        "Another figure on 5 items (2, 3, 4, 5, 6) is no change of price: its basis, unit or GST is another.",
    ]
    kinds = Counter(line[3] for line in lines(found))
    assert kinds == {"basis": 6, "figure": 5}
    assert ("2", "Visit", "", "figure", "104.00", "130.00", "") in lines(found)


@pytest.mark.parametrize(("was", "now"), [("published", "supplied"), ("indexed", "published")])
def test_bases_that_each_say_what_the_price_is_are_compared_and_named(
    was: str, now: str, tmp_path: Path
) -> None:
    header = "item,label,amount,unit,basis"
    found = compared(tmp_path, of_basis(was, "100", "50"), of_basis(now, "110", "55"), header)
    assert list(sentences(found)) == [
        "Typical change +10.0 % on 2 of 2 items.",
        f"Basis changed on 2 items (1, 2): '{was}' is now '{now}'.",
    ]


def test_figures_of_another_kind_are_implausible_where_they_are_ten_times_as_large(tmp_path: Path) -> None:
    header = "item,label,amount,unit,basis"
    before = of_basis("floor", *["50.00"] * 6)
    for number, (amount, middle) in enumerate((("120.00", None), ("5000.00", 9900), ("20.00", -60))):
        after = of_basis("supplied", *[amount] * 6)
        assert compared(tmp_path / f"{number}", before, after, header).implausible == middle


def test_an_amount_lost_and_an_amount_found_are_said_and_are_no_change_of_price(tmp_path: Path) -> None:
    before = ["1,Visit,50,visit,", "2,Visit,unknown,visit,by report"]
    after = ["1,Visit,unknown,visit,by report", "2,Visit,60,visit,"]
    found = compared(tmp_path, before, after)
    assert found.moves == ()
    said = list(sentences(found))
    assert "1 item without an amount now: 1." in said
    assert "1 item with an amount for the first time: 2." in said


def test_leading_zeros_lost_between_versions_are_suspected(tmp_path: Path) -> None:
    found = compared(tmp_path, ["00104,Visit,50,visit,"], ["104,Visit,52,visit,"])
    assert "Item 00104 is gone and 104 is new: were leading zeros lost?" in list(sentences(found))
    assert found.has_nothing_in_common


def test_days_of_stay_are_compared_span_by_span(tmp_path: Path) -> None:
    header = "item,label,amount,unit,from_day,to_day"
    before = ["M,Bed,100,day,1,14", "M,Bed,80,day,15,"]
    after = ["M,Bed,110,day,,14", "M,Bed,80,day,15,"]
    found = compared(tmp_path, before, after, header)
    assert [move.percent for move in found.moves] == [Decimal(10), Decimal(0)]
    assert found.gone == found.new == ()


def test_where_no_change_is_typical_that_is_said(tmp_path: Path) -> None:
    found = compared(tmp_path, rows(*["100"] * 6), rows("80", "90", "105", "120", "140", "300"))
    assert found.typical is None
    assert "No one change holds for half of the 6 items" in next(iter(sentences(found)))
    assert [move.after.item for move in found.outliers] == ["6"]


def test_prices_a_hundredfold_are_implausible(tmp_path: Path) -> None:
    assert compared(tmp_path, rows(*["50.00"] * 6), rows(*["5000.00"] * 6)).implausible == 9900
    few = compared(tmp_path / "few", rows(*["50.00"] * 4), rows(*["5000.00"] * 4))
    assert few.implausible is None, "a few prices may well have been wrong before"


def test_weights_are_compared_as_rates_are(library: kfees.Library) -> None:
    before, after = library.versions("department-of-health")[-2:]
    found = changes_between(before, after)
    assert len(found.moves) > 1_000
    price = next(move for move in found.moves if move.after.item == "price of one NWAU")
    assert (price.was, price.now) == (Decimal("6465"), Decimal("7258"))


def test_a_version_against_itself_differs_in_nothing(library: kfees.Library) -> None:
    for schedule in library.schedules:
        for version in library.versions(schedule):
            found = changes_between(version, version)
            assert list(lines(found)) == []
            assert found.outliers == ()

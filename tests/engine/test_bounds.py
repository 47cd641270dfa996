"""The contract's table of bounds: from the least and the most of a maximum to those of payable and gap."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kfees.engine.bounds import Bounds, Limits, bounds_of, limits
from kfees.model.quote import Determination
from kfees.model.schedule import Basis

M, NONE = Decimal("100.00"), Decimal(0)


@pytest.mark.parametrize(
    ("basis", "determination", "expected"),
    [
        ("published", "amount", (M, M)),
        ("supplied", "amount", (M, M)),
        ("floor", "amount", (M, None)),
        ("indexed", "amount", (NONE, None)),
        ("reference", "amount", (NONE, None)),
    ],
)
def test_a_maximum_is_as_certain_as_its_basis(
    basis: Basis, determination: Determination, expected: Limits
) -> None:
    assert limits(M, determination, basis) == expected


@pytest.mark.parametrize("basis", ["published", "floor", "indexed", None])
def test_what_is_not_payable_is_certainly_nothing(basis: Basis | None) -> None:
    assert limits(NONE, "not payable", basis) == (NONE, NONE)


def test_of_an_unknown_maximum_nothing_is_certain() -> None:
    assert limits(None, "cannot determine", None) == (NONE, None)


@pytest.mark.parametrize(
    ("charge", "of", "expected"),
    [
        ("130.00", (M, M), ("100.00", "100.00", "30.00", "30.00")),
        ("130.00", (M, None), ("100.00", "130.00", "0.00", "30.00")),
        ("130.00", (NONE, None), ("0.00", "130.00", "0.00", "130.00")),
        ("80.00", (M, None), ("80.00", "80.00", "0.00", "0.00")),
    ],
)
def test_payable_and_gap_follow_from_the_charge(charge: str, of: Limits, expected: tuple[str, ...]) -> None:
    assert bounds_of(Decimal(charge), of, refused=False) == tuple(map(Decimal, expected))


def test_without_a_charge_only_that_the_gap_is_no_less_than_nothing_is_certain() -> None:
    assert bounds_of(None, (M, M), refused=False) == Bounds(None, None, NONE, None)


def test_of_what_is_refused_the_whole_charge_is_the_gap() -> None:
    assert bounds_of(M, (M, None), refused=True) == Bounds(NONE, NONE, M, M)
    assert bounds_of(None, (M, None), refused=True) == Bounds(NONE, NONE, NONE, None)

"""What is wrong with a request is said where whoever wrote it wrote it."""

from __future__ import annotations

import pytest

import kfees
from kfees.engine.asked import Asked
from kfees.model.problems import Problem

CELLS = {"start": "Course!B3", "charges[0].amount": "Charges!C2", "charges[1]": "Charges!3"}


def problem(place: str, message: str = "it is wrong.") -> Problem:
    return Problem("bad-value", place, message, "Mend it.")


def raised(asked: Asked, *problems: Problem) -> list[tuple[str, str]]:
    def check() -> None:
        with asked.problems_at_their_places():
            if problems:
                raise kfees.InputError(problems)

    with pytest.raises(kfees.InputError) as refused:
        check()
    return [(found.place, found.message) for found in refused.value.problems]


def test_a_problem_is_at_its_cell_or_at_that_of_the_smallest_part_around_it() -> None:
    found = raised(
        Asked({}, CELLS),
        problem("charges[0].amount"),
        problem("charges[1].item", "charges[0].amount is charged again."),
        problem("setting"),
    )
    assert found == [
        ("Charges!C2", "it is wrong."),
        ("Charges!3", "Charges!C2 is charged again."),
        ("setting", "it is wrong."),
    ]


def test_without_cells_a_problem_stays_where_it_is() -> None:
    assert raised(Asked({}), problem("start")) == [("start", "it is wrong.")]


def test_what_could_not_be_read_is_said_first_and_once() -> None:
    unread = problem("Course!B3", "'soon' is no day.")
    missing = problem("start", "it is missing.")
    assert raised(Asked({}, CELLS, [unread]), missing) == [("Course!B3", "'soon' is no day.")]
    assert raised(Asked({}, CELLS, [unread])) == [("Course!B3", "'soon' is no day.")]


def test_a_part_that_is_replaced_is_at_no_cell_any_more() -> None:
    asked = Asked({"start": "soon", "charges": []}, dict(CELLS))
    asked.replace({"charges": [{"payee": "hospital"}]})
    assert asked.value == {"start": "soon", "charges": [{"payee": "hospital"}]}
    assert asked.cells == {"start": "Course!B3"}
    nothing = Asked("not an object", dict(CELLS))
    nothing.replace({"start": "2024-08-05"})
    assert nothing.value == "not an object"


def test_where_nothing_is_wrong_nothing_is_raised() -> None:
    with Asked({}, CELLS).problems_at_their_places():
        pass

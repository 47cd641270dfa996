"""What has to be put right in a form, as its page says it: each problem at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kfees.model.problems import Problem, folded
from kfees.web.items_form import ITEM_CHARGE
from kfees.web.typed_form import Form


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem as a page says it: the field it concerns, and the place in words."""

    field: str
    place: str
    problem: Problem


def said(problems: list[Problem], form: Form, names: Mapping[str, str]) -> list[ShownProblem]:
    """Problems with the fields they concern, by their names; a place of the request where none does."""
    found = []
    for problem in folded(problems):
        field = form.field_at(problem.place)
        item = field.removeprefix(ITEM_CHARGE) if field.startswith(ITEM_CHARGE) else ""
        found.append(
            ShownProblem(field, item or names.get(field, "" if not field else problem.place), problem)
        )
    return found


def by_field(problems: list[Problem], form: Form) -> dict[str, list[Problem]]:
    """Problems by the field they concern."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(form.field_at(problem.place), []).append(problem)
    return {field: folded(same) for field, same in found.items()}

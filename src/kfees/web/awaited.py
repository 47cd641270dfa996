"""What of a form is still awaited rather than wrong: the second part of a course of which one is filled in,
and a setting in place of one that does not go with the regimen chosen after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kfees.engine.checking import DAY_AND_NIGHT
from kfees.library.library import Library
from kfees.model.problems import Problem
from kfees.model.sentences import whole
from kfees.web.put_right import in_words
from kfees.web.stay_form import PART, part_rows
from kfees.web.typed_form import Form


def awaited(problems: Sequence[Problem], form: Form, library: Library) -> Sequence[Problem]:
    """Problems of a course as it is priced, those that say what is not yet there as `missing`; where
    anything else is wrong, all of them as they are, so that all is told at once."""
    found = [_awaited(problem, form, library) for problem in problems]
    return found if all(problem.code == "missing" for problem in found) else problems


def _awaited(problem: Problem, form: Form, library: Library) -> Problem:
    if problem.code == "uneven-parts" and len(rows := part_rows(form)) == 1 and _has_more(form, library):
        following = f"{PART}{rows[0] + 1}.setting"
        form.fields[following] = following
        return replace(problem, code="missing", place=following)
    if problem.code == "setting-without-nights" and problem.place == "setting":
        return replace(problem, code="missing")
    return problem


def why_awaited(problems: Iterable[Problem], form: Form, library: Library) -> dict[str, list[str]]:
    """Why the setting that was chosen is not offered any longer, by its field."""
    found = [one for one in problems if whole(one.message).message == DAY_AND_NIGHT and one.code == "missing"]
    return {form.field_at(problem.place): [problem.message] for problem in in_words(found, library)}


def _has_more(form: Form, library: Library) -> bool:
    """Whether sessions of the course are left beside its first part's."""
    sessions = form.asked.get("sessions") or library.regimen(form.value("regimen")).treatment_days
    return bool(form.asked["parts"][0]["sessions"] < sessions)

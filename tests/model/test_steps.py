"""Work that nobody waits for ends at its next step, whatever it catches."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from threading import Event

import pytest

import kfees
from kfees.engine.alternatives import alternatives_to
from kfees.model.steps import NobodyWaits, next_step, waited_for
from kfees.projection.checking_plans import read_plan
from kfees.projection.projection import project
from kfees.reading.file_limits import SCHEDULE
from kfees.reading.text_table import read_text_table


def test_work_that_is_waited_for_is_done() -> None:
    next_step()

    def work() -> str:
        next_step()
        return "done"

    assert waited_for(work, Event()) == "done"


def test_work_that_nobody_waits_for_ends_at_its_next_step() -> None:
    nobody_waits, steps = Event(), []

    def work() -> None:
        while True:
            with suppress(Exception):
                next_step()
                steps.append(1)
                nobody_waits.set()

    with pytest.raises(NobodyWaits):
        waited_for(work, nobody_waits)
    assert steps == [1]
    next_step()  # of other work


def test_what_can_take_long_has_steps(library: kfees.Library) -> None:
    request = {"regimen": "crps-10-day", "setting": "private-hospital-inpatient", "start": "2024-08-05"}
    asked = {**request, "weight_kg": "80", "episode": {"nights": 12}}
    course = kfees.CourseRequest.model_validate(asked)
    plan = {"request": asked, "rule_set": "medicare-set-aside", "courses_per_year": 1, "years": 2}
    told = Event()
    told.set()
    for work in (
        lambda: kfees.price(course, library),
        lambda: kfees.assess(course, library),
        lambda: alternatives_to(course, library, as_of=date(2024, 8, 1)),
        lambda: project(read_plan(plan, library), library),
        lambda: read_text_table(b"Item,Fee\nA1,12.50\n", "fees.csv", SCHEDULE),
    ):
        with pytest.raises(NobodyWaits):
            waited_for(work, told)

"""Calling kfees from Python: what a person finds who looks, types or passes the wrong thing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import kfees
import shown

ASKED = {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05", "weight_kg": "80"}


@pytest.mark.lint
def test_a_caller_s_own_type_checker_passes_the_examples_of_the_readme_and_the_guides(tmp_path: Path) -> None:
    """With nothing of this project's settings, such as the plugin of pydantic."""
    for path in shown.PAGES:
        code = [
            block.content
            for block in shown.blocks(path.read_text(encoding="utf-8"))
            if block.language == "python"
        ]
        for number, content in enumerate(code):
            (tmp_path / f"{path.stem}_{number}.py".replace("-", "_")).write_text(content, encoding="utf-8")
    examples = sorted(path.name for path in tmp_path.iterdir())
    assert {"README_0.py", "api_0.py"} <= set(examples)
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache", *examples],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_caller_s_type_checker_reads_the_types_of_kfees() -> None:
    assert Path(kfees.__file__).with_name("py.typed").exists()


def test_completion_shows_the_public_names_and_no_others() -> None:
    shown_names = {name for name in dir(kfees) if not name.startswith("__")}
    assert shown_names == set(kfees.__all__) - {"__version__"}
    assert all(hasattr(kfees, name) for name in dir(kfees))


@pytest.mark.parametrize("model", [kfees.CourseRequest, kfees.Episode, kfees.Plan])
def test_help_names_every_field(model: Any) -> None:
    assert set(model.model_fields) <= set(re.findall(r"`(\w+)`", model.__doc__))


def test_help_names_the_units_of_a_course() -> None:
    said = kfees.CourseRequest.__doc__ or ""
    for unit in ("kilograms", "AUD", "date", "years", "nights", "hours"):
        assert unit in said


def course() -> kfees.CourseRequest:
    return kfees.CourseRequest.model_validate(ASKED)


@pytest.mark.parametrize("given", [ASKED, "request.json", Path("request.json"), None], ids=repr)
@pytest.mark.parametrize(
    ("function", "remedy"),
    [
        (kfees.price, "kfees.CourseRequest.model_validate({...})"),
        (kfees.assess, "kfees.CourseRequest.model_validate({...})"),
        (kfees.project, "kfees.Plan.model_validate({...})"),
        (kfees.price_portfolio, "pl.LazyFrame(...)"),
        (kfees.nwau_table, "pl.LazyFrame(...)"),
    ],
)
def test_another_kind_of_thing_is_refused_with_what_to_write(
    given: object, function: Callable[..., object], remedy: str, library: kfees.Library
) -> None:
    with pytest.raises(TypeError, match=re.escape(remedy)) as caught:
        function(given, library)
    assert f"not {type(given).__name__}: " in str(caught.value)


def test_what_a_refusal_says_to_write_works(library: kfees.Library) -> None:
    quote = kfees.price(course(), library)
    text = course().model_dump_json()
    assert kfees.price(kfees.CourseRequest.model_validate_json(text), library) == quote


def test_a_folder_in_place_of_a_library_is_refused_with_what_to_write() -> None:
    plan = {"request": ASKED, "rule_set": "medicare-set-aside", "courses_per_year": 1, "years": 1}
    for call in (
        lambda: kfees.price(course(), "schedules"),  # type: ignore[arg-type]
        lambda: kfees.assess(course(), "schedules"),  # type: ignore[arg-type]
        lambda: kfees.project(kfees.Plan.model_validate(plan), "schedules"),  # type: ignore[arg-type]
        lambda: kfees.price_portfolio(pl.LazyFrame([ASKED]), "schedules"),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match=r"not str: kfees\.load_schedules\(\) makes one"):
            call()

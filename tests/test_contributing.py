"""What CONTRIBUTING.md says to do works when it is done."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

import shown
from command_line import run
from kfees.library import loading
from kfees.model.program import VERSION

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_regimen_that_is_added_is_checked_and_priced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    monkeypatch.setattr(loading, "shipped_folder", lambda: tmp_path / "schedules")
    found = shown.blocks(PAGE)
    (regimen,) = [block for block in found if block.language == "toml"]
    (tmp_path / regimen.about).write_text(regimen.content, encoding="utf-8")
    (block,) = [block for block in found if block.language == "sh"]
    for _, *arguments in shown.commands(block):
        result = run(*arguments)
        assert result.status == 0, result.messages
    assert tomllib.loads(regimen.content)["title"] in result.output
    assert "$174.50" in result.output
    assert "112 mg in all, 1 ampoule\n" in result.output


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "src/kfees/documents/translations/README.md"])
def test_every_file_and_folder_that_is_named_for_those_who_carry_on_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [word for code in text.split("`")[1::2] for word in code.split() if "/" in word]
    made = ("dist/", ".uv/", "schedules/regimens/")
    paths = {word for word in named if not word.startswith(made) and "NAME" not in word and "<" not in word}
    assert paths
    roots = (ROOT, ROOT / "src" / "kfees")
    missing = [path for path in paths if not any((root / path).exists() for root in roots)]
    assert missing == []


@pytest.mark.parametrize("mode", ["fast", "lint", "long", "lowest"])
def test_each_way_to_run_the_tests_is_known_to_the_script(mode: str) -> None:
    assert f"`bash tests/run {mode}`" in PAGE
    script = (ROOT / "tests" / "run").read_text(encoding="utf-8")
    assert f"bash tests/run {mode} " in script


def test_the_version_is_the_same_wherever_a_release_states_it() -> None:
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION
    )
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

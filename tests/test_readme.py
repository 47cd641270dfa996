"""The README: what a newcomer sees first, and where it leads. That its commands print what it shows is tested
with the guides."""

from __future__ import annotations

import pytest

import shown

README = (shown.ROOT / "README.md").read_text(encoding="utf-8")


def test_what_kfees_does_the_command_and_its_output_begin_on_the_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:40])
    for said in ("gap", "kfees quote", "GAP: the worker would pay"):
        assert said in first_screen


def test_it_is_short_and_leads_to_every_guide() -> None:
    assert len(README.splitlines()) < 180
    for guide in shown.GUIDES:
        assert f"[{guide.stem}]({guide.relative_to(shown.ROOT)})" in README


def test_the_python_example_does_what_its_comment_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = [block.content for block in shown.blocks(README) if block.language == "python"]
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  the README's own example
    assert capsys.readouterr().out.strip() == code.rpartition("# ")[2].strip()

"""Imports point one way: each module may use those that stand before it, and a door no other door."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "kfees"

ORDER = """
    errors outputs translatable plain_workbook program asked money dates written_days countries claim_words
    fields request as_written schedule quote reading table public_holidays rates episode adjustments weights
    version weighed weighing guidance assessment approval treatments timing guideline item_rules letter
    library activity listing course excluding
    reasons figures gap quote_words claim_checking checking please_check pricing assessing provider_file
    provider_headings provider_rows provider_quote asking folder_names loading replaying shorthand
    life_table plan projected_course projection differences comparison
    distributions scenario simulated_workers simulation chart_words pictures charts
    writing comparing comparison_words indexing sentences extraction languages saying spark
    __init__
""".split()  # noqa: SIM905  an order reads best as one

DOORS: dict[str, set[str]] = {
    "cli": {"workbook", "handover", "notice", "portfolio", "request_template", "web"},
    "handover": {"pages"},
    "notice": set(),
    "portfolio": set(),
    "pages": set(),
    "request_template": {"pages", "workbook"},
    "web": {"handover", "notice"},
    "workbook": set(),
}
"""Each folder is a door, and the other doors that it may open: the command line shows what they make."""


OPENS_PORTFOLIOS = {"__init__": {"portfolio"}, "spark": {"portfolio"}, "simulated_workers": {"portfolio"}}
"""Modules that hand many courses to the portfolio; the package only names it."""


def imported(path: Path) -> set[str]:
    """The modules and doors of kfees that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    names = {
        name.split(".")[1] if "." in name else "__init__" for name in found if f"{name}.".startswith("kfees.")
    }
    return {name if name in ORDER or (SOURCE / name).is_dir() else "__init__" for name in names}


def test_every_module_has_its_place_in_the_order() -> None:
    assert {path.stem for path in SOURCE.glob("*.py")} == set(ORDER)
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(DOORS)


def test_a_module_imports_only_modules_that_stand_before_it() -> None:
    for place, module in enumerate(ORDER):
        wrong = imported(SOURCE / f"{module}.py") - set(ORDER[:place]) - OPENS_PORTFOLIOS.get(module, set())
        assert not wrong, f"{module} must not import {', '.join(sorted(wrong))}"


def test_a_door_imports_the_engine_and_no_other_door() -> None:
    for door, may_open in DOORS.items():
        for path in (SOURCE / door).rglob("*.py"):
            wrong = imported(path) - {*ORDER, door, *may_open}
            assert not wrong, f"{path.name} of {door} must not import {', '.join(sorted(wrong))}"

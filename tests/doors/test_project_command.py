"""`kfees project` as a person uses it: on the screen, in files, and in a workbook that can be changed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from command_line import run
from plans import COURSE, RESERVE, SET_ASIDE, pain_clinic
from spreadsheet import LibreOffice, assert_results_are_kept

FLAGS = (
    *("--regimen", "crps-10-day", "--setting", "consulting-rooms", "--start", "2024-08-05", "--weight", "80"),
    *("--courses-per-year", "2", "--years", "5"),
)
RATES = ("--rules", "reserve", "--indexation", "0.03", "--discount", "0.04")


def written(path: Path, value: object) -> str:
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def test_the_table_shows_each_year_the_total_and_every_assumption_in_80_columns() -> None:
    result = run("project", *FLAGS, *RATES)
    assert result.status == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert "1      5 Aug 2024        2      1,920.40             1,883.10" in result.output
    for said in ("Indexation: 3 % a year", "Discount: 4 % a year", "5 August 2029", "intervals between"):
        assert said in result.output.replace("\n  ", " ")


def test_a_set_aside_shows_its_settlement_in_the_currency_asked_for() -> None:
    supplied = ("--per-infusion", "2750", "--currency", "USD", "--source", "the article of 2020")
    result = run("project", *FLAGS, "--rules", "medicare-set-aside", *supplied, "--years", "20")
    said = result.output.replace("\N{NO-BREAK SPACE}", " ")
    assert "Seed money now: USD 134,750.00" in said
    assert "18 yearly payments of USD 53,625.00" in said
    assert "the article of 2020" in result.output


def test_a_file_may_hold_a_plan_or_a_request_and_a_flag_replaces_what_it_says(tmp_path: Path) -> None:
    plan, request = written(tmp_path / "plan.json", RESERVE), written(tmp_path / "request.json", COURSE)
    from_flags = run("project", *FLAGS, *RATES, "--format", "json").output
    assert run("project", plan, "--format", "json").output == from_flags
    assert (
        run(
            *("project", request, *RATES, "--courses-per-year", "2", "--years", "5", "--format", "json")
        ).output
        == from_flags
    )
    longer = json.loads(run("project", plan, "--years", "6", "--format", "json").output)
    assert longer["end"] == "2030-08-05"


def test_how_often_may_be_in_months_or_years_and_replaces_what_the_file_says(tmp_path: Path) -> None:
    plan = written(tmp_path / "plan.json", RESERVE)
    found = json.loads(run("project", plan, "--every", "2 years", "--format", "json").output)
    assert (found["plan"]["months_between"], found["plan"]["courses_per_year"]) == (24, None)
    assert [year["courses"] for year in found["years"]] == [1, 0, 1, 0, 1]
    monthly = written(tmp_path / "monthly.json", found["plan"])
    again = json.loads(run("project", monthly, "--courses-per-year", "2", "--format", "json").output)
    assert (again["plan"]["months_between"], again["totals"]["courses"]) == (None, 10)
    both = run("project", plan, "--every", "2 years", "--courses-per-year", "2")
    assert "courses_per_year and months_between are both given. Give one of them." in both.messages
    unread = run("project", plan, "--every", "24", "--discount", "4").messages
    assert "--every 24\n      '24' is no number of months or years. Write 24 months or 24 years." in unread
    assert "4 is more than 0.5 a year" in unread
    unsaid = " ".join(run("project", *FLAGS[:-4], "--years", "5", *RATES).messages.split())
    assert "how often the courses come is not given. Give courses_per_year or months_between." in unsaid


def test_a_life_table_of_both_sexes_is_asked_about_and_what_it_leaves_aside_is_named(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(",Males,,Females,\nAge,qx,ex,qx,ex\n45,0.1,2.5,0.1,3.5\n46,0.1,1.9,0.1,2.9\n", "utf-8")
    arguments = ("project", *FLAGS[:-2], "--rules", "medicare-set-aside", "--age", "45", "--life-table")
    assert "--life-table-column: 'Males ex' or 'Females ex'." in run(*arguments, str(table)).messages
    found = run(*arguments, str(table), "--life-table-column", "Females ex").output
    said = " ".join(found.split())
    assert "3.5 further years of life at age 45 (table.csv), which is 42 whole months" in said
    assert "Of the life table, the column 'Females ex' was read. Left aside: 'Males qx', 'Males ex'," in said


CHARGED = {**COURSE, "charges": [{"payee": "medical", "amount": "1200.00"}]}


def test_what_is_certain_of_a_gap_stands_beside_it(tmp_path: Path) -> None:
    """Of 1,200.00 charged a course 960.20 are the least that is paid: the gap is at most 239.80, and 10 times
    it over all. A fee that no schedule has may be paid or not: then its bounds are all that is known."""
    plan = {**SET_ASIDE, "request": CHARGED, "years": 5}
    said = " ".join(run("project", written(tmp_path / "plan.json", plan)).output.split())
    assert "Of the charge the payer pays at least $960.20; the gap is at most $239.80." in said
    assert "Over all courses: payable at least $9,602.00, gap at most $2,398.00." in said
    fee = {"payee": "medical", "label": "Room hire", "amount": "100.00"}
    more = {**CHARGED, "charges": [*CHARGED["charges"], fee]}
    file = written(tmp_path / "fee.json", {**plan, "request": more})
    said = " ".join(run("project", file).output.split())
    assert "The gap is $0.00 to $339.80. Over all courses: gap $0.00 to $3,398.00." in said
    run("project", file, "-o", str(tmp_path / "plan.xlsx"))
    summary = load_workbook(tmp_path / "plan.xlsx")["Summary"]
    assert "Over all courses: gap $0.00 to $3,398.00." in [cell.value for cell in summary["A"]]


def test_a_discount_is_a_rate_a_year_or_off_what_a_payee_charges(tmp_path: Path) -> None:
    plan = {**RESERVE, "request": CHARGED, "until": "2024-12-01", "years": None}
    file = written(tmp_path / "plan.json", plan)
    flags = ("--discount", "medical=50", "--discount", "0.05", "--format", "json")
    found = json.loads(run("project", file, *flags).output)
    assert found["plan"]["discount"] == "0.05"
    assert found["totals"]["gap"] == "189.80"  # 1,200.00 - 50.00 - 960.20
    kept = json.loads(run("project", file, *flags[:2], "--format", "json").output)
    assert kept["plan"]["discount"] == "0.04"


def test_a_set_aside_by_infusion_is_asked_for_by_its_payer_alone(tmp_path: Path) -> None:
    flags = ("--payer", "us-set-aside", "--regimen", "crps-10-day", "--start", "2026-08-03")
    often = ("--every", "2 years", "--years", "20", "--rules", "medicare-set-aside")
    said = run("project", *flags, *often).output
    assert "Payer: US Medicare Set-Aside" in said
    assert "USD\N{NO-BREAK SPACE}27,500.00" in said
    refused = run("project", *flags, *often, "--currency", "AUD")
    assert (refused.status, refused.output) == (2, "")
    target = tmp_path / "plan.xlsx"
    assert run("project", *flags, *often, "-o", str(target)).status == 0
    summary = load_workbook(target)["Summary"]
    facts = {row[0]: row[1] for row in summary.iter_rows(min_row=3, max_row=10, max_col=2, values_only=True)}
    assert (facts["Currency"], facts["Months between courses"]) == ("USD", 24)
    assert facts["Payer"] == "US Medicare Set-Aside"


def test_whose_projection_it_is_may_be_a_flag(tmp_path: Path) -> None:
    plan = written(tmp_path / "plan.json", SET_ASIDE)
    assert "Payer: WorkSafe Victoria" in run("project", plan, "--payer", "worksafe-victoria").output
    wrong = run("project", plan, "--payer", "worksafe-victorian").messages
    assert "worksafe-victoria" in wrong
    assert "payer" in wrong.splitlines()[1]


def test_csv_has_a_row_for_each_year_and_one_in_total() -> None:
    rows = list(csv.DictReader(io.StringIO(run("project", *FLAGS, *RATES, "--format", "csv").output)))
    assert [row["year"] for row in rows] == ["1", "2", "3", "4", "5", "total"]
    assert (rows[0]["amount"], rows[0]["currency"]) == ("1920.40", "AUD")


def test_a_life_table_is_read_from_its_file_and_its_mistakes_are_listed(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("age,life_expectancy\n45,2.5\n46,1.9\n", encoding="utf-8")
    arguments = ("project", *FLAGS[:-2], "--rules", "medicare-set-aside", "--age", "45", "--life-table")
    assert json.loads(run(*arguments, str(table), "--format", "json").output)["end"] == "2027-02-05"
    table.write_text("age,life_expectancy\n45,2.5\n47,1.9\n", encoding="utf-8")
    result = run(*arguments, str(table))
    assert (result.status, result.output) == (2, "")
    assert "table.csv line 3, age" in result.messages


def test_a_bad_plan_writes_nothing_and_lists_everything(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    bad = ("--rules", "reserve", "--indexation", "-0.03", "--discount", "0.04", "--courses-per-year", "4")
    result = run("project", *FLAGS, *bad, "--format", "xlsx", "-o", str(target))
    assert result.status == 2
    assert result.messages.startswith("kfees: 2 problems; nothing was written.")
    assert not target.exists()


def test_a_workbook_needs_a_file() -> None:
    result = run("project", *FLAGS, *RATES, "--format", "xlsx")
    assert (result.status, result.output) == (2, "")
    assert "-o FILE.xlsx" in result.messages


def test_text_that_begins_like_a_formula_stays_text_in_the_workbook(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    supplied = ("--per-infusion", "1", "--source", "=1+1")
    run(
        *("project", *FLAGS, "--rules", "medicare-set-aside", *supplied),
        *("--format", "xlsx", "-o", str(target)),
    )
    assert load_workbook(target)["Lines"]["J2"].data_type == "s"


def test_the_chart_of_a_short_projection_hides_no_assumption(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    run("project", *FLAGS, *RATES, "--years", "1", "-o", str(target))
    summary = load_workbook(target)["Summary"]
    first = next(cell.row for cell in summary["A"] if cell.value == "What this rests on")
    (chart,) = summary._charts  # type: ignore[attr-defined]
    centimetres_a_row = 0.53
    assert chart.anchor._from.row + 10 / centimetres_a_row < first


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("reserve", RESERVE),
        (
            "reserve valued earlier, on each day",
            {**RESERVE, "valuation_date": "2024-01-31", "timing": "on-date"},
        ),
        ("set-aside", SET_ASIDE),
        ("set-aside every 16 months", {**SET_ASIDE, "courses_per_year": None, "months_between": 16}),
        ("one that is not known", {**SET_ASIDE, "request": {**COURSE, "start": "2020-01-06"}}),
    ],
)
def test_the_workbooks_own_formulas_come_to_the_same_cents(
    name: str, plan: dict[str, object], office: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "plan.xlsx"
    file = written(tmp_path / "plan.json", plan)
    assert run("project", file, "--format", "xlsx", "-o", str(source)).status == 0
    found = json.loads(run("project", file, "--format", "json").output)
    (again,) = office.recalculated([source])
    assert_results_are_kept(source, again)
    summary = load_workbook(again, data_only=True)["Summary"]
    rows = {row[0]: row for row in summary.iter_rows(min_row=13, max_col=5, values_only=True) if row[0]}

    def shown(figure: str | None) -> object:
        return "unknown" if figure is None else pytest.approx(float(figure), abs=0.0001)

    for year in [*found["years"], {**found["totals"], "year": "Total"}]:
        row = rows[year["year"]]
        assert row[2] == year["courses"]
        assert row[3] == shown(year["amount"])
        if "discount" in plan:
            assert row[4] == shown(year["present_value"])
    if found["settlement"]:
        assert rows["Seed money now"][3] == shown(found["settlement"]["seed"])
        assert rows["Yearly payment"][3] == shown(found["settlement"]["annual"])


def test_other_rates_typed_into_the_workbook_come_to_what_kfees_projects_with_them(
    office: LibreOffice, tmp_path: Path
) -> None:
    source = tmp_path / "plan.xlsx"
    file = written(tmp_path / "plan.json", RESERVE)
    run("project", file, "-o", str(source))
    book = load_workbook(source)
    assert [book["Summary"][f"A{row}"].value for row in (6, 7)] == ["Indexation a year", "Discount a year"]
    book["Summary"]["B6"], book["Summary"]["B7"] = 0.055, 0.025
    book.save(source)
    (again,) = office.recalculated([source])
    summary = load_workbook(again, data_only=True)["Summary"]
    (total,) = [row for row in summary.iter_rows(max_col=5, values_only=True) if row[0] == "Total"]
    changed = ("--indexation", "0.055", "--discount", "0.025", "--format", "json")
    expected = json.loads(run("project", file, *changed).output)["totals"]
    assert [f"{amount:.2f}" for amount in total[3:]] == [expected["amount"], expected["present_value"]]
    assert (
        expected["amount"] != json.loads(run("project", file, "--format", "json").output)["totals"]["amount"]
    )


def test_an_overlay_in_another_currency_is_projected_in_that_currency(tmp_path: Path) -> None:
    folder = str(pain_clinic(tmp_path / "overlay", "547.00", "2020-01-01", currency="USD"))
    flags = [*FLAGS, "--rules", "medicare-set-aside", "--setting", "pain-clinic", "--schedules", folder]
    assert run("project", *flags).status == 2
    assert "USD\N{NO-BREAK SPACE}54,700.00" in run("project", *flags, "--currency", "USD").output

"""`kfees portfolio`: files in and out, what it says, and that nothing half-written is ever left."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from xlsxwriter import Workbook

import kfees
from command_line import Result, run
from kfees.library.library import Library
from kfees.portfolio import files
from kfees.portfolio.long_work import in_pieces
from portfolios import course, repeated

KFEES = Path(sys.executable).with_name("kfees")

AS_PEOPLE_WRITE = """\
Claim ID,Regimen,Setting,Start date,Weight (kg),Hospital charge,Medical charge,Notes
007,CRPS 10 day,Private day hospital,5/08/2024,80,"$3,200.00",1500,by phone
008,crps-10-day,consulting-rooms,2024-08-05,80.5,,1500.00,
009,crps-10-day,consulting-rooms,2027-08-05,80,,1500,
010,crps-4-day,private-day-hospital,2024-02-30,80,3200.005,,=1+1
"""


def portfolio(folder: Path, text: str = AS_PEOPLE_WRITE, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def price(source: Path, output: Path, *more: str) -> Result:
    result = run("portfolio", str(source), "-o", str(output), "--allow-refused", *more)
    assert result.status == 0, result.messages
    assert result.output == ""
    return result


def read(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return pl.read_csv(path)
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_excel(path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of a million and a half rows, which takes seconds."""
    path = tmp_path_factory.mktemp("long") / "in.parquet"
    frame = pl.DataFrame([course(), course(date(2025, 6, 25)), course(setting="consulting-rooms")])
    repeated(frame, 500_000).with_row_index("id").write_parquet(path, row_group_size=50_000)
    return path


def test_what_people_write_is_priced_and_their_own_columns_come_back_as_they_were(tmp_path: Path) -> None:
    source, output = portfolio(tmp_path), tmp_path / "out.csv"
    price(source, output)
    lines = output.read_text().splitlines()
    assert len(lines) == 5
    assert lines[1].startswith(
        '007,CRPS 10 day,Private day hospital,5/08/2024,80,"$3,200.00",1500,by phone,2749.60'
    )
    assert lines[2].startswith("008,crps-10-day,consulting-rooms,2024-08-05,80.5,,1500.00,,,,")
    assert "Setting: crps-4-day runs day and night" in lines[4]


def test_the_summary_counts_every_row_and_names_what_is_not_used(tmp_path: Path) -> None:
    said = price(portfolio(tmp_path), tmp_path / "out.csv").messages.split("\n")
    assert said[0].startswith(f"{tmp_path / 'out.csv'}: 4 rows in ")
    counts = {line.split()[0]: line.split()[1] for line in said[1:5]}
    assert counts == {"priced": "3", "incomplete": "0", "stale": "1", "refused": "1"}
    assert said[-2] == "Columns not used: Notes"
    assert "--problems" in said[4]


def test_the_list_of_problems_has_row_column_value_message_and_remedy(tmp_path: Path) -> None:
    listed = tmp_path / "problems.csv"
    result = price(portfolio(tmp_path), tmp_path / "out.csv", "--problems", str(listed))
    assert f"and {listed}" in result.messages
    frame = read(listed)
    assert frame.columns == ["row", "column", "value", "message", "remedy", "kind"]
    assert frame.select("row", "column", "value").rows() == [
        (5, "Start date", "2024-02-30"),
        (5, "Hospital charge", "3200.005"),
        (5, "Setting", "private-day-hospital"),
    ]
    assert frame["message"].null_count() == frame["remedy"].null_count() == 0


def test_where_rows_are_refused_the_status_says_so_and_each_kind_of_problem_what_to_do(
    tmp_path: Path,
) -> None:
    rows = "".join(
        f"c,crps-10-day,consulting-rooms,{day},80\n" for day in ("2024-08-05", "never", "31/02/2024")
    )
    source = portfolio(tmp_path, f"id,regimen,setting,start,weight\n{rows}{rows}")
    result = run("portfolio", str(source), "-o", str(tmp_path / "out.csv"))
    assert result.status == 4
    assert read(tmp_path / "out.csv").height == 6
    said = " ".join(result.messages.split())
    assert "start: 4 rows, such as row 3 ('never'): 'never' is not a date. Write year-month-day" in said
    good = portfolio(tmp_path, f"id,regimen,setting,start,weight\n{rows.splitlines()[0]}\n", "good.csv")
    result = run("portfolio", str(good), "-o", str(tmp_path / "out.csv"))
    assert (result.status, "Problems" in result.messages) == (0, False)


def test_the_kinds_of_problems_are_counted_while_the_rows_are_priced_and_not_in_another_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read again for the list of all problems alone."""
    doing: list[str] = []
    first = in_pieces

    def noted(work: Any, what: str, total: Any, *, shown: bool) -> Any:
        doing.append(what)
        return first(work, what, total, shown=shown)

    monkeypatch.setattr(files, "in_pieces", noted)
    source, output = portfolio(tmp_path), tmp_path / "out.csv"
    for listed, passes in (("", ["Pricing"]), ("problems.csv", ["Pricing", "Listing problems"])):
        doing.clear()
        more = ("--problems", str(tmp_path / listed)) if listed else ()
        assert "Problems, by column and kind:" in price(source, output, *more).messages
        assert list(filter(None, doing)) == passes


def test_a_list_of_no_problems_is_written_too(tmp_path: Path) -> None:
    listed = tmp_path / "problems.csv"
    text = "\n".join(AS_PEOPLE_WRITE.splitlines()[:3])
    price(portfolio(tmp_path, text), tmp_path / "out.csv", "--problems", str(listed))
    assert listed.read_text() == "row,column,value,message,remedy,kind\n"


def test_no_cell_of_the_list_of_problems_is_a_formula(tmp_path: Path) -> None:
    text = "regimen,setting,start\n=HYPERLINK(1),@x,-5\n"
    listed = tmp_path / "problems.csv"
    price(portfolio(tmp_path, text), tmp_path / "out.csv", "--problems", str(listed))
    assert read(listed)["value"].to_list() == ["'=HYPERLINK(1)", "'@x", "'-5"]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
@pytest.mark.parametrize("given", [".parquet", ".csv", ".xlsx"])
def test_every_format_gives_what_the_library_gives(
    given: str, ending: str, tmp_path: Path, library: Library
) -> None:
    frame = pl.DataFrame([{"id": 7, **course()}, {"id": 8, **course(hospital_charge=Decimal("2749.61"))}])
    source, output = tmp_path / f"in{given}", tmp_path / f"out{ending}"
    if given == ".xlsx":
        frame.write_excel(source)
    else:
        frame.write_csv(source) if given == ".csv" else frame.write_parquet(source)
    price(source, output)
    want = kfees.price_portfolio(frame.lazy(), library).collect()
    figures = ["maximum", "payable", "gap", "hospital_gap", "medical_maximum"]
    got = read(output).select(pl.col(figures).cast(pl.Decimal(18, 2)))
    assert_frame_equal(got, want.select(figures))
    if ending == ".parquet":
        assert set(read(output).select(figures).schema.values()) == {pl.Decimal(18, 2)}


def workbook(path: Path, *rows: list[Any], above: int = 0) -> Path:
    """A sheet as people keep it; dates with a format, formulas with the value they had."""
    book = Workbook(path)
    sheet = book.add_worksheet("Claims")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number in range(above):
        sheet.write(number, 0, "Our portfolio")
    for number, row in enumerate(rows, above):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, tuple):
                sheet.write_formula(number, column, cell[0], None, cell[1])
            else:
                sheet.write(number, column, cell)
    book.close()
    return path


HEADING = ["Claim ID", "Regimen", "Setting", "Start date", "Weight (kg)", "Hospital charge", "Medical charge"]
DAY_HOSPITAL = ["crps-10-day", "private-day-hospital"]
AUGUST = datetime(2024, 8, 5)  # noqa: DTZ001  a workbook's dates have no zone


def test_a_workbook_may_hold_dates_as_text_and_amounts_with_signs(tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "in.xlsx",
        HEADING,
        [1.0, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500],
        [2.0, *DAY_HOSPITAL, "2024-08-04T14:00:00Z", 80.0, "$3,200.00", 1500.0],
        [3.0, *DAY_HOSPITAL, "5/08/2024", "80", "3200", ("=1000+500", 1500)],
        [4.0, *DAY_HOSPITAL, "5 Aug 2024", "80 kg", ("=0.1+0.2+3199.7", 3199.9999999999995), 1500],
    )
    output = tmp_path / "out.csv"
    price(source, output)
    got = read(output)
    assert got["Claim ID"].to_list() == [1, 2, 3, 4]
    assert got["gap"].to_list() == [990.2] * 4
    assert output.read_text().splitlines()[1].startswith("1,")


def test_dates_alone_in_a_column_are_dates_and_numbers_that_nobody_formatted_so_are_asked_about(
    tmp_path: Path,
) -> None:
    dates = workbook(tmp_path / "dates.xlsx", HEADING, [1, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500])
    price(dates, tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet")["gap"].to_list() == [Decimal("990.20")]
    for others in ([], [AUGUST], ["5/08/2024"]):
        rows = [[1, *DAY_HOSPITAL, start, 80, 3200, 1500] for start in (45509, *others)]
        output = tmp_path / "numbers.csv"
        run("portfolio", str(workbook(tmp_path / "numbers.xlsx", HEADING, *rows)), "-o", str(output))
        got = read(output)
        assert got["problem"].null_count() == len(others)
        assert "45509 is a bare number, not a day. Write the day (2024-08-05 is" in got["problem"][0]


def test_one_text_far_below_numbers_is_not_lost(tmp_path: Path) -> None:
    rows = [[number, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500] for number in range(1500)]
    source = workbook(
        tmp_path / "in.xlsx", HEADING, *rows, ["A7", *DAY_HOSPITAL, AUGUST, 80, "unknown", 1500]
    )
    price(source, tmp_path / "out.parquet", "--problems", str(tmp_path / "problems.csv"))
    assert read(tmp_path / "out.parquet")["Claim ID"][-1] == "A7"
    assert read(tmp_path / "problems.csv").rows()[0][:3] == (1502, "Hospital charge", "unknown")


def test_an_error_cell_is_refused_and_not_taken_to_be_empty(tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "in.xlsx",
        HEADING,
        [1, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500],
        [2, *DAY_HOSPITAL, AUGUST, 80, ("=NA()", "#N/A"), 1500],
        above=2,
    )
    listed = tmp_path / "problems.csv"
    price(source, tmp_path / "out.parquet", "--problems", str(listed))
    assert read(tmp_path / "out.parquet")["gap"].to_list() == [Decimal("990.20"), None]
    assert read(listed).rows()[0][:3] == (5, "Hospital charge", "#N/A")


def test_kinds_that_no_column_can_mix_are_read_as_text_and_refuse_their_own_rows_alone(
    tmp_path: Path,
) -> None:
    rows: list[tuple[Any, Any, Any]] = [
        (AUGUST, 80, 3200), ("5 Aug 2024", 80, "3200"), (timedelta(days=3), timedelta(hours=80), True),
        (45509, True, timedelta(hours=1)), (3.5, "80 kg", AUGUST), (True, 80.5, 3200.5),
    ]  # fmt: skip
    source = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["regimen", "setting", "start", "weight_kg", "hospital_charge"])
    for row in rows:
        sheet.append([*DAY_HOSPITAL, *row])
    book.save(source)
    price(source, tmp_path / "out.parquet")
    priced = read(tmp_path / "out.parquet")
    assert [str(gap) for gap in priced["hospital_gap"]] == ["450.40", "450.40", *["None"] * 4]
    assert all(priced["problem"][2:])


def test_the_sheet_with_the_heading_is_found_wherever_it_stands(tmp_path: Path) -> None:
    source = workbook(tmp_path / "in.xlsx", HEADING, [1, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500], above=3)
    book = openpyxl.load_workbook(source)
    book.create_sheet("Read me", 0).append(["What this workbook is about"])
    book.save(source)
    price(source, tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet")["gap"].to_list() == [Decimal("990.20")]


def test_another_sheet_with_the_same_headings_is_named_as_not_read(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    with Workbook(source) as book:
        for name in ("2024", "2025"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADING)
            sheet.write_row(1, 0, [name, *DAY_HOSPITAL, f"5/08/{name}", 80, 3200, 1500])
        book.add_worksheet("Notes").write(0, 0, "regimen")
    priced = price(source, tmp_path / "out.csv")
    assert priced.messages.endswith("Sheets with the same headings, not read: 2025\n")
    assert "1 row in" in priced.messages


def test_a_workbook_that_is_written_holds_numbers_to_the_cent_and_text_as_text(tmp_path: Path) -> None:
    text = "id,regimen,setting,start,weight_kg,hospital_charge,note\n"
    text += "007,crps-10-day,private-day-hospital,2024-08-05,80,987654321.09,=1+1\n"
    price(portfolio(tmp_path, text), tmp_path / "out.xlsx")
    heading, row = openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)  # type: ignore[union-attr]
    cells = dict(zip(heading, row, strict=True))
    assert (cells["id"], cells["note"], cells["hospital_maximum"]) == ("007", "=1+1", 2749.60)
    assert cells["hospital_gap"] == 987651571.49
    assert cells["medical_gap"] is None


def refusal(*arguments: str) -> str:
    result = run("portfolio", *arguments)
    assert result.status == 2
    assert result.output == ""
    return " ".join(result.messages.split())


def test_more_rows_than_a_sheet_holds_are_refused_before_any_work(tmp_path: Path) -> None:
    source, output = tmp_path / "in.parquet", tmp_path / "out.xlsx"
    repeated(pl.DataFrame([course()]), 1_048_576).write_parquet(source)
    said = refusal(str(source), "-o", str(output))
    assert "the input has 1,048,576 rows, and a sheet holds 1,048,575." in said
    assert names(tmp_path) == ["in.parquet"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", None, "it cannot be read (No such file or directory)"),
        ("in.dat", b"regimen", "its ending says nothing of its format"),
        ("in.csv", b"", "it cannot be read: empty CSV"),
        ("in.csv", b"regimen,setting\n", "start there is no such column"),
        ("in.csv", b"regimen,setting,start\na,b,c,d,e\n", "as many cells in each row"),
        ("in.parquet", b"regimen,setting,start\n", "it cannot be read: parquet"),
        ("in.parquet", b"", "it cannot be read"),
        ("in.xlsx", b"PK\3\4 cut short", "it cannot be read: calamine error"),
        ("in.xlsx", b"<Workbook/>", "this is an XML file, not a workbook"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_nothing_is_written(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    before = names(tmp_path)
    assert said in refusal(str(source), "-o", str(tmp_path / "out.csv"))
    assert names(tmp_path) == before


def test_a_damaged_workbook_is_one_problem_wherever_it_is_damaged(tmp_path: Path) -> None:
    whole = workbook(
        tmp_path / "whole.xlsx", HEADING, [1, *DAY_HOSPITAL, AUGUST, 80, 3200, 1500]
    ).read_bytes()
    source, output = tmp_path / "in.xlsx", tmp_path / "out.csv"
    refused = 0
    for place in range(0, len(whole), 61):
        source.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        result = run("portfolio", str(source), "-o", str(output))
        assert result.status in {0, 2, 4}, f"byte {place}"
        refused += result.status == 2
        output.unlink(missing_ok=True)
    assert refused > 20


def test_a_workbook_that_unpacks_to_more_than_any_portfolio_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1600):
            part.write(b" " * 1_000_000)
    said = refusal(str(path), "-o", str(tmp_path / "out.csv"))
    assert "unpacks to 1,600,000,000 bytes, and was not unpacked." in said
    assert names(tmp_path) == ["in.xlsx"]


def test_everything_that_speaks_against_the_files_is_said_at_once(tmp_path: Path) -> None:
    source = portfolio(tmp_path, "regimen,setting\n")
    said = refusal(str(source), "-o", str(source), "--problems", str(tmp_path / "none" / "p.doc"))
    assert said.startswith("kfees: 4 problems; nothing was written.")
    for part in ("no such column", "the same file as the input", "its ending", "its folder does not exist"):
        assert part in said


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((), "Name the file to write"),
        (("-o", "out.csv", "--chart", "c.png"), "give both"),
        (("--compare", "2024-07-01:2025-07-01", "--problems", "p.csv"), "leave it out"),
    ],
)
def test_flags_that_do_not_go_together_are_refused(flags: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in refusal(str(portfolio(tmp_path)), *flags)


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeffregimen;setting;start;weight_kg\ncrps-10-day;consulting-rooms;2024-08-05;80\n"
    price(portfolio(tmp_path, text), tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet")["maximum"].to_list() == [Decimal("960.20")]


def started(source: Path, output: Path, *more: str, **how: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([KFEES, "portfolio", source, "-o", output, *more], **how)


def when_writing(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the work has begun to write."""
    while process.poll() is None and not list(folder.glob(".*.part")):
        time.sleep(0.005)


@pytest.mark.large
@pytest.mark.parametrize(
    ("end", "wait"),
    [
        # What is heard of is heard in one way: at every moment one of the two.
        (signal.SIGINT, 0.0), (signal.SIGTERM, 0.05), (signal.SIGINT, 0.2), (signal.SIGTERM, 0.5),
        (signal.SIGINT, 0.9), (signal.SIGKILL, 0.0), (signal.SIGKILL, 0.5),
    ],
    ids=lambda value: value.name if isinstance(value, signal.Signals) else str(value),
)  # fmt: skip
def test_ctrl_c_or_a_kill_at_any_moment_leaves_the_old_file_and_nothing_half_written(
    end: signal.Signals, wait: float, long: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.parquet"
    output.write_bytes(b"the result of yesterday")
    process = started(long, output, stderr=subprocess.PIPE)
    when_writing(process, tmp_path)
    time.sleep(wait)
    process.send_signal(end)
    _, said = process.communicate(timeout=60)
    if output.read_bytes() != b"the result of yesterday":  # it was done before the signal came
        assert pl.scan_parquet(output).select(pl.len()).collect().item() == 1_500_000
        assert names(tmp_path) == ["out.parquet"]
        assert said.decode().startswith(f"{output}: 1,500,000 rows")
        return
    if end is not signal.SIGKILL:  # which nobody can clean up after
        assert process.returncode == 128 + end
        assert names(tmp_path) == ["out.parquet"]
        assert said.decode().strip() == "kfees: stopped; nothing was written."


@pytest.mark.large
def test_progress_with_rate_and_time_left_is_shown_on_a_terminal_alone(long: Path, tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    process = started(
        long, tmp_path / "out.parquet", stderr=end, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    )
    os.close(end)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        shown += part
    assert process.wait() == 0
    assert b"Pricing" in shown
    assert b"of 1,500,000 rows" in shown
    assert b"a second, left" in shown
    piped = started(long, tmp_path / "out.parquet", stderr=subprocess.PIPE)
    _, said = piped.communicate()
    assert said.decode().startswith(f"{tmp_path / 'out.parquet'}: 1,500,000 rows")
    assert b"Pricing" not in said


MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.large
@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_memory_stays_far_behind_twenty_four_times_the_rows(ending: str, tmp_path: Path) -> None:
    """A few pieces are under way at a time, more of them on a busy machine; never the whole table."""
    frame = pl.DataFrame([course(date(2024, 7, 1 + number)) for number in range(25)])
    peaks = []
    for times in (5_000, 120_000):
        source = tmp_path / f"in{ending}"
        rows = repeated(frame, times)
        rows.write_parquet(source, row_group_size=20_000) if ending == ".parquet" else rows.write_csv(source)
        command = (KFEES, "portfolio", source, "-o", tmp_path / f"out{ending}")
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True
        )
        peaks.append(int(done.stdout))
    few, many = peaks
    assert many < 5 * few, f"{few} kB for 125,000 rows, {many} kB for 3,000,000"


def test_a_column_with_the_month_first_is_said_and_one_in_both_orders_is_refused_whole(
    tmp_path: Path,
) -> None:
    rows = [
        ["crps-10-day", "private-day-hospital", day, 80, 3200, 1500] for day in ("08/05/2024", "08/13/2024")
    ]
    headings = [name for name in HEADING if name != "Claim ID"]
    output = tmp_path / "out.csv"
    for source in (tmp_path / "in.csv", tmp_path / "in.xlsx"):
        frame = pl.DataFrame(rows, schema=headings, orient="row")
        frame.write_csv(source) if source.suffix == ".csv" else workbook(source, headings, *rows)
        done = price(source, output)
        assert "Start date: the month is read first, as 08/13/2024 (row 3) has to be." in done.messages
        assert read(output)["gap"].to_list() == [Decimal("990.20").__float__()] * 2
        compared = run("portfolio", str(source), "--compare", "2024-07-01:2025-07-01")
        assert compared.status == 0
        assert "the month is read first" in compared.messages
    output.unlink()
    pl.DataFrame(
        [*rows, [*rows[0][:2], "14/08/2024", *rows[0][3:]]], schema=headings, orient="row"
    ).write_csv(source)
    source = source.rename(tmp_path / "both.csv")
    for more in (["-o", str(output)], ["--compare", "2024-07-01:2025-07-01"]):
        done = run("portfolio", str(source), *more)
        assert done.status == 2
        assert "08/13/2024 (row 3) can only have the month first, and 14/08/2024 (row 4)" in done.messages
    assert not output.exists()

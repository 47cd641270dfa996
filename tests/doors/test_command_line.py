"""What a person meets at the command line: tables, files, refusals, and every problem at once."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from command_line import run

DAY_HOSPITAL = (
    "quote", "--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05",
    "--weight", "80",
)  # fmt: skip
CHARGED = (*DAY_HOSPITAL, "--charge", "hospital=3200", "--charge", "medical=1500")


def test_json_csv_and_python_show_the_same_lines(library: kfees.Library) -> None:
    quote = json.loads(run(*CHARGED, "--format", "json", "--as-of", "2024-07-15").output)
    rows = list(csv.DictReader(io.StringIO(run(*CHARGED, "--format", "csv", "--as-of", "2024-07-15").output)))
    assert [row["maximum"] for row in rows] == [line["maximum"] for line in quote["lines"]]
    request = kfees.CourseRequest.model_validate(quote["request"])
    again = kfees.price(request, library, as_of=kfees.Quote.model_validate(quote).as_of)
    assert json.loads(again.model_dump_json()) == quote
    assert quote["totals"]["gap"] == "990.20"


def test_the_table_fits_80_columns_and_needs_no_colour() -> None:
    for arguments in (
        CHARGED,
        (*DAY_HOSPITAL, "--charge", "pharmacy=900"),
        (
            "quote", "--regimen", "crps-4-day", "--setting", "private-hospital-inpatient",
            "--start", "2026-06-25", "--nights", "20", "--charge", "private-hospital:M=123456.78",
        ),
        (*CHARGED, "--locale", "el"),
    ):  # fmt: skip
        result = run(*arguments)
        assert result.status == 0
        assert "\x1b" not in result.output
        assert max(map(len, result.output.splitlines())) <= 80
        assert not re.search(r" $", result.output, re.MULTILINE)


def test_stale_unknown_and_estimated_figures_are_marked_in_words() -> None:
    text = run(
        "quote", "--regimen", "crps-4-day", "--setting", "private-hospital-inpatient",
        "--start", "2026-08-03", "--charge", "pharmacy=900", "--charge", "hospital=9000",
    ).output  # fmt: skip
    assert re.search(r"M  Medical bed.*\n.*indexed, STALE", text)
    assert re.search(r"Hospital, charged in one\s+amount, STALE", text)
    assert "Total, STALE" in text
    assert "STALE: a new version of private-hospital was due on 1 July 2025" in text
    assert re.search(r"ketamine-200mg .*\n?.*unknown", text)
    said = "GAP: the worker would pay the hospital about $5,783.00, not more than $9,000.00; with the drug at"
    assert said in " ".join(text.split())


def test_accounts_as_they_are_can_be_said_in_flags() -> None:
    text = " ".join(
        run(
            "quote", "--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05",
            "--weight", "80", "--charge", "private-hospital:DS1=352", "--gst", "hospital=included",
            "--discount", "hospital=20", "--fee", "hospital:Facility fee=150*2", "--provider",
            "medical=Dr A", "--charge", "medical=1500",
        ).output.split()
    )  # fmt: skip
    assert "10 x ($274.96 + $27.50 GST) a day" in text
    assert "Doctor: Dr A, charged in one amount $960.20 $1,500.00 $960.20 0.00 to 539.80" in text
    assert "Hospital, total unknown $3,800.00" in text
    said = (
        "the worker would pay the hospital and Dr A at most $1,015.20; with Facility fee at most $1,315.20."
    )
    assert f"GAP: {said}" in text
    wrong = run("quote", *CHARGED[1:], "--fee", "hospital", "--gst", "hospital", "--provider", "Dr A")
    assert wrong.status == 2
    for flag in ("--fee hospital", "--gst hospital", "--provider Dr A"):
        assert flag in " ".join(wrong.messages.split())


def test_amounts_and_dates_follow_the_locale() -> None:
    text = run(*CHARGED, "--locale", "de").output
    assert "3.709,80" in text
    assert "5. August 2024" in text
    assert run(*CHARGED, "--locale", "klingon").status == 2


def test_a_flag_replaces_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text('{"regimen": "crps-10-day", "setting": "consulting-rooms", "start": "2024-08-05"}')
    assert run("quote", str(path)).status == 2
    assert run("quote", str(path), "--weight", "80").status == 0
    quote = json.loads(
        run("quote", str(path), "--weight", "80", "--start", "2025-08-04", "--format", "json").output
    )
    assert quote["lines"][0]["version"] == "2025-07-01"


def test_services_and_withouts_from_flags() -> None:
    quote = json.loads(
        run(
            *DAY_HOSPITAL, "--service", "medical:17645@2024-08-06,2024-08-07*2", "--without", "medical:2806",
            "--calendar", "consecutive", "--format", "json",
        ).output
    )  # fmt: skip
    assert {line["item"]: line["quantity"] for line in quote["lines"]} == {
        "DS1": "10",
        "2801": "1",
        "17645": "4",
    }
    assert quote["lines"][0]["dates"][-1] == "2024-08-14"


def test_dates_from_a_flag_must_be_one_for_each_treatment_day() -> None:
    result = run(*DAY_HOSPITAL, "--calendar", "2024-08-05,2024-08-07")
    assert result.status == 2
    assert "2 dates are given; crps-10-day has 10 treatment days" in result.messages


def test_every_problem_of_flags_and_file_is_listed_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    output = tmp_path / "quote.json"
    result = run(
        "quote", "--regimen", "crps-10-dya", "--setting", "tent", "--start", "2024-02-30",
        "--charge", "hospital", "--charge", "medical:2801=NaN", "--service", "17645", "--without", "2806",
        "-o", str(output),
    )  # fmt: skip
    assert result.status == 2
    assert result.output == ""
    assert not output.exists()
    flags = ("--charge hospital", "--charge medical:2801=NaN", "--service 17645", "--without 2806")
    for place in (*flags, "start", "regimen", "setting"):
        assert f"  {place}\n" in result.messages
    assert result.messages.startswith("kfees: 7 problems; nothing was written.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"regimen": ', "this is not JSON"),
        ("[1, 2]", "a request is an object with keys"),
        ('{"start": "2024-08-05", "start": "2024-08-06"}', "the key 'start' is given twice"),
        ("[" * 100_000, "this is not JSON"),
        ('{"regimen": NaN}', "regimen"),
        ("\udcff", "this is not JSON"),
        ('{"weight_kg": 1e9999}', "weight_kg"),
    ],
)
def test_a_file_that_is_no_request_is_refused_without_a_traceback(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "request.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run("quote", str(path))
    assert result.status == 2
    assert said in " ".join(result.messages.split())
    assert "Traceback" not in result.messages


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(" " * 6_000_000)
    assert "more than 5,000,000 bytes" in run("quote", str(path)).messages


def test_a_missing_file_and_a_folder_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    assert "it cannot be read" in run("quote", str(tmp_path / "none.json")).messages
    result = run(*CHARGED, "-o", str(tmp_path / "nowhere" / "quote.txt"))
    assert result.status == 2
    assert "it cannot be written" in result.messages


def test_strict_refuses_stale_and_undetermined_figures_but_not_a_missing_charge() -> None:
    fresh = run(*DAY_HOSPITAL, "--strict")
    assert fresh.status == 0
    stale = run(*DAY_HOSPITAL, "--start", "2026-08-03", "--strict")
    assert (stale.status, stale.output) == (3, "")
    assert "STALE: a new version was expected on 1 July 2025" in " ".join(stale.messages.split())
    early = run(*DAY_HOSPITAL, "--start", "2015-08-03", "--strict")
    assert early.status == 3
    assert "No rate is known before 1 July 2018".lower() in " ".join(early.messages.split()).lower()


def test_a_service_before_the_first_version_cannot_be_determined() -> None:
    quote = json.loads(run(*DAY_HOSPITAL, "--start", "2015-08-03", "--format", "json").output)
    assert {line["maximum"] for line in quote["lines"]} == {None}
    assert quote["totals"]["maximum"] is None
    assert quote["totals"]["complete"] is False


def overlay(folder: Path, basis: str = "") -> Path:
    """WorkSafe's own medical rates, as an agent would put them beside the shipped ones."""
    version = folder / "medical" / "2024-07-01"
    version.mkdir(parents=True)
    facts = (
        'title = "Rates of our own"\npublisher = "WorkSafe Victoria"\nsource = "the agent\'s workbook"\n'
        'retrieved = 2024-07-02\nnext_change_expected = 2025-07-01\ncurrency = "AUD"\ngst = "free"\n'
        f'payee = "medical"\n{basis}'
    )
    (version / "schedule.toml").write_text(facts)
    (version / "rates.csv").write_text(
        "item,label,amount,unit\n2801,Pain specialist first,201.10,service\n"
        "2806,Pain specialist later,100.55,service\n"
    )
    return folder


def test_an_overlay_hides_the_shipped_version_and_the_quote_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = overlay(tmp_path / "own")
    quote = json.loads(run(*DAY_HOSPITAL, "--schedules", str(folder), "--format", "json").output)
    assert [line["basis"] for line in quote["lines"]] == ["published", "supplied", "supplied"]
    assert quote["payees"][1]["maximum"] == str(Decimal("201.10") + 9 * Decimal("100.55"))
    assert {used["origin"] for used in quote["schedules"]} == {"shipped", str(folder)}
    text = " ".join(run(*DAY_HOSPITAL, "--schedules", str(folder)).output.split())
    assert "medical of 1 July 2024 comes from the overlay" in text

    monkeypatch.setenv("KFEES_SCHEDULES", str(folder))
    assert json.loads(run(*DAY_HOSPITAL, "--format", "json").output) == quote

    stated = overlay(tmp_path / "stated", 'basis = "published"\n')
    quote = json.loads(run(*DAY_HOSPITAL, "--schedules", str(stated), "--format", "json").output)
    assert [line["basis"] for line in quote["lines"]] == ["published"] * 3


def test_a_broken_overlay_stops_a_quote(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own")
    (folder / "medical" / "2024-07-01" / "rates.csv").write_text(
        "item,label,amount,unit\n2801,First,1.0.0,service\n"
    )
    result = run(*DAY_HOSPITAL, "--schedules", str(folder))
    assert (result.status, result.output) == (2, "")
    assert "rates.csv line 2, amount" in result.messages


def test_a_request_given_to_replay_is_answered_in_one_line(tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_text('{"regimen": "crps-4-day", "setting": "consulting-rooms", "start": "2024-08-05"}')
    result = run("replay", str(request))
    assert result.status == 2
    assert "this is no saved quote: it has no lines." in " ".join(result.messages.split())


def test_replay_says_the_same_to_the_cent_or_what_changed(tmp_path: Path) -> None:
    saved = tmp_path / "quote.json"
    assert run(*CHARGED, "--format", "json", "-o", str(saved)).status == 0
    same = run("replay", str(saved))
    assert (same.status, same.output) == (0, "The quote replays to the cent.\n")

    other = run("replay", str(saved), "--schedules", str(overlay(tmp_path / "own")))
    assert other.status == 1
    assert "Changed: medical of 2024-07-01 was edited: its digest differs." in other.output
    assert "medical:2801 of 2024-07-01: rate was 174.50, now 201.10." in other.output

    saved.write_text(saved.read_text().replace('"274.96"', '"275.96"'))
    edited = run("replay", str(saved))
    assert edited.status == 1
    assert "rate was 275.96, now 274.96" in edited.output
    assert "the saved quote was edited" in edited.output

    assert run(*CHARGED, "--format", "json", "-o", str(saved)).status == 0
    regimens = tmp_path / "shorter" / "regimens"
    regimens.mkdir(parents=True)
    shipped = (Path(__file__).parents[2] / "schedules" / "regimens" / "crps-10-day.toml").read_text()
    (regimens / "crps-10-day.toml").write_text(shipped.replace("treatment_days = 10", "treatment_days = 5"))
    shorter = run("replay", str(saved), "--schedules", str(regimens.parent))
    assert "Differs: private-hospital:DS1 of 2024-07-01: quantity was 10, now 5." in shorter.output
    assert "or the regimen, the setting, the guideline" in " ".join(shorter.output.split())

    saved.write_text("{}")
    assert run("replay", str(saved)).status == 2


def test_replay_says_that_a_saved_quote_is_refused_now(tmp_path: Path) -> None:
    saved = tmp_path / "quote.json"
    assert run(*CHARGED, "--format", "json", "-o", str(saved)).status == 0
    quote = json.loads(saved.read_text())
    quote["request"]["claim"] = {"route": "by drone"}  # which an earlier kfees took for not payable
    saved.write_text(json.dumps(quote))
    refused = run("replay", str(saved))
    assert refused.status == 1
    assert refused.output.startswith("Refused now: request.claim.route: 'by drone' is not known here.")


def test_an_address_that_cannot_be_listened_on_is_a_problem_with_its_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        result = run("serve", "--port", port)
    assert (result.status, result.output) == (2, "")
    assert f"--host 127.0.0.1 --port {port}" in result.messages
    assert "already in use" in result.messages
    assert "--port" in run("serve", "--host", "192.0.2.1", "--port", "0").messages


def test_schedules_are_listed_shown_and_checked() -> None:
    listed = json.loads(run("schedules", "list", "--format", "json", "--as-of", "2026-11-21").output)
    states = {(entry["schedule"], entry["version"]): entry["state"] for entry in listed}
    assert states["private-hospital", "2024-07-01"] == "STALE since 2025-07-01"
    assert states["medical", "2026-07-01"] == "current"
    assert states["medical", "2024-07-01"] == "past"
    ahead = json.loads(run("schedules", "list", "--format", "json", "--as-of", "2026-06-30").output)
    ahead_states = {entry["version"]: entry["state"] for entry in ahead if entry["schedule"] == "medical"}
    assert ahead_states == {
        "2024-07-01": "past",
        "2025-03-01": "past",
        "2025-07-01": "current",
        "2026-07-01": "from 2026-07-01",
    }
    table = run("schedules", "list", "--as-of", "2026-11-21").output
    assert max(map(len, table.splitlines())) <= 80
    for entry in listed:
        assert f"{entry['schedule']} " in table

    shown = json.loads(
        run("schedules", "show", "private-hospital", "--on", "2020-01-01", "--format", "json").output
    )
    assert shown["version"] == "2018-07-01"
    bed = [rate for rate in shown["rates"] if rate["item"] == "M"]
    assert [(rate["from_day"], rate["to_day"], rate["amount"]) for rate in bed] == [
        (1, 14, "663.68"),
        (15, None, "576.47"),
    ]
    assert "unknown" in run("schedules", "show", "medical", "--on", "2024-08-01", "--item", "4").output
    assert run("schedules", "check").status == 0


def test_a_version_of_weights_is_shown_by_what_each_item_weighs() -> None:
    show = ("schedules", "show", "department-of-health", "--on", "2025-07-01")
    table = run(*show, "--item", "B71B", "--item", "10.14").output
    assert "1 to 9  0.8243  episode" in table
    assert "0.1282  visit" in table
    assert "B71B: weighted: the amount depends on the stay and the patient" in table
    [row] = json.loads(run(*show, "--item", "B71B", "--format", "json").output)["rates"]
    assert (row["weight"], row["amount"], row["reason"] != "") == ("0.8243", None, True)
    assert "Did you mean 'B71B' or" in run(*show, "--item", "B71X").messages.replace("\n     ", "")
    refused = run(*show, "--format", "xlsx")
    assert refused.status == 2
    assert "holds weights, and the workbook is one of rates" in refused.messages


@pytest.mark.parametrize("schedule", ["department-of-health", "medical --item 2801", "private-hospital"])
def test_what_a_version_is_fits_a_terminal_but_for_an_address(schedule: str) -> None:
    heading = run("schedules", "show", *schedule.split()).output.partition("\n\n")[0]
    assert "in force from" in heading
    assert [line for line in heading.splitlines() if len(line) > 80 and " " in line] == []


def test_schedules_show_names_the_nearest_when_a_name_is_wrong() -> None:
    assert "Did you mean 'medical'?" in run("schedules", "show", "medicla").messages
    assert "The first one begins on 2018-07-01." in " ".join(
        run("schedules", "show", "private-hospital", "--on", "2017-01-01").messages.split()
    )
    assert "no item '2O801'" in run("schedules", "show", "medical", "--item", "2O801").messages
    bad = Path(__file__).parents[1] / "bad_schedules" / "bad-amount"
    assert run("schedules", "check", str(bad)).status == 2


def test_a_label_that_looks_like_a_formula_stays_text_in_csv(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "own")
    rates = folder / "medical" / "2024-07-01" / "rates.csv"
    rates.write_text(rates.read_text().replace("Pain specialist first", "=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in run(*DAY_HOSPITAL, "--schedules", str(folder), "--format", "csv").output


def test_commands_and_options_that_do_not_exist_are_input_mistakes() -> None:
    assert run("qoute").status == 2
    assert run("quote", "--colour").status == 2
    assert run("quote", "--as-of", "yesterday").status == 2
    assert run("--help").status == 0


def test_the_program_runs_as_a_process_and_a_closed_pipe_is_no_error() -> None:
    command = [sys.executable, "-c", "from kfees.cli import main; main()", *CHARGED]
    whole = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "GAP: the worker would pay the hospital and the doctor at most $990.20." in whole.stdout
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, messages = process.communicate()
    assert "Traceback" not in messages


@pytest.mark.parametrize(
    "fault", [ZeroDivisionError("Jo Citizen"), RecursionError("Jo Citizen"), BaseException()]
)
def test_a_fault_of_kfees_is_said_to_be_one_and_never_looks_like_another_status(
    fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("kfees.cli.quote.price", broken)
    result = run(*DAY_HOSPITAL)
    assert result.status == 70
    assert "a fault of kfees itself" in result.messages
    assert f"{type(fault).__name__} in cli" in result.messages
    assert "no personal data" in " ".join(result.messages.split())
    assert "Traceback" not in result.messages
    assert "Jo Citizen" not in result.messages  # what was in hand may be a person's


def test_too_little_memory_is_no_fault_of_kfees(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("kfees.cli.quote.price", greedy)
    result = run(*DAY_HOSPITAL)
    assert result.status == 70
    assert "not enough memory" in result.messages


def test_a_quote_loads_nothing_that_it_does_not_use() -> None:
    unused = {
        *("babel.core", "fastapi", "numpy", "openpyxl", "polars", "rich"),
        *("kfees.engine.alternative", "kfees.engine.guideline", "kfees.engine.weighing"),
        *("kfees.library.weights", "kfees.model.assessment", "kfees.projection.plan"),
    }
    code = "import sys; from kfees.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *CHARGED], capture_output=True, text=True, check=True)
    assert "GAP:" in done.stdout
    assert "kfees.engine.pricing" in done.stderr.split()
    assert not unused & {*done.stderr.split()}

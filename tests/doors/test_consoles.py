"""Consoles of other encodings than UTF-8, and what PowerShell makes of a file: nothing is lost or crashes."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import kfees
from command_line import run
from kfees.cli import main
from kfees.documents.languages import LANGUAGES
from kfees.reading.json_and_toml import read_json

ASKED = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [{"payee": "hospital", "amount": "3200"}],
    "claim": {"route": "intravenous", "request_date": "2024-07-01"},
}


@pytest.fixture(scope="module")
def request_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("asked") / "request.json"
    path.write_text(json.dumps(ASKED), encoding="utf-8")
    return str(path)


def written(encoding: str, *arguments: str) -> bytes:
    """What a command writes to a console of an encoding."""
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    with redirect_stdout(console):
        main(list(arguments))
    assert isinstance(console.buffer, io.BytesIO)
    return console.buffer.getvalue()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_in_every_language_is_whole_on_every_console(
    encoding: str, language: str, request_file: str
) -> None:
    asked = ("quote", request_file, "--format", "html", "--language", language, "--as-of", "2024-07-15")
    assert written(encoding, *asked) == written("utf-8", *asked)


@pytest.mark.parametrize(
    "command",
    [
        "quote REQUEST",
        "quote REQUEST --locale el",
        "quote REQUEST --locale ar",
        "quote REQUEST --format csv",
        "quote REQUEST --format json",
        "assess REQUEST --locale vi",
        "assess REQUEST --format json",
        "compare REQUEST --locale zh",
        "compare REQUEST --format json",
        "project REQUEST --rules medicare-set-aside --courses-per-year 1 --years 2 --locale pa",
        "project REQUEST --rules medicare-set-aside --courses-per-year 1 --years 2 --format csv",
        "nwau --drg B71B --nights 4 --on 2024-08-09 --locale el",
        "schedules list",
        "schedules show private-hospital --on 2024-08-05 --locale el",
        "schedules diff private-hospital 2018-07-01 2024-07-01",
        "schedules diff private-hospital 2018-07-01 2024-07-01 --format csv",
        "schedules check",
    ],
)
def test_every_command_writes_to_a_console_that_knows_few_letters(command: str, request_file: str) -> None:
    arguments = command.replace("REQUEST", request_file).split()
    for encoding in ("cp1252", "ascii"):
        assert written(encoding, *arguments)


def test_json_for_a_file_is_utf_8_whatever_the_console(request_file: str) -> None:
    content = written("cp1252", "quote", request_file, "--format", "json")
    assert kfees.Quote.model_validate_json(content).totals.maximum is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_is_read_in_every_encoding_that_windows_writes(
    encoding: str, request_file: str, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.json"
    asked.write_bytes(json.dumps(ASKED, indent=2).replace("\n", "\r\n").encode(encoding))
    quote = run("quote", str(asked), "--format", "json", "--as-of", "2024-07-15")
    assert quote == run("quote", request_file, "--format", "json", "--as-of", "2024-07-15")
    saved = tmp_path / "quote.json"
    saved.write_bytes(quote.output.encode(encoding))
    assert run("replay", str(saved)).output == "The quote replays to the cent.\n"
    assert run("assess", str(asked)).status == 0
    details = tmp_path / "details.json"
    details.write_bytes('{"provider": "Café Street Pain Clinic"}'.encode(encoding))
    notice = run("quote", str(asked), "--format", "html", "--details", str(details))
    assert "Café Street Pain Clinic" in notice.output


def test_a_byte_order_mark_before_text_is_passed_over() -> None:
    assert read_json('\ufeff{"a": "1"}', "the body") == {"a": "1"}


@pytest.mark.parametrize("command", ["quote", "assess", "compare", "project"])
def test_a_saved_quote_given_for_a_request_is_answered_with_the_command_that_takes_it(
    command: str, request_file: str, tmp_path: Path
) -> None:
    saved = tmp_path / "my quote.json"
    saved.write_text(run("quote", request_file, "--format", "json").output, encoding="utf-8")
    told = run(command, str(saved))
    assert (told.status, told.output) == (2, "")
    said = " ".join(told.messages.split())
    assert said.endswith(f"this is a saved quote, not a request. Price it again: kfees replay '{saved}'")
    assert run("replay", str(saved)).status == 0


def test_the_api_says_of_a_saved_quote_what_to_send(library: kfees.Library, request_file: str) -> None:
    from kfees.engine.asking import read_request

    saved = json.loads(run("quote", request_file, "--format", "json").output)
    with pytest.raises(kfees.InputError, match="this is a saved quote, not a request"):
        read_request(saved, library)
    assert read_request(saved["request"], library).regimen == "crps-10-day"


def test_flags_are_read_as_the_cells_of_a_table(request_file: str) -> None:
    asked = ("quote", request_file, "--format", "json", "--as-of", "2024-07-15")
    plain = run(*asked, "--weight", "75", "--charge", "hospital=1200")
    assert run(*asked, "--weight", "75kg", "--charge", "hospital=$1,200.00") == plain
    told = run(*asked, "--charge", "hospital=3.900")
    assert told.status == 2
    assert "3.900 could be 3.90 or 3900.00." in " ".join(told.messages.split())


def test_a_flag_beside_an_episode_that_is_none_ends_in_no_traceback(tmp_path: Path) -> None:
    asked = tmp_path / "asked.json"
    for episode in ("5", '"x"', "[1]", "true"):
        asked.write_text(
            f'{{"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "episode": {episode}}}'
        )
        assert run("quote", str(asked), "--nights", "5", "--start", "2024-08-05").status == 0

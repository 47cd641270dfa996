"""Importing by API: what the command's --dry-run says, the folder that it writes, one shape of refusal."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx

import kfees
from command_line import run
from provider_workbooks import xlsx
from served import TODAY
from weight_workbooks import Shape, year_of_weights

ADDRESS = "/api/v1/schedules/import"
SAID = {"schedule": "nursing", "from": "2025-07-01", "payee": "medical", "gst": "free"}
TIDY = xlsx([["Item", "Description", "Fee"], ["A1", "Visit", 12.5], ["A2", "Review", 13]])
TWO_FEES = xlsx([["Item", "Description", "Fee", "Fee"], ["A1", "Visit", 12.5, 20], ["A2", "Review", 13, 21]])


def send(
    client: Any, files: dict[str, bytes], *answers: str, accept: str = "", **said: str
) -> httpx.Response:
    parts: list[tuple[str, Any]] = [(name, (None, text)) for name, text in ({**SAID, **said}).items() if text]
    parts += [("answer", (None, answer)) for answer in answers]
    parts += [("file", (name, content)) for name, content in files.items()]
    found: httpx.Response = client.post(ADDRESS, files=parts, headers={"accept": accept} if accept else {})
    return found


def dry_run(path: Path, *flags: str) -> dict[str, Any]:
    said = [word for name, value in SAID.items() for word in (f"--{name}", value)]
    fixed = ("--retrieved", str(TODAY), "--dry-run", "--format", "json")
    found: dict[str, Any] = json.loads(run("schedules", "import", str(path), *said, *flags, *fixed).output)
    return found


def test_what_is_understood_is_what_the_command_says(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "fees.xlsx").write_bytes(TIDY)
    answer = send(client, {"fees.xlsx": TIDY})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == dry_run(tmp_path / "fees.xlsx")


def test_the_folder_is_the_one_that_the_command_writes(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "fees.xlsx").write_bytes(TWO_FEES)
    own = tmp_path / "own"
    flags = [word for name, value in SAID.items() for word in (f"--{name}", value)]
    done = run(
        "schedules", "import", str(tmp_path / "fees.xlsx"), *flags, "--columns", "amount=D",
        "--retrieved", str(TODAY), "--into", str(own),
    )  # fmt: skip
    assert done.status == 0, done.messages
    answer = send(client, {"fees.xlsx": TWO_FEES}, "--columns amount=D", accept="application/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="nursing-2025-07-01.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {
        path.relative_to(own).as_posix(): path.read_bytes() for path in own.rglob("*") if path.is_file()
    }


def test_what_is_asked_is_refused_with_all_that_was_understood(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "fees.xlsx").write_bytes(TWO_FEES)
    for accept in ("application/json", "application/zip"):
        answer = send(client, {"fees.xlsx": TWO_FEES}, accept=accept)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        said = answer.json()
        [problem] = said["problems"]
        assert (problem["code"], problem["pointer"]) == ("which-amount-column", None)
        expected = dry_run(tmp_path / "fees.xlsx")
        [own] = expected.pop("problems")
        assert own == {key: text for key, text in problem.items() if key != "pointer"}
        assert {key: said[key] for key in expected} == expected
    assert "--columns amount=C" in problem["remedy"]
    assert send(client, {"fees.xlsx": TWO_FEES}, "--columns amount=C").status_code == 200


def test_weights_are_imported_as_fees_are(client: httpx.Client, tmp_path: Path) -> None:
    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=60, names={"acute": "A"}))
    said = {"schedule": "department-of-health", "payee": "", "gst": ""}
    answer = send(client, {"w.xlsx": path.read_bytes()}, "--carry", **said)
    assert answer.status_code == 200, answer.text
    [sheet] = answer.json()["sheets"]
    assert (sheet["sheet"], sheet["stream"]) == ("A", "acute")


def test_a_sheet_without_headings_has_no_heading_rows(client: httpx.Client) -> None:
    bare = {"fees.csv": b"A1,Visit,12.50\nA2,Review,13.00\nA3,Long visit,19.00\n"}
    said = send(client, bare).json()
    assert (said["heading_rows"], said["items"]) == (None, 3)


def test_everything_that_is_wrong_is_said_in_one_shape(client: httpx.Client) -> None:
    nothing = client.post(ADDRESS, files=[("gst", (None, "some"))])
    assert {problem["place"] for problem in nothing.json()["problems"]} == {"file", "schedule", "from", "gst"}
    unknown = send(client, {"fees.xlsx": TIDY}, columns="amount=C")
    [problem] = unknown.json()["problems"]
    assert (unknown.status_code, problem["code"]) == (422, "unknown-key")
    assert send(client, {"fees.xlsx": TIDY}, "--columns x=C").status_code == 422
    assert send(client, {"photo.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(200)}).status_code == 422
    assert client.post(ADDRESS, json=SAID).status_code == 415
    assert client.post(f"{ADDRESS}?from=2025-07-01", files=[("gst", (None, "free"))]).status_code == 422
    assert send(client, {"long.csv": b"A1,Visit,12.50\n" * 500_000}).status_code == 413


def test_nothing_is_loaded_or_kept_of_what_is_sent(client: httpx.Client, library: kfees.Library) -> None:
    assert send(client, {"fees.xlsx": TIDY}).status_code == 200
    assert client.get("/api/v1/schedules/nursing").status_code == 404

"""What a file with tables may come to, and how one that is refused is told: in one line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kfees.model.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What a workbook may come to. `what` it holds, `alone` and `use` are for the remedies: what to keep,
    and what then."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 600_000_000
    parts: int = 5_000
    alone: str = "Keep only the sheet with the fees in a new workbook, and import that."
    use: str = "import that"
    what: str = "schedule"
    dense_parts: bool = False
    """Whether a part may be as large as it likes, as long as the whole is within its limit."""

    cells: int = 10_000_000
    """What a table may span, empty cells between its first and last row and column among them."""

    pages: int = 1_000
    seconds: int = 300
    """How many pages a PDF may have, and how long they may take to read."""

    @property
    def resave(self) -> str:
        return f"Open it in Excel, save it as an Excel workbook (.xlsx), and {self.use}."

    @property
    def as_a_table(self) -> str:
        return f"Give the {self.what} as .xlsx or .csv."


SCHEDULE = WorkbookLimits()
QUOTE, FORM, LIFE_TABLE = (
    WorkbookLimits(
        5_000_000,
        20_000_000,
        300,
        f"Give the {what} alone, with nothing pasted into it.",
        "give that",
        what,
        cells=1_000_000,
        pages=60,
        seconds=60,
    )
    for what in ("quote", "form", "life table")
)
PORTFOLIO = WorkbookLimits(
    file_bytes=1_500_000_000,
    unpacked_bytes=1_500_000_000,
    alone="Save the sheet with the courses as CSV, and price that.",
    use="price that",
    what="portfolio",
    dense_parts=True,
    cells=50_000_000,
)
"""A full sheet of courses unpacks to less. A workbook is read whole, so it has to fit into memory."""


def refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


def refuse_large(size: int, place: str, limits: WorkbookLimits) -> None:
    if size > limits.file_bytes:
        message = f"the workbook is larger than {limits.file_bytes:,} bytes."
        raise refusal(place, "too-large", message, limits.alone)


def content_of(path: Path, limits: WorkbookLimits = SCHEDULE) -> bytes:
    """The bytes of a file. Raises InputError where it is none, or larger than the limits."""
    try:
        if path.is_dir():
            raise refusal(str(path), "no-workbook", "this is a folder.", "Name one workbook.")
        refuse_large(path.stat().st_size, str(path), limits)
        return path.read_bytes()
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        raise refusal(str(path), "no-file", message, "Check the name of the file.") from None

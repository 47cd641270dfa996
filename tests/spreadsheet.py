"""LibreOffice, run without a screen: it recalculates workbooks and prints them, as a person's own would."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

Value = Decimal | str | bool | None


class LibreOffice:
    """A LibreOffice with settings of its own in a folder; it recalculates whatever it opens."""

    def __init__(self, folder: Path) -> None:
        assert shutil.which("soffice"), "LibreOffice is missing: run tests/install-debian-packages"
        self._folder = folder
        (folder / "profile" / "user").mkdir(parents=True)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")

    def run(self, *arguments: str | Path) -> None:
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", *arguments], check=True, capture_output=True, timeout=600
        )

    def recalculated(self, paths: Sequence[Path]) -> list[Path]:
        """Copies of the workbooks with every formula worked out anew."""
        folder = self._folder / f"recalculated-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        self.run("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, *paths)
        return [folder / path.name for path in paths]

    def printed(self, path: Path) -> Path:
        """The workbook as a PDF."""
        self.run("--convert-to", "pdf", "--outdir", self._folder, path)
        return self._folder / f"{path.stem}.pdf"


def values(path: Path) -> Workbook:
    """The workbook with what its formulas came to."""
    return openpyxl.load_workbook(path, data_only=True)


def value(book: Workbook, sheet: str, place: str) -> Value:
    """A cell as a person reads it: numbers with the 15 digits that Excel keeps, an empty cell as None."""
    found = book[sheet][place].value
    if isinstance(found, bool) or found is None:
        return found
    if isinstance(found, int | float):
        return Decimal(format(found, ".15g"))
    return str(found) or None

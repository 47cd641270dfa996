"""LibreOffice, run without a screen: it recalculates workbooks and prints them, as a person's own would."""

from __future__ import annotations

import itertools
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

TYPING = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Typing" script:language="StarBasic">
Sub Type_in(source As String, answers As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  number = FreeFile
  Open answers For Input As #number
  Do While Not Eof(number)
    Line Input #number, row
    part = Split(row, Chr(9))
    book.Sheets.getByName(part(0)).getCellRangeByName(part(1)).FormulaLocal = part(2)
  Loop
  Close #number
  Dim excel(0) As New com.sun.star.beans.PropertyValue
  excel(0).Name = "FilterName"
  excel(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, excel())
  book.close(True)
End Sub
</script:module>
"""

MODULES = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Typing"/>
</library:library>
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

    def typed_in(self, path: Path, answers: Sequence[tuple[str, str, str]]) -> Path:
        """A copy of the workbook with answers typed into cells (sheet, cell, what is typed) and saved."""
        modules = self._folder / "profile" / "user" / "basic" / "Standard"
        if not modules.is_dir():
            self.recalculated([path])  # the first start writes modules of its own
        (modules / "script.xlb").write_text(MODULES, encoding="utf-8")
        (modules / "Typing.xba").write_text(TYPING, encoding="utf-8")
        typed = self._folder / f"typed-{len(list(self._folder.iterdir()))}.txt"
        typed.write_text("".join("\t".join(answer) + "\n" for answer in answers), encoding="utf-8")
        target = typed.with_suffix(".xlsx")
        arguments = f'"{path.as_uri()}","{typed}","{target.as_uri()}"'
        self.run(f"macro:///Standard.Typing.Type_in({arguments})")
        assert target.is_file(), "LibreOffice did not fill in the workbook"
        return target

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


def assert_results_are_kept(path: Path, recalculated: Path) -> None:
    """What is seen before anything is worked out anew is what comes out, in every cell."""
    formulas, before, after = openpyxl.load_workbook(path), values(path), values(recalculated)
    for sheet in formulas.worksheets:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            shown = value(before, sheet.title, cell.coordinate)
            assert shown == value(after, sheet.title, cell.coordinate), f"{sheet.title}!{cell.coordinate}"

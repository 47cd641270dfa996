"""LibreOffice, run without a screen: it recalculates workbooks and prints them, as a person's own would."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import time
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

SERVING = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Serving" script:language="StarBasic">
Sub Serve(folder As String)
  asked = 0
  Do
    path = folder &amp; asked
    Do Until FileExists(path &amp; ".asked")
      Wait 10
    Loop
    Attend(path)
    Name path &amp; ".answer" As path &amp; ".answered"
    asked = asked + 1
  Loop
End Sub

Sub Attend(path As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim written(0) As New com.sun.star.beans.PropertyValue
  written(0).Name = "FilterName"
  answer = FreeFile
  Open path &amp; ".answer" For Output As #answer
  On Error Goto Failed
  question = FreeFile
  Open path &amp; ".asked" For Input As #question
  Line Input #question, source
  Line Input #question, target
  Line Input #question, form
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  Do While Not Eof(question)
    Line Input #question, row
    part = Split(row, Chr(9))
    book.Sheets.getByName(part(0)).getCellRangeByName(part(1)).FormulaLocal = part(2)
  Loop
  Close #question
  written(0).Value = form
  book.storeToURL(target, written())
  book.close(True)
  Close #answer
  Exit Sub
Failed:
  Print #answer, Error &amp; " in line " &amp; Erl
  Close #answer
End Sub
</script:module>
"""

MODULES = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Serving"/>
</library:library>
"""

WORKBOOK = "Calc MS Excel 2007 XML"
MOST_SECONDS = 600

Value = Decimal | str | bool | None


class LibreOffice:
    """One LibreOffice for all that is asked of it, with settings of its own in a folder.

    It recalculates whatever it opens. A question is a file, and so is its answer: starting anew for each
    takes ten times as long.
    """

    def __init__(self, folder: Path) -> None:
        assert shutil.which("soffice"), "LibreOffice is missing: run tests/install-debian-packages"
        self._folder = folder
        self._asked = itertools.count()
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--norestore"]
        # The first start writes modules of its own.
        subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True)
        modules = user / "basic" / "Standard"
        (modules / "script.xlb").write_text(MODULES, encoding="utf-8")
        (modules / "Serving.xba").write_text(SERVING, encoding="utf-8")
        self._process = subprocess.Popen(
            [*command, f'macro:///Standard.Serving.Serve("{folder}/")'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def close(self) -> None:
        if self._process.poll() is None:  # else its number may be another's by now
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _written(self, path: Path, ending: str, form: str, answers: Sequence[Sequence[str]] = ()) -> Path:
        """A copy of the workbook in a form of LibreOffice's, with these answers typed in."""
        name = str(next(self._asked))
        question, answered = self._folder / f"{name}.question", self._folder / f"{name}.answered"
        target = (self._folder / f"{name}-{path.stem}").with_suffix(ending)
        lines = [path.as_uri(), target.as_uri(), form, *("\t".join(answer) for answer in answers)]
        question.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        question.rename(question.with_suffix(".asked"))
        until = time.monotonic() + MOST_SECONDS
        while not answered.exists():
            assert self._process.poll() is None, "LibreOffice ended by itself"
            assert time.monotonic() < until, f"LibreOffice did not answer within {MOST_SECONDS} seconds"
            time.sleep(0.01)
        assert not (problem := answered.read_text(encoding="utf-8")), problem
        return target

    def recalculated(self, paths: Sequence[Path]) -> list[Path]:
        """Copies of the workbooks with every formula worked out anew."""
        return [self._written(path, ".xlsx", WORKBOOK) for path in paths]

    def typed_in(self, path: Path, answers: Sequence[tuple[str, str, str]]) -> Path:
        """A copy of the workbook with answers typed into cells (sheet, cell, what is typed) and saved."""
        return self._written(path, ".xlsx", WORKBOOK, answers)

    def saved_as(self, path: Path, ending: str, form: str) -> Path:
        """The workbook as another kind of file."""
        return self._written(path, ending, form)

    def printed(self, path: Path) -> Path:
        """The workbook as a PDF."""
        return self._written(path, ".pdf", "calc_pdf_Export")


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

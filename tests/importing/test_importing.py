"""What an import leaves behind in the process that it runs in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import kfees
from kfees.importing.importing import SourceFile, import_tables
from workbooks import asked, book, fees, plain_rows, read


@pytest.fixture(autouse=True)
def _thresholds() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


@pytest.mark.parametrize("usual", [(700, 10, 10), (0, 10, 10), (1_000_000, 5, 5)])
def test_garbage_is_looked_for_as_before_once_an_import_is_done_or_refused(
    usual: tuple[int, int, int], tmp_path: Path, library: kfees.Library
) -> None:
    gc.set_threshold(*usual)
    assert read(book(tmp_path / "fees.xlsx", fees(*plain_rows(3))), library).rates
    assert gc.get_threshold() == usual
    with pytest.raises(kfees.InputError):
        import_tables([SourceFile("empty.csv", b"")], asked(), library, "")
    assert gc.get_threshold() == usual


def test_an_import_beside_another_leaves_the_thresholds_to_it(tmp_path: Path, library: kfees.Library) -> None:
    content = book(tmp_path / "fees.xlsx", fees(*plain_rows(3))).read_bytes()
    seen = []

    def beside(_done: int, _of: int) -> None:
        during = gc.get_threshold()
        import_tables([SourceFile("fees.xlsx", content)], asked(), library, "")
        seen.append(gc.get_threshold() == during)

    usual = gc.get_threshold()
    import_tables([SourceFile("fees.xlsx", content)], asked(), library, "", beside)
    assert seen
    assert all(seen)
    assert gc.get_threshold() == usual

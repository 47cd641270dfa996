"""Compiles the catalogues of messages into the wheel, outside the checkout: none there can grow stale."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Hatch calls this before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # an editable installation reads the catalogues themselves
        self._folder = tempfile.TemporaryDirectory()
        for source in sorted(Path(self.root, "src/kfees/documents/translations").glob("*/LC_MESSAGES/*.po")):
            locale = source.parts[-3]
            compiled = Path(self._folder.name, f"{locale}.mo")
            with source.open("rb") as text, compiled.open("wb") as into:
                write_mo(into, read_po(text, locale=locale, abort_invalid=True))
            inside = source.relative_to(Path(self.root, "src")).with_suffix(".mo")
            build_data["force_include"][str(compiled)] = inside.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()

"""What of the overlays priced nothing in a quote, and why: said on standard error."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kfees.cli.terminal import wrapped
from kfees.library.library import Library
from kfees.library.texts import REGIMENS, SETTINGS
from kfees.library.version import SHIPPED, Version
from kfees.model.english import in_words
from kfees.model.quote import Quote

MOST_NAMED = 12


def say_what_priced_nothing(quote: Quote, library: Library) -> None:
    """Name each version, regimen and setting of an overlay that no line of the quote rests on."""
    unused = [*_versions(quote, library), *_texts(quote, library)]
    unused += [f"{place} (nothing reads it)" for place in library.unread]
    if not unused:
        return
    more = len(unused) - MOST_NAMED
    named = "; ".join(unused[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
    said = f"Of the overlays these priced nothing here: {named}."
    click.echo("\n".join(wrapped(said)), err=True)


def _versions(quote: Quote, library: Library) -> Iterator[str]:
    used = {(version.schedule, version.version) for version in quote.schedules}
    for schedule in library.schedules:
        for version in library.versions(schedule):
            if version.origin != SHIPPED and (schedule, version.first_day) not in used:
                yield f"{version.place('').rstrip('/')} ({_why(version, quote)})"


def _why(version: Version, quote: Quote) -> str:
    days = [day for line in quote.lines if line.schedule == version.schedule for day in line.dates]
    if not days:
        return f"no line is of {version.schedule}"
    if max(days) < version.first_day:
        return f"in force from {in_words(version.first_day)}"
    return "a later version was in force"


def _texts(quote: Quote, library: Library) -> Iterator[str]:
    for kind, names, asked in (
        (REGIMENS, library.regimens, {quote.request.regimen}),
        (SETTINGS, library.settings, {place.setting for place in quote.request.places}),
    ):
        for name in names:
            folder = library.overlay_of(kind, name)
            if folder is not None and name not in asked:
                yield f"{folder.rstrip('/')}/{kind}/{name}.toml (not asked for)"

"""`kfees guide`: the guides that came with kfees, as a terminal shows them."""

from __future__ import annotations

import re
from typing import ClassVar

import click
from click.shell_completion import CompletionItem

from kfees.cli.terminal import WIDTH, columns
from kfees.documents.guides import guide_on, guides

LINK = re.compile(r"\[[^\]]+\]\(([a-z-]+)\.md\)")
"""From one guide to another."""


def _topics(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    return [CompletionItem(topic) for topic in guides() if topic.startswith(begun)]


@click.command("guide")
@click.argument("topic", required=False, shell_complete=_topics)
def command(topic: str | None) -> None:
    """Print a guide. Without TOPIC, list them."""
    if topic is None:
        click.echo("\n".join(columns((guide.topic, guide.title) for guide in guides().values())))
        click.echo("\nkfees guide TOPIC prints one; kfees serve shows them at /guide.")
    else:
        _show(guide_on(topic).text)


def _show(text: str) -> None:
    """Headings, tables and emphasis as a terminal can; commands and outputs as they are."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Markdown
    from rich.text import Text
    from rich.theme import Theme

    class AsItIs(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Text(str(self.text).rstrip(), style="cyan", no_wrap=True, overflow="ignore")

    class GuidePage(Markdown):
        elements: ClassVar = {**Markdown.elements, "fence": AsItIs}

    console = Console(theme=Theme({"markdown.code": "bold"}), highlight=False)
    console.width = min(WIDTH, console.width)
    with console.capture() as captured:
        console.print(GuidePage(LINK.sub(r"`kfees guide \1`", text), hyperlinks=False), crop=False)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))

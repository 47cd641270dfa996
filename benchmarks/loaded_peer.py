"""A small program that uses pydantic, Typer and Rich once each, as a peer for a cold start.

A bare `import pydantic, typer, rich` loads little of the three: each brings in its parts as they
are used. This program defines and validates one model, runs one command and prints one table.
"""

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table


class Session(BaseModel):
    item: str
    number: int


def show(item: str, number: int) -> None:
    session = Session.model_validate({"item": item, "number": number})
    table = Table("Item", "Number")
    table.add_row(session.item, str(session.number))
    Console().print(table)


if __name__ == "__main__":
    typer.run(show)

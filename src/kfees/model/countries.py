"""The countries of ISO 3166, by their codes and their English names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("countries.csv")


class Country(NamedTuple):
    """`names`: other English names. `codes`: of two and of three letters."""

    name: str
    names: tuple[str, ...]
    codes: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    return tuple(_countries())


def _countries() -> Iterator[Country]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = tuple(filter(None, row["also_known_as"].split("|")))
            yield Country(row["name"], names, tuple(filter(None, (row["code"], row["code_3"]))))

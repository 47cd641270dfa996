"""The guides that came with kfees: Markdown in the folder `guides`, by topic, in English alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from kfees.model.problems import InputError, Problem, suggestion

ENDING = ".md"


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide by its topic. Its text links to the others by their files, such as `quoting.md`."""

    topic: str
    title: str
    text: str


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its topic, in the order of the alphabet."""
    files = sorted(resources.files("kfees").joinpath("guides").iterdir(), key=lambda file: file.name)
    found = [(file.name.removesuffix(ENDING), file.read_text("utf-8")) for file in files]
    return {topic: Guide(topic, text.partition("\n")[0].lstrip("# "), text) for topic, text in found}


def guide_on(topic: str) -> Guide:
    """The guide on a topic. Raises InputError where there is none."""
    if topic not in guides():
        remedy = suggestion(topic, guides(), f"Use one of: {', '.join(guides())}.")
        raise InputError([Problem("unknown-topic", "TOPIC", f"there is no guide {topic!r}.", remedy)])
    return guides()[topic]

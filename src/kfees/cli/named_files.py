"""The files that a command line names: which are read, which are written, and what speaks against it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kfees.library.loading import ENVIRONMENT_VARIABLE, shipped_folder
from kfees.library.outputs import wrong_ending
from kfees.model.problems import InputError, Problem

Outputs = Mapping[str, tuple[str | None, tuple[str, ...]]]
"""By the option that names it each file to write, and the endings that it may have; none: any."""


class InputFile(click.ParamType[str]):
    """A file or a folder that is read; '-' is standard input."""

    name = "file"


class OutputFile(click.ParamType[str]):
    """A file that is written, and the endings that its name may have."""

    name = "file"

    def __init__(self, *endings: str) -> None:
        self.endings = endings


INPUT = InputFile()


class WritingCommand(click.Command):
    """A command that writes files, and does no work where one of them cannot be written."""

    def invoke(self, context: click.Context) -> Any:
        outputs = _outputs(context)
        if problems := output_problems(outputs, inputs_named(context)):
            raise InputError(problems)
        return super().invoke(context)


def output_option(*endings: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option -o for a file whose name ends so."""
    metavar = "FILE" if len(endings) > 1 else f"FILE{endings[0]}"
    return click.option(
        "-o",
        "--output",
        type=OutputFile(*endings),
        metavar=metavar,
        help="Write to a file, whole or not at all.",
    )


def inputs_named(context: click.Context) -> dict[str, str]:
    """By its name each file or folder that a command reads, and what it is for a person."""
    folders = filter(None, os.environ.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep))
    named = {str(shipped_folder()): "a shipped schedule", **dict.fromkeys(folders, ENVIRONMENT_VARIABLE)}
    for parameter, value in _values(context, InputFile):
        said = "the input" if isinstance(parameter, click.Argument) else parameter.opts[-1]
        named |= dict.fromkeys(value if isinstance(value, tuple) else (value,), said)
    return named


def _outputs(context: click.Context) -> Outputs:
    """What a command writes. A format that is named wins over the ending of -o."""
    outputs = {}
    for parameter, name in _values(context, OutputFile):
        assert isinstance(parameter.type, OutputFile)
        free = parameter.name == "output" and context.params.get("form") is not None
        outputs[parameter.opts[-1]] = (name, () if free else parameter.type.endings)
    return outputs


def _values(
    context: click.Context, kind: type[click.ParamType[str]]
) -> Iterator[tuple[click.Parameter, Any]]:
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if isinstance(parameter.type, kind) and value is not None:
            yield parameter, value


def output_problems(outputs: Outputs, inputs: Mapping[str, str]) -> list[Problem]:
    """What speaks against writing these files, before any work; `inputs` as from `inputs_named`."""
    problems: list[Problem] = []
    taken: dict[Hashable, str] = {}
    if any(name is not None and Path(name).exists() for name, _ in outputs.values()):
        for read, said in inputs.items():
            taken |= dict.fromkeys(_files_of(read), said)
    if _is_a_file(1):
        taken.setdefault(_identity(1), "standard output")
    for option, (name, endings) in outputs.items():
        if name is None:
            continue
        if endings and Path(name).suffix.lower() not in endings:
            problems.append(wrong_ending(name, endings))
        problems += _refusals(name or option, Path(os.path.realpath(name)))
        other = taken.setdefault(_identity(name), option)
        if other != option:
            message = f"{option} would be the same file as {other}."
            problems.append(Problem("same-file", name, message, "Name another file."))
    return problems


def _refusals(name: str, target: Path) -> Iterator[Problem]:
    """Why the system would not take a file at this place, as far as it can be asked before."""
    own = "Name a file in a folder of your own."
    try:
        if not target.parent.is_dir():
            yield Problem(
                "no-folder", name, "it cannot be written: its folder does not exist.", "Make it first."
            )
        elif target.is_dir():
            yield Problem("cannot-write", name, "it is a folder.", "Name a file.")
        elif target.is_symlink() or (target.exists() and not target.is_file()):
            yield Problem("cannot-write", name, "it is no ordinary file.", "Name a file.")
        elif not os.access(target.parent, os.W_OK | os.X_OK):
            yield Problem("cannot-write", name, "you may not write to its folder.", own)
        elif target.exists() and not os.access(target, os.W_OK):
            message = "it is there already and you may not change it."
            yield Problem("cannot-write", name, message, "Name another file, or change its mode first.")
    except OSError as error:
        yield Problem("cannot-write", name, f"it cannot be written ({error.strerror}).", own)


def _files_of(name: str) -> Iterator[Hashable]:
    """A file that is read, or every file of a folder that is."""
    yield _identity(0 if name == "-" else name)
    for folder, _, files in os.walk(name):
        yield from (_identity(Path(folder, file)) for file in files)


def _is_a_file(descriptor: int) -> bool:
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _identity(place: str | int | Path) -> Hashable:
    """What a file is by all its names: links of both kinds lead to the same."""
    try:
        found = os.fstat(place) if isinstance(place, int) else Path(os.path.realpath(place)).stat()
    except (OSError, ValueError):
        return os.path.realpath(str(place))
    return found.st_dev, found.st_ino

"""What a page of documentation shows, carried out: its files written, its commands run, its outputs compared.

In the README and the guides a fenced block is

    json|toml|csv NAME   a file that the commands after it read
    sh                   commands: `kfees`, or `curl` to a server of kfees; all end with 0, or as `exit=2`
                         beside it says
    python               code that is run
    text, json           right after one of these: what it prints, `...` standing for what is left out
    text NAME            what a command wrote to a file; of a page in HTML, its text

Blocks of other languages, such as bash, py and nginx, are for people alone.
"""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

from command_line import run

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "src" / "kfees" / "guides").glob("*.md"))
PAGES = [ROOT / "README.md", *GUIDES]

FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<about>[^\n]+))?\n(?P<content>.*?)^```$", re.M | re.S)


RUNS_THIS = "bash tests/run\n"


class Block(NamedTuple):
    """A fenced block of a page, from `start` to `end` of its text."""

    language: str
    about: str
    content: str
    start: int
    end: int


class Shown(NamedTuple):
    """A block that shows something, and what it shows in truth."""

    block: Block
    truth: str

    @property
    def is_true(self) -> bool:
        pattern = ".*?".join(re.escape(part) for part in _trimmed(self.block.content).split("..."))
        return re.fullmatch(pattern, _trimmed(self.truth), re.DOTALL) is not None


def blocks(page: str) -> list[Block]:
    return [
        Block(found["language"], found["about"] or "", found["content"], found.start(), found.end())
        for found in FENCE.finditer(page)
    ]


def commands(block: Block) -> list[list[str]]:
    """The commands of a block, each from the name of its program on."""
    if block.content == RUNS_THIS:
        return []
    found = []
    for line in block.content.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        program = next((words.index(name) for name in ("kfees", "curl") if name in words), None)
        assert program is not None, f"{line!r} is no command that can be tried"
        found.append(words[program:])
    return found


def carried_out(page: str, folder: Path, server: httpx.Client) -> Iterator[Shown]:
    """Carry out a page in a folder, which is the current one, and give what each of its blocks shows."""
    printed, since = "", -1
    for block in blocks(page):
        follows = since >= 0 and not page[since : block.start].strip()
        match block.language:
            case "sh":
                printed, since = _run_all(block, server), block.end
            case "python":
                printed, since = _executed(block.content), block.end
            case "text" if block.about:
                yield Shown(block, _as_text(folder / block.about))
            case "text" | "json" if follows and not block.about:
                yield Shown(block, printed)
                since = -1
            case "json" | "toml" | "csv" if block.about:
                path = folder / block.about
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.content, encoding="utf-8")


def _run_all(block: Block, server: httpx.Client) -> str:
    printed = ""
    ends = int(block.about.removeprefix("exit=") or 0)
    for program, *arguments in commands(block):
        if program == "curl":
            printed += _fetched(arguments, server)
            continue
        result = run(*arguments)
        assert result.status == ends, f"kfees {shlex.join(arguments)}: {result.status}, {result.messages}"
        printed += result.output + result.messages
    return printed


def _fetched(arguments: list[str], server: httpx.Client) -> str:
    """The answer that curl would get, indented as people read it."""
    address = arguments[-1].removeprefix("http://127.0.0.1:8000")
    if "-d" not in arguments:
        answer = server.get(address)
    else:
        body = Path(arguments[arguments.index("-d") + 1].removeprefix("@")).read_bytes()
        answer = server.post(address, content=body, headers={"content-type": "application/json"})
    return json.dumps(answer.json(), indent=2, ensure_ascii=False)


def _executed(code: str) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "the page", "exec"), {})  # noqa: S102  the page's own example
    return output.getvalue()


def _as_text(path: Path) -> str:
    written = path.read_text(encoding="utf-8-sig")
    if path.suffix != ".html":
        return written
    bare = re.sub(r"<head>.*?</head>|<[^>]+>", " ", written, flags=re.DOTALL)
    lines = (" ".join(line.split()) for line in html.unescape(bare).splitlines())
    return "\n".join(line for line in lines if line)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())

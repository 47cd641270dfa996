"""What a program sends: parameters of an address, JSON, or a form with a file; read, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from kfees.model.blanks import Listed, Quoted
from kfees.model.dates import iso_day
from kfees.model.problems import InputError, Problem, Unreadable, suggestion
from kfees.model.sentences import Sentence, translatable
from kfees.web.errors import BODY, Refusal, refusal

JSON, FORM = "application/json", "multipart/form-data"
URL_FORM = "application/x-www-form-urlencoded"
AGAIN = translatable("Send it again.")
MOST_FIELDS, MOST_FILES = 200, 1
MOST_LONG_FIELDS, MOST_PARTS = 2_000, 10
"""Of a form with several files."""


class Parameters:
    """The parameters of an address, of which only the known ones may be given, and each once.

    Reading one collects what is wrong with it; `checked` raises InputError with everything found.
    """

    def __init__(self, request: Request, known: Iterable[str] = ()) -> None:
        self._found: dict[str, str] = {}
        self._problems: list[Problem] = []
        if not request.scope["query_string"]:
            return
        known, self._found = tuple(known), dict(request.query_params)
        given = [key for key, _ in request.query_params.multi_items()]
        for key in self._found:
            if key not in known:
                remedy = suggestion(key, known, f"Use: {', '.join(known) or 'none'}.")
                problem = Problem("unknown-key", _shown(key), "this is no parameter here.", remedy)
                self._problems.append(problem)
            elif given.count(key) > 1:
                problem = Problem("repeated-parameter", key, "this is given twice.", "Keep one.")
                self._problems.append(problem)

    def checked(self) -> None:
        """Raise InputError with everything that is wrong so far."""
        if self._problems:
            raise InputError(self._problems)

    def given(self, key: str) -> bool:
        return key in self._found

    def text(self, key: str, default: str = "") -> str:
        return self._found.get(key, default)

    def needed(self, key: str, remedy: str) -> str:
        """A text that has to be given."""
        if key not in self._found:
            self._problems.append(Problem("missing", key, "this was not given.", remedy))
        return self.text(key)

    def day(self, key: str) -> date | None:
        """A date; None where it is not given."""
        if key not in self._found:
            return None
        try:
            return iso_day(self._found[key])
        except Unreadable as error:
            self._problems.append(error.at(key))
            return None

    def flag(self, key: str) -> bool:
        """True or false; false where it is not given."""
        text = self.text(key, "false")
        if text not in ("true", "false"):
            message = f"{text[:40]!r} is neither."
            self._problems.append(Problem("bad-value", key, message, "Give true or false."))
        return text == "true"

    def number(self, key: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`."""
        text = self.text(key, str(default))
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most:
            return int(text)
        message = f"{text[:40]!r} is not a whole number from 0 to {most:,}."
        self._problems.append(Problem("bad-value", key, message, "Give digits alone."))
        return default


def _shown(key: str) -> str:
    return ascii(key[:60])


def kind_of(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


def only_kinds(request: Request, *kinds: str) -> str:
    """The media type of the body, where it is one of those; refused with 415 otherwise."""
    kind = kind_of(request)
    if kind not in kinds:
        wanted = " or ".join(kinds)
        raise refusal(
            415,
            "wrong-kind",
            "content-type",
            Sentence("{kind} is not read here.").format(kind=Quoted(kind[:60])),
            Sentence("Send {kinds}.").format(kinds=wanted),
        )
    return kind


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: texts by field, in order, and files with their names."""

    texts: tuple[tuple[str, str], ...]
    files: dict[str, tuple[bytes, str]]
    all_files: tuple[tuple[str, bytes, str], ...] = ()
    """Field, content and name of every file, where several may be sent."""

    def text(self, key: str) -> bytes:
        """A field, sent as text or as a file; empty where it was not sent."""
        if key in self.files:
            return self.files[key][0]
        return next((text.encode() for name, text in self.texts if name == key), b"")

    def file(self, key: str) -> tuple[bytes, str]:
        """A file and its name; both empty where none was chosen."""
        text = self.text(key)
        return self.files.get(key, (text, "the file" if text else ""))


async def large_form_of(request: Request, most_bytes: int) -> Sent:
    """A form with several files or long fields, parsed in memory: nothing of it goes to a disk."""
    parser = MultiPartParser(
        request.headers,
        request.stream(),
        max_files=MOST_PARTS,
        max_fields=MOST_LONG_FIELDS,
        max_part_size=most_bytes,
    )
    parser.spool_max_size = most_bytes
    texts, files = [], []
    try:
        form = await parser.parse()
    except MultiPartException:
        raise _bad_form() from None
    try:
        for key, value in form.multi_items():
            if isinstance(value, str):
                texts.append((key, value))
            elif value.filename or value.size:
                files.append((key, await value.read(), file_name(value.filename or "")))
    finally:
        await form.close()
    return Sent(tuple(texts), {key: (content, name) for key, content, name in files}, tuple(files))


def _bad_form() -> Refusal:
    return refusal(400, "bad-form", BODY, translatable("this form cannot be read."), AGAIN)


async def form_of(request: Request, known: Iterable[str] = ()) -> Sent:
    """The fields and the file of a form, parsed in memory. InputError where a field is not known."""
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            texts, files = [], {}
            for key, value in form.multi_items():
                if isinstance(value, str):
                    texts.append((key, value))
                elif value.filename or value.size:  # a browser sends an empty file where none was chosen
                    files[key] = (await value.read(), file_name(value.filename or ""))
    except HTTPException:  # what starlette makes of a broken form
        raise _bad_form() from None
    known = tuple(known)
    unknown = [
        key for key in dict.fromkeys([*(key for key, _ in texts), *files]) if known and key not in known
    ]
    if unknown:
        remedy = Sentence("Use: {names}.").format(names=Listed(known, ", "))
        message = Sentence("this is no field of the form.")
        raise InputError(Problem("unknown-key", _shown(key), message, remedy) for key in unknown)
    return Sent(tuple(texts), files)


def file_name(name: str) -> str:
    """The last part of a file's name, printable and not long: a place to show, never a path to open."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:80] or "the file"

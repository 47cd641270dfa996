"""Whose requests are answered: of a host that is ours, from our own pages, and so many at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlsplit

from starlette.types import Scope

from kfees.model.blanks import Grouped
from kfees.model.sentences import translatable
from kfees.web.errors import ADDRESS, Refusal, refusal, try_again

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""What this machine calls itself, whatever it listens on."""

MOST_REQUESTS, MOST_OF_A_CLIENT = 200, 40
"""So many requests are answered at a time, and so many of one address. A browser has six."""


MOST_BYTES, MOST_BYTES_OF_A_CLIENT = 200_000_000, 40_000_000
"""So many bytes of bodies are held at a time, and so many of one address: forty requests of the usual size,
or a handful of imports."""


@dataclass
class Admitted:
    """A request that is counted; `refused` where too many are beside it. `bytes` of its body are here."""

    refused: Refusal | None
    _held: Callable[[int], None]
    bytes: int = 0

    def take(self, more: int) -> None:
        """Raises Refusal where too much is held."""
        self.bytes += more
        self._held(more)


def header(scope: Scope, name: bytes) -> str:
    """A header as it was sent; empty where it was not."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def of_another_host(scope: Scope, hosts: Collection[str]) -> Refusal | None:
    """421 where the Host is none of `hosts`: another name may have been made to lead here, so that a page
    of that name reads what we answer. A program of HTTP/1.0 names none."""
    host = header(scope, b"host")
    name = _name(f"//{host}")
    if not host or name in hosts:
        return None
    message = translatable("this server is not asked by the name {name}.").format(name=ascii(host[:60]))
    remedy = translatable("Open it by its own name.")
    if re.fullmatch(r"[a-z0-9.:-]+", name):
        command = f"kfees serve --allowed-host {name}"
        remedy = translatable("Start it with: {command}").format(command=command)
    return refusal(421, "other-host", ADDRESS, message, remedy)


def from_another_site(scope: Scope, hosts: Collection[str]) -> Refusal | None:
    """403 where a browser says that a page of another site sends this form. What comes from no page, as of
    a program, says nothing."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return None
    site, origin = header(scope, b"sec-fetch-site"), header(scope, b"origin")
    if site in ("same-origin", "none") or (not site and (not origin or _name(origin) in hosts)):
        return None
    message = translatable("this was sent from a page of another site.")
    remedy = translatable("Open the page here, and send it from there.")
    return refusal(403, "other-site", ADDRESS, message, remedy)


@lru_cache(maxsize=64)  # a server is asked by the same few
def _name(address: str) -> str:
    """The host in an address, without its port; empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class Clients:
    """How many requests of each client are being answered, and how many bytes of their bodies are held: of
    its address, as a trusted proxy names it."""

    def __init__(self, most_of_a_client: int) -> None:
        self._most, self._of, self._bytes = most_of_a_client, Counter[str](), Counter[str]()

    @contextmanager
    def admitted(self, scope: Scope) -> Iterator[Admitted]:
        """Counts a request for as long as it is answered; 429 or 503 where there are too many beside it."""
        client = (scope.get("client") or ("",))[0]
        self._of[client] += 1
        here = Admitted(self._too_many(client), partial(self._held, client))
        try:
            yield here
        finally:
            self._bytes[client] -= here.bytes
            self._of[client] -= 1
            if not self._of[client]:
                del self._of[client], self._bytes[client]

    def _held(self, client: str, more: int) -> None:
        """Counts what arrives of a body, until its request is answered. Refuses what is too much beside the
        other bodies: they may come as slowly as they are allowed to."""
        self._bytes[client] += more
        if self._bytes[client] > MOST_BYTES_OF_A_CLIENT:
            message = translatable("requests of this address hold more than {most} bytes already.")
            raise try_again(429, "too-many", message.format(most=Grouped(MOST_BYTES_OF_A_CLIENT)))
        if self._bytes.total() > MOST_BYTES:
            message = translatable("requests hold more than {most} bytes already.")
            raise try_again(503, "busy", message.format(most=Grouped(MOST_BYTES)))

    def _too_many(self, client: str) -> Refusal | None:
        if self._of[client] > self._most:
            message = translatable("{number} requests of this address are being answered already.")
            return try_again(429, "too-many", message.format(number=self._most))
        if self._of.total() > MOST_REQUESTS:
            message = translatable("{number} requests are being answered already.")
            return try_again(503, "busy", message.format(number=MOST_REQUESTS))
        return None

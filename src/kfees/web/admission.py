"""Whose requests are answered: of a host that is ours, from our own pages, and so many at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from starlette.types import Scope

from kfees.web.errors import Refusal, refusal, try_again

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""What this machine calls itself, whatever it listens on."""

MOST_REQUESTS, MOST_OF_A_CLIENT = 200, 40
"""So many requests are answered at a time, and so many of one address. A browser has six."""


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
    message = f"this server is not asked by the name {host[:60]!a}."
    is_plain = bool(re.fullmatch(r"[a-z0-9.:-]+", name))
    remedy = f"Start it with: kfees serve --allowed-host {name}" if is_plain else "Open it by its own name."
    return refusal(421, "other-host", "the address", message, remedy)


def from_another_site(scope: Scope, hosts: Collection[str]) -> Refusal | None:
    """403 where a browser says that a page of another site sends this form. What comes from no page, as of
    a program, says nothing."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return None
    site, origin = header(scope, b"sec-fetch-site"), header(scope, b"origin")
    if site in ("same-origin", "none") or (not site and (not origin or _name(origin) in hosts)):
        return None
    message = "this was sent from a page of another site."
    return refusal(403, "other-site", "the address", message, "Open the page here, and send it from there.")


def _name(address: str) -> str:
    """The host in an address, without its port; empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class Clients:
    """How many requests of each client are being answered: of its address, as a trusted proxy names it."""

    def __init__(self, most_of_a_client: int) -> None:
        self._most, self._of = most_of_a_client, Counter[str]()

    @contextmanager
    def admitted(self, scope: Scope) -> Iterator[Refusal | None]:
        """Counts a request for as long as it is answered; 429 or 503 where there are too many beside it."""
        client = (scope.get("client") or ("",))[0]
        self._of[client] += 1
        try:
            yield self._too_many(client)
        finally:
            self._of[client] -= 1
            if not self._of[client]:
                del self._of[client]

    def _too_many(self, client: str) -> Refusal | None:
        if self._of[client] > self._most:
            return try_again(
                429, "too-many", f"{self._most} requests of this address are being answered already."
            )
        if self._of.total() > MOST_REQUESTS:
            return try_again(503, "busy", f"{MOST_REQUESTS} requests are being answered already.")
        return None

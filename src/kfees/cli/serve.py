"""`kfees serve`: the pages and the API, on this machine alone unless told otherwise."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Any

import click

from kfees.cli.options import schedules_option
from kfees.cli.serving import OneByOne, Serving, in_a_process
from kfees.model.problems import InputError, Problem

SETTINGS: dict[str, Any] = {
    "access_log": False,  # it would hold the inputs, which stand in the addresses; our own log does not
    "server_header": False,
    "log_config": None,
    "ws": "none",
    "timeout_keep_alive": 5,
    "timeout_graceful_shutdown": 5,
    "timeout_worker_healthcheck": 120,  # of several processes: one that is busy, or starts, is not dead
}
"""How uvicorn is run."""


EVERYTHING = ("0.0.0.0", "::", "")  # noqa: S104  what is listened on is told, not chosen here
"""As --host: every address that this machine has."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--log", is_flag=True, help="A line for each request: method, route, status, and no input.")
@click.option("--into", metavar="DIR", help="A folder that the import page may write versions to.")
@click.option(
    "--allowed-host",
    "allowed",
    multiple=True,
    metavar="NAME",
    help="A name that browsers may open it by, beside this machine's own; repeatable.",
)
@click.option(
    "--most-of-a-client",
    default=40,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="So many requests of one address are answered at a time.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    metavar="N",
    help="So many processes answer beside each other: for many users, one for each core.",
)
@schedules_option
def command(
    host: str,
    port: int,
    log: bool,
    into: str | None,
    allowed: tuple[str, ...],
    most_of_a_client: int,
    workers: int,
    overlays: tuple[str, ...],
) -> None:
    """Serve the pages and the API. Nothing that is sent is logged, or stored without --into."""
    import uvicorn

    from kfees.web.connections import Connection

    _refuse_what_cannot_be_listened_on(host, port)
    serving = Serving(overlays, into, tuple(names_of(host, allowed)), most_of_a_client, log)
    serving.write_log()
    settings = {**SETTINGS, "host": host, "port": port, "http": Connection}
    if workers == 1:
        uvicorn.run(serving.application(), **settings)
    else:
        serving.library()  # what is wrong with it is told once, before any process starts
        serving.tell_processes()
        app, loop = (f"{one.__module__}:{one.__name__}" for one in (in_a_process, OneByOne))
        uvicorn.run(app, factory=True, workers=workers, loop=loop, **settings)


def names_of(host: str, allowed: Iterable[str]) -> set[str]:
    """What browsers may call this server: by what it listens on, its own names where that is everything."""
    from kfees.web.admission import LOOPBACK

    named = {*LOOPBACK, *(name.strip("[]").lower() for name in allowed), host.strip("[]").lower()}
    if host in EVERYTHING:
        name = socket.gethostname().lower()
        named |= {name, f"{name}.local", socket.getfqdn().lower(), *_addresses(name)}
    return named


def _addresses(name: str) -> set[str]:
    """The addresses of this machine, as far as its own name leads to them."""
    try:
        return {str(found[4][0]).partition("%")[0] for found in socket.getaddrinfo(name, None)}
    except OSError:
        return set()


def _refuse_what_cannot_be_listened_on(host: str, port: int) -> None:
    """Raises InputError where another program listens there, or the machine has no such address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = (error.strerror or "no such address").partition(" (")[0].lower()
        message = f"this machine cannot listen there ({why})."
        remedy = "Name another --port, or an address of this machine as --host, or stop what listens there."
        place = f"--host {host} --port {port}"
        raise InputError([Problem("cannot-listen", place, message, remedy)]) from None

"""Firms and an address of this machine in, the local page served until it is told to end."""

import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from relanced.edge.settings import Settings, WebAddress, WebSettings, is_loopback
from relanced.web.app import Site
from relanced.web.guard import ENTER
from relanced.web.session import Doorkeeper
from relanced.web.shelf import Shelf

BACKLOG = 64
FIRST_FD = 3  # of those that systemd hands over
SOCKET_MODE = 0o660  # the reverse proxy's group may use it, nobody else


class NoPlace(Exception):  # noqa: N818 - says what happened; it is told to people
    """The address cannot be listened on."""


def listening(address: WebAddress) -> socket.socket:
    """A socket that listens there, and nowhere else. Raises NoPlace."""
    try:
        return _unix(address.socket) if address.socket else _loopback(address)
    except OSError as error:
        where = address.socket or f"{address.host}:{address.port}"
        raise NoPlace(f"{where}: {error.strerror or error}; is the page shown already?") from error


def _loopback(address: WebAddress) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # «localhost» is what the machine's own list says: only the addresses of loopback are taken for it.
    host = "127.0.0.1" if address.host == "localhost" else address.host
    try:
        made.bind((host, address.port))
    except OSError:
        made.close()
        raise
    made.listen(BACKLOG)
    return made


def _unix(path: Path) -> socket.socket:
    """A Unix socket; one that a dead process left there gives way, one on which somebody listens does not."""
    if path.is_socket():
        probe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink()
        else:
            raise OSError("another process listens there")
        finally:
            probe.close()
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~SOCKET_MODE)  # never open to others, not for a moment
    try:
        made.bind(str(path))
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    made.listen(BACKLOG)
    return made


def handed_over() -> tuple[socket.socket, WebAddress] | None:
    """The socket that systemd opened for us (sd_listen_fds(3)), and where it listens; None: there is none.

    Raises NoPlace for one that others than this machine reach.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        return None
    place = socket.socket(fileno=FIRST_FD)
    name = place.getsockname()
    if place.family == socket.AF_UNIX:
        return place, WebAddress(socket=Path(name))
    host, port = name[:2]
    if not is_loopback(host):
        raise NoPlace(f"{host}:{port}: the socket that systemd handed over is not of this machine alone")
    return place, WebAddress(host=host, port=port)


def hosts_of(address: WebAddress, more: Sequence[str]) -> frozenset[str]:
    """The names under which a browser may ask for the page, each with its port where it is not the usual one."""
    if address.socket:
        return frozenset({"localhost", *more})
    names = ("localhost", "127.0.0.1", "[::1]")
    return frozenset({*(f"{name}:{address.port}" for name in names), *more})


def serve(
    firms: Sequence[Settings],
    web: WebSettings,
    token: str | None,
    show_link: Callable[[str], None],
    *,
    place: socket.socket | None = None,
) -> None:
    """Show the page until the process is told to end; `show_link` gets a link for each browser to be let in.

    `place`: a socket that listens already. Raises NoPlace, and WeakToken for a token that can be guessed.
    """
    is_ours = place is None
    place = place or listening(web.address)
    # uvicorn ends by these, and then sends them once more: that would kill us before the socket is taken away.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    try:
        made(place, firms, web, token, show_link, lambda: datetime.now(UTC)).run(sockets=[place])
    finally:
        place.close()
        if web.address.socket and is_ours:
            with suppress(OSError):
                web.address.socket.unlink()


def made(
    place: socket.socket,
    firms: Sequence[Settings],
    web: WebSettings,
    token: str | None,
    show_link: Callable[[str], None],
    now: Callable[[], datetime],
) -> uvicorn.Server:
    """The server for a socket that listens already, not yet running; shows the first link."""
    address = web.address
    if not address.socket:
        host, port = place.getsockname()[:2]
        address = WebAddress(host=host, port=port)
    base = f"http://{f'[{address.host}]' if ':' in address.host else address.host}:{address.port}"
    keeper = Doorkeeper(token)

    def new_link() -> None:
        if not address.socket:
            show_link(f"{base}{ENTER}?t={keeper.new_link()}")

    site = Site(Shelf.of(firms, now), keeper, bool(web.trust_header), new_link)
    new_link()
    config = uvicorn.Config(
        site.application(web, hosts_of(address, web.hosts)),
        log_config=None,
        access_log=False,  # a line of it would hold the link, and names of clients
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        http="h11",
        h11_max_incomplete_event_size=16_384,
        limit_concurrency=64,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )
    return uvicorn.Server(config)

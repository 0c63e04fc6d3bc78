"""Settings in, a connection to an IMAP server out, one that any thread can cut at any moment.

The library opens its socket itself and hands it over only after the greeting: until then nobody
could cut a server that drips one byte a second. So the socket is opened here.
"""

import imaplib
import select
import socket
import ssl
import threading
import time
from contextlib import suppress
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import cast

from imapclient import IMAPClient, SocketTimeout

from relanced.edge.imap_errors import Unreachable
from relanced.edge.settings import ImapSettings, Security, is_loopback

# CPython stops at 1,000,000 bytes a line: a SEARCH answer over 140,000 messages is longer.
MAX_LINE = 32 * 1024 * 1024
# CPython reserves what the server announces (cpython#119511); no mail that we read is this large.
MAX_LITERAL = 128 * 1024 * 1024


class Lifeline:
    """Cuts a connection from any thread, from the first byte on, once and for good.

    Holds a second descriptor of the same connection: `shutdown` on it frees a reading thread at
    once, which `close` does not, and it stays valid while TLS swaps the socket object above it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spare: socket.socket | None = None
        self._is_cut = False

    @property
    def is_cut(self) -> bool:
        """Whether somebody has cut it."""
        return self._is_cut

    def hold(self, connection: socket.socket) -> None:
        """Take hold of a connected socket; cut it at once if the order came before."""
        with self._lock:
            self._spare = connection.dup()
            if self._is_cut:
                _shut(self._spare)

    def cut(self) -> None:
        """End the connection now. Whoever reads from it gets ConnectionLost."""
        with self._lock:
            self._is_cut = True
            if self._spare is not None:
                _shut(self._spare)

    def release(self) -> None:
        """Give the spare descriptor back; the connection is over."""
        with self._lock:
            if self._spare is not None:
                self._spare.close()
                self._spare = None


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # already closed by the other side
        connection.shutdown(socket.SHUT_RDWR)


def tls_context(settings: ImapSettings) -> ssl.SSLContext:
    """TLS 1.2 or newer with certificate and host name verified; `ca_file` replaces the system's roots.

    One for all connections with the same roots, until these change on the disk: the system's take
    0.8 MB each time that they are loaded. Raises OSError for roots that cannot be read.
    """
    paths = ssl.get_default_verify_paths()
    files = [settings.ca_file] if settings.ca_file else [paths.cafile, paths.capath]
    return _context(settings.ca_file, tuple(_stamp(file) for file in files if file))


def _stamp(file: Path | str) -> tuple[int, int, int]:
    """What changes when a file does."""
    stat = Path(file).stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


@lru_cache(maxsize=8)
def _context(ca_file: Path | None, _stamps: tuple[tuple[int, int, int], ...]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def open_client(settings: ImapSettings, lifeline: Lifeline, *, connect: float, read: float) -> IMAPClient:
    """A client that has read the greeting and, where asked for, speaks TLS; not logged in.

    `connect` and `read` are seconds for each single wait. Raises Unreachable for talk in clear
    to another machine, OSError and imaplib errors for all else.
    """
    if settings.security is Security.PLAIN and not is_loopback(settings.host):
        raise Unreachable(
            f"{settings.host}: refused to talk in clear to another machine; "
            'set security = "tls" or "starttls" in [imap]'
        )
    wire = Wire(settings, lifeline, connect)
    try:
        client = _Client(wire, settings, SocketTimeout(connect=connect, read=read))
        if settings.security is Security.STARTTLS:
            _start_tls(client, wire, settings)
    except BaseException:
        hang_up(wire)
        raise
    return client


def _start_tls(client: IMAPClient, wire: "Wire", settings: ImapSettings) -> None:
    if not client.has_capability("STARTTLS"):
        raise Unreachable(
            f"{settings.host}:{settings.port}: offers no STARTTLS; refused to log in in clear "
            '(use security = "tls" and port 993, or ask the provider)'
        )
    client.starttls(tls_context(settings))
    # What came in clear may have been put there by anybody (RFC 3501 section 6.2.1).
    wire.untagged_responses.clear()


def wire_of(client: IMAPClient) -> "Wire":
    """The protocol object below the library's client."""
    return cast("_Client", client).wire


def hang_up(wire: "Wire") -> None:
    """Close the socket without a word."""
    with suppress(OSError, ValueError):
        wire.shutdown()


class Wire(imaplib.IMAP4):
    """imaplib over a socket that was opened here, with waits that see what is already buffered."""

    file: BufferedReader  # what imaplib reads from

    def __init__(self, settings: ImapSettings, lifeline: Lifeline, timeout: float) -> None:
        self._settings = settings
        self._lifeline = lifeline
        super().__init__(settings.host, settings.port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout)
        try:
            _keep_alive(plain)
            self._lifeline.hold(plain)
            if self._settings.security is Security.TLS:
                return tls_context(self._settings).wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        return plain

    def readline(self) -> bytes:
        """One line, up to MAX_LINE."""
        line = self.file.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE:
            raise self.abort(f"a line of over {MAX_LINE} bytes")
        return line

    def read(self, size: int) -> bytes:
        """A literal, up to MAX_LITERAL."""
        if size > MAX_LITERAL:
            raise self.abort(f"a literal of {size} bytes, over the limit of {MAX_LITERAL}")
        return super().read(size)

    def line_within(self, seconds: float) -> bytes | None:
        """The next line without its end, None when none begins within these seconds.

        Looks into the reader's buffer and into TLS before it waits on the socket: an EXISTS that
        came in one packet with «+ idling» is invisible to poll(). Raises imaplib's abort when the
        server has closed; the library's own idle_check says «nothing» for ever then
        (mjs/imapclient#565).
        """
        until = time.monotonic() + seconds
        poller = select.poll()
        poller.register(self.sock, select.POLLIN)
        readable = False
        while not self._has_bytes(readable=readable):
            left = until - time.monotonic()
            readable = left > 0 and bool(poller.poll(left * 1000))
            if not readable:
                return None
        line = self.readline()
        if not line.endswith(b"\n"):
            raise self.abort("the connection ended within a line")
        return line.rstrip(b"\r\n")

    def _has_bytes(self, *, readable: bool) -> bool:
        """Whether a byte can be read now; `readable`: the socket says so, then no byte means the end."""
        timeout = self.sock.gettimeout()
        self.sock.settimeout(0)
        try:
            found = self.file.peek(1)
        except (ssl.SSLWantReadError, BlockingIOError):
            return False  # a TLS record that holds no data for us (session ticket), or half of one
        finally:
            self.sock.settimeout(timeout)
        if not found and (readable or isinstance(self.sock, ssl.SSLSocket)):
            raise self.abort("the server closed the connection")
        return bool(found)


class _Client(IMAPClient):  # type: ignore[misc]  # the library is not typed for us (see pyproject.toml)
    """The library's client over our wire."""

    def __init__(self, wire: Wire, settings: ImapSettings, timeout: SocketTimeout) -> None:
        self.wire = wire
        super().__init__(settings.host, settings.port, ssl=False, timeout=timeout)
        # The library sets 5: each line would be formatted for a debug log, passwords included.
        wire.debug = 0
        self.normalise_times = False  # otherwise INTERNALDATE comes naive, in local time
        self.folder_encode = False  # folders.py decodes: one malformed name must not hide all others

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's own name
        return self.wire


def _keep_alive(connection: socket.socket) -> None:
    """Let the kernel notice within two minutes a peer that has gone without a word (suspend, NAT)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for option, value in (
        ("TCP_KEEPIDLE", 60),  # seconds
        ("TCP_KEEPINTVL", 15),
        ("TCP_KEEPCNT", 4),
        ("TCP_USER_TIMEOUT", 120_000),  # milliseconds; Linux only
    ):
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)

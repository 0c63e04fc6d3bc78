"""A connection in TLS, or a mail server's address, in; the version and the certificate's last day out."""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from relanced.edge.settings import Security, SmtpSettings

_CLEAR = "[127.0.0.1]"  # what a server is told that we are called: nothing of this machine, and no DNS


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSeen:
    """What a server showed, its certificate and its name found good."""

    version: str  # «TLSv1.3»
    ends_at: datetime | None  # when its certificate ends, UTC; None where it does not say


def tls_of(connection: socket.socket) -> TlsSeen | None:
    """What is known of an open connection; None where it is in clear."""
    if not isinstance(connection, ssl.SSLSocket):
        return None
    certificate = connection.getpeercert() or {}
    ends = certificate.get("notAfter")
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None
    return TlsSeen(version=connection.version() or "TLS", ends_at=ends_at)


def tls_of_smtp(settings: SmtpSettings, seconds: float) -> TlsSeen | None:
    """Connect to the mail server, start TLS as configured, and leave; None where it is configured without.

    Takes at most about `seconds`, however slowly it answers. Raises OSError (ssl.SSLError among them) and
    smtplib.SMTPException.
    """
    if settings.security is Security.PLAIN:
        return None
    context = ssl.create_default_context(cafile=settings.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection((settings.host, settings.port), seconds) as plain,
        _cut_after(seconds, plain),
    ):
        if settings.security is Security.STARTTLS:
            _ask_for_tls(plain)
        with context.wrap_socket(plain, server_hostname=settings.host) as secure:
            return tls_of(secure)


def _ask_for_tls(plain: socket.socket) -> None:
    """The talk up to the handshake (RFC 3207, 4)."""
    client = smtplib.SMTP(local_hostname=_CLEAR)
    client.sock = plain
    try:
        code, words = client.getreply()
        if code == 220:
            client.ehlo()
            code, words = client.docmd("STARTTLS")
    finally:
        if client.file is not None:  # it would keep the socket open
            client.file.close()
    if code != 220:
        raise smtplib.SMTPResponseException(code, words)


@contextlib.contextmanager
def _cut_after(seconds: float, line: socket.socket) -> Iterator[None]:
    """Cut the line when the time is over: a server that drips stays below every single timeout."""
    spare = line.dup()  # stays valid while TLS takes the socket's descriptor over

    def cut() -> None:
        with contextlib.suppress(OSError):
            spare.shutdown(socket.SHUT_RDWR)

    late = threading.Timer(seconds, cut)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()
        spare.close()

"""What a mail server shows of its TLS: version and last day; what is wrong with a certificate that does not hold."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from edge.smtp_makers import smtp_settings
from servers.patience import soon
from servers.sink import running_sink

from relanced.edge.settings import Security, SmtpSettings
from relanced.edge.tls_seen import tls_of_smtp

NOW = datetime.now(UTC)


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return made


def server_tls(
    authority: trustme.CA, name: str = "127.0.0.1", ends_at: datetime | None = None
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=ends_at).configure_cert(context)
    return context


def to(port: int, folder: Path, security: Security = Security.TLS) -> SmtpSettings:
    return smtp_settings(port, security=security, ca_file=folder / "ca.pem")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_version_and_last_day_are_seen(authority: trustme.CA, tmp_path: Path, security: Security) -> None:
    ends_at = (NOW + timedelta(days=30)).replace(microsecond=0)
    context = server_tls(authority, ends_at=ends_at)
    is_tls = security is Security.TLS
    with running_sink(tls=context if is_tls else None, starttls=None if is_tls else context) as sink:
        seen = tls_of_smtp(to(sink.port, tmp_path, security), 10)
    assert seen is not None
    assert seen.version == "TLSv1.3"
    assert seen.ends_at == ends_at
    assert sink.received == []


def test_in_clear_nobody_is_asked() -> None:
    assert tls_of_smtp(smtp_settings(1, security=Security.PLAIN), 1) is None


@pytest.mark.parametrize(
    ("name", "days", "why"),
    [("127.0.0.1", -1, "certificate has expired"), ("other.example", 30, "IP address mismatch")],
)
def test_a_certificate_that_does_not_hold_is_told(
    authority: trustme.CA, tmp_path: Path, name: str, days: int, why: str
) -> None:
    context = server_tls(authority, name, NOW + timedelta(days=days))
    with running_sink(tls=context) as sink, pytest.raises(ssl.SSLCertVerificationError, match=why):
        tls_of_smtp(to(sink.port, tmp_path), 10)


def test_a_server_that_says_nothing_is_left_after_the_time_given(
    tmp_path: Path, authority: trustme.CA
) -> None:
    assert authority
    with socket.create_server(("127.0.0.1", 0)) as silent, soon(within=5):
        for security in (Security.TLS, Security.STARTTLS):
            with pytest.raises(OSError):  # noqa: PT011 - a timeout or a lost line, as it comes
                tls_of_smtp(to(silent.getsockname()[1], tmp_path, security), 0.3)


def test_a_server_that_drips_is_left_as_well(tmp_path: Path, authority: trustme.CA) -> None:
    assert authority
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, soon(within=5):

        def drip() -> None:
            line, _ = listener.accept()
            with line:
                while not ended.wait(0.1):
                    try:
                        line.send(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(Exception, match=r"."):
                tls_of_smtp(to(listener.getsockname()[1], tmp_path, Security.STARTTLS), 0.6)
        finally:
            ended.set()
            thread.join()

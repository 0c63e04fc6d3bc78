"""Whoever sits between relanced and its provider sees nothing and changes nothing: TLS or no connection."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from servers.fake_imap import FakeImap, Line
from servers.scripted_smtp import scripted_smtp
from servers.sink import running_sink

from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import FromFile, Security, SentCopy, SmtpSettings
from relanced.edge.smtp import Postman
from relanced.edge.wire import tls_context
from relanced.model.delivery import Accepted, Deferred

LETTER = b"Subject: x\r\n\r\nx\r\n"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


def certificate(
    folder: Path, name: str, *, expired: bool = False, old: bool = False
) -> tuple[ssl.SSLContext, Path]:
    """A server's side with a certificate for this name, and the file of who issued it."""
    issuer = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:  # as servers of 2008 speak
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    issuer.issue_cert(name, not_after=YESTERDAY if expired else None).configure_cert(context)
    issuer.cert_pem.write_to_path(str(folder / "ca.pem"))
    return context, folder / "ca.pem"


def smtp(port: int, security: Security, ca_file: Path | None = None) -> SmtpSettings:
    return SmtpSettings(
        host="127.0.0.1",
        port=port,
        security=security,
        user="compta",
        password=FromFile(Path("/none")),
        login=True,
        save_sent=SentCopy.NEVER,
        ca_file=ca_file,
    )


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1")  # the server's side, as it was in 2008
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize(
    ("name", "how"),
    [("127.0.0.1", "expired"), ("mail.evil.example", ""), ("127.0.0.1", "old")],
    ids=["expired", "of another host", "of an old protocol"],
)
async def test_a_mail_server_that_does_not_prove_itself_gets_neither_letter_nor_password(
    tmp_path: Path, security: Security, name: str, how: str
) -> None:
    context, ca_file = certificate(tmp_path, name, expired=how == "expired", old=how == "old")
    tls, starttls = (context, None) if security is Security.TLS else (None, context)
    with running_sink(tls=tls, starttls=starttls, login=("compta", "x")) as sink:
        postman = Postman(smtp(sink.port, security, ca_file), lambda: "x")
        said = await postman.deliver(LETTER, "a@firm.example", "b@client.example")
    assert isinstance(said, Deferred)
    assert (sink.received, sink.logins) == ([], [])


async def test_the_same_server_with_a_right_certificate_gets_the_letter(tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path, "127.0.0.1")
    with running_sink(tls=context, login=("compta", "x")) as sink:
        postman = Postman(smtp(sink.port, Security.TLS, ca_file), lambda: "x")
        assert isinstance(await postman.deliver(LETTER, "a@firm.example", "b@client.example"), Accepted)


@pytest.mark.parametrize(("name", "expired"), [("127.0.0.1", True), ("mail.evil.example", False)])
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_mailbox_that_does_not_prove_itself_gets_no_password(
    tmp_path: Path, security: Security, name: str, *, expired: bool
) -> None:
    context, ca_file = certificate(tmp_path, name, expired=expired)

    def start_tls(line: Line, tag: str, _command: str) -> None:
        line.send(f"{tag} OK go\r\n".encode())
        context.wrap_socket(line.connection, server_side=True)

    tls = context if security is Security.TLS else None
    with FakeImap({"STARTTLS": start_tls}, capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN", tls=tls) as server:
        with pytest.raises(ImapTrouble, match=r"(?i)certificate"):
            ImapSession.connect(server.settings(security=security, ca_file=ca_file), "x")
        assert not any("LOGIN" in said or "AUTHENTICATE" in said for said in server.said)


async def test_what_was_whispered_in_clear_before_starttls_ends_the_connection() -> None:
    async with scripted_smtp(
        {
            "EHLO": "250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS",
            "STARTTLS": "220 go\r\n250-x\r\n250 AUTH PLAIN",
        }
    ) as server:
        postman = Postman(smtp(server.port, Security.STARTTLS), lambda: "x")
        said = await postman.deliver(LETTER, "a@firm.example", "b@client.example")
    assert isinstance(said, Deferred)
    assert not any(command.startswith(("AUTH", "MAIL")) for command in server.commands)


def test_nothing_older_than_tls_1_2_is_spoken_and_names_are_checked(tmp_path: Path) -> None:
    _, ca_file = certificate(tmp_path, "127.0.0.1")
    with FakeImap() as server:
        context = tls_context(server.settings(ca_file=ca_file))
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_the_roots_are_loaded_once_for_all_and_anew_when_their_file_changes(tmp_path: Path) -> None:
    _, ca_file = certificate(tmp_path, "127.0.0.1")
    with FakeImap() as server:
        settings = server.settings(ca_file=ca_file)
    before = tls_context(settings)
    assert tls_context(settings) is before
    ca_file.write_bytes(ca_file.read_bytes() + b"\n")
    after = tls_context(settings)
    assert after is not before
    assert after.verify_mode is ssl.CERT_REQUIRED

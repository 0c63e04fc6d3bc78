"""The table of providers."""

import pytest

from relanced.edge.providers import PasswordKind, by_domain, by_mx, is_host, providers, written_on
from relanced.edge.settings import Security, is_loopback


@pytest.mark.parametrize(
    ("domain", "imap", "smtp"),
    [
        ("gmail.com", "imap.gmail.com", "smtp.gmail.com"),
        ("orange.fr", "imap.orange.fr", "smtp.orange.fr"),
        ("wanadoo.fr", "imap.orange.fr", "smtp.orange.fr"),
        ("free.fr", "imap.free.fr", "smtp.free.fr"),
        ("sfr.fr", "imap.sfr.fr", "smtp.sfr.fr"),
        ("laposte.net", "imap.laposte.net", "smtp.laposte.net"),
        ("icloud.com", "imap.mail.me.com", "smtp.mail.me.com"),
        ("fastmail.com", "imap.fastmail.com", "smtp.fastmail.com"),
        ("hotmail.fr", "outlook.office365.com", "smtp-mail.outlook.com"),
        ("proton.me", "127.0.0.1", "127.0.0.1"),
    ],
)
def test_addresses_of_a_provider_have_its_servers(domain: str, imap: str, smtp: str) -> None:
    found = by_domain(domain.upper())
    assert found is not None
    assert (found.imap.host, found.smtp.host) == (imap, smtp)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("mx1.mail.ovh.net.", "OVHcloud"),
        ("spool.mail.gandi.net", "Gandi"),
        ("mta-gw.infomaniak.ch", "Infomaniak"),
        ("mx00.ionos.fr", "Ionos (France)"),
        ("mx01.kundenserver.de", "Ionos (Germany)"),
        ("ASPMX.L.GOOGLE.COM.", "Google (Gmail, Workspace)"),
        ("firm-example.mail.protection.outlook.com", "Microsoft 365"),
        ("hotmail-com.olc.protection.outlook.com", "Outlook.com (Hotmail, Live)"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("mail.protonmail.ch", "Proton (by Proton Bridge)"),
        ("mx.zoho.eu", "Zoho (Europe)"),
    ],
)
def test_mail_that_goes_to_a_provider_is_read_there(host: str, name: str) -> None:
    found = by_mx([host])
    assert found is not None
    assert found.name == name


def test_a_host_that_only_ends_like_a_provider_is_none() -> None:
    assert by_mx(["mx.notgoogle.com", "mail.ovh.net.evil.example"]) is None
    assert by_domain("mail.gmail.com") is None


def test_the_first_choice_of_mail_servers_decides() -> None:
    found = by_mx(["filter.example", "spool.mail.gandi.net", "mx1.mail.ovh.net"])
    assert found is not None
    assert found.name == "Gandi"


def test_every_row_is_encrypted_and_no_domain_stands_twice() -> None:
    rows = providers()
    for row in rows:
        for server in (row.imap, row.smtp):
            assert is_host(server.host) or is_loopback(server.host)
            assert server.security in {Security.TLS, Security.STARTTLS}
            assert (server.security is Security.TLS) == (server.port in {993, 465})
        assert row.domains or row.mx
        assert row.oauth in {"", "google", "microsoft"}
        assert row.password is not PasswordKind.NONE or row.oauth
    for names in ([d for row in rows for d in row.domains], [m for row in rows for m in row.mx]):
        assert len(names) == len(set(names))
    assert written_on().year >= 2026


@pytest.mark.parametrize(
    "word",
    [
        "",
        "imap",
        "127.0.0.1",
        "192.168.1.1",
        "a.1",
        "-a.example",
        "a..example",
        "a.example\n",
        "é.example",
        "a b.example",
    ],
)
def test_no_name_of_a_machine(word: str) -> None:
    assert not is_host(word)

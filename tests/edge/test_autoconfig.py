"""Autoconfig files: what a domain's own page says of its servers, and what no page can make us do."""

import asyncio
import time

import pytest
from servers.scripted_tls import Talk, dripping, moved, page, tls_hosts

from relanced.edge import autoconfig as module
from relanced.edge.autoconfig import MOST_BYTES, Named, autoconfig, read_autoconfig
from relanced.edge.providers import Server
from relanced.edge.settings import Security

ADDRESS = "lea@firm.example"
OWN, WELL_KNOWN = ("autoconfig.firm.example", 443), ("firm.example", 443)
FILE = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="firm.example"><domain>firm.example</domain>
<incomingServer type="pop3"><hostname>pop.host.example</hostname><port>995</port>
<socketType>SSL</socketType><username>x</username></incomingServer>
<incomingServer type="imap"><hostname>imap.host.example</hostname><port>{port}</port>
<socketType>{security}</socketType><username>{user}</username></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.%EMAILDOMAIN%</hostname><port>587</port>
<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>"""


def written(port: str = "993", security: str = "SSL", user: str = "%EMAILLOCALPART%") -> bytes:
    return FILE.format(port=port, security=security, user=user).encode()


def read(raw: bytes) -> Named | None:
    return read_autoconfig(raw, ADDRESS, "https://x.example/")


async def found(
    talks: dict[tuple[str, int], Talk], *, certified: bool = True
) -> tuple[Named | None, list[str]]:
    async with tls_hosts(talks, certified=certified) as hosts:
        named = await asyncio.to_thread(autoconfig, ADDRESS, hosts.web)
    return named, [host for host, _ in hosts.dialled]


def test_a_file_names_servers_and_user() -> None:
    named = read(written())
    assert named is not None
    assert named.imap == Server("imap.host.example", 993, Security.TLS)
    assert named.smtp == Server("smtp.firm.example", 587, Security.STARTTLS)
    assert named.user == "lea"


@pytest.mark.parametrize(
    "raw",
    [
        written(security="plain"),
        written(port="0"),
        written(port="99999"),
        written(port="993 993"),
        written().replace(b"imap.host.example", b"imap.host.example\nevil"),
        written().replace(b'type="smtp"', b'type="other"'),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + written().split(b"?>", 1)[1],
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><clientConfig/>',
        written() + b" " * MOST_BYTES,
        b"<clientConfig>",
        b"",
        b"\x00\xff\xfe",
        b"<html>not here</html>",
    ],
)
def test_what_is_not_encrypted_not_whole_or_a_trap_names_nothing(raw: bytes) -> None:
    assert read(raw) is None


@pytest.mark.parametrize("user", ["a b", "x" * 400, "", "&#7;"])
def test_a_user_that_nobody_types_is_the_address(user: str) -> None:
    named = read(written(user=user))
    assert named is None or named.user == ADDRESS


async def test_the_own_page_goes_before_the_well_known_one() -> None:
    named, asked = await found({OWN: page(written()), WELL_KNOWN: page(written(port="1993"))})
    assert named is not None
    assert named.imap.port == 993
    assert named.url == "https://autoconfig.firm.example/mail/config-v1.1.xml"
    assert asked == ["autoconfig.firm.example"]


async def test_the_well_known_page_is_asked_where_there_is_no_own_one() -> None:
    named, asked = await found({WELL_KNOWN: page(written())})
    assert named is not None
    assert asked == ["autoconfig.firm.example", "firm.example"]


async def test_another_https_page_may_be_named() -> None:
    elsewhere = ("config.host.example", 443)
    named, _ = await found({OWN: moved("https://config.host.example/x.xml"), elsewhere: page(written())})
    assert named is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://config.host.example/x.xml",
        "https://config.host.example:8443/x.xml",
        "https://user@config.host.example/x.xml",
        "https://127.0.0.1/x.xml",
        "https://localhost/x.xml",
        "file:///etc/passwd",
        "",
        "https://[",
    ],
)
async def test_nobody_is_followed_to_a_page_without_proof(url: str) -> None:
    places = {OWN: moved(url), ("config.host.example", 443): page(written())}
    named, asked = await found(places)
    assert named is None
    assert set(asked) <= {"autoconfig.firm.example", "firm.example"}


async def test_a_circle_ends() -> None:
    named, asked = await found({OWN: moved("https://autoconfig.firm.example/again")})
    assert named is None
    assert asked.count("autoconfig.firm.example") == module.MOST_REDIRECTS + 1


async def test_a_certificate_of_another_name_proves_nothing() -> None:
    named, _ = await found({OWN: page(written()), WELL_KNOWN: page(written())}, certified=False)
    assert named is None


async def test_a_huge_page_and_an_error_page_name_nothing() -> None:
    named, _ = await found({OWN: page(written() + b" " * MOST_BYTES), WELL_KNOWN: page(written(), "404 No")})
    assert named is None


async def test_a_page_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.3)
    begun = time.monotonic()
    named, _ = await found({OWN: dripping})
    assert named is None
    assert time.monotonic() - begun < 5


async def test_a_domain_that_is_none_is_not_asked() -> None:
    async with tls_hosts({}) as hosts:
        assert autoconfig("lea@localhost", hosts.web) is None
    assert hosts.dialled == []

"""From an address to its servers: the table, autoconfig, SRV records, usual names, in this order."""

import asyncio

import pytest
from servers.scripted_dns import Table, scripted_dns
from servers.scripted_tls import Talk, greeting, page, tls_hosts

from relanced.edge import providers_find as module
from relanced.edge.providers import Server
from relanced.edge.providers_find import Found, World, find_servers
from relanced.edge.settings import Security

ADDRESS = "lea@firm.example"
FILE = b"""<clientConfig><incomingServer type="imap"><hostname>imap.own.example</hostname><port>993</port>
<socketType>SSL</socketType></incomingServer><outgoingServer type="smtp"><hostname>smtp.own.example</hostname>
<port>465</port><socketType>SSL</socketType></outgoingServer></clientConfig>"""
MX = {("firm.example", "MX"): ["20 fb.mail.gandi.net.", "10 spool.mail.gandi.net."]}
SRV = {
    ("_imaps._tcp.firm.example", "SRV"): ["10 1 1993 far.firm.example.", "0 1 993 in.firm.example."],
    ("_submission._tcp.firm.example", "SRV"): ["0 1 587 out.firm.example."],
    ("_submissions._tcp.firm.example", "SRV"): ["0 0 0 ."],
}
PAGE = {("autoconfig.firm.example", 443): page(FILE)}


async def found(
    table: Table, talks: dict[tuple[str, int], Talk], address: str = ADDRESS
) -> tuple[Found | None, list[str]]:
    told: list[str] = []
    async with scripted_dns(table) as names, tls_hosts(talks) as hosts:
        world = World(hosts.web, ("127.0.0.1", names.port))
        servers = await asyncio.to_thread(find_servers, address, world, told.append)
    return servers, told


async def test_a_known_address_asks_nobody() -> None:
    servers, told = await found({}, {}, "lea@laposte.net")
    assert servers is not None
    assert servers.imap.host == "imap.laposte.net"
    assert "built-in table" in servers.source
    assert told == []


async def test_a_firms_own_domain_is_known_by_where_its_mail_goes() -> None:
    servers, _ = await found(MX | SRV, PAGE)
    assert servers is not None
    assert servers.provider is not None
    assert servers.provider.name == "Gandi"
    assert "spool.mail.gandi.net" in servers.source
    assert servers.user == ADDRESS


async def test_its_own_page_goes_before_its_srv_records() -> None:
    servers, _ = await found(SRV, PAGE)
    assert servers is not None
    assert servers.imap.host == "imap.own.example"
    assert "https://autoconfig.firm.example" in servers.source


async def test_srv_records_within_the_domain_are_sure() -> None:
    servers, _ = await found(SRV, {})
    assert servers is not None
    assert servers.imap == Server("in.firm.example", 993, Security.TLS)
    assert servers.smtp == Server("out.firm.example", 587, Security.STARTTLS)
    assert servers.is_sure


async def test_srv_records_that_lead_elsewhere_are_not() -> None:
    elsewhere = SRV | {("_imaps._tcp.firm.example", "SRV"): ["0 1 993 imap.host.example."]}
    servers, _ = await found(elsewhere, {})
    assert servers is not None
    assert not servers.is_sure


async def test_usual_names_count_where_such_a_server_answers() -> None:
    talks = {
        ("imap.firm.example", 993): greeting(b"HTTP/1.1 400 no\r\n"),
        ("mail.firm.example", 993): greeting(b"* OK here\r\n"),
        ("mail.firm.example", 465): greeting(b"220 here\r\n"),
    }
    servers, told = await found({}, talks)
    assert servers is not None
    assert (servers.imap.host, servers.smtp.host) == ("mail.firm.example", "mail.firm.example")
    assert servers.is_sure
    assert len(told) == 4


async def test_a_server_that_is_merely_guessed_is_not_sure() -> None:
    servers, _ = await found({}, {("imap.firm.example", 993): greeting(b"* OK here\r\n")})
    assert servers is not None
    assert servers.smtp == Server("smtp.firm.example", 587, Security.STARTTLS)
    assert not servers.is_sure


async def test_nobody_knows_everything() -> None:
    servers, _ = await found({}, {})
    assert servers is None


async def test_a_silent_name_server_costs_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DNS_SECONDS", 0.4)
    begun = asyncio.get_running_loop().time()
    async with scripted_dns({}, is_silent=True) as names, tls_hosts(PAGE) as hosts:
        world = World(hosts.web, ("127.0.0.1", names.port))
        servers = await asyncio.to_thread(find_servers, ADDRESS, world, lambda _: None)
    assert servers is not None
    assert asyncio.get_running_loop().time() - begun < 3

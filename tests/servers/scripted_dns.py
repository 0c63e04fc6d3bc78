"""A name server on a loopback port that knows what its table says, and that all other names do not exist."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Table = Mapping[tuple[str, str], Sequence[str]]  # (name, type): records as a zone file writes them


class ScriptedDns(asyncio.DatagramProtocol):
    """A running server: its port, and what it was asked."""

    def __init__(self, table: Table, *, is_silent: bool) -> None:
        self.table = table
        self.is_silent = is_silent
        self.port = 0
        self.asked: list[tuple[str, str]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if self.is_silent:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if records := self.table.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *records))
        elif not any(known == name for known, _ in self.table):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        cast("asyncio.DatagramTransport", self.transport).sendto(answer.to_wire(), addr)


@asynccontextmanager
async def scripted_dns(table: Table, *, is_silent: bool = False) -> AsyncIterator[ScriptedDns]:
    """A server on a free port of 127.0.0.1."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: ScriptedDns(table, is_silent=is_silent), local_addr=("127.0.0.1", 0)
    )
    try:
        yield server
    finally:
        transport.close()

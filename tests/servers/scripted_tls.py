"""TLS servers on loopback ports in the place of named hosts, and the way to them."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import trustme

from relanced.edge.autoconfig import Web

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Place = tuple[str, int]  # host and port, as the world outside would have them


@dataclass(slots=True)
class Hosts:
    """Servers that run, and who was asked for."""

    ports: dict[Place, int] = field(default_factory=dict)
    dialled: list[Place] = field(default_factory=list)
    tls: ssl.SSLContext = field(default_factory=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def dial(self, host: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((host, port))
        if (host, port) not in self.ports:
            raise ConnectionRefusedError(111, "Connection refused")
        return socket.create_connection(("127.0.0.1", self.ports[host, port]), seconds)

    @property
    def web(self) -> Web:
        return Web(self.dial, self.tls)


@asynccontextmanager
async def tls_hosts(talks: Mapping[Place, Talk], *, certified: bool = True) -> AsyncIterator[Hosts]:
    """One server a place; `certified`: each has a certificate for its own name, else for another one."""
    authority, hosts = trustme.CA(), Hosts()
    authority.configure_trust(hosts.tls)
    servers = []
    for place, talk in talks.items():
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(place[0] if certified else "other.example").configure_cert(own)
        server = await asyncio.start_server(_closing(talk), "127.0.0.1", 0, ssl=own)
        hosts.ports[place] = server.sockets[0].getsockname()[1]
        servers.append(server)
    try:
        yield hosts
    finally:
        for server in servers:
            server.close()


def _closing(talk: Talk) -> Talk:
    async def closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    return closing


def page(body: bytes, status: str = "200 OK", *more: str) -> Talk:
    """An HTTP server with one page."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *more]
        writer.write("\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body)
        await writer.drain()

    return talk


def moved(url: str) -> Talk:
    """An HTTP server that sends everybody elsewhere."""
    return page(b"", "301 Moved", f"Location: {url}")


def greeting(words: bytes) -> Talk:
    """A server that says these words first."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()

    return talk


async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An HTTP server that never ends, and is never silent for long."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)

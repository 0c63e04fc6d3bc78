"""An HTTP server that answers each request as its script says, and keeps what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Says = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]  # names in small letters
    body: bytes


@dataclass(slots=True)
class ScriptedHttp:
    """A running server: its port, and what it saw."""

    says: Says
    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
            headers = {
                name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append(Asked(head[0].split(" ")[1], headers, body))
            await self.says(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def answer(body: bytes, status: str = "200 OK", *more: str) -> Says:
    """One whole answer."""

    async def say(writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *more]
        writer.write("\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body)

    return say


def completion(content: object) -> Says:
    """A chat completion whose text this is; what is no text is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return answer(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())


async def silence(_: asyncio.StreamWriter) -> None:
    """Nothing, for as long as the client waits."""
    await asyncio.sleep(60)


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, always in time for a limit between two of them."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(writer: asyncio.StreamWriter) -> None:
    """An answer without an end."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" " * 100_000)
        await writer.drain()


@asynccontextmanager
async def scripted_http(says: Says) -> AsyncIterator[ScriptedHttp]:
    """A server on a free port of 127.0.0.1."""
    scripted = ScriptedHttp(says)
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()

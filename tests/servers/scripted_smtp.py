"""An SMTP server that answers as its script says: cuts, silences and refusals at any point."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

GREETING = "connect"  # what is said before anything was asked
BODY = "body"  # when the first line of the letter was read
DOT = "dot"  # after the whole letter was read


class Fault(Enum):
    """What can happen instead of an answer."""

    CUT = auto()  # the connection ends
    SILENCE = auto()  # nothing comes, for as long as the client waits


@dataclass(frozen=True, slots=True)
class Late:
    """An answer after a while, as of a server that asks its spam filter first."""

    seconds: float
    says: str


Plain = str | Fault | Late
Says = Plain | Callable[[str], Plain]  # a function is given the command as it came


def in_turn(*answers: Plain) -> Callable[[str], Plain]:
    """Another answer each time, over all connections; the last one from then on."""
    left = list(answers)
    return lambda _command: left.pop(0) if len(left) > 1 else left[0]


_HONEST: dict[str, Says] = {
    GREETING: "220 scripted.example ready",
    "EHLO": "250-scripted.example\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 30000000",
    "AUTH": "235 2.7.0 welcome",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go on",
    DOT: "250 2.0.0 taken",
    "QUIT": "221 2.0.0 bye",
}


@dataclass(slots=True)
class ScriptedSmtp:
    """A running server: its port, and what it saw."""

    script: Mapping[str, Says]
    port: int = 0
    commands: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)  # read to the dot, dots still doubled
    reached: asyncio.Event = field(default_factory=asyncio.Event)  # set when a fault is played

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, _Over):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(GREETING, writer)
        while line := await reader.readline():
            command = line.decode("ascii").rstrip("\r\n")
            self.commands.append(command)
            verb = command.split(" ")[0].upper()
            said = await self._say(verb, writer, command)
            if verb == "DATA" and said.startswith("354"):
                if BODY in self.script:
                    await reader.readline()
                    await self._say(BODY, writer)
                self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
                await self._say(DOT, writer)
            elif verb == "QUIT":
                return

    async def _say(self, point: str, writer: asyncio.StreamWriter, command: str = "") -> str:
        says = self.script.get(point) or _HONEST.get(point, "502 5.5.2 unknown")
        plain = says(command) if callable(says) else says
        if plain is Fault.CUT:
            self.reached.set()
            raise _Over
        if plain is Fault.SILENCE:
            self.reached.set()
            await asyncio.Event().wait()
        if isinstance(plain, Late):
            self.reached.set()
            await asyncio.sleep(plain.seconds)
            plain = plain.says
        writer.write(f"{plain}\r\n".encode("latin-1"))
        await writer.drain()
        return str(plain)


class _Over(Exception):  # noqa: N818 - no error: the script ends the connection here
    pass


@asynccontextmanager
async def scripted_smtp(script: Mapping[str, Says]) -> AsyncIterator[ScriptedSmtp]:
    """Run a server on a free port of 127.0.0.1; what the script does not name is answered honestly."""
    smtp = ScriptedSmtp(script)
    talks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.ensure_future(smtp.serve(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    smtp.port = server.sockets[0].getsockname()[1]
    try:
        yield smtp
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()

"""An SMTP server that keeps what it took, says when, and misbehaves on order: cut, lose, put off, kill."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

_MOST = 16_000_000  # bytes of a letter


class Answer(Enum):
    """What becomes of one letter."""

    TAKE = "taken"
    DROP = "taken, no answer"  # the line breaks after the dot
    LOSE = "not taken, no answer"  # the server itself dies: the letter is gone
    GREY = "451 to RCPT"
    NOT_NOW = "451 to the dot"
    DIE = "taken, killed before the answer"
    DIE_AFTER = "taken, killed after the answer"


_CUTS = frozenset({Answer.DROP, Answer.LOSE, Answer.DIE})
_KEEPS = frozenset({Answer.TAKE, Answer.DROP, Answer.DIE, Answer.DIE_AFTER})


def nothing() -> None:
    """The hook of a life to which nothing happens."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that reached its recipient."""

    to: str
    raw: bytes
    data_at: float  # monotonic: when it was asked for, and not one byte of it had left
    life: int  # in which life of relanced


@dataclass
class CrashSink:
    """A running server. Set `life`, `answers` and the hooks before each life of relanced."""

    port: int = 0
    life: int = 0
    answers: deque[Answer] = field(default_factory=deque)  # for the next letters; then TAKE
    kill: Callable[[], None] = nothing
    at_rcpt: Callable[[str], None] = lambda _to: None
    taken: list[Taken] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection; one letter after the other."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink.example ready\r\n")
        to, answer = "", Answer.TAKE
        while line := (await reader.readline()).decode("latin-1").strip():
            verb = line.split(" ")[0].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                answer = self.answers.popleft() if self.answers else Answer.TAKE
                self.at_rcpt(to)
            if verb == "RCPT" and answer is Answer.GREY:
                said = "451 4.7.1 come back later"
            elif verb == "DATA":
                if not await self._take(reader, writer, to, answer):
                    return
                continue
            else:
                said = {"EHLO": "250-sink.example\r\n250 SIZE 30000000", "QUIT": "221 bye"}.get(
                    verb, "250 ok"
                )
            writer.write(f"{said}\r\n".encode())
            await writer.drain()

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: str, answer: Answer
    ) -> bool:
        """Read one letter and do with it as ordered; False: the line is cut."""
        data_at, life = time.monotonic(), self.life
        writer.write(b"354 go on\r\n")
        raw = (await reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        if answer in _KEEPS:
            self.taken.append(Taken(to, raw, data_at, life))
        if answer is Answer.DIE:
            self.kill()
        if answer in _CUTS:
            writer.transport.abort()
            return False
        writer.write(b"451 4.3.0 not now\r\n" if answer is Answer.NOT_NOW else b"250 2.0.0 taken\r\n")
        await writer.drain()
        if answer is Answer.DIE_AFTER:
            self.kill()
        return True


@contextmanager
def running_crash_sink() -> Iterator[CrashSink]:
    """A sink on a free port of 127.0.0.1, in a thread of its own."""
    sink = CrashSink()
    loop = asyncio.new_event_loop()
    talks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = loop.create_task(sink.serve(reader, writer))
        talks.add(talk)
        talk.add_done_callback(talks.discard)

    async def start() -> asyncio.Server:
        return await asyncio.start_server(accept, "127.0.0.1", 0, limit=_MOST)

    async def end() -> None:
        server.close()
        for talk in list(talks):
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

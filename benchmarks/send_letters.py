"""How long it takes to hand letters of 90 KB to a mail server on this machine; prints figures, asserts nothing.

Run by `make bench`. Ours against bare aiosmtplib on one connection, in turns in the same run, so that
only the ratio counts. The sink is a process of its own that reads to the dot, and keeps nothing.
"""

import argparse
import asyncio
import base64
import ssl
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import trustme
from aiosmtplib import SMTP

from relanced.edge.settings import FromFile, Security, SentCopy, SmtpSettings
from relanced.edge.smtp import Postman
from relanced.model.delivery import Accepted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SENDER, CLIENT = "facturation@firm.example", "compta@client.example"
SIZE = 90_000  # bytes: a page of text and a copy of the invoice
ROUND = 20  # letters in one turn: a full round of a busy firm
TURNS = 15


@dataclass(frozen=True, slots=True)
class Sink:
    """Where the letters go."""

    port: int
    ca_file: Path | None  # None: without TLS

    @property
    def settings(self) -> SmtpSettings:
        """As a configuration would have it."""
        return SmtpSettings(
            host="127.0.0.1",
            port=self.port,
            security=Security.TLS if self.ca_file else Security.PLAIN,
            user="facturation",
            password=FromFile(Path("unused")),
            login=False,
            save_sent=SentCopy.NEVER,
            ca_file=self.ca_file,
        )


def a_letter(random: Random) -> bytes:
    """Text, and a file that cannot be compressed."""
    file = base64.encodebytes(random.randbytes(SIZE * 54 // 73)).replace(b"\n", b"\r\n")
    return b"Subject: Rappel\r\nFrom: facturation@firm.example\r\n\r\nBonjour,\r\n.\r\n" + file


async def with_ours(sink: Sink, letters: list[bytes]) -> None:
    """As a round does it."""
    postman = Postman(sink.settings, lambda: "")
    with postman.on_one_line():
        for letter in letters:
            answer = await postman.deliver(letter, SENDER, CLIENT)
            assert isinstance(answer, Accepted), answer


async def bare(sink: Sink, letters: list[bytes]) -> None:
    """As the library does it on one connection."""
    tls = sink.ca_file is not None
    client = SMTP(
        hostname="127.0.0.1",
        port=sink.port,
        use_tls=tls,
        start_tls=False,
        cert_bundle=str(sink.ca_file) if tls else None,
        local_hostname="[127.0.0.1]",
    )
    async with client:
        for letter in letters:
            await client.sendmail(SENDER, [CLIENT], letter)


async def measure(sink: Sink, turns: int) -> None:
    """Print what each needs for a letter, and the ratio."""
    random = Random(90)  # noqa: S311 - the same letters each time
    ways: dict[str, Callable[[Sink, list[bytes]], Awaitable[None]]] = {"bare": bare, "ours": with_ours}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        letters = [a_letter(random) for _ in range(ROUND)]
        for name in sorted(ways, reverse=bool(turn % 2)):
            begun = time.perf_counter()
            await ways[name](sink, letters)
            if turn:  # the first one warms up
                took[name].append((time.perf_counter() - begun) / ROUND)
        sys.stderr.write(f"\r{turn}/{turns} ")
    middle = {name: statistics.median(times) for name, times in took.items()}
    ratio = statistics.median(b / o for b, o in zip(took["bare"], took["ours"], strict=True))
    kind = "TLS" if sink.ca_file else "no TLS"
    print(
        f"\r{kind}: bare aiosmtplib, one connection {middle['bare'] * 1e3:.2f} ms a letter;"
        f" ours {middle['ours'] * 1e3:.2f} ms; {ratio:.0%} of its speed (goal: 80 %)"
    )


async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take everything; whoever hangs up is gone."""
    writer.write(b"220 sink.example\r\n")
    try:
        while line := await reader.readline():
            verb = line[:4].upper()
            answer = b"250 ok\r\n"
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
            elif verb == b"EHLO":
                answer = b"250-sink.example\r\n250 SIZE 30000000\r\n"
            writer.write(answer)
            if verb == b"QUIT":
                break
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    writer.close()


def serve(told: Connection, certificate: str) -> None:
    """The sink's process: tells its port, and serves until it is ended."""

    async def run() -> None:
        context = None
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
        server = await asyncio.start_server(swallow, "127.0.0.1", 0, ssl=context, limit=1 << 20)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def main() -> None:
    """Both ways, without TLS and with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    turns = parser.parse_args().turns
    print(f"{SIZE // 1000} KB a letter, {ROUND} letters a round, {turns} rounds in turns")
    with tempfile.TemporaryDirectory() as folder:
        issuer, certificate = trustme.CA(), Path(folder, "server.pem")
        issuer.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        issuer.cert_pem.write_to_path(str(Path(folder, "ca.pem")))
        for cert, ca_file in (("", None), (str(certificate), Path(folder, "ca.pem"))):
            ours, theirs = get_context("spawn").Pipe(duplex=False)
            process = get_context("spawn").Process(target=serve, args=(theirs, cert), daemon=True)
            process.start()
            asyncio.run(measure(Sink(ours.recv(), ca_file), turns))
            process.terminate()
            process.join()


if __name__ == "__main__":
    main()

"""Nothing in, an IMAP and an SMTP server on loopback out, both in this process (pymap, aiosmtpd)."""

import asyncio
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

HOST = "127.0.0.1"
READY_S = 20


@dataclass  # no slots: Python 3.11.2 (Debian 12) cannot look through such an object, and aiosmtpd does
class Delivered:
    """What the SMTP server took, in order: the recipient and the letter's bytes."""

    letters: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter (the name is aiosmtpd's)."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.letters += [(recipient, raw) for recipient in envelope.rcpt_tos]
        return "250 kept"


@contextmanager
def mail_servers(user: str, password: str) -> Iterator[tuple[int, int, Delivered]]:
    """Run both servers; gives the IMAP port, the SMTP port, and what is delivered."""
    delivered = Delivered()
    servers = _Servers(user, password, delivered)
    try:
        yield (*servers.start(), delivered)
    finally:
        servers.stop()


class _Servers:
    """Both in one thread with a loop of its own: the daemon's IMAP threads block, and it must not."""

    def __init__(self, user: str, password: str, delivered: Delivered) -> None:
        self._arguments = Namespace(
            host=[HOST],
            port="0",
            debug=False,
            cert=None,
            key=None,
            tls=False,
            proxy_protocol=None,
            inherited_sockets=None,
            demo_data=False,
            demo_user=user,
            demo_password=password,
            passlib_cfg=None,
        )
        self._delivered = delivered
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-servers", daemon=True)
        self._servers: list[asyncio.Server] = []

    def start(self) -> tuple[int, int]:
        self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(READY_S)

    async def _serve(self) -> tuple[int, int]:
        backend, config = await DictBackend.init(self._arguments)
        config.apply_context()
        reader = ProxyProtocolReader(config.proxy_protocol)
        imap = await asyncio.start_server(reader.get_callback(IMAPServer(backend.login, config)), HOST, 0)
        smtp = await self._loop.create_server(
            lambda: SMTP(self._delivered, hostname="demo", loop=self._loop), HOST, 0
        )
        self._servers = [imap, smtp]
        return imap.sockets[0].getsockname()[1], smtp.sockets[0].getsockname()[1]

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(READY_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(READY_S)
        self._loop.close()

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

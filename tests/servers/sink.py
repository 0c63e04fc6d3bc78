"""A real SMTP server (aiosmtpd) on a free port of 127.0.0.1 that keeps what it is given."""

import asyncio
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, slots=True)
class Received:
    """One letter with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    helo: str
    user: str  # "": not logged in
    over_tls: bool
    at: float = field(default_factory=time.monotonic)


@dataclass  # no slots: Python 3.11.2 (Debian 12) cannot look through such an object, and aiosmtpd does
class Sink:
    """What a running sink received; it takes everything and runs in a thread of its own."""

    login: tuple[str, str] | None
    port: int = 0
    received: list[Received] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)  # every attempt

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        # Not aiosmtpd's auth_required: it warns, rightly, wherever there is no TLS.
        if self.login is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(
            Received(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                raw=content,
                helo=session.host_name or "",
                user=str(session.auth_data or ""),
                over_tls=server.transport.get_extra_info("sslcontext") is not None,
            )
        )
        return f"250 2.0.0 taken as {len(self.received)}"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        attempt = (given.login.decode(), given.password.decode())
        self.logins.append(attempt)
        return AuthResult(success=attempt == self.login, handled=False, auth_data=attempt[0])


@contextmanager
def running_sink(
    *,
    login: tuple[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    size_limit: int = 30_000_000,
) -> Iterator[Sink]:
    """Run a sink: with a login it takes mail from who knows it only; with `tls` from the first byte on.

    With `starttls` it takes nothing before STARTTLS.
    """
    sink = Sink(login)
    with _loop_in_thread() as loop:
        make_server = partial(
            SMTP,
            sink,
            loop=loop,
            hostname="sink.example",
            ident="relanced test sink",
            data_size_limit=size_limit,
            authenticator=sink.authenticate,
            auth_require_tls=False,
            tls_context=starttls,
            require_starttls=starttls is not None,
        )

        async def start() -> asyncio.Server:
            return await loop.create_server(make_server, "127.0.0.1", 0, ssl=tls)

        server = asyncio.run_coroutine_threadsafe(start(), loop).result()
        sink.port = server.sockets[0].getsockname()[1]
        try:
            yield sink
        finally:
            asyncio.run_coroutine_threadsafe(_end(server), loop).result()


@contextmanager
def _loop_in_thread() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs beside the test: aiosmtpd's Controller knows no free port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    await asyncio.sleep(0.01)  # the closed transports say goodbye

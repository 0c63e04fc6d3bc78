"""Letters in, SMTP out, one recipient a transaction: the only module that knows aiosmtplib.

Driven command by command, because what an error means depends on when it comes: before the body's
first byte the letter has certainly not gone; after it only an answer of the server is certain
(RFC 1047, RFC 5321 4.5.3.2.6). aiosmtplib's own sendmail gives the same exception for both.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from relanced.edge.settings import Security, SmtpSettings, is_loopback
from relanced.model.delivery import Accepted, Deferred, Delivery, InDoubt, Refused

# An address that needs neither quotes nor SMTPUTF8: everything that may stand in a command of ours.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463

_WANTS_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954, section 6: whatever the letter
_PASSING = frozenset({"5.4.5"})  # Gmail: 550 5.4.5, daily sending quota exceeded


class SmtpLoginRefused(Exception):  # noqa: N818 - the name says what it is, as the glossary does
    """The server refuses us, not the letter: wrong password, or a sender that is not ours.

    No byte of the letter left. Trying again at once locks accounts: stop the account.
    """

    def __init__(self, where: str, answer: str) -> None:
        super().__init__(f"{where} refused the login or the sender: {answer}; nothing was sent; check [smtp]")
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds of wall clock."""

    before_body_s: float = 60  # for all that comes first: the look at the mailbox is not to grow old
    answer_s: float = 600  # for the answer to the dot; less makes duplicates elsewhere


class Postman:
    """Hands letters to one submission server, a fresh connection each. Knows nothing of invoices."""

    def __init__(
        self, settings: SmtpSettings, password: Callable[[], str], patience: Patience | None = None
    ) -> None:
        if settings.security is Security.PLAIN and not is_loopback(settings.host):
            raise ValueError(f"SMTP without TLS to {settings.host}, which is not this machine")
        self._settings = settings
        self._password = password
        self._patience = patience or Patience()
        self._where = f"{settings.host}:{settings.port}"

    async def deliver(self, raw: bytes, sender: str, recipient: str) -> Delivery:
        """Hand over one letter to one recipient and say how it went; mail trouble is a value.

        Raises SmtpLoginRefused where the account is at fault, and whatever `password` raises. When
        it raises, being cancelled included, no byte of the letter left: settle it as Deferred.
        Cancelled after the body began, it gives InDoubt, and the task is cancelled at its next
        await, so that the outcome can still be recorded. Put no timeout around it: it has its own.
        """
        for address in (sender, recipient):
            if not _ADDRESS.fullmatch(address):
                return Refused(f"{address!r} is no address that can be written without SMTPUTF8")
        client = self._client()
        delivery: Delivery | None = None
        try:
            delivery = await self._up_to_the_body(client, raw, sender, recipient)
            delivery = delivery or await self._hand_over(client, raw)
        finally:
            _leave(client, politely=isinstance(delivery, Accepted | Deferred | Refused))
        return delivery

    async def check(self) -> str | None:
        """Connect, log in, quit: None where all is well, else what is wrong. Sends nothing.

        Raises what `password` raises.
        """
        client = self._client()
        try:
            async with asyncio.timeout(self._patience.before_body_s):
                await self._open(client)
        except SmtpLoginRefused as error:
            return str(error)
        except (SMTPException, OSError) as error:
            return self._in_words(error)
        finally:
            _leave(client, politely=True)
        return None

    def _client(self) -> SMTP:
        """A client that takes TLS exactly as configured; aiosmtplib's default is «if it is offered»."""
        settings = self._settings
        return SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            validate_certs=True,
            cert_bundle=str(settings.ca_file) if settings.ca_file else None,
            local_hostname="[127.0.0.1]",  # tells nothing of this machine, and needs no DNS
            timeout=self._patience.before_body_s,
        )

    async def _open(self, client: SMTP) -> None:
        """Connect and log in. One attempt: a second with the same password only locks the account."""
        await client.connect()
        await client.ehlo()
        if not self._settings.login:
            return
        password = await asyncio.to_thread(self._password)
        log_in = client.auth_plain if "plain" in client.supported_auth_methods else client.login
        try:
            await log_in(self._settings.user, password)
        except SMTPAuthenticationError as error:
            if 500 <= error.code < 600:
                raise SmtpLoginRefused(self._where, f"{error.code} {error.message}") from error
            raise

    async def _up_to_the_body(self, client: SMTP, raw: bytes, sender: str, recipient: str) -> Delivery | None:
        """Everything before the body; None when the server waits for it."""
        try:
            async with asyncio.timeout(self._patience.before_body_s):
                try:
                    await self._open(client)
                except SMTPResponseException as error:  # a no to our connection, not to the letter
                    return Deferred(self._in_words(error))
                if not raw.isascii() and not client.supports_extension("8bitmime"):
                    return Refused(f"{self._where} takes no 8-bit letter")
                await client.mail(sender, options=_mail_options(client, raw))
                await client.rcpt(recipient)
                code, text = await client.execute_command(b"DATA")
                if code != 354:
                    raise SMTPDataError(code, text)
        except SMTPResponseException as error:
            return self._no(error)
        except (SMTPException, OSError) as error:
            return Deferred(self._in_words(error))
        return None

    async def _hand_over(self, client: SMTP, raw: bytes) -> Delivery:
        """Write the body and wait for the answer to the dot: from here on doubt is possible."""
        protocol = client.protocol
        if protocol is None:
            return Deferred(f"{self._where}: line lost before the letter left")
        try:
            protocol.write(_as_data(raw))
        except SMTPServerDisconnected as error:  # raised before anything was written
            return Deferred(self._in_words(error))
        try:
            code, text = await protocol.read_response(timeout=self._patience.answer_s)
        except asyncio.CancelledError:
            _cancel_at_next_await()
            return InDoubt(f"{self._where}: stopped while waiting for the answer to the letter")
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter may have been taken
            return InDoubt(f"{self._in_words(error)}, after the letter was written")
        return _verdict(code, text)

    def _no(self, error: SMTPResponseException) -> Delivery:
        """Read a no to MAIL, RCPT or DATA (nothing was sent): it may mean the account, or the letter."""
        sender_is_not_ours = isinstance(error, SMTPSenderRefused) and _enhanced(error.message).startswith(
            "5.7."
        )
        if error.code in _WANTS_LOGIN or sender_is_not_ours:
            raise SmtpLoginRefused(self._where, f"{error.code} {error.message}") from error
        verdict = _verdict(error.code, error.message)
        return verdict if isinstance(verdict, Refused) else Deferred(self._in_words(error))

    def _in_words(self, error: Exception) -> str:
        if isinstance(error, SMTPResponseException):
            return f"{self._where}: {_one_line(error.code, error.message)}"
        return f"{self._where}: {str(error) or 'no answer in time'}"


def _verdict(code: int, text: str) -> Delivery:
    """Read the answer to the dot: 2yz taken, 4yz not now, 5yz not ever (RFC 5321, 4.2.1)."""
    answer = _one_line(code, text)
    if 200 <= code < 300:
        return Accepted(answer)
    if 400 <= code < 500 or _enhanced(text) in _PASSING:
        return Deferred(answer)
    if 500 <= code < 600:
        return Refused(answer)
    return InDoubt(f"an answer that is not SMTP: {answer}")


def _one_line(code: int, text: str) -> str:
    return f"{code} {' '.join(text.split())}"[:500]


def _enhanced(text: str) -> str:
    """The enhanced status code that an answer begins with (RFC 2034), or ""."""
    found = _ENHANCED.match(text)
    return found[0] if found else ""


def _mail_options(client: SMTP, raw: bytes) -> list[str]:
    """What MAIL FROM tells of the letter: its size (RFC 1870), so that a too large one is refused early."""
    options = [f"SIZE={len(raw)}"] if client.supports_extension("size") else []
    return options if raw.isascii() else [*options, "BODY=8BITMIME"]


def _as_data(raw: bytes) -> bytes:
    """A mail as it stands after DATA: CRLF line ends, leading dots doubled, the dot (RFC 5321, 4.5.2).

    A bare CR or LF would let the text end the letter and begin another («SMTP smuggling»).
    """
    text = _LINE_END.sub(b"\r\n", raw)
    text = text if text.endswith(b"\r\n") else text + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", text) + b".\r\n"


def _cancel_at_next_await() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.uncancel()
    task.cancel()


def _leave(client: SMTP, *, politely: bool) -> None:
    """Hang up without waiting: what comes after the server's answer must not matter any more."""
    if politely and client.protocol is not None:
        with contextlib.suppress(SMTPException):
            client.protocol.write(b"QUIT\r\n")
    elif isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()  # close() would go on writing the letter
    client.close()

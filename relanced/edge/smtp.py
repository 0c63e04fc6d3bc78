"""Letters in, SMTP out, one recipient a transaction: with smtp_door.py the only one that knows aiosmtplib.

Driven command by command, because what an error means depends on when it comes: before the body's
first byte the letter has certainly not gone; after it only an answer of the server is certain
(RFC 1047, RFC 5321 4.5.3.2.6). aiosmtplib's own sendmail gives the same exception for both.

A submission stops once at the door: the server has taken sender, recipient and DATA and waits for
the body, of which nothing has left. All that can be slow or go wrong for certain lies before that
point, so that the last look at the mailbox can come after it.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPResponseException,
    SMTPSenderRefused,
)

from relanced.edge.bearer import Bearer, Credential
from relanced.edge.clock import seconds_passed
from relanced.edge.hidden import hide
from relanced.edge.settings import Security, SmtpSettings, is_loopback
from relanced.edge.smtp_door import Door, enhanced, hang_up, one_line, said_more, verdict
from relanced.model.delivery import Deferred, Delivery, Refused

# An address that needs neither quotes nor SMTPUTF8: everything that may stand in a command of ours.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_WANTS_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954, section 6: whatever the letter
_IDLE_S = 60.0  # a connection unused for longer is given up: servers and routers drop it without a word


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

    before_body_s: float = 60  # for all that comes first
    answer_s: float = 600  # for the answer to the dot; less makes duplicates elsewhere


class Postman:
    """Hands letters to one submission server, one after the other. Knows nothing of invoices."""

    def __init__(
        self, settings: SmtpSettings, password: Callable[[], Credential], patience: Patience | None = None
    ) -> None:
        if settings.security is Security.PLAIN and not is_loopback(settings.host):
            raise ValueError(f"SMTP without TLS to {settings.host}, which is not this machine")
        self._settings = settings
        self._password = password
        self._patience = patience or Patience()
        self._where = f"{settings.host}:{settings.port}"
        self._keeps = False
        self._kept: tuple[SMTP, float] | None = None  # a connection that may take the next letter, since when

    @contextlib.contextmanager
    def on_one_line(self) -> Iterator[None]:
        """Within: a connection that took a letter takes the next ones too; outside: each has its own."""
        self._keeps = True
        try:
            yield
        finally:
            self._keeps = False
            if self._kept is not None:
                hang_up(self._kept[0], politely=True)
                self._kept = None

    async def deliver(self, raw: bytes, sender: str, recipient: str) -> Delivery:
        """Hand over one letter to one recipient at once and say how it went; mail trouble is a value.

        Raises what `knock` raises; when it raises, no byte of the letter left.
        """
        door = await self.knock(raw, sender, recipient)
        return await door.hand_over() if isinstance(door, Door) else door

    async def knock(self, raw: bytes, sender: str, recipient: str, *, copy_to: str = "") -> Door | Delivery:
        """Go as far as the server lets us without a byte of the letter: a Door, or why there is none.

        `copy_to`: a second recipient of the same transaction, who decides nothing: if the server
        refuses him, the letter goes to the first alone. Raises SmtpLoginRefused where the account is
        at fault, and whatever `password` raises. Put no timeout around it: it has its own.
        """
        for address in (sender, recipient):
            if not _ADDRESS.fullmatch(address):
                return Refused(f"{address!r} is no address that can be written without SMTPUTF8")
        copies = [copy_to] if _ADDRESS.fullmatch(copy_to) else []
        kept = self._take_kept()
        if kept is not None:
            with contextlib.suppress(_Stale):
                return await self._knock(kept, raw, sender, [recipient, *copies], is_kept=True)
        return await self._knock(self._client(), raw, sender, [recipient, *copies], is_kept=False)

    def _take_kept(self) -> SMTP | None:
        """The connection of the letter before, if it may still be good."""
        kept, self._kept = self._kept, None
        if kept is None:
            return None
        client, since = kept
        if client.is_connected and seconds_passed() - since < _IDLE_S:
            return client
        hang_up(client, politely=True)
        return None

    def _keep(self, client: SMTP) -> None:
        self._kept = client, seconds_passed()

    async def _knock(
        self, client: SMTP, raw: bytes, sender: str, recipients: list[str], *, is_kept: bool
    ) -> Door | Delivery:
        refused: Delivery | None = None
        opened: Door | None = None
        try:
            refused = await self._up_to_the_body(client, raw, sender, recipients, is_kept=is_kept)
            if refused is not None:
                return refused
            if client.protocol is None:
                return Deferred(f"{self._where}: the line was lost before the letter left")
            if said_more(client.protocol):
                return Deferred(f"{self._where}: it answers what was not asked yet, before the letter left")
            keep = self._keep if self._keeps else None
            opened = Door(client, client.protocol, raw, self._where, self._patience.answer_s, keep)
            await asyncio.sleep(0)  # it listens
            return opened
        finally:
            if opened is None:
                hang_up(client, politely=refused is not None)

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
            hang_up(client, politely=True)
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
        """Connect and log in. One attempt: a second with the same password only locks the account.

        A token that was kept is another thing: where it is refused it is renewed, once.
        """
        await client.connect()
        await client.ehlo()
        if not self._settings.login:
            return
        credential = await asyncio.to_thread(self._password)
        try:
            await self._log_in(client, credential)
        except SMTPAuthenticationError as error:
            if not 500 <= error.code < 600:
                raise
            if not isinstance(credential, Bearer) or credential.renew is None:
                raise SmtpLoginRefused(self._where, one_line(error.code, error.message)) from None
            try:
                await self._log_in(client, await asyncio.to_thread(credential.renew))
            except SMTPAuthenticationError as again:
                raise SmtpLoginRefused(self._where, one_line(again.code, again.message)) from None

    async def _log_in(self, client: SMTP, credential: Credential) -> None:
        if isinstance(credential, Bearer):
            if "xoauth2" not in client.server_auth_methods:
                raise SmtpLoginRefused(self._where, "it takes no tokens (AUTH XOAUTH2)")
            await client.auth_xoauth2(self._settings.user, credential.token)
            return
        log_in = client.auth_plain if "plain" in client.supported_auth_methods else client.login
        await log_in(self._settings.user, credential)

    async def _up_to_the_body(
        self, client: SMTP, raw: bytes, sender: str, recipients: list[str], *, is_kept: bool
    ) -> Delivery | None:
        """Everything before the body; None when the server waits for it. Raises _Stale of a kept connection."""
        try:
            async with asyncio.timeout(self._patience.before_body_s):
                if not is_kept:
                    try:
                        await self._open(client)
                    except SMTPResponseException as error:  # a no to our connection, not to the letter
                        return Deferred(self._in_words(error))
                if not raw.isascii() and not client.supports_extension("8bitmime"):
                    return Refused(f"{self._where} takes no 8-bit letter")
                await _envelope(client, raw, sender, recipients)
        except SMTPResponseException as error:
            if is_kept and (error.code == 421 or isinstance(error, SMTPSenderRefused)):
                raise _Stale from error
            return self._no(error)
        except (SMTPException, OSError) as error:
            if is_kept:
                raise _Stale from error
            return Deferred(self._in_words(error))
        return None

    def _no(self, error: SMTPResponseException) -> Delivery:
        """Read a no to MAIL, RCPT or DATA (nothing was sent): it may mean the account, or the letter."""
        sender_is_not_ours = isinstance(error, SMTPSenderRefused) and enhanced(error.message).startswith(
            "5.7."
        )
        if error.code in _WANTS_LOGIN or sender_is_not_ours:
            raise SmtpLoginRefused(self._where, one_line(error.code, error.message)) from None
        read = verdict(error.code, error.message)
        return read if isinstance(read, Refused) else Deferred(self._in_words(error))

    def _in_words(self, error: Exception) -> str:
        if isinstance(error, SMTPResponseException):
            return f"{self._where}: {one_line(error.code, error.message)}"
        return f"{self._where}: {hide(str(error)) or 'no answer in time'}"


class _Stale(Exception):  # noqa: N818 - no error: a fresh connection is tried instead
    """A connection that took a letter takes no more: its server says so, or has gone."""


async def _envelope(client: SMTP, raw: bytes, sender: str, recipients: list[str]) -> None:
    """Sender, recipients and DATA, until the server waits for the body. All but the first recipient may be refused."""
    await client.mail(sender, options=_mail_options(client, raw))
    await client.rcpt(recipients[0])
    for copy in recipients[1:]:
        with contextlib.suppress(SMTPResponseException):
            await client.rcpt(copy)
    code, text = await client.execute_command(b"DATA")
    if code != 354:
        raise SMTPDataError(code, text)


def _mail_options(client: SMTP, raw: bytes) -> list[str]:
    """What MAIL FROM tells of the letter: its size (RFC 1870), so that a too large one is refused early."""
    options = [f"SIZE={len(raw)}"] if client.supports_extension("size") else []
    return options if raw.isascii() else [*options, "BODY=8BITMIME"]

"""A mail server that waits for a letter's body in; how the hand-over went out. Beside smtp.py, which knocks.

From the first byte of the body on doubt is possible: after it only an answer of the server is
certain (RFC 1047, RFC 5321 4.5.3.2.6).
"""

import asyncio
import contextlib
import re
from collections.abc import Callable

from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPServerDisconnected
from aiosmtplib.protocol import SMTPProtocol

from relanced.edge.crash import Point, crash_point
from relanced.edge.hidden import hide
from relanced.model.delivery import Accepted, Deferred, Delivery, InDoubt, Refused

_LINE_END = re.compile(rb"\r\n|\r|\n")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
_PASSING = frozenset({"5.4.5"})  # Gmail: 550 5.4.5, daily sending quota exceeded
_TURNS = 5  # of the loop, from a readable socket to the reader of an answer


class Door:
    """A server that waits for one letter's body: hand it over, or leave; then the door is of no more use."""

    def __init__(
        self,
        client: SMTP,
        protocol: SMTPProtocol,
        raw: bytes,
        where: str,
        answer_s: float,
        keep: Callable[[SMTP], None] | None,
    ) -> None:
        """`keep`: who takes a connection that is still good; None: nobody, it is closed."""
        self._client = client
        self._protocol = protocol
        self._raw = raw
        self._where = where
        self._answer_s = answer_s
        self._keep = keep
        self._is_over = False
        self.has_begun = False  # whether a byte of the letter may have left
        # Listening from the first moment on: what the server says before the body can only be a no.
        self._answer = asyncio.create_task(protocol.read_response())
        self._answer.add_done_callback(_heard)

    async def shut(self) -> str:
        """Why the server waits no more (it grew tired, or the line is lost); "": it waits."""
        for _ in range(_TURNS):  # what has arrived meanwhile is heard
            await asyncio.sleep(0)
        if not self._answer.done() and self._protocol.is_connected:
            return ""
        try:
            code, text = self._answer.result()
        except (SMTPException, OSError, asyncio.InvalidStateError, asyncio.CancelledError):
            return f"{self._where}: the line was lost before the letter left"
        return f"{self._where}: {one_line(code, text)}, before the letter left"

    async def hand_over(self) -> Delivery:
        """Write the body and wait for the answer to the dot: from here on doubt is possible.

        Cancelled after the first byte it gives InDoubt, and the task is cancelled at its next await, so
        that the outcome can still be recorded. Put no timeout around it: it has its own.
        """
        delivery: Delivery | None = None
        try:
            shut = await self.shut()
            delivery = Deferred(shut) if shut else await self._write()
            is_good = self._protocol.is_connected and not said_more(self._protocol)
            if isinstance(delivery, Accepted) and self._keep is not None and is_good:
                self._is_over = True
                self._keep(self._client)
        finally:
            self.leave(politely=isinstance(delivery, Accepted | Deferred | Refused))
        return delivery

    def leave(self, *, politely: bool = False) -> None:
        """Hang up; nothing more where that was done. Before the dot the server throws all away (RFC 5321, 4.1.1.10)."""
        if not self._is_over:
            self._is_over = True
            self._answer.cancel()
            hang_up(self._client, politely=politely)

    async def _write(self) -> Delivery:
        body = _as_data(self._raw)
        half = len(body) // 2
        self.has_begun = True
        try:
            self._protocol.write(body[:half])
        except SMTPServerDisconnected:  # raised before anything was written
            return Deferred(f"{self._where}: the line was lost before the letter left")
        try:
            crash_point(Point.HALF_SENT)
            self._protocol.write(body[half:])
            crash_point(Point.DOT_SENT)
            await asyncio.wait({self._answer}, timeout=self._answer_s)
            if not self._answer.done():
                return InDoubt(f"{self._where}: no answer in time, after the letter was written")
            code, text = self._answer.result()
        except asyncio.CancelledError:
            _cancel_at_next_await()
            return InDoubt(f"{self._where}: stopped while waiting for the answer to the letter")
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter may have been taken
            return InDoubt(f"{self._where}: {error}, after the letter was written")
        return verdict(code, text)


def said_more(protocol: SMTPProtocol) -> bool:
    """Whether the server said more than it was asked, in the packet of its last answer.

    aiosmtplib would take it for the answer to what is asked next: a `250` behind the `354` for that
    to a letter that is then refused.
    """
    return bool(protocol._buffer)  # noqa: SLF001 - there is no public name; a test holds that it is this


def _heard(answer: "asyncio.Task[SMTPResponse]") -> None:
    """Look at an answer that nobody waits for any more: asyncio complains of unseen errors."""
    if not answer.cancelled():
        answer.exception()


def verdict(code: int, text: str) -> Delivery:
    """Read the answer to the dot: 2yz taken, 4yz not now, 5yz not ever (RFC 5321, 4.2.1)."""
    answer = one_line(code, text)
    if 200 <= code < 300:
        return Accepted(answer)
    if 400 <= code < 500 or enhanced(text) in _PASSING:
        return Deferred(answer)
    if 500 <= code < 600:
        return Refused(answer)
    return InDoubt(f"an answer that is not SMTP: {answer}")


def one_line(code: int, text: str) -> str:
    """An answer as it may be logged and kept: some servers repeat the line that they refuse, AUTH's too."""
    return hide(f"{code} {' '.join(text.split())}")[:500]


def enhanced(text: str) -> str:
    """The enhanced status code that an answer begins with (RFC 2034), or ""."""
    found = _ENHANCED.match(text)
    return found[0] if found else ""


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


def hang_up(client: SMTP, *, politely: bool) -> None:
    """Hang up without waiting: what comes after the server's answer must not matter any more."""
    if politely and client.protocol is not None:
        with contextlib.suppress(SMTPException):
            client.protocol.write(b"QUIT\r\n")
    elif isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()  # close() would go on writing the letter
    client.close()

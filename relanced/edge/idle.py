"""An open session in, whether anything has come to a folder out: IDLE (RFC 2177), with its field rules.

IDLE is a hint that saves time, never the proof that nothing came: the caller asks the server
itself between two waits. Spoken over the bare wire, because the library's idle() fails on news
before «+», its idle_check() does not see what shares a packet with «+ idling», and it takes a
closed connection for silence.
"""

import imaplib
import re
import time
from enum import Enum, auto
from threading import Event

from relanced.edge.imap import ImapSession

ANSWER_S = 15.0  # for «+ idling», and for the end after DONE: a half-open connection never answers
_SLICE_S = 1.0  # how soon a raised stop is seen
_TAG = b"IDLE1"  # imaplib's own tags are made of A to P: it can never be one of them

_COUNT = re.compile(rb"\* (\d{1,10}) (EXISTS|EXPUNGE)\b", re.IGNORECASE)
_LITERAL = re.compile(rb"\{(\d{1,9})\}$")


class News(Enum):
    """What a wait has brought."""

    QUIET = auto()  # the time is up, and the server said nothing
    NEWS = auto()  # messages came or went
    UNSUPPORTED = auto()  # this server does not IDLE, whatever it claims: poll, with a new EXAMINE each time


def wait_for_news(session: ImapSession, folder: str, seconds: float, stop: Event) -> News:
    """Wait until messages come to this folder or go, `seconds` pass, or `stop` is raised.

    The folder stays open between two calls, so that the server announces whatever came between
    them. Where it was not open yet, it is opened, and that counts as NEWS: nobody announces what
    came before. Raises ConnectionLost, unless there were news: then the next call raises it.
    """
    if session.folder != folder:
        session.examine(folder)
        return News.NEWS
    if session.heard_meanwhile():
        return News.NEWS
    if not session.idles:
        return News.UNSUPPORTED
    with session.asking("IDLE"):
        return _Idling(session).wait(seconds, stop)


class _Idling:
    """One IDLE from its begin to its end."""

    def __init__(self, session: ImapSession) -> None:
        self._session = session
        self._wire = session.wire
        self._heard = False
        self._ended = False

    def wait(self, seconds: float, stop: Event) -> News:
        """The whole of it. A connection that dies after the news does not take them along."""
        try:
            self._wire.send(_TAG + b" IDLE\r\n")
            if self._begun():
                self._listen(seconds, stop)
                self._done()
        except (imaplib.IMAP4.abort, OSError):
            if not self._heard:
                raise
            self._session.kill()
        if self._heard:
            return News.NEWS
        return News.QUIET if self._session.idles else News.UNSUPPORTED

    def _begun(self) -> bool:
        """Whether the server says «+». News may stand before it: legal, and common on busy servers."""
        until = time.monotonic() + ANSWER_S
        while not self._ended:
            if self._line_before(until, "IDLE").startswith(b"+"):
                return True
        self._session.idles = False  # refused, or «OK» without ever having idled
        return False

    def _listen(self, seconds: float, stop: Event) -> None:
        until = time.monotonic() + seconds
        while not (self._heard or self._ended or stop.is_set()):
            left = until - time.monotonic()
            if left <= 0:
                return
            self._line(min(left, _SLICE_S))
        if self._ended and not self._heard:
            self._session.idles = False  # a server that ends each IDLE by itself would keep us spinning

    def _done(self) -> None:
        if not self._ended:
            self._wire.send(b"DONE\r\n")
        until = time.monotonic() + ANSWER_S
        while not self._ended:
            self._line_before(until, "DONE")

    def _line_before(self, until: float, asked: str) -> bytes:
        left = until - time.monotonic()
        line = self._line(left) if left > 0 else None
        if line is None:
            raise imaplib.IMAP4.abort(f"no answer to {asked} for {ANSWER_S:.0f} s")
        return line

    def _line(self, seconds: float) -> bytes | None:
        line = self._wire.line_within(seconds)
        if line is None:
            return None
        self._session.heard_at = time.monotonic()
        self._take_literal(line)
        if line.startswith(_TAG + b" "):
            self._ended = True
        elif line[:5].upper() == b"* BYE":
            raise imaplib.IMAP4.abort(line[2:].decode("utf-8", "replace"))
        elif line[:10].upper() == b"* VANISHED":
            self._heard = True
        elif count := _COUNT.match(line):
            self._count(int(count[1]), gone=count[2].upper() == b"EXPUNGE")
        return line

    def _count(self, number: int, *, gone: bool) -> None:
        """An EXISTS that repeats what we know is no news: some servers send one at each begin of an IDLE."""
        if gone:
            self._heard = True
            self._session.exists = max(self._session.exists - 1, -1)
        elif number != self._session.exists:
            self._heard = True
            self._session.exists = number

    def _take_literal(self, line: bytes) -> None:
        """Read over a literal that the line announces: no text of a mail is taken for news."""
        while announced := _LITERAL.search(line):
            self._wire.read(int(announced[1]))
            line = self._wire.readline().rstrip(b"\r\n")

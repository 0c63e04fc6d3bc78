"""A mailbox in, a call for each time that something may have come to INBOX out.

One thread, one connection, nothing but IDLE and SEARCH. What it says is a hint that saves time;
whoever is called looks for himself, on his own connection.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from random import SystemRandom

import structlog

from relanced.edge.backoff import Backoff
from relanced.edge.bearer import Credential
from relanced.edge.idle import News, wait_for_news
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import LoginRefused
from relanced.edge.settings import ImapSettings
from relanced.edge.wire import Lifeline

FOLDER = "INBOX"
CYCLE_S = 300.0  # the longest IDLE: a push that never comes costs no more than this
POLL_S = 60.0  # between two looks where the server does not IDLE
STANDS_S = 60.0  # a connection that held for so long was a good one, however it ends
PAUSE_S = 1.0  # between two calls in the long run, whatever a server that has lost its head announces
BURST = 5  # calls without that pause: the answers of a busy minute
_CLOSE_S = 3.0
_RANDOM = SystemRandom()

log = structlog.get_logger()


class Watcher:
    """Watches INBOX until closed, through every failure.

    `heartbeat` is the time.monotonic() at which the server last answered. The one who started it
    calls kill() when that grows old (15 minutes): the connection is cut and made anew.
    """

    def __init__(
        self,
        settings: ImapSettings,
        password: Callable[[], Credential],
        on_news: Callable[[], None],
        *,
        backoff: Backoff | None = None,
        cycle_s: float = CYCLE_S,
        poll_s: float = POLL_S,
    ) -> None:
        self.heartbeat = time.monotonic()
        self._settings = settings
        self._password = password
        self._on_news = on_news
        self._backoff = backoff or Backoff()
        self._cycle_s = cycle_s
        self._poll_s = poll_s
        self._stop = threading.Event()
        self._lifeline = Lifeline()
        self._ended: Future[None] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told_at: deque[float] = deque(maxlen=BURST)
        self._log = log.bind(account=settings.user, host=settings.host)

    @property
    def next_try_in(self) -> float:
        """Seconds until a connection is tried again; 0 while there is one, or now."""
        return self._backoff.wait_s

    def start(self) -> None:
        """Begin to watch, once; `on_news` is called in the running loop, first when the connection stands."""
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._watch, name=f"watch {self._settings.user}", daemon=True).start()

    def kill(self) -> None:
        """Cut the connection; a new one follows after the usual wait."""
        self._lifeline.cut()

    async def close(self) -> None:
        """Log out and end the thread; what hangs is cut off after 3 seconds."""
        self._stop.set()
        if self._loop is None:
            return
        ended = asyncio.wrap_future(self._ended)
        await asyncio.wait({ended}, timeout=_CLOSE_S)
        if not ended.done():
            self._lifeline.cut()
            await asyncio.wait({ended}, timeout=1)

    # From here on: in the thread.

    def _watch(self) -> None:
        while not self._stop.wait(self._backoff.wait_s):
            begun = time.monotonic()
            try:
                self._follow()
            except Exception as trouble:  # noqa: BLE001 - a watcher that dies is a mailbox that nobody watches
                if (
                    time.monotonic() - begun > STANDS_S
                ):  # a router that drops what is silent: no failing server
                    self._backoff.worked()
                self._backoff.failed(trouble)
                event = "watch_login_refused" if isinstance(trouble, LoginRefused) else "watch_lost"
                self._log.warning(event, why=str(trouble), next_try_in=round(self._backoff.wait_s))
        self._ended.set_result(None)

    def _follow(self) -> None:
        """One connection from its login to its end."""
        self._lifeline = Lifeline()
        session = ImapSession.connect(self._settings, self._password(), lifeline=self._lifeline)
        self._log.info("watch_connected")
        try:
            look = _Look(session)
            self.heartbeat = session.heard_at
            self._tell()  # whatever came while nobody watched
            while not self._stop.is_set():
                self._wait(session, look)
                self.heartbeat = session.heard_at
        finally:
            session.close()

    def _wait(self, session: ImapSession, look: "_Look") -> None:
        news = wait_for_news(session, FOLDER, self._cycle_s * _RANDOM.uniform(0.8, 1), self._stop)
        if news is News.UNSUPPORTED:
            self._stop.wait(self._poll_s)
        if news is News.NEWS or (not self._stop.is_set() and look.shows_change()):
            self._tell()
        self._backoff.worked()  # not before a wait has ended well: some servers let in and then hang up

    def _tell(self) -> None:
        if len(self._told_at) == BURST:
            self._stop.wait(max(0.0, self._told_at[0] + BURST * PAUSE_S - time.monotonic()))
        self._told_at.append(time.monotonic())
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._on_news)


class _Look:
    """Asks the server itself, for pushes get lost: Microsoft 365 falls silent after an hour or two.

    With a new EXAMINE each time: Exchange 2007 shows new mail only then (smiley22/S22.Imap#31).
    """

    def __init__(self, session: ImapSession) -> None:
        self._session = session
        self._known, self._highest = self._opened()

    def shows_change(self) -> bool:
        """Whether the folder is another than at the last look; news that were pushed show once more."""
        before = self._known
        self._known, last = self._opened()
        if self._known != before:
            self._highest = last
            return True
        fresh = self._session.uids_after(self._highest)
        self._highest = max(fresh, default=self._highest)
        return bool(fresh)

    def _opened(self) -> tuple[tuple[int | None, int], int]:
        state = self._session.examine(FOLDER)
        return (state.uidvalidity, state.exists), (state.uidnext or 1) - 1

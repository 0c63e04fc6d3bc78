"""Work to be done on a mailbox in, its results out: one thread that owns one IMAP connection.

The library blocks, so it lives in a thread of its own. Not in asyncio's default executor: six
waiting threads would fill that on two cores, and DNS and SMTP would stand still.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog

from relanced.edge.backoff import Backoff, LoginPause
from relanced.edge.bearer import Credential
from relanced.edge.credentials import SignInNeeded
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble, LoginRefused, Unreachable
from relanced.edge.settings import ImapSettings
from relanced.edge.wire import Lifeline

T = TypeVar("T")

STALE_S = 30.0  # a connection unused for longer is asked whether it still lives
_CLOSE_S = 6.0

log = structlog.get_logger()


class _Job:
    """One piece of work on its way to the thread and back."""

    def __init__(self, work: Callable[[ImapSession], Any]) -> None:
        self.work = work
        self.answer: Future[Any] = Future()
        self.given_up = False


class MailboxThread:
    """A mailbox for the asyncio loop. It connects when there is work, and keeps the connection."""

    def __init__(
        self, settings: ImapSettings, password: Callable[[], Credential], *, backoff: Backoff | None = None
    ) -> None:
        self.heartbeat = time.monotonic()  # when work last succeeded
        self._settings = settings
        self._password = password
        self._backoff = backoff or Backoff()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._turn = asyncio.Lock()
        self._lock = threading.Lock()  # guards _lifeline and _Job.given_up
        self._lifeline = Lifeline()
        self._session: ImapSession | None = None
        self._why = ""  # of the last failure
        self._refused = False
        self._thread: threading.Thread | None = None
        self._ended: Future[None] = Future()
        self._closed = False
        self._log = log.bind(account=settings.user, host=settings.host)

    @property
    def next_try_in(self) -> float:
        """Seconds until a connection will be tried again; until then run() fails at once. 0: now."""
        return self._backoff.wait_s if self._session is None else 0.0

    @property
    def login(self) -> LoginPause:
        """The pause after a refused password, for every other connection to this account."""
        return self._backoff.login

    async def run(self, work: Callable[[ImapSession], T], deadline: float) -> T:
        """Do this work in the thread and give its result; one piece of work at a time.

        Work must use up what is lazy (listed()) before it returns. Raises what the work raises,
        and ConnectionLost when connecting and working take more than `deadline` seconds: the
        connection is cut then, and what was asked may or may not have happened. Nothing is tried
        twice. Raises Unreachable or LoginRefused without an attempt while `next_try_in` > 0.
        """
        async with self._turn:
            if self._closed:
                raise ConnectionLost(f"{self._settings.user}: this mailbox has been closed")
            self._start()
            job = _Job(work)
            self._jobs.put(job)
            answer: asyncio.Future[T] = asyncio.wrap_future(job.answer)
            try:
                await asyncio.wait({answer}, timeout=deadline)
                if not answer.done():
                    raise ConnectionLost(
                        f"{self._settings.user} at {self._settings.host}: not done in {deadline:g} s; cut off"
                    )
                return answer.result()
            finally:
                if not answer.done():  # too late, or nobody waits for it any more
                    self._give_up(job)
                    answer.cancel()

    async def close(self) -> None:
        """Log out, close the connection and end the thread; work still running is cut off after 6 seconds."""
        if self._closed:
            return
        self._closed = True
        if self._thread is None:
            return
        self._jobs.put(None)
        ended = asyncio.wrap_future(self._ended)
        await asyncio.wait({ended}, timeout=_CLOSE_S)
        if not ended.done():
            with self._lock:
                self._lifeline.cut()
            await asyncio.wait({ended}, timeout=1)

    def _give_up(self, job: _Job) -> None:
        with self._lock:
            job.given_up = True
            if not job.answer.cancel():  # it has begun
                self._lifeline.cut()

    def _start(self) -> None:
        if self._thread is None:
            name = f"imap {self._settings.user}"
            self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
            self._thread.start()

    # From here on: in the thread.

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.answer.set_running_or_notify_cancel():
                self._do(job)
        self._drop()
        self._ended.set_result(None)

    def _do(self, job: _Job) -> None:
        self._drop_if_dead()
        if self.next_try_in > 0:
            job.answer.set_exception(self._not_yet())
            return
        try:
            session = self._session or self._connect(job)
            result = job.work(session)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the one who waits for it
            self._look_after(error)
            job.answer.set_exception(error)
            return
        self._backoff.worked()
        self.heartbeat = time.monotonic()
        job.answer.set_result(result)

    def _connect(self, job: _Job) -> ImapSession:
        with self._lock:
            self._lifeline = Lifeline()
            if job.given_up:
                self._lifeline.cut()
        self._session = ImapSession.connect(self._settings, self._password(), lifeline=self._lifeline)
        self._log.info("imap_connected")
        return self._session

    def _look_after(self, error: BaseException) -> None:
        """A failure of the connection is counted; work that fails on a good one is not.

        A server that wants to be left alone, or lets in and then refuses everything, stands as well.
        """
        trouble = error if isinstance(error, Exception) else ConnectionLost(type(error).__name__)
        if self._session is not None and self._session.alive:
            if not isinstance(trouble, ImapTrouble):
                return
            if not trouble.needs_new_connection and not trouble.suggested_wait_s:
                return
        self._drop()
        if isinstance(trouble, SignInNeeded):  # no server was asked: none needs to be left alone
            return
        self._why, self._refused = str(trouble), isinstance(trouble, LoginRefused)
        self._backoff.failed(trouble)
        event = "imap_login_refused" if self._refused else "imap_lost"
        self._log.warning(event, why=self._why, next_try_in=round(self._backoff.wait_s))

    def _not_yet(self) -> ImapTrouble:
        refused, why = self.login.left_s > 0, self._why
        if refused and not self._refused:  # it was another connection's
            why = f"{self._settings.user} at {self._settings.host}: the server refused the password"
        kind = LoginRefused if refused else Unreachable
        return kind(f"{why} (not tried again for {self._backoff.wait_s:.0f} s)")

    def _drop_if_dead(self) -> None:
        """Servers end idle connections without a word that anybody hears: found out before the work."""
        session = self._session
        if session is None:
            return
        if session.alive and time.monotonic() - session.heard_at > STALE_S:
            with suppress(ImapTrouble):
                session.noop()
        if not session.alive:
            self._drop()

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

"""Failures in, how long to leave a server alone out. Reconnecting often is itself throttled."""

import time
from random import SystemRandom

from relanced.edge.credentials import SignInNeeded
from relanced.edge.imap_errors import ImapTrouble, LoginRefused

LOGIN_PAUSE_S = 15 * 60.0  # a wrong password tried again and again locks the account
SIGN_IN_LOOK_S = 15.0  # between two looks whether the owner has signed in
_RANDOM = SystemRandom()


class LoginPause:
    """One for all connections to one account: what one of them was refused, the others do not try."""

    def __init__(self) -> None:
        self._until = 0.0  # time.monotonic()

    @property
    def left_s(self) -> float:
        """Seconds until a login may be tried again; 0 when it may be now."""
        return max(0.0, self._until - time.monotonic())

    def begin(self) -> None:
        """The server has just refused the password."""
        self._until = time.monotonic() + LOGIN_PAUSE_S

    def end(self) -> None:
        """Another process was let in: try now."""
        self._until = 0.0


class Backoff:
    """Waits 5 s after the first failure, twice as long after each further one, up to 15 minutes.

    With jitter, so that a thousand mailboxes do not come back in one second. Written by one
    thread; `wait_s` may be read by any.
    """

    def __init__(
        self, first_s: float = 5.0, cap_s: float = 15 * 60.0, *, login: LoginPause | None = None
    ) -> None:
        self.login = login or LoginPause()
        self._first_s = first_s
        self._cap_s = cap_s
        self._failures = 0
        self._not_before = 0.0  # time.monotonic()

    @property
    def wait_s(self) -> float:
        """Seconds until the next attempt; 0 when it may be made now."""
        return max(0.0, self._not_before - time.monotonic(), self.login.left_s)

    def failed(self, trouble: Exception) -> None:
        """Take note of a failure. What the server itself asks for is never undercut.

        While the owner has to sign in, no server is asked: the file is looked at now and then.
        """
        if isinstance(trouble, SignInNeeded):
            self._not_before = time.monotonic() + SIGN_IN_LOOK_S
            return
        wait = self._first_s * 2 ** min(self._failures, 20) * _RANDOM.uniform(1, 1.5)
        wait = min(self._cap_s, wait)
        if isinstance(trouble, LoginRefused):
            self.login.begin()
        if isinstance(trouble, ImapTrouble):
            wait = max(wait, trouble.suggested_wait_s)
        self._failures += 1
        self._not_before = time.monotonic() + wait

    def worked(self) -> None:
        """The server has done something useful: the next failure is a first one again."""
        self._failures = 0
        self._not_before = 0.0

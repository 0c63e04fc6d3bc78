"""What can go wrong with a mailbox, as typed exceptions. Nothing in, nothing out: words only.

Each message says what was asked, where, and what the server said; none ever holds a password.
"""

import re

_SUGGESTED_WAIT = re.compile(r"Suggested Backoff Time: (\d{1,9}) milliseconds", re.IGNORECASE)
_LONGEST_WAIT_S = 3600.0  # of what a server may ask for
# Microsoft 365 lets in an account that has too many connections, and then refuses every command.
_USELESS = re.compile(r"authenticated but not connected|session (?:has )?expired", re.IGNORECASE)


class ImapTrouble(Exception):  # noqa: N818 - trouble is expected: a word of the trade, not a programming error
    """Any trouble with a mailbox; catch this one where the kind does not matter."""

    @property
    def suggested_wait_s(self) -> float:
        """Seconds that the server asks to be left alone (Microsoft 365 says so in words), else 0."""
        found = _SUGGESTED_WAIT.search(str(self))
        return min(int(found[1]) / 1000, _LONGEST_WAIT_S) if found else 0.0

    @property
    def needs_new_connection(self) -> bool:
        """Whether this connection will answer nothing else any more, though it still stands."""
        return _USELESS.search(str(self)) is not None


class Unreachable(ImapTrouble):
    """No usable connection came about: name, network, certificate, greeting, or talk in clear refused."""


class LoginRefused(ImapTrouble):
    """The server does not accept this user and password. Trying again soon may lock the account."""


class ConnectionLost(ImapTrouble):
    """A connection is gone, or was cut because it took too long. What was asked may have happened."""


class ServerRefused(ImapTrouble):
    """The server understood and said NO or BAD; the connection is still good."""


class MessageMissing(ImapTrouble):
    """The server listed this message and does not hand it out, or it has gone meanwhile."""

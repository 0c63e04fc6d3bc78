"""A token in, whom a browser is known as out: links for once, cookies, and proof against forged forms.

Nothing of this is stored: what a browser carries is signed, and a new token makes all of it void.
"""

import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from hashlib import sha256

COOKIE = "relanced"
LASTS_S = 30 * 24 * 3600  # a browser is asked for the token once in a month
LEAST_TOKEN = 16  # characters of a token that the owner chose
TRIES, WINDOW_S = 10, 60.0  # wrong tokens in a minute, from anybody: then nobody is let in for the rest of it


class WeakToken(Exception):  # noqa: N818 - says what is wrong; it is told to people
    """The owner's token could be guessed."""


@dataclass(slots=True)
class Doorkeeper:
    """Who may come in. `token` is the owner's; None: only links for once lead in, until the process ends."""

    token: str | None = field(default=None, repr=False)
    _secret: bytes = field(init=False, repr=False)
    _link: str = field(default="", init=False, repr=False)
    _wrong: deque[float] = field(default_factory=lambda: deque(maxlen=TRIES), init=False)

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < LEAST_TOKEN:
            raise WeakToken(f"[web] token: it is shorter than {LEAST_TOKEN} characters")
        own = self.token.encode() if self.token is not None else secrets.token_bytes(32)
        self._secret = hmac.digest(own, b"relanced web session v1", sha256)

    def new_link(self) -> str:
        """A token that lets one browser in, once; the one before it is void."""
        self._link = secrets.token_urlsafe(32)
        return self._link

    def is_link(self, given: str) -> bool:
        """Whether this is the link's token; it is void from then on."""
        if not self._link or not hmac.compare_digest(given.encode(), self._link.encode()):
            return False
        self._link = ""
        return True

    def is_token(self, given: str) -> bool:
        """Whether this is the owner's token."""
        return self.token is not None and hmac.compare_digest(given.strip().encode(), self.token.encode())

    def is_closed(self, at: float) -> bool:
        """Whether too many wrong tokens were tried lately; `at` in seconds that only grow."""
        return len(self._wrong) == TRIES and at - self._wrong[0] < WINDOW_S

    def was_wrong(self, at: float) -> None:
        """A token was wrong."""
        self._wrong.append(at)

    def cookie(self, now: float) -> str:
        """What a browser that was let in carries; `now` in seconds since 1970."""
        said = f"{int(now) + LASTS_S}.{secrets.token_urlsafe(12)}"
        return f"{said}.{self._sign('cookie', said)}"

    def session(self, cookie: str, now: float) -> str | None:
        """The session of a cookie, or None: forged, or too old."""
        said, _, signature = cookie.rpartition(".")
        ends, _, _ = said.partition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._sign("cookie", said).encode())
        return said if is_ours and ends.isdecimal() and int(ends) >= now else None

    def form_proof(self, session: str) -> str:
        """What a form of ours carries, and nobody else's can."""
        return self._sign("form", session)

    def is_proof(self, given: str, session: str) -> bool:
        """Whether a form was made for this session."""
        return hmac.compare_digest(given.encode(), self.form_proof(session).encode())

    def _sign(self, purpose: str, said: str) -> str:
        return hmac.new(self._secret, f"{purpose}|{said}".encode(), sha256).hexdigest()

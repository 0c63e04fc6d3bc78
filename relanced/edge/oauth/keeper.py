"""A sign-in in, an access token that is good for some minutes out: one request for however many ask at once.

At once: threads of this process wait for each other, and so do processes (the service, a command), who
find what the first of them got in the file that they share.
"""

import threading
import time
from collections import deque
from dataclasses import replace
from random import SystemRandom

import structlog

from relanced.edge.bearer import Bearer
from relanced.edge.credentials import SecretUnavailable, SignInAway, SignInNeeded
from relanced.edge.hidden import hide_no_more, keep_hidden
from relanced.edge.oauth.asking import NoAnswer, ask
from relanced.edge.oauth.protocol import Application, Grant, granted
from relanced.edge.oauth.says import LOGIN, Refusal
from relanced.edge.oauth.standing import needed, standing
from relanced.edge.oauth.token_file import Tokens, TokensUnusable, locked, read_tokens, write_tokens
from relanced.edge.settings import SignIn

AHEAD_S = 300.0  # a token that ends sooner is renewed: a connection made with it should outlive its login
WRONG_PAUSE_S = 15 * 60.0  # after «no» for a reason that lies in the configuration
_FIRST_S, _LONGEST_S = 2.0, 15 * 60.0  # between two questions that were not answered
_REMEMBERED = 4  # secrets of before that are still hidden: the last two access and refresh tokens
_RANDOM = SystemRandom()

log = structlog.get_logger()


def bearer(sign_in: SignIn) -> Bearer:
    """A token for this mailbox, asked for only where the one at hand ends soon. Blocks, half a minute at most.

    Raises SignInNeeded, SignInAway, and SecretUnavailable where [oauth] client_secret cannot be read.
    """
    return _keeper_of(sign_in).bearer()


class _Keeper:
    """The tokens of one mailbox in this process."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in
        self._lock = threading.Lock()
        self._unsaved: Tokens | None = None  # newer than the file, which could not be written
        self._failures = 0
        self._not_before = 0.0  # time.monotonic()
        self._why: SecretUnavailable | None = None  # of the last failure
        self._failed_with = ""  # the refresh token then
        self._hidden: deque[str] = deque()

    def bearer(self) -> Bearer:
        with self._lock:
            tokens, is_new = self._good(refused="")
        return Bearer(tokens.access_token, None if is_new else lambda: self._renewed(tokens.access_token))

    def _renewed(self, refused: str) -> Bearer:
        """Another token, for a server does not take this one; whoever else was faster has got it already."""
        with self._lock:
            return Bearer(self._good(refused=refused)[0].access_token)

    def _good(self, refused: str) -> tuple[Tokens, bool]:
        """Tokens with an access token that may be used, and whether it was got just now."""
        found = self._at_hand(refused)
        if found is not None:
            return found, False
        try:
            with locked(self._sign_in.tokens):
                if self._unsaved is not None and self._kept() is self._unsaved:
                    self._save(self._unsaved)
                found = self._at_hand(refused)  # another process may have been faster
                return (found, False) if found is not None else self._refreshed(refused)
        except TokensUnusable as error:
            raise SignInAway(f"{error}; nothing is read or sent meanwhile") from None

    def _at_hand(self, refused: str) -> Tokens | None:
        """The tokens, where they may be used as they are. Raises SignInNeeded where only a person can go on."""
        tokens = self._kept()
        return tokens if tokens.access_token != refused and _lasts(tokens, AHEAD_S) else None

    def _kept(self) -> Tokens:
        """What the file has, or what is newer and could not be written. Raises SignInNeeded."""
        try:
            tokens = read_tokens(self._sign_in.tokens)
        except TokensUnusable as error:
            raise SignInNeeded(f"{error}; mend that, or run {LOGIN}") from None
        unsaved = self._unsaved
        if unsaved is not None and (tokens is None or tokens.obtained_at < unsaved.obtained_at):
            tokens = unsaved
        tokens = standing(self._sign_in, tokens)
        self._hide(tokens)
        return tokens

    def _refreshed(self, refused: str) -> tuple[Tokens, bool]:
        tokens = self._kept()
        try:
            self._wait_out(tokens)
            application = Application(self._sign_in)
            grant = granted(ask(application.at.token, application.refresh_form(tokens.refresh_token)))
        except Refusal as refusal:
            raise self._noted(tokens, refusal) from None
        except NoAnswer as error:
            trouble = SignInAway(f"no token from {self._sign_in.provider.value.title()}: {error}")
            self._failed(tokens, trouble, error.wait_s)
            return self._old(tokens, refused, trouble)
        except SignInAway as error:
            return self._old(tokens, refused, error)
        self._failures, self._not_before = 0, 0.0
        fresh = _with(tokens, grant)
        self._hide(fresh)
        self._save(fresh)  # before it is used: whoever rotates may take the old one no more
        return fresh, True

    def _old(self, tokens: Tokens, refused: str, trouble: SignInAway) -> tuple[Tokens, bool]:
        """The token at hand to its very end, where no other can be had."""
        if tokens.access_token != refused and _lasts(tokens, 0):
            return tokens, False
        raise trouble

    def _save(self, tokens: Tokens) -> None:
        try:
            write_tokens(self._sign_in.tokens, tokens)
            self._unsaved = None
        except TokensUnusable as error:
            self._unsaved = tokens
            what = f"they live in memory until it can be written; if relanced ends before, run {LOGIN}"
            log.error("tokens_not_saved", why=str(error), what=what)

    def _noted(self, tokens: Tokens, refusal: Refusal) -> SignInNeeded:
        """Write down that this sign-in is over, so that no process asks again; or wait, where [oauth] is wrong."""
        why = refusal.in_words(self._sign_in.provider)
        if refusal.is_over:
            self._save(replace(tokens, access_token="", refused=why, refused_at=time.time()))
            log.error("sign_in_over", why=why, what=f"nothing is read or sent until {LOGIN} was run")
            return SignInNeeded(needed(self._sign_in, why))
        trouble = SignInNeeded(f"{self._sign_in.user}: {why}; nothing is read or sent until then")
        self._failed(tokens, trouble, WRONG_PAUSE_S)
        return trouble

    def _failed(self, tokens: Tokens, why: SecretUnavailable, wait_s: float) -> None:
        wait = min(_LONGEST_S, _FIRST_S * 2 ** min(self._failures, 20)) * _RANDOM.uniform(1, 1.5)
        self._failures += 1
        self._not_before = time.monotonic() + min(max(wait, wait_s), _LONGEST_S)
        self._why, self._failed_with = why, tokens.refresh_token
        log.warning("no_token", why=str(why), next_try_s=round(self._not_before - time.monotonic()))

    def _wait_out(self, tokens: Tokens) -> None:
        """Raise the last failure again while its pause lasts; a new sign-in ends it."""
        if self._why is not None and tokens.refresh_token == self._failed_with:
            left = self._not_before - time.monotonic()
            if left > 0:
                raise type(self._why)(str(self._why))

    def _hide(self, tokens: Tokens) -> None:
        """Keep the newest secrets out of every log, and let go of those that open nothing any more."""
        for secret in filter(None, (tokens.access_token, tokens.refresh_token)):
            if secret in self._hidden:
                self._hidden.remove(secret)
            else:
                keep_hidden(secret)
            self._hidden.append(secret)
        while len(self._hidden) > _REMEMBERED:
            hide_no_more(self._hidden.popleft())


def _lasts(tokens: Tokens, ahead_s: float) -> bool:
    """Whether the access token is good for so long; one from the future was got before the clock was set back."""
    now = time.time()
    ahead = min(ahead_s, (tokens.expires_at - tokens.obtained_at) / 5)
    return bool(tokens.access_token) and tokens.obtained_at <= now < tokens.expires_at - ahead


def _with(tokens: Tokens, grant: Grant) -> Tokens:
    return replace(
        tokens,
        access_token=grant.access_token,
        refresh_token=grant.refresh_token or tokens.refresh_token,
        obtained_at=grant.obtained_at,
        expires_at=grant.expires_at,
    )


_keepers: dict[SignIn, _Keeper] = {}
_making = threading.Lock()


def _keeper_of(sign_in: SignIn) -> _Keeper:
    """The one of this process; one a mailbox and application, however often a configuration is read again."""
    with _making:
        return _keepers.setdefault(sign_in, _Keeper(sign_in))

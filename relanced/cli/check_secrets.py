"""Settings in, the secrets that open the servers out, and what can be said of each; none is ever shown."""

from dataclasses import dataclass
from datetime import UTC, datetime

from relanced.cli.finding import Finding, note
from relanced.daemon.office import signing_key
from relanced.edge.bearer import Credential
from relanced.edge.credentials import SecretUnavailable, read_login
from relanced.edge.oauth.token_file import TokensUnusable, read_tokens
from relanced.edge.settings import FromCommand, FromCredential, LoginWith, Settings, SignIn
from relanced.model.rules import Mode


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens a server, or why that could not be had."""

    credential: Credential | None
    findings: tuple[Finding, ...]


def open_mailbox(settings: Settings) -> Opened:
    """The mailbox's password or token. A command that prints it is run, a token renewed: once."""
    return _open(settings.imap.password, "mailbox", "password")


def open_server(settings: Settings, mailbox: Opened) -> Opened:
    """The mail server's; where it is the mailbox's as well, nobody is asked twice."""
    if not settings.smtp.login:
        return Opened("", ())
    if settings.smtp.password == settings.imap.password:
        return Opened(mailbox.credential, ())
    return _open(settings.smtp.password, "mail server", "SMTP password")


def _open(login: LoginWith, what: str, called: str) -> Opened:
    try:
        credential = read_login(login)
    except SecretUnavailable as error:
        kind = "sign-in" if isinstance(login, SignIn) else "password"
        return Opened(None, (Finding(f"{what} {kind}", ok=False, says=str(error)),))
    if isinstance(login, SignIn):
        return Opened(credential, (_sign_in(login),))
    where = "a systemd credential" if isinstance(login, FromCredential) else "a file of yours"
    where = "a command" if isinstance(login, FromCommand) else where
    return Opened(credential, (Finding(called, ok=True, says=f"readable, from {where}"),))


def _sign_in(login: SignIn) -> Finding:
    """A token that is good now; since when, as far as its file tells."""
    try:
        tokens = read_tokens(login.tokens)
    except TokensUnusable as error:
        return Finding("sign-in", ok=False, says=str(error))
    since = tokens.signed_in_at if tokens is not None else 0.0
    day = f", since {datetime.fromtimestamp(since, UTC):%Y-%m-%d}" if since else ""
    return Finding(
        "sign-in", ok=True, says=f"{login.user} with {login.provider.value}{day}; renewed by itself"
    )


def signing_key_found(settings: Settings) -> Finding:
    """Whether letters and notes can be signed."""
    if settings.key is None:
        mode = settings.rules.mode
        says = "none; enough to observe, needed before mode «draft» or «send», and for «relanced pause» and its like"
        do = "write «key = …» under the [trust] that is there already; without one, begin it"
        if mode is Mode.OBSERVE:
            return note("signing key", says, do, before_send=True)
        return Finding("signing key", ok=False, says=says, do=do)
    try:
        signing_key(settings)
    except SecretUnavailable as error:
        return Finding("signing key", ok=False, says=str(error))
    return Finding("signing key", ok=True, says="readable")


def key_or_none(settings: Settings) -> bytes | None:
    """The key, where it can be had; what is wrong with it is told elsewhere."""
    try:
        return signing_key(settings)
    except SecretUnavailable:
        return None

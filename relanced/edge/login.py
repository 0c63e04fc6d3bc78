"""A connection, a user and a password or a token in; a logged-in connection out, or the reason why not."""

import imaplib
import re
from collections.abc import Callable, Iterator

from imapclient import IMAPClient

from relanced.edge.bearer import OAUTHBEARER, XOAUTH2, Bearer, Credential, first_words, last_words, secret_of
from relanced.edge.hidden import hide
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble, LoginRefused, ServerRefused
from relanced.edge.wire import wire_of

# RFC 5530: the password may well be right, the server cannot tell now. Dovecot says UNAVAILABLE too
# when one address has too many connections.
_NOT_NOW = re.compile(
    r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|THROTTLED)\b"
    r"|too many (?:simultaneous )?connections|maximum number of connections",  # Gmail, Dovecot, Courier
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def log_in(client: IMAPClient, user: str, credential: Credential, where: str) -> None:
    """Log in by a token (XOAUTH2, OAUTHBEARER), else by PLAIN (RFC 4616: any letters), else by LOGIN (ASCII only).

    Not by the library's login(): that reports a connection lost on the way as a wrong password.
    Raises LoginRefused, ServerRefused (not now) or ConnectionLost; none of them, nor what they
    were raised from, holds the password or the token.
    """
    secret = secret_of(credential)
    wire = wire_of(client)
    if wire.state == "AUTH":  # PREAUTH: the server knows us already
        return
    if _CONTROLS.search(user + secret):
        raise LoginRefused(f"{where}: user name or password holds a control character; nothing was sent")
    trouble: ImapTrouble
    try:
        if isinstance(credential, Bearer):
            _token_login(client, user, credential)
        elif client.has_capability("AUTH=PLAIN"):
            wire.authenticate("PLAIN", lambda _: f"\0{user}\0{credential}".encode())
        else:
            _plain_login(client, user, credential)
    except (imaplib.IMAP4.abort, OSError) as error:
        goodbye = wire.untagged_responses.get("BYE") or [b""]  # says why, where the library says «EOF» alone
        words = goodbye[-1].decode("utf-8", "replace") if isinstance(goodbye[-1], bytes) else ""
        trouble = ConnectionLost(_said(where, OSError(words) if words else error, secret))
    except imaplib.IMAP4.error as error:
        kind = ServerRefused if _NOT_NOW.search(str(error)) else LoginRefused
        trouble = kind(_said(where, error, secret))
    except ValueError:  # a challenge that is not base64
        trouble = ConnectionLost(f"{where}: login: the server answers what is no SASL")
    else:
        return
    raise trouble


def _token_login(client: IMAPClient, user: str, bearer: Bearer) -> None:
    """The token goes when the server asks for it, not with the command: with some it is too long for a line."""
    wire = wire_of(client)
    offered = [each for each in (XOAUTH2, OAUTHBEARER) if client.has_capability(f"AUTH={each}")]
    if not offered:
        raise imaplib.IMAP4.error(
            'the server takes no tokens (neither XOAUTH2 nor OAUTHBEARER); set auth = "password" in [imap]'
        )
    turns = iter((first_words(offered[0], user, bearer, wire.host, wire.port), last_words(offered[0])))
    wire.authenticate(offered[0], _in_turn(turns))


def _in_turn(turns: Iterator[bytes]) -> Callable[[bytes], bytes | None]:
    """Each time the next; None, which gives up, for a server that never has enough."""
    return lambda _challenge: next(turns, None)


def _plain_login(client: IMAPClient, user: str, password: str) -> None:
    if client.has_capability("LOGINDISABLED"):
        raise imaplib.IMAP4.error('the server takes no passwords on this connection; set security = "tls"')
    if not (user + password).isascii():
        raise imaplib.IMAP4.error("the server offers no AUTH=PLAIN: user name and password must be ASCII")
    wire = wire_of(client)
    answer, data = wire.xatom("LOGIN", _quoted(user), _quoted(password))
    if answer != "OK":
        raise imaplib.IMAP4.error(data[-1].decode("utf-8", "replace"))
    wire.state = "AUTH"


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def _said(where: str, error: Exception, password: str) -> str:
    """What the server said, without the password should it have been echoed."""
    said = str(error) or type(error).__name__
    return f"{where}: login: {hide(said.replace(password, '…') if password else said)}"

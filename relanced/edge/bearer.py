"""A token in, what IMAP and SMTP are told in a password's place out (XOAUTH2; OAUTHBEARER, RFC 7628)."""

from collections.abc import Callable
from dataclasses import dataclass, field

XOAUTH2, OAUTHBEARER = "XOAUTH2", "OAUTHBEARER"


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token. `renew` gets another where this one was kept and may have grown old; None: it is new."""

    token: str = field(repr=False)
    renew: Callable[[], "Bearer"] | None = field(default=None, repr=False, compare=False)


Credential = str | Bearer  # a password, or a token


def secret_of(credential: Credential) -> str:
    """What must not be seen of it."""
    return credential.token if isinstance(credential, Bearer) else credential


def first_words(mechanism: str, user: str, bearer: Bearer, host: str, port: int) -> bytes:
    """The first and only message of the client, not yet in base64."""
    auth = f"auth=Bearer {bearer.token}"
    if mechanism == XOAUTH2:  # developers.google.com/workspace/gmail/imap/xoauth2-protocol
        return f"user={user}\1{auth}\1\1".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")  # saslname of RFC 5801
    return f"n,a={name},\1host={host}\1port={port:d}\1{auth}\1\1".encode()


def last_words(mechanism: str) -> bytes:
    """The answer to a challenge that says why the token is refused; only then comes the NO itself."""
    return b"" if mechanism == XOAUTH2 else b"\1"  # RFC 7628, section 3.2.3

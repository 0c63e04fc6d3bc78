"""Sign-ins with the scripted provider, and tokens of theirs on the disk."""

from pathlib import Path

from servers.scripted_oauth import ScriptedOAuth

from relanced.edge.oauth.keeper import bearer
from relanced.edge.oauth.token_file import Tokens, keep_tokens, read_tokens
from relanced.edge.settings import Provider, SignIn

USER = "facturation@firm.example"


def sign_in_to(oauth: ScriptedOAuth, folder: Path, **changed: object) -> SignIn:
    given: dict[str, object] = {
        "provider": Provider.MICROSOFT,
        "user": USER,
        "client_id": "client-of-the-tests",
        "client_secret": None,
        "tenant": "common",
        "tokens": folder / "tokens" / "microsoft.json",
        "server": oauth.url,
    }
    return SignIn(**(given | changed))  # type: ignore[arg-type]  # a test's changes come by name


def signed_in(oauth: ScriptedOAuth, sign_in: SignIn, **changed: object) -> Tokens:
    """Tokens as a login leaves them, but for an access token."""
    given: dict[str, object] = {
        "client_id": sign_in.client_id,
        "user": sign_in.user,
        "refresh_token": changed.pop("refresh_token", None) or oauth.issue(),
        "signed_in_at": 1.0,
    }
    tokens = Tokens(**(given | changed))  # type: ignore[arg-type]  # as above
    keep_tokens(sign_in.tokens, tokens)
    return tokens


def kept(sign_in: SignIn) -> Tokens:
    tokens = read_tokens(sign_in.tokens)
    assert tokens is not None
    return tokens


def token_of(sign_in: SignIn) -> str:
    return bearer(sign_in).token

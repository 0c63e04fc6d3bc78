"""What is asked of a provider as forms, and what it grants as values: the one module that knows oauthlib."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from oauthlib.oauth2 import (  # type: ignore[import-untyped]  # it ships no types
    DeviceClient,
    OAuth2Error,
    WebApplicationClient,
)

from relanced.edge.credentials import read_secret
from relanced.edge.hidden import keep_hidden
from relanced.edge.oauth.asking import NoAnswer
from relanced.edge.oauth.endpoints import Endpoints, endpoints
from relanced.edge.settings import Provider, SignIn

_USUAL_LIFE_S = 3600.0  # of an access token, where the provider does not say
_LONGEST_LIFE_S = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a provider handed out. `refresh_token` "": none, the old one goes on."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    obtained_at: float  # seconds since 1970
    expires_at: float
    scope: str  # "": as asked


class Application:
    """The owner's application, as its provider knows it. Raises SecretUnavailable where its secret cannot be had."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in
        self.at: Endpoints = endpoints(sign_in)
        secret = read_secret(sign_in.client_secret) if sign_in.client_secret else None
        self._more = {"client_secret": secret} if secret else {}

    def device_form(self) -> str:
        """Asks for a code that a person types in elsewhere (RFC 8628, section 3.1)."""
        return urlencode({"client_id": self.sign_in.client_id, "scope": " ".join(self.at.scopes)})

    def poll_form(self, device_code: str) -> str:
        """Asks whether he has (RFC 8628, section 3.4)."""
        client = DeviceClient(self.sign_in.client_id)
        return str(client.prepare_request_body(device_code, include_client_id=True, **self._more))

    def refresh_form(self, refresh_token: str) -> str:
        """Asks for an access token (RFC 6749, section 6)."""
        client = WebApplicationClient(self.sign_in.client_id)
        ours = {"client_id": self.sign_in.client_id, "include_client_id": True, **self._more}
        return str(client.prepare_refresh_body(refresh_token=refresh_token, scope=self._scopes, **ours))

    def address(self, redirect: str, state: str, verifier: str) -> str:
        """Where a browser signs in (RFC 6749, section 4.1.1, with PKCE, RFC 7636)."""
        client = WebApplicationClient(self.sign_in.client_id)
        more = {"login_hint": self.sign_in.user}
        if self.sign_in.provider is Provider.GOOGLE:
            more |= {"access_type": "offline", "prompt": "consent"}  # else it gives no refresh token
        # oauthlib takes no http, not even to this machine, where the tests' server is.
        secure = self.at.authorize.replace("http://", "https://", 1)
        made = client.prepare_request_uri(
            secure,
            redirect_uri=redirect,
            scope=self._scopes,
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            **more,
        )
        return self.at.authorize + str(made).removeprefix(secure)

    def redeem_form(self, code: str, redirect: str, verifier: str) -> str:
        """Asks for tokens in return for what the browser brought (RFC 6749, section 4.1.3)."""
        client = WebApplicationClient(self.sign_in.client_id)
        made = client.prepare_request_body(
            code=code, redirect_uri=redirect, code_verifier=verifier, **self._more
        )
        return str(made)

    @property
    def _scopes(self) -> list[str]:
        return list(self.at.scopes)


def new_verifier() -> str:
    """A secret of one sign-in alone (RFC 7636, section 4.1)."""
    return str(WebApplicationClient("").create_code_verifier(64))


def granted(answer: Mapping[str, Any]) -> Grant:
    """The tokens of an answer, hidden from logs from now on. Raises NoAnswer where there are none."""
    now = time.time()
    try:
        token = WebApplicationClient("").parse_request_body_response(json.dumps(answer))
        access, refresh = token["access_token"], token.get("refresh_token") or ""
        life = float(token.get("expires_in") or _USUAL_LIFE_S)
        scope = answer.get("scope") or ""
    except (OAuth2Error, ValueError, TypeError, AttributeError, LookupError):
        raise NoAnswer("the provider's answer holds no token") from None
    if not _is_token(access) or not (refresh == "" or _is_token(refresh)) or not isinstance(scope, str):
        raise NoAnswer("the provider's answer holds no token that a header can carry")
    for secret in filter(None, (access, refresh)):
        keep_hidden(secret)
    life = min(max(life, 0.0), _LONGEST_LIFE_S)
    return Grant(
        access_token=access, refresh_token=refresh, obtained_at=now, expires_at=now + life, scope=scope
    )


def _is_token(given: object) -> bool:
    """Letters that IMAP and SMTP can carry, and nothing that would begin another line (RFC 6750, section 2.1)."""
    return (
        isinstance(given, str) and 0 < len(given) < 100_000 and all("!" <= letter <= "~" for letter in given)
    )

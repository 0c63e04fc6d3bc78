"""What a person does in a browser in, the tokens of a new sign-in out: by a code, or by a page on this machine."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from relanced.edge.hidden import keep_hidden
from relanced.edge.oauth.asking import NoAnswer, ask
from relanced.edge.oauth.endpoints import lacking
from relanced.edge.oauth.protocol import Application, Grant, granted, new_verifier
from relanced.edge.oauth.says import Refusal, plain
from relanced.edge.oauth.token_file import Tokens

BROWSER_S = 15 * 60.0  # for a person to sign in
_USUAL_INTERVAL_S, _SLOWER_S, _LONGEST_INTERVAL_S = 5.0, 5.0, 60.0  # RFC 8628, sections 3.2 and 3.5
_LONGEST_CODE_S = 3600.0
_LONGEST_PASTE = 20_000  # characters


class NotSignedIn(Exception):  # noqa: N818 - says what happened; it is told to people
    """No tokens came of it; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person must type in, and where; `device_code` is ours alone."""

    user_code: str
    address: str
    device_code: str
    interval_s: float
    ends_at: float  # time.monotonic()


def begin_device(application: Application) -> DeviceCode:
    """Ask for a code. Raises NotSignedIn."""
    begun = time.monotonic()
    answer = _asked(application, application.at.device, application.device_form())
    code, device = _text(answer, "user_code"), _text(answer, "device_code")
    address = _text(answer, "verification_uri") or _text(answer, "verification_url")
    if not (code and device and address):
        raise NotSignedIn("the provider's answer holds no code; try again later")
    keep_hidden(device)
    return DeviceCode(
        user_code=plain(code),
        address=plain(address),
        device_code=device,
        interval_s=min(_number(answer, "interval", _USUAL_INTERVAL_S), _LONGEST_INTERVAL_S),
        ends_at=begun + min(_number(answer, "expires_in", BROWSER_S), _LONGEST_CODE_S),
    )


def await_device(
    application: Application, code: DeviceCode, sleep: Callable[[float], None] = time.sleep
) -> Tokens:
    """Ask, now and then, whether the code was typed in. Raises NotSignedIn where that was refused or took too long."""
    interval = code.interval_s
    while time.monotonic() + interval < code.ends_at:
        sleep(interval)
        try:
            answer = ask(application.at.token, application.poll_form(code.device_code))
        except NoAnswer:
            interval = min(interval * 2, _LONGEST_INTERVAL_S)  # RFC 8628, section 3.5
            continue
        except Refusal as refusal:
            if refusal.error == "slow_down":
                interval += _SLOWER_S
            elif refusal.error != "authorization_pending":
                raise _no(application, refusal) from None
            continue
        return _tokens(application, answer)
    raise NotSignedIn("nobody signed in before the code ran out; run «relanced login» again")


@dataclass(frozen=True, slots=True)
class Browsing:
    """A sign-in that goes on in a browser: its address, and where that is sent back to."""

    address: str
    redirect: str
    state: str
    verifier: str


def begin_browser(application: Application, port: int) -> Browsing:
    """The address to open; the browser is sent back to this port of its own machine."""
    redirect, state, verifier = (
        f"http://{application.at.redirect_host}:{port:d}",
        secrets.token_urlsafe(24),
        new_verifier(),
    )
    return Browsing(application.address(redirect, state, verifier), redirect, state, verifier)


def code_of(browsing: Browsing, came_back: str) -> str | None:
    """The code in the address that the browser was sent back to; None for any other address. Raises Refusal."""
    try:
        query = parse_qs(urlsplit(came_back.strip()[:_LONGEST_PASTE]).query)
    except ValueError:
        return None
    state = query.get("state", [""])[0]
    if not hmac.compare_digest(state.encode("utf-8", "replace"), browsing.state.encode()):
        return None
    if error := query.get("error", [""])[0]:
        raise Refusal(error, query.get("error_description", [""])[0])
    code = query.get("code", [""])[0]
    return code if code.isascii() and code.isprintable() and code else None


def redeem(application: Application, browsing: Browsing, code: str) -> Tokens:
    """The tokens for this code. Raises NotSignedIn."""
    keep_hidden(code)
    form = application.redeem_form(code, browsing.redirect, browsing.verifier)
    return _tokens(application, _asked(application, application.at.token, form))


def refused(application: Application, refusal: Refusal) -> NotSignedIn:
    """A no, in words."""
    return _no(application, refusal)


def _asked(application: Application, url: str, form: str) -> Mapping[str, Any]:
    try:
        return ask(url, form)
    except Refusal as refusal:
        raise _no(application, refusal) from None
    except NoAnswer as error:
        raise NotSignedIn(f"{error}; try again later") from None


def _no(application: Application, refusal: Refusal) -> NotSignedIn:
    return NotSignedIn(refusal.in_words(application.sign_in.provider))


def _tokens(application: Application, answer: Mapping[str, Any]) -> Tokens:
    """What was granted, all of it. Raises NotSignedIn where something is missing."""
    try:
        grant = granted(answer)
    except NoAnswer as error:
        raise NotSignedIn(f"{error}; try again later") from None
    if not grant.refresh_token:
        raise NotSignedIn(
            "the provider gave no refresh token, without which you would have to sign in each hour: take"
            " relanced's access away on your account page, and sign in again"
        )
    if missing := lacking(application.at.scopes, grant.scope):
        raise NotSignedIn(
            f"you did not allow {', '.join(missing)}: sign in again, and leave each box ticked (docs/oauth.md)"
        )
    return _first(application, grant)


def _first(application: Application, grant: Grant) -> Tokens:
    return Tokens(
        client_id=application.sign_in.client_id,
        user=application.sign_in.user,
        refresh_token=grant.refresh_token,
        access_token=grant.access_token,
        obtained_at=grant.obtained_at,
        expires_at=grant.expires_at,
        signed_in_at=time.time(),
    )


def _text(answer: Mapping[str, Any], key: str) -> str:
    found = answer.get(key)
    return found if isinstance(found, str) else ""


def _number(answer: Mapping[str, Any], key: str, usual: float) -> float:
    try:
        found = float(answer.get(key, usual))
    except (TypeError, ValueError):
        return usual
    return found if 0 < found < float("inf") else usual

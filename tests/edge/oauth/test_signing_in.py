"""Signing in: codes that are awaited, slowed down, denied, run out; addresses that come back, rightly or not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from edge.oauth.oauth_makers import sign_in_to
from servers.scripted_oauth import SCOPES, No, Raw, ScriptedOAuth, scripted_oauth

from relanced.edge.hidden import hide
from relanced.edge.oauth import signing_in
from relanced.edge.oauth.endpoints import endpoints
from relanced.edge.oauth.protocol import Application
from relanced.edge.oauth.says import Refusal
from relanced.edge.oauth.signing_in import (
    NotSignedIn,
    await_device,
    begin_browser,
    begin_device,
    code_of,
    redeem,
)
from relanced.edge.settings import Provider, SignIn

PENDING, SLOWER = No(400, "authorization_pending"), No(400, "slow_down")


@pytest.fixture
def oauth() -> Iterator[ScriptedOAuth]:
    with scripted_oauth() as running:
        yield running


@pytest.fixture
def application(oauth: ScriptedOAuth, tmp_path: Path) -> Application:
    return Application(sign_in_to(oauth, tmp_path))


class Clock:
    """Sleep that takes no time, and a clock that it moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slept: list[float] = []
        self._now = 1_000.0
        monkeypatch.setattr("relanced.edge.oauth.signing_in.time.monotonic", lambda: self._now)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_a_code_is_shown_and_its_tokens_come_once_it_was_typed_in(
    oauth: ScriptedOAuth, application: Application, clock: Clock
) -> None:
    oauth.says = [PENDING, SLOWER, PENDING]
    code = begin_device(application)
    assert (code.user_code, code.address) == ("ABCD-EFGH", "https://login.example/device")
    tokens = await_device(application, code, clock.sleep)
    assert tokens.access_token in oauth.good_access
    assert tokens.refresh_token in oauth.good_refresh
    assert clock.slept == [0.05, 0.05, 5.05, 5.05]
    assert {each.form["device_code"] for each in oauth.asked} == {"the-device-code-of-the-script"}
    assert "the-device-code" not in hide("the-device-code-of-the-script")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (No(400, "access_denied"), "said no"),
        (No(400, "expired_token"), "run out"),
        (No(400, "authorization_declined", "AADSTS70000"), "relanced login"),
        (
            No(400, "invalid_client", "AADSTS7000218: The request body must contain: 'client_secret'"),
            "public client",
        ),
        (No(400, "invalid_grant", "AADSTS53003: Blocked by Conditional Access."), "--browser"),
        (
            No(400, "unauthorized_client", "AADSTS50194: not configured as a multi-tenant application"),
            "tenant",
        ),
    ],
    ids=lambda each: each.error if isinstance(each, No) else "",
)
def test_a_no_ends_it_with_what_to_do(
    oauth: ScriptedOAuth, application: Application, clock: Clock, says: No, told: str
) -> None:
    oauth.says = [PENDING, says]
    code = begin_device(application)
    with pytest.raises(NotSignedIn, match=told):
        await_device(application, code, clock.sleep)
    assert len(oauth.asked) == 2


def test_a_code_that_nobody_types_in_runs_out(
    oauth: ScriptedOAuth, application: Application, clock: Clock
) -> None:
    oauth.code_life_s = 12
    oauth.says = [SLOWER, *[PENDING] * 99]
    with pytest.raises(NotSignedIn, match="ran out"):
        await_device(application, begin_device(application), clock.sleep)
    assert sum(clock.slept) < 12


def test_a_provider_in_trouble_is_asked_on_less_often(
    oauth: ScriptedOAuth, application: Application, clock: Clock
) -> None:
    oauth.says = [No(503), Raw(b"<html>"), No(500)]
    tokens = await_device(application, begin_device(application), clock.sleep)
    assert tokens.access_token in oauth.good_access
    assert clock.slept == [0.05, 0.1, 0.2, 0.4]


def test_a_code_must_be_one_and_is_shown_harmlessly(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "ask", lambda *_: {"user_code": "A\x1b[2JB", "device_code": "d" * 9})
    with pytest.raises(NotSignedIn, match="no code"):
        begin_device(application)
    odd = {"user_code": "A\x1b[2JB", "device_code": "d" * 9, "verification_uri": "https://x.example/\x9b"}
    more: dict[str, object] = {"interval": "often", "expires_in": -1}
    monkeypatch.setattr(signing_in, "ask", lambda *_: odd | more)
    code = begin_device(application)
    assert "\x1b" not in code.user_code
    assert "\x9b" not in code.address
    assert code.interval_s == 5


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"gives_refresh_token": False}, "no refresh token"),
        ({"scope": "https://outlook.office.com/IMAP.AccessAsUser.All openid"}, "SMTP.Send"),
    ],
)
def test_less_than_was_asked_for_is_not_enough(
    oauth: ScriptedOAuth, application: Application, clock: Clock, changed: dict[str, object], told: str
) -> None:
    for name, value in changed.items():
        setattr(oauth, name, value)
    with pytest.raises(NotSignedIn, match=told):
        await_device(application, begin_device(application), clock.sleep)


def _google(oauth: ScriptedOAuth, folder: Path) -> SignIn:
    oauth.scope = SCOPES["google"]
    return sign_in_to(oauth, folder, provider=Provider.GOOGLE)


def test_a_browser_brings_a_code_that_only_who_began_can_redeem(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    application = Application(_google(oauth, tmp_path))
    mine, other = begin_browser(application, 4711), begin_browser(application, 4711)
    query = dict(parse_qsl(urlsplit(mine.address).query))
    assert mine.address.startswith(f"{oauth.url}/authorize?")
    assert query["redirect_uri"] == "http://127.0.0.1:4711"
    assert (query["scope"], query["code_challenge_method"]) == (SCOPES["google"], "S256")
    assert (query["access_type"], query["prompt"]) == ("offline", "consent")
    code = code_of(mine, oauth.sent_back(query))
    assert code is not None
    with pytest.raises(NotSignedIn):
        redeem(application, other, code)
    again = code_of(mine, oauth.sent_back(query))
    assert again is not None
    assert redeem(application, mine, again).access_token in oauth.good_access


@pytest.mark.parametrize(
    "came_back",
    [
        "",
        "/favicon.ico",
        "http://127.0.0.1:4711/?state=another&code=c",
        "http://127.0.0.1:4711/?code=c",
        "http://127.0.0.1:4711/?state=&code=c",
        "/?error=access_denied",
        "http://[::1/?state=x",
        "x" * 100_000,
        "/?state=\ud800",
    ],
    ids=range(9),
)
def test_an_address_of_another_sign_in_is_passed_over(
    oauth: ScriptedOAuth, tmp_path: Path, came_back: str
) -> None:
    assert code_of(begin_browser(Application(_google(oauth, tmp_path)), 4711), came_back) is None


def test_a_no_in_the_browser_is_one_only_with_our_own_mark(oauth: ScriptedOAuth, tmp_path: Path) -> None:
    browsing = begin_browser(Application(_google(oauth, tmp_path)), 4711)
    with pytest.raises(Refusal, match="access_denied"):
        code_of(browsing, f"/?error=access_denied&state={browsing.state}")


def test_the_addresses_are_those_of_the_providers(tmp_path: Path, oauth: ScriptedOAuth) -> None:
    microsoft = endpoints(sign_in_to(oauth, tmp_path, server=None, tenant="firm.example"))
    google = endpoints(sign_in_to(oauth, tmp_path, server=None, provider=Provider.GOOGLE))
    assert microsoft.token == "https://login.microsoftonline.com/firm.example/oauth2/v2.0/token"
    assert microsoft.device.endswith("/firm.example/oauth2/v2.0/devicecode")
    assert microsoft.scopes[-1] == "offline_access"
    assert (google.token, google.device) == ("https://oauth2.googleapis.com/token", "")
    assert (
        begin_browser(Application(sign_in_to(oauth, tmp_path, server=None)), 5).redirect
        == "http://localhost:5"
    )

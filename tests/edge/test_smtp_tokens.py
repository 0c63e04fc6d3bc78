"""Sending by a token: AUTH XOAUTH2, the challenge that says why not, one renewal, and a server without it."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from edge.smtp_makers import CLIENT, LETTER, QUICK, SENDER, smtp_settings
from servers.scripted_smtp import Says, in_turn, scripted_smtp

from relanced.edge.bearer import Bearer
from relanced.edge.smtp import Postman, SmtpLoginRefused
from relanced.model.delivery import Accepted

EHLO = "250-scripted.example\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 SIZE 30000000"
NO = "535 5.7.3 Authentication unsuccessful [PR0P264CA0001.FRAP264.PROD.OUTLOOK.COM]"
DISABLED = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."


def _postman(port: int, bearer: Callable[[], Bearer]) -> Postman:
    return Postman(smtp_settings(port, login=True), bearer, QUICK)


def _words(command: str) -> bytes:
    return base64.b64decode(command.split(" ")[2])


async def test_a_letter_leaves_by_a_token() -> None:
    async with scripted_smtp({"EHLO": EHLO}) as smtp:
        went = await _postman(smtp.port, lambda: Bearer("the-token")).deliver(LETTER, SENDER, CLIENT)
    assert isinstance(went, Accepted)
    [auth] = (command for command in smtp.commands if command.startswith("AUTH"))
    assert auth.startswith("AUTH XOAUTH2 ")
    assert _words(auth) == b"user=facturation\1auth=Bearer the-token\1\1"


async def test_the_reason_is_answered_with_an_empty_line_and_the_no_is_told() -> None:
    reason = "334 " + base64.b64encode(b'{"status":"401"}').decode()
    async with scripted_smtp({"EHLO": EHLO, "AUTH": reason, "": DISABLED}) as smtp:
        with pytest.raises(SmtpLoginRefused, match="SmtpClientAuthentication is disabled") as told:
            await _postman(smtp.port, lambda: Bearer("the-token")).deliver(LETTER, SENDER, CLIENT)
    assert smtp.commands[-1] == ""
    assert not smtp.letters
    assert "the-token" not in str(told.value)


async def test_a_token_that_has_run_out_is_renewed_once_and_the_letter_leaves() -> None:
    renewals: list[str] = []

    def renew() -> Bearer:
        renewals.append("renewed")
        return Bearer("a-new-token")

    script: dict[str, Says] = {"EHLO": EHLO, "AUTH": in_turn(NO, "235 2.7.0 welcome")}
    async with scripted_smtp(script) as smtp:
        went = await _postman(smtp.port, lambda: Bearer("old", renew)).deliver(LETTER, SENDER, CLIENT)
    assert isinstance(went, Accepted)
    assert renewals == ["renewed"]
    first, second = (_words(command) for command in smtp.commands if command.startswith("AUTH"))
    assert (b"old" in first, b"a-new-token" in second) == (True, True)


async def test_a_server_that_refuses_every_token_is_tried_twice_and_no_more() -> None:
    async with scripted_smtp({"EHLO": EHLO, "AUTH": NO}) as smtp:
        with pytest.raises(SmtpLoginRefused):
            await _postman(smtp.port, lambda: Bearer("old", lambda: Bearer("new"))).knock(
                LETTER, SENDER, CLIENT
            )
        refused = await _postman(smtp.port, lambda: Bearer("new")).check()
    assert refused is not None
    assert len([command for command in smtp.commands if command.startswith("AUTH")]) == 3


async def test_a_server_that_takes_no_tokens_is_told_none() -> None:
    async with scripted_smtp({}) as smtp:
        refused = await _postman(smtp.port, lambda: Bearer("the-token")).check()
    assert refused is not None
    assert "XOAUTH2" in refused
    assert not [command for command in smtp.commands if command.startswith("AUTH")]


class _Provider:
    """What aiosmtpd is taught of XOAUTH2: the reason first, in a challenge, and only then the no."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.after_the_reason: list[bytes | str] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        if base64.b64decode(args[1]) == b"user=facturation\1auth=Bearer good\1\1":
            return AuthResult(success=True)
        said = await server.challenge_auth(b'{"status":"400"}')
        self.after_the_reason.append(said)
        return AuthResult(
            success=False, handled=False, message="535 5.7.8 Username and Password not accepted"
        )

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self.letters.append(envelope.content if isinstance(envelope.content, bytes) else b"")
        return "250 2.0.0 taken"


@pytest.fixture
async def aiosmtpd() -> AsyncIterator[tuple[_Provider, int]]:
    provider = _Provider()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(provider, loop=loop, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"]),
        "127.0.0.1",
        0,
    )
    yield provider, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


async def test_another_maker_s_server_takes_a_letter_after_one_renewal(
    aiosmtpd: tuple[_Provider, int],
) -> None:
    provider, port = aiosmtpd
    went = await _postman(port, lambda: Bearer("ran-out", lambda: Bearer("good"))).deliver(
        LETTER, SENDER, CLIENT
    )
    assert isinstance(went, Accepted)
    assert provider.after_the_reason == [b""]
    assert len(provider.letters) == 1
    refused = await _postman(port, lambda: Bearer("ran-out")).check()
    assert refused is not None
    assert "535" in refused

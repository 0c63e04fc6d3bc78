"""Logging in by a token: XOAUTH2 and OAUTHBEARER on a real server, a token that ran out, servers that do not play."""

import base64
import json
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from edge.oauth.oauth_makers import kept, sign_in_to, signed_in
from servers.dovecot import Account
from servers.fake_imap import FakeImap, Line
from servers.scripted_oauth import ScriptedOAuth
from servers.token_mailbox import token_mailbox, token_server

from relanced.edge.bearer import Bearer, first_words
from relanced.edge.credentials import SignInNeeded, read_login
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, LoginRefused, ServerRefused
from relanced.edge.settings import SignIn

TOKEN = "a-token-that-must-not-be-seen"
World = tuple[ScriptedOAuth, Account, SignIn]


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_good_token_opens_a_mailbox_on_dovecot_and_a_bad_one_does_not(mechanism: str) -> None:
    with token_server(f"plain {mechanism}") as (oauth, dovecot):
        account = dovecot.account()
        oauth.user = account.user
        oauth.good_access.add(TOKEN)
        session = ImapSession.connect(account.settings(), Bearer(TOKEN))
        assert session.examine("INBOX").exists == 0
        session.close()
        with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED") as told:
            ImapSession.connect(account.settings(), Bearer("another-" + TOKEN))
    assert TOKEN not in "".join(traceback.format_exception(told.value))


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[ScriptedOAuth, Account]]:
    with token_mailbox() as both:
        yield both


@pytest.fixture
def world(running: tuple[ScriptedOAuth, Account], tmp_path: Path) -> World:
    """A mailbox that was opened by a token once, an hour ago so to say."""
    oauth, account = running
    oauth.user, oauth.asked = account.user, []
    sign_in = sign_in_to(oauth, tmp_path)
    signed_in(oauth, sign_in)
    read_login(sign_in)
    return oauth, account, sign_in


def test_a_token_that_the_server_takes_no_more_is_renewed_once(world: World) -> None:
    oauth, account, sign_in = world
    oauth.good_access.clear()  # withdrawn before its end, as after a change of the password
    ImapSession.connect(account.settings(), read_login(sign_in)).close()
    assert kept(sign_in).access_token in oauth.good_access
    assert oauth.grants() == 2


def test_a_mailbox_that_takes_no_token_at_all_is_not_asked_in_a_loop(world: World) -> None:
    oauth, account, sign_in = world
    oauth.user = "somebody-else@firm.example"  # who signed in with another account
    with pytest.raises(LoginRefused):
        ImapSession.connect(account.settings(), read_login(sign_in))
    assert oauth.grants() == 2
    with pytest.raises(LoginRefused):  # straight after a sign-in there is nothing to renew
        ImapSession.connect(account.settings(), Bearer(kept(sign_in).access_token))
    assert oauth.grants() == 2


def test_a_renewal_that_needs_the_owner_says_so(world: World) -> None:
    oauth, account, sign_in = world
    oauth.good_access.clear()
    oauth.good_refresh.clear()
    with pytest.raises(SignInNeeded, match="relanced login"):
        ImapSession.connect(account.settings(), read_login(sign_in))


class _Challenges:
    """A server that says why it refuses, in base64, and waits for the client to take note of it."""

    def __init__(self, challenge: bytes = b'{"status":"400","schemes":"Bearer"}') -> None:
        self.heard: list[bytes] = []
        self._challenge = base64.b64encode(challenge)

    def __call__(self, line: Line, tag: str, command: str) -> None:
        self.heard.append(command.encode())
        line.send(b"+ \r\n")
        self.heard.append(line.read())
        line.send(b"+ " + self._challenge + b"\r\n")
        self.heard.append(line.read())
        line.send(f"{tag} NO [AUTHENTICATIONFAILED] refused\r\n".encode())


@pytest.mark.parametrize(
    ("mechanism", "note_taken"), [("XOAUTH2", b""), ("OAUTHBEARER", base64.b64encode(b"\1"))]
)
@pytest.mark.parametrize("more", ["", " SASL-IR"])
def test_the_reason_is_heard_and_answered_as_the_mechanism_wants(
    mechanism: str, note_taken: bytes, more: str
) -> None:
    script = _Challenges()
    with (
        FakeImap({"AUTHENTICATE": script}, capabilities=f"IMAP4rev1 AUTH={mechanism}{more}") as server,
        pytest.raises(LoginRefused, match="refused") as told,
    ):
        ImapSession.connect(server.settings(), Bearer(TOKEN))
    command, words, answer = script.heard
    assert command == f"AUTHENTICATE {mechanism}".encode()
    assert base64.b64decode(words) == first_words(
        mechanism, "u@firm.example", Bearer(TOKEN), "127.0.0.1", server.port
    )
    assert answer == note_taken
    assert TOKEN not in str(told.value)


def test_a_server_that_never_has_enough_is_left() -> None:
    def insatiable(line: Line, tag: str, _command: str) -> None:
        said = b""
        while said != b"*":
            line.send(b"+ \r\n")
            said = line.read()
        line.send(f"{tag} BAD given up\r\n".encode())

    with (
        FakeImap({"AUTHENTICATE": insatiable}, capabilities="IMAP4rev1 AUTH=XOAUTH2") as server,
        pytest.raises(LoginRefused),
    ):
        ImapSession.connect(server.settings(), Bearer(TOKEN))


def test_what_is_no_sasl_is_no_refusal_of_the_token() -> None:
    def babble(line: Line, _tag: str, _command: str) -> None:
        line.send(b"+ a\r\n")

    with (
        FakeImap({"AUTHENTICATE": babble}, capabilities="IMAP4rev1 AUTH=XOAUTH2") as server,
        pytest.raises(ConnectionLost, match="no SASL"),
    ):
        ImapSession.connect(server.settings(), Bearer(TOKEN))


def test_too_many_connections_are_no_refusal_of_the_token() -> None:
    busy = {"AUTHENTICATE": b"{tag} NO [UNAVAILABLE] User is authenticated but not connected\r\n"}
    with FakeImap(busy, capabilities="IMAP4rev1 AUTH=XOAUTH2") as server, pytest.raises(ServerRefused):
        ImapSession.connect(server.settings(), Bearer(TOKEN))


def test_a_server_that_takes_no_tokens_is_told_nothing() -> None:
    with FakeImap() as server, pytest.raises(LoginRefused, match='auth = "password"'):
        ImapSession.connect(server.settings(), Bearer(TOKEN))
    assert not [said for said in server.said if said.startswith(("LOGIN", "AUTH"))]


def test_a_user_s_name_cannot_add_a_field() -> None:
    said = first_words("OAUTHBEARER", "a,b=c", Bearer("t"), "imap.example", 993)
    assert said == b"n,a=a=2Cb=3Dc,\1host=imap.example\1port=993\1auth=Bearer t\1\1"
    with (
        FakeImap(capabilities="IMAP4rev1 AUTH=XOAUTH2") as server,
        pytest.raises(LoginRefused, match="control"),
    ):
        ImapSession.connect(server.settings(user="u\1auth=Bearer x"), Bearer(TOKEN))
    assert json.dumps(server.said).count("AUTHENTICATE") == 0

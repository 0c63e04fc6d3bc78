"""Logging in: what a server refuses, and that the password never shows."""

import traceback

import pytest
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import CAPABILITIES, FakeImap

from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble, LoginRefused, ServerRefused
from relanced.edge.settings import Security


@pytest.mark.parametrize("security", list(Security))
def test_each_kind_of_security_logs_in(account: Account, security: Security) -> None:
    session = ImapSession.connect(account.settings(security), account.password)
    assert session.examine("INBOX").exists == 0
    session.close()


def test_a_wrong_password_is_refused_and_never_shown(account: Account) -> None:
    wrong = "another-" + PASSWORD
    with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED") as caught:
        ImapSession.connect(account.settings(), wrong)
    assert wrong not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_echoes_the_password_does_not_get_it_into_the_message() -> None:
    with (
        FakeImap({"LOGIN": b"{tag} NO hunter2 is wrong\r\n"}, capabilities="IMAP4rev1") as server,
        pytest.raises(LoginRefused) as caught,
    ):
        ImapSession.connect(server.settings(), "hunter2")
    assert "hunter2" not in str(caught.value)


def test_login_quotes_what_it_sends() -> None:
    with FakeImap(capabilities="IMAP4rev1") as server:
        ImapSession.connect(server.settings(user='a "b'), "p\\w").close()
    assert 'LOGIN "a \\"b" "p\\\\w"' in server.said


@pytest.mark.parametrize(
    ("capabilities", "password"),
    [("IMAP4rev1", "é"), ("IMAP4rev1 LOGINDISABLED", "x"), (CAPABILITIES, "x\r\nA1 NOOP")],
)
def test_a_password_that_cannot_be_sent_is_not_sent(capabilities: str, password: str) -> None:
    with FakeImap(capabilities=capabilities) as server, pytest.raises(LoginRefused):
        ImapSession.connect(server.settings(), password)
    assert not [said for said in server.said if said.startswith(("LOGIN", "AUTH"))]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"{tag} NO [UNAVAILABLE] Maximum number of connections exceeded\r\n", ServerRefused),
        (b"* BYE overloaded\r\n", ConnectionLost),
        (b"{tag} NO [AUTHENTICATIONFAILED] no\r\n", LoginRefused),
    ],
)
def test_only_a_refusal_counts_as_a_wrong_password(answer: bytes, expected: type[ImapTrouble]) -> None:
    with FakeImap({"LOGIN": answer}, capabilities="IMAP4rev1") as server, pytest.raises(expected):
        ImapSession.connect(server.settings(), "x")


def test_id_is_sent_where_the_server_knows_it() -> None:
    with FakeImap({"ID": b"* ID NIL\r\n{tag} OK done\r\n"}, capabilities=f"{CAPABILITIES} ID") as server:
        ImapSession.connect(server.settings(), "x").close()
    assert any(said.startswith('ID ("name" "relanced"') for said in server.said)

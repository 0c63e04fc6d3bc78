"""No name that comes from outside ends a command of ours and begins another (mjs/imapclient#657)."""

import re
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers.dovecot import PASSWORD, Account
from servers.fake_imap import FakeImap

from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, ServerRefused

ATTACK = 'x"\r\nA9 STORE 1:* +FLAGS (\\Deleted)\r\nA10 EXPUNGE\r\n'
COMMANDS = re.compile(
    r"(?:CAPABILITY|AUTHENTICATE PLAIN|LIST .*|EXAMINE .*|CREATE .*|SUBSCRIBE .*|UID SEARCH (?:ALL|UID \d+:\*)"
    r"|UID FETCH [\d:,]+ \([^\r\n]*\)|APPEND .*|NOOP|LOGOUT)"
)


def _listed(name: str) -> bytes:
    raw = name.encode()
    return b'* LIST () "/" {%d}\r\n%b\r\n{tag} OK listed\r\n' % (len(raw), raw)


@pytest.mark.parametrize(
    "name", [ATTACK, "a\r\nA9 DELETE INBOX", 'a" NOOP', "a\0b", "{5}\r\nINBOX", "*", "é\n"]
)
def test_a_folder_that_the_server_names_so_runs_no_command(name: str) -> None:
    with FakeImap({"LIST": _listed(name)}) as server:
        session = ImapSession.connect(server.settings(), "x")
        try:
            for folder in session.folders():
                session.examine(folder.name)
        except ImapTrouble:
            pass
        finally:
            session.close()
        assert [said for said in server.said if not COMMANDS.fullmatch(said)] == []
        assert not any(word in said for said in server.said for word in ("STORE", "EXPUNGE", "DELETE ", "A9"))


@settings(max_examples=60)
@given(name=st.text(st.characters(codec="utf-8"), max_size=40).map(lambda text: f"{text}\r\nA9 NOOP"))
def test_whatever_a_folder_is_called_one_command_is_one_line(name: str) -> None:
    with FakeImap() as server:
        session = ImapSession.connect(server.settings(), "x")
        before = len(server.said)
        try:
            session.examine(name)
        except ImapTrouble:
            pass
        finally:
            session.close()
        said = server.said[before:]
        assert all(each.startswith(("EXAMINE ", "LOGOUT")) for each in said), said


def test_on_the_real_server_a_hostile_name_changes_no_mail(account: Account) -> None:
    account.deliver(b"From: a@client.example\r\nSubject: x\r\n\r\nx\r\n")
    session = ImapSession.connect(account.settings(), PASSWORD)
    try:
        made = session.ensure_folder(f"Relanced/{ATTACK.replace('/', '')}")
        session.folders()
        session.examine(made)
        session.examine("INBOX")
        assert len(session.uids()) == 1
    except ServerRefused:
        session.examine("INBOX")
        assert len(session.uids()) == 1
    finally:
        session.close()


@pytest.mark.parametrize("flag", ["\\Seen)\r\nA9 NOOP", "a b", "", '"', "(x)"])
def test_a_flag_that_is_none_never_leaves(flag: str) -> None:
    with FakeImap() as server:
        session = ImapSession.connect(server.settings(), "x")
        with pytest.raises(ValueError, match="not what IMAP can carry"):
            session.append("INBOX", b"x", (flag,), datetime.now(UTC))
        session.close()
        assert not any("APPEND" in said for said in server.said)


def test_what_a_mail_calls_itself_is_in_no_command() -> None:
    header = f"Message-ID: <a{ATTACK}@x>\r\nSubject: {ATTACK}\r\n\r\n".encode()
    fetched = b"* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[HEADER] {%d}\r\n%b)\r\n{tag} OK done\r\n" % (
        len(header),
        header,
    )
    with FakeImap({"UID FETCH": fetched}) as server:
        session = ImapSession.connect(server.settings(), "x")
        session.examine("INBOX")
        with suppress(ImapTrouble):
            list(session.listed(session.uids()))
        session.close()
        assert [said for said in server.said if not COMMANDS.fullmatch(said)] == []

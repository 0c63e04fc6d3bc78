"""IDLE as servers in the field do it, well and badly."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from servers.dovecot import Account
from servers.fake_imap import CAPABILITIES, Answer, FakeImap, Line
from servers.patience import soon
from servers.relay import Fault, Relay

from relanced.edge.idle import News, wait_for_news
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost
from relanced.edge.settings import Security

MAIL = b"From: c@client.example\r\nSubject: Bonjour\r\n\r\nOui.\r\n"
NEVER = threading.Event()


@contextmanager
def idling_at(
    answer: Answer, *, tls: bool = False, folder: Path | None = None, capabilities: str = CAPABILITIES
) -> Iterator[ImapSession]:
    """A session on a fake server whose INBOX is open with one message, and which answers IDLE so."""
    context, ca_file = None, None
    if tls:
        assert folder
        authority, ca_file = trustme.CA(), folder / "ca.pem"
        authority.cert_pem.write_to_path(str(ca_file))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
    with FakeImap({"IDLE": answer}, tls=context, capabilities=capabilities) as server:
        session = ImapSession.connect(server.settings(ca_file=ca_file), "x")
        assert wait_for_news(session, "INBOX", 1, NEVER) is News.NEWS  # opened just now
        yield session
        session.close()


def idle(*, first: bytes = b"", after: bytes = b"", more: bytes = b"", pause: float = 0.0) -> Answer:
    """An IDLE that sends something before «+», something glued to it, and something after a pause."""

    def answer(line: Line, tag: str, _command: str) -> None:
        line.send(first + b"+ idling\r\n" + after)
        time.sleep(pause)
        line.send(more)
        while said := line.read():
            if said == b"DONE":
                line.send(f"{tag} OK idled\r\n".encode())
                return

    return answer


@pytest.mark.parametrize("security", [Security.PLAIN, Security.TLS])
def test_a_mail_is_heard_while_waiting(account: Account, security: Security) -> None:
    session = ImapSession.connect(account.settings(security), account.password)
    assert wait_for_news(session, "INBOX", 1, NEVER) is News.NEWS
    threading.Timer(0.2, account.deliver, (MAIL,)).start()
    with soon():
        assert wait_for_news(session, "INBOX", 60, NEVER) is News.NEWS
    assert session.uids() == (1,)
    session.close()


def test_a_mail_that_came_between_two_waits_is_heard(account: Account) -> None:
    session = ImapSession.connect(account.settings(), account.password)
    wait_for_news(session, "INBOX", 1, NEVER)
    account.deliver(MAIL)
    assert wait_for_news(session, "INBOX", 10, NEVER) is News.NEWS
    session.close()


def test_silence_is_quiet_and_the_connection_goes_on(account: Account) -> None:
    session = ImapSession.connect(account.settings(), account.password)
    wait_for_news(session, "INBOX", 1, NEVER)
    assert wait_for_news(session, "INBOX", 0.2, NEVER) is News.QUIET
    assert session.uids() == ()
    session.close()


def test_a_message_that_goes_is_news(account: Account) -> None:
    account.deliver(MAIL)
    session = ImapSession.connect(account.settings(), account.password)
    wait_for_news(session, "INBOX", 1, NEVER)
    next((account.server.folder / "home" / account.user / "Maildir" / "new").iterdir()).unlink()
    assert wait_for_news(session, "INBOX", 10, NEVER) is News.NEWS
    assert session.exists == 0
    session.close()


def test_stop_ends_a_wait(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relanced.edge.idle._SLICE_S", 0.1)
    session = ImapSession.connect(account.settings(), account.password)
    wait_for_news(session, "INBOX", 1, NEVER)
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with soon():
        assert wait_for_news(session, "INBOX", 60, stop) is News.QUIET
    session.close()


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize(
    "told",
    [
        {"after": b"* 2 EXISTS\r\n"},  # in one packet with «+»: poll() never sees it
        {"first": b"* 2 EXISTS\r\n"},
        {"more": b"* OK Still here\r\n* 2 EXISTS\r\n", "pause": 0.1},
        {"after": b"* 1 EXPUNGE\r\n"},
        {"after": b"* VANISHED 4\r\n"},
    ],
)
def test_news_are_heard_wherever_they_stand(told: dict[str, bytes], tmp_path: Path, *, tls: bool) -> None:
    with idling_at(idle(**told), tls=tls, folder=tmp_path) as session:  # type: ignore[arg-type]  # pause is a float
        with soon():
            assert wait_for_news(session, "INBOX", 60, NEVER) is News.NEWS
        session.noop()


@pytest.mark.parametrize(
    "chatter",
    [
        b"* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 0 RECENT\r\n",
        b"* 1 EXISTS\r\n",  # what is known already: some servers say so at each IDLE
        b"* 1 FETCH (BODY[] {14}\r\n* 9 EXISTS\r\n..)\r\n",  # a line of a mail
    ],
)
def test_chatter_is_no_news(chatter: bytes) -> None:
    with idling_at(idle(after=chatter)) as session:
        assert wait_for_news(session, "INBOX", 0.2, NEVER) is News.QUIET
        session.noop()


def test_what_was_swallowed_by_another_answer_is_news_without_an_idle() -> None:
    with idling_at(b"{tag} BAD not now\r\n") as session:
        session.wire.untagged_responses["EXISTS"] = [b"2"]  # where the library files it away
        assert wait_for_news(session, "INBOX", 5, NEVER) is News.NEWS
        assert session.idles


@pytest.mark.parametrize(
    "answer",
    [
        b"{tag} BAD what?\r\n",
        b"{tag} NO\r\n",
        b"{tag} OK idled\r\n",  # without ever having said «+»
        b"+ idling\r\n{tag} OK idled\r\n",  # ended by the server: it would keep us spinning
    ],
)
def test_a_server_that_does_not_idle_is_found_out_and_the_connection_stays(answer: bytes) -> None:
    with idling_at(answer) as session:
        assert wait_for_news(session, "INBOX", 5, NEVER) is News.UNSUPPORTED
        assert wait_for_news(session, "INBOX", 5, NEVER) is News.UNSUPPORTED
        session.noop()


def test_a_server_without_idle_is_not_asked_for_it() -> None:
    with idling_at(b"", capabilities="IMAP4rev1 AUTH=PLAIN") as session:
        assert wait_for_news(session, "INBOX", 5, NEVER) is News.UNSUPPORTED


def _hang_up(line: Line, _tag: str, _command: str) -> None:
    line.send(b"+ idling\r\n")
    line.close()


@pytest.mark.parametrize(
    "answer",
    [
        _hang_up,  # the library would say «nothing» for ever, a hundred thousand times a second
        idle(after=b"* BYE Server shutting down\r\n"),
        b"* BYE no IDLE today\r\n",
        idle(after=b"* 2 EXI", pause=0.1, more=b"\x00\r\n* BYE\r\n"),
    ],
)
def test_an_end_is_not_taken_for_silence(answer: Answer) -> None:
    with idling_at(answer) as session, soon(), pytest.raises(ConnectionLost):
        wait_for_news(session, "INBOX", 60, NEVER)


def _news_then_silence(line: Line, _tag: str, _command: str) -> None:
    line.send(b"+ idling\r\n* 2 EXISTS\r\n")


@pytest.mark.parametrize("answer", [_news_then_silence, idle(first=b"* 2 EXISTS\r\n", after=b"* BYE\r\n")])
def test_news_are_told_even_if_the_connection_dies_of_them(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.idle.ANSWER_S", 0.2)
    with idling_at(answer) as session:
        assert wait_for_news(session, "INBOX", 5, NEVER) is News.NEWS
        with pytest.raises(ConnectionLost):
            wait_for_news(session, "INBOX", 5, NEVER)


@pytest.mark.parametrize("answer", [lambda *_: None, lambda line, *_: line.send(b"+ idling\r\n")])
def test_a_server_that_never_answers_idle_or_done_is_lost_in_time(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relanced.edge.idle.ANSWER_S", 0.2)
    with idling_at(answer) as session, pytest.raises(ConnectionLost, match="no answer"):
        wait_for_news(session, "INBOX", 0.2, NEVER)


def test_a_kill_ends_a_wait_at_once(account: Account, relay: Callable[..., Relay]) -> None:
    line = relay(account.server.port)
    session = ImapSession.connect(account.settings(port=line.port), account.password)
    wait_for_news(session, "INBOX", 1, NEVER)
    line.strike(Fault.STALL)
    threading.Timer(0.1, session.kill).start()
    with soon(), pytest.raises(ConnectionLost):
        wait_for_news(session, "INBOX", 60, NEVER)
    session.close()

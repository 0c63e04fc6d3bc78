"""An ImapSession against a real Dovecot, a lossy network, and servers that misbehave."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from imapclient import IMAPClient
from servers.dovecot import Account
from servers.fake_imap import FakeImap, Line
from servers.patience import soon
from servers.relay import Fault, Relay, Trigger

from relanced.edge.fetched import HEADER_FIELDS
from relanced.edge.fetches import FEW
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import (
    ConnectionLost,
    MessageMissing,
    ServerRefused,
)

MakeRelay = Callable[..., Relay]


def mail(subject: str = "Bonjour", body: str = "Merci.") -> bytes:
    head = f"From: Claire <claire@client.example>\r\nSubject: {subject}\r\nReceived: by mx.example\r\n"
    return f"{head}Message-ID: <{subject}@client.example>\r\n\r\n{body}\r\n".encode()


def connect(account: Account, **changed: Any) -> ImapSession:  # noqa: ANN401 - settings of any type
    return ImapSession.connect(account.settings(**changed), account.password)


def fetched(uid: int) -> bytes:
    """A FETCH answer as a fake server gives it."""
    items = (
        f'{uid} FETCH (UID {uid} INTERNALDATE "08-Feb-2026 06:43:59 +0000" RFC822.SIZE 9 BODYSTRUCTURE NIL '
    )
    return items.encode() + b"BODY[HEADER.FIELDS (FROM)] {9}\r\nFrom: a\r\n)\r\n"


class TestReading:
    def test_a_listing_tells_size_time_headers_and_files(self, account: Account) -> None:
        account.deliver(mail("Facture"))
        pdf = b'\r\nContent-Type: application/pdf; name="f.pdf"\r\n\r\n%PDF'
        account.deliver(mail("Pièce").replace(b"\r\n\r\n", pdf, 1))
        session = connect(account)
        state = session.examine("INBOX")
        (batch,) = session.listed(session.uids())
        one, two = batch.listed
        session.close()
        assert state.exists == 2
        assert state.uidvalidity
        assert (one.size, one.has_files, two.has_files) == (len(mail("Facture")), False, True)
        assert b"Subject: Facture\r\n" in one.headers
        assert b"Received" not in one.headers
        assert abs(one.internal_at - datetime.now(UTC)) < timedelta(minutes=1)
        assert batch.missing == ()

    def test_a_listing_comes_in_batches(self, account: Account) -> None:
        for number in range(450):
            account.deliver(mail(f"n{number}"))
        session = connect(account)
        session.examine("INBOX")
        batches = list(session.listed(session.uids(), batch=200))
        session.close()
        assert [len(batch.listed) for batch in batches] == [200, 200, 50]
        assert len({one.uid for batch in batches for one in batch.listed}) == 450

    def test_nothing_is_ever_marked_as_read(self, account: Account) -> None:
        account.deliver(mail())
        session = connect(account)
        session.examine("INBOX")
        (uid,) = session.uids()
        list(session.listed([uid]))
        assert session.raw(uid) == mail()
        assert session.raw(uid, limit=5) == mail()[:5]
        session.close()
        with IMAPClient("127.0.0.1", account.server.port, ssl=False) as other:
            other.plain_login(account.user, account.password)
            other.select_folder("INBOX", readonly=True)
            assert b"\\Seen" not in other.fetch([uid], ["FLAGS"])[uid][b"FLAGS"]

    def test_uids_after_leaves_out_the_last_one_that_servers_always_name(self, account: Account) -> None:
        account.deliver(mail("un"))
        session = connect(account)
        session.examine("INBOX")
        (first,) = session.uids()
        assert session.uids_after(first) == ()
        account.deliver(mail("deux"))
        session.noop()
        assert session.uids_after(first) == (first + 1,)
        session.close()

    def test_a_folder_made_anew_has_another_uidvalidity(self, account: Account) -> None:
        session = connect(account)
        session.ensure_folder("Clients")
        before = session.examine("Clients")
        with IMAPClient("127.0.0.1", account.server.port, ssl=False) as other:
            other.plain_login(account.user, account.password)
            other.delete_folder("Clients")
            other.create_folder("Clients")
        after = session.examine("Clients")
        session.close()
        assert before.uidvalidity != after.uidvalidity

    def test_a_message_that_has_gone_is_missing(self, account: Account) -> None:
        session = connect(account)
        session.examine("INBOX")
        with pytest.raises(MessageMissing, match="UID 99"):
            session.raw(99)
        assert [(batch.listed, batch.missing) for batch in session.listed([98, 99])] == [((), (98, 99))]
        session.close()

    def test_a_folder_that_is_not_there_is_refused_and_the_connection_stays(self, account: Account) -> None:
        session = connect(account)
        with pytest.raises(ServerRefused, match="Absent"):
            session.examine("Absent")
        session.noop()
        session.close()


class TestWriting:
    def test_append_keeps_bytes_flags_and_time(self, account: Account) -> None:
        at = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
        session = connect(account)
        session.append("Sent", mail("Relance"), ["\\Seen"], at)
        session.examine("Sent")
        (uid,) = session.uids()
        (batch,) = session.listed([uid])
        assert batch.listed[0].internal_at == at
        assert session.raw(uid) == mail("Relance")
        session.close()

    @pytest.mark.parametrize("flag", ["\\Seen) x", "a\r\nA1 NOOP", ""])
    def test_append_refuses_a_flag_that_is_none(self, account: Account, flag: str) -> None:
        session = connect(account)
        with pytest.raises(ValueError, match="not what IMAP can carry"):
            session.append("Sent", mail(), [flag], datetime.now(UTC))
        session.close()

    def test_the_journal_is_made_once_and_subscribed_to(self, account: Account) -> None:
        session = connect(account)
        assert session.ensure_folder("Relanced/Journal") == session.ensure_folder("Relanced/Journal")
        session.close()
        with IMAPClient("127.0.0.1", account.server.port, ssl=False) as other:
            other.plain_login(account.user, account.password)
            assert [name for _, _, name in other.list_sub_folders()] == ["Relanced/Journal"]

    def test_a_folder_is_made_below_the_prefix_with_the_servers_separator(self) -> None:
        script = {
            "LIST": b'* LIST () "." INBOX\r\n* LIST () "." INBOX.Sent\r\n{tag} OK done\r\n',
            "CREATE": b"{tag} OK done\r\n",
            "SUBSCRIBE": b"{tag} NO never\r\n",
        }
        with FakeImap(script) as server:
            session = ImapSession.connect(server.settings(), "x")
            assert session.ensure_folder("Relanced/Journal") == "INBOX.Relanced.Journal"
            session.close()
        assert 'CREATE "INBOX.Relanced.Journal"' in server.said

    def test_a_line_break_in_a_folder_name_never_becomes_a_command(self) -> None:
        with FakeImap() as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX\r\nA1 DELETE INBOX")
            session.close()
        assert not [said for said in server.said if said.startswith("DELETE")]


class TestMisbehaviour:
    def test_uids_that_the_server_omits_are_asked_for_once_more(self) -> None:
        asked: list[str] = []

        def give(line: Line, tag: str, command: str) -> None:
            asked.append(command.split()[2])
            given = [1, 3] if len(asked) == 1 else [2]
            line.send(b"".join(b"* " + fetched(uid) for uid in given) + f"{tag} OK done\r\n".encode())

        with FakeImap({"UID FETCH": give}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            (batch,) = session.listed([1, 2, 3, 4])
            session.close()
        assert asked == ["1:4", "2,4"]
        assert [one.uid for one in batch.listed] == [1, 2, 3]
        assert batch.missing == (4,)
        assert HEADER_FIELDS in next(said for said in server.said if said.startswith("UID FETCH"))

    def test_one_mail_that_the_server_chokes_on_does_not_hide_the_others(self) -> None:
        def choke(line: Line, tag: str, command: str) -> None:
            wanted = [uid for uid in range(1, 9) if uid in _expand(command.split()[2])]
            if 5 in wanted:
                line.send(f"{tag} NO [SERVERBUG] oops\r\n".encode())
            else:
                line.send(b"".join(b"* " + fetched(uid) for uid in wanted) + f"{tag} OK done\r\n".encode())

        with FakeImap({"UID FETCH": choke}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            (batch,) = session.listed(range(1, 9))
            session.close()
        assert [one.uid for one in batch.listed] == [1, 2, 3, 4, 6, 7, 8]
        assert batch.missing == (5,)

    def test_mails_beside_each_other_that_the_server_refuses_do_not_hide_the_others(self) -> None:
        def choke(line: Line, tag: str, command: str) -> None:
            wanted = _expand(command.split()[2])
            if {5, 6, 7} & set(wanted):
                line.send(f"{tag} NO [SERVERBUG] oops\r\n".encode())
            else:
                line.send(b"".join(b"* " + fetched(uid) for uid in wanted) + f"{tag} OK done\r\n".encode())

        with FakeImap({"UID FETCH": choke}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            (batch,) = session.listed(range(1, 33))
            (few,) = session.listed([5, 6, 7])
            session.close()
        assert batch.missing == few.missing == (5, 6, 7)
        assert len(batch.listed) == 29

    @pytest.mark.parametrize("limit", [None, 1000])
    def test_a_few_bodies_that_are_refused_are_left_out_and_many_are_the_servers_fault(
        self, limit: int | None
    ) -> None:
        with FakeImap({"UID FETCH": b"{tag} NO [SERVERBUG] oops\r\n"}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            assert session.raws(dict.fromkeys(range(1, FEW + 1), limit)) == {}
            with pytest.raises(ServerRefused, match="SERVERBUG"):
                session.raws(dict.fromkeys(range(1, FEW + 2), limit))
            session.close()

    def test_a_server_that_asks_to_be_left_alone_is_not_taken_for_lost_mail(self) -> None:
        slow_down = b"{tag} BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n"
        with FakeImap({"UID FETCH": slow_down}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            with pytest.raises(ServerRefused, match="throttled"):
                session.raws({1: None})
            session.close()

    def test_a_server_that_refuses_everything_is_not_taken_for_lost_mail(self) -> None:
        with FakeImap({"UID FETCH": b"{tag} NO [UNAVAILABLE] later\r\n"}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            with pytest.raises(ServerRefused):
                list(session.listed(range(1, FEW + 2)))
            session.close()

    def test_a_search_answer_may_be_long_and_come_in_pieces(self) -> None:
        many = " ".join(str(uid) for uid in range(10_000_000, 10_150_000))
        script = {"UID SEARCH": f"* SEARCH {many}\r\n* SEARCH 3 1\r\n{{tag}} OK done\r\n".encode()}
        with FakeImap(script) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            uids = session.uids()
            session.close()
        assert len(uids) == 150_002
        assert uids[:2] == (1, 3)

    def test_a_folder_without_uidvalidity_says_so(self) -> None:
        with FakeImap({"EXAMINE": b"* 1 EXISTS\r\n{tag} OK done\r\n"}) as server:
            session = ImapSession.connect(server.settings(), "x")
            state = session.examine("INBOX")
            session.close()
        assert (state.uidvalidity, state.uidnext, state.exists) == (None, None, 1)

    def test_what_comes_during_another_answer_is_told_once(self) -> None:
        script = {"UID SEARCH": b"* 2 EXISTS\r\n* SEARCH 1 2\r\n{tag} OK done\r\n"}
        with FakeImap(script) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            assert not session.heard_meanwhile()
            session.uids()
            assert session.heard_meanwhile()
            session.uids()
            assert not session.heard_meanwhile()
            session.close()

    @pytest.mark.parametrize(
        "announced", [b"* 1 FETCH (BODY[] {999999999999}\r\n", b"nonsense\r\n", b"* 1 FE"]
    )
    def test_an_answer_that_is_no_imap_ends_the_connection(self, announced: bytes) -> None:
        def garble(line: Line, _tag: str, _command: str) -> None:
            line.send(announced)
            line.close()

        with FakeImap({"UID FETCH": garble}) as server:
            session = ImapSession.connect(server.settings(), "x")
            session.examine("INBOX")
            with pytest.raises(ConnectionLost):
                session.raw(1)
            assert not session.alive
            session.close()


class TestLosingTheConnection:
    def test_a_cut_in_the_middle_of_a_mail_is_a_lost_connection(
        self, account: Account, relay: MakeRelay
    ) -> None:
        account.deliver(mail(body="x" * 100_000))
        cut = relay(account.server.port, Trigger(Fault.CUT, at=re.compile(rb"BODY\[\] \{\d+\}\r\nFrom")))
        session = connect(account, port=cut.port)
        session.examine("INBOX")
        with pytest.raises(ConnectionLost):
            session.raw(1)
        with pytest.raises(ConnectionLost, match="closed"):
            session.noop()
        session.close()

    def test_kill_frees_a_thread_that_waits_for_a_stalled_server(
        self, account: Account, relay: MakeRelay
    ) -> None:
        line = relay(account.server.port)
        session = connect(account, port=line.port)
        line.strike(Fault.STALL)
        threading.Timer(0.2, session.kill).start()
        with soon(), pytest.raises(ConnectionLost):
            session.noop()
        session.close()

    def test_a_server_that_stalls_at_logout_holds_nobody_up(
        self, account: Account, relay: MakeRelay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("relanced.edge.imap._GOODBYE_S", 0.2)
        line = relay(account.server.port)
        session = connect(account, port=line.port)
        line.strike(Fault.STALL)
        with soon():
            session.close()


def _expand(sequence_set: str) -> set[int]:
    runs = (run.partition(":") for run in sequence_set.split(","))
    return {uid for first, _, last in runs for uid in range(int(first), int(last or first) + 1)}

"""Mail servers with bad habits, each through whole rounds: nothing sent past what they hide, nothing lost."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, mail_of
from faults.fault_makers import Place, heard
from servers.dovecot import PASSWORD, Account
from servers.meddler import Meddler
from servers.sink import Sink
from structlog.testing import capture_logs

from relanced.daemon.office import Office
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import Round, take_round
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ConnectionLost, ImapTrouble, LoginRefused, ServerRefused, Unreachable
from relanced.model.facts import MailQuarantined, ReplyReceived

pytestmark = pytest.mark.slow

US = "compta@firm.example"
DISPUTE = "Bonjour,\n\nNous contestons la facture F2026-0507 : les vitres sont rayées.\n"


class Town:
    """A firm whose mailbox is behind a meddler; its invoice to one client is due."""

    def __init__(self, account: Account, meddler: Meddler, sink: Sink, folder: Path, reader: Reader) -> None:
        self.account, self.meddler, self.sink = account, meddler, sink
        self.place = Place(folder=folder, imap=meddler.port, smtp=sink.port, user=account.user)
        self.reader = reader
        account.deliver(INVOICE, "Sent")

    async def round(self, *, rounds: int = 1) -> tuple[Round, Office]:
        """Rounds on an office opened for them; gives the last."""
        async with self.place.office(reader=self.reader) as office:
            for _ in range(rounds):
                done = await take_round(office)
            return done, office

    async def trouble(self) -> ImapTrouble:
        async with self.place.office(reader=self.reader) as office:
            with pytest.raises(ImapTrouble) as caught:
                await take_round(office)
            return caught.value


@pytest.fixture
def town(account: Account, tmp_path: Path, sink: Sink, reader: Reader) -> Iterator[Town]:
    with Meddler(account.server.port) as meddler:
        yield Town(account, meddler, sink, tmp_path, reader)


def reply(name: str, text: str = DISPUTE) -> bytes:
    return mail_of(CLIENT, US, text, name=name)


def replies(office: Office) -> list[ReplyReceived]:
    return [fact for fact in office.facts if isinstance(fact, ReplyReceived)]


def without(pattern: bytes) -> Callable[[bytes], bytes]:
    """Drops every answer that matches."""
    gone = re.compile(pattern)
    return lambda answer: b"" if gone.search(answer) else answer


def changed(pattern: bytes, into: bytes) -> Callable[[bytes], bytes]:
    """Changes the beginning of answers, never what stands in a mail."""
    found = re.compile(pattern)
    return lambda answer: found.sub(into, answer, count=1) if answer.startswith(b"* OK [") else answer


async def test_without_a_uidvalidity_nothing_is_concluded_and_nothing_leaves(town: Town) -> None:
    town.meddler.change = without(rb"^\* OK \[UIDVALIDITY ")
    with capture_logs() as logs:
        done, office = await town.round()
    assert (town.sink.received, office.facts) == ([], [])
    assert any("no UIDVALIDITY" in why for why in done.swept.incomplete)
    assert any("UIDVALIDITY" in str(entry.get("why")) for entry in logs)
    town.meddler.well_behaved()
    await town.round()
    assert len(town.sink.received) == 1


async def test_another_uidvalidity_is_a_new_index_and_no_new_mail(town: Town) -> None:
    town.account.deliver(reply("a1@x.example", "Bonjour,\n\nJe règle la facture F2026-0507 vendredi.\n"))
    _, before = await town.round()
    town.meddler.change = changed(rb"UIDVALIDITY \d+", b"UIDVALIDITY 4711")
    _, after = await town.round()
    assert len(replies(after)) == 1
    assert [type(fact) for fact in after.facts] == [type(fact) for fact in before.facts]
    assert town.sink.received == []
    town.account.deliver(reply("a2@x.example"))
    _, later = await town.round()
    assert heard(tuple(later.facts)) == {"a1@x.example", "a2@x.example"}


@pytest.mark.parametrize("uidnext", [b"", b"UIDNEXT 1", b"UIDNEXT 900000"])
async def test_uidnext_is_not_believed(town: Town, uidnext: bytes) -> None:
    habit = changed(rb"UIDNEXT \d+", uidnext) if uidnext else without(rb"^\* OK \[UIDNEXT ")
    town.meddler.change = habit
    town.account.deliver(reply("a1@x.example"))
    await town.round()
    town.account.deliver(reply("a2@x.example"))
    _, office = await town.round()
    assert heard(tuple(office.facts)) == {"a1@x.example", "a2@x.example"}
    assert town.sink.received == []


async def test_a_mail_that_is_listed_and_not_given_stops_letters_until_it_is(town: Town) -> None:
    town.account.deliver(reply("a1@x.example"))
    opened: list[bytes] = []

    def keep(command: bytes) -> None:
        if command.startswith(b"EXAMINE"):
            opened.append(command)

    def omits(answer: bytes) -> bytes:
        is_fetched = re.match(rb"\* \d+ FETCH ", answer) is not None
        return b"" if is_fetched and opened and b"INBOX" in opened[-1] else answer

    town.meddler.instead, town.meddler.change = keep, omits
    done, _ = await town.round()
    assert town.sink.received == []
    assert any("does not give" in why for why in done.swept.incomplete)
    town.meddler.well_behaved()
    _, office = await town.round()
    assert heard(tuple(office.facts)) == {"a1@x.example"}
    assert town.sink.received == []


async def test_a_mail_that_a_search_leaves_out_stops_letters_until_it_is_there(town: Town) -> None:
    """EXISTS says two, SEARCH names one: nextcloud/mail#13590."""
    town.account.deliver(reply("a0@x.example", "Bien reçu, merci.\n"))
    town.account.deliver(reply("a1@x.example"))
    town.meddler.change = lambda answer: answer.replace(b"* SEARCH 1 2\r\n", b"* SEARCH 1\r\n")
    done, _ = await town.round()
    assert town.sink.received == []
    assert any("counts 2 mails and lists 1" in why for why in done.swept.incomplete)
    town.meddler.well_behaved()
    _, office = await town.round()
    assert heard(tuple(office.facts)) == {"a0@x.example", "a1@x.example"}


async def test_two_mails_with_one_message_id_are_both_heard(town: Town) -> None:
    """FreeScout lost the second (freescout#5591)."""
    town.account.deliver(reply("same@x.example", "Merci, bien reçu.\n"))
    town.account.deliver(reply("same@x.example", DISPUTE))
    _, office = await town.round()
    assert len(replies(office)) == 2
    assert town.sink.received == []


async def test_mails_without_a_message_id_are_heard_each_once(town: Town) -> None:
    """Chatwoot skips them. Two that are alike to the letter are two."""
    nameless = re.sub(rb"Message-ID: .*\r?\n", b"", reply("gone"))
    assert b"Message-ID" not in nameless
    for _ in range(2):
        town.account.deliver(nameless)
    await town.round()
    _, office = await town.round()
    assert len(replies(office)) == 2
    assert town.sink.received == []


async def test_a_mail_without_a_message_id_is_no_new_one_where_it_comes_to_lie(town: Town) -> None:
    """Else a promise would count twice, and so would a payment."""
    nameless = re.sub(
        rb"Message-ID: .*\r?\n", b"", reply("gone", "Je règle la facture F2026-0507 vendredi.\n")
    )
    for _ in range(2):
        town.account.deliver(nameless)
    _, first = await town.round()
    before = len(replies(first))
    town.meddler.change = changed(rb"UIDVALIDITY \d+", b"UIDVALIDITY 4711")
    _, renumbered = await town.round()
    town.meddler.well_behaved()
    session = ImapSession.connect(town.account.settings(), PASSWORD)
    session.ensure_folder("Classés")
    session.wire.select("INBOX")
    session.wire.uid("COPY", "1:2", session._wire_name("Classés"))
    session.close()
    _, copied = await town.round()
    assert [before, len(replies(renumbered)), len(replies(copied))] == [2, 2, 2]


async def test_a_session_that_the_server_ends_costs_one_round(town: Town) -> None:
    """Gmail, over its daily quota: BYE Session expired."""
    bye = b"* BYE Session expired, please login again.\r\n"
    town.meddler.instead = lambda command: bye if command.startswith(b"UID FETCH") else None
    trouble = await town.trouble()
    assert isinstance(trouble, ConnectionLost)
    assert "Session expired" in str(trouble)
    assert town.sink.received == []
    town.meddler.well_behaved()
    await town.round()
    assert len(town.sink.received) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"{tag} NO [LIMIT] Too many connections\r\n",
        b"{tag} NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded\r\n",
        b"{tag} NO [ALERT] Too many simultaneous connections. (Failure)\r\n",
        b"* BYE Maximum number of connections reached\r\n",
    ],
)
async def test_too_many_connections_is_no_wrong_password(town: Town, answer: bytes) -> None:
    town.meddler.instead = lambda command: answer if command.startswith((b"AUTH", b"LOGIN")) else None
    trouble = await town.trouble()
    assert not isinstance(trouble, LoginRefused)
    assert "connections" in str(trouble)
    assert town.sink.received == []


async def test_a_server_that_asks_to_be_left_alone_is(town: Town) -> None:
    """Microsoft 365, on a connection that stands: the wait that it asks for holds for every command."""
    slow_down = b"{tag} BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n"
    async with town.place.office(reader=town.reader) as office:
        town.meddler.instead = lambda command: slow_down if command.startswith(b"UID SEARCH") else None
        with pytest.raises(ServerRefused, match="throttled"):
            await take_round(office)
        town.meddler.well_behaved()
        asked = len(town.meddler.said)
        with pytest.raises(Unreachable, match="not tried again for 9"):
            await take_round(office)
        assert 80 < office.mailbox.next_try_in <= 92.5
    assert town.sink.received == []
    assert [command for command in town.meddler.said[asked:] if command != b"LOGOUT"] == []


async def test_a_connection_that_refuses_everything_is_left_for_a_new_one(town: Town) -> None:
    """Microsoft 365 lets in whoever has too many connections, and then answers nothing but BAD."""
    useless = b"{tag} BAD User is authenticated but not connected.\r\n"
    async with town.place.office(reader=town.reader) as office:
        town.meddler.instead = lambda command: useless if command.startswith((b"EXAMINE", b"LIST")) else None
        with pytest.raises(ServerRefused, match="not connected"):
            await take_round(office)
        town.meddler.well_behaved()
        await take_round(office)
    assert town.meddler.connections == 2
    assert len(town.sink.received) == 1


async def test_a_folder_that_the_server_refuses_hides_no_other(town: Town) -> None:
    """What cannot be read might hold an answer: no letter leaves; but what can be read is heard."""
    town.account.deliver(mail_of(CLIENT, US, "Bonjour.\n", name="old@x.example"), "Archives")
    town.account.deliver(reply("a1@x.example", "Bien reçu, merci.\n"))
    refused = b"{tag} NO [NOPERM] Permission denied\r\n"
    town.meddler.instead = lambda command: (
        refused if command.startswith(b"EXAMINE") and b"Archives" in command else None
    )
    done, office = await town.round()
    assert heard(tuple(office.facts)) == {"a1@x.example"}
    assert town.sink.received == []
    assert any("Archives" in why and "Permission denied" in why for why in done.swept.incomplete)


async def test_half_a_mail_is_never_taken_for_a_whole_one(town: Town) -> None:
    """The server gives fewer bytes than it announced as the mail's size, and says nothing of it."""
    town.account.deliver(reply("a1@x.example", "Bonjour,\n\n" + "Bien reçu. " * 400 + "\n" + DISPUTE))

    def shortened(answer: bytes) -> bytes:
        found = re.match(rb"(\* \d+ FETCH \(.*BODY\[\](?:<0>)? )\{(\d+)\}\r\n", answer)
        if found is None or b"Bien re" not in answer:
            return answer
        body = answer[found.end() : found.end() + int(found[2])][:700]
        rest = answer[found.end() + int(found[2]) :]
        return found[1] + b"{%d}\r\n" % len(body) + body + rest

    town.meddler.change = shortened
    done, office = await town.round()
    said = [fact for fact in office.facts if isinstance(fact, MailQuarantined)]
    assert town.sink.received == []
    assert said or done.swept.incomplete or heard(tuple(office.facts))


async def test_the_password_of_the_tests_is_in_no_message(town: Town) -> None:
    no = b"{tag} NO [AUTHENTICATIONFAILED] wrong: " + PASSWORD.encode() + b"\r\n"
    town.meddler.instead = lambda command: no if command.startswith((b"AUTH", b"LOGIN")) else None
    assert PASSWORD not in str(await town.trouble())

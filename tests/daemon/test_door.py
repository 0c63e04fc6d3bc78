"""The last look with the door open: what came in until then keeps a letter back, and nothing is in doubt before."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from servers.dovecot import Account
from servers.scripted_smtp import DOT, Fault, Says, in_turn, scripted_smtp

from relanced.daemon.carry import Done
from relanced.daemon.door import LastLook
from relanced.daemon.office import Office
from relanced.daemon.rounds import take_round
from relanced.edge.folders import JOURNAL
from relanced.edge.outbox import LetterState, OutboxLetter
from relanced.letters.note import Decision, write_note
from relanced.model.actions import Reminder
from relanced.model.decided import Verb
from relanced.model.facts import SendIntended, SendOutcome

pytestmark = pytest.mark.slow

US = "compta@firm.example"
KEY = b"a key of the tests, 32 bytes long"
ALL = (
    LetterState.PREPARED,
    LetterState.SUBMITTING,
    LetterState.SENT,
    LetterState.DEFERRED,
    LetterState.REFUSED,
    LetterState.UNKNOWN,
    LetterState.WITHDRAWN,
)


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    desk.raw_in(JOURNAL)  # makes the folder, as the first decision does
    return desk


def the_letter(office: Office) -> OutboxLetter:
    [letter] = office.outbox.letters(*ALL)
    return letter


async def one_round(desk: Desk, script: dict[str, Says]) -> tuple[Done, OutboxLetter, list[bytes]]:
    """A round against this server: how its one letter ended, and what the server got."""
    async with scripted_smtp(script) as server, desk.office(mode="send", smtp=server.port) as office:
        [done] = (await take_round(office)).done
        return done, the_letter(office), list(server.letters)


def pause() -> bytes:
    decision = Decision(
        verb=Verb.PAUSE, target="F2026-0507", until=None, note="", decided_at=datetime.now(UTC)
    )
    return write_note(decision, US, KEY)


REPLY = mail_of(CLIENT, US, "Cette facture est contestée, nous ne paierons pas.", name="r1@x.example")
BROKEN = (
    f"From: {CLIENT}\r\nSubject: x\r\nMessage-ID: <b@x.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 300
    + "--b--\r\n"
).encode()


@pytest.mark.parametrize(
    ("raw", "folder"),
    [(REPLY, "INBOX"), (REPLY, "Junk"), (BROKEN, "INBOX"), (pause(), JOURNAL)],
    ids=["reply", "reply in Junk", "unreadable", "decision"],
)
async def test_what_comes_in_while_the_server_waits_for_the_letter_keeps_it_back(
    desk: Desk, raw: bytes, folder: str
) -> None:
    def arrives(_command: str) -> str:
        desk.account.deliver(raw, folder)
        return "354 go on"

    done, letter, received = await one_round(desk, {"DATA": arrives})

    assert (done.what, received) == ("waits", [])
    assert "something came in just before sending: " in done.why
    assert letter.state is LetterState.WITHDRAWN
    assert [raw for raw in desk.raw_in(JOURNAL) if b'"intent"' in raw] == []  # nothing is left behind


async def test_a_door_that_closed_while_we_looked_is_tried_again_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server grows tired while the mailbox is read."""

    async def look_long(self: LastLook, reminder: Reminder, *, tired: Callable[[], None]) -> str:
        server.hang_up()
        return await look(self, reminder, tired=tired)

    look = LastLook.why_shut
    monkeypatch.setattr(LastLook, "why_shut", look_long)
    async with tired_server() as server, desk.office(mode="send", smtp=server.port) as office:
        [done] = (await take_round(office)).done
        letter = the_letter(office)
    assert (done.what, server.got) == ("waits", b"")
    assert "421 4.4.2 you took too long" in done.why
    assert (letter.state, letter.attempts) == (LetterState.DEFERRED, 1)


class Tired:
    """A server that says 354 and, when told so, hangs up."""

    def __init__(self) -> None:
        self.port = 0
        self.got = b""  # after the 354
        self._told = asyncio.Event()

    def hang_up(self) -> None:
        self._told.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        for answer in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            await reader.readline()
            writer.write(answer)
        await self._told.wait()
        writer.write(b"421 4.4.2 you took too long\r\n")
        with contextlib.suppress(ConnectionError):
            writer.write_eof()
            self.got = await reader.read()
        writer.close()


@contextlib.asynccontextmanager
async def tired_server() -> AsyncIterator[Tired]:
    tired = Tired()
    async with await asyncio.start_server(tired.serve, "127.0.0.1", 0) as server:
        tired.port = server.sockets[0].getsockname()[1]
        yield tired


@pytest.mark.parametrize("point", ["MAIL", "RCPT", "DATA"])
async def test_who_is_greylisted_leaves_no_note_and_comes_again(desk: Desk, point: str) -> None:
    honest = "354 go on" if point == "DATA" else "250 ok"
    script: dict[str, Says] = {point: in_turn("451 4.7.1 greylisted, come back later", honest)}
    async with scripted_smtp(script) as server, desk.office(mode="send", smtp=server.port) as office:
        [first] = (await take_round(office)).done
        [at_once] = (await take_round(office)).done
        waiting = the_letter(office)
        notes = desk.raw_in(JOURNAL)
        await rewind(office)
        [second] = (await take_round(office)).done
        facts = tuple(office.facts)

    assert (first.what, at_once.what, second.what) == ("waits", "waits", "sent")
    assert "greylisted" in first.why
    assert "put off by the mail server until" in at_once.why
    assert (waiting.state, waiting.attempts) == (LetterState.DEFERRED, 1)
    assert [raw for raw in notes if b'"intent"' in raw] == []
    assert len(server.letters) == 1
    assert len(of_kind(facts, SendIntended)) == 2


async def rewind(office: Office) -> None:
    """Let the time until the next try pass: the letter is due again."""
    letter = the_letter(office)
    office.outbox.withdraw(letter.message_id, office.now())


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 4.3.0 later", LetterState.DEFERRED),
        ("554 5.6.0 never", LetterState.REFUSED),
        (Fault.CUT, LetterState.UNKNOWN),
        ("250 2.0.0 taken", LetterState.SENT),
    ],
    ids=str,
)
async def test_every_answer_to_the_letter_is_recorded_as_what_it_is(
    desk: Desk, answer: str | Fault, state: LetterState
) -> None:
    async with scripted_smtp({DOT: answer}) as server, desk.office(mode="send", smtp=server.port) as office:
        await take_round(office)
        assert the_letter(office).state is state
        await take_round(office)
        assert the_letter(office).state is state
        outcomes = of_kind(tuple(office.facts), SendOutcome)
    assert len(server.letters) == 1
    assert len(outcomes) == 1
    assert len([raw for raw in desk.raw_in(JOURNAL) if b'"intent"' in raw]) == 1


async def test_the_intent_is_written_while_the_door_is_open_and_before_the_letter(desk: Desk) -> None:
    seen: list[int] = []

    def at_data(_command: str) -> str:
        seen.append(len(desk.raw_in(JOURNAL)))
        return "354 go on"

    def at_dot(_command: str) -> str:
        seen.append(len(desk.raw_in(JOURNAL)))
        return "250 2.0.0 taken"

    done, _, received = await one_round(desk, {"DATA": at_data, DOT: at_dot})
    assert done.what == "sent"
    assert len(received) == 1
    assert seen == [0, 1]

"""What is read of a folder when the server refuses bodies, or numbers its mails anew in between."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, mail_of
from faults.fault_makers import Place, heard
from servers.dovecot import Account
from servers.meddler import Meddler
from servers.sink import Sink, running_sink

from relanced.daemon.office import Office
from relanced.daemon.rounds import take_round
from relanced.daemon.unread import lost_in
from relanced.edge.imap import ImapSession

T = TypeVar("T")

pytestmark = pytest.mark.slow

DISPUTE = "Bonjour,\n\nNous contestons la facture F2026-0507 : les vitres sont rayées.\n"
BODY = re.compile(rb"UID FETCH (\S+) \(UID BODY\.PEEK\[\]")
ANEW = "the server numbered its mails anew while they were read"
REFUSED = b"{tag} NO [SERVERBUG] Internal error occurred.\r\n"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as opened:
        yield opened


@pytest.fixture
def meddler(account: Account) -> Iterator[Meddler]:
    account.deliver(INVOICE, "Sent")
    with Meddler(account.server.port) as between:
        yield between


@pytest.fixture
async def office(account: Account, meddler: Meddler, sink: Sink, tmp_path: Path) -> AsyncIterator[Office]:
    place = Place(folder=tmp_path, imap=meddler.port, smtp=sink.port, user=account.user)
    async with place.office() as opened:
        yield opened


def replied(account: Account, *texts: str) -> None:
    for number, text in enumerate(texts, start=1):
        account.deliver(mail_of(CLIENT, "compta@firm.example", text, name=f"a{number}@x.example"))


def opened_last(meddler: Meddler) -> bytes:
    opened = [command for command in meddler.said if command.startswith(b"EXAMINE")]
    return opened[-1] if opened else b""


@pytest.mark.parametrize("refused", [{b"2"}, {b"1", b"2"}])
async def test_bodies_that_the_server_refuses_are_missing_and_hide_nothing_else(
    account: Account, meddler: Meddler, sink: Sink, office: Office, refused: set[bytes]
) -> None:
    """Two alone in a folder as well: what lies in the folders after it is heard all the same."""
    replied(account, "Bien reçu, merci.\n", DISPUTE)
    account.deliver(mail_of(CLIENT, "compta@firm.example", DISPUTE, name="j1@x.example"), "Junk")

    def refuses(command: bytes) -> bytes | None:
        asked = BODY.match(command)
        if asked is None or b"INBOX" not in opened_last(meddler):
            return None
        uids = {b"1", b"2"} if asked[1] in {b"1:2", b"1,2"} else {asked[1]}
        return REFUSED if uids & refused else None

    meddler.instead = refuses
    done = await take_round(office)

    lost = sorted(int(uid) for uid in refused)
    why = f"the server lists mails {lost} and does not give them"
    assert done.swept.incomplete == (f"INBOX: {why}",)
    assert lost_in(office.store) == {"INBOX": why}
    assert "j1@x.example" in heard(tuple(office.facts))
    assert ("a1@x.example" in heard(tuple(office.facts))) is (b"1" not in refused)
    assert sink.received == []

    meddler.well_behaved()
    done = await take_round(office)
    assert done.swept.incomplete == ()
    assert lost_in(office.store) == {}
    assert heard(tuple(office.facts)) == {"a1@x.example", "a2@x.example", "j1@x.example"}


class Renumbering:
    """A server that shows INBOX under another UIDVALIDITY once its mails were listed."""

    def __init__(self, meddler: Meddler) -> None:
        self._meddler = meddler
        self.has_begun = False
        meddler.change = self._change

    def _change(self, answer: bytes) -> bytes:
        if b"INBOX" not in opened_last(self._meddler):
            return answer
        if not self.has_begun:
            self.has_begun = answer.startswith(b"* SEARCH")
            return answer
        if answer.startswith(b"* OK [UIDVALIDITY"):
            return re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 4711", answer)
        return answer.replace(b"* SEARCH 1\r\n", b"* SEARCH 101\r\n")


async def test_a_folder_that_is_numbered_anew_between_its_list_and_its_mails_does_not_count_as_read(
    account: Account, meddler: Meddler, sink: Sink, office: Office
) -> None:
    """No UID of before is listed any more: without the UIDVALIDITY it would look as if all had been expunged."""
    replied(account, DISPUTE)
    numbered = Renumbering(meddler)

    done = await take_round(office)

    assert numbered.has_begun
    assert done.swept.incomplete == (f"INBOX: {ANEW}",)
    assert office.store.folder_state("INBOX") is None
    assert sink.received == []
    meddler.well_behaved()
    assert (await take_round(office)).swept.incomplete == ()
    assert heard(tuple(office.facts)) == {"a1@x.example"}
    assert sink.received == []


@pytest.mark.parametrize("looks_first", [True, False])
async def test_no_body_is_taken_from_a_folder_that_was_numbered_anew_before_a_new_connection(
    account: Account, meddler: Meddler, office: Office, monkeypatch: pytest.MonkeyPatch, *, looks_first: bool
) -> None:
    """A body fetched by an old UID would be another mail's. `looks_first`: a listing opened the folder already."""
    replied(account, DISPUTE)
    bodies_of: list[str | None] = []
    raws, run = ImapSession.raws, office.mailbox.run

    def watched(session: ImapSession, wanted: Mapping[int, int | None]) -> dict[int, bytes]:
        bodies_of.append(session.folder)
        return raws(session, wanted)

    async def breaks_before_bodies(work: Callable[[ImapSession], T], deadline: float) -> T:
        is_listed = b"INBOX" in opened_last(meddler) and b"BODYSTRUCTURE" in meddler.said[-1]
        if is_listed and meddler.connections == 1:
            meddler.change = lambda answer: re.sub(rb"^(\* OK \[UIDVALIDITY) \d+", rb"\1 4711", answer)
            await run(ImapSession.kill, deadline)
            if looks_first:
                await run(lambda session: session.examine("INBOX"), deadline)
        return await run(work, deadline)

    monkeypatch.setattr(ImapSession, "raws", watched)
    monkeypatch.setattr(office.mailbox, "run", breaks_before_bodies)
    done = await take_round(office)

    assert bodies_of == ["Sent"]
    assert f"INBOX: {ANEW}" in done.swept.incomplete
    assert meddler.connections == 2

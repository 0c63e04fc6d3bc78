"""Two relanced and one mailbox, and a mailbox that lets none be written down: nothing twice, and it is said why."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from daemon.daemon_makers import INVOICE
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.meddler import Meddler
from servers.sink import Sink

from relanced.daemon.door import LastLook
from relanced.daemon.lease import LeaseKeeper
from relanced.daemon.office import Office
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import take_round
from relanced.edge.lease import Times
from relanced.edge.outbox import LetterState
from relanced.model.actions import Reminder

pytestmark = pytest.mark.slow

SHORT = Times(renew=0.5, expires=1, look=0.05)  # the server's clock counts whole seconds


def impatient(office: Office) -> None:
    assert office.key is not None
    office.lease = LeaseKeeper(office.settings, office.key, office.clock, SHORT)


async def test_who_wakes_at_the_door_after_another_took_over_sends_nothing(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two machines, two stores: the first stands still with the door open until its lease has run out."""
    account.deliver(INVOICE, "Sent")
    places = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        places.append(
            Place(folder=tmp_path / name, imap=account.server.port, smtp=sink.port, user=account.user)
        )
    look = LastLook.why_shut
    other: list[str] = []

    async def stands_still(self: LastLook, reminder: Reminder, *, tired: Callable[[], None]) -> str:
        if not other:
            other.append("comes")
            await asyncio.sleep(2.1)
            async with places[1].office(reader=reader) as second:
                impatient(second)
                [done] = (await take_round(second)).done
            other.append(done.what)
        return await look(self, reminder, tired=tired)

    monkeypatch.setattr(LastLook, "why_shut", stands_still)
    async with places[0].office(reader=reader) as first:
        impatient(first)
        [woken] = (await take_round(first)).done
        [letter] = first.outbox.letters(LetterState.WITHDRAWN)
    assert other == ["comes", "sent"]
    assert (woken.what, letter.attempts) == ("waits", 0)
    assert len(sink.received) == 1


async def test_a_mailbox_in_which_no_folder_may_be_made_lets_nothing_leave_and_is_told(
    account: Account, tmp_path: Path, sink: Sink, reader: Reader
) -> None:
    account.deliver(INVOICE, "Sent")

    def refuses(command: bytes) -> bytes | None:
        return b"{tag} NO [NOPERM] Permission denied\r\n" if command.startswith(b"CREATE") else None

    with Meddler(account.server.port, instead=refuses) as meddler:
        place = Place(folder=tmp_path, imap=meddler.port, smtp=sink.port, user=account.user)
        async with place.office(reader=reader) as office:
            done = await take_round(office)
            told = office.store.recall("lease")
    assert sink.received == []
    assert "CREATE Relanced/Lease: " in done.held
    assert "Permission denied" in done.held
    assert told == done.held
    assert [each.why for each in done.done] == [done.held]

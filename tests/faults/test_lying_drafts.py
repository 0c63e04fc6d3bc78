"""What lies in Drafts: no second draft beside it, no letter either, also where a server hides it."""

import re
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, Desk, mail_of
from faults.fault_makers import Place
from servers.dovecot import Account
from servers.meddler import Meddler
from servers.sink import Sink

from relanced.daemon.carry import Done
from relanced.daemon.held import held_in
from relanced.daemon.reader import Reader
from relanced.daemon.rounds import take_round

pytestmark = pytest.mark.slow

US = "compta@firm.example"
STEP = '[[step]]\nname = "rappel"\nafter_due_days = 1\nattach = []\n'


def invoice(number: int) -> bytes:
    text = f"Facture n° F2026-{number:04d} du 01/09/2026\nTotal TTC : 1 200,00 EUR\nÀ régler avant le 01/10/2026\n"
    raw = mail_of(US, CLIENT, text, name=f"{number}@firm.example", subject=f"Facture F2026-{number:04d}")
    return re.sub(rb"Date: .*", b"Date: Tue, 01 Sep 2026 09:00:00 +0200", raw, count=1)


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    account.deliver(invoice(1), "Sent")
    return Desk(account, tmp_path)


async def one_round(desk: Desk, reader: Reader, *, port: int = 0, smtp: int = 1, mode: str = "draft") -> Done:
    place = Place(
        folder=desk.folder,
        imap=port or desk.account.server.port,
        smtp=smtp,
        user=desk.account.user,
        mode=mode,
        more=STEP,
    )
    async with place.office(reader=reader) as office:
        [done] = (await take_round(office)).done
        assert [each.why for each in held_in(office.store)] == ([] if done.ok else [done.why])
        return done


@pytest.mark.parametrize("mode", ["draft", "send"])
async def test_a_draft_that_the_server_does_not_give_is_not_written_or_sent_beside_it(
    desk: Desk, reader: Reader, sink: Sink, mode: str
) -> None:
    """The store is lost as well: nothing but Drafts knows of it."""
    await one_round(desk, reader)
    desk.lose_the_store()
    opened = b""

    def refuses(command: bytes) -> bytes | None:
        nonlocal opened
        opened = command if command.startswith(b"EXAMINE") else opened
        is_asked = command.startswith(b"UID FETCH") and b"Drafts" in opened
        return b"{tag} NO Message is damaged\r\n" if is_asked else None

    with Meddler(desk.account.server.port, instead=refuses) as meddler:
        done = await one_round(desk, reader, port=meddler.port, smtp=sink.port, mode=mode)

    assert (done.what, sink.received) == ("waits", [])
    assert "Drafts: the server lists mails [1] and does not give them" in done.why
    assert len(desk.raw_in("Drafts")) == 1


async def test_a_draft_that_a_mail_program_gave_another_message_id_lies_there_still(
    desk: Desk, reader: Reader
) -> None:
    await one_round(desk, reader)
    [raw] = desk.raw_in("Drafts")
    desk.empty("Drafts")
    desk.account.deliver(re.sub(rb"Message-ID: <[^>]*>", b"Message-ID: <edited@mua.example>", raw), "Drafts")
    done = await one_round(desk, reader)
    assert (done.what, done.why) == ("drafted", "lies in Drafts already")
    assert len(desk.raw_in("Drafts")) == 1


@pytest.mark.parametrize("mode", ["draft", "send"])
async def test_a_letter_about_more_waits_while_the_draft_about_less_lies_there(
    desk: Desk, reader: Reader, sink: Sink, mode: str
) -> None:
    """Both would ask for the first invoice: the owner would send one, relanced or he the other."""
    await one_round(desk, reader)
    desk.account.deliver(invoice(2), "Sent")
    waits = await one_round(desk, reader, smtp=sink.port, mode=mode)
    drafts = len(desk.raw_in("Drafts"))
    desk.empty("Drafts")
    goes = await one_round(desk, reader, smtp=sink.port, mode=mode)

    assert (waits.what, drafts) == ("waits", 1)
    assert "another draft about F2026-0001 lies in Drafts" in waits.why
    assert goes.ok
    assert {line.number for line in goes.reminder.lines} == {"F2026-0001", "F2026-0002"}
    assert len(desk.raw_in("Drafts")) + len(sink.received) == 1

"""A mailbox that is read for the first time: what is recent at once, what is old in slices, all of it in the end."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from daemon.daemon_makers import Desk
from servers.dovecot import PASSWORD, Account
from servers.meddler import Meddler

from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import take_round
from relanced.daemon.sweep import Swept, sweep
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.folders import JOURNAL
from relanced.edge.imap import ImapSession
from relanced.edge.mailbox import MailboxThread
from relanced.edge.settings import Settings
from relanced.edge.store import Store, StoreUnusable
from relanced.letters.note import Decision, write_note
from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import MessageId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, LATELY = NOW - timedelta(days=400), NOW - timedelta(days=3)
US, CLIENT = "compta@firm.example", "claire@client.example"


def mail(
    number: int, at: datetime, sender: str, to: str, subject: str, text: str, answers: str = ""
) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"], made["Message-ID"] = format_datetime(at), f"<{number}@{sender.partition('@')[2]}>"
    if answers:
        made["In-Reply-To"] = answers
    made.set_content(text)
    return made.as_bytes()


def invoice(number: int, at: datetime) -> bytes:
    text = f"""Facture n° F2025-{number:04d} du {at:%d/%m/%Y}
Total TTC : 1 200,00 EUR
À régler avant le {at + timedelta(days=30):%d/%m/%Y}
"""
    raw = mail(number, at, US, CLIENT, f"Facture F2025-{number:04d}", text)
    return raw.replace(b"Subject:", b"X-Relanced: none\nSubject:", 1)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a dozen mails are many."""
    monkeypatch.setattr("relanced.daemon.sweep.BATCH", 4)
    monkeypatch.setattr("relanced.daemon.take_in.BATCH", 4)
    monkeypatch.setattr("relanced.daemon.listed.GROUP", 2)
    monkeypatch.setattr("relanced.daemon.backlog.STEP", 3)


@pytest.fixture
def mailbox(account: Account) -> Iterator[ImapSession]:
    session = ImapSession.connect(account.settings(), PASSWORD)
    yield session
    session.close()


def opened_office(account: Account, folder: Path) -> Office:
    settings = load_settings(Desk(account, folder).write_config(mode="observe"))
    assert isinstance(settings, Settings)
    return open_office(settings, Clock(NOW))


@pytest.fixture
async def office(account: Account, tmp_path: Path) -> AsyncIterator[Office]:
    opened = opened_office(account, tmp_path)
    yield opened
    await close_office(opened)


def fill(mailbox: ImapSession) -> None:
    """Ten old mails of each side and three of late; the old client is known by old invoices alone."""
    for number in range(10):
        at = OLD + timedelta(days=number)
        mailbox.append("Sent", invoice(number, at), (), at)
        said = mail(
            100 + number, at, CLIENT, US, "Re: Facture", "Bien reçu, merci.", f"<{number}@firm.example>"
        )
        mailbox.append("INBOX", said, (), at)
    for number in range(3):
        said = mail(200 + number, LATELY, CLIENT, US, "Re: Facture", "Nous contestons.", "<3@firm.example>")
        mailbox.append("INBOX", said, (), LATELY)
    listed = mail(300, LATELY, CLIENT, US, "Lettre", "Bonjour à tous.")
    mailbox.append(
        "INBOX", listed.replace(b"Subject:", b"List-Id: <l.client.example>\nSubject:", 1), (), LATELY
    )


def said_by(facts: list[Fact]) -> set[str | None]:
    return {fact.source.message_id for fact in facts if isinstance(fact, ReplyReceived)}


async def look(office: Office, slice_s: float | None) -> Swept:
    return await sweep(office, everything=True, slice_s=slice_s)


@pytest.mark.usefixtures("small_steps")
async def test_what_is_recent_is_read_first_and_what_is_old_in_slices(
    office: Office, mailbox: ImapSession
) -> None:
    fill(mailbox)

    first = await look(office, 0)

    assert said_by(office.facts) == {f"{number}@client.example" for number in (200, 201, 202)}
    assert first.backlog
    assert any("wait to be read" in why for why in first.incomplete)
    assert office.store.recall("backlog") == str(first.backlog)
    left = [first.backlog]
    while left[-1]:
        left.append((await look(office, 0.001)).backlog)
    assert len(left) > 4
    assert left == sorted(left, reverse=True)
    assert len(said_by(office.facts)) == 14  # the list's mail too: its sender is known by an old invoice
    assert sum(isinstance(fact, InvoiceSent) for fact in office.facts) == 10
    assert office.store.recall("backlog") == "0"
    assert not (await look(office, 0)).incomplete


@pytest.mark.usefixtures("small_steps")
async def test_an_answer_is_read_with_the_letter_that_it_quotes_however_old_that_is(
    office: Office, mailbox: ImapSession
) -> None:
    fill(mailbox)

    await look(office, 0)

    known = {fact.source.message_id for fact in office.facts if isinstance(fact, InvoiceSent)}
    assert known == {"3@firm.example"}  # the one that the recent answers name; the other nine wait
    assert office.store.sent_texts.of([MessageId("3@firm.example")])


@pytest.mark.usefixtures("small_steps")
async def test_a_letter_that_an_answer_names_and_the_server_does_not_give_goes_on_waiting(
    account: Account, tmp_path: Path, mailbox: ImapSession
) -> None:
    """Read ahead of its turn, it must not be forgotten: the mailbox would count as read without it."""
    fill(mailbox)
    opened = b""

    def refuses(command: bytes) -> bytes | None:
        nonlocal opened
        opened = command if command.startswith(b"EXAMINE") else opened
        is_asked = command.startswith(b"UID FETCH 4 (") and b"Sent" in opened
        return b"{tag} NO Message is damaged\r\n" if is_asked else None

    office = opened_office(account, tmp_path)
    with Meddler(account.server.port, instead=refuses) as meddler:
        imap = replace(office.settings.imap, port=meddler.port)
        office.mailbox = MailboxThread(imap, lambda: PASSWORD)
        try:
            swept = await look(office, None)
            assert any("lists mails [4] and does not give them" in why for why in swept.incomplete)
            meddler.well_behaved()
            assert not (await look(office, None)).incomplete
            assert sum(isinstance(fact, InvoiceSent) for fact in office.facts) == 10
        finally:
            await close_office(office)


@pytest.mark.usefixtures("small_steps")
async def test_a_strangers_mail_of_late_waits_until_all_that_we_sent_is_read_and_is_read_then(
    office: Office, mailbox: ImapSession
) -> None:
    """Whether he writes for a client of ours nobody can say before; until he is read nothing leaves."""
    fill(mailbox)
    late = LATELY + timedelta(hours=1)
    stranger = mail(400, late, "someone@elsewhere.example", US, "Votre facture", "Nous contestons.")
    mailbox.append("INBOX", stranger, (), late)

    first = await look(office, 0)

    assert "400@elsewhere.example" not in said_by(office.facts)
    assert first.incomplete
    await look(office, None)
    assert "400@elsewhere.example" in said_by(office.facts)
    assert len(said_by(office.facts)) == 15


@pytest.mark.usefixtures("small_steps")
async def test_nothing_leaves_while_old_mails_wait(office: Office, mailbox: ImapSession) -> None:
    fill(mailbox)

    done = await take_round(office, slice_s=0)

    assert done.swept.backlog
    assert done.swept.incomplete
    assert not (await take_round(office)).swept.incomplete


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("record", range(1, 14, 3))
async def test_a_reading_that_was_broken_off_anywhere_loses_nothing(
    account: Account,
    tmp_path: Path,
    mailbox: ImapSession,
    monkeypatch: pytest.MonkeyPatch,
    record: int,
) -> None:
    fill(mailbox)
    office = opened_office(account, tmp_path)
    left = [record]
    whole = Store.record

    def breaks(store: Store, *told: Any) -> int:  # noqa: ANN401 - whatever is recorded
        left[0] -= 1
        if not left[0]:
            raise StoreUnusable("", "the disk is full", "")
        return whole(store, *told)

    with monkeypatch.context() as broken:
        broken.setattr(Store, "record", breaks)
        with pytest.raises(StoreUnusable):
            await look(office, None)
    await close_office(office)

    office = opened_office(account, tmp_path)
    try:
        while (await look(office, 0.001)).backlog:
            pass
        assert len(said_by(office.facts)) == 14
        assert sum(isinstance(fact, InvoiceSent) for fact in office.facts) == 10
    finally:
        await close_office(office)


@pytest.mark.usefixtures("small_steps")
async def test_what_waits_under_a_uidvalidity_that_is_gone_is_found_anew(
    office: Office, mailbox: ImapSession
) -> None:
    fill(mailbox)
    await look(office, 0)
    assert office.backlog.step() is not None  # taken out, and lost: as if the process had ended here
    folders = await office.mailbox.run(ImapSession.folders, 10)
    for folder in folders:
        office.backlog.of(folder, 1).add([99])

    while (await look(office, 0.001)).backlog:
        pass

    assert len(said_by(office.facts)) == 14
    assert sum(isinstance(fact, InvoiceSent) for fact in office.facts) == 10


@pytest.mark.usefixtures("small_steps")
async def test_where_the_owner_has_judged_mails_all_is_read_at_once_each_after_what_it_learns_from(
    office: Office, mailbox: ImapSession
) -> None:
    """Old and new alike: he called the fourth «thank you» a dispute, so the later ones are disputes too."""
    fill(mailbox)
    decided_at = OLD + timedelta(days=3, hours=12)
    decision = Decision(verb=Verb.DISPUTE, target="F2025-0003", until=None, note="", decided_at=decided_at)
    journal = mailbox.ensure_folder(JOURNAL)
    mailbox.append(journal, write_note(decision, US, b"a key of the tests, 32 bytes long"), (), NOW)

    swept = await look(office, 0)

    assert swept.backlog == 0
    thanks = {
        fact.source.at: fact.intent
        for fact in office.facts
        if isinstance(fact, ReplyReceived) and fact.new_text.startswith("Bien reçu")
    }
    assert len(thanks) == 10
    for at, intent in thanks.items():
        assert (intent is Intent.DISPUTE) == (at > decided_at)

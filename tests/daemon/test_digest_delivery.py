"""The digest in the owner's INBOX: once for each day that it is due, whatever crashes or is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from imapclient import IMAPClient
from servers.dovecot import PASSWORD, Account

from relanced.daemon.digest import FAILED_NOTE, give_digest
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.crash import VARIABLE, Point
from relanced.edge.imap_errors import ServerRefused
from relanced.edge.settings import Settings
from relanced.intake.message import Message
from relanced.model.facts import AutoReplyReceived, InvoiceSent, ReminderSent
from relanced.model.mark import DIGEST_HEADER, is_digest_id

pytestmark = pytest.mark.slow

DIGEST = """
[digest]
at = "07:30"
business_days = false
"""
ALWAYS = DIGEST + "when_quiet = true\n"
MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)  # 10:00 in Paris


class At(Clock):
    """A clock that stands where a test puts it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


@asynccontextmanager
async def opened(
    desk: Desk, at: datetime, *, mode: str = "draft", more: str = DIGEST
) -> AsyncIterator[Office]:
    settings = load_settings(desk.write_config(mode=mode, more=more))
    assert isinstance(settings, Settings), str(settings)
    office = open_office(settings, At(at))
    try:
        yield office
    finally:
        await close_office(office)


async def round_at(desk: Desk, at: datetime, *, mode: str = "draft", more: str = DIGEST) -> None:
    async with opened(desk, at, mode=mode, more=more) as office:
        await take_round(office)


def digests(desk: Desk, folder: str = "INBOX") -> list[Message]:
    return [mail for mail in desk.lying_in(folder) if mail.header(DIGEST_HEADER)]


async def test_it_lies_in_inbox_unread_once_and_says_what_is_owed(desk: Desk) -> None:
    await round_at(desk, MORNING)
    async with opened(desk, MORNING + timedelta(hours=3)) as office:
        await take_round(office)
        assert {type(fact) for fact in office.facts} == {InvoiceSent}  # it is read as nothing

    [mail] = digests(desk)
    assert is_digest_id(str(mail.message_id))
    assert mail.header("auto-submitted") == "auto-generated"
    assert "On vous doit" in mail.text
    client = IMAPClient("127.0.0.1", desk.account.server.port, ssl=False)
    client.plain_login(desk.account.user, PASSWORD)
    client.select_folder("INBOX", readonly=True)
    [flags] = [row[b"FLAGS"] for row in client.fetch(client.search(), ["FLAGS"]).values()]
    client.logout()
    assert b"\\Seen" not in flags


async def test_a_lost_database_doubles_nothing_wherever_it_was_moved(desk: Desk) -> None:
    await round_at(desk, MORNING)
    [raw] = [each for each in desk.raw_in("INBOX") if DIGEST_HEADER.encode() in each]
    for folder in ("Archive", "Trash"):
        desk.empty("INBOX")
        desk.account.deliver(raw, folder)
        desk.lose_the_store()
        await round_at(desk, MORNING + timedelta(minutes=5), more=ALWAYS)
        assert digests(desk) == []
        desk.empty(folder)
    desk.lose_the_store()
    await round_at(desk, MORNING + timedelta(minutes=5), more=ALWAYS)
    assert len(digests(desk)) == 1  # deleted for good, and forgotten


async def test_the_next_day_has_its_own(desk: Desk) -> None:
    await round_at(desk, MORNING)
    await round_at(desk, MORNING + timedelta(days=1), more=ALWAYS)

    assert len({mail.message_id for mail in digests(desk)}) == 2


async def test_before_its_hour_it_is_still_the_day_before(desk: Desk) -> None:
    await round_at(desk, datetime(2026, 11, 9, 23, 30, tzinfo=UTC))  # 00:30 in Paris, the 10th
    await round_at(desk, datetime(2026, 11, 10, 6, 29, tzinfo=UTC))  # 07:29
    assert len(digests(desk)) == 1
    await round_at(desk, datetime(2026, 11, 10, 6, 30, tzinfo=UTC), more=ALWAYS)

    assert len(digests(desk)) == 2


async def test_nothing_happened_and_nothing_waits_gives_none(account: Account, tmp_path: Path) -> None:
    desk = Desk(account, tmp_path)
    await round_at(desk, MORNING)
    assert digests(desk) == []
    await round_at(desk, MORNING + timedelta(days=1), more=ALWAYS)

    assert len(digests(desk)) == 1


async def test_without_the_table_or_a_wish_there_is_none(desk: Desk) -> None:
    await round_at(desk, MORNING, more="")
    await round_at(desk, MORNING, more='[digest]\nevery = "never"\n')
    await round_at(desk, MORNING, mode="observe", more=DIGEST + "in_observe = false\n")

    assert digests(desk) == []


async def test_in_observe_it_says_what_would_have_gone_out_and_leaves_the_mailbox_to_others(
    desk: Desk,
) -> None:
    step = '[[step]]\nname = "rappel"\nafter_due_days = 3\ntemplate = "rappel"\n'
    async with opened(desk, MORNING, mode="observe", more=DIGEST + step) as office:
        await take_round(office)
        assert desk.lying_in("Relanced/Lease") == []

    [mail] = digests(desk)
    assert "CE QUI SERAIT PARTI" in mail.text
    assert desk.lying_in("Drafts") == []


async def test_another_relanced_that_serves_the_mailbox_writes_it_alone(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    async with opened(desk, MORNING, more="") as first:
        await take_round(first)
        second = Desk(desk.account, other)
        for mode in ("draft", "observe"):
            await round_at(second, MORNING, mode=mode, more=ALWAYS)
            assert digests(desk) == []


async def test_killed_between_the_mail_and_its_note_there_is_one(desk: Desk) -> None:
    config = desk.write_config(mode="draft", more=DIGEST)
    command = [
        sys.executable,
        "-m",
        "relanced",
        "--config",
        str(config),
        "run",
        "--once",
        "--at",
        MORNING.isoformat(),
    ]
    died = subprocess.run(  # noqa: ASYNC221 - the test waits for it
        command, env=os.environ | {VARIABLE: Point.DIGEST_APPENDED.value}, check=False, timeout=120
    )
    assert died.returncode == -signal.SIGKILL
    assert len(digests(desk)) == 1
    await round_at(desk, MORNING + timedelta(minutes=2))
    desk.lose_the_store()
    await round_at(desk, MORNING + timedelta(minutes=4))

    assert len(digests(desk)) == 1


async def test_a_mailbox_that_takes_none_costs_no_round_and_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk, MORNING) as office:
        real = office.mailbox.run

        async def full(work: object, seconds: float) -> object:
            if getattr(work, "__qualname__", "").startswith("_append."):
                raise ServerRefused("APPEND to INBOX: [OVERQUOTA] Quota exceeded")
            return await real(work, seconds)  # type: ignore[arg-type]  # whatever it is

        with monkeypatch.context() as quota:
            quota.setattr(office.mailbox, "run", full)
            done = await take_round(office)
        assert done.ledger.accounts
        assert "Quota" in office.store.recall(FAILED_NOTE)
        assert not await give_digest(office, done.actions, done.ledger, done.swept)  # not at once
        assert isinstance(office.clock, At)
        office.clock.at += timedelta(minutes=31)
        assert await give_digest(office, done.actions, done.ledger, done.swept)

    assert len(digests(desk)) == 1


async def test_it_is_read_as_nothing_and_a_forged_one_as_a_mail(desk: Desk) -> None:
    await round_at(desk, MORNING)
    [raw] = [each for each in desk.raw_in("INBOX") if DIGEST_HEADER.encode() in each]
    desk.account.deliver(raw, "Sent")
    forged = raw.replace(b"compta@firm.example", CLIENT.encode()).replace(
        b"Message-ID: <d1.", b"Message-ID: <d1.0"
    )
    desk.account.deliver(forged)
    async with opened(desk, MORNING) as office:
        await take_round(office)
        facts = tuple(office.facts)
        assert not of_kind(facts, ReminderSent)
        assert len(of_kind(facts, InvoiceSent)) == 1
        machines = of_kind(facts, AutoReplyReceived)
    assert [each.sender for each in machines] == [
        CLIENT
    ]  # so it says, and without our signature it is believed


async def test_forwarded_to_the_accountant_it_is_neither_invoice_nor_reminder(desk: Desk) -> None:
    await round_at(desk, MORNING)
    [digest] = digests(desk)
    text = f"Bonjour, voici nos impayés. Cordialement.\n\n---- Message transféré ----\n{digest.text}"
    subject = f"Tr: {digest.subject}"
    forward = mail_of(
        "compta@firm.example", "cabinet@compta.example", text, name="fwd@firm.example", subject=subject
    )
    desk.account.deliver(forward, "Sent")
    async with opened(desk, MORNING) as office:
        await take_round(office)
        facts = tuple(office.facts)

    assert "F2026-0507" in digest.text
    assert not of_kind(facts, ReminderSent)
    assert len(of_kind(facts, InvoiceSent)) == 1


async def test_a_line_of_it_sent_back_is_done_and_confirmed_in_the_next_one(desk: Desk) -> None:
    await round_at(desk, MORNING)
    [digest] = digests(desk)
    us = "compta@firm.example"
    for name, text in (("ok", "pause F2026-0507 15 jours"), ("no", "Pons c'est bon")):
        answer = mail_of(
            us, us, text, name=f"{name}@firm.example", subject="Re: Point", answers=str(digest.message_id)
        )
        told = answer.replace(b"Date: ", b"X-Date: ").replace(
            b"Subject:", b"Date: Tue, 10 Nov 2026 11:00:00 +0100\nSubject:"
        )
        desk.account.deliver(told, "Sent")
    await round_at(desk, MORNING + timedelta(days=1))

    [_, second] = sorted(digests(desk), key=lambda mail: str(mail.date))
    text = " ".join(second.text.split())
    assert "pause sur F2026-0507" in text
    assert "jusqu’au 25 novembre 2026 · par courriel" in text
    assert "vous avez écrit « Pons c'est bon »" in text

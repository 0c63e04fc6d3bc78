"""A letter of unknown fate is settled by what the mailbox shows, with its store or without; never by trying again."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from servers.dovecot import Account
from servers.scripted_smtp import DOT, Fault, scripted_smtp
from servers.sink import running_sink

from relanced.casework.ledger import Case
from relanced.casework.story import story
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import decide, take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.folders import JOURNAL
from relanced.edge.outbox import LetterState, OutboxLetter
from relanced.edge.settings import Settings
from relanced.model.actions import AskOwner
from relanced.model.facts import (
    AutoReplyReceived,
    MailQuarantined,
    Outcome,
    ReminderSent,
    ReplyReceived,
    SendOutcome,
)

pytestmark = pytest.mark.slow

US = "compta@firm.example"


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    desk.raw_in(JOURNAL)
    return desk


async def cut_off(desk: Desk) -> OutboxLetter:
    """A round in which the line breaks just after the letter was handed over."""
    async with (
        scripted_smtp({DOT: Fault.CUT}) as server,
        desk.office(mode="send", smtp=server.port) as office,
    ):
        [done] = (await take_round(office)).done
        assert done.what == "unknown"
        [letter] = office.outbox.letters(LetterState.UNKNOWN)
        assert len(server.letters) == 1
        return letter


def bounce_of(letter: OutboxLetter) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "MAILER-DAEMON@mx.firm.example", US, "Undelivered Mail"
    mail["Date"], mail["Message-ID"] = format_datetime(datetime.now(UTC)), "<dsn1@mx.firm.example>"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(
        f"<{CLIENT}>: host mx.client.example said: 550 5.1.1 User unknown\n\nMessage-ID: <{letter.message_id}>\n"
    )
    return mail.as_bytes()


def answer_to(letter: OutboxLetter) -> bytes:
    return mail_of(
        CLIENT, US, "Bien reçu, merci.", name="a1@x.example", subject="Re: Rappel", answers=letter.message_id
    )


PROOFS: dict[str, tuple[str, Callable[[OutboxLetter], bytes], str]] = {
    "copy in Sent": ("Sent", lambda letter: letter.raw, "seen in Sent"),
    "copy to ourselves": ("INBOX", lambda letter: letter.raw, "seen in INBOX"),
    "bounce": ("INBOX", bounce_of, "a mail server gave it back"),
    "answer": ("INBOX", answer_to, f"the mail of {CLIENT}"),
}


def the_case(office: Office) -> Case:
    [account] = decide(office)[0].accounts.values()
    [case] = account.cases
    return case


@pytest.mark.parametrize("lost", [False, True], ids=["store kept", "store lost"])
@pytest.mark.parametrize("proof", PROOFS)
async def test_each_proof_settles_a_letter_and_is_told(desk: Desk, proof: str, *, lost: bool) -> None:
    letter = await cut_off(desk)
    if lost:
        desk.lose_the_store()
    folder, mail, says = PROOFS[proof]
    with running_sink() as sink:
        async with desk.office(mode="send", smtp=sink.port) as office:
            doubtful = await take_round(office)
            assert any(
                "may or may not have left" in a.why for a in doubtful.actions if isinstance(a, AskOwner)
            )
            desk.account.deliver(mail(letter), folder)
            settled = await take_round(office)
            await take_round(office)
            facts, ledger = tuple(office.facts), decide(office)[0]
            case = the_case(office)
            told = story(ledger, facts, office.rules, "F2026-0507", office.today())

    assert sink.received == []
    assert not any("may or may not" in a.why for a in settled.actions if isinstance(a, AskOwner))
    assert case.in_flight is None
    assert [done.step for done in case.steps] == [letter.step]
    if not (lost and proof.startswith("copy")):  # a copy of the letter itself says it all
        [outcome] = [each for each in of_kind(facts, SendOutcome) if each.outcome is Outcome.SENT]
        assert says in outcome.answer
    assert told is not None
    assert any(says in event.what or isinstance(event.fact, ReminderSent) for event in told.events)


@pytest.mark.parametrize("folder", ["INBOX", "Archives/Relances"], ids=["INBOX", "filed by a rule"])
async def test_a_copy_to_ourselves_goes_out_with_the_letter_and_is_known_again(
    desk: Desk, folder: str
) -> None:
    """Wherever it lands it is the letter: no client's mail, nothing to be asked about."""
    with running_sink() as sink:
        path = desk.write_config(mode="send", smtp=sink.port)
        text = path.read_text("utf-8")
        path.write_text(text.replace('save_sent = "never"', 'save_sent = "always"\nself_bcc = true'), "utf-8")
        settings = load_settings(path)
        assert isinstance(settings, Settings), str(settings)
        office = open_office(settings, Clock())
        try:
            await take_round(office)
            [letter] = sink.received
            desk.raw_in(folder)  # makes the folder
            desk.account.deliver(letter.raw, folder)
            office.everything_read_at = None  # half an hour later
            done = await take_round(office)
            facts = tuple(office.store.facts())
        finally:
            await close_office(office)

    assert letter.recipients == (CLIENT, US)
    places = [sent.source.folder for sent in of_kind(facts, ReminderSent)]
    assert places in (["Sent"], ["Sent", folder])
    heard = (ReplyReceived, AutoReplyReceived, MailQuarantined)
    assert not any(isinstance(fact, heard) for fact in facts)
    assert len(desk.raw_in("Sent")) == 2  # the invoice, and the letter once
    assert done.done == ()
    assert not any(isinstance(action, AskOwner) for action in done.actions)

"""Commands in the owner's Sent folder, on a real server: obeyed there, and nowhere else."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from daemon.daemon_makers import CLIENT, INVOICE, Desk, mail_of, of_kind
from rebuild.rebuild_world import plain
from servers.dovecot import Account

from relanced.casework.fold import fold
from relanced.casework.ledger import HoldKind, Ledger
from relanced.daemon.rounds import take_round
from relanced.model.actions import AskOwner
from relanced.model.decided import CommandUnclear, OwnerDecided
from relanced.model.facts import Fact, ReplyReceived
from relanced.model.mark import digest_message_id

pytestmark = pytest.mark.slow

US = "compta@firm.example"
KEY = b"a key of the tests, 32 bytes long"
DIGEST = digest_message_id("day 2026-11-23", KEY, "firm.example")
NUMBER = "F2026-0507"


@pytest.fixture
def desk(account: Account, tmp_path: Path) -> Desk:
    desk = Desk(account, tmp_path)
    account.deliver(INVOICE, "Sent")
    return desk


def word(text: str, *, sender: str = US, answers: str = DIGEST, subject: str = "Re: Votre point") -> bytes:
    return mail_of(sender, US, text, name=f"w{len(text)}@firm.example", subject=subject, answers=answers)


async def known(desk: Desk) -> tuple[Ledger, tuple[Fact, ...], list[str]]:
    """The ledger, all facts, and what the owner is asked, after a round."""
    async with desk.office(mode="draft") as office:
        done = await take_round(office)
        asked = [action.question for action in done.actions if isinstance(action, AskOwner)]
        return fold(office.facts, office.rules), tuple(office.facts), asked


def is_open(ledger: Ledger) -> bool:
    [case] = [case for account in ledger.accounts.values() for case in account.cases]
    return case.is_open


async def test_an_answer_to_the_digest_closes_the_invoice_and_a_rebuild_gives_the_same(desk: Desk) -> None:
    desk.account.deliver(word("payé F-507"), "Sent")
    ledger, facts, _ = await known(desk)
    assert not is_open(ledger)
    assert [fact.by for fact in of_kind(facts, OwnerDecided)] == ["mail"]
    desk.lose_the_store()
    again, _, _ = await known(desk)
    assert plain(again.accounts) == plain(ledger.accounts)


async def test_the_same_mail_in_inbox_is_neither_a_command_nor_a_reply(desk: Desk) -> None:
    """Anybody can write «From: compta@firm.example»."""
    for place in ("INBOX", "Junk", "Archive"):
        desk.account.deliver(word(f"payé {NUMBER}"), place)
        desk.account.deliver(word(f"paid {NUMBER}", answers="", subject="relanced: commande"), place)
    ledger, facts, _ = await known(desk)
    assert is_open(ledger)
    assert not of_kind(facts, OwnerDecided)
    assert not of_kind(facts, ReplyReceived)


async def test_a_client_s_own_words_close_nothing(desk: Desk) -> None:
    for at, subject in enumerate(("relanced", f"relanced: payé {NUMBER}", "Re: Votre point")):
        mail = mail_of(
            CLIENT, US, f"payé {NUMBER}", name=f"c{at}@pons.example", subject=subject, answers=DIGEST
        )
        desk.account.deliver(mail, "INBOX")
    ledger, facts, _ = await known(desk)
    assert is_open(ledger)
    assert not of_kind(facts, OwnerDecided)
    assert len(of_kind(facts, ReplyReceived)) == 3  # heard as what they are


async def test_what_is_not_understood_is_asked_about(desk: Desk) -> None:
    desk.account.deliver(word(f"{NUMBER} payé ?"), "Sent")
    ledger, facts, asked = await known(desk)
    assert is_open(ledger)
    assert [fact.why for fact in of_kind(facts, CommandUnclear)] == ["question"]
    assert any("which did nothing" in question for question in asked)


async def test_the_owner_answers_a_client_s_mail_to_himself(desk: Desk) -> None:
    desk.account.deliver(mail_of(CLIENT, US, f"Bonjour, et {NUMBER} ?", name="q1@pons.example"), "INBOX")
    desk.account.deliver(
        word("pause 15 jours", answers="q1@pons.example", subject="Tr: Votre facture"), "Sent"
    )
    ledger, _, _ = await known(desk)
    [case] = [case for account in ledger.accounts.values() for case in account.cases]
    assert any(hold.kind is HoldKind.PAUSE and hold.until is not None for hold in case.holds)


@pytest.mark.parametrize("has_mark", [True, False])
async def test_a_draft_sent_by_any_mail_program_is_the_reminder_whatever_became_of_its_headers(
    desk: Desk, *, has_mark: bool
) -> None:
    """Mail programs give a draft a Message-ID of their own, and many keep no header that they do not know."""
    await known(desk)
    [draft] = desk.lying_in("Drafts")
    desk.empty("Drafts")
    sent = EmailMessage()
    sent["From"], sent["To"] = draft.header("from"), draft.header("to")
    sent["Subject"], sent["Date"] = draft.subject, datetime.now(UTC)
    sent["Message-ID"] = "<8f2c@thunderbird.example>"
    sent["In-Reply-To"] = draft.header("in-reply-to")
    sent["References"] = draft.header("references")
    if has_mark:
        sent["X-Relanced"] = draft.header("x-relanced")
    sent.set_content(f"Bonjour Madame Pons,\n\nje me permets d'insister.\n\n{draft.text}")
    desk.account.deliver(sent.as_bytes(), "Sent")
    ledger, _, _ = await known(desk)
    [case] = [case for account in ledger.accounts.values() for case in account.cases]
    [account] = ledger.accounts.values()
    assert account.last_reminder_on is not None
    assert [each.step for each in case.steps] == ["rappel"]
    await known(desk)
    assert desk.raw_in("Drafts") == []  # it is not drafted again
    desk.lose_the_store()
    again, _, _ = await known(desk)
    assert plain(again.accounts) == plain(ledger.accounts)
    assert desk.raw_in("Drafts") == []


async def test_a_draft_shown_to_a_colleague_has_not_left(desk: Desk) -> None:
    await known(desk)
    [draft] = desk.lying_in("Drafts")
    desk.account.deliver(mail_of(US, "marie@firm.example", draft.text, name="m@firm.example"), "Sent")
    ledger, _, _ = await known(desk)
    [case] = [case for account in ledger.accounts.values() for case in account.cases]
    assert case.steps == ()

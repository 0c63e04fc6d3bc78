"""The first look at a mailbox: what is read as invoices and banks, on the real server."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from forged_notices import BANK, FROM
from init_firm import NOW, fill, invoice_mail, letter, notice
from servers.dovecot import PASSWORD, Account

from relanced.daemon import first_look as module
from relanced.daemon.first_look import FirstLook, first_look
from relanced.daemon.set_up import SetUp
from relanced.edge.imap import ImapSession
from relanced.model.rules import Firm

SINCE = (NOW - timedelta(days=100)).date()


async def look(
    account: Account, *, trusted: bool = True, told: Callable[[str, int, int], None] | None = None
) -> FirstLook:
    firm = Firm(
        name="V", addresses=(account.user, "@firm.example"), sender=account.user, country="FR", language="fr"
    )
    rules = SetUp(firm=firm, authserv_ids=("mx.firm.example",) if trusted else ())
    session = ImapSession.connect(account.settings(), PASSWORD)
    try:
        return await first_look(rules, session, session.folders(), SINCE, told or (lambda *_: None))
    finally:
        session.close()


async def test_invoices_are_read_and_what_could_not_be_is_told(account: Account) -> None:
    fill(account)
    steps: list[str] = []
    seen = await look(account, told=lambda what, *_: steps.append(what))
    assert {each.read.number for each in seen.invoices} == {"F-2027-030", "F-2027-031"}
    assert [each.subject for each in seen.unread] == ["Facture F-2027-099"]
    assert seen.unread[0].sent_at.date() == (NOW - timedelta(days=3)).date()  # as its Date says
    assert seen.senders.most_common(1)[0] == (("Atelier Verrier SARL", account.user), 3)
    assert any("FR76 3000" in page for paper in seen.papers for page in paper.pages)
    assert (seen.sent, seen.received) == (3, 7)
    assert {"listing Sent", "reading Sent", "reading received", "reading banks"} <= set(steps)


async def test_a_bank_is_one_whose_mails_are_proven_and_read_as_one(account: Account) -> None:
    fill(account)
    seen = await look(account)
    bank, stranger = seen.banks
    assert (bank.domain, bank.name, bank.mails, bank.proven) == (BANK, "Banque Rivage", 3, 3)
    assert {str(each.amount) for each in bank.credits} == {"120.00 EUR"}
    assert (stranger.domain, stranger.proven, stranger.credits) == ("evil.example", 0, ())


async def test_without_a_server_that_can_be_believed_nobody_is_proven(account: Account) -> None:
    fill(account)
    seen = await look(account, trusted=False)
    assert all(not bank.proven and not bank.credits for bank in seen.banks)


async def test_neither_clients_nor_ourselves_nor_public_providers_are_banks(account: Account) -> None:
    account.deliver(invoice_mail(account.user, "F-2027-031", days_ago=4), "Sent")
    for place, domain in enumerate(("garage-lemaire.example", "firm.example", "gmail.com")):
        account.deliver(notice(domain, f"From: Banque <avis@{domain}>", place))
    assert (await look(account)).banks == ()


async def test_letters_of_people_are_no_banks(account: Account) -> None:
    for place in range(3):
        account.deliver(letter(place))
    assert (await look(account)).banks == ()


async def test_what_is_older_is_not_read(account: Account) -> None:
    old = NOW - timedelta(days=200)
    account.server.deliver(account.user, invoice_mail(account.user, "F-2026-1", days_ago=200), "Sent", old)
    account.server.deliver(account.user, notice(BANK, FROM, 200), "INBOX", old)
    seen = await look(account)
    assert (seen.sent, seen.received, seen.invoices, seen.banks) == (0, 0, (), ())


async def test_a_bank_that_is_filed_elsewhere_is_found(account: Account) -> None:
    for place in range(2):
        account.deliver(notice(BANK, FROM, place), "Banque")
    assert [bank.domain for bank in (await look(account)).banks] == [BANK]


async def test_of_too_much_the_newest_is_read(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_SENT", "MOST_RECEIVED"):
        monkeypatch.setattr(module, name, 1)
    fill(account)
    seen = await look(account)
    assert (seen.sent, seen.received) == (1, 1)


async def test_an_empty_mailbox_is_seen_as_one(account: Account) -> None:
    assert await look(account) == FirstLook()


async def test_nothing_is_written_into_the_mailbox(account: Account) -> None:
    fill(account)
    maildir = account.server.maildir(account.user)
    await look(account)
    flagged = [path.name for path in _mails(maildir) if path.name.partition(":2,")[2]]
    assert not flagged


def _mails(maildir: Path) -> list[Path]:
    return [*maildir.rglob("cur/*"), *maildir.rglob("new/*")]

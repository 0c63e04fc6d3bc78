"""Every way to forge a notice, in one mailbox of a real server: nothing closes, doubt pauses and asks."""

from pathlib import Path

from daemon.daemon_makers import TRUST, reading_office
from forged_notices import BANK, FORGERIES, GENUINE, SIGNED, mail
from invoice_copies import copy_of
from invoice_pdf import INVOICE, pdf_of
from servers.dovecot import Account

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, HoldKind
from relanced.daemon.office import Office
from relanced.daemon.rounds import take_round
from relanced.model.facts import CreditNoticed, Fact, InvoiceSent

BANKS = f'[[bank]]\nname = "Banque Rivage"\nfrom = ["@{BANK}"]\n'
MAILED = (("Date", "Mon, 04 May 2020 10:00:00 +0200"),)  # before any clock on which these tests run


def invoice(number: str) -> bytes:
    page = tuple((*run[:2], run[2].replace("F-2027-031", number), *run[3:]) for run in INVOICE)
    return copy_of(pdf=pdf_of(page), headers=(*MAILED, ("Message-ID", f"<{number}@firm.example>")))


def cases(facts: tuple[Fact, ...], opened: Office) -> dict[str, Case]:
    accounts = fold(facts, opened.rules).accounts.values()
    return {case.number: case for account in accounts for case in account.cases}


async def test_none_of_all_forgeries_closes_the_invoice_that_they_fit(
    account: Account, tmp_path: Path
) -> None:
    account.deliver(invoice("F-2027-031"), "Sent")
    for place, forgery in enumerate(FORGERIES):  # each its own Message-ID: one mail twice is read once
        account.deliver(forgery.raw.replace(b"<n1@", f"<f{place}@".encode()))

    async with reading_office(account, tmp_path, TRUST + BANKS) as opened:
        done = await take_round(opened)
        facts = opened.store.facts()
        assert sum(folder.new for folder in done.swept.folders) == len(FORGERIES) + 1
        [forged] = cases(facts, opened).values()
        invoices = tuple(fact for fact in facts if isinstance(fact, InvoiceSent))
        asked = [fact for fact in facts if isinstance(fact, CreditNoticed)]
        alone = [cases((*invoices, fact), opened)["F-2027-031"] for fact in asked]

        account.deliver(GENUINE)
        await take_round(opened)
        [paid] = cases(opened.store.facts(), opened).values()

    assert (forged.owed.cents, forged.postings) == (12_000, ())
    assert not any(fact.trusted for fact in asked)
    assert len(asked) >= sum(forgery.asks for forgery in FORGERIES)
    for case in alone:  # each by itself silences the client who may have paid, and asks
        assert [hold.kind for hold in case.holds] == [HoldKind.MONEY_UNCLEAR]
        assert case.holds[0].question
    assert not paid.is_open  # it was for want of trust alone


async def test_a_notice_that_is_sent_again_pays_nothing_more(account: Account, tmp_path: Path) -> None:
    for number in ("F-2027-031", "F-2027-032"):
        account.deliver(invoice(number), "Sent")
    account.deliver(GENUINE)
    account.deliver(GENUINE)
    account.deliver(mail(SIGNED, subject="Subject: Encore un virement"))
    account.deliver(mail(SIGNED, message_id="Message-ID: <n2@banque-rivage.example>"))
    account.deliver(mail(SIGNED, message_id=None))

    async with reading_office(account, tmp_path, TRUST + BANKS) as opened:
        await take_round(opened)
        found = cases(opened.store.facts(), opened)

    assert {number: case.owed.cents for number, case in found.items()} == {
        "F-2027-031": 0,
        "F-2027-032": 12_000,
    }

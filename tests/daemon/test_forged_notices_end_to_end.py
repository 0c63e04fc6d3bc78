"""Every way to forge a notice, in one mailbox of a real server: nothing closes, doubt pauses and asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from forged_notices import BANK, FORGERIES, GENUINE, SIGNED, mail
from invoice_copies import copy_of
from invoice_pdf import INVOICE, pdf_of
from servers.dovecot import PASSWORD, Account

from relanced.casework.fold import fold
from relanced.casework.ledger import Case, HoldKind
from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.rounds import take_round
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings
from relanced.model.facts import CreditNoticed, Fact, InvoiceSent

CONFIG = """
start_on = 2020-01-01
[firm]
name = "Atelier Verrier SARL"
addresses = ["@firm.example"]
[imap]
host = "127.0.0.1"
port = {port}
security = "plain"
user = "{user}"
password = {{ file = "{folder}/password" }}
[smtp]
host = "127.0.0.1"
[trust]
authserv_ids = ["mx.firm.example"]
[[bank]]
name = "Banque Rivage"
from = ["@{bank}"]
[store]
url = "sqlite:///{folder}/relanced.db"
"""
MAILED = (("Date", "Mon, 04 May 2020 10:00:00 +0200"),)  # before any clock on which these tests run


def invoice(number: str) -> bytes:
    page = tuple((*run[:2], run[2].replace("F-2027-031", number), *run[3:]) for run in INVOICE)
    return copy_of(pdf=pdf_of(page), headers=(*MAILED, ("Message-ID", f"<{number}@firm.example>")))


@asynccontextmanager
async def office(account: Account, folder: Path) -> AsyncIterator[Office]:
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)
    text = CONFIG.format(port=account.server.port, user=account.user, folder=folder, bank=BANK)
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    settings = load_settings(folder / "firm.toml")
    assert isinstance(settings, Settings), str(settings)
    opened = open_office(settings, Clock())
    try:
        yield opened
    finally:
        await close_office(opened)


def cases(facts: tuple[Fact, ...], opened: Office) -> dict[str, Case]:
    accounts = fold(facts, opened.rules).accounts.values()
    return {case.number: case for account in accounts for case in account.cases}


async def test_none_of_all_forgeries_closes_the_invoice_that_they_fit(
    account: Account, tmp_path: Path
) -> None:
    account.deliver(invoice("F-2027-031"), "Sent")
    for place, forgery in enumerate(FORGERIES):  # each its own Message-ID: one mail twice is read once
        account.deliver(forgery.raw.replace(b"<n1@", f"<f{place}@".encode()))

    async with office(account, tmp_path) as opened:
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

    async with office(account, tmp_path) as opened:
        await take_round(opened)
        found = cases(opened.store.facts(), opened)

    assert {number: case.owed.cents for number, case in found.items()} == {
        "F-2027-031": 0,
        "F-2027-032": 12_000,
    }

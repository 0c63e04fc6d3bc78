"""A bank, a mail server's name or a profile that the owner adds later: what came before is read by it too."""

from dataclasses import replace
from pathlib import Path

from daemon.daemon_makers import TRUST, reading_office
from daemon.test_again import RULES
from forged_notices import BANK, GENUINE
from invoice_copies import copy_of
from invoice_pdf import INVOICE, pdf_of
from servers.dovecot import Account

from relanced.casework.fold import fold
from relanced.daemon.again import banks_read_by
from relanced.daemon.rounds import take_round
from relanced.model.facts import CreditNoticed
from relanced.model.profile import BankProfile
from relanced.model.rules import BankRule, Mode

BANKS = f'[[bank]]\nname = "Banque Rivage"\nfrom = ["@{BANK}"]\n'


async def owed(account: Account, folder: Path, added: str) -> tuple[int, int]:
    """After a round with this added to the configuration: cents still owed, and notices that are believed."""
    async with reading_office(account, folder, added) as office:
        await take_round(office)
        facts, rules = office.store.facts(), office.rules
    believed = sum(isinstance(fact, CreditNoticed) and fact.trusted for fact in facts)
    accounts = fold(facts, rules).accounts.values()
    return sum(case.owed.cents for each in accounts for case in each.cases), believed


async def test_a_notice_that_came_before_its_bank_was_named_and_believed_settles_once_it_is(
    account: Account, tmp_path: Path
) -> None:
    invoice = copy_of(
        pdf=pdf_of(INVOICE),
        headers=(("Date", "Mon, 04 May 2020 10:00:00 +0200"), ("Message-ID", "<i@firm.example>")),
    )
    account.deliver(invoice, "Sent")
    account.deliver(GENUINE)

    [owed_at_first, believed] = await owed(account, tmp_path, "")
    assert owed_at_first > 0
    assert believed == 0
    assert await owed(account, tmp_path, BANKS) == (owed_at_first, 0)  # named, but nobody's word counts
    assert await owed(account, tmp_path, TRUST + BANKS) == (0, 1)
    assert await owed(account, tmp_path, TRUST + BANKS) == (0, 1)


def test_whatever_decides_how_banks_are_read_makes_their_mails_new_and_nothing_else_does() -> None:
    bank = BankRule(name="Rivage", senders=(f"@{BANK}",))
    profile = BankProfile(name="rivage", shown="Rivage", senders=bank.senders)
    ids = ("mx.firm.example",)
    before = banks_read_by(RULES, ids)
    others = {
        before,
        banks_read_by(replace(RULES, banks=(bank,)), ids),
        banks_read_by(replace(RULES, profiles=(profile,)), ids),
        banks_read_by(replace(RULES, firm=replace(RULES.firm, addresses=("@other.example",))), ids),
        banks_read_by(RULES, ("mx2.firm.example",)),
    }

    assert len(others) == 5
    assert banks_read_by(replace(RULES, mode=Mode.SEND), ids) == before

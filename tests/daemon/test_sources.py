"""A folder where copies of our invoices arrive, on a real server: what the store holds after a round."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from daemon.daemon_makers import TRUST, reading_office
from invoice_copies import FAILED, PASSED, copy_of
from invoice_pdf import INVOICE, Run, pdf_of
from servers.dovecot import PASSWORD, Account
from structlog.testing import capture_logs

from relanced.casework.fold import fold
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept, sweep
from relanced.edge.imap import ImapSession
from relanced.model.facts import Fact, InvoiceSent, InvoiceUnreadable, ReplyReceived

DATED = (("Date", "Mon, 04 May 2020 10:00:00 +0200"),)  # before any clock on which these tests run
SOURCE = '[[source]]\nfolder = "COPIES ÉMISES"\n'
NO_INVOICE = "[[invoice]]\nname = 'plans'\nwhen = 'Plan de situation'\nkind = 'none'\n"

Kind = TypeVar("Kind", InvoiceSent, InvoiceUnreadable)
Opens = Callable[[str], AbstractAsyncContextManager[Office]]


def paper(number: str, *more: Run) -> bytes:
    page = tuple((*run[:2], run[2].replace("F-2027-031", number), *run[3:]) for run in INVOICE)
    return pdf_of((*page, *more))


@pytest.fixture
def opens(account: Account, tmp_path: Path) -> Opens:
    """Opens the office as it is with these tables at the end of its configuration."""
    session = ImapSession.connect(account.settings(), PASSWORD)
    session.ensure_folder("Copies émises")
    session.close()
    return lambda more: reading_office(account, tmp_path, TRUST + more)


async def seen_by(opens: Opens, more: str, *, everything: bool = False) -> tuple[Swept, tuple[Fact, ...]]:
    async with opens(more) as office:
        swept = await sweep(office, everything=everything)
        return swept, office.store.facts()


def of_kind(facts: tuple[Fact, ...], kind: type[Kind]) -> list[Kind]:
    return [fact for fact in facts if isinstance(fact, kind)]


async def test_copies_are_believed_one_by_one_and_an_answer_among_them_is_heard(
    account: Account, opens: Opens
) -> None:
    account.deliver(copy_of(headers=DATED), "Sent")
    account.deliver(copy_of(PASSED, headers=DATED), "Copies émises")  # the same, by Bcc: one claim
    account.deliver(copy_of(PASSED, pdf=paper("F-2027-032"), headers=DATED), "Copies émises")  # never in Sent
    account.deliver(copy_of(FAILED, pdf=paper("F-2027-666"), headers=DATED), "Copies émises")
    answer = copy_of(
        sender="compta@lemaire.example", body="Nous contestons la facture F-2027-032.\n", pdf=None
    )
    account.deliver(answer, "Copies émises")

    async with opens(SOURCE) as office:
        swept = await sweep(office, everything=False)
        again = await sweep(office, everything=False)
        facts, rules = office.store.facts(), office.rules

    assert {f.folder.name: (f.new, f.read, f.quarantined) for f in swept.folders}["Copies émises"] == (
        4,
        4,
        1,
    )
    assert all(f.new == 0 for f in again.folders)
    numbers = sorted(fact.number for fact in facts if isinstance(fact, InvoiceSent))
    assert numbers == ["F-2027-031", "F-2027-031", "F-2027-032"]
    mailed = datetime(2020, 5, 4, 8, tzinfo=UTC)
    assert {fact.source.at for fact in facts if isinstance(fact, InvoiceSent)} == {mailed}
    [forged] = (fact for fact in facts if isinstance(fact, InvoiceUnreadable))
    assert "not authenticated as compta@firm.example" in forged.why
    assert forged.source.at != mailed
    replies = [fact.sender for fact in facts if isinstance(fact, ReplyReceived)]
    assert replies == ["compta@firm.example", "compta@lemaire.example"]  # the forged one may be an answer
    [client] = fold(facts, rules).accounts.values()
    assert sorted((case.number, case.owed.cents) for case in client.cases) == [
        ("F-2027-031", 12_000),
        ("F-2027-032", 12_000),
    ]


async def test_a_date_after_its_own_arrival_is_not_believed_and_stops_nothing(
    account: Account, opens: Opens
) -> None:
    far = copy_of(headers=(("Date", "Fri, 31 Dec 9999 23:59:59 +0000"),))
    ahead = copy_of(pdf=paper("F-2027-032"), headers=(("Date", "Sat, 01 May 2100 08:00:00 +0000"),))
    account.deliver(far, "Sent")
    account.deliver(ahead, "Sent")
    async with opens("") as office:
        await sweep(office, everything=False)
        facts, rules, now = office.store.facts(), office.rules, office.clock.now()

    assert len(of_kind(facts, InvoiceSent)) == 2
    assert all(fact.source.at <= now for fact in of_kind(facts, InvoiceSent))
    assert fold(facts, rules).accounts


async def test_a_folder_that_becomes_a_source_is_read_from_its_beginning(
    account: Account, opens: Opens
) -> None:
    account.deliver(copy_of(PASSED), "Copies émises")
    _, before = await seen_by(opens, "", everything=True)
    assert of_kind(before, InvoiceSent) == []

    _, after = await seen_by(opens, SOURCE)

    assert len(of_kind(after, InvoiceSent)) == 1
    swept, once_more = await seen_by(opens, SOURCE + NO_INVOICE)
    assert once_more == after
    assert {f.folder.name: f.read for f in swept.folders}["Copies émises"] == 0  # it is not read twice


async def test_a_copy_that_first_lay_in_the_inbox_is_an_invoice_once_it_is_filed(
    account: Account, opens: Opens
) -> None:
    account.deliver(copy_of(PASSED))
    async with opens(SOURCE) as office:
        await sweep(office, everything=False)
        assert of_kind(office.store.facts(), InvoiceSent) == []

        account.deliver(copy_of(PASSED), "Copies émises")

        await sweep(office, everything=False)
        assert len(of_kind(office.store.facts(), InvoiceSent)) == 1


async def test_what_could_not_be_read_is_read_again_when_a_rule_changes_and_only_then(
    account: Account, opens: Opens
) -> None:
    plan = pdf_of([(60, 60, "Plan de situation"), (60, 90, "Total TTC"), (200, 90, "120,00 €")])
    account.deliver(copy_of(pdf=plan), "Sent")
    account.deliver(copy_of(pdf=None, body="Bonne journee\n"), "Sent")
    _, first = await seen_by(opens, "")
    [unread] = of_kind(first, InvoiceUnreadable)
    swept, second = await seen_by(opens, "")
    assert second == first
    assert sum(f.new for f in swept.folders) == 0

    async with opens(NO_INVOICE) as office:
        swept = await sweep(office, everything=False)
        again = await sweep(office, everything=False)
        third = office.store.facts()

    assert sum(f.new for f in swept.folders) == 1  # the mail that was read is not read again
    assert sum(f.new for f in again.folders) == 0
    [same, settled] = of_kind(third, InvoiceUnreadable)
    assert same == unread
    assert settled == replace(unread, files=(), why="")


async def test_an_owner_who_vouches_for_a_folder_has_its_copies_read(account: Account, opens: Opens) -> None:
    account.deliver(copy_of(), "Copies émises")
    _, before = await seen_by(opens, SOURCE)
    assert (len(of_kind(before, InvoiceUnreadable)), len(of_kind(before, InvoiceSent))) == (1, 0)

    _, after = await seen_by(opens, SOURCE + "vouched = true\n")

    assert len(of_kind(after, InvoiceSent)) == 1
    assert [fact.files for fact in after if isinstance(fact, InvoiceUnreadable)] == [("mail",), ()]


async def test_a_source_that_the_server_does_not_have_is_told_once(opens: Opens) -> None:
    absent = '[[source]]\nfolder = "Absente"\n'
    with capture_logs() as logs:
        async with opens(absent) as office:
            await sweep(office, everything=False)
            await sweep(office, everything=False)
    [told] = (line for line in logs if line["event"] == "source_not_read")
    assert "«Absente» is not read" in told["why"]
    assert "«Copies émises»" in told["why"]

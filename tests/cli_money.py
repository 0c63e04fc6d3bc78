"""Invoices, the bank's notices and payments, as tests of what the owner is shown of money need them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from cli_store import CONFIG, source
from store_samples import invoice

from relanced.casework.fold import fold
from relanced.casework.ledger import CreditState, CreditStory
from relanced.casework.settle.settlement import Outcome, Rival, Settlement
from relanced.daemon.books import Books
from relanced.edge.config import load_settings
from relanced.edge.settings import Settings
from relanced.model.facts import Credit, CreditNoticed, Fact, InvoiceSent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, mail_ref

NOTICE = 50  # the number of the bank's mail, of ten days ago


def eur(cents: int) -> Money:
    return Money(cents, "EUR")


def bill(number: str, cents: int = 120_000, at: int = 1, client: str = "elan") -> InvoiceSent:
    """An invoice of some sixty days ago, due thirty days after."""
    sent = replace(invoice("x", number), rivals=(), disagreements=(), client_ids=(), references=())
    return replace(
        sent,
        source=replace(source(at), folder="Sent"),
        issued_on=source(at).at.date(),
        due_on=source(at + 30).at.date(),
        total=eur(cents),
        client_address=f"compta@{client}.example",
        client_name=f"Menuiserie {client.title()}",
    )


def paid(cents: int = 120_000, payer: str = "MENUISERIE ELAN", words: str = "F2026-012") -> Credit:
    return Credit(amount=eur(cents), payer=payer, reference=words, value_on=date(2026, 11, 3))


def notice(*credits_: Credit, number: int = NOTICE, trusted: bool = True) -> CreditNoticed:
    """What a bank tells by one mail."""
    return CreditNoticed(
        source=source(number),
        bank="Banque Rivage",
        trusted=trusted,
        credits=credits_,
        because="a credit was announced",
    )


def settlement(outcome: Outcome = Outcome.AMBIGUOUS, *candidates: str, assumed: str = "") -> Settlement:
    return Settlement(
        outcome=outcome,
        candidates=tuple(map(InvoiceNumber, candidates)),
        because="two invoices of this amount are open",
        assumed=assumed,
        rivals=(Rival(invoices=(InvoiceNumber("F2026-013"),), because="it is the later one"),),
    )


def story(
    credit: Credit,
    state: CreditState,
    settled: Settlement | None = None,
    paying: tuple[tuple[str, int], ...] = (),
) -> CreditStory:
    """One payment, told by the bank's mail."""
    return CreditStory(
        mail=mail_ref(source(NOTICE).fingerprint),
        line=1,
        bank="Banque Rivage",
        at=source(NOTICE).at,
        credit=credit,
        state=state,
        settlement=settled,
        paid=tuple((InvoiceNumber(number), eur(cents)) for number, cents in paying),
    )


def settings(folder: Path) -> Settings:
    path = folder / "firm.toml"
    path.write_text(CONFIG.replace("FOLDER", str(folder)), encoding="utf-8")
    loaded = load_settings(path)
    assert isinstance(loaded, Settings)
    return loaded


def books(folder: Path, facts: list[Fact], *stories: CreditStory) -> Books:
    """The books of these facts, in which these payments, and no others, came in."""
    ours = settings(folder)
    others = [fact for fact in facts if not isinstance(fact, CreditNoticed)]
    ledger = replace(fold(others, ours.rules), credits=stories)
    now = datetime.now(UTC)
    return Books(settings=ours, facts=facts, ledger=ledger, today=now.date(), read_at=now)

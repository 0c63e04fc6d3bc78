"""Late invoices for the tests of the law: a case with the postings that matter, the shipped tables of rates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from casework.casework_makers import ALPHA, RULES, at, case_of, invoice, ledger_of, source

from relanced.casework.ledger import Case, Hold, HoldKind, Posting, PostingKind
from relanced.edge.laws import read_laws
from relanced.model.client import Client, ClientKind
from relanced.model.law import LateRate, RateBase
from relanced.model.money import money_of
from relanced.model.names import ClientKey
from relanced.model.rules import Rules


def rules(laws: Path | None = None, *, late_rate: LateRate | None = None, country: str = "FR") -> Rules:
    """The usual rules with the shipped tables, and an owner's over them."""
    tables, problems = read_laws(laws)
    assert not problems
    return replace(RULES, laws=tables, firm=replace(RULES.firm, late_rate=late_rate, country=country))


def client(kind: ClientKind = ClientKind.BUSINESS, late_rate: LateRate | None = None) -> Client:
    return Client(
        key=ClientKey("alpha.example"), name="Alpha Menuiserie", kind=kind, language="fr", late_rate=late_rate
    )


def late(
    total: str,
    due: date,
    *fell: tuple[PostingKind, str, date],
    currency: str = "EUR",
    issued: date | None = None,
    insolvent_on: date | None = None,
) -> Case:
    """An invoice and what fell away of it, on which day."""
    sent = invoice(total=total, due=due, on=issued or due, to=ALPHA, currency=currency)
    postings = tuple(
        Posting(
            kind=kind,
            amount=money_of(amount, currency),
            at=at(on),
            because="",
            source=source(at(on), f"{kind} {amount} {on}"),
        )
        for kind, amount, on in fell
    )
    holds: tuple[Hold, ...] = ()
    if insolvent_on is not None:
        when = at(insolvent_on)
        holds = (Hold(kind=HoldKind.INSOLVENCY, since=when, until=None, why="", source=None),)
    return replace(case_of(ledger_of(sent)), due_on=due, postings=postings, holds=holds)


def paid(amount: str, on: date) -> tuple[PostingKind, str, date]:
    return PostingKind.PAYMENT, amount, on


def printed(percent: str) -> LateRate:
    return LateRate(base=RateBase.FIXED, by=Decimal(percent))


def times_legal(times: str) -> LateRate:
    return LateRate(base=RateBase.LEGAL, by=Decimal(times))


def ecb_plus(points: str) -> LateRate:
    return LateRate(base=RateBase.ECB, by=Decimal(points))

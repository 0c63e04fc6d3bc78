"""Open items and credits for the tests of settle: short to write; and a crowd of other clients' invoices."""

import random
from datetime import date, timedelta

from casework.settle_world import SERIES, make_clients

from relanced.casework.settle.settlement import OpenItem, Settlement
from relanced.model.facts import Credit
from relanced.model.money import money_of
from relanced.model.names import InvoiceNumber


def item(
    number: str,
    client: str,
    amount: str,
    *,
    issued: str = "2026-08-31",
    due: str = "",
    currency: str = "EUR",
    terms: str = "",
    marks: tuple[str, ...] = (),
    email: str = "",
    payers: tuple[str, ...] = (),
    accounts: tuple[str, ...] = (),
) -> OpenItem:
    issued_on = date.fromisoformat(issued)
    return OpenItem(
        number=InvoiceNumber(number),
        client=client,
        client_email=email,
        owed=money_of(amount, currency),
        issued_on=issued_on,
        due_on=date.fromisoformat(due) if due else issued_on + timedelta(days=30),
        terms=terms,
        marks=marks,
        payers=payers,
        accounts=accounts,
    )


def credit(
    amount: str,
    payer: str,
    reference: str = "",
    *,
    on: str = "2026-10-10",
    currency: str = "EUR",
    account: str = "",
    original: str = "",
) -> Credit:
    """`original`: what was sent, such as «1250.00 USD»."""
    sent, _, sent_currency = original.partition(" ")
    return Credit(
        amount=money_of(amount, currency),
        payer=payer,
        reference=reference,
        value_on=date.fromisoformat(on),
        payer_account=account,
        original=money_of(sent, sent_currency) if original else None,
    )


def applied(settlement: Settlement) -> dict[str, str]:
    return {number: money.plain for number, money in settlement.applied}


def crowd(series: str = "F2026-0410", *, first: int = 300, count: int = 150) -> list[OpenItem]:
    """Other clients' invoices of the same series: many of one amount, many namesakes."""
    rng = random.Random(series)
    clients = make_clients(rng, count // 2)
    return [
        item(
            SERIES[series](first + place),
            rng.choice(clients),
            f"{rng.choice((150, 240, 89, rng.randrange(50, 5000)))}.{rng.choice(('00', '00', '40', '17'))}",
            issued="2026-04-15",
        )
        for place in range(count)
    ]

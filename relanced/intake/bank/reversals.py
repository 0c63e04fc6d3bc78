"""A mail of money that went back in, which payments of clients those were out. Pure.

A returned direct debit, a bounced cheque, a chargeback, a recalled transfer: the client has not paid
after all. A refund that we made ourselves is none, nor a payment of ours that somebody sent back.
"""

import re
from collections.abc import Iterator
from datetime import date

from relanced.intake.bank.described import described
from relanced.intake.bank.doubt import FEE_BEFORE, NO_PAYMENT_BEFORE
from relanced.intake.bank.figures import day_in, money_in
from relanced.intake.bank.labelled import (
    account_of,
    day_of,
    entry_of,
    payer_account_of,
    payer_of,
    reference_of,
)
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout, Row
from relanced.intake.bank.line_words import TAKEN_BACK, WE_REFUNDED
from relanced.intake.bank.sentences import payer_in, reference_in, returner_in
from relanced.intake.bank.spoken import person, said
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

_REASON = lazy(  # why it went back (ISO 20022 codes such as AC04, MS03), which is not what it paid
    r"\b(?:ac|am|md|ms|rr|sl|bm|ag|be|ff|dt)\d{2}\b|provision|fonds\b|fondos|fondi\b|funds|compte (?:clos|solde)"
    r"|refer to|konto (?:aufgelost|erloschen)|deckung|widerspruch|ontoereikend|saldo\b|opposition|contest"
)
_WORDS = (Role.INVOICE, Role.REFERENCE, Role.OWN_REFERENCE)
_AMOUNTS = (Role.DEBIT, Role.AMOUNT, Role.SENT, Role.CREDITED, Role.TOTAL)


def reversals_in(layout: Layout, subject: str, mailed_on: date | None) -> tuple[Credit, ...]:
    """The payments that went back; empty where that, or whose they were, cannot be read for sure."""
    texts = [fold(subject), *(fold(line) for line in layout.lines)]
    if not any(TAKEN_BACK.search(text) for text in texts) or any(WE_REFUNDED.search(text) for text in texts):
        return ()
    day = (
        day_of(layout.pairs)
        or next((d for _, line in layout.prose if (d := day_in(line))), None)
        or mailed_on
    )
    listed = tuple(each for table in layout.tables for row in table if (each := _row(row, day)))
    if listed:
        return listed
    single = _single(layout, subject, day)
    return (single,) if single else ()


def _row(row: Row, day: date | None) -> Credit | None:
    amount = next(
        (
            f[0].money
            for role in _AMOUNTS
            if (f := money_in(row.value(role), row.value(Role.CURRENCY) or "EUR"))
        ),
        None,
    )
    payer = described([row.value(Role.PAYER)], day).payer
    if amount is None or not amount.cents or not payer:
        return None
    words = [said(" ".join(row.value(role).split())) for role in _WORDS]
    return Credit(
        amount=_positive(amount),
        payer=person(payer),
        reference=next((what for what in words if what and not _REASON.search(fold(what))), ""),
        value_on=day_in(row.value(Role.VALUE_DAY)) or day_in(row.value(Role.DAY)) or day,
        payer_account=account_of(row.value(Role.PAYER_ACCOUNT)),
        entry_id=row.value(Role.ENTRY_ID),
    )


def _single(layout: Layout, subject: str, day: date | None) -> Credit | None:
    texts = [subject, *(line for _, line in layout.prose)]
    amounts = set(_amounts(layout, texts))
    if len(amounts) != 1:
        return None
    payer = payer_of(layout.pairs) or next((who for text in texts if (who := returner_in(text))), "")
    payer = payer or next((who for text in texts if (who := payer_in(text))), "")
    told = (reference_of(layout.pairs), *map(reference_in, texts))
    reference = next((what for what in told if what and not _REASON.search(fold(what))), "")
    if not payer and not re.search(r"\d\d", reference):
        return None
    return Credit(
        amount=amounts.pop(),
        payer=person(said(payer)),
        reference=reference,
        value_on=day,
        payer_account=payer_account_of(layout.pairs),
        entry_id=entry_of(layout.pairs),
    )


def _amounts(layout: Layout, texts: list[str]) -> Iterator[Money]:
    """What may be the amount that went back: labelled, else told; fees and balances are none."""
    labelled = [f[0].money for pair in layout.pairs if pair.role in _AMOUNTS and (f := money_in(pair.value))]
    yield from map(_positive, labelled)
    if labelled:
        return
    for text in texts:
        folded = fold(text)
        for found in money_in(text):
            before, after = folded[: found.start], folded[found.end :]
            if NO_PAYMENT_BEFORE.search(before) or FEE_BEFORE.search(before) or _FEE_AFTER.match(after):
                continue
            yield _positive(found.money)


_FEE_AFTER = lazy(
    r"\s{0,3}(?:de |of |di |an |aan )?(?:frais|fees?|charges?|gebuhr|entgelt|comision|gastos|commission|spese|kosten)"
)


def _positive(money: Money) -> Money:
    return -money if money.cents < 0 else money

"""A payment that nobody can place surely and the invoices that it may pay in, whose reminders wait for it out. Pure.

Doubt may only pause, and whoever sends money decides what its words name: one cent a week must not keep a
client, or a whole mailbox, silent. Only what can hardly be meant as a payment is let go.
"""

from collections.abc import Iterable, Sequence

from relanced.casework.books import Books, CaseDraft
from relanced.casework.money.alike import telling_words
from relanced.casework.money.told import Payment
from relanced.model.money import MINOR_DIGITS, Money
from relanced.model.names import ClientKey, InvoiceNumber

MANY_CLIENTS = 8  # of more, only those are paused of whose invoice it would be a fair part
OFTEN = 3  # the small credit of one payer for one client, unclear and unanswered, that pauses no more
LATELY_DAYS = 90
_SMALL, _SMALL_PERCENT = 5, 2  # whole units of the currency; of the smallest invoice
_FAIR_PERCENT = 10


def is_trifle(moneys: Iterable[Money], cases: Sequence[CaseDraft]) -> bool:
    """Whether it is far below everything that it may pay: less than 2 % of each, and less than 5.00."""
    given = {money.currency: money.cents for money in moneys}
    most = {currency: _SMALL * 10 ** MINOR_DIGITS.get(currency, 2) for currency in given}
    return bool(cases) and all(
        given.get(currency, whole) * 100 < whole * _SMALL_PERCENT and given[currency] < most[currency]
        for currency, whole in map(_whole, cases)
    )


def moneys_of(payment: Payment) -> tuple[Money, ...]:
    """What came, and what was sent where a bank between changed the currency."""
    every = (payment.credit.original, payment.credit.amount)
    return tuple(money for money in every if money is not None)


def whom_to_pause(books: Books, payment: Payment, numbers: Iterable[InvoiceNumber]) -> set[ClientKey]:
    """The clients whose reminders wait; small sums that are unclear again and again silence them no more.

    A fair part of an invoice always pauses (law 1): who pays real money may pay it unclearly for ever.
    """
    theirs: dict[ClientKey, list[CaseDraft]] = {}
    for number in numbers:
        case = books.case(number)
        if case is not None:
            theirs.setdefault(case.client, []).append(case)
    often = {client for client in theirs if _count(books, payment, client) >= OFTEN}
    fair = {client for client, cases in theirs.items() if _is_fair(payment, cases)}
    if len(theirs) > MANY_CLIENTS:
        return fair
    return theirs.keys() - (often - fair)


def _is_fair(payment: Payment, cases: Sequence[CaseDraft]) -> bool:
    """Whether it may well be meant for one of these: a tenth of it at least."""
    given = {money.currency: money.cents for money in moneys_of(payment)}
    return any(
        given.get(currency, whole) * 100 >= whole * _FAIR_PERCENT for currency, whole in map(_whole, cases)
    )


def _whole(case: CaseDraft) -> tuple[str, int]:
    """What is owed on it; of a closed one, what was."""
    total = case.invoice.total
    return total.currency, case.owed.cents if case.is_open else total.cents


def _count(books: Books, payment: Payment, client: ClientKey) -> int:
    """How many unclear credits of this payer came for this client lately, this one too.

    A mail that is not proven to be the bank's counts beside its like only: a forged one lets nothing go.
    """
    day, trusted = payment.day, payment.first.mail.trusted
    name = " ".join(sorted(telling_words(payment.credit.payer)))
    most = 1
    for key in (f"name {name}" if name else "", payment.credit.payer_account):
        if key:
            days = books.unclear.setdefault((key, trusted, client), [])
            days.append(day)
            most = max(most, sum(abs(day - each) <= LATELY_DAYS for each in days))
    return most

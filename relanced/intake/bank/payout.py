"""A payout's layout and its payments in, what the service transfers for them together out. Pure."""

from collections.abc import Iterator, Sequence

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout
from relanced.model.facts import Credit
from relanced.model.money import Money


def net_of(layout: Layout, subject: str, payments: Sequence[Credit]) -> Money | None:
    """The sum that arrives: what is left of the payments after their fees, else what is called net.

    None where the mail does not say. A refund within the payout makes it smaller than both.
    """
    currency = payments[0].amount.currency
    gross = sum(credit.amount.cents for credit in payments)
    fees = {sum(abs(credit.fee.cents) for credit in payments if credit.fee), *_fees(layout, currency)}
    told = [money for money in _told(layout, subject, currency) if 0 < money.cents <= gross]
    exact = (money for money in told if any(money.cents == gross - fee for fee in fees if fee))
    named = (
        found.money
        for role in (Role.NET, Role.TOTAL)
        for pair in layout.pairs
        if pair.role is role
        for found in money_in(pair.value, currency)
        if found.money in told
    )
    headed = (found.money for found in money_in(subject, currency) if found.money in told)
    return next(exact, None) or next(named, None) or next(headed, None)


def _fees(layout: Layout, currency: str) -> Iterator[int]:
    for pair in layout.pairs:
        if pair.role is Role.FEE:
            yield from (abs(found.money.cents) for found in money_in(pair.value, currency))


def _told(layout: Layout, subject: str, currency: str) -> Iterator[Money]:
    for text in (subject, *layout.lines):
        for found in money_in(text, currency):
            if found.money.currency == currency:
                yield found.money

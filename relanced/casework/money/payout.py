"""Payments and the payouts that services told of in, which payments only pass those on, out. Pure.

A service lists the payments of clients (gross), keeps its fees and transfers the rest (net). The bank's
own notice of that transfer is no payment of anybody.
"""

from collections.abc import Iterable, Mapping, Sequence

from relanced.casework.money.services import names_service
from relanced.casework.money.told import Payment
from relanced.model.facts import CreditNoticed, ToldBy
from relanced.model.money import Money

EARLY_DAYS, LATE_DAYS = 3, 10  # the transfer comes so long before and after the service's mail
# What a bank calls the card payments that it collected itself.
_CARDS = frozenset({"CB", "CARTE", "CARTES", "CARD", "CARDS", "TPE", "REMISE", "KARTEN", "TARJETAS"})


def mark_payouts(
    payments: Sequence[Payment],
    payouts: Iterable[tuple[CreditNoticed, int]],
    services: Mapping[str, frozenset[str]],
) -> None:
    """Mark the payments that are a service's transfer; where only the sum says so, a person decides.

    `payouts`: trusted mails that list payments, each with its day (ordinal).
    """
    by_amount: dict[Money, list[Payment]] = {}
    for payment in payments:
        if all(tell.mail.told_by is not ToldBy.PAYOUT for tell in payment.tells):
            by_amount.setdefault(payment.credit.amount, []).append(payment)
    for mail, day in payouts:
        net = _net(mail)
        near = [p for p in by_amount.get(net, ()) if -EARLY_DAYS <= p.day - day <= LATE_DAYS] if net else []
        free = [p for p in near if p.payout is None and _may_pass_on(p, mail)]
        free.sort(key=lambda p: abs(p.day - day))
        sure = [p for p in free if _is_passed_on(p, mail, services)]
        maybe = [p for p in free if _is_silent(p)]
        for payment in (sure or maybe)[:1]:
            payment.payout, payment.is_surely_payout = mail, bool(sure)


def _net(mail: CreditNoticed) -> Money | None:
    """What the service transfers: as it says, else all payments less their fees."""
    if mail.net is not None:
        return mail.net
    amounts = [*(c.amount for c in mail.credits), *(-c.fee for c in mail.credits if c.fee is not None)]
    if len({amount.currency for amount in amounts}) != 1:
        return None
    return Money(sum(amount.cents for amount in amounts), amounts[0].currency)


def _may_pass_on(payment: Payment, mail: CreditNoticed) -> bool:
    """Not what the service itself tells in the same breath."""
    return all(
        tell.mail.bank != mail.bank or tell.mail.told_by is not ToldBy.NOTICE for tell in payment.tells
    )


def _is_passed_on(payment: Payment, mail: CreditNoticed, services: Mapping[str, frozenset[str]]) -> bool:
    credit = payment.credit
    by_bank = any(tell.mail.bank == mail.bank for tell in payment.tells)
    if by_bank:  # the bank collects cards itself: its statement names nobody, or its cards
        return not _CARDS.isdisjoint(f"{credit.payer} {credit.reference}".upper().split())
    return names_service(credit, mail.bank, services)


def _is_silent(payment: Payment) -> bool:
    """No payer is named, and the reference bears no number."""
    return not payment.credit.payer and not any(map(str.isdigit, payment.credit.reference))

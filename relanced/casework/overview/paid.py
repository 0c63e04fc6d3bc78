"""A case in, which money came in for it on which days out. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.law.balance import fell_on
from relanced.casework.ledger import Case, PostingKind

DayOf = Callable[[datetime], date]

_MONEY = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})
_NOT_PAID = frozenset({PostingKind.REPLACED, PostingKind.IGNORED, PostingKind.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment."""

    on: date
    cents: int  # positive; what went back again is taken off


def payments(case: Case, day_of: DayOf) -> tuple[Paid, ...]:
    """What was paid of an invoice, and stayed paid, by day; what the owner called paid counts too."""
    if not case.postings:
        return ()
    back: dict[datetime | None, int] = {}
    for posting in case.postings:
        if posting.kind is PostingKind.REVERSED:
            back[posting.came_at] = back.get(posting.came_at, 0) - posting.amount.cents
    found = []
    for posting in case.postings:
        if posting.kind in _MONEY:
            gone = min(posting.amount.cents, back.get(posting.at, 0)) if back else 0
            if gone:
                back[posting.at] -= gone
            if posting.amount.cents > gone:
                found.append(Paid(fell_on(posting, day_of), posting.amount.cents - gone))
    return tuple(sorted(found, key=lambda paid: (paid.on, paid.cents)))


def is_paid(case: Case) -> bool:
    """Whether money closed it: neither open, nor replaced, ignored or given up."""
    kinds = {posting.kind for posting in case.postings}
    return not case.is_open and bool(kinds & _MONEY) and not kinds & _NOT_PAID

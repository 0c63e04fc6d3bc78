"""A case in; the posting after which nothing was owed any more out. Pure."""

from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Case, Posting, PostingKind

MONEY = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})
_NO_THANKS = frozenset({PostingKind.IGNORED, PostingKind.REPLACED, PostingKind.GIVEN_UP})


def closing(case: Case) -> Posting | None:
    """The posting that closed it; None while something is owed, or where nothing ever was."""
    if case.is_open:
        return None
    left, found = case.invoice.total.cents, None
    for posting in sorted(case.postings, key=lambda each: each.at):  # stable: as they were posted
        before, left = left, left - posting.amount.cents
        if left > 0:
            found = None
        elif before > 0:
            found = posting
    return found


def closed_on(case: Case, calendar: Calendar) -> date | None:
    """The day of that posting."""
    last = closing(case)
    return calendar.day_of(last.at) if last is not None else None


def is_paid_off(case: Case) -> bool:
    """Whether it is money that closed it: a payment that was seen, or the owner's «paid»; not what only fell away."""
    last = closing(case)
    return has_paid(case) and last is not None and last.kind is not PostingKind.CREDIT_NOTE


def has_paid(case: Case) -> bool:
    """Whether it is closed and money came for it, whatever a credit note took off beside, before or after."""
    kinds = {posting.kind for posting in case.postings}
    return bool(kinds & MONEY) and was_owed(case)


def was_owed(case: Case) -> bool:
    """Whether it is closed, and neither replaced, ignored nor given up."""
    return closing(case) is not None and not any(posting.kind in _NO_THANKS for posting in case.postings)

"""The parts of a plan and what was paid since in; which parts are paid, and which payment is one, out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Protocol

from relanced.casework.ledger import Instalments, Posting, PostingKind
from relanced.casework.promises.plan_draft import PlanDraft
from relanced.model.money import Money

Parts = Sequence[tuple[date, Money]]

# What the client has paid, its bank charges and discounts, and what was credited; an invoice that was
# replaced, ignored or written off has paid no part.
_COUNTS = frozenset(
    {
        PostingKind.PAYMENT,
        PostingKind.REVERSED,
        PostingKind.WRITE_OFF,
        PostingKind.CREDIT_NOTE,
        PostingKind.OWNER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One instalment, and what of it is paid."""

    on: date
    amount: Money
    paid: Money

    @property
    def left(self) -> Money:
        """What is still to come."""
        return self.amount - self.paid


def parts_of(parts: Parts, paid: Money) -> tuple[Part, ...]:
    """The instalments by day; money pays the oldest first."""
    left = paid.cents
    found = []
    for on, amount in sorted(parts, key=lambda part: part[0]):
        taken = max(0, min(left, amount.cents))
        left -= taken
        found.append(Part(on=on, amount=amount, paid=Money(taken, amount.currency)))
    return tuple(found)


def next_part(plan: Instalments) -> Part | None:
    """The first instalment that is not wholly paid; None: all are."""
    return next((part for part in parts_of(plan.parts, plan.paid) if part.left.cents > 0), None)


def is_kept(plan: Instalments, today: date) -> bool:
    """Whether a plan is in force: nobody has ended it, and no part is unpaid beyond its grace."""
    return not plan.ended and (plan.ends_on is None or today <= plan.ends_on)


def is_broken(plan: Instalments, today: date) -> bool:
    """Whether a part is unpaid beyond its grace, and nobody has ended the plan yet."""
    return not plan.ended and plan.ends_on is not None and today > plan.ends_on


def paid_since(postings: Iterable[Posting], since: datetime, currency: str) -> Money:
    """What was paid or credited since a moment, less what of that went back again.

    A payment of before the plan may go back after it: no part that was paid is unpaid by that.
    """
    paid = sum(
        posting.amount.cents
        for posting in postings
        if posting.kind in _COUNTS
        and (posting.came_at or posting.at) > since
        and posting.amount.currency == currency
    )
    return Money(max(0, paid), currency)


def payable(parts: Parts, paid: Money) -> tuple[Money, ...]:
    """The sums by which a client surely means his plan: a whole part, what is left of the next, or several in a row.

    Several in a row are also what is due so far, whatever the day.
    """
    coming = [part for part in parts_of(parts, paid) if part.left.cents > 0]
    sums = {*accumulate(part.left.cents for part in coming), *(part.amount.cents for part in coming)}
    return tuple(Money(cents, paid.currency) for cents in sorted(sums))


class _Paid(Protocol):
    """A case, as far as payments are concerned."""

    postings: list[Posting]


def paid_of(plan: PlanDraft, cases: Mapping[str, _Paid]) -> Money:
    """What was paid of the invoices of a plan since it was agreed; `cases` by number_key."""
    postings = (posting for key in plan.keys for posting in cases[key].postings)
    return paid_since(postings, plan.agreed.decided_at, plan.agreed.parts[0][1].currency)


def sums_of(plan: PlanDraft | None, cases: Mapping[str, _Paid]) -> tuple[str, tuple[Money, ...]]:
    """By what a plan is known among open items, and the sums that are instalments of it now; "" and () for none."""
    if plan is None or plan.is_off:
        return "", ()
    return plan.agreed.source.fingerprint, payable(plan.agreed.parts, paid_of(plan, cases))

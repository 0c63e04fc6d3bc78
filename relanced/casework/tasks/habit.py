"""A client's account in; how he has paid so far, and what he promised, out. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Account, Case, Posting, PostingKind
from relanced.model.call_sheet import PayingHabit, SheetPromise
from relanced.model.rules import Rules

_MONEY = frozenset({PostingKind.PAYMENT, PostingKind.OWNER})


def habit_of(account: Account, calendar: Calendar) -> PayingHabit:
    """How late the invoices of a client were that he paid himself; those credited or given up tell nothing."""
    paid = [(case, last) for case in account.cases if not case.is_open and (last := _last_money(case))]
    late = [(calendar.day_of(last.at) - case.due_on).days for case, last in paid]
    latest = max((last for _, last in paid), key=lambda posting: posting.at, default=None)
    return PayingHabit(
        paid=len(paid),
        average_days_late=_average(late),
        worst_days_late=max(late, default=None),
        last_paid_on=calendar.day_of(latest.at) if latest else None,
        last_paid=latest.amount if latest else None,
    )


def _last_money(case: Case) -> Posting | None:
    found = (posting for posting in case.postings if posting.kind in _MONEY and posting.amount.cents > 0)
    return max(found, key=lambda posting: posting.at, default=None)


def _average(days: Sequence[int]) -> int | None:
    return round(sum(days) / len(days)) if days else None


def promises_of(
    cases: Iterable[Case], rules: Rules, calendar: Calendar, today: date
) -> tuple[SheetPromise, ...]:
    """What was promised for these cases, newest first; kept: nothing was owed when its grace was over."""
    found = [
        SheetPromise(
            number=case.number,
            made_on=calendar.day_of(promise.made_at),
            pays_on=promise.pays_on,
            kept=_is_kept(case, calendar.add_banking_days(promise.pays_on, rules.replies.grace_days), calendar, today),
        )
        for case in cases
        for promise in case.promises
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda promise: (promise.made_on, promise.number), reverse=True))


def _is_kept(case: Case, until: date, calendar: Calendar, today: date) -> bool | None:
    owed = case.invoice.total.cents
    for posting in sorted(case.postings, key=lambda each: each.at):
        owed -= posting.amount.cents
        if owed <= 0 and calendar.day_of(posting.at) <= until:
            return True
    return None if today <= until else False

"""A ledger and a day in, the aged balance of every client out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from relanced.casework.ledger import Account, Case, Ledger
from relanced.casework.states import CaseState, case_state
from relanced.model.client import Client
from relanced.model.money import Money

# Not chased for now; a breathing space or a missing step is no hold.
HELD = {
    CaseState.INSOLVENT,
    CaseState.HANDED_OVER,
    CaseState.DISPUTED,
    CaseState.PLAN,
    CaseState.PROMISED,
    CaseState.HELD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBalance:
    """What one client owes in one currency, by days past the due day."""

    client: Client
    not_due: Money
    days_1_30: Money
    days_31_60: Money
    days_61_90: Money
    over_90: Money
    total: Money  # the sum of the five
    held: Money  # the part of the total that is disputed, promised, paused, insolvent …
    owed_back: Money  # too much paid or credited, and credit notes that no invoice took up; positive


def aging(ledger: Ledger, today: date) -> tuple[AgedBalance, ...]:
    """The aged balance, one line a client and currency, in order of key and currency; none for zero."""
    lines = (line for account in ledger.accounts.values() for line in _lines(account, today))
    return tuple(line for line in lines if line.total.cents or line.owed_back.cents)


def _lines(account: Account, today: date) -> Iterator[AgedBalance]:
    owed = [case.owed for case in account.cases]
    left = [note.left for note in account.credit_notes]
    for currency in sorted({money.currency for money in (*owed, *left)}):
        cases = [case for case in account.cases if case.is_open and case.owed.currency == currency]
        ages = {bucket: _sum(currency, cases, bucket, today) for bucket in range(5)}
        held = sum(case.owed.cents for case in cases if case_state(case, today) in HELD)
        over = sum(-m.cents for m in owed if m.currency == currency and m.cents < 0)
        notes = sum(m.cents for m in left if m.currency == currency)
        yield AgedBalance(
            client=account.client,
            not_due=ages[0],
            days_1_30=ages[1],
            days_31_60=ages[2],
            days_61_90=ages[3],
            over_90=ages[4],
            total=Money(sum(money.cents for money in ages.values()), currency),
            held=Money(held, currency),
            owed_back=Money(over + notes, currency),
        )


def _sum(currency: str, cases: list[Case], bucket: int, today: date) -> Money:
    late = [case for case in cases if bucket_of(case, today) == bucket]
    return Money(sum(case.owed.cents for case in late), currency)


def bucket_of(case: Case, today: date) -> int:
    """0: not due; then one for every thirty days begun; 4: more than ninety."""
    days = (today - case.due_on).days
    return 0 if days <= 0 else min((days - 1) // 30 + 1, 4)

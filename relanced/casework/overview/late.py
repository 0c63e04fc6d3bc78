"""One client's cases in one currency in, how late he pays out. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from relanced.casework.ledger import Case
from relanced.casework.overview.figures import LatePayer
from relanced.casework.overview.paid import DayOf, is_paid, payments
from relanced.model.client import Client
from relanced.model.money import Money

YEAR = timedelta(days=365)


def late_payer(
    client: Client, cases: Iterable[Case], currency: str, day_of: DayOf, today: date
) -> LatePayer | None:
    """None: he is late with nothing, and was not within a year."""
    paid_cents = paid_days = open_cents = open_days = whole = worst = 0
    for case in cases:
        came = [each for each in payments(case, day_of) if today - YEAR < each.on <= today]
        for each in came:
            late = max(0, (each.on - case.due_on).days)
            paid_cents += each.cents
            paid_days += each.cents * late
            worst = max(worst, late)
        whole += bool(came) and is_paid(case)
        late = (today - case.due_on).days
        if case.is_open and late > 0:
            open_cents += case.owed.cents
            open_days += case.owed.cents * late
            worst = max(worst, late)
    if not worst:
        return None
    return LatePayer(
        client=client,
        invoices_paid=whole,
        days_late=round(paid_days / paid_cents) if paid_cents else None,
        overdue=Money(open_cents, currency),
        worst=worst,
        money_days=paid_days + open_days,
    )

"""A client's paid invoices in, the day on which he usually would pay one that is open out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from relanced.casework.ledger import Case
from relanced.casework.overview.paid import DayOf, is_paid, payments

LEAST_PAID = 3  # fewer paid invoices are no habit
LATEST = 12  # so many of the last tell it: people change


@dataclass(frozen=True, slots=True)
class Habit:
    """By how many days after the due day a client's last invoices were wholly paid; negative: before it."""

    days: tuple[int, ...]  # in order of size

    def expects(self, due_on: date, today: date) -> date | None:
        """The day on which he usually pays; None: nothing tells.

        The median of his delays, of those alone that are longer than this invoice is late already: an
        invoice that is later than nearly all others will not come «any day now».
        """
        late = (today - due_on).days
        coming = [days for days in self.days if days >= late]
        if len(coming) < LEAST_PAID or due_on.year > today.year + 100:  # a misread year has no day after it
            return None
        return due_on + timedelta(days=median_low(coming))


def habit_of(cases: Iterable[Case], day_of: DayOf) -> Habit:
    """The habit that a client's cases show, by the last money that closed each."""
    closed = sorted(
        (came[-1].on, case.number, (came[-1].on - case.due_on).days)
        for case in cases
        if is_paid(case) and (came := payments(case, day_of))
    )
    return Habit(tuple(sorted(days for _, _, days in closed[-LATEST:])))

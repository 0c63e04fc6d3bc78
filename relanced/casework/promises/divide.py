"""A sum, a count and a first day in; equal parts, each due on a banking day, out. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from relanced.casework.calendar import Calendar
from relanced.model.money import Money

MONTH, WEEK = "month", "week"
_DAYS = re.compile(r"([1-9][0-9]{0,2})-days")


def equal_parts(
    total: Money, count: int, first: date, calendar: Calendar, every: str = MONTH
) -> tuple[tuple[date, Money], ...] | str:
    """So many equal parts from the first day on, a month, a week or «N-days» apart; or what is wrong with it.

    Parts differ by one cent at most, the first ones are the larger. A part falls on the same day of each
    month, or on that month's last; where banks rest then, on their next day, and never two on one.
    """
    apart = days_apart(every)
    if isinstance(apart, str):
        return apart
    part, rest = divmod(total.cents, count)
    if part <= 0:
        return f"{total} cannot be divided into {count} parts."
    days = (
        months_later(first, n) if apart is None else first + timedelta(days=apart * n) for n in range(count)
    )
    cents = [part + 1] * rest + [part] * (count - rest)
    when = _on_banking_days(days, calendar)
    return tuple((day, Money(each, total.currency)) for day, each in zip(when, cents, strict=True))


def _on_banking_days(days: Iterable[date], calendar: Calendar) -> Iterator[date]:
    last = date.min
    for day in days:
        last = calendar.add_banking_days(max(day - timedelta(days=1), last), 1)
        yield last


def days_apart(every: str) -> int | str | None:
    """How many days lie between two parts; None: a month; or what is wrong with the words."""
    if every == MONTH:
        return None
    if every == WEEK:
        return 7
    found = _DAYS.fullmatch(every)
    return int(found[1]) if found else f"--every {every}: say month, week, or so many days, such as 10-days."


def months_later(day: date, count: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))

"""A day in, the day that so many days, weeks or months make of it out. Pure arithmetic."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_PAST_MONTHS = 4  # a day without a year that lies less than this behind is past, not next year's
_PAST_WEEKS = 8  # the same for a week's number


class Spot(NamedTuple):
    """A day and where it is named; None: the day after the one named before."""

    start: int
    end: int
    day: date | None


def add_days(day: date, count: int) -> date:
    """Calendar days."""
    return day + timedelta(days=count)


def add_working_days(day: date, count: int) -> date:
    """Days from Monday to Friday; holidays are not known here."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def month_end(day: date, later: int = 0) -> date:
    """The last day of the month that lies `later` months ahead."""
    index = day.year * 12 + day.month - 1 + later
    year, month = index // 12, index % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def in_month(day: date, later: int, number: int) -> date:
    """A day of the month that lies `later` months ahead, clipped to its last."""
    end = month_end(day, later)
    return end.replace(day=min(number, end.day))


def next_weekday(day: date, weekday: int) -> date:
    """The nearest such day, never the same."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def sunday(day: date, weeks: int = 0) -> date:
    """The last day of the week that lies `weeks` ahead."""
    return add_days(day, 6 - day.weekday() + 7 * weeks)


def day_of_month(number: int, day: date) -> date:
    """The next such day after this one. Raises ValueError where no month has it."""
    if not 1 <= number <= 31:
        raise ValueError(f"no day {number} in any month")
    if number > monthrange(day.year, day.month)[1] or number <= day.day:
        return in_month(day, 1, number)
    return day.replace(day=number)


def in_named_month(month: int, day: date, number: int | None = None) -> date:
    """This year's, or next year's where this year's lies well behind; without a number the month's last day."""
    behind = day.month - month
    year = day.year + (1 if behind > _PAST_MONTHS else -1 if behind < -12 + _PAST_MONTHS else 0)
    last = monthrange(year, month)[1]
    if number is not None and number > last:
        raise ValueError(f"no day {number} in month {month}")
    return date(year, month, number or last)


def iso_week(number: int, day: date) -> date:
    """The Sunday of a numbered week (ISO 8601), next year's where this year's lies well behind."""
    found = date.fromisocalendar(day.isocalendar().year, number, 7)
    if found < day - timedelta(weeks=_PAST_WEEKS):
        return date.fromisocalendar(day.isocalendar().year + 1, number, 7)
    return found


def quarter_end(day: date, number: int = 0) -> date:
    """The last day of the quarter of this day, or of the next one of this number."""
    month = number * 3 if number else (day.month + 2) // 3 * 3
    return month_end(date(day.year + (month < day.month), month, 1))

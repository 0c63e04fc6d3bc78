"""A day and a count of months or years in, the day of the same number out. Pure."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def months_after(day: date, count: int) -> date:
    """The day of the same number so many months later (or earlier), or that month's last.

    A period of months ends so: «le jour du dernier mois qui porte le même quantième» (Code de procédure
    civile, article 641). That it may run on over a week-end is left out: an earlier day is the careful one.
    Beyond the days that can be counted (a year misread as 9999): the last of them, or the first.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if count < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, count: int) -> date:
    """The same day so many years later; 28 February for 29 February."""
    return months_after(day, 12 * count)

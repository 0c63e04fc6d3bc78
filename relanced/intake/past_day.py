"""A short text and the day it was written on in, the day gone by that it names out. Pure.

«hier», «le 12», «lundi», «12/05»: of something done, the last such day; a day without its month or year
counts only where it lies nearer behind than ahead, since «posté le 14», written on the 5th, may well mean
the next one. The days of promises (`intake.reply.when`) look ahead instead.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from relanced.intake.days import WEEKDAY_OF, find_days, find_yearless, fold
from relanced.intake.lazy import lazy

_TODAY = lazy(
    r"\b(?:aujourd.hui|ce (?:jour|matin|midi)|cet apres-midi|today|this morning|heute|hoy|oggi|vandaag)\b"
)
_TWO_BACK = lazy(
    r"\b(?:avant-?hier|day before yesterday|vorgestern|anteayer|antier|eergisteren|l.altro ieri)\b"
)
_ONE_BACK = lazy(r"\b(?:hier|yesterday|gestern|ayer|ieri|gisteren)\b")
_WEEKDAY = lazy(rf"\b({'|'.join(WEEKDAY_OF)})\b")
_FIGURES = lazy(r"(?<![\w/.-])(\d{1,2})[/.](\d{1,2})(?![\w/]|[.]\d)")
_BARE = lazy(r"\b(?:le|the|on|am|den|el|il|op|de) (\d{1,2})(?:er|st|nd|rd|th|\.)?(?![\w/.:-]*\d)\b")


def past_day(text: str, written_on: date) -> date | None:
    """The last day that the text can mean, never after `written_on`; None where it may name a later one, or none."""
    plain = fold(text[:2_000])
    full = [found.day for found in find_days(plain)]
    if full:
        return full[0] if full[0] <= written_on else None
    for pattern, back in ((_TWO_BACK, 2), (_ONE_BACK, 1), (_TODAY, 0)):
        if pattern.search(plain):
            return written_on - timedelta(days=back)
    yearless = next(find_yearless(plain), None)
    if yearless is not None:
        return _last(written_on, yearless.number, yearless.month)
    figures, bare = _FIGURES.search(plain), _BARE.search(plain)
    if figures is not None:
        return _last(written_on, int(figures[1]), int(figures[2]))
    if bare is not None:
        return _last_of_month(written_on, int(bare[1]))
    weekday = _WEEKDAY.search(plain)
    if weekday is not None:
        return written_on - timedelta(days=(written_on.weekday() - WEEKDAY_OF[weekday[1]]) % 7)
    return None


def _last(written_on: date, number: int, month: int) -> date | None:
    """The nearest day of this number and month, if it is gone by."""
    years = (written_on.year - 1, written_on.year, written_on.year + 1)
    return _nearest(written_on, [(year, month) for year in years], number)


def _last_of_month(written_on: date, number: int) -> date | None:
    """The nearest day of this number, if it is gone by; any of this month that is."""
    if number <= written_on.day:
        return written_on.replace(day=number) if number else None
    last = written_on.replace(day=1) - timedelta(days=1)
    return _nearest(written_on, [(last.year, last.month), (written_on.year, written_on.month)], number)


def _nearest(written_on: date, months: Iterable[tuple[int, int]], number: int) -> date | None:
    possible = [
        date(year, month, number)
        for year, month in months
        if 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]
    ]
    found = min(possible, key=lambda day: abs(day - written_on), default=None)
    return found if found is not None and found <= written_on else None

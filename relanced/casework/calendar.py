"""Calendar rules in; open days, banking days and opening hours out. Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from relanced.model.client import Place
from relanced.model.rules import CalendarRules

# What people call a subdivision, where the library only knows a code. Alsace and Moselle keep the same
# local holidays (Good Friday, 26 December: Code du travail, L3134-13).
_SUBDIVISIONS = {("FR", "Alsace-Moselle"): "6AE"}
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_LAST_DAY = date(9000, 1, 1)  # stands for all later days: a misread day 9999-12-31 has no day after it
_LONG = timedelta(days=3_653)


class Calendar:
    """When a mail may leave, and how long a banking day takes.

    Raises ValueError for a country or subdivision whose holidays nobody knows.
    """

    def __init__(self, rules: CalendarRules) -> None:
        self._rules = rules
        subdivision = _SUBDIVISIONS.get((rules.country, rules.subdivision or ""), rules.subdivision)
        try:
            self._public = holidays.country_holidays(rules.country, subdiv=subdivision)
        except NotImplementedError as error:
            raise ValueError(f"calendar: no public holidays are known here: {error}") from error
        self._resting: dict[int, frozenset[date]] = {}  # by year
        self._target = holidays.financial_holidays("ECB")  # days on which no SEPA transfer moves

    def day_of(self, at: datetime) -> date:
        """The day that the owner's wall calendar shows at this moment."""
        return at.astimezone(self._rules.timezone).date()

    def is_open(self, day: date) -> bool:
        """Whether a reminder may leave on this day; from 24 December to 1 January only where allowed."""
        if _is_year_end(day) and self._rules.year_end_pause:
            return False
        return not self._rules.business_days or (day.weekday() < _SATURDAY and day not in self._public)

    def next_open(self, day: date) -> date:
        """This day if it is open, else the first open day after it; for a day beyond 9000, that year."""
        day = min(day, _LAST_DAY)
        while not self.is_open(day):
            day += _ONE_DAY
        return day

    def add_banking_days(self, day: date, count: int) -> date:
        """The last of so many banking days after this day (the day itself where count is 0).

        Neither week-ends, nor public holidays, nor the closing days of TARGET count, whatever
        `business_days` says: banks rest even when the owner does not. Days beyond 9000 count as that year.
        """
        day = min(day, _LAST_DAY)
        for _ in range(count):
            day += _ONE_DAY
            while not self._is_banking(day):
                day += _ONE_DAY
        return day

    def banking_days(self, after: date, until: date) -> int:
        """How many banking days lie after the one day, up to the other; 24 December to 1 January count as none.

        Between the years banks work, but few people pay, and few banks write. Ten years are enough.
        """
        if until <= after:
            return 0
        until = min(until, after + _LONG)
        weeks, rest = divmod((until - after).days, 7)
        days = weeks * 5 + sum((after + _ONE_DAY * n).weekday() < _SATURDAY for n in range(1, rest + 1))
        years = range(after.year, until.year + 1)
        return days - sum(after < day <= until for year in years for day in self._rests(year))

    def _rests(self, year: int) -> frozenset[date]:
        """The days from Monday to Friday of a year on which no bank writes."""
        if year not in self._resting:
            days = (date(year, 1, 1) + _ONE_DAY * n for n in range(366))
            self._resting[year] = frozenset(
                day
                for day in days
                if day.year == year
                and day.weekday() < _SATURDAY
                and (_is_year_end(day) or not self._is_banking(day))
            )
        return self._resting[year]

    def _is_banking(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self._public and day not in self._target

    def within_hours(self, at: datetime) -> bool:
        """Whether a reminder may leave at this moment: an open day, from `opens` to before `closes`."""
        local = at.astimezone(self._rules.timezone)
        return self.is_open(local.date()) and self._rules.opens <= local.time() < self._rules.closes

    def next_opening(self, at: datetime) -> datetime:
        """This moment if a reminder may leave now, else the next moment when one may."""
        if self.within_hours(at):
            return at
        local = at.astimezone(self._rules.timezone)
        missed = local.time() >= self._rules.opens
        day = self.next_open(local.date() + _ONE_DAY if missed else local.date())
        return datetime.combine(day, self._rules.opens, self._rules.timezone)


@lru_cache(maxsize=256)  # a firm's clients live in few places, and every round asks for each client
def calendar_of(rules: CalendarRules, place: Place | None) -> Calendar:
    """The calendar of a client's place: the firm's hours in his time zone, his holidays; None: the firm's own."""
    if place is None:
        return Calendar(rules)
    return Calendar(
        replace(
            rules,
            country=place.country,
            subdivision=place.subdivision,
            timezone=place.timezone or rules.timezone,
        )
    )


@lru_cache(maxsize=4096)  # the clients of a firm ask for the same few days
def next_open_for(firm: Calendar, client: Calendar, day: date) -> date:
    """This day if it is open for the firm and where the client is, else the first such day after it."""
    day = min(day, _LAST_DAY - timedelta(days=366))
    while True:
        found = client.next_open(firm.next_open(day))
        if found == day or firm.is_open(found):
            return found
        day = found


def may_leave(firm: Calendar, client: Calendar, at: datetime) -> bool:
    """Whether a letter may leave at this moment: on a day that is open for both, in the client's hours.

    Which day it is, each says by his own wall calendar.
    """
    return firm.is_open(firm.day_of(at)) and client.within_hours(at)


def next_leaving(firm: Calendar, client: Calendar, at: datetime) -> datetime:
    """This moment if a letter to the client may leave now, else the next one when it may."""
    opened = client.next_opening(at)
    while not firm.is_open(firm.day_of(opened)):
        opened = client.next_opening(opened + timedelta(days=1))
    return opened


def _is_year_end(day: date) -> bool:
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)

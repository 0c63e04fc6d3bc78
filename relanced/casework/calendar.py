"""Calendar rules in; open days, banking days and opening hours out. Pure."""

from datetime import date, datetime, timedelta

import holidays

from relanced.model.rules import CalendarRules

# What people call a subdivision, where the library only knows a code. Alsace and Moselle keep the same
# local holidays (Good Friday, 26 December: Code du travail, L3134-13).
_SUBDIVISIONS = {("FR", "Alsace-Moselle"): "6AE"}
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_LAST_DAY = date(9000, 1, 1)  # stands for all later days: a misread day 9999-12-31 has no day after it


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
        self._target = holidays.financial_holidays("ECB")  # days on which no SEPA transfer moves

    def day_of(self, at: datetime) -> date:
        """The day that the owner's wall calendar shows at this moment."""
        return at.astimezone(self._rules.timezone).date()

    def is_open(self, day: date) -> bool:
        """Whether a reminder may leave on this day; from 24 December to 1 January only where allowed."""
        is_year_end = (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)
        if is_year_end and self._rules.year_end_pause:
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
            while day.weekday() >= _SATURDAY or day in self._public or day in self._target:
                day += _ONE_DAY
        return day

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

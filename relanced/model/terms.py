"""Terms: when an invoice is to be paid, as rules of payment and not yet as a day. Standard library only.

«N jours fin de mois» may lawfully be counted two ways (article L441-10 of the code de commerce, as the
CEPC reads it: first the days, then the end of that month; or the end of the month, then the days).
Which one two firms mean is theirs to say; it is a setting, and no part of what was read.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class EndOfMonth(StrEnum):
    """How «N days end of month» is counted."""

    DAYS_FIRST = "days_first"  # 15 January, 45 days: 1 March, so 31 March
    MONTH_FIRST = "month_first"  # 15 January: 31 January, 45 days on: 17 March


class Counting(StrEnum):
    """Where the end of a month comes in the words of payment."""

    PLAIN = "plain"  # no end of month in it
    DAYS_FIRST = "days_first"  # the words say so: «30 jours puis fin de mois»
    MONTH_FIRST = "month_first"  # «fin de mois 30 jours», «net 30 EOM»
    EITHER = "either"  # «45 jours fin de mois»: both are lawful


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """So many months and days from the day of issue, by the end of a month, on a day of the month."""

    days: int = 0  # calendar days
    months: int = 0
    counting: Counting = Counting.PLAIN
    on_day: int | None = None  # «le 10»: the next such day of a month, its last day where it is shorter

    def due_on(self, issued_on: date, reading: EndOfMonth = EndOfMonth.DAYS_FIRST) -> date:
        """The due day of an invoice of this day (before the year 9000). No shift for week-ends or holidays."""
        counting = Counting(reading.value) if self.counting is Counting.EITHER else self.counting
        wanted = 31 if counting is Counting.MONTH_FIRST else issued_on.day
        day = in_month(issued_on, self.months, wanted) + timedelta(days=self.days)
        if counting is Counting.DAYS_FIRST:
            day = month_end(day)
        if self.on_day is None:
            return day
        return _next_day(day if counting is Counting.PLAIN else day + timedelta(days=1), self.on_day)

    def other_reading(self, issued_on: date, reading: EndOfMonth) -> date | None:
        """The day that the other lawful way of counting gives, where it is another day."""
        if self.counting is not Counting.EITHER:
            return None
        other = next(each for each in EndOfMonth if each is not reading)
        day = self.due_on(issued_on, other)
        return day if day != self.due_on(issued_on, reading) else None

    def __str__(self) -> str:
        """The terms in English words: «30 days, end of month»."""
        length = " ".join(
            f"{count} {unit}{'s' if count > 1 else ''}"
            for count, unit in ((self.months, "month"), (self.days, "day"))
            if count
        )
        words = _IN_WORDS[self.counting].format(length) if length else _NO_LENGTH[self.counting]
        return words if self.on_day is None else f"{words}, then the next day {self.on_day} of a month"


_IN_WORDS = {
    Counting.PLAIN: "{}",
    Counting.DAYS_FIRST: "{}, then end of month",
    Counting.MONTH_FIRST: "end of month, then {}",
    Counting.EITHER: "{}, end of month",
}
_NO_LENGTH = {each: "on receipt" if each is Counting.PLAIN else "end of month" for each in Counting}

USUAL = Terms(days=30)  # article L441-10 I of the code de commerce: where nothing was agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed with a client about the day of payment."""

    terms: Terms = USUAL  # where his invoices say nothing
    end_of_month: EndOfMonth = EndOfMonth.DAYS_FIRST


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month of this day, or of one some months later."""
    return in_month(day, months, 31)


def in_month(day: date, months: int, wanted: int) -> date:
    """The day with this number in a month so many months later; its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(max(wanted, 1), last.day))


def _next_day(after: date, wanted: int) -> date:
    """The first day with this number on or after a day."""
    here = in_month(after, 0, wanted)
    return here if here >= after else in_month(after, 1, wanted)

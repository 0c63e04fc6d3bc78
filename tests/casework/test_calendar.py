"""Calendar: open days, banking days, opening hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.calendar import Calendar
from relanced.model.rules import CalendarRules

PARIS = ZoneInfo("Europe/Paris")
FRANCE = CalendarRules(timezone=PARIS, country="FR")
CALENDAR = Calendar(FRANCE)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 5, 7), True),  # Thursday
        (date(2026, 5, 8), False),  # Victory in Europe
        (date(2026, 5, 9), False),  # Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 23), True),
        (date(2026, 12, 24), False),
        (date(2026, 12, 29), False),  # a Tuesday that nobody reads on
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
    ],
)
def test_reminders_leave_on_working_days_outside_the_year_end(day: date, *, is_open: bool) -> None:
    assert CALENDAR.is_open(day) is is_open


def test_without_business_days_only_the_year_end_is_closed() -> None:
    calendar = Calendar(replace(FRANCE, business_days=False))

    assert calendar.is_open(date(2026, 5, 9))
    assert not calendar.is_open(date(2026, 12, 26))


@pytest.mark.parametrize("subdivision", ["Alsace-Moselle", "Alsace", "57"])
def test_alsace_and_moselle_keep_good_friday(subdivision: str) -> None:
    calendar = Calendar(replace(FRANCE, subdivision=subdivision))

    assert not calendar.is_open(date(2026, 4, 3))
    assert CALENDAR.is_open(date(2026, 4, 3))


def test_a_country_without_known_holidays_is_refused() -> None:
    with pytest.raises(ValueError, match="no public holidays are known here"):
        Calendar(replace(FRANCE, country="ZZ"))


def test_the_next_open_day_jumps_over_the_year_end() -> None:
    assert CALENDAR.next_open(date(2026, 12, 24)) == date(2027, 1, 4)
    assert CALENDAR.next_open(date(2026, 5, 7)) == date(2026, 5, 7)


def test_banking_days_leave_out_week_ends_holidays_and_target_closings() -> None:
    assert CALENDAR.add_banking_days(date(2026, 5, 6), 2) == date(2026, 5, 11)
    assert CALENDAR.add_banking_days(date(2026, 4, 2), 1) == date(2026, 4, 7)  # Good Friday: TARGET
    assert CALENDAR.add_banking_days(date(2026, 5, 9), 0) == date(2026, 5, 9)


def test_banks_rest_even_when_the_owner_does_not() -> None:
    calendar = Calendar(replace(FRANCE, business_days=False))

    assert calendar.add_banking_days(date(2026, 5, 7), 1) == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2026, 3, 6), date(2026, 3, 9), 1),  # Friday to Monday
        (date(2026, 3, 2), date(2026, 3, 16), 10),
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # Good Friday and Easter Monday
        (date(2026, 12, 23), date(2027, 1, 4), 1),  # between the years
        (date(2026, 3, 9), date(2026, 3, 9), 0),
        (date(2026, 3, 9), date(2026, 3, 2), 0),
    ],
)
def test_banking_days_between_two_days_are_counted(after: date, until: date, count: int) -> None:
    assert CALENDAR.banking_days(after, until) == count


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40), st.integers(0, 40))
def test_banking_days_between_add_up(day: date, first: int, then: int) -> None:
    middle, last = day + timedelta(days=first), day + timedelta(days=first + then)
    both = CALENDAR.banking_days(day, middle) + CALENDAR.banking_days(middle, last)

    assert CALENDAR.banking_days(day, last) == both


def test_hours_are_those_of_the_owner_s_clock() -> None:
    assert CALENDAR.within_hours(datetime(2026, 5, 7, 7, 0, tzinfo=UTC))  # 09:00 in Paris
    assert not CALENDAR.within_hours(datetime(2026, 5, 7, 6, 59, tzinfo=UTC))
    assert not CALENDAR.within_hours(datetime(2026, 5, 7, 10, 0, tzinfo=UTC))  # 12:00: closed


def test_the_day_is_that_of_the_owner_s_clock() -> None:
    assert CALENDAR.day_of(datetime(2026, 5, 7, 22, 30, tzinfo=UTC)) == date(2026, 5, 8)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (datetime(2026, 5, 7, 8, 0, tzinfo=PARIS), datetime(2026, 5, 7, 9, 0, tzinfo=PARIS)),
        (datetime(2026, 5, 7, 10, 0, tzinfo=PARIS), datetime(2026, 5, 7, 10, 0, tzinfo=PARIS)),
        (datetime(2026, 5, 7, 12, 0, tzinfo=PARIS), datetime(2026, 5, 11, 9, 0, tzinfo=PARIS)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=PARIS), datetime(2026, 3, 30, 9, 0, tzinfo=PARIS)),
    ],
)
def test_the_next_opening(moment: datetime, opening: datetime) -> None:
    assert CALENDAR.next_opening(moment) == opening


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_opening_is_open_and_not_before(moment: datetime) -> None:
    opening = CALENDAR.next_opening(moment)

    assert opening >= moment
    assert CALENDAR.within_hours(opening)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(1, 15))
def test_banking_days_add_up(day: date, count: int) -> None:
    one_more = CALENDAR.add_banking_days(CALENDAR.add_banking_days(day, count), 1)

    assert one_more == CALENDAR.add_banking_days(day, count + 1)
    assert one_more - day >= timedelta(days=count + 1)


def test_hours_of_the_evening_are_possible() -> None:
    calendar = Calendar(replace(FRANCE, opens=time(18), closes=time(20)))

    assert calendar.within_hours(datetime(2026, 5, 7, 19, 0, tzinfo=PARIS))


def test_the_year_end_is_open_where_the_owner_wants_it() -> None:
    calendar = Calendar(replace(FRANCE, year_end_pause=False))

    assert calendar.is_open(date(2026, 12, 29))
    assert not calendar.is_open(date(2026, 12, 25))

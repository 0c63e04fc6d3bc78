"""The arithmetic of months and weeks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.intake.reply.when.calendar import (
    add_working_days,
    day_of_month,
    in_month,
    iso_week,
    month_end,
    next_weekday,
    quarter_end,
    sunday,
)

_DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def test_months_are_clipped_to_their_last_day() -> None:
    assert in_month(date(2026, 1, 31), 1, 31) == date(2026, 2, 28)
    assert month_end(date(2026, 12, 5), 1) == date(2027, 1, 31)


def test_working_days_skip_the_week_end() -> None:
    assert add_working_days(date(2026, 10, 9), 2) == date(2026, 10, 13)


@given(_DAYS, st.integers(0, 6))
def test_the_next_weekday_lies_one_to_seven_days_ahead(day: date, weekday: int) -> None:
    found = next_weekday(day, weekday)
    assert found.weekday() == weekday
    assert 1 <= (found - day).days <= 7


@given(_DAYS)
def test_a_week_ends_on_sunday(day: date) -> None:
    assert sunday(day).weekday() == 6
    assert (sunday(day, 1) - sunday(day)).days == 7


def test_a_weeks_number_far_behind_is_next_years() -> None:
    assert iso_week(43, date(2026, 10, 6)) == date(2026, 10, 25)
    assert iso_week(2, date(2026, 12, 20)) == date(2027, 1, 17)


def test_a_quarter_ends_with_its_third_month() -> None:
    assert quarter_end(date(2026, 10, 6)) == date(2026, 12, 31)
    assert quarter_end(date(2026, 10, 6), 1) == date(2027, 3, 31)


def test_no_month_has_a_50th() -> None:
    with pytest.raises(ValueError, match="no day 50"):
        day_of_month(50, date(2026, 10, 6))

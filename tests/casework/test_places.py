"""Places: a step waits for a day that is open here and there, and a letter for the client's morning."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from casework.casework_makers import PARIS, RULES, invoice, plan_of, reminders_in, wait_for
from casework.planning_makers import known
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.calendar import calendar_of, may_leave, next_leaving, next_open_for
from relanced.model.client import Place
from relanced.model.rules import CalendarRules

FRANCE = CalendarRules(timezone=PARIS, country="FR")
FIRM = calendar_of(FRANCE, None)
BAVARIA = Place(country="DE", subdivision="BY")
REUNION = Place(country="FR", subdivision="La Réunion", timezone=ZoneInfo("Indian/Reunion"))
NOON = datetime(2024, 1, 1, 12, tzinfo=PARIS)
NEW_YORK = Place(country="US", timezone=ZoneInfo("America/New_York"))


def test_where_no_place_is_known_the_firm_s_days_count() -> None:
    assert calendar_of(FRANCE, None).is_open(date(2026, 1, 6))
    assert not calendar_of(FRANCE, BAVARIA).is_open(date(2026, 1, 6))  # Epiphany


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 6), date(2026, 1, 7)),  # closed there
        (date(2026, 7, 14), date(2026, 7, 15)),  # closed here
        (date(2026, 10, 3), date(2026, 10, 5)),
        (date(2026, 12, 24), date(2027, 1, 4)),
    ],
)
def test_a_step_comes_on_the_next_day_that_is_open_for_both(day: date, opened: date) -> None:
    assert next_open_for(FIRM, calendar_of(FRANCE, BAVARIA), day) == opened


@given(st.dates(), st.sampled_from([BAVARIA, REUNION, NEW_YORK]))
def test_there_is_such_a_day_after_every_day(day: date, place: Place) -> None:
    client = calendar_of(FRANCE, place)
    found = next_open_for(FIRM, client, day)

    assert FIRM.is_open(found)
    assert client.is_open(found)
    assert found >= min(day, date(8999, 1, 1))


def test_a_client_s_holiday_puts_his_step_off_and_says_so() -> None:
    rules = replace(known(place=BAVARIA), start_on=date(2025, 1, 1))
    facts = (invoice(on=date(2025, 12, 1), due=date(2025, 12, 30)),)
    closed = plan_of(*facts, today=date(2026, 1, 6), rules=rules)

    assert reminders_in(closed) == []
    assert "the next open day is 2026-01-07" in wait_for(closed).why
    assert reminders_in(plan_of(*facts, today=date(2026, 1, 7), rules=rules))
    assert reminders_in(
        plan_of(*facts, today=date(2026, 1, 6), rules=replace(RULES, start_on=rules.start_on))
    )


@pytest.mark.parametrize(
    ("at", "place", "may"),
    [
        (datetime(2026, 3, 3, 9, 30, tzinfo=PARIS), None, True),
        (datetime(2026, 3, 3, 12, 0, tzinfo=PARIS), None, False),
        (datetime(2026, 3, 3, 9, 30, tzinfo=PARIS), REUNION, False),  # 12:30 there
        (datetime(2026, 3, 3, 6, 30, tzinfo=PARIS), REUNION, True),
        (datetime(2026, 3, 3, 15, 30, tzinfo=PARIS), NEW_YORK, True),  # 09:30
        (datetime(2026, 3, 10, 15, 30, tzinfo=PARIS), NEW_YORK, True),  # 10:30: summer time began there
        (datetime(2026, 3, 10, 14, 30, tzinfo=PARIS), NEW_YORK, True),  # 09:30
        (datetime(2026, 3, 31, 14, 30, tzinfo=PARIS), NEW_YORK, False),  # 08:30: here too
        (
            datetime(2026, 7, 3, 15, 30, tzinfo=PARIS),
            NEW_YORK,
            False,
        ),  # Independence Day is kept on the Friday
        (datetime(2026, 7, 14, 15, 30, tzinfo=PARIS), NEW_YORK, False),  # closed here
    ],
)
def test_a_letter_leaves_in_the_client_s_morning(at: datetime, place: Place | None, *, may: bool) -> None:
    assert may_leave(FIRM, calendar_of(FRANCE, place), at) is may


@given(
    st.integers(0, 2_000_000).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.sampled_from([None, BAVARIA, REUNION, NEW_YORK]),
)
def test_the_next_moment_when_a_letter_may_leave_is_one(at: datetime, place: Place | None) -> None:
    client = calendar_of(FRANCE, place)
    found = next_leaving(FIRM, client, at)

    assert found >= at
    assert may_leave(FIRM, client, found)

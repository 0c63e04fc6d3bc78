"""When a call stands in the owner's calendar: later than the mail that gives it, and while he works."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from casework.casework_makers import RULES

from relanced.casework.calendar import Calendar
from relanced.daemon.task_mail import HEAD_START, call_at

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("now", "call"),
    [
        ("2026-11-19 09:30", "2026-11-19 10:00"),
        ("2026-11-19 09:31", "2026-11-19 10:30"),
        ("2026-11-19 10:00:01", "2026-11-19 11:00"),
        ("2026-11-19 06:00", "2026-11-19 09:00"),  # before he opens
        ("2026-11-20 17:40", "2026-11-23 09:00"),  # Friday evening: Monday
        ("2026-11-10 23:00", "2026-11-12 09:00"),  # the 11th is a holiday
        ("2026-03-29 01:45", "2026-03-30 09:00"),  # the clocks change that night
    ],
)
def test_a_call_begins_on_a_half_hour_that_is_still_to_come(now: str, call: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=PARIS)

    found = call_at(Calendar(RULES.calendar), PARIS, at)

    assert f"{found:%Y-%m-%d %H:%M}" == call
    assert found - at >= HEAD_START

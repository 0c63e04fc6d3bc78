"""When a digest is due: by the firm's clock, on its business days, through both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relanced.casework.calendar import Calendar
from relanced.daemon.digest_due import Slots, Told, digest_id, first_told, last_told, note_told
from relanced.edge.settings import DigestSettings
from relanced.edge.store import Store
from relanced.model.mark import is_digest_id
from relanced.model.rules import CalendarRules

PARIS = ZoneInfo("Europe/Paris")
RULES = CalendarRules(timezone=PARIS, country="FR")


def slots(at: time = time(7, 30), **how: object) -> Slots:
    return Slots(DigestSettings(at=at, **how), Calendar(RULES), PARIS)  # type: ignore[arg-type]


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)  # type: ignore[misc, arg-type]


def test_at_the_minute_and_not_before() -> None:
    assert slots().last(paris(2026, 11, 24, 7, 30)) == date(2026, 11, 24)
    assert slots().last(paris(2026, 11, 24, 7, 29)) == date(2026, 11, 23)
    assert slots(time(0, 0)).last(paris(2026, 11, 24, 0, 0)) == date(2026, 11, 24)
    assert slots(time(23, 30)).last(paris(2026, 11, 24, 0, 30)) == date(2026, 11, 23)


def test_none_on_weekends_and_holidays_unless_wanted() -> None:
    sunday = paris(2026, 11, 22, 12)
    assert slots().last(sunday) == date(2026, 11, 20)
    assert slots(business_days=False).last(sunday) == date(2026, 11, 22)
    assert slots().last(paris(2026, 11, 11, 12)) == date(2026, 11, 10)  # 11 November


def test_the_weekly_one_comes_on_its_day_or_the_next_business_day() -> None:
    weekly = slots(weekday=0)
    assert weekly.last(paris(2026, 11, 20, 12)) == date(2026, 11, 16)
    assert weekly.last(paris(2026, 4, 10, 12)) == date(2026, 4, 7)  # Easter Monday is the 6th
    assert slots(weekday=6).last(paris(2026, 11, 20, 12)) == date(2026, 11, 16)  # Sunday: Monday after it


@pytest.mark.parametrize(
    ("day", "at", "is_due_at"),
    [
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # there is no 02:30
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # there are two
    ],
)
def test_when_the_clocks_change_there_is_one(day: date, at: time, is_due_at: datetime) -> None:
    daily = slots(at, business_days=False)
    assert daily.moment(day) == is_due_at
    assert daily.last(is_due_at - timedelta(seconds=1)) == day - timedelta(days=1)
    assert daily.last(is_due_at) == daily.last(is_due_at + timedelta(hours=1, minutes=30)) == day


@given(st.times(), st.integers(0, 730 * 24 * 60), st.booleans())
def test_a_slot_never_lies_ahead_and_none_is_left_out(at: time, minutes: int, business_days: bool) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    some = slots(at, business_days=business_days)
    last = some.last(now)
    assert last is not None
    assert some.moment(last) <= now
    assert now - some.moment(last) < timedelta(
        days=12 if business_days else 2
    )  # the year's end is no business


def test_what_was_told_is_known_by_the_note_else_by_the_mailbox_else_from_the_slot_before(
    tmp_path: Path,
) -> None:
    now, key = paris(2026, 11, 24, 8), b"a key of the tests, 32 bytes long"

    def id_of(day: date) -> object:
        return digest_id(day, key, "firm.example")

    store = Store.open(f"sqlite:///{tmp_path}/store.db", lock=True)
    try:
        found = last_told(store, slots(), now, id_of)  # type: ignore[arg-type]
        assert found == first_told(slots(), now) == Told(date(2026, 11, 23), paris(2026, 11, 23, 7, 30), 0)
        note_told(store, Told(date(2026, 11, 20), paris(2026, 11, 20, 9, 12), 42))
        assert last_told(store, slots(), now, id_of).fact == 42  # type: ignore[arg-type]
    finally:
        store.close()


def test_each_day_has_one_name_for_ever() -> None:
    key = b"a key of the tests, 32 bytes long"
    one, other = (digest_id(date(2026, 11, day), key, "firm.example") for day in (23, 24))
    assert one != other
    assert is_digest_id(one)
    assert one == digest_id(date(2026, 11, 23), key, "firm.example")

"""The clock: aware, fixed for a rehearsal, and honest about the time that passes."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from relanced.edge.clock import Clock


def test_now_is_this_moment_in_utc() -> None:
    before = datetime.now(UTC)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_a_rehearsal_stands_still_but_freshness_does_not() -> None:
    clock = Clock(datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=1))))
    first, began = clock.now(), clock.monotonic()
    time.sleep(0.01)
    assert clock.now() == first == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() > began


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Clock(datetime(2026, 11, 2, 9, 30))  # noqa: DTZ001 - the fault under test

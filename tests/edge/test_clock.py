"""The clock: aware, fixed for a rehearsal, and honest about the time that passes."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from relanced.edge.clock import Clock, ClockWatch, seconds_passed


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


class Wall(Clock):
    """A machine's clock that a test sets."""

    __slots__ = ("at", "passed")

    def __init__(self) -> None:
        super().__init__()
        self.at, self.passed = datetime(2026, 11, 22, 9, tzinfo=UTC), 1000.0

    def real(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.passed

    def go(self, passed: timedelta, jump: timedelta = timedelta(0)) -> None:
        self.passed += passed.total_seconds()
        self.at += passed + jump


def test_time_that_only_passes_is_believed_however_long_the_machine_slept() -> None:
    wall = Wall()
    watch = ClockWatch(wall)
    wall.go(timedelta(days=30), jump=timedelta(minutes=59))
    watch.begin_round()
    assert watch.doubt(None) == ""


@pytest.mark.parametrize("hours", [1.1, -1.1, 24 * 365, -24 * 20])
def test_a_jump_holds_back_one_round_and_no_more(hours: float) -> None:
    wall = Wall()
    watch = ClockWatch(wall)
    wall.go(timedelta(minutes=2), jump=timedelta(hours=hours))
    watch.begin_round()
    assert f"jumped by {hours:+.1f} hours" in watch.doubt(None)
    assert "jumped" in watch.doubt(None)
    watch.begin_round()
    assert watch.doubt(None) == ""


def test_a_jump_within_a_round_holds_back_what_is_left_of_it() -> None:
    wall = Wall()
    watch = ClockWatch(wall)
    watch.begin_round()
    assert watch.doubt(None) == ""
    wall.go(timedelta(seconds=1), jump=timedelta(hours=3))
    assert "jumped" in watch.doubt(None)
    wall.go(timedelta(seconds=1), jump=timedelta(hours=-3))
    assert "jumped" in watch.doubt(None)


def test_a_day_that_the_mail_server_does_not_know_is_not_believed_for_as_long_as_it_lasts() -> None:
    wall = Wall()
    watch = ClockWatch(wall)
    server_at = wall.at - timedelta(hours=25)
    for _ in range(3):
        watch.begin_round()
        assert "the mail server's 2026-11-21 08:00" in watch.doubt(server_at)
    assert watch.doubt(wall.at + timedelta(hours=14)) == ""  # a server that stamps its own zone as UTC


def test_a_year_before_this_program_is_not_believed() -> None:
    wall = Wall()
    wall.at = datetime(2000, 1, 1, tzinfo=UTC)
    assert "cannot be" in ClockWatch(wall).doubt(None)


def test_the_time_that_passes_goes_on_while_the_machine_sleeps() -> None:
    assert abs(seconds_passed() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5

"""When the owner is alerted: at most once an hour and ten times a day, and of all that lasts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relanced.daemon.alert_bell import A_DAY, EVERY, MOST_A_DAY, PATIENCE, Bell, bell_of

START = datetime(2026, 3, 28, 12, tzinfo=UTC)  # the clocks change in the night
KINDS = ("unreachable", "login", "disk", "configuration", "bank_silent")

steps = st.lists(
    st.tuples(
        st.sampled_from(["wrong", "well", "restart", "nothing"]), st.sampled_from(KINDS), st.integers(0, 180)
    ),
    max_size=120,
)


def lived(story: list[tuple[str, str, int]]) -> tuple[Bell, list[datetime], datetime]:
    """The bell after a story of (what, kind, minutes later), when it rang, and the last moment."""
    bell, now, rang = Bell(), START, []
    for what, kind, minutes in story:
        now += timedelta(minutes=minutes)
        if what == "wrong":
            bell.wrong(kind, now)
        elif what == "well":
            bell.well(kind, now)
        elif what == "restart":
            bell = bell_of(bell.written())
        alert = bell.due(now)
        if alert is not None:
            bell.told(alert, now)
            rang.append(now)
    return bell, rang, now


@given(steps)
def test_it_never_rings_twice_within_an_hour_nor_eleven_times_within_a_day(
    story: list[tuple[str, str, int]],
) -> None:
    _, rang, _ = lived(story)
    assert all(later - earlier >= EVERY for earlier, later in pairwise(rang))
    for at in rang:
        assert sum(at <= other < at + A_DAY for other in rang) <= MOST_A_DAY


@given(steps)
def test_what_lasts_is_told_of_and_so_is_its_end(story: list[tuple[str, str, int]]) -> None:
    bell, _, now = lived(story)
    bell.wrong("disk", now)
    for _ in range(60):  # two days and a half
        now += EVERY
        if (alert := bell.due(now)) is not None:
            bell.told(alert, now)
    assert bell.standing["disk"].is_told
    bell.well("disk", now)
    over: list[str] = []
    for _ in range(26):
        now += EVERY
        if (alert := bell.due(now)) is not None:
            bell.told(alert, now)
            over += [each.kind for each in alert.over]
    assert "disk" in over
    assert bell.due(now + EVERY) is None


def test_troubles_that_come_and_go_all_day_ring_ten_times() -> None:
    bell, now, rang = Bell(), START, 0
    for hour in range(24):
        now = START + timedelta(hours=hour)
        (bell.wrong if hour % 2 == 0 else bell.well)("disk", now)
        if (alert := bell.due(now)) is not None:
            bell.told(alert, now)
            rang += 1
    assert rang == MOST_A_DAY


def test_a_mailbox_that_is_away_for_minutes_alerts_nobody() -> None:
    bell = Bell()
    bell.wrong("unreachable", START)
    assert bell.due(START + PATIENCE["unreachable"] - timedelta(minutes=1)) is None
    bell.well("unreachable", START + timedelta(minutes=40))
    assert bell.due(START + timedelta(days=1)) is None


def test_what_nobody_could_be_told_of_in_time_is_told_of_afterwards() -> None:
    bell = Bell()
    bell.wrong("unreachable", START)
    bell.well("unreachable", START + timedelta(hours=5))
    alert = bell.due(START + timedelta(hours=5))
    assert alert is not None
    assert [each.kind for each in alert.over] == ["unreachable"]
    assert not alert.new


def test_what_comes_again_before_its_end_was_told_of_is_one_trouble() -> None:
    bell = Bell()
    bell.wrong("disk", START)
    alert = bell.due(START)
    assert alert is not None
    bell.told(alert, START)
    for minute in range(1, 59):
        (bell.well if minute % 2 else bell.wrong)("disk", START + timedelta(minutes=minute))
    bell.wrong("disk", START + timedelta(minutes=59))
    assert bell.due(START + timedelta(hours=3)) is None


def test_a_clock_that_was_put_back_does_not_silence_it() -> None:
    bell = Bell()
    bell.wrong("disk", START)
    alert = bell.due(START)
    assert alert is not None
    bell.told(alert, START)
    before = START - timedelta(days=200)
    bell.wrong("configuration", before)
    assert bell.due(before) is not None

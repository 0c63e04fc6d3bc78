"""A call's entry stands in any calendar once, at the right hour on both sides of a change of clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from letters.paper_makers import FIRM
from letters.sheet_makers import CALL

from relanced.letters.calendar_entry import call_entry
from relanced.model.call_sheet import CallSheet
from relanced.model.names import MessageId

PARIS = ZoneInfo("Europe/Paris")
TASK = MessageId("o1c.0123456789abcdef01234567@firm.example")
GIVEN = datetime(2026, 5, 18, 7, 30, tzinfo=UTC)


def entry(starts_at: datetime = datetime(2026, 5, 19, 9, tzinfo=PARIS), call: CallSheet = CALL) -> bytes:
    return call_entry(call, FIRM, task=TASK, starts_at=starts_at, given_at=GIVEN)


def event(raw: bytes) -> Any:  # noqa: ANN401 - the library types no property
    calendar = Calendar.from_ical(raw)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    [found] = calendar.walk("VEVENT")
    return found


def test_it_says_when_whom_on_which_number_and_what_for() -> None:
    found = event(entry())

    assert str(found["summary"]) == "Appeler Menuiserie Lenoir – 02 40 00 00 00"
    assert found["dtstart"].dt == datetime(2026, 5, 19, 7, tzinfo=UTC)
    assert found["dtend"].dt - found["dtstart"].dt == timedelta(minutes=20)
    for said in ("Mme Le Goff 02 40 00 00 00", "1\u202f790,50", "F2026-007, F2026-009", "jour de règlement"):
        assert said in str(found["description"])
    [alarm] = found.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(minutes=-10)


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2026, 3, 28), 8), (date(2026, 3, 29), 7), (date(2026, 10, 25), 8)],
)
def test_nine_o_clock_is_nine_o_clock_before_and_after_the_clocks_change(day: date, hour: int) -> None:
    raw = entry(datetime.combine(day, time(9), PARIS))

    assert f"DTSTART:{day:%Y%m%d}T{hour:02}0000Z".encode() in raw
    assert event(raw)["dtstart"].dt.astimezone(PARIS).hour == 9


def test_the_same_call_is_the_same_entry_however_often_it_is_made() -> None:
    assert entry() == entry()
    assert str(event(entry())["uid"]) == TASK


def test_a_hostile_name_adds_no_line() -> None:
    name = "X\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT;,\\ " + "é" * 500
    raw = entry(call=replace(CALL, client=replace(CALL.client, name=name), people=()))

    assert b"\r\nATTENDEE" not in raw
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert event(raw)["summary"].startswith("Appeler X ATTENDEE:mailto")


def test_a_moment_without_a_time_zone_is_a_broken_promise() -> None:
    with pytest.raises(ValueError, match="time zone"):
        entry(datetime(2026, 5, 19, 9))  # noqa: DTZ001 - what is tested


def test_english_for_owners_who_read_it() -> None:
    assert str(event(entry(call=replace(CALL, language="en")))["summary"]).startswith(
        "Call Menuiserie Lenoir"
    )

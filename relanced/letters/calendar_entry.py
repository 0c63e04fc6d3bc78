"""A call to make in, its entry for the owner's calendar out (iCalendar, RFC 5545). Pure."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from relanced.letters.papers.values import filters_of
from relanced.letters.plain import NAME_CAP, plain
from relanced.model.call_sheet import CallSheet
from relanced.model.names import MessageId
from relanced.model.rules import Firm

if TYPE_CHECKING:
    from icalendar import Alarm

CALL_MINUTES = 20
_REMINDED_BEFORE = timedelta(minutes=10)
_CALL = {"fr": "Appeler {client}", "en": "Call {client}"}


def call_entry(
    call: CallSheet, firm: Firm, *, task: MessageId, starts_at: datetime, given_at: datetime
) -> bytes:
    """The entry of one call: when, whom, on which number, what for. The same call gives the same bytes.

    `task` is the Message-ID of the mail that gives the call: the entry's identity, so that one
    imported twice stands once. `starts_at` and `given_at`, aware, are written as UTC: no calendar
    program can misplace them when the clocks change. Raises ValueError where one has no time zone.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - 3 MB that a service without calls never needs

    if starts_at.tzinfo is None or given_at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot stand in a calendar")
    person = call.people[0] if call.people else None
    phone = plain(person.phone, NAME_CAP) if person else ""
    title = _CALL.get(call.language, _CALL["en"]).format(client=plain(call.client.name, NAME_CAP))
    about = [
        *(
            " ".join(filter(None, (plain(who.name, NAME_CAP), plain(who.phone, NAME_CAP))))
            for who in call.people
        ),
        filters_of(call.language, firm).money(call.owed) if call.owed else "",
        ", ".join(plain(line.number, NAME_CAP) for line in call.lines[:20]),
        plain(call.aim, 300),
    ]
    event = Event()
    event.add("uid", task)
    event.add("dtstamp", given_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", starts_at.astimezone(UTC) + timedelta(minutes=CALL_MINUTES))
    event.add("summary", f"{title} – {phone}" if phone else title)
    event.add("description", "\n".join(filter(None, about)))
    event.add_component(_alarm(title))
    entry = Calendar()
    entry.add("prodid", "-//relanced//relanced//EN")
    entry.add("version", "2.0")
    entry.add("method", "PUBLISH")
    entry.add_component(event)
    return bytes(entry.to_ical())


def _alarm(title: str) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - as above

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -_REMINDED_BEFORE)
    return alarm

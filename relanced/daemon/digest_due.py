"""When digests come, and which of them was the last: from [digest], the calendar, and what lies in the mailbox."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from relanced.casework.calendar import Calendar
from relanced.edge.settings import DigestSettings
from relanced.edge.store import Store
from relanced.model.mark import digest_message_id
from relanced.model.names import MessageId

NOTE = "digest"  # in the store; a cache of what the mailbox says
_DAY = timedelta(days=1)
_SHUT = 21  # days: no firm's calendar has more closed days in a row
_LOOK_BACK = 40  # slots in which an earlier digest is looked for


@dataclass(frozen=True, slots=True)
class Told:
    """What the last digest told, or looked at and found quiet."""

    slot: date  # the day that it was for
    at: datetime  # until when; aware
    fact: int  # the store's number of the last fact that it knew; 0: not known, as after a rebuild


@dataclass(frozen=True, slots=True)
class Slots:
    """The days and the hour for which there is a digest."""

    settings: DigestSettings
    calendar: Calendar
    zone: ZoneInfo

    def last(self, now: datetime) -> date | None:
        """The day of the last slot that has come; `now`: aware."""
        return next(self.back_from(now), None)

    def back_from(self, now: datetime) -> Iterator[date]:
        """Every slot that has come, the newest first, a year back."""
        day = now.astimezone(self.zone).date()
        for _ in range(366):
            if self._is_slot(day) and self.moment(day) <= now:
                yield day
            day -= _DAY

    def moment(self, day: date) -> datetime:
        """When the digest of a day is due, in UTC: moments of one zone are compared by their clocks alone.

        A time of day that the clocks skip comes an hour later; one that they repeat, the first time.
        """
        at = datetime.combine(day, self.settings.at, tzinfo=self.zone)
        return at.astimezone(UTC)

    def _is_slot(self, day: date) -> bool:
        weekday, wants_open = self.settings.weekday, self.settings.business_days
        if weekday is None:
            return not wants_open or self.calendar.is_open(day)
        wanted = day - timedelta(days=(day.weekday() - weekday) % 7)
        if wants_open:
            wanted = next((each for each in _days_from(wanted) if self.calendar.is_open(each)), wanted)
        return wanted == day


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in range(_SHUT))


def digest_id(slot: date, key: bytes, domain: str) -> MessageId:
    """The one Message-ID that the digest of a day can ever have, whatever made it, however often."""
    return digest_message_id(f"digest {slot.isoformat()}", key, domain)


def first_told(slots: Slots, now: datetime) -> Told:
    """What there was before the first digest of all: it tells of what happened since the slot before this one."""
    past = [day for day, _ in zip(slots.back_from(now), range(2), strict=False)]
    before = past[-1] if past else (now - _DAY).date()
    return Told(slot=before, at=slots.moment(before), fact=0)


def last_told(store: Store, slots: Slots, now: datetime, id_of: Callable[[date], MessageId]) -> Told:
    """What the last digest told: by the store's note; without one, by the newest digest that lies in the mailbox."""
    note = noted(store)
    if note is not None:
        return note
    past = [day for day, _ in zip(slots.back_from(now), range(_LOOK_BACK), strict=False)]
    seen = next((day for day in past if store.saw(id_of(day))), None)
    return first_told(slots, now) if seen is None else Told(slot=seen, at=slots.moment(seen), fact=0)


def noted(store: Store) -> Told | None:
    """The store's note of the last digest; None without one."""
    text = store.recall(NOTE)
    if not text:
        return None
    slot, at, fact = json.loads(text)
    return Told(date.fromisoformat(slot), datetime.fromisoformat(at), int(fact))


def note_told(store: Store, told: Told) -> None:
    """Keep what a digest told."""
    store.remember(NOTE, json.dumps([told.slot.isoformat(), told.at.isoformat(), told.fact]))

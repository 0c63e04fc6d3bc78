"""The text of tests/fixtures/year/story.txt in, a year of mails and decisions and what must follow from them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

STORY = Path(__file__).parent / "fixtures" / "year" / "story.txt"
ZONE = ZoneInfo("Europe/Paris")
_USUAL_TIME = {
    "mails": time(17),
    "credits": time(17),
    "pays": time(7, 30),
    "unknown": time(7, 30),
    "reverses": time(7, 30),
}


@dataclass(frozen=True)
class Debtor:
    """One of the firm's forty clients."""

    name: str
    address: str
    kind: str  # business | consumer | public


@dataclass(frozen=True)
class Event:
    """What somebody does at a moment: «mails», «pays», «writes» …, with the rest of its line."""

    at: datetime
    verb: str
    rest: str
    debtor: Debtor

    @property
    def words(self) -> list[str]:
        return self.rest.split()


@dataclass(frozen=True, order=True)
class Expected:
    """What must come of it on a day: a letter, a task for the owner, or a draft."""

    on: date
    how: str  # letter | task | draft
    step: str
    numbers: tuple[str, ...]
    to: str  # of a letter; else ""


@dataclass(frozen=True)
class Crash:
    """Where the machine dies: before a byte of this invoice's letter has left, or just after it was taken."""

    on: date
    when: str  # before | after
    number: str


@dataclass(frozen=True)
class Year:
    """The whole story."""

    debtors: tuple[Debtor, ...]
    events: tuple[Event, ...]  # in order of time
    expected: tuple[Expected, ...]
    crashes: tuple[Crash, ...]

    def amount(self, number: str) -> Decimal:
        return next(
            Decimal(each.words[1]) for each in self.events if each.verb == "mails" and each.words[0] == number
        )


def read_story() -> Year:
    """The story as it stands in the file."""
    debtors: list[Debtor] = []
    events: list[Event] = []
    expected: list[Expected] = []
    crashes: list[Crash] = []
    for line in _lines():
        if line.startswith("client "):
            debtors.append(_debtor(line))
            continue
        day, _, rest = line.partition(" ")
        on, debtor = date.fromisoformat(day), debtors[-1]
        if rest.startswith("> "):
            expected.append(_expected(on, rest[2:].split(), debtor))
        elif rest.startswith("crash "):
            _, when, number = rest.split()
            crashes.append(Crash(on, when, number))
        else:
            events.append(_event(on, rest, debtor))
    events.sort(key=lambda event: event.at)
    return Year(tuple(debtors), tuple(events), tuple(sorted(expected)), tuple(crashes))


def _lines() -> Iterator[str]:
    for line in STORY.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _debtor(line: str) -> Debtor:
    named, _, rest = line.partition(" <")
    address, _, kind = rest.partition(">")
    return Debtor(named.split(" ", 2)[2], address, kind.strip() or "business")


def _expected(on: date, words: list[str], debtor: Debtor) -> Expected:
    how = words.pop(0) if words[0] in {"task", "draft"} else "letter"
    step, *rest = words
    to = next((word for word in rest if "@" in word), debtor.address if how == "letter" else "")
    return Expected(on, how, step, tuple(word for word in rest if "@" not in word), to)


def _event(on: date, rest: str, debtor: Debtor) -> Event:
    first, _, others = rest.partition(" ")
    if first[0].isdigit():
        verb, _, others = others.partition(" ")
        return Event(datetime.combine(on, time.fromisoformat(first), ZONE), verb, others, debtor)
    return Event(datetime.combine(on, _USUAL_TIME[first], ZONE), first, others, debtor)


# What was promised, from the day after the mail to two banking days after the promised day.
_PROMISED = {
    "F2025-231": (date(2025, 2, 21), date(2025, 2, 27)),
    "F2025-232": (date(2025, 6, 12), date(2025, 6, 24)),
    "F2025-213": (date(2025, 11, 8), date(2025, 11, 12)),
}


def silent_days(year: Year) -> dict[str, list[tuple[date, date]]]:
    """By invoice: the days, both inclusive, on which no letter may ask for it, whatever the ladder says.

    What was paid, promised, disputed, or claimed to be paid, until the owner speaks; everything of an
    insolvent client. Worked out from the events alone.
    """
    found = {number: [days] for number, days in _PROMISED.items()}
    for event in year.events:
        numbers = [word for word in event.words if word.startswith("F2025-")]
        end = date.max
        if event.verb == "writes" and "liquidation" in event.rest:
            numbers = [e.words[0] for e in year.events if e.verb == "mails" and e.debtor == event.debtor]
        elif event.verb == "writes" and any(said in event.rest for said in ("contestons", "réglée", "payée")):
            end = min(_resumes(year, numbers, event.at), default=end)
        elif event.verb != "pays" or any("." in word for word in event.words):
            continue  # a part of it is no end of it
        for number in numbers:
            since = event.at.date() + timedelta(days=event.at.time() > time(9, 30))
            back = min(_reversals(year, number, event.at), default=end)
            found.setdefault(number, []).append((since, min(end, back)))
    return found


def _resumes(year: Year, numbers: list[str], after: datetime) -> Iterator[date]:
    for event in year.events:
        is_resume = event.verb == "owner" and event.words[0] == "resume"
        if is_resume and event.words[1] in numbers and event.at > after:
            yield event.at.date() - timedelta(days=1)


def _reversals(year: Year, number: str, after: datetime) -> Iterator[date]:
    for event in year.events:
        if event.verb == "reverses" and number in event.words and event.at > after:
            yield event.at.date() - timedelta(days=1)

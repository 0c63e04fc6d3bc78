"""Facts, rules and two days in; what the rules would have sent on each day between out. Pure.

A backtest, no forecast: clients wrote and paid as they did, whatever the letters would have changed. On
each day the rules know what had come in when the office opened, and no more.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from relanced.casework.calendar import Calendar
from relanced.casework.live.fold import LiveFold
from relanced.casework.past.history import History, tried
from relanced.casework.past.quiet import Quiet, opening
from relanced.casework.planning.plan import plan
from relanced.model.actions import Action, DraftReminder, GiveTask, Purpose, Reminder, SendReminder
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskGiven
from relanced.model.facts import Fact, ReminderSent, happened_at
from relanced.model.names import Fingerprint, MessageId
from relanced.model.rules import Rules
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome, TaskKind

CHASING = frozenset({Purpose.CHASE, Purpose.PROMISE_BROKEN, Purpose.PLAN_BROKEN})  # asking for money
_ONE_DAY = timedelta(days=1)
_A_MOMENT = timedelta(microseconds=1)


class Way(StrEnum):
    """How a letter would have reached the client."""

    MAIL = "mail"
    DRAFT = "draft"  # by mail, once the owner had looked at it
    CALL = "call"
    LETTER = "letter"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter that the rules would have sent, or a task that they would have given."""

    on: date
    way: Way
    reminder: Reminder
    why: str

    @property
    def chases(self) -> bool:
        """Whether it asks for money; thanks and confirmations do not."""
        return self.reminder.purpose in CHASING

    @property
    def by_mail(self) -> bool:
        """Whether it would have been a mail, and no task."""
        return self.way in {Way.MAIL, Way.DRAFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the past."""

    on: date
    sent: tuple[Sent, ...]


def replay(
    history: History, rules: Rules, since: date, until: date, *, thorough: bool = False
) -> Iterator[Day]:
    """Each day from `since` to `until`, inclusive, with what these rules would have sent.

    Every letter counts as sent and every task as done on its day, at the hour of opening; drafts as
    sent by the owner. `thorough`: every client is looked at on every day, as the daemon does, and not
    only those of whom something can have changed; the letters are the same.
    """
    walk = _Walk(history, tried(rules), thorough=thorough)
    day = since
    while day <= until:
        yield Day(on=day, sent=walk.take(day))
        day += _ONE_DAY


class _Walk:
    """The way through the past, day by day."""

    def __init__(self, history: History, rules: Rules, *, thorough: bool) -> None:
        self._rules, self._calendar, self._thorough = rules, Calendar(rules.calendar), thorough
        self._facts = history.facts
        self._moments = [happened_at(fact) for fact in history.facts]
        self._place = 0
        self._live = LiveFold(rules, history.aside)
        self._quiet = Quiet(rules)

    def take(self, day: date) -> tuple[Sent, ...]:
        """Let the mails up to this morning come in, then send."""
        if not self._thorough and not self._calendar.is_open(day):
            return ()
        opens = opening(day, self._rules)
        place = bisect_right(self._moments, opens)
        self._live.take(self._facts[self._place : place])
        self._place = place
        standing = self._live.stand()
        accounts = standing.ledger.accounts
        changed = accounts.keys() if self._thorough or standing.changed is None else standing.changed
        stirred = self._quiet.stirred(accounts, changed, day)
        if not stirred:
            return ()
        ledger = replace(standing.ledger, accounts={key: accounts[key] for key in stirred})
        actions = plan(ledger, self._rules, day)
        self._quiet.heard(actions, ledger, day)
        sent = tuple(each for action in actions if (each := _sent(action, day)) is not None)
        self._live.take([fact for each in sent for fact in as_done(each, opens + _A_MOMENT)])
        return sent


def _sent(action: Action, day: date) -> Sent | None:
    match action:
        case SendReminder(reminder=reminder, why=why):
            return Sent(on=day, way=Way.MAIL, reminder=reminder, why=why)
        case DraftReminder(reminder=reminder, why=why):
            return Sent(on=day, way=Way.DRAFT, reminder=reminder, why=why)
        case GiveTask(kind=kind, reminder=reminder, why=why):
            return Sent(on=day, way=Way(kind.value), reminder=reminder, why=why)
        case _:
            return None


def as_done(sent: Sent, at: datetime) -> Sequence[Fact]:
    """The facts that a letter leaves behind, and a task that is done at once, on the day it was given."""
    reminder = sent.reminder
    lines = tuple((line.number, line.step) for line in reminder.lines)
    told = f"{reminder.client.key} {reminder.step.name} {reminder.purpose} {lines} {sent.on}"
    mark = sha256(told.encode()).hexdigest()[:32]
    name = MessageId(f"{mark}@replay.invalid")
    source = Source(
        account="",
        folder="",
        uidvalidity=0,
        uid=0,
        message_id=name,
        fingerprint=Fingerprint(mark),
        at=at,
    )
    if sent.way in {Way.MAIL, Way.DRAFT}:
        return [
            ReminderSent(source=source, message_id=name, client_address=reminder.to, lines=lines, ours=True)
        ]
    kind = TaskKind(sent.way.value)
    given = TaskGiven(
        source=source, message_id=name, kind=kind, client=reminder.client.key, lines=lines, given_at=at
    )
    return [given, _done(given)]


def _done(given: TaskGiven) -> Fact:
    """How a task ended: reached, and nothing agreed; posted; handed over."""
    at = given.given_at + _A_MOMENT
    mark = Fingerprint(sha256(given.source.fingerprint.encode()).hexdigest()[:32])
    source = Source(account="", folder="", uidvalidity=0, uid=0, message_id=None, fingerprint=mark, at=at)
    match given.kind:
        case TaskKind.CALL:
            return CallNoted(
                source=source,
                task=given.message_id,
                target="",
                outcome=CallOutcome.REACHED,
                pays_on=None,
                note="",
                decided_at=at,
            )
        case TaskKind.LETTER:
            return LetterPosted(
                source=source,
                task=given.message_id,
                target="",
                tracking="",
                posted_on=at.date(),
                decided_at=at,
            )
        case TaskKind.HANDOVER:
            return HandedOver(source=source, task=given.message_id, target="", to="", decided_at=at)

"""CallSheet: all that somebody should have before him when he calls a client about money."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.model.actions import ApartLine, NoteLine
from relanced.model.client import Client
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, StepName


class Situation(StrEnum):
    """What the call is about, before all else; the first that holds counts."""

    PROMISE_BROKEN = "promise_broken"
    UNDELIVERED = "undelivered"  # a mail of ours came back
    IN_TALKS = "in_talks"  # he answered something that did not settle it
    SILENT = "silent"  # he never answered
    FIRST = "first"  # nothing was asked of him in writing yet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPerson:
    """Whom to ask for."""

    name: str  # may be empty
    phone: str  # may be empty
    address: str  # may be empty
    last_wrote_on: date | None  # None: he has not written


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReminder:
    """One letter that asked a client for an invoice; until its due day it only announced it."""

    on: date
    step: StepName | None  # None: the owner's own


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One invoice of a call sheet."""

    number: InvoiceNumber
    subject: str  # of the mail that carried it
    issued_on: date
    mailed_on: date
    mailed_to: str  # address
    due_on: date
    days_late: int
    total: Money
    owed: Money
    reminders: tuple[SheetReminder, ...]  # oldest first

    @property
    def announced_on(self) -> tuple[date, ...]:
        """The days of the letters until the due day."""
        return tuple(each.on for each in self.reminders if each.on <= self.due_on)

    @property
    def reminded_on(self) -> tuple[date, ...]:
        """The days of the letters after the due day."""
        return tuple(each.on for each in self.reminders if each.on > self.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAnswer:
    """What a client wrote."""

    on: date
    sender: str
    intent: Intent
    words: str  # at most 200 characters, on one line


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPromise:
    """What a client promised, and what came of it."""

    number: InvoiceNumber
    made_on: date
    pays_on: date
    kept: bool | None  # None: the day is still to come


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingHabit:
    """How a client has paid so far; days after the due day, negative: before it."""

    paid: int  # invoices
    average_days_late: int | None  # None: none is paid
    worst_days_late: int | None
    last_paid_on: date | None
    last_paid: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a client often says, and what to ask back."""

    said: str
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """One call, prepared. Its words are in `language`, the owner's."""

    language: str  # «fr» or «en»
    client: Client
    on: date  # the day for which the amounts were computed
    people: tuple[SheetPerson, ...]  # whom to ask for, best first; at least one
    owed: tuple[Money, ...]  # of `lines`, one a currency
    lines: tuple[SheetLine, ...]  # what the call is for, oldest due day first
    apart: tuple[ApartLine, ...]  # owed, and not to be asked for
    credit_notes: tuple[NoteLine, ...]
    undelivered: tuple[tuple[date, str], ...]  # when a mail came back, and from which address
    answers: tuple[SheetAnswer, ...]  # newest first
    promises: tuple[SheetPromise, ...]  # newest first
    habit: PayingHabit
    situation: Situation
    aim: str  # one sentence
    objections: tuple[Objection, ...]
    beside: tuple[SheetLine, ...] = ()  # what the client owes else: the call is not for it

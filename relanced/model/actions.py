"""Actions: what the planner asks for. Imperative, each with its `why`, each complete in itself."""

from dataclasses import dataclass
from datetime import date

from relanced.model.client import Client
from relanced.model.ladder import Step
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, MessageId, StepName
from relanced.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLine:
    """One invoice in a reminder."""

    number: InvoiceNumber
    issued_on: date
    due_on: date
    total: Money
    owed: Money  # still to be paid today
    days_late: int  # negative: days to go
    step: StepName | None  # the step that this mail is for this invoice; None: only listed
    mailed_as: Source  # the mail that carried the invoice
    subject: str  # of that mail
    references: tuple[MessageId, ...]  # of that mail
    reminded_on: tuple[date, ...] = ()  # the days of earlier reminders that named it, oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One mail to one client about all that he owes; the highest step sets the tone."""

    client: Client
    to: str
    step: Step
    lines: tuple[ReminderLine, ...]  # oldest due day first; at least one has a step
    on: date  # the day for which the amounts were computed


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReminder:
    """Hand this reminder to the mail server."""

    reminder: Reminder
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReminder:
    """Put this reminder into Drafts; the owner sends it himself."""

    reminder: Reminder
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOwner:
    """A person must decide before anything more happens."""

    client: Client | None  # None: it concerns the whole mailbox
    invoices: tuple[InvoiceNumber, ...]
    question: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase:
    """Nothing is owed any more."""

    invoice: InvoiceNumber
    client: Client
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Silence on this invoice, and the reason for it."""

    invoice: InvoiceNumber
    client: Client
    until: date | None  # inclusive; None: until something happens
    why: str


Action = SendReminder | DraftReminder | AskOwner | CloseCase | Wait

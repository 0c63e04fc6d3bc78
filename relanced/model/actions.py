"""Actions: what the planner asks for. Imperative, each with its `why`, each complete in itself."""

from dataclasses import dataclass
from datetime import date

from relanced.model.client import Client
from relanced.model.intents import Ask
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
class Instalment:
    """One part of what is owed, as proposed to a client who asks for instalments."""

    amount: Money
    pays_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to one mail of a client's, for the owner to look over and send himself."""

    client: Client
    to: str
    asks: tuple[Ask, ...]  # what it answers, at least one
    mail: Source  # the client's mail
    subject: str  # of that mail; may be empty
    answers: tuple[MessageId, ...]  # of that mail: its thread, nearest first
    lines: tuple[ReminderLine, ...]  # the invoices in question, oldest due day first; each without a step
    instalments: tuple[Instalment, ...]  # with Ask.PLAN
    on: date  # the day for which the amounts were computed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAnswer:
    """Put this answer into Drafts, once; relanced never sends it."""

    answer: Answer
    lacks: str  # not "": why it cannot be drafted, for the owner
    questions: tuple[str, ...]  # what the owner is asked about the same mail
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


Action = SendReminder | DraftReminder | DraftAnswer | AskOwner | CloseCase | Wait

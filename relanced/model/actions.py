"""Actions: what the planner asks for. Imperative, each with its `why`, each complete in itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.model.client import Client
from relanced.model.intents import Ask
from relanced.model.ladder import Sender, Step
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, MessageId, StepName
from relanced.model.source import Source
from relanced.model.tasks import TaskKind
from relanced.model.tone import Tone


class Purpose(StrEnum):
    """What a letter to a client is for. All but CHASE are beside the ladder, under a step name of their own."""

    CHASE = "chase"
    PROMISE_BROKEN = "promesse_non_tenue"  # before the ladder goes on
    PLAN_AGREED = "echeancier"  # the written confirmation of instalments: always a draft
    PLAN_BROKEN = "echeancier_rompu"  # always a draft: it ends the agreement
    THANKS = "remerciement"
    WITHDRAWAL = "retrait"  # of a formal notice that the payment crossed


class ApartWhy(StrEnum):
    """Why an amount is not asked for in a letter."""

    DISPUTED = "disputed"
    PROMISED = "promised"
    PLANNED = "planned"  # instalments are agreed
    ANNOUNCED = "announced"  # the client says that he has paid


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartLine:
    """An invoice that is owed, and that a letter does not ask for."""

    number: InvoiceNumber
    owed: Money
    why: ApartWhy
    on: date | None  # the promised day, the next instalment; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """A credit note that no invoice took up: it reduces what is asked for altogether."""

    number: InvoiceNumber
    issued_on: date
    left: Money  # positive


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidPart:
    """What came in, or was credited, on one invoice."""

    on: date
    amount: Money


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
    paid: tuple[PaidPart, ...] = ()  # oldest first
    charges: LateCharges | None = None  # None: the letter does not speak of them
    notice_posted_on: date | None = None  # the last formal notice about it; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One part of what is owed, as proposed to a client, or agreed with him."""

    amount: Money
    pays_on: date
    paid: Money | None = None  # of it, on the day of the letter; None: the letter does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One mail to one client about all that he owes; the highest step sets the tone."""

    client: Client
    to: str
    cc: tuple[str, ...] = ()  # the step's, «sales» resolved
    bcc: tuple[str, ...] = ()
    step: Step
    lines: tuple[ReminderLine, ...]  # oldest due day first; at least one has a step
    on: date  # the day for which the amounts were computed
    purpose: Purpose = Purpose.CHASE
    tone: Tone = Tone.NEUTRAL
    sender: Sender | None = None  # None: the firm's
    apart: tuple[ApartLine, ...] = ()
    credit_notes: tuple[NoteLine, ...] = ()
    instalments: tuple[Instalment, ...] = ()  # PLAN_AGREED, PLAN_BROKEN
    promised_on: date | None = None  # PROMISE_BROKEN; THANKS, where it was kept
    notice_posted_on: date | None = None  # WITHDRAWAL; THANKS, where a notice had been posted


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
class GiveTask:
    """Give the owner what only a person can do: a call, a letter on paper, the handing over of a file."""

    kind: TaskKind
    reminder: Reminder  # to whom, about what, at which step
    why: str


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


Action = SendReminder | DraftReminder | GiveTask | DraftAnswer | AskOwner | CloseCase | Wait

"""Facts that the owner tells: what he decided, judged, agreed and did. Past tense, never edited, only added to.

Each is a signed note in Relanced/Journal, or a mail of his own in Sent.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome, TaskKind


class Verb(StrEnum):
    """What an owner can decide about an invoice or a client."""

    PAUSE = "pause"  # until a day, or until resumed
    RESUME = "resume"  # ends every hold that is older than this decision
    DISPUTE = "dispute"
    PAID = "paid"
    IGNORE = "ignore"  # it is no invoice, or none to be chased
    CREDIT_NOTE = "credit_note"  # what was read as an invoice is a credit note over the same amount
    CONTACT = "contact"  # from now on this address is written to
    WRITE_OFF = "write_off"  # what is owed is given up
    RELEASE = "release"  # more letters than usual may leave on the day in `until`
    ERASE = "erase"  # what a client wrote until now is forgotten; the target stands for his address, and names nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerDecided:
    """The owner decided; a signed note in Relanced/Journal, or as found in his own Sent."""

    source: Source
    verb: Verb
    target: str  # an invoice number or a client key, as the owner named it
    until: date | None  # inclusive
    address: str  # CONTACT: whom to write to; else ""
    note: str
    decided_at: datetime
    by: str = ""  # "": command line or page; "mail": a command in his Sent; "gesture": a mail was moved
    gesture: str = ""  # which one, where it was a gesture: what undoes it names it
    answers: tuple[
        MessageId, ...
    ] = ()  # a command without a target: the mails that it answers, nearest first


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureUndone:
    """The owner took a mail out of a folder of relanced's again; a signed note in Relanced/Journal.

    What that gesture decided, or asked, counts from now on as never said.
    """

    source: Source
    gesture: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandUnclear:
    """The owner told relanced something that it did not understand: by a mail in Sent, or by a gesture."""

    source: Source
    words: str  # what he wrote, cut at 200 characters; of a mail that he moved: its subject
    why: str  # a key of `model.command_words.UNCLEAR`
    gesture: str = ""  # which one, where it was a gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyJudged:
    """The owner says what a client's mail wants; a signed note in Relanced/Journal. The last one counts."""

    source: Source
    mail: MailRef  # the client's mail
    intent: Intent
    promised_on: date | None  # with PROMISE: the day, where he knows better
    decided_at: datetime
    answers: tuple[MessageId, ...] = ()  # said in an answer: the mails that it answers; `mail` is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditAssigned:
    """The owner says what a credit pays; a signed note in Relanced/Journal. The last one counts."""

    source: Source
    mail: MailRef  # the bank's mail
    line: int  # which of its credits, from 1
    to: tuple[
        tuple[InvoiceNumber, Money | None], ...
    ]  # None: as much as is owed; empty: it pays none of ours
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentsAgreed:
    """The owner agreed to be paid in parts; a signed note in Relanced/Journal. The last one counts."""

    source: Source
    invoices: tuple[InvoiceNumber, ...]  # what the parts pay, at least one
    parts: tuple[tuple[date, Money], ...]  # by day, at least one; empty: the plan is called off
    note: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """The owner was given something that a person must do; a signed note in Relanced/Journal."""

    source: Source
    message_id: MessageId  # of the mail that gave it to him: he answers that one
    kind: TaskKind
    client: ClientKey
    lines: tuple[tuple[InvoiceNumber, StepName | None], ...]
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNoted:
    """The owner called a client; a signed note in Relanced/Journal, or his answer to a call sheet, in Sent."""

    source: Source
    task: MessageId | None  # the call sheet that he answered
    target: str  # else: an invoice number or a client, as he named it
    outcome: CallOutcome
    pays_on: date | None  # with PROMISED
    note: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPosted:
    """The owner posted a formal notice; a signed note in Relanced/Journal, or his answer, in Sent."""

    source: Source
    task: MessageId | None
    target: str
    tracking: str  # the number of the registered letter; may be empty
    posted_on: date
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The owner handed a file over; a signed note in Relanced/Journal, or his answer, in Sent."""

    source: Source
    task: MessageId | None
    target: str
    to: str  # whom he gave it to
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAnswerUnclear:
    """The owner answered a task, and was not understood. Source: a message in a Sent folder."""

    source: Source
    task: MessageId
    words: str  # what he wrote, cut at 200 characters

"""Readings: what one mail says, before anybody asks whose case it is. Plain values, no logic."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.model.facts import Credit, InvoiceKind, OwnerDecided, ReminderSent, SendIntended
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, MessageId


class ReadsAs(StrEnum):
    """What kind of mail it is."""

    INVOICE_MAIL = "invoice_mail"
    REPLY = "reply"
    BANK_NOTICE = "bank_notice"
    BOUNCE = "bounce"
    OWN_REMINDER = "own_reminder"
    OWNER_COMMAND = "owner_command"
    OTHER = "other"


class BankKind(StrEnum):
    """What a bank's mail is about."""

    CREDIT = "credit"  # money has arrived from somebody
    DEBIT = "debit"  # money leaves, or a payment came back
    OTHER = "other"  # pending, announced, statement, marketing
    PHISHING = "phishing"  # passes for a notice and is not authenticated


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRead:
    """One invoice, deposit or credit note that a mail carries."""

    number: InvoiceNumber
    kind: InvoiceKind
    issued_on: date
    due_on: date | None  # None for a credit note
    due_is_derived: bool
    total: Money  # what remains to be paid by this document, positive
    client_email: str
    client_name: str
    replaces: InvoiceNumber | None  # the invoice that this one corrects, or that a credit note credits
    read_from: str  # factur-x | xml | pdf | body
    because: str  # the words that led to number, total and due day


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRead:
    """What a mail of ours carries."""

    invoices: tuple[InvoiceRead, ...] = ()
    unreadable: str = ""  # not "": something looks like an invoice and could not be read, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRead:
    """What a person (or a machine: intent auto_reply) wrote."""

    intent: Intent
    also: tuple[Intent, ...]
    stops_escalation: bool
    promised_on: date | None
    redirect_to: str | None
    mentions: tuple[str, ...]  # words that may be invoice numbers, as written
    new_text: str
    confidence: float  # 0 to 1
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRead:
    """What a mail that speaks as a bank says, and whether its sender may be believed."""

    bank: str  # the configured name, or the sender's domain
    sender_trusted: bool
    kind: BankKind
    credits: tuple[Credit, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceRead:
    """A mail that did not arrive."""

    recipient: str
    permanent: bool
    answers: tuple[MessageId, ...]  # every Message-ID found in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one mail says; absent parts are None."""

    reads_as: ReadsAs
    sent: SentRead | None = None
    reply: ReplyRead | None = None
    bank: BankRead | None = None
    bounce: BounceRead | None = None
    reminder: ReminderSent | None = None
    decision: OwnerDecided | None = None
    intent: SendIntended | None = None  # a note of ours that a letter was about to leave
    unreadable: str = ""  # not "": quarantined, and why

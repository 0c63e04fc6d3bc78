"""Readings: what one mail says, before anybody asks whose case it is. Plain values, no logic."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relanced.model.decided import (
    CallNoted,
    CommandUnclear,
    CreditAssigned,
    GestureUndone,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskAnswerUnclear,
    TaskGiven,
)
from relanced.model.facts import (
    Credit,
    InsolvencyFound,
    InvoiceKind,
    InvoiceStated,
    ReminderSent,
    SaidOf,
    SendIntended,
    ToldBy,
)
from relanced.model.intents import Ask, Intent
from relanced.model.money import Money
from relanced.model.names import ClientId, InvoiceNumber, MessageId
from relanced.model.terms import Terms


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


class Field(StrEnum):
    """What is looked for on a paper."""

    KIND = "kind"
    NUMBER = "number"
    ISSUED = "issued"
    DUE = "due"
    TERMS = "terms"
    TOTAL = "total"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing read on a paper, and the words that led to it."""

    field: Field
    value: str  # as understood; days are ISO, amounts plain
    words: str  # as printed; or where it comes from, such as «XML»


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRead:
    """One invoice, deposit or credit note that a mail carries."""

    number: InvoiceNumber
    kind: InvoiceKind
    issued_on: date
    due_on: date | None  # as printed or said in the mail; None for a credit note, or where terms tell it
    terms: Terms | None  # of payment, as printed
    terms_said: str  # the words that speak of payment and of early-payment discount, or ""
    total: Money  # what remains to be paid by this document, positive
    client_email: str
    client_name: str
    client_ids: tuple[ClientId, ...]  # the client's registration numbers, as far as printed
    replaces: InvoiceNumber | None  # the invoice that this one corrects, or that a credit note credits
    rivals: tuple[InvoiceNumber, ...]  # all words that may be its number, this one first; empty: it is sure
    disagreements: tuple[str, ...]  # where XML and page contradict each other, or the total the page's sums
    read_from: str  # factur-x | xml | pdf | body | owner's rule
    evidence: tuple[Evidence, ...]  # a field at most once each

    @property
    def because(self) -> str:
        """The words that led to it, in one line."""
        told = (" ".join(each.words.split())[:140] for each in self.evidence if each.words)
        return "; ".join(dict.fromkeys(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUse:
    """What an [[invoice]] rule of the owner's did on one paper."""

    name: str
    missed: tuple[str, ...] = ()  # the keys whose pattern fits nowhere on it
    faults: tuple[str, ...] = ()  # what it found and is no such value, in words that name the key


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A file (or the mail's own text) that was looked at and asks nobody for money."""

    file: str  # its name; «mail» for the text
    kind: str  # quote, reminder letter, …; «bought»: addressed to us; «ignored»: by a rule; «unknown»
    why: str  # in words for the owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file (or the mail's own text) that looks like an invoice and could not be read."""

    file: str  # its name; «mail» for the text
    why: str
    evidence: tuple[Evidence, ...] = ()  # what was read in it all the same
    missing: tuple[Field, ...] = ()  # what was looked for and not found
    rule: RuleUse | None = None  # the owner's rule that was used on it


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRead:
    """What a mail of ours carries."""

    invoices: tuple[InvoiceRead, ...] = ()
    unread: tuple[Unread, ...] = ()
    asides: tuple[Aside, ...] = ()  # what else was looked at, and why nothing of it is chased
    notes: tuple[str, ...] = ()  # what became of the owner's rules, a sentence each
    doubt_of_sender: str = ""  # not "": its From is no address of the firm, in words

    @property
    def unreadable(self) -> str:
        """Why something that looks like an invoice could not be read; "" where all was."""
        return "; ".join(f"{each.file}: {each.why}" for each in self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """When the writer is back, and whom to turn to meanwhile."""

    back_on: date | None
    substitute: str  # an address, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRead:
    """What a person (or a machine: intent auto_reply) wrote."""

    intent: Intent
    also: tuple[Intent, ...]
    stops_escalation: bool
    promised_on: date | None
    redirect_to: str | None
    asks: tuple[Ask, ...]
    mentions: tuple[str, ...]  # words that may be invoice numbers, as written
    said_of: tuple[SaidOf, ...]  # where it says different things of several invoices
    tokens: tuple[str, ...]  # references of our letters, anywhere in the mail
    absence: Absence | None  # of an automatic answer that tells of one
    new_text: str
    confidence: float  # 0 to 1: how probable the intent is
    because: tuple[str, ...]
    of_all: bool = False  # whether the text speaks of all invoices, of the rest, or of a range of them
    in_subject: tuple[str, ...] = ()  # those of `mentions` that stand in the subject alone


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRead:
    """What a mail that speaks as a bank says, and whether its sender may be believed."""

    bank: str  # the configured name, or the sender's domain
    sender_trusted: bool
    kind: BankKind
    credits: tuple[Credit, ...]
    because: str
    told_by: ToldBy = ToldBy.NOTICE
    net: Money | None = None  # of a payout: what the service transfers for all its payments together
    reversals: tuple[Credit, ...] = ()  # money of clients that went back: returned debits, bounced cheques
    doubt: str = ""  # not "": it may tell of money that came in, and was not understood; why


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceRead:
    """A mail that did not arrive."""

    recipient: str
    permanent: bool
    answers: tuple[MessageId, ...]  # every Message-ID found in it
    tokens: tuple[str, ...]  # references of our letters, where nothing else of the letter came back


# What the owner says in a signed note.
Decision = (
    OwnerDecided
    | InvoiceStated
    | ReplyJudged
    | CreditAssigned
    | InstalmentsAgreed
    | CallNoted
    | LetterPosted
    | HandedOver
    | InsolvencyFound
)
TaskAnswer = CallNoted | LetterPosted | HandedOver | TaskAnswerUnclear
# What he tells relanced in a mail to himself, or by moving a mail.
Commanded = OwnerDecided | ReplyJudged | InstalmentsAgreed | CommandUnclear | GestureUndone


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one mail says; absent parts are None."""

    reads_as: ReadsAs
    sent: SentRead | None = None
    reply: ReplyRead | None = None
    bank: BankRead | None = None
    bounce: BounceRead | None = None
    reminder: ReminderSent | None = None
    decision: Decision | None = None
    intent: SendIntended | TaskGiven | None = (
        None  # a note of ours: a letter was about to leave, a task was given
    )
    task_answer: tuple[TaskAnswer, ...] = ()  # what the owner answered to a task
    commands: tuple[Commanded, ...] = ()  # what the owner tells relanced to do
    sent_at: datetime | None = None  # when we mailed it, where that is not known by the folder alone
    unreadable: str = ""  # not "": quarantined, and why


@dataclass(frozen=True, slots=True)
class FileText:
    """The words of one file: a text a page, line by line, the columns of a line apart by tabs."""

    name: str
    pages: tuple[str, ...]
    trouble: str  # not "": why there are none

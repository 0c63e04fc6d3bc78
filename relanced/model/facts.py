"""Facts: what was seen or done. Past tense, never edited, only added to.

Each fact is read from one message (its source). What a fact says stands on its own: whose
invoice a reply speaks of is found when facts are folded, so any order of arrival gives the
same cases.
"""

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
from relanced.model.intents import Ask, Intent
from relanced.model.money import Money
from relanced.model.names import ClientId, ClientKey, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.source import Source
from relanced.model.terms import Terms


class InvoiceKind(StrEnum):
    """What a document asks for."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSent:
    """We mailed an invoice or a deposit invoice. Source: a message in a Sent folder."""

    source: Source
    number: InvoiceNumber
    kind: InvoiceKind  # INVOICE or DEPOSIT
    issued_on: date
    due_on: date | None  # as printed, or as the mail says; None: it follows from the terms
    terms: Terms | None  # of payment, as printed; None: what was agreed with the client counts
    terms_said: str  # the words that speak of payment and of early-payment discount, or ""
    total: Money  # what this document leaves to be paid, positive
    client_address: str
    client_name: str
    client_ids: tuple[ClientId, ...]  # the client's registration numbers, as far as printed
    cc: tuple[str, ...]
    replaces: InvoiceNumber | None  # the number that this one corrects
    rivals: tuple[InvoiceNumber, ...]  # all words that may be its number, this one first; empty: it is sure
    disagreements: tuple[str, ...]  # where its XML and its page contradict each other
    subject: str  # of the mail: the reminder answers in its thread
    references: tuple[MessageId, ...]  # of the mail, oldest first
    read_from: str  # factur-x | xml | pdf | body | owner's rule | owner
    because: str

    @property
    def due_is_derived(self) -> bool:
        """Whether the due day is computed, and nowhere said."""
        return self.due_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteSent:
    """We mailed a credit note. Source: a message in a Sent folder."""

    source: Source
    number: InvoiceNumber
    issued_on: date
    total: Money  # the credited amount, positive
    corrects: InvoiceNumber | None  # the invoice that it names, if it names one
    client_address: str
    client_name: str
    client_ids: tuple[ClientId, ...]
    disagreements: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceUnreadable:
    """We mailed what looks like an invoice, and it could not be read. Source: a message in a Sent folder."""

    source: Source
    client_address: str
    client_name: str  # as the mail's To calls him; may be empty
    cc: tuple[str, ...]
    subject: str
    references: tuple[MessageId, ...]
    files: tuple[str, ...]  # the names of the files that could not be read
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSent:
    """A reminder lies in Sent: ours (a valid signature) or the owner's own chasing mail."""

    source: Source
    message_id: MessageId
    client_address: str
    lines: tuple[tuple[InvoiceNumber, StepName | None], ...]  # None: named, no step of the ladder
    ours: bool
    tokens: tuple[
        str, ...
    ] = ()  # not ours: references of letters that its text bears; one may have lost its mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOf:
    """What a reply says of some of the invoices that it names, and of no other."""

    mentions: tuple[str, ...]  # as in `ReplyReceived.mentions`, at least one
    intent: Intent
    also: tuple[Intent, ...]
    promised_on: date | None
    words: str  # the piece of the text that says so, cut at 200 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReceived:
    """A person wrote to us. Source: a message anywhere but in Sent, Drafts or Trash."""

    source: Source
    sender: str  # the address, lower case; may be empty when the From header is broken
    subject: str
    answers: tuple[MessageId, ...]  # In-Reply-To and References, nearest first
    intent: Intent
    also: tuple[Intent, ...]
    promised_on: date | None
    redirect_to: str | None
    asks: tuple[Ask, ...]  # what he needs before he pays, as far as an answer can be drafted
    mentions: tuple[str, ...]  # words that may be invoice numbers, as written, in subject and new text
    said_of: tuple[SaidOf, ...]  # where the text says different things of several invoices
    tokens: tuple[str, ...]  # references of our letters (`model.mark.reference_of`), anywhere in the mail
    new_text: str  # what the person typed, cut at 4,000 characters
    confidence: float
    because: tuple[str, ...]
    of_all: bool = False  # whether the text speaks of all invoices, of the rest, or of a range of them
    in_subject: tuple[str, ...] = ()  # those of `mentions` that stand in the subject alone


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReplyReceived:
    """A machine answered: absence, ticket, receipt. Never an answer; shown to the owner."""

    source: Source
    sender: str
    subject: str
    answers: tuple[MessageId, ...]
    tokens: tuple[str, ...]  # references of our letters, anywhere in the mail
    back_on: date | None  # the day of return, where it names one
    substitute: str  # the address to turn to meanwhile, or ""
    because: str


class ToldBy(StrEnum):
    """What kind of mail told of a credit; the later ones know more of it."""

    NOTICE = "notice"  # a mail's own words
    PAYOUT = "payout"  # a service lists the payments behind one transfer of its own
    STATEMENT = "statement"  # a bank file


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One payment that arrived (or, in a CreditReversed, went back); words are the notice's own."""

    amount: Money  # gross: what the client paid
    payer: str
    reference: str
    value_on: date | None
    original: Money | None = None  # what was sent, where a bank between changed the currency
    payer_account: str = ""  # his IBAN or account, upper case, no spaces; "" where it is not told
    fee: Money | None = None  # what a payment service kept of it
    entry_id: str = ""  # the bank's or service's own name of this payment, or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoticed:
    """A bank told of money that came in. Only a trusted one may settle an invoice."""

    source: Source
    bank: str  # the configured name, or the sender's domain
    trusted: bool
    credits: tuple[Credit, ...]
    because: str
    told_by: ToldBy = ToldBy.NOTICE
    net: Money | None = None  # of a payout: what the service transfers for all of them together


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditReversed:
    """A bank told that money which had come in went back: a returned debit, a bounced cheque, a chargeback."""

    source: Source
    bank: str
    trusted: bool
    credits: tuple[Credit, ...]  # what went back, at least one
    because: str
    told_by: ToldBy = ToldBy.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSpoke:
    """A bank's mail without a usable credit. Keeps the rhythm of the bank's mails; shown if doubtful."""

    source: Source
    bank: str
    trusted: bool
    kind: str  # debit | other | phishing
    because: str
    doubt: str = ""  # not "": it may tell of money that came in, and was not understood; why


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceReceived:
    """A mail could not be delivered (RFC 3464, or a form of its own)."""

    source: Source
    recipient: str  # may be empty: unknown
    permanent: bool
    answers: tuple[MessageId, ...]  # the Message-IDs found in it
    tokens: tuple[str, ...]  # references of our letters that came back in it


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQuarantined:
    """A mail that could not be read; it may be a reply, so it silences its sender's cases."""

    source: Source
    sender: str  # may be empty: unknown
    subject: str
    answers: tuple[MessageId, ...]  # as far as its headers could be read
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceStated:
    """The owner says what an unreadable mail of ours asks for; a signed note in Relanced/Journal."""

    source: Source
    mail: MailRef  # the mail that carried it
    number: InvoiceNumber
    kind: InvoiceKind
    issued_on: date | None  # None: the day of the mail
    due_on: date | None  # None: by what was agreed with the client; a credit note has none
    total: Money  # positive
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InsolvencyFound:
    """A public register shows that a client is insolvent; a signed note in Relanced/Journal."""

    source: Source
    siren: str  # nine digits
    name: str  # as the register has it
    kind: str  # what was judged, in the register's words
    court: str
    published_on: date
    notice_id: str
    decided_at: datetime  # when relanced saw it


@dataclass(frozen=True, slots=True, kw_only=True)
class SendIntended:
    """A letter is about to be handed to the mail server; written before the first byte leaves."""

    message_id: MessageId
    client: ClientKey
    lines: tuple[tuple[InvoiceNumber, StepName | None], ...]
    at: datetime


class Outcome(StrEnum):
    """How a hand-over ended; UNKNOWN is settled by evidence or a person, never by trying again."""

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutcome:
    """What became of an intended letter."""

    message_id: MessageId
    outcome: Outcome
    answer: str  # the server's words, or ours
    at: datetime


Fact = (
    InvoiceSent
    | CreditNoteSent
    | InvoiceUnreadable
    | ReminderSent
    | ReplyReceived
    | AutoReplyReceived
    | CreditNoticed
    | CreditReversed
    | BankSpoke
    | BounceReceived
    | MailQuarantined
    | OwnerDecided
    | InvoiceStated
    | ReplyJudged
    | CreditAssigned
    | InstalmentsAgreed
    | TaskGiven
    | CallNoted
    | LetterPosted
    | HandedOver
    | TaskAnswerUnclear
    | CommandUnclear
    | GestureUndone
    | InsolvencyFound
    | SendIntended
    | SendOutcome
)


def happened_at(fact: Fact) -> datetime:
    """When a fact took place: the order in which facts are folded."""
    match fact:
        case (
            OwnerDecided(decided_at=at)
            | InvoiceStated(decided_at=at)
            | ReplyJudged(decided_at=at)
            | CreditAssigned(decided_at=at)
            | InstalmentsAgreed(decided_at=at)
            | TaskGiven(given_at=at)
            | CallNoted(decided_at=at)
            | LetterPosted(decided_at=at)
            | HandedOver(decided_at=at)
            | InsolvencyFound(decided_at=at)
            | GestureUndone(decided_at=at)
            | SendIntended(at=at)
            | SendOutcome(at=at)
        ):
            return at
        case _:
            return fact.source.at

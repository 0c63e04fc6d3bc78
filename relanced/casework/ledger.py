"""Ledger: what facts fold into: every client's account, every case. Values only; fold.py makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relanced.casework.settle.settlement import Settlement
from relanced.model.client import Client
from relanced.model.facts import (
    Credit,
    CreditNoteSent,
    Fact,
    InvoiceSent,
    InvoiceUnreadable,
    SendIntended,
)
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.source import Source
from relanced.model.tasks import TaskKind


class HoldKind(StrEnum):
    """Why there is silence."""

    BREATHING = "breathing"  # a person wrote
    PROMISE = "promise"
    MONEY_CLAIMED = "money_claimed"  # «it is paid», and no money seen yet
    DISPUTE = "dispute"
    QUESTION = "question"  # a reply that needs the owner
    INSOLVENCY = "insolvency"
    UNREADABLE = "unreadable"  # a mail that may be a reply, or money, could not be read
    BOUNCE = "bounce"
    STORM = "storm"  # far too many mails at once; one question for all whom it silences
    REFUSED = "refused"  # the mail server refused a letter for good
    MONEY_UNCLEAR = "money_unclear"  # money came and nobody can say surely for what
    MONEY_BACK = "money_back"  # money that had come in went back
    CONTRADICTION = "contradiction"  # our own documents disagree
    NUMBER_UNSURE = "number_unsure"  # several words may be the invoice's number
    PAUSE = "pause"  # the owner said so
    PLAN = "plan"  # instalments are agreed, and kept so far
    HANDED_OVER = "handed_over"  # somebody else collects


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Silence, from a moment to a day, and the reason. Every hold ends with a day or with the owner."""

    kind: HoldKind
    since: datetime
    until: date | None  # inclusive; None: until the owner decides
    why: str
    source: Source | None  # the mail behind it
    question: str = ""  # what the owner is asked; "": nothing
    ask_on: date | None = None  # the first day of asking; None: at once
    intent: Intent | None = None  # of the reply behind it
    credit: str = ""  # the payment in doubt behind it, as the owner names it: one question for all clients
    candidates: tuple[InvoiceNumber, ...] = ()  # the invoices that it may pay

    def is_active(self, on: date) -> bool:
        """Whether it silences this day."""
        return self.until is None or on <= self.until

    def asks(self, on: date) -> bool:
        """Whether the owner is asked on this day."""
        return bool(self.question) and self.is_active(on) and (self.ask_on is None or on >= self.ask_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the owner is asked about a payment for which nobody is silent."""

    question: str
    why: str
    until: date  # inclusive: then it is asked no more
    candidates: tuple[InvoiceNumber, ...]  # the invoices that it may pay


class PostingKind(StrEnum):
    """What made an amount fall away."""

    PAYMENT = "payment"
    REVERSED = "reversed"  # a payment that went back: a negative amount
    WRITE_OFF = "write_off"  # bank charge, cent, lawful discount
    CREDIT_NOTE = "credit_note"
    REPLACED = "replaced"  # a corrected invoice took its place
    OWNER = "owner"  # the owner says that it is paid
    IGNORED = "ignored"  # the owner says that it is no claim
    GIVEN_UP = "given_up"  # the owner writes it off


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One amount that is no longer owed."""

    kind: PostingKind
    amount: Money
    at: datetime
    because: str
    source: Source
    on: date | None = None  # the day on which it counts for interest; None: that of `at`
    came_at: datetime | None = None  # REVERSED: the moment of the posting that it takes back


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A step of the ladder that this case has had; where doubt remains it counts as done."""

    step: StepName
    at: datetime
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The client said that he would pay."""

    made_at: datetime
    pays_on: date
    is_named: bool = True  # False: he named no day that can be, and the usual delay stands for it


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """What the owner was given to do for a case, and has not told the end of."""

    kind: TaskKind
    step: StepName
    given_at: datetime
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A formal notice that went out on paper."""

    on: date
    tracking: str  # may be empty
    steps: tuple[StepName, ...] = ()  # of the ladder that it did; (): it was posted beside them


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """A plan of instalments as it was agreed; it may pay several invoices."""

    agreed_at: datetime
    invoices: tuple[InvoiceNumber, ...]
    parts: tuple[tuple[date, Money], ...]  # by day
    paid: Money  # on its invoices, since it was agreed
    source: Source
    note: str = ""
    ordinal: int = 1  # the plans of one invoice, counted
    ends_on: date | None = None  # the last day of grace of the first part that is not paid; None: all are
    ended: str = ""  # not "": who ended it, and when


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One invoice and all that happened to it."""

    invoice: InvoiceSent  # as it counts now
    client: ClientKey
    mailed_on: date  # when the client first got it
    due_on: date  # the latest due day that any of its mails named
    owed: Money  # still to be paid; zero or less: closed
    postings: tuple[Posting, ...]
    steps: tuple[StepDone, ...]  # in order of time
    in_flight: SendIntended | None  # a letter of which nobody knows whether it left
    holds: tuple[Hold, ...]  # its own and its client's, in order of time, ended by their day or not
    promises: tuple[Promise, ...]
    accepted: bool  # False: issued before the start, listed only
    tasks: tuple[OpenTask, ...] = ()  # oldest first
    posted: tuple[Posted, ...] = ()  # oldest first
    plan: Instalments | None = None  # the last one agreed, kept or not

    @property
    def number(self) -> InvoiceNumber:
        """The invoice's number as printed."""
        return self.invoice.number

    @property
    def is_open(self) -> bool:
        """Whether anything is still owed."""
        return self.owed.cents > 0

    def silenced_by(self, on: date) -> tuple[Hold, ...]:
        """The holds that silence this case on a day."""
        return tuple([hold for hold in self.holds if hold.is_active(on)]) if self.holds else ()


class CreditState(StrEnum):
    """What became of one credit."""

    SETTLED = "settled"  # applied by relanced
    ASSIGNED = "assigned"  # by the owner; also: to none of ours
    WAITING = "waiting"  # it may pay something of ours; nobody can say surely what
    UNKNOWN = "unknown"  # nothing of ours fits
    UNTRUSTED = "untrusted"  # not proven to come from the bank; may fit, applied to nothing
    REVERSED = "reversed"  # it went back
    TRANSFER = "transfer"  # a service passes on payments that it has told of one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditStory:
    """One payment, which mails told of it, what it paid and why."""

    mail: MailRef  # of the mail that counts: with `line` its name for the owner
    line: int  # from 1
    bank: str
    at: datetime  # when the first mail that told of it arrived
    credit: Credit
    state: CreditState
    settlement: Settlement | None  # None: the owner assigned it, or it is not trusted
    paid: tuple[tuple[InvoiceNumber, Money], ...]  # what it took off each invoice, in the invoice's currency
    also_told_by: tuple[MailRef, ...] = ()  # further mails about the same payment


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCreditNote:
    """A credit note that no invoice took up."""

    note: CreditNoteSent
    left: Money  # positive
    is_netted: bool = False  # taken off what its client is asked for; else it is in doubt, or was dealt with


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One client and all his cases."""

    client: Client
    address: str  # whom to write to: the latest that received an invoice, or a contact; may be empty
    address_why: str = ""  # who named that contact; "": it is where the invoices went
    cases: tuple[Case, ...]  # by due day, then number
    last_reminder_on: date | None  # ours, in doubt, or the owner's own
    holds: tuple[Hold, ...]  # on the whole client; his cases carry them too
    credit_notes: tuple[OpenCreditNote, ...]
    last_letter_on: date | None = None  # a mail of ours, or one in doubt, whatever it was for


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whom a mail concerns."""

    clients: frozenset[ClientKey]
    invoices: frozenset[InvoiceNumber]  # empty: the clients as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything that the planner needs to know, beside the rules and the day."""

    accounts: Mapping[ClientKey, Account]  # in order of the key
    links: Mapping[str, Link]  # by fingerprint of a mail, or Message-ID of a letter of ours
    holds: tuple[Hold, ...]  # on the whole mailbox
    unreadable: tuple[InvoiceUnreadable, ...]  # mails of ours that the owner must state, newest first
    bank_heard_on: Mapping[str, tuple[date, ...]]  # by bank: days with a trusted mail, each once, in order
    bank_looked_on: Mapping[str, date]  # by bank: the last day on which the owner looked at the account
    questions: tuple[Question, ...]  # about payments for which nobody is silent
    credits: Sequence[CreditStory]  # every payment that was told of, once, in order of time
    unmatched: tuple[Fact, ...]  # mails and decisions that concern nobody known; shown to the owner

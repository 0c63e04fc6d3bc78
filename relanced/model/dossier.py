"""Dossier: the file of a claim as it is handed to somebody who collects: events, evidence, amounts.

Values only: casework makes them, letters set them on paper, the command line packs them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relanced.model.client import Client
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.names import Fingerprint, InvoiceNumber, MessageId
from relanced.model.source import Source


class EventKind(StrEnum):
    """What happened."""

    INVOICE = "invoice"  # mailed
    CREDIT_NOTE = "credit_note"  # mailed
    REMINDER = "reminder"  # ours or the owner's own, after the due day
    ANNOUNCED = "announced"  # a letter until the due day
    LETTER = "letter"  # that asks for nothing: thanks, a withdrawal, the instalments confirmed
    MENTIONED = "mentioned"  # named in a letter about other invoices
    NOT_ACCEPTED = "not_accepted"  # the mail server refused a letter, or its answer is not known
    BOUNCE = "bounce"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    UNREAD = "unread"  # a mail of the client that could not be read
    PROMISE_KEPT = "promise_kept"
    PROMISE_BROKEN = "promise_broken"
    PAYMENT = "payment"
    MONEY_BACK = "money_back"  # a payment went back
    REDUCED = "reduced"  # written off, replaced, credited without a paper of ours
    DECISION = "decision"  # of the owner
    CALL = "call"
    NOTICE_POSTED = "notice_posted"
    PLAN_AGREED = "plan_agreed"
    PLAN_ENDED = "plan_ended"
    INSTALMENT_PAID = "instalment_paid"
    INSTALMENT_MISSED = "instalment_missed"
    HANDED_OVER = "handed_over"
    INSOLVENCY = "insolvency"  # a public register shows it


class Side(StrEnum):
    """Who did it."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"
    BANK = "bank"
    SERVER = "server"  # a mail server
    REGISTER = "register"  # a public one
    NOBODY = "nobody"  # a day passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, without the words of any language."""

    on: date
    kind: EventKind
    side: Side
    name: str = ""  # the address, the bank, the carrier
    invoices: tuple[InvoiceNumber, ...] = ()
    amount: Money | None = None
    day: date | None = None  # due, promised, until: by its kind
    what: tuple[str, ...] = ()  # words of ours by its kind: intents, a verb, an outcome, a step
    words: str = ""  # quoted: 300 characters of a mail at most, a note, a tracking number, a server's answer
    parts: tuple[tuple[date, Money], ...] = ()  # PLAN_AGREED
    beside: tuple[InvoiceNumber, ...] = ()  # of the file, and only named in that letter
    exhibits: tuple[int, ...] = ()  # the numbers of the mails that show it


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One mail of the file, numbered from 1 in the order in which it is first needed."""

    number: int
    source: Source
    on: date
    kind: EventKind  # of the first event that it shows
    invoices: tuple[InvoiceNumber, ...]  # whose papers it carried
    others: int = 0  # payments that it tells of beside those of this file: look before handing it on


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One amount that came off an invoice."""

    on: date
    kind: str  # a word of `PostingKind`
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One invoice as it stands on the day of the file."""

    number: InvoiceNumber
    issued_on: date
    mailed_on: date
    due_on: date
    total: Money
    entries: tuple[Entry, ...]  # oldest first
    owed: Money
    charges: LateCharges | None  # None: not due yet
    parts: tuple[Money, ...]  # of `charges`: the interest of each span, rounded for the eye
    barred_after: date | None  # the last day for a claim in court, without what interrupts; None: not known
    acknowledged_on: date | None  # when the client last owned to the debt, probably
    barred_then: date | None  # the last day, should that have interrupted
    disputed_on: date | None  # when the client first disputed it; None: he never did
    is_disputed: bool  # and it is not resolved
    fingerprint: Fingerprint  # of the mail that carried it


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What a mail server answered when a letter was handed to it."""

    message_id: str
    at: datetime
    outcome: str  # a word of `Outcome`
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedNotice:
    """A formal notice on paper."""

    on: date
    tracking: str  # may be empty
    exhibits: tuple[int, ...]
    letter: MessageId | None  # of the mail that gave the owner the letter to post; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What is claimed in one currency."""

    principal: Money  # of the invoices as issued
    paid: Money  # and credited, less what went back
    owed: Money
    uncontested: Money  # the part of it that the client has not disputed, or no more
    interest: Money | None  # None: refused for one of the invoices, or none by law
    indemnity: Money | None
    refused: tuple[str, ...]  # why interest is not computed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The file of one client, or of one invoice."""

    client: Client
    address: str  # whom letters go to
    addresses: tuple[str, ...]  # every address of the client's side that the events name, in order
    ids: tuple[str, ...]  # registration numbers as printed on the invoices: «siren:732829320»
    on: date  # amounts and events are those of this day's end
    claims: tuple[Claim, ...]  # by due day
    events: tuple[Event, ...]  # by day
    exhibits: tuple[Exhibit, ...]
    totals: tuple[Total, ...]  # one a currency
    acceptances: tuple[Acceptance, ...]
    notices: tuple[PostedNotice, ...]


class DeclareFrom(StrEnum):
    """From which day the time for declaring a claim is counted."""

    PUBLISHED = "published"  # in the Bodacc: this one counts
    KNOWN = "known"  # when insolvency became known here
    JUDGMENT = "judgment"  # the publication comes after it: the true end is not earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareBy:
    """An end of the time for declaring a claim, and what it is counted from."""

    by: date  # inclusive
    counted_from: date
    basis: DeclareFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """One invoice in a declaration of claim."""

    number: InvoiceNumber
    issued_on: date
    due_on: date
    owed: Money  # on the day of the opening judgment
    charges: LateCharges | None  # until its eve; None: not due by then, or the day is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is declared to the court's representative of an insolvent client."""

    client: Client
    ids: tuple[str, ...]  # registration numbers: «siren:732829320»
    judgment_on: date | None  # None: not known here
    on: date  # the day of the draft
    due: tuple[DeclaredLine, ...]  # by due day
    to_come: tuple[DeclaredLine, ...]  # not due yet on the day of the judgment
    later: tuple[InvoiceNumber, ...]  # issued after the judgment: not declared here
    court: str  # as a register named it; "": not known here
    published_on: date | None  # in the Bodacc; None: not known here
    ends: tuple[DeclareBy, ...]  # of the time for declaring, earliest first; (): nothing to count from
    is_insolvent: bool  # whether relanced knows of it

    @property
    def by(self) -> date | None:
        """The last day for declaring that is surely in time."""
        return self.ends[0].by if self.ends else None

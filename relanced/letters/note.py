"""A decision or statement of the owner in, the signed note for Relanced/Journal out. Pure."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from relanced.model.decided import Verb
from relanced.model.facts import InvoiceKind, SendIntended
from relanced.model.intents import Intent
from relanced.model.mark import NOTE_HEADER, sign
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName
from relanced.model.registers import Notice
from relanced.model.tasks import CallOutcome, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the owner decided, before it is written down."""

    verb: Verb
    target: str  # an invoice number or a client, as the owner named it
    until: date | None
    note: str
    decided_at: datetime  # aware
    address: str = ""  # CONTACT: whom to write to


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the owner says that a client's mail wants, before it is written down."""

    mail: MailRef
    intent: Intent
    promised_on: date | None
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the owner says that a mail of his asks for, before it is written down."""

    mail: MailRef
    number: InvoiceNumber
    kind: InvoiceKind
    issued_on: date | None  # None: the day of the mail
    due_on: date | None  # None: by what was agreed with the client
    total: Money  # positive
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What the owner says that a credit pays, before it is written down."""

    mail: MailRef
    line: int  # which credit of that mail, from 1
    to: tuple[tuple[InvoiceNumber, Money | None], ...]  # None: as much as is owed; empty: none of ours
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the owner is given to do, before it is written down."""

    message_id: MessageId  # of the mail that will give it to him
    kind: TaskKind
    client: ClientKey
    lines: tuple[tuple[InvoiceNumber, StepName | None], ...]
    given_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a call of the owner's ended, before it is written down."""

    target: str  # an invoice number or a client
    outcome: CallOutcome
    pays_on: date | None  # with PROMISED
    note: str
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """That the owner posted a formal notice, before it is written down."""

    target: str
    tracking: str  # may be empty
    posted_on: date
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOver:
    """That the owner handed a file over, before it is written down."""

    target: str
    to: str
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    """The instalments that the owner agreed to, before they are written down."""

    invoices: tuple[InvoiceNumber, ...]  # what they pay, at least one
    parts: tuple[tuple[date, Money], ...]  # by day, in one currency; empty: they are called off
    note: str
    decided_at: datetime  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """A mail that the owner moved into a folder of relanced's, before it is written down."""

    name: str  # which gesture: the folder's verb, the mail and how often; what undoes it names it
    decisions: tuple[tuple[Verb, str], ...]  # each with an invoice number or a client
    words: str  # the subject of the mail
    unclear: str  # not "": why it is asked about, a key of `command_words.UNCLEAR`
    decided_at: datetime  # aware


def write_gesture(gesture: Gesture, address: str, key: bytes) -> bytes:
    """The note that a mail was moved. Written twice, after a crash, it is one: its Message-ID is the gesture's."""
    said: dict[str, object] = {
        "gesture": gesture.name,
        "decisions": [[verb.value, target] for verb, target in gesture.decisions],
        "words": gesture.words,
        "unclear": gesture.unclear,
        "decided_at": gesture.decided_at.isoformat(),
    }
    subject = ", ".join(f"{verb.value} {target}" for verb, target in gesture.decisions) or "a mail was moved"
    return _as_mail(said, subject, gesture.decided_at, address, key, f"gesture {gesture.name}")


def write_undone(name: str, at: datetime, address: str, key: bytes) -> bytes:
    """The note that a mail was taken out of a folder of relanced's again: what that gesture decided counts no more."""
    said: dict[str, object] = {"undoes": name, "decided_at": at.isoformat()}
    return _as_mail(said, "a mail was moved back", at, address, key, f"undone {name}")


def write_intent(intent: SendIntended, address: str, key: bytes) -> bytes:
    """The note that a letter is about to leave, as a mail for Relanced/Journal.

    Written before the first byte of the letter leaves: should the machine die and its disk be lost
    before a copy lies in Sent, the mailbox still knows that the letter may have gone (laws 2, 7).
    """
    said: dict[str, object] = {
        "intent": intent.message_id,
        "client": intent.client,
        "lines": [[number, step] for number, step in intent.lines],
        "at": intent.at.isoformat(),
    }
    return _as_mail(said, f"sending about {', '.join(n for n, _ in intent.lines)}", intent.at, address, key)


def write_note(decision: Decision, address: str, key: bytes) -> bytes:
    """The note as a mail: readable in any mail program, and signed.

    The Message-ID is computed from the decision, so that the same decision written twice is one.
    """
    said: dict[str, object] = {
        "verb": decision.verb.value,
        "target": decision.target,
        "until": decision.until.isoformat() if decision.until else None,
        "address": decision.address,
        "note": decision.note,
        "decided_at": decision.decided_at.isoformat(),
    }
    return _as_mail(said, f"{decision.verb.value} {decision.target}", decision.decided_at, address, key)


def write_statement(statement: Statement, address: str, key: bytes) -> bytes:
    """The note that says what an invoice of ours asks for, signed in the same way."""
    said: dict[str, object] = {
        "states": statement.mail,
        "number": statement.number,
        "kind": statement.kind.value,
        "issued_on": statement.issued_on.isoformat() if statement.issued_on else None,
        "due_on": statement.due_on.isoformat() if statement.due_on else None,
        "total": statement.total.plain,
        "currency": statement.total.currency,
        "decided_at": statement.decided_at.isoformat(),
    }
    subject = f"{statement.kind.value} {statement.number}, {statement.total}"
    return _as_mail(said, subject, statement.decided_at, address, key)


def write_judgement(judgement: Judgement, address: str, key: bytes) -> bytes:
    """The note that says what a client's mail wants, signed in the same way."""
    said: dict[str, object] = {
        "judges": judgement.mail,
        "intent": judgement.intent.value,
        "promised_on": judgement.promised_on.isoformat() if judgement.promised_on else None,
        "decided_at": judgement.decided_at.isoformat(),
    }
    subject = f"mail {judgement.mail} is {judgement.intent.value}"
    return _as_mail(said, subject, judgement.decided_at, address, key)


def write_assignment(assignment: Assignment, address: str, key: bytes) -> bytes:
    """The note that says what a credit pays, signed in the same way."""
    said: dict[str, object] = {
        "assigns": assignment.mail,
        "line": assignment.line,
        "to": [
            [number, amount.plain if amount else None, amount.currency if amount else None]
            for number, amount in assignment.to
        ],
        "decided_at": assignment.decided_at.isoformat(),
    }
    numbers = ", ".join(number for number, _ in assignment.to) or "none of ours"
    subject = f"credit {assignment.mail}.{assignment.line} pays {numbers}"
    return _as_mail(said, subject, assignment.decided_at, address, key)


def write_task(task: Task, address: str, key: bytes) -> bytes:
    """The note that the owner is given something to do: written before the mail that gives it to him."""
    said: dict[str, object] = {
        "gives": task.message_id,
        "task": task.kind.value,
        "client": task.client,
        "lines": [[number, step] for number, step in task.lines],
        "given_at": task.given_at.isoformat(),
    }
    numbers = ", ".join(number for number, _ in task.lines)
    return _as_mail(said, f"{task.kind.value} about {numbers}", task.given_at, address, key)


def write_call(call: Call, address: str, key: bytes) -> bytes:
    """The note that says how a call ended."""
    said: dict[str, object] = {
        "called": call.target,
        "outcome": call.outcome.value,
        "pays_on": call.pays_on.isoformat() if call.pays_on else None,
        "note": call.note,
        "decided_at": call.decided_at.isoformat(),
    }
    return _as_mail(said, f"call {call.target} {call.outcome.value}", call.decided_at, address, key)


def write_posting(posting: Posting, address: str, key: bytes) -> bytes:
    """The note that a formal notice was posted."""
    said: dict[str, object] = {
        "posted": posting.target,
        "tracking": posting.tracking,
        "posted_on": posting.posted_on.isoformat(),
        "decided_at": posting.decided_at.isoformat(),
    }
    return _as_mail(said, f"posted {posting.target}", posting.decided_at, address, key)


def write_handing_over(handed: HandingOver, address: str, key: bytes) -> bytes:
    """The note that a file was handed over."""
    said: dict[str, object] = {
        "handed_over": handed.target,
        "to": handed.to,
        "decided_at": handed.decided_at.isoformat(),
    }
    return _as_mail(said, f"handed over {handed.target}", handed.decided_at, address, key)


def write_instalments(agreed: Instalments, address: str, key: bytes) -> bytes:
    """The note that instalments were agreed, or called off."""
    said: dict[str, object] = {
        "instalments": list(agreed.invoices),
        "parts": [[on.isoformat(), amount.plain, amount.currency] for on, amount in agreed.parts],
        "note": agreed.note,
        "decided_at": agreed.decided_at.isoformat(),
    }
    what = f"{len(agreed.parts)} instalments for" if agreed.parts else "no instalments for"
    subject = f"{what} {', '.join(agreed.invoices)}"
    return _as_mail(said, subject, agreed.decided_at, address, key)


def write_insolvency(notice: Notice, seen_at: datetime, address: str, key: bytes) -> bytes:
    """The note that a public register shows a client to be insolvent."""
    said: dict[str, object] = {
        "insolvent": notice.siren,
        "name": notice.name,
        "kind": notice.kind,
        "court": notice.court,
        "published_on": notice.published_on.isoformat(),
        "notice": notice.notice_id,
        "seen_at": seen_at.isoformat(),
    }
    return _as_mail(said, f"insolvency of {notice.siren} in the Bodacc", seen_at, address, key)


def _as_mail(
    said: dict[str, object], subject: str, at: datetime, address: str, key: bytes, name: str = ""
) -> bytes:
    """The mail; its Message-ID is made of its name, else of what it says."""
    text = json.dumps(said, ensure_ascii=True)
    domain = address.rpartition("@")[2] or "localhost"
    message_id = f"n1.{sign(key, 'note-id', name or text)}@{domain}"
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"] = mail["To"] = address
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Subject"] = f"relanced: {_plain(subject)}"
    mail[NOTE_HEADER] = sign(key, "note", f"{message_id}|{text}")
    mail.set_content(f"{text}\n\nWritten by relanced. Leave this mail here: it is the record.\n")
    return mail.as_bytes()


def _plain(target: str) -> str:
    """A target for the subject line: printable ASCII only; the exact words stand in the body."""
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in target)[:60].replace("=?", "??")

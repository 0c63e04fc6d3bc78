"""The words of a letter and its reminder in, the bytes that will travel out. Pure.

The same input gives the same bytes. Headers are written here and not by email.generator: that one
turns a long Message-ID into an encoded word, which breaks the thread in Outlook (cpython#79986),
and on Python 3.11 lets a hidden line break through (CVE-2024-6923). What was written is read back
before it may leave.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote

from relanced.letters.plain import plain
from relanced.letters.readback import difference
from relanced.letters.render import Rendered
from relanced.model.actions import Answer, Reminder
from relanced.model.ladder import Sender
from relanced.model.mark import MARK_HEADER, Mark, answer_message_id, reminder_message_id, write_mark
from relanced.model.names import MessageId, address_matches, domain_of, is_writable_address
from relanced.model.rules import Firm

MAX_VALUE = 250  # characters of a subject or a name
MAX_REFERENCES = 10  # beside the first and our own
_BODY_LINE = 76  # RFC 2045, 6.7: quoted-printable
_HEADER_LINE = 998  # RFC 5322, 2.1.1

_ID = re.compile(r"[!-;=?-~]{3,250}")  # printable ASCII without the angle brackets
_RE = re.compile(r"(?:re|réf|tr|aw|antw|sv|rif) ?: ?", re.IGNORECASE)  # an answer's subject has one already
_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9]+/[a-z0-9][a-z0-9.+-]{0,80}")


class HeaderMismatch(ValueError):  # noqa: N818 - the name says what it is, as the glossary does
    """A letter would not say what it should; it is not sent."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the header {name} {why}: this letter is not sent")
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAttachment:
    """A file that goes with a letter."""

    filename: str  # as it was called; the letter carries its ASCII form
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, ready for the mail server."""

    raw: bytes
    message_id: MessageId
    to: str
    cc: tuple[str, ...]  # they stand in its head
    copies: tuple[
        str, ...
    ]  # whom it goes to beside `to`: Cc, and Bcc that no header names; each its own RCPT TO
    mark: Mark


@dataclass(frozen=True, slots=True)
class _HeaderLine:
    """One header: what it says, and how that is written."""

    name: str
    value: str
    written: str  # folded, ASCII

    def __str__(self) -> str:
        return f"{self.name}: {self.written}\r\n"


def seal(
    rendered: Rendered,
    reminder: Reminder,
    *,
    firm: Firm,
    key: bytes,
    now: datetime,
    attachments: tuple[LetterAttachment, ...] = (),
) -> Letter:
    """Put a letter into its envelope: headers, thread, mark, parts.

    `now`, aware, becomes the Date. Raises HeaderMismatch where a value cannot stand in a header or
    what was written does not read back as intended; ValueError where `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the Date of a letter needs a time zone")
    mark = _mark(reminder)
    name, sender = _sender(firm, reminder.sender)
    to = address("To", reminder.to)
    cc = tuple(dict.fromkeys(address("Cc", each) for each in reminder.cc if each != to))
    bcc = (address("Bcc", each) for each in reminder.bcc if each != to)
    message_id = message_id_of(reminder, firm, key)
    parent, references = _thread_of_invoice(reminder, message_id)
    head = [
        _mailbox("From", name, sender),
        _plain_line("To", to),
        *([_plain_line("Cc", ", ".join(cc))] if cc else []),
        _text("Subject", safe_value("Subject", rendered.subject)),
        _plain_line("Date", format_datetime(now)),
        _plain_line("Message-ID", f"<{message_id}>"),
        *([_plain_line("In-Reply-To", f"<{parent}>")] if parent else []),
        _folded("References", [f"<{each}>" for each in references]),
        _plain_line("Auto-Submitted", "auto-generated"),
        _plain_line("X-Auto-Response-Suppress", "All"),
        _plain_line("Content-Language", safe_value("Content-Language", rendered.language)),
        _folded(MARK_HEADER, _pieces(write_mark(mark, message_id, key))),
    ]
    raw = _written(head, rendered, attachments, message_id)
    copies = tuple(dict.fromkeys((*cc, *bcc)))
    return Letter(raw=raw, message_id=message_id, to=to, cc=cc, copies=copies, mark=mark)


def seal_answer(
    rendered: Rendered,
    answer: Answer,
    *,
    firm: Firm,
    key: bytes,
    now: datetime,
    attachments: tuple[LetterAttachment, ...] = (),
) -> bytes:
    """Put an answer into its envelope: a draft in the thread of the client's mail, without any mark.

    Whoever sends it is the owner: what then lies in Sent is a mail of his own. Raises as `seal` does.
    """
    if now.tzinfo is None:
        raise ValueError("the Date of a letter needs a time zone")
    name, sender = _sender(firm, None)
    to = address("To", answer.to)
    message_id = answer_message_id(answer.client.key, answer.mail.fingerprint, key, domain_of(sender))
    parent, references = _thread(answer.mail.message_id, tuple(reversed(answer.answers)))
    subject = plain(answer.subject, MAX_VALUE - 4)
    if subject and not _RE.match(subject):
        subject = f"Re: {subject}"
    head = [
        _mailbox("From", name, sender),
        _plain_line("To", to),
        _text("Subject", safe_value("Subject", subject or rendered.subject)),
        _plain_line("Date", format_datetime(now)),
        _plain_line("Message-ID", f"<{message_id}>"),
        *([_plain_line("In-Reply-To", f"<{parent}>")] if parent else []),
        *([_folded("References", [f"<{each}>" for each in references])] if references else []),
        _plain_line("Content-Language", safe_value("Content-Language", rendered.language)),
    ]
    return _written(head, rendered, attachments, message_id)


def _written(
    head: list[_HeaderLine],
    rendered: Rendered,
    attachments: tuple[LetterAttachment, ...],
    message_id: MessageId,
) -> bytes:
    """The bytes of a letter, read back before they may leave. Raises HeaderMismatch."""
    body = _body(rendered, attachments, message_id)
    block = "".join(map(str, head)).encode("ascii")
    raw = block + body.as_bytes(policy=SMTP.clone(max_line_length=_HEADER_LINE))
    intended = [(line.name, line.value) for line in head] + [(k, str(v)) for k, v in body.items()]
    wrong = difference(raw, intended, [part.get_content_type() for part in body.walk()])
    if wrong is not None:
        raise HeaderMismatch(*wrong)
    return raw


def message_id_of(reminder: Reminder, firm: Firm, key: bytes) -> MessageId:
    """The Message-ID that this reminder will have: its letter prints the reference that follows from it."""
    return reminder_message_id(_mark(reminder), key, domain_of(firm.sender))


def _mark(reminder: Reminder) -> Mark:
    return Mark(client=reminder.client.key, lines=tuple((line.number, line.step) for line in reminder.lines))


def _sender(firm: Firm, step: Sender | None) -> tuple[str, str]:
    """Name and address that a letter comes from: the step's, else the firm's; never a stranger's."""
    sender = address("From", step.address if step else firm.sender)
    if step and sender.lower() != firm.sender.lower() and not address_matches(sender, firm.addresses):
        raise HeaderMismatch("From", f"is none of the firm's addresses: {sender}")
    return safe_value("From", (step.name if step else firm.sender_name) or firm.name), sender


def safe_value(name: str, text: str) -> str:
    """Text that may stand in a header: one line, no controls, no encoded word, at most 250 characters.

    Raises HeaderMismatch where it hides an encoded word (RFC 2047) or nothing is left.
    """
    if "=?" in text:
        raise HeaderMismatch(name, "holds «=?», the beginning of an encoded word")
    value = plain(text, MAX_VALUE)
    if not value:
        raise HeaderMismatch(name, "is empty")
    return value


def address(name: str, text: str) -> str:
    """One e-mail address as a mail server takes it without SMTPUTF8: ASCII, a dotted domain.

    Raises HeaderMismatch for anything else, two addresses or a display name among it.
    """
    if not is_writable_address(text):
        raise HeaderMismatch(name, f"is not one plain e-mail address: {plain(text, 80)!r}")
    return text


def _thread_of_invoice(reminder: Reminder, own: MessageId) -> tuple[str | None, tuple[str, ...]]:
    """The mail that is answered, and the thread: that of the first invoice that has a step.

    Our own id stands last: Amazon SES writes another Message-ID and leaves References alone.
    """
    line = next(line for line in reminder.lines if line.step is not None)
    parent, known = _thread(line.mailed_as.message_id, line.references)
    return parent, (*known, own)


def _thread(
    parent: MessageId | None, before: tuple[MessageId, ...]
) -> tuple[MessageId | None, tuple[MessageId, ...]]:
    """What may stand in In-Reply-To and References, oldest first, for an answer to this mail."""
    ids = (*before, *([parent] if parent else []))
    known = list(dict.fromkeys(each for each in ids if _ID.fullmatch(each) and "=?" not in each))
    if len(known) > MAX_REFERENCES + 1:
        known = [known[0], *known[-MAX_REFERENCES:]]
    return parent if parent in known else None, tuple(known)


def _plain_line(name: str, value: str) -> _HeaderLine:
    return _HeaderLine(name, value, value)


def _text(name: str, value: str) -> _HeaderLine:
    return _HeaderLine(name, value, _encoded(name, value))


def _mailbox(name: str, display: str, spec: str) -> _HeaderLine:
    written = f'"{quote(display)}"' if display.isascii() else _encoded(name, display)
    return _HeaderLine(
        name,
        f'"{quote(display)}" <{spec}>' if display.isascii() else f"{display} <{spec}>",
        f"{written} <{spec}>",
    )


def _encoded(name: str, value: str) -> str:
    """ASCII as it stands, all else as encoded words of at most 75 characters (RFC 2047)."""
    if value.isascii():
        return value
    return Header(value, "utf-8", maxlinelen=_BODY_LINE, header_name=name).encode(linesep="\r\n")


def _folded(name: str, pieces: list[str]) -> _HeaderLine:
    return _HeaderLine(name, " ".join(pieces), "\r\n ".join(pieces))


def _pieces(mark: str) -> list[str]:
    """A mark in lines: after its commas, and within what is longer than a line. Readers drop white space."""
    found: list[str] = []
    for piece in mark.replace(",", ",\n").split("\n"):
        found += [piece[i : i + 900] for i in range(0, len(piece), 900)]
    return found


def _body(
    rendered: Rendered, attachments: tuple[LetterAttachment, ...], message_id: MessageId
) -> EmailMessage:
    """The parts, without any header of the letter itself.

    «=_» cannot occur in quoted-printable nor «_» in base64, so a boundary never occurs in a part.
    """
    body = EmailMessage(policy=SMTP.clone(max_line_length=_BODY_LINE))
    body.set_content(rendered.text, charset="utf-8", cte="quoted-printable")
    body.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for each in attachments:
        kind = each.content_type.lower()
        main, _, sub = (kind if _TYPE.fullmatch(kind) else "application/octet-stream").partition("/")
        body.add_attachment(each.data, maintype=main, subtype=sub, filename=file_name(each.filename))
    stem = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        part.set_boundary(f"=_{stem}_{number}")
    return body


def file_name(name: str) -> str:
    """A file name in ASCII, at most 80 characters, its ending kept: other forms arrive garbled."""
    bare = unicodedata.normalize("NFKD", plain(name, 200)).encode("ascii", "ignore").decode()
    stem, dot, ending = re.sub(r"[^A-Za-z0-9._-]+", "_", bare).strip("._").rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = (stem + dot + ending), ""
    return (stem[:70] or "document") + (f".{ending}" if ending else "")

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
from relanced.model.actions import Reminder
from relanced.model.mark import MARK_HEADER, Mark, reminder_message_id, write_mark
from relanced.model.names import MessageId, domain_of
from relanced.model.rules import Firm

MAX_VALUE = 250  # characters of a subject or a name
MAX_REFERENCES = 10  # beside the first and our own
_BODY_LINE = 76  # RFC 2045, 6.7: quoted-printable
_HEADER_LINE = 998  # RFC 5322, 2.1.1

_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOMS}@{_LABEL}(?:\.{_LABEL})+")
_ID = re.compile(r"[!-;=?-~]{3,250}")  # printable ASCII without the angle brackets
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
    cc: tuple[str, ...]  # each needs its own RCPT TO
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
    mark = Mark(client=reminder.client.key, lines=tuple((line.number, line.step) for line in reminder.lines))
    sender, to = address("From", firm.sender), address("To", reminder.to)
    cc = tuple(dict.fromkeys(address("Cc", each) for each in reminder.step.cc if each != to))
    message_id = reminder_message_id(mark, key, domain_of(sender))
    parent, references = _thread(reminder, message_id)
    head = [
        _mailbox("From", safe_value("From", firm.name), sender),
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
    body = _body(rendered, attachments, message_id)
    block = "".join(map(str, head)).encode("ascii")
    raw = block + body.as_bytes(policy=SMTP.clone(max_line_length=_HEADER_LINE))
    intended = [(line.name, line.value) for line in head] + [(k, str(v)) for k, v in body.items()]
    wrong = difference(raw, intended, [part.get_content_type() for part in body.walk()])
    if wrong is not None:
        raise HeaderMismatch(*wrong)
    return Letter(raw=raw, message_id=message_id, to=to, cc=cc, mark=mark)


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
    local, _, domain = text.rpartition("@")
    if len(local) > 64 or len(domain) > 253 or "=?" in text or not _ADDRESS.fullmatch(text):
        raise HeaderMismatch(name, f"is not one plain e-mail address: {plain(text, 80)!r}")
    return text


def _thread(reminder: Reminder, own: MessageId) -> tuple[str | None, tuple[str, ...]]:
    """The mail that is answered, and the thread: that of the first invoice that has a step.

    Our own id stands last: Amazon SES writes another Message-ID and leaves References alone.
    """
    line = next(line for line in reminder.lines if line.step is not None)
    parent = line.mailed_as.message_id
    ids = (*line.references, *([parent] if parent else []))
    known = list(dict.fromkeys(each for each in ids if _ID.fullmatch(each) and "=?" not in each))
    if len(known) > MAX_REFERENCES + 1:
        known = [known[0], *known[-MAX_REFERENCES:]]
    return parent if parent in known else None, (*known, own)


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
    if rendered.html is not None:
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

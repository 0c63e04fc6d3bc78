"""A mail of ours in, the invoices that it carries out, or why they cannot be read. Pure.

Structured facts (Factur-X, UBL) come first; the page tells what they lack. A paper is given
exactly or not at all: one that looks like an invoice and does not yield number, day and amount
is named as unreadable, so that a person looks at it.
"""

import re
from dataclasses import replace

from relanced.intake.invoice.body import read_body
from relanced.intake.invoice.build import Setting
from relanced.intake.invoice.files import is_pdf, read_file
from relanced.intake.invoice.found import FileRead
from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.merge import merged
from relanced.intake.invoice.paper import To
from relanced.intake.invoice.party.parties import us_of
from relanced.intake.lazy import lazy
from relanced.intake.message import Attachment, Message
from relanced.intake.readings import Aside, SentRead, Unread
from relanced.model.names import address_matches, number_key
from relanced.model.rules import Firm, InvoiceRule

MAX_FILES = 20
MAX_BODY = 20_000  # characters that are looked at for hints
_ATTRIBUTION = lazy(
    r"^\s*(?:>|-{3,}.{0,60}-{3,}|_{8,}|(?:le|on|am|el|il|op)\s.{5,150}(?:a écrit|wrote|schrieb"
    r"|escribió|scritto|schreef)|(?:de|from|von|da|van)\s?:\s.{0,80}@)",
    re.IGNORECASE,
)


def read_sent(message: Message, firm: Firm, invoice_rules: tuple[InvoiceRule, ...] = ()) -> SentRead:
    """Read what a mail from a Sent folder carries; the owner's rules go before the general reading of pages.

    `unread` names each attachment (or the mail itself) that looks like an invoice and could not be
    read; the invoices of the other attachments are given all the same.
    """
    to = To(name=message.to[0].name, email=message.to[0].email) if message.to else To(name="", email="")
    new_text = _new_text(message.text)
    sent_on = message.date.date() if message.date else None
    setting = Setting(
        us=us_of(message, firm),
        to=to,
        country=firm.country,
        hints=Hints(subject=message.subject, body=new_text, sent_on=sent_on),
        rules=invoice_rules,
        is_bare=_is_bare(message),
    )
    files = _once(message.attachments)
    reads = [(_name(file), read_file(file, _for(file, setting))) for file in files[:MAX_FILES]]
    said = any(read.found or read.troubles for _, read in reads) or setting.is_bare
    if not said and not any(map(is_pdf, files)):
        reads.append(("mail", read_body(new_text, setting)))
    invoices, disputed = merged((name, each) for name, read in reads for each in read.found)
    unread, passed = _unread(reads)
    return SentRead(
        invoices=invoices,
        unread=(*unread, *_beyond(files), *disputed),
        asides=(*(each for _, read in reads for each in read.asides), *passed),
        doubt_of_sender=_doubt_of_sender(message, firm),
        notes=tuple(dict.fromkeys(note for _, read in reads for note in read.notes)),
    )


def _doubt_of_sender(message: Message, firm: Firm) -> str:
    """Owners send from aliases that they did not configure: said, and nothing more."""
    if address_matches(message.sender, (*firm.addresses, firm.sender)):
        return ""
    return f"From {message.sender or '(broken)'} is not in [firm] addresses"


def _is_bare(message: Message) -> bool:
    """Whether it is one file and nothing else: no recipient, day, subject or word could tell what it is."""
    words = message.to or message.date or message.subject.strip() or message.text.strip()
    return not words and len(message.attachments) == 1


def _name(file: Attachment) -> str:
    return file.filename or "attachment"


def _for(file: Attachment, setting: Setting) -> Setting:
    return replace(setting, hints=replace(setting.hints, filename=file.filename), file=_name(file))


def _once(files: tuple[Attachment, ...]) -> list[Attachment]:
    """The attachments, those with the same bytes once: people attach a file twice."""
    return list({file.data: file for file in reversed(files)}.values())[::-1]


def _unread(reads: list[tuple[str, FileRead]]) -> tuple[list[Unread], list[Aside]]:
    """What could not be read; what only may be an invoice counts only where the mail gave none, else it is passed by.

    A page that cannot be read beside its own XML (by its file name) is no trouble: the XML was read.
    """
    any_read = any(read.found for _, read in reads)
    structured = [
        (number_key(each.invoice.number), _stem(name))
        for name, read in reads
        for each in read.found
        if each.invoice.read_from in {"xml", "factur-x"}
    ]
    counts: list[Unread] = []
    passed: list[Aside] = []
    for name, each in ((name, each) for name, read in reads for each in read.troubles):
        told = any(_stem(name) == stem or _holds(_stem(name), key) for key, stem in structured)
        if told or (any_read and not each.is_sure):
            passed.append(
                Aside(file=name, kind="unreadable", why=f"{each.unread.why}; the invoice beside it was read")
            )
        else:
            counts.append(each.unread)
    return counts, passed


def _stem(name: str) -> str:
    return number_key(name.rpartition(".")[0] or name)


def _holds(stem: str, key: str) -> bool:
    """Whether a file's name holds this number, and not a longer one."""
    return len(key) >= 3 and re.search(rf"(?<!\d){re.escape(key)}(?!\d)", stem) is not None


def _beyond(files: list[Attachment]) -> list[Unread]:
    if len(files) <= MAX_FILES:
        return []
    return [Unread(file="mail", why=f"only the first {MAX_FILES} attachments were read")]


def _new_text(text: str) -> str:
    """What was newly written: up to the first quoted line or the head of an older mail."""
    lines: list[str] = []
    for line in text[:MAX_BODY].split("\n"):
        if _ATTRIBUTION.match(line[:300]):
            break
        lines.append(line)
    return "\n".join(lines)

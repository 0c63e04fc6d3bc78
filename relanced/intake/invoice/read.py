"""A mail of ours in, the invoices that it carries out, or why they cannot be read. Pure.

Structured facts (Factur-X, UBL) come first; the page tells what they lack. A paper is given
exactly or not at all: one that looks like an invoice and does not yield number, day and amount
is named as unreadable, so that a person looks at it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from relanced.intake.invoice.body import read_body
from relanced.intake.invoice.build import FileRead
from relanced.intake.invoice.files import Setting, is_pdf, read_file
from relanced.intake.invoice.hints import Hints
from relanced.intake.invoice.paper import To
from relanced.intake.invoice.parties import us_of
from relanced.intake.message import Message
from relanced.intake.readings import InvoiceRead, SentRead
from relanced.model.names import number_key
from relanced.model.rules import Firm

MAX_FILES = 20
MAX_BODY = 20_000  # characters that are looked at for hints
_ATTRIBUTION = re.compile(
    r"^\s*(?:>|-{3,}.{0,60}-{3,}|_{8,}|(?:le|on|am|el|il|op)\s.{5,150}(?:a écrit|wrote|schrieb"
    r"|escribió|scritto|schreef)|(?:de|from|von|da|van)\s?:\s.{0,80}@)",
    re.IGNORECASE,
)
_TRUST = {"factur-x": 0, "xml": 1, "pdf": 2, "body": 3}


def read_sent(message: Message, firm: Firm) -> SentRead:
    """Read what a mail from a Sent folder carries.

    `unreadable` is set when an attachment (or the mail itself) looks like an invoice and could not
    be read; the invoices of the other attachments are given all the same.
    """
    to = To(name=message.to[0].name, email=message.to[0].email) if message.to else To(name="", email="")
    setting = Setting(us=us_of(message, firm), to=to, country=firm.country)
    new_text = _new_text(message.text)
    sent_on = message.date.date() if message.date else None
    hints = Hints(subject=message.subject, body=new_text, sent_on=sent_on)
    reads: list[tuple[str, FileRead]] = []
    for attachment in message.attachments[:MAX_FILES]:
        named = replace(hints, filename=attachment.filename)
        reads.append((attachment.filename or "attachment", read_file(attachment, named, setting)))
    said = any(read.invoices or read.trouble for _, read in reads)
    if not said and not any(map(is_pdf, message.attachments)):
        reads.append(("mail", read_body(new_text, hints, setting)))
    invoices, disputed = _merged(invoice for _, read in reads for invoice in read.invoices)
    return SentRead(
        invoices=invoices, unreadable="; ".join([*_troubles(reads, message, invoices), *disputed])
    )


def _troubles(
    reads: list[tuple[str, FileRead]], message: Message, invoices: tuple[InvoiceRead, ...]
) -> list[str]:
    """What could not be read; what only may be an invoice counts only where the mail gave none."""
    found = [
        f"{name}: {read.trouble}" for name, read in reads if read.trouble and (read.is_sure or not invoices)
    ]
    more = (
        [f"only the first {MAX_FILES} attachments were read"] if len(message.attachments) > MAX_FILES else []
    )
    return found + more


def _merged(found: Iterable[InvoiceRead]) -> tuple[tuple[InvoiceRead, ...], list[str]]:
    """One invoice a number: XML before pages, a printed due day before a computed one.

    Two pages of one number and different amounts are both left out, and named.
    """
    merged: dict[str, InvoiceRead] = {}
    disputed: dict[str, str] = {}
    for invoice in found:
        key = number_key(invoice.number)
        known = merged.get(key)
        if known is None:
            merged[key] = invoice
            continue
        first, second = sorted((known, invoice), key=lambda each: _TRUST[each.read_from])
        if first.read_from == second.read_from and first.total != second.total:
            disputed[key] = f"{invoice.number} is attached twice, with different amounts"
        if first.due_is_derived and not second.due_is_derived and second.due_on:
            first = replace(
                first,
                due_on=second.due_on,
                due_is_derived=False,
                because=f"{first.because}; {second.because}",
            )
        merged[key] = first
    return tuple(each for key, each in merged.items() if key not in disputed), list(disputed.values())


def _new_text(text: str) -> str:
    """What was newly written: up to the first quoted line or the head of an older mail."""
    lines: list[str] = []
    for line in text[:MAX_BODY].split("\n"):
        if _ATTRIBUTION.match(line[:300]):
            break
        lines.append(line)
    return "\n".join(lines)

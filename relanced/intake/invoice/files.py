"""One attachment in, its invoices out, or why it could not be read. Pure: bytes in, values out."""

import re
from dataclasses import dataclass

from relanced.intake.invoice.build import FileRead, from_paper, from_structured
from relanced.intake.invoice.embedded import read_embedded
from relanced.intake.invoice.hints import Hints
from relanced.intake.invoice.pages import Unreadable, read_pages
from relanced.intake.invoice.paper import Paper, To, read_paper, split
from relanced.intake.invoice.parties import Us
from relanced.intake.invoice.structured import is_invoice_xml, read_xml
from relanced.intake.message import Attachment
from relanced.model.names import number_key

_PICTURE = re.compile(r"\.(?:jpe?g|png|heic|tiff?|webp)$", re.IGNORECASE)
_CLOSED = re.compile(r"\.(?:docx?|odt|xlsx?|ods|rtf|zip|pages|p7m|dat|eml|msg)$", re.IGNORECASE)
_LARGE = 80_000  # bytes: smaller pictures are logos and signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is the same for every attachment of a mail."""

    us: Us
    to: To
    country: str  # ISO 3166-1: whose currency an amount without a sign is in


def read_file(attachment: Attachment, hints: Hints, setting: Setting) -> FileRead:
    """Read a PDF or an invoice XML; a file of another kind that is called an invoice is named as trouble."""
    if is_pdf(attachment):
        return read_pdf(attachment.data, hints, setting)
    if _is_xml(attachment):
        found = read_xml(attachment.data)
        if found:
            return from_structured(found, None, setting.us, setting.to, "xml", hints)
        broken = is_invoice_xml(attachment.data)
        return FileRead(trouble="the invoice XML is damaged or incomplete" if broken else "", is_sure=broken)
    picture = bool(_PICTURE.search(attachment.filename)) and len(attachment.data) > _LARGE
    closed = bool(_CLOSED.search(attachment.filename)) or attachment.content_type == "message/rfc822"
    if not (picture or closed or (hints.file_is_invoice and _PICTURE.search(attachment.filename))):
        return FileRead()
    if not hints.file_is_invoice and (hints.file_is_other or not hints.mail_is_invoice):
        return FileRead()
    what = "a picture" if _PICTURE.search(attachment.filename) else "neither a PDF nor an invoice XML"
    return FileRead(trouble=f"it is {what}, which relanced does not read", is_sure=hints.file_is_invoice)


def read_pdf(data: bytes, hints: Hints, setting: Setting) -> FileRead:
    """Read one PDF: the XML embedded in it, if any, and its pages; several invoices may lie in one file."""
    xml = read_embedded(data)
    pages = read_pages(data)
    if isinstance(pages, Unreadable):
        if xml:
            return from_structured(xml, None, setting.us, setting.to, "factur-x", hints)
        looks = hints.file_is_invoice or (hints.mail_is_invoice and not hints.file_is_other)
        return FileRead(trouble=pages.why if looks else "", is_sure=hints.file_is_invoice)
    papers = [
        read_paper(sheet, hints, setting.us, setting.to, setting.country) for sheet in split(pages, hints)
    ]
    if xml:
        paper = _same_number(papers, xml.number)
        return from_structured(xml, paper, setting.us, setting.to, "factur-x", hints)
    reads = [from_paper(paper, hints, setting.to, "pdf") for paper in papers]
    troubles = dict.fromkeys(read.trouble for read in reads if read.trouble)
    return FileRead(
        invoices=tuple(invoice for read in reads for invoice in read.invoices),
        trouble="; ".join(troubles),
        is_sure=any(read.is_sure for read in reads),
    )


def is_pdf(attachment: Attachment) -> bool:
    """Whether an attachment is a PDF, or passes for one: senders name the type as they please."""
    named = attachment.content_type == "application/pdf" or attachment.filename.lower().endswith(".pdf")
    return named or b"%PDF-" in attachment.data[:1024]


def _is_xml(attachment: Attachment) -> bool:
    named = attachment.content_type.endswith("/xml") or attachment.filename.lower().endswith(".xml")
    return named or is_invoice_xml(attachment.data)


def _same_number(papers: list[Paper], number: str) -> Paper | None:
    key = number_key(number)
    fitting = (paper for paper in papers if paper.number and number_key(paper.number.number) == key)
    return next(fitting, papers[0] if papers else None)

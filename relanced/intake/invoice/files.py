"""One attachment in, its invoices out, or why it could not be read. Pure: bytes in, values out."""

import re
from dataclasses import replace

from relanced.intake.invoice.build import Setting, from_paper, from_structured
from relanced.intake.invoice.embedded import read_embedded
from relanced.intake.invoice.found import NOTHING, FileRead, Found, Trouble, together, trouble
from relanced.intake.invoice.hints import Hints
from relanced.intake.invoice.owner_rules import ruled_paper
from relanced.intake.invoice.pages import Unreadable, read_pages
from relanced.intake.invoice.paper import Paper, read_paper, split
from relanced.intake.invoice.ruled import by_rule, is_no_invoice
from relanced.intake.invoice.sheet import Sheet
from relanced.intake.invoice.structured import is_invoice_xml, read_xml
from relanced.intake.invoice.xml_facts import Refused, Structured
from relanced.intake.message import Attachment
from relanced.intake.readings import Unread
from relanced.model.names import number_key

_PICTURE = re.compile(r"\.(?:jpe?g|png|heic|tiff?|webp)$", re.IGNORECASE)
_CLOSED = re.compile(r"\.(?:docx?|odt|xlsx?|ods|rtf|zip|pages|p7m|dat|eml|msg)$", re.IGNORECASE)
_LARGE = 80_000  # bytes: smaller pictures are logos and signatures


def read_file(attachment: Attachment, setting: Setting) -> FileRead:
    """Read a PDF or an invoice XML; a file of another kind that is called an invoice is named as trouble."""
    if is_pdf(attachment):
        return read_pdf(attachment.data, setting)
    if is_no_invoice(ruled_paper(setting.rules, "", setting.hints)):
        return NOTHING
    if _is_xml(attachment):
        return _read_xml(attachment.data, replace(setting, read_from="xml"))
    hints = setting.hints
    picture = bool(_PICTURE.search(attachment.filename)) and len(attachment.data) > _LARGE
    closed = bool(_CLOSED.search(attachment.filename)) or attachment.content_type == "message/rfc822"
    if not (picture or closed or (hints.file_is_invoice and _PICTURE.search(attachment.filename))):
        return NOTHING
    if not hints.file_is_invoice and (hints.file_is_other or not hints.mail_is_invoice):
        return NOTHING
    what = "a picture" if _PICTURE.search(attachment.filename) else "neither a PDF nor an invoice XML"
    why = f"it is {what}, which relanced does not read"
    return trouble(setting.file, why, is_sure=hints.file_is_invoice)


def _read_xml(data: bytes, setting: Setting) -> FileRead:
    found = read_xml(data, is_named=setting.hints.file_is_invoice)
    if isinstance(found, Refused):
        return _refused(found, setting)
    return together([from_structured(each, None, setting) for each in found])


def _refused(refused: Refused, setting: Setting) -> FileRead:
    why = f"the invoice XML {refused.why}"
    return FileRead(
        troubles=(Trouble(unread=Unread(file=setting.file, why=why, missing=refused.missing), is_sure=True),)
    )


def read_pdf(data: bytes, setting: Setting) -> FileRead:
    """Read one PDF: the XML embedded in it, if any, and its pages; several invoices may lie in one file."""
    embedded = read_embedded(data)
    pages = read_pages(data)
    sheets = () if isinstance(pages, Unreadable) else split(pages, setting.hints)
    rules = [ruled_paper(setting.rules, sheet.text, setting.hints) for sheet in sheets]
    if any(map(is_no_invoice, rules or [ruled_paper(setting.rules, "", setting.hints)])):
        return NOTHING
    if embedded and not isinstance(embedded, Refused):
        papers = [by_rule(_general(sheet, setting), rule) for sheet, rule in zip(sheets, rules, strict=True)]
        inside = replace(setting, read_from="factur-x")
        return together([from_structured(xml, _same_number(papers, xml), inside) for xml in embedded])
    if isinstance(pages, Unreadable):
        read = _no_pages(pages, setting.hints, setting.file)
    else:
        inside = replace(setting, read_from="pdf")
        read = together(
            [
                from_paper(by_rule(_general(sheet, setting), rule), inside)
                for sheet, rule in zip(sheets, rules, strict=True)
            ]
        )
        read = together([read, _gap(sum(page.skipped for page in pages), read, setting)])
    return _beside_refused(read, embedded, setting) if isinstance(embedded, Refused) else read


def _gap(skipped: int, read: FileRead, setting: Setting) -> FileRead:
    """Pages that were left out of a long file: of a batch of invoices they hold others; of one they are annexes."""
    if not skipped or len(read.found) == 1:
        return NOTHING
    looks = bool(read.found) or setting.hints.file_is_invoice
    why = f"{skipped} pages in the middle of this long file were not read"
    return trouble(setting.file, why, is_sure=looks) if looks else NOTHING


def _general(sheet: Sheet, setting: Setting) -> Paper:
    return read_paper(sheet, setting.hints, setting.us, setting.to, setting.country)


def _no_pages(pages: Unreadable, hints: Hints, file: str) -> FileRead:
    looks = hints.file_is_invoice or (hints.mail_is_invoice and not hints.file_is_other)
    looks = looks or (pages.is_scan and hints.names_nothing)
    return trouble(file, pages.why, is_sure=hints.file_is_invoice) if looks else NOTHING


def _beside_refused(read: FileRead, refused: Refused, setting: Setting) -> FileRead:
    """The pages of a PDF whose XML could not be read: they count, and the owner is told."""
    if not read.found:
        return together([_refused(refused, setting), read])
    told = f"the XML in the PDF {refused.why}; its pages alone were read"
    return replace(
        read,
        found=tuple(
            Found(
                invoice=replace(each.invoice, disagreements=(*each.invoice.disagreements, told)),
                claim=each.claim,
            )
            for each in read.found
        ),
    )


def is_pdf(attachment: Attachment) -> bool:
    """Whether an attachment is a PDF, or passes for one: senders name the type as they please."""
    named = attachment.content_type == "application/pdf" or attachment.filename.lower().endswith(".pdf")
    return named or b"%PDF-" in attachment.data[:1024]


def _is_xml(attachment: Attachment) -> bool:
    named = attachment.content_type.endswith("/xml") or attachment.filename.lower().endswith(".xml")
    return named or is_invoice_xml(attachment.data)


def _same_number(papers: list[Paper], xml: Structured) -> Paper | None:
    key = number_key(xml.number)
    fitting = (paper for paper in papers if paper.number and number_key(paper.number.number) == key)
    return next(fitting, papers[0] if papers else None)

"""A mail that carried an invoice and its number in, the files that are that invoice out. Pure."""

from relanced.intake.invoice.page.pages import Unreadable, read_pages
from relanced.intake.message import Attachment, Message
from relanced.model.names import InvoiceNumber, number_key


def invoice_files(message: Message, number: InvoiceNumber) -> tuple[Attachment, ...] | str:
    """The PDFs to attach again, or why there are none.

    A mail with one PDF carried the invoice in it. Of several, only those count on whose pages the
    number stands: another invoice of the same mail may be paid, and terms of sale need no second
    reading.
    """
    pdfs = [file for file in message.attachments if b"%PDF-" in file.data[:1024]]
    if len(pdfs) > 1:
        pdfs = [file for file in pdfs if _names(file.data, number)]
    if not pdfs:
        return "its mail holds no PDF with this number any more"
    return tuple(
        Attachment(content_type="application/pdf", filename=file.filename or f"{number}.pdf", data=file.data)
        for file in pdfs
    )


def _names(pdf: bytes, number: InvoiceNumber) -> bool:
    pages = read_pages(pdf)
    if isinstance(pages, Unreadable):
        return False
    text = " ".join(chunk.text for page in pages for chunk in page.chunks)
    return number_key(number) in number_key(text)

"""A mail in, the text of its PDFs out, as the owner's rules are matched on it. Pure."""

from relanced.intake.invoice.files import is_pdf
from relanced.intake.invoice.page.pages import Unreadable, read_pages
from relanced.intake.invoice.page.sheet import sheet_of
from relanced.intake.message import Message
from relanced.intake.readings import FileText


def file_texts(message: Message) -> tuple[FileText, ...]:
    """The text of each PDF of a mail; of a mail without one, its own."""
    found = tuple(
        _of_pdf(attachment.filename or "attachment", attachment.data)
        for attachment in message.attachments
        if is_pdf(attachment)
    )
    return found or (FileText("mail", (message.text,), ""),)


def _of_pdf(name: str, data: bytes) -> FileText:
    pages = read_pages(data)
    if isinstance(pages, Unreadable):
        return FileText(name, (), pages.why)
    return FileText(name, tuple(sheet_of(page.chunks).text for page in pages), "")

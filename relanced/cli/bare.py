"""The bytes of a file in; where it is a PDF or an invoice XML and no mail, a mail of the firm's with it out."""

import re
from email.message import EmailMessage
from email.policy import SMTP

from relanced.intake.invoice.structured import is_invoice_xml
from relanced.intake.message import clean

HEAD = 1024  # bytes in which «%PDF-» stands
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z-]{1,40}:[ \t]", re.MULTILINE)


def kind_of_file(raw: bytes) -> str:
    """«pdf», «xml», or "" for what is a mail or may be one."""
    place = raw.find(b"%PDF-", 0, HEAD)
    if place >= 0 and not _HEADER.search(raw[:place]):
        return "pdf"
    return "xml" if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and is_invoice_xml(raw) else ""


def as_mail(raw: bytes, kind: str, name: str, sender: str) -> bytes:
    """The file as the only attachment of a mail without recipient and date, which no mail has told."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    plain = " ".join(clean(name.encode("utf-8", "replace").decode()).split())[:200]
    mail.add_attachment(raw, maintype="application", subtype=kind, filename=plain)
    return mail.as_bytes()

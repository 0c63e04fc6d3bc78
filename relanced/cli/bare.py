"""The bytes of a file in; where it is a PDF or an XML and no mail, a mail of the firm's with it out."""

import re
from email.message import EmailMessage
from email.policy import SMTP

from relanced.intake.message import clean

HEAD = 1024  # bytes in which «%PDF-» stands
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:CrossIndustry|Invoice\b|CreditNote\b|FatturaElettronica)")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z-]{1,40}:[ \t]", re.MULTILINE)


def kind_of_file(raw: bytes) -> str:
    """«pdf», «xml» (any XML: whether it is an invoice its reader says), or "" for what is a mail or may be one."""
    place = raw.find(b"%PDF-", 0, HEAD)
    if place >= 0 and not _HEADER.search(raw[:place]):
        return "pdf"
    start = raw[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    return "xml" if start.startswith(b"<?xml") or _ROOT.match(start) else ""


def no_mail(raw: bytes, name: str) -> str:
    """Why these bytes, which are neither PDF nor XML, are no mail either; "" where they may be one."""
    if not raw.strip():
        return "it is an empty file"
    if _HEADER.search(raw[:64_000]):
        return ""
    if name.lower().endswith(".pdf"):
        return "it is no PDF, whatever its name says"
    if name.lower().endswith(".xml"):
        return "it is no XML, whatever its name says"
    if raw.startswith(_PICTURES):
        return "it is a picture, which relanced does not read"
    if raw.startswith(_PACKED):
        return "it is an archive or an office document, which relanced does not read"
    return "it is no mail: it has no header lines (relanced reads mails, PDFs and invoice XML)"


def as_mail(raw: bytes, kind: str, name: str, sender: str) -> bytes:
    """The file as the only attachment of a mail without recipient and date, which no mail has told."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    plain = " ".join(clean(name.encode("utf-8", "replace").decode()).split())[:200]
    mail.add_attachment(raw, maintype="application", subtype=kind, filename=plain)
    return mail.as_bytes()

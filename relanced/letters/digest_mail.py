"""A page for the owner in, the bytes of the mail that brings it to him out: signed, so that it is known again. Pure."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from relanced.letters.digest_html import page_as_html
from relanced.letters.digest_page import Page
from relanced.letters.digest_text import page_as_text
from relanced.letters.plain import plain
from relanced.model.mark import DIGEST_HEADER, sign
from relanced.model.names import MessageId
from relanced.model.rules import Firm

SUBJECT_CAP = 200


def seal_page(
    page: Page, subject: str, message_id: MessageId, *, firm: Firm, key: bytes, now: datetime, to: str = ""
) -> bytes:
    """The bytes of a digest or an alert, from the firm to itself, or to `to`.

    `Auto-Submitted` (RFC 3834, 5) and Exchange's own header: no machine answers it.
    Raises ValueError where `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the Date of a mail needs a time zone")
    mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
    mail["From"] = firm.sender
    mail["To"] = to or firm.sender
    mail["Subject"] = plain(subject, SUBJECT_CAP)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Content-Language"] = page.language
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[DIGEST_HEADER] = sign(key, "digest", message_id)
    mail.set_content(page_as_text(page), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(page_as_html(page), subtype="html", charset="utf-8", cte="quoted-printable")
    mail.set_boundary(f"=_{sign(key, 'boundary', message_id)}")
    return mail.as_bytes()

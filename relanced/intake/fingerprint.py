"""A header block in, the mail's identity out: the same wherever the mail lies. Pure."""

import hashlib

from relanced.intake.message import Message
from relanced.model.names import Fingerprint


def fingerprint(header: Message, size: int) -> Fingerprint:
    """Who, when, what, under which id and how long (bytes, as the server says), as 32 hex digits.

    Message-ID alone loses mail: two different mails of one sender have been seen with one id, some
    mails have none, and a forged notice that copies a genuine one's headers must not hide it. Flags
    and place do not count, so a moved or copied mail keeps its fingerprint.
    """
    people = ",".join(address.email for address in (*header.senders, *header.to, *header.cc))
    date = header.header("date")
    parts = (header.message_id or "", date, people, header.subject, str(size))
    return Fingerprint(hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32])

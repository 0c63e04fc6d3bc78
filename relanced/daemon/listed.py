"""A row of a listing in, what is known of a mail before it is read out; which mails are read together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from relanced.edge.fetched import Listed
from relanced.intake.message import Message, mailed_at, parse_headers, possible
from relanced.intake.origin import Origin
from relanced.intake.triage import FIRST_PART, Depth
from relanced.model.names import Fingerprint

GROUP = 16  # mails read in one hop to the worker and recorded in one transaction
GROUP_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was listed."""

    row: Listed
    header: Message | None  # None: it breaks the decoder; the worker will say what is wrong
    mark: Fingerprint
    depth: Depth

    @property
    def bytes_wanted(self) -> int:
        """How much of it must be fetched."""
        return self.row.size if self.depth is Depth.WHOLE else min(FIRST_PART, self.row.text_end)


def groups(mails: Sequence[Mail]) -> Iterator[list[Mail]]:
    """A few mails at a time, and no more bytes than fit."""
    group: list[Mail] = []
    total = 0
    for mail in mails:
        if group and (len(group) == GROUP or total + mail.bytes_wanted > GROUP_BYTES):
            yield group
            group, total = [], 0
        group.append(mail)
        total += mail.bytes_wanted
    if group:
        yield group


def header_of(block: bytes) -> Message | None:
    """What a header block says; None where it breaks the decoder."""
    try:
        return parse_headers(block)
    except Exception:  # noqa: BLE001 - one mail that breaks the decoder must not stop all others
        return None  # read whole, in the worker, which will say what is wrong


def happened_at(origin: Origin, header: Message | None, internal_at: datetime) -> datetime:
    """When the mail happened: our own Date for what we sent, the server's word for what came in.

    A sender's Date is a claim; the server's INTERNALDATE is when it arrived. A copy filed in Sent
    later keeps the Date under which it left; whether a copy in a [[source]] does, its reader says.
    """
    arrived_at = possible(internal_at)
    if origin in {Origin.RECEIVED, Origin.INVOICES} or header is None:
        return arrived_at
    return mailed_at(header, arrived_at)

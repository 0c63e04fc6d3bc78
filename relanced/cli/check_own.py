"""An open mailbox and our address in, our own mails that came back or lie in Sent out, as they were signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from relanced.edge.dns_records import Signature, read_signature
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.intake.message import Message, UnreadableMail, parse_headers

LISTED = 300  # the newest mails of INBOX and Junk among which ours are looked for
READ = 20  # headers in one folder
_RECEIVED = frozenset({Role.INBOX, Role.JUNK})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMail:
    """One mail from our own address, by its header."""

    folder: str
    arrived_at: datetime | None  # by the server's clock
    header: Message

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The DKIM signatures that it bears."""
        found = map(read_signature, self.header.all("dkim-signature"))
        return tuple(each for each in found if each is not None)


def own_mails(session: ImapSession, folders: Sequence[Folder], address: str) -> tuple[OwnMail, ...]:
    """Those with a signature alone, the newest of each folder first. Raises the errors of edge.imap_errors."""
    found: list[OwnMail] = []
    for folder in folders:
        if folder.selectable and (folder.role in _RECEIVED or folder.role is Role.SENT):
            session.examine(folder.name)
            uids = session.uids()
            wanted = _ours(session, uids[-LISTED:], address) if folder.role in _RECEIVED else uids
            mails = mails_of(session, folder.name, wanted[-READ:])
            found += [each for each in mails if each.header.sender == address.lower() and each.signatures]
    return tuple(found)


def _ours(session: ImapSession, uids: Sequence[int], address: str) -> tuple[int, ...]:
    rows = [row for batch in session.listed(uids) for row in batch.listed]
    wanted = address.lower()
    found = ((row.uid, _parsed(row.headers)) for row in rows)
    return tuple(sorted(uid for uid, header in found if header is not None and header.sender == wanted))


def mails_of(session: ImapSession, folder: str, uids: Sequence[int]) -> Iterator[OwnMail]:
    """The whole headers of these mails of the examined folder, the newest first."""
    if not uids:
        return
    arrivals = session.arrivals(uids)
    for uid, block in sorted(session.header_blocks(uids).items(), reverse=True):
        header = _parsed(block)
        if header is not None:
            yield OwnMail(folder=folder, arrived_at=arrivals.get(uid), header=header)


def _parsed(block: bytes) -> Message | None:
    try:
        return parse_headers(block)
    except UnreadableMail:
        return None

"""Source: where a fact was read; the mailbox is the record, so every fact has one."""

from dataclasses import dataclass
from datetime import datetime

from relanced.model.names import Fingerprint, MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message in a folder. The fingerprint stays when the message moves; the place may not."""

    account: str  # the mailbox's user name
    folder: str
    uidvalidity: int
    uid: int
    message_id: MessageId | None
    fingerprint: Fingerprint
    at: datetime  # aware: the server's INTERNALDATE, or the Date header of what we sent ourselves

"""What the store keeps of mails and folders: where each lies, how far it was read. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relanced.model.names import Fingerprint, MessageId


class Depth(StrEnum):
    """How far a mail was read. Beyond HEADER it is done with, and not read again when it moves."""

    HEADER = "header"
    READ = "read"
    QUARANTINED = "quarantined"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A mail in its place, and how far it was read."""

    folder: str
    uidvalidity: int
    uid: int
    fingerprint: Fingerprint
    message_id: MessageId | None
    depth: Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mail lies."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """How far a folder was read."""

    folder: str
    uidvalidity: int
    read_through_at: datetime  # UTC

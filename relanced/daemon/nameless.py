"""Mails without a Message-ID in, an identity for each out that outlives a move and a new UIDVALIDITY.

By where they lie alone they would be new mails wherever they come to lie: the same payment twice.
"""

import hashlib

from relanced.edge.fetched import Listed
from relanced.edge.store import Store
from relanced.intake.fingerprint import fingerprint
from relanced.intake.message import Message
from relanced.model.names import Fingerprint

PREFIX = "n-"  # no mail that has a Message-ID gets such an identity


class Nameless:
    """The nameless mails of one folder."""

    def __init__(self, store: Store, folder: str, uidvalidity: int) -> None:
        self._store = store
        self._place = folder, uidvalidity
        self._uids: dict[str, set[int]] | None = None  # of mails that look alike

    def mark(self, header: Message, row: Listed) -> Fingerprint:
        """What the header says, when it arrived, how long it is; of several alike, which one by UID.

        Servers keep INTERNALDATE through COPY, MOVE and a new UIDVALIDITY (RFC 9051, 6.4.7).
        """
        told = f"{fingerprint(header, row.size)} {row.internal_at.timestamp():.0f}"
        alike = PREFIX + hashlib.sha256(told.encode("ascii")).hexdigest()[:30]
        uids = self._known().setdefault(alike, set())
        uids.add(row.uid)
        before = sum(uid < row.uid for uid in uids)
        return Fingerprint(f"{alike}.{before}" if before else alike)

    def _known(self) -> dict[str, set[int]]:
        """Those seen before, read from the store once."""
        if self._uids is None:
            self._uids = {}
            for uid, mark in self._store.marks_in(*self._place, PREFIX):
                self._uids.setdefault(mark.partition(".")[0], set()).add(uid)
        return self._uids

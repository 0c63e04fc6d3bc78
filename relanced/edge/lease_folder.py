"""An open session and one step in, the step done in Relanced/Lease out.

The whole folder is ours: plain EXPUNGE takes away only what a relanced has marked, so servers
without UIDPLUS serve as well. INTERNALDATE is left to the server: it is the clock that all share.
"""

import imaplib
from collections.abc import Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32

from imapclient import imap_utf7

from relanced.edge.fetched import uid_set
from relanced.edge.folders import LEASE
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ServerRefused
from relanced.edge.lease import Lease, Seen, read_lease, write_lease
from relanced.edge.tenure import Append, Look, Step, Turn
from relanced.model.mark import MARK_HEADER

MOST = 200  # leases read, the newest: a service renews its own, so whoever runs is among them
_TRIES = 3


class LeaseFolder:
    """The folder with the leases of one mailbox; its name on this server is found once."""

    def __init__(self, address: str, key: bytes, name: str = "") -> None:
        """`name`: of the folder on this server, where it is known to be there."""
        self._address = address
        self._key = key
        self._name = name

    def walk(self, session: ImapSession, turn: Turn) -> None:
        """Do every step of a turn. Raises ConnectionLost, and ServerRefused for what the server will not do."""
        seen: Seen | None = None
        try:
            while True:
                seen = self._do(session, turn.send(seen))
        except StopIteration:
            return
        finally:
            turn.close()

    def look(self, session: ImapSession) -> Seen:
        """The leases that lie there; the folder is made where it is missing."""
        for _ in range(_TRIES):
            seen = self._read(session)
            if seen is not None:
                return seen
        raise ServerRefused(f"{session.where}: {LEASE}: it changes faster than it can be read")

    def _do(self, session: ImapSession, step: Step) -> Seen | None:
        if isinstance(step, Look):
            return self.look(session)
        if isinstance(step, Append):
            self._append(session, step.lease)
        else:
            self._remove(session, step.uids)
        return None

    def _read(self, session: ImapSession) -> Seen | None:
        """The folder as it is now; None where a mail went while it was read: its successor may have been missed."""
        validity = self._examine(session)
        uids = session.uids()[-MOST:]
        rows = {row.uid: row for batch in session.listed(uids) for row in batch.listed}
        if set(rows) != set(uids):
            return None
        found = (read_lease(_mark(row.headers), row.uid, row.internal_at, self._key) for row in rows.values())
        return Seen(uidvalidity=validity, leases=tuple(lease for lease in found if lease is not None))

    def _examine(self, session: ImapSession) -> int:
        """Open it; where it is not there (first time, or the owner removed it) it is made."""
        if self._name:
            try:
                validity = session.examine(self._name).uidvalidity
            except ServerRefused:
                self._name = ""
        if not self._name:
            self._name = session.ensure_folder(LEASE)
            validity = session.examine(self._name).uidvalidity
        if validity is None:
            raise ServerRefused(f"{session.where}: {self._name}: the server gives it no UIDVALIDITY")
        return validity

    def _append(self, session: ImapSession, lease: Lease) -> None:
        raw = write_lease(lease, self._address, self._key)
        with session.asking(f"APPEND to {self._name}"):
            _check(session.wire.append(_quoted(self._name), "(\\Seen)", None, raw))

    def _remove(self, session: ImapSession, uids: tuple[int, ...]) -> None:
        """Mark and expunge; another service may do the same at this moment."""
        session.folder = None  # it is opened for writing now, which nobody else must take for granted
        with session.asking(f"EXPUNGE in {self._name}"):
            _check(session.wire.select(_quoted(self._name)))
            _check(session.wire.uid("STORE", uid_set(uids), "+FLAGS.SILENT", "(\\Deleted)"))
            _check(session.wire.expunge())


def _mark(headers: bytes) -> str:
    return str(BytesHeaderParser(policy=compat32).parsebytes(headers).get(MARK_HEADER, ""))


def _quoted(name: str) -> str:
    wire = imap_utf7.encode(name).decode("ascii")
    return '"{}"'.format(wire.replace("\\", "\\\\").replace('"', '\\"'))


def _check(answer: tuple[str, Sequence[object]]) -> None:
    """The library below hands a NO back as if it were an answer."""
    if answer[0] != "OK":
        text = answer[1][-1] if answer[1] else b""
        raise imaplib.IMAP4.error(text.decode("utf-8", "replace") if isinstance(text, bytes) else answer[0])

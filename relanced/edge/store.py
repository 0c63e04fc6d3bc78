"""Facts and seen mails in and out: the cache of what the mailbox said.

It can be deleted: the mailbox is the record (law 7). Facts are only ever added (law 6), and what a
mail told is recorded in the same transaction as that it was read.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from relanced.edge import schema
from relanced.edge.codec import UnreadableFact, decode_fact, encode_fact, fact_key
from relanced.edge.database import Database, StoreAbsent, StoreLocked, StoreUnusable
from relanced.edge.garbage import uncollected
from relanced.edge.schema import storable
from relanced.edge.seen import Depth, FolderState, Place, Seen
from relanced.edge.sent_texts import SentText, SentTexts, write_texts
from relanced.model.facts import Fact
from relanced.model.names import Fingerprint, MessageId

__all__ = [
    "Depth",
    "FolderState",
    "Place",
    "Seen",
    "Store",
    "StoreAbsent",
    "StoreLocked",
    "StoreUnusable",
    "append_facts",
]


class Store:
    """One firm's store. Not for two threads at once; every method is one transaction.

    Every method raises StoreUnusable when the disk is full, the file damaged, and the like.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.sent_texts = SentTexts(database)
        self._read_through: dict[str, tuple[int, datetime]] = {}  # of folders, as last saved
        self._valid: dict[str, int] = {}  # the UIDVALIDITY of folders that have no places under another one

    @classmethod
    def open(cls, url: str, *, lock: bool) -> Self:
        """Open a store: with the lock, to work on it; without, to read it and leave notes.

        Raises StoreLocked when another process works on it, and StoreUnusable.
        """
        return cls(Database.open(url, lock=lock))

    def close(self) -> None:
        """Close the file and let the lock go."""
        self.database.close()

    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in the order of recording."""
        return tuple(fact for _, fact in self.facts_after(0))

    def facts_after(self, seq: int) -> tuple[tuple[int, Fact], ...]:
        """The facts recorded after this sequence number, each with its own."""
        query = (
            select(schema.fact.c.seq, schema.fact.c.body)
            .where(schema.fact.c.seq > seq)
            .order_by(schema.fact.c.seq)
        )
        try:
            with self.database.reading() as connection, uncollected():
                rows = connection.execute(query.execution_options(yield_per=1_000))  # years of texts are many
                return tuple((number, decode_fact(body)) for number, body in rows)
        except UnreadableFact as error:
            raise StoreUnusable(
                self.database.path,
                f"it holds what this version cannot read: {error}",
                "move the file away: everything is read from the mailbox again",
            ) from error

    def newest(self) -> int:
        """The number of the fact that was recorded last; 0 where there is none. Tells cheaply whether there is news."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(schema.fact.c.seq))) or 0

    def record(self, seen: Iterable[Seen], facts: Iterable[Fact], texts: Iterable[SentText] = ()) -> int:
        """Record mails and what they told, together or not at all; gives the number of new facts.

        `texts`: what those of ours said, for the answers that will quote it.
        A mail keeps the best reading that it ever had: finding its header in another folder does
        not undo that it was read. A fact that is known already is not added again.
        """
        mails = tuple(seen)
        with self.database.writing() as connection:
            if mails:
                connection.exec_driver_sql(_SAW_MESSAGE, [_message_row(mail) for mail in mails])
                connection.exec_driver_sql(_SAW_PLACE, [_place_row(mail) for mail in mails])
                for mail in mails:
                    if self._valid.get(mail.folder) != mail.uidvalidity:
                        self._valid.pop(mail.folder, None)
            write_texts(connection, texts)
            return append_facts(connection, facts)

    def known_uids(self, folder: str, uidvalidity: int) -> set[int]:
        """The UIDs that were seen in a folder and not forgotten since."""
        place = schema.place.c
        query = select(place.uid).where(place.folder == folder, place.uidvalidity == uidvalidity)
        with self.database.reading() as connection:
            return set(connection.scalars(query))

    def knows(self, fingerprint: Fingerprint) -> bool:
        """Whether this mail was already read (or found unreadable), wherever it lay then."""
        return bool(self.known_among((fingerprint,)))

    def known_among(self, marks: Iterable[Fingerprint]) -> set[Fingerprint]:
        """Those of these mails that were already read (or found unreadable), wherever they lay then.

        For some thousand at a time: SQLite takes 32,766 in one question.
        """
        message = schema.message.c
        wanted = {storable(mark): mark for mark in marks}
        query = select(message.fingerprint).where(
            message.fingerprint.in_(wanted), message.depth != Depth.HEADER
        )
        with self.database.reading() as connection:
            return {wanted[found] for found in connection.scalars(query)}

    def saw(self, message_id: MessageId) -> bool:
        """Whether any mail of this Message-ID was ever seen in the mailbox."""
        message = schema.message.c
        query = select(message.fingerprint).where(message.message_id == message_id).limit(1)
        with self.database.reading() as connection:
            return connection.scalar(query) is not None

    def folders_of(self, message_id: MessageId) -> frozenset[str]:
        """The folders in which a mail of this Message-ID lies now."""
        message, place = schema.message.c, schema.place.c
        query = (
            select(place.folder)
            .join(schema.message, message.fingerprint == place.fingerprint)
            .where(message.message_id == message_id)
        )
        with self.database.reading() as connection:
            return frozenset(connection.scalars(query))

    def folders_with(self, marks: Iterable[Fingerprint]) -> dict[Fingerprint, set[str]]:
        """The folders in which each of these mails lies now; for some thousand at a time."""
        place = schema.place.c
        wanted = {storable(mark): mark for mark in marks}
        query = select(place.fingerprint, place.folder).where(place.fingerprint.in_(wanted)).distinct()
        found: dict[Fingerprint, set[str]] = {}
        if wanted:
            with self.database.reading() as connection:
                for row in connection.execute(query):
                    found.setdefault(wanted[row.fingerprint], set()).add(row.folder)
        return found

    def marks_in(self, folder: str, uidvalidity: int, prefix: str) -> tuple[tuple[int, Fingerprint], ...]:
        """The mails of a folder whose identity begins so, each with its UID."""
        place = schema.place.c
        here = (place.folder == folder) & (place.uidvalidity == uidvalidity)
        query = select(place.uid, place.fingerprint).where(here, place.fingerprint.startswith(prefix))
        with self.database.reading() as connection:
            return tuple((row.uid, Fingerprint(row.fingerprint)) for row in connection.execute(query))

    def place_of(self, fingerprint: Fingerprint) -> Place | None:
        """Where a mail lies now; None where it is nowhere any more. Of several places, one."""
        place = schema.place.c
        query = (
            select(place.folder, place.uidvalidity, place.uid)
            .where(place.fingerprint == fingerprint)
            .order_by(place.folder, place.uid)
            .limit(1)
        )
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Place(folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)

    def place_of_letter(self, message_id: MessageId) -> Place | None:
        """Where the mail with this Message-ID lies now; for Message-IDs of ours, which nobody else can make."""
        message = schema.message.c
        query = (
            select(message.fingerprint).where(message.message_id == message_id).order_by(message.fingerprint)
        )
        with self.database.reading() as connection:
            marks = list(connection.scalars(query))
        return next((place for mark in marks if (place := self.place_of(mark)) is not None), None)

    def forget_uids(self, folder: str, uidvalidity: int, uids: Iterable[int]) -> None:
        """Forget the places of mails that were expunged or moved away; the mails stay known."""
        rows = [{"gone_folder": folder, "gone_validity": uidvalidity, "gone_uid": uid} for uid in uids]
        if rows:
            with self.database.writing() as connection:
                connection.execute(_FORGET_PLACE, rows)

    def forget_other_validities(self, folder: str, uidvalidity: int) -> None:
        """Forget a folder's places under other UIDVALIDITYs: their UIDs mean nothing now (RFC 9051)."""
        if self._valid.get(folder) == uidvalidity:  # as at every round: each transaction costs a millisecond
            return
        place = schema.place.c
        query = delete(schema.place).where(place.folder == folder, place.uidvalidity != uidvalidity)
        with self.database.writing() as connection:
            connection.execute(query)
        self._valid[folder] = uidvalidity

    def read_anew(self, folder: str, *, whole: bool) -> int:
        """Have mails of a folder count as new: those that could not be read, or all that lie in it.

        Gives the number of those that could not be read. What the mails told stays.
        """
        place, message = schema.place.c, schema.message.c
        lies_here = select(place.fingerprint).where(place.folder == folder)
        unread = select(message.fingerprint).where(
            message.depth == Depth.QUARANTINED, message.fingerprint.in_(lies_here)
        )
        with self.database.writing() as connection:
            marks = list(connection.scalars(unread))
            gone = delete(schema.place).where(place.folder == folder)
            connection.execute(gone if whole else gone.where(place.fingerprint.in_(unread)))
            for mark in marks:
                again = update(schema.message).where(message.fingerprint == mark)
                connection.execute(again.values(depth=Depth.HEADER.value))
        return len(marks)

    def read_heads_anew(self, folder: str, marks: Iterable[Fingerprint]) -> int:
        """Have mails of a folder count as new: those of which only the header was read, and these.

        Gives the number of these that lie there. What they told stays.
        """
        place, message = schema.place.c, schema.message.c
        heads = select(message.fingerprint).where(message.depth == Depth.HEADER)
        lies_here = select(place.fingerprint).where(place.folder == folder)
        again = update(schema.message).where(message.fingerprint == bindparam("mark"))
        again = again.where(message.fingerprint.in_(lies_here)).values(depth=Depth.HEADER.value)
        with self.database.writing() as connection:
            found = sum(connection.execute(again, {"mark": mark}).rowcount for mark in sorted(set(marks)))
            gone = delete(schema.place).where(place.folder == folder, place.fingerprint.in_(heads))
            connection.execute(gone)
        return found

    def folder_state(self, folder: str) -> FolderState | None:
        """How far a folder was read; None for one that never was."""
        query = select(schema.folder.c.uidvalidity, schema.folder.c.read_through_at)
        with self.database.reading() as connection:
            row = connection.execute(query.where(schema.folder.c.name == folder)).one_or_none()
        if row is None:
            return None
        return FolderState(folder=folder, uidvalidity=row.uidvalidity, read_through_at=row.read_through_at)

    def save_folder_states(self, uidvalidities: Mapping[str, int], read_through_at: datetime) -> None:
        """Record that these folders were read to their end at this moment, in one transaction.

        A folder whose last such moment lies less than a minute back keeps that one: it is there to be
        looked at by people, and each transaction waits for the disk.
        """
        due = {
            folder: (uidvalidity, read_through_at)
            for folder, uidvalidity in uidvalidities.items()
            if not self._is_fresh(folder, uidvalidity, read_through_at)
        }
        if not due:
            return
        rows = [
            {"name": folder, "uidvalidity": uidvalidity, "read_through_at": at}
            for folder, (uidvalidity, at) in due.items()
        ]
        with self.database.writing() as connection:
            connection.execute(_SAVE_FOLDER, rows)
        self._read_through |= due

    def _is_fresh(self, folder: str, uidvalidity: int, at: datetime) -> bool:
        before, saved_at = self._read_through.get(folder, (None, at))
        return before == uidvalidity and abs(at - saved_at) < _FRESH

    def remember(self, key: str, value: str) -> None:
        """Keep a small note over a restart, and between processes: the one write that needs no lock."""
        query = insert(schema.note).values(key=key, value=value)
        with self.database.writing(beside=True) as connection:
            connection.execute(query.on_conflict_do_update(index_elements=["key"], set_={"value": value}))

    def recall(self, key: str) -> str:
        """The note under this key, or ""."""
        query = select(schema.note.c.value).where(schema.note.c.key == key)
        with self.database.reading() as connection:
            return connection.scalar(query) or ""


def append_facts(connection: Connection, facts: Iterable[Fact]) -> int:
    """Add facts within a transaction; gives how many were new."""
    rows = [{"key": fact_key(fact), "body": encode_fact(fact)} for fact in facts]
    if not rows:
        return 0
    result = connection.execute(_ADD_FACT, rows, execution_options={"preserve_rowcount": True})
    return result.rowcount


def _message_row(mail: Seen) -> tuple[str, ...]:
    return storable(mail.fingerprint), storable(mail.message_id), mail.depth.value


def _place_row(mail: Seen) -> tuple[str | int, ...]:
    return storable(mail.folder), mail.uidvalidity, mail.uid, storable(mail.fingerprint)


_FRESH = timedelta(minutes=1)
_SAVE_FOLDER = insert(schema.folder)
_SAVE_FOLDER = _SAVE_FOLDER.on_conflict_do_update(
    index_elements=["name"],
    set_={
        "uidvalidity": _SAVE_FOLDER.excluded.uidvalidity,
        "read_through_at": _SAVE_FOLDER.excluded.read_through_at,
    },
)
_ADD_FACT = insert(schema.fact).on_conflict_do_nothing(index_elements=["key"])

# As text: a first reading has 100,000 rows, and SQLAlchemy's own parameters double the time of each.
_SAW_MESSAGE = """
    INSERT INTO message (fingerprint, message_id, depth) VALUES (?, ?, ?)
    ON CONFLICT (fingerprint) DO UPDATE SET depth = excluded.depth
    WHERE excluded.depth <> 'header' AND message.depth <> 'read'
"""
_SAW_PLACE = """
    INSERT INTO place (folder, uidvalidity, uid, fingerprint) VALUES (?, ?, ?, ?)
    ON CONFLICT (folder, uidvalidity, uid) DO UPDATE SET fingerprint = excluded.fingerprint
"""

_FORGET_PLACE = delete(schema.place).where(
    schema.place.c.folder == bindparam("gone_folder"),
    schema.place.c.uidvalidity == bindparam("gone_validity"),
    schema.place.c.uid == bindparam("gone_uid"),
)

"""A store and a fresh one beside it in: what only the old one knows carried over; then the fresh one in its place.

What was read from mails is not carried over: the mailbox tells it again. Letters of the outbox, what was
recorded of their sending, and notes are: no mail tells them.
"""

import os
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from relanced.edge import schema
from relanced.edge.database import StoreUnusable
from relanced.edge.store import Store, append_facts
from relanced.model.facts import SendIntended, SendOutcome

# Every table is one or the other, and «fact» is both; tests/edge/test_rebuilt.py holds that.
READ_AGAIN = frozenset({"message", "place", "folder", "sent_text", "sent_link"})
CARRIED = frozenset({"letter", "note"})

_SIDES = ("-wal", "-shm", ".lock")
_LETTER_COLUMNS = [column for column in schema.letter.c if column.name != "id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How much was carried over."""

    letters: int
    in_doubt: int  # of them those of which nobody knows whether they left
    sendings: int  # facts about their sending
    notes: int


def carry_over(old: Store, fresh: Store, without: Collection[str] = ()) -> Carried:
    """Give the fresh store what only the old one knows; `without`: notes that tell how the old one was read.

    Notes that the fresh one has already stay as they are. One transaction. Raises StoreUnusable.
    """
    sendings = [fact for fact in old.facts() if isinstance(fact, SendIntended | SendOutcome)]
    letter_rows = select(*_LETTER_COLUMNS).order_by(schema.letter.c.id)
    with old.database.reading() as connection:
        letters = [dict(row) for row in connection.execute(letter_rows).mappings()]
        notes = [dict(row) for row in connection.execute(select(schema.note)).mappings()]
    notes = [note for note in notes if note["key"] not in without]
    with fresh.database.writing() as connection:
        if letters:
            connection.execute(insert(schema.letter), letters)
        added = 0
        for note in notes:
            keep = upsert(schema.note).values(**note).on_conflict_do_nothing(index_elements=["key"])
            added += connection.execute(keep).rowcount
        append_facts(connection, sendings)
    in_doubt = sum(letter["state"] in {"submitting", "unknown"} for letter in letters)
    return Carried(letters=len(letters), in_doubt=in_doubt, sendings=len(sendings), notes=added)


def fresh_path(store: Path) -> Path:
    """Where a store is built anew, beside the one that it may replace."""
    return store.with_name(store.name + ".new")


def backup_path(store: Path, at: datetime) -> Path:
    """The name of the old file, by the moment at which it was put aside; one that nobody has yet."""
    stem = f"{store.name}.before-{at:%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{n}" for n in range(2, 100)))
    return next(path for name in names if not (path := store.with_name(name)).exists())


def remove_store(path: Path) -> None:
    """Delete a store's file, and those that SQLite and the lock put beside it."""
    for name in (path, *(path.with_name(path.name + side) for side in _SIDES)):
        with suppress(FileNotFoundError):
            name.unlink()


def swap(store: Path, fresh: Path, backup: Path) -> None:
    """Put the fresh file in the store's place, and keep the old one under the backup's name.

    Nobody has either open, and the caller holds the store's lock. One rename changes everything: before
    it the old store stands, after it the new one; the lock stays. Where there is no old file, none is kept.
    Raises StoreUnusable where somebody reads the old file just now, or the disk refuses.
    """
    try:
        if store.exists():
            _fold_in(store)
            _keep(store, backup)
            _give_to_its_owner(fresh, store)
        _fold_in(fresh)
        fresh.replace(store)
        for path in (store, backup):
            _to_disk(path)
        _to_disk(store.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnusable(
            store,
            f"it could not be replaced: {error}",
            "the old store stands; try again when nobody reads it",
        ) from error
    remove_store(fresh)


def _fold_in(path: Path) -> None:
    """Bring the journal beside a file into it: one that stayed there would be applied to the file that comes.

    A damaged file has nothing to fold in that anybody could read: its journal goes with it.
    """
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if (error.sqlite_errorcode & 0xFF) not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise
        for side in ("-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)


def _keep(store: Path, backup: Path) -> None:
    """A second name for the old file; where the file system knows none, a copy."""
    try:
        backup.hardlink_to(store)
    except OSError:
        shutil.copy2(store, backup)


def _give_to_its_owner(fresh: Path, store: Path) -> None:
    """Called by root, the new file must still be one that the service can write."""
    owner, mine = store.stat(), fresh.stat()
    if (owner.st_uid, owner.st_gid) != (mine.st_uid, mine.st_gid):
        os.chown(fresh, owner.st_uid, owner.st_gid)


def _to_disk(path: Path) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

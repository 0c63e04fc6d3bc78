"""What is to be forgotten in, a store's file without it out: bytes gone, not only rows.

The one place where what was recorded is changed. A fact keeps its key, so that its mail, read again, adds it
not anew with all its words.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from relanced.edge import schema
from relanced.edge.codec import encode_fact
from relanced.edge.database import Database
from relanced.edge.outbox import LetterState
from relanced.model.facts import Fact
from relanced.model.names import MessageId

_FACT, _LETTER, _TEXT, _LINK = schema.fact.c, schema.letter.c, schema.sent_text.c, schema.sent_link.c
# A letter in any other state may still have to leave, or to be proven, byte for byte.
_DONE_WITH = (LetterState.SENT, LetterState.REFUSED, LetterState.WITHDRAWN)


def sequences(database: Database) -> tuple[int, ...]:
    """The sequence numbers of all facts, in order."""
    with database.reading() as connection:
        return tuple(connection.scalars(select(_FACT.seq).order_by(_FACT.seq)))


def finished_letters(
    database: Database, recipients: Iterable[str] | None, before: datetime | None, *, copies: bool
) -> tuple[tuple[MessageId, str], ...]:
    """The letters whose bytes nobody needs any more, each with its client's key.

    `recipients`: to these alone; `before`: prepared before then; `copies`: those that were sent must lie in Sent.
    """
    query = select(_LETTER.message_id, _LETTER.client).where(
        _LETTER.state.in_(_DONE_WITH), _LETTER.raw != b""
    )
    if copies:
        query = query.where(or_(_LETTER.state != LetterState.SENT, _LETTER.filed == 1))
    if recipients is not None:
        query = query.where(_LETTER.recipient.in_(tuple(recipients)))
    if before is not None:
        query = query.where(_LETTER.prepared_at < before)
    with database.reading() as connection:
        return tuple((MessageId(row.message_id), row.client) for row in connection.execute(query))


def texts_to(database: Database, addresses: Iterable[str]) -> tuple[MessageId, ...]:
    """The mails of ours to these addresses whose text is kept."""
    query = select(_LINK.message_id).where(_LINK.kind == "to", _LINK.value.in_(tuple(addresses))).distinct()
    with database.reading() as connection:
        return tuple(MessageId(each) for each in connection.scalars(query))


def texts_before(database: Database, before: datetime) -> tuple[MessageId, ...]:
    """The mails of ours of before then whose text is kept."""
    with database.reading() as connection:
        return tuple(
            MessageId(e) for e in connection.scalars(select(_TEXT.message_id).where(_TEXT.sent_at < before))
        )


def forget(
    database: Database,
    facts: Mapping[int, Fact],
    letters: Iterable[MessageId],
    texts: Iterable[MessageId],
    notes: Iterable[str] = (),
) -> None:
    """Write facts anew without their words, empty letters, drop texts and notes; all of it or nothing."""
    again = update(schema.fact).where(_FACT.seq == bindparam("of")).values(body=bindparam("now"))
    empty = update(schema.letter).where(_LETTER.message_id == bindparam("of")).values(raw=b"")
    with database.writing() as connection:
        if facts:
            connection.execute(again, [{"of": seq, "now": encode_fact(fact)} for seq, fact in facts.items()])
        for message_id in letters:
            connection.execute(empty, {"of": message_id})
        for message_id in texts:
            connection.execute(delete(schema.sent_text).where(_TEXT.message_id == message_id))
            connection.execute(delete(schema.sent_link).where(_LINK.message_id == message_id))
        for key in notes:
            connection.execute(delete(schema.note).where(schema.note.c.key == key))


def scrub(database: Database) -> bool:
    """Have the file hold no byte of what was deleted; False where a reader was in the way: then once more later.

    VACUUM writes the whole file anew; the journal beside it is emptied. What the disk itself keeps of blocks
    that were freed is beyond any program: an encrypted disk answers that.
    """
    with closing(sqlite3.connect(database.path, isolation_level=None, timeout=5)) as connection:
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not busy

"""Texts of mails of ours in, those that an answer may quote out: what was read in Sent, kept for a while.

A cache of the mailbox, as the whole store is: with the file gone, Sent is read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from relanced.edge import schema
from relanced.edge.database import Database
from relanced.model.names import MessageId, domain_of

MAX_TEXT = 20_000  # characters of one mail
MAX_NAMES = 20  # addresses, or mails answered, of one mail
KEPT = 5_000  # mails; answers to older ones are read without them

_TEXT, _LINK = schema.sent_text.c, schema.sent_link.c


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """What a mail of ours said, to whom, and which mails it answered."""

    message_id: MessageId
    to: tuple[str, ...]  # addresses
    answers: tuple[MessageId, ...]
    sent_at: datetime
    text: str


def write_texts(connection: Connection, texts: Iterable[SentText]) -> None:
    """Keep the texts of mails of ours, each once, within a transaction."""
    for each in texts:
        row = {
            "message_id": each.message_id,
            "sent_at": each.sent_at,
            "text": each.text[:MAX_TEXT],
        }
        connection.execute(insert(schema.sent_text).values(row).on_conflict_do_nothing())
        links = [
            {"kind": kind, "value": value, "message_id": each.message_id} for kind, value in _links(each)
        ]
        if links:
            connection.execute(insert(schema.sent_link).on_conflict_do_nothing(), links)


def _links(each: SentText) -> set[tuple[str, str]]:
    to = {address.lower() for address in each.to[:MAX_NAMES]}
    hosts = {domain_of(address) for address in to} - {""}
    return {
        *(("to", address) for address in to),
        *(("host", host) for host in hosts),
        *(("answers", answered.lower()) for answered in each.answers[:MAX_NAMES]),
    }


class SentTexts:
    """The kept texts of one store. Every method is one transaction and raises StoreUnusable as Store does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, message_ids: Iterable[MessageId]) -> dict[MessageId, str]:
        """The texts of these mails, as far as they are ours and kept; in the order asked for."""
        wanted = tuple(dict.fromkeys(message_ids))
        query = select(_TEXT.message_id, _TEXT.text).where(_TEXT.message_id.in_(wanted))
        with self._database.reading() as connection:
            found = {MessageId(row.message_id): row.text for row in connection.execute(query)}
        return {each: found[each] for each in wanted if each in found}

    def newest_to(self, address: str, count: int) -> tuple[str, ...]:
        """The texts that we wrote last to an address, newest first."""
        return self._newest("to", address, count)

    def newest_at(self, host: str, count: int) -> tuple[str, ...]:
        """The texts that we wrote last to anybody at a mail domain, newest first."""
        return self._newest("host", host, count)

    def _newest(self, kind: str, value: str, count: int) -> tuple[str, ...]:
        query = (
            select(_TEXT.text)
            .where(_TEXT.message_id.in_(_named(kind, value)))
            .order_by(_TEXT.sent_at.desc(), _TEXT.message_id)
            .limit(count)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def is_answered(self, message_id: MessageId) -> bool:
        """Whether a kept mail of ours answers this one, or stands further down in its thread."""
        with self._database.reading() as connection:
            return connection.scalar(_named("answers", message_id).limit(1)) is not None

    def trim(self) -> None:
        """Forget the oldest beyond KEPT."""
        newest = select(_TEXT.message_id).order_by(_TEXT.sent_at.desc(), _TEXT.message_id).limit(KEPT)
        with self._database.reading() as connection:
            count = connection.scalar(select(func.count()).select_from(schema.sent_text)) or 0
        if count > KEPT:
            with self._database.writing() as connection:
                connection.execute(delete(schema.sent_text).where(_TEXT.message_id.not_in(newest)))
                kept = select(_TEXT.message_id)
                connection.execute(delete(schema.sent_link).where(_LINK.message_id.not_in(kept)))


def _named(kind: str, value: str) -> Select[tuple[str]]:
    """The kept mails that an address, a host or an answered mail leads to."""
    return select(_LINK.message_id).where(_LINK.kind == kind, _LINK.value == value.lower())

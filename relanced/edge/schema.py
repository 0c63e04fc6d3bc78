"""The store's tables as SQLAlchemy sees them; docs/schema.sql is written from this file.

Rules: STRICT tables, ids never used twice (AUTOINCREMENT), nothing NULL (an absent text or moment
is ''), every column named in each INSERT, the meaning of a column never changed. A change here
needs a migration beside migrations/versions/v0001_first.py, a new HEAD, and a released file in
tests/fixtures/store/.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0001"  # the newest revision in migrations/versions/
VERSION_TABLE = "alembic_version"


class Moment(TypeDecorator[datetime]):
    """An aware datetime as UTC text of fixed width, so that it sorts as time does; '' is None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy passes it
        """Write a moment. Raises ValueError for a naive one, which means no moment at all."""
        if value is None:
            return ""
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """Read a moment back, in UTC."""
        return datetime.fromisoformat(value) if value else None


def storable(text: str | None) -> str:
    r"""A text as SQLite can hold it; None is ''.

    Undecodable header bytes reach us as lone surrogates, which no UTF-8 has: they become «\udc80».
    """
    if not text or text.isascii():
        return text or ""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class MailText(TypeDecorator[str]):
    """A text that may come from a mail."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy passes it
        """Write any text."""
        return storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy passes it
        """Read it back."""
        return value or ""


metadata = MetaData()

fact = Table(
    "fact",
    metadata,
    Column("seq", Integer, nullable=False, comment="the order of recording, from 1; never used twice"),
    Column("key", Text, nullable=False, comment="what makes it the same fact when its mail is read again"),
    Column("body", Text, nullable=False, comment='JSON: {"v": 1, "kind": "InvoiceSent", "says": {…}}'),
    PrimaryKeyConstraint("seq", name="fact_pk"),
    UniqueConstraint("key", name="fact_once"),
    sqlite_autoincrement=True,
    sqlite_strict=True,
    comment="What was seen or done. Only ever added to.",
)

message = Table(
    "message",
    metadata,
    Column("fingerprint", MailText, nullable=False, comment="the mail's identity, wherever it lies"),
    Column("message_id", MailText, nullable=False, comment="without angle brackets; '': it has none"),
    Column("depth", Text, nullable=False, comment="how far it was ever read"),
    PrimaryKeyConstraint("fingerprint", name="message_pk"),
    CheckConstraint("depth IN ('header', 'read', 'quarantined', 'too_large')", name="message_depth"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Every mail ever seen. Stays when the mail is moved or expunged.",
)

place = Table(
    "place",
    metadata,
    Column("folder", MailText, nullable=False, comment="the IMAP folder's name, decoded"),
    Column("uidvalidity", Integer, nullable=False),
    Column("uid", Integer, nullable=False),
    Column("fingerprint", MailText, nullable=False),
    PrimaryKeyConstraint("folder", "uidvalidity", "uid", name="place_pk"),
    ForeignKeyConstraint(["fingerprint"], ["message.fingerprint"], name="place_message"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Where mails lie now: what a folder's list of UIDs is compared with.",
)

folder = Table(
    "folder",
    metadata,
    Column("name", MailText, nullable=False),
    Column("uidvalidity", Integer, nullable=False),
    Column("read_through_at", Moment, nullable=False, comment="the folder was read to its end then"),
    PrimaryKeyConstraint("name", name="folder_pk"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="How far each folder was read.",
)

note = Table(
    "note",
    metadata,
    Column("key", Text, nullable=False),
    Column("value", MailText, nullable=False),
    PrimaryKeyConstraint("key", name="note_pk"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Small things to remember over a restart, such as when the password was last refused.",
)

sent_text = Table(
    "sent_text",
    metadata,
    Column("message_id", MailText, nullable=False, comment="without angle brackets"),
    Column("sent_at", Moment, nullable=False),
    Column("text", MailText, nullable=False, comment="what its reader saw, cut at 20,000 characters"),
    PrimaryKeyConstraint("message_id", name="sent_text_pk"),
    Index("sent_text_by_time", "sent_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Mails of ours that an answer may quote: the newest 5,000.",
)

sent_link = Table(
    "sent_link",
    metadata,
    Column("kind", Text, nullable=False),
    Column("value", MailText, nullable=False, comment="an address, a host, a Message-ID; in small letters"),
    Column("message_id", MailText, nullable=False, comment="of a mail in sent_text"),
    PrimaryKeyConstraint("kind", "value", "message_id", name="sent_link_pk"),
    CheckConstraint("kind IN ('to', 'host', 'answers')", name="sent_link_kind"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Whom these mails went to, and which mails they answer.",
)

letter = Table(
    "letter",
    metadata,
    Column("id", Integer, nullable=False),
    Column("message_id", Text, nullable=False, comment="computed from client, steps and invoices"),
    Column("client", MailText, nullable=False, comment="the client's key"),
    Column("recipient", MailText, nullable=False),
    Column("cc", MailText, nullable=False, comment="JSON: a list of addresses"),
    Column("raw", LargeBinary, nullable=False, comment="the mail as it leaves, byte for byte"),
    Column("lines", MailText, nullable=False, comment="JSON: a list of [invoice number, step or null]"),
    Column("step", MailText, nullable=False, comment="the step that sets the tone"),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, comment="counted before each attempt"),
    Column("next_try_at", Moment, nullable=False, comment="deferred: not before then; '' otherwise"),
    Column("prepared_at", Moment, nullable=False),
    Column("submitted_at", Moment, nullable=False, comment="the last attempt; '': never tried"),
    Column("changed_at", Moment, nullable=False, comment="when its state was last set"),
    Column("answer", MailText, nullable=False, comment="the server's last words, or ours"),
    Column("filed", Integer, nullable=False, comment="1: a copy lies in Sent"),
    PrimaryKeyConstraint("id", name="letter_pk"),
    UniqueConstraint("message_id", name="letter_once"),
    CheckConstraint(
        "state IN ('prepared', 'submitting', 'sent', 'deferred', 'refused', 'unknown', 'withdrawn')",
        name="letter_state",
    ),
    CheckConstraint("filed IN (0, 1)", name="letter_filed"),
    sqlite_autoincrement=True,
    sqlite_strict=True,
    comment="The outbox: each letter at most once, whatever happens.",
)

# Apart from the others: Alembic owns it, and finds in it where its migrations go on.
_version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def create_tables(connection: Connection) -> None:
    """Make the tables of the newest schema in an empty file, as all migrations together would."""
    metadata.create_all(connection, checkfirst=False)
    _version.create(connection)
    connection.execute(_version.insert().values(version_num=HEAD))

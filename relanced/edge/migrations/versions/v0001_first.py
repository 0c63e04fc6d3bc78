"""Schema 0001: facts, mails and where they lie, folders, notes, texts of ours, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _facts_and_notes()
    _mails()
    _sent_texts()
    _outbox()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _facts_and_notes() -> None:
    op.create_table(
        "fact",
        sa.Column("seq", sa.Integer, nullable=False),
        *_text("key", "body"),
        sa.PrimaryKeyConstraint("seq", name="fact_pk"),
        sa.UniqueConstraint("key", name="fact_once"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "note",
        *_text("key", "value"),
        sa.PrimaryKeyConstraint("key", name="note_pk"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _mails() -> None:
    op.create_table(
        "message",
        *_text("fingerprint", "message_id", "depth"),
        sa.PrimaryKeyConstraint("fingerprint", name="message_pk"),
        sa.CheckConstraint("depth IN ('header', 'read', 'quarantined', 'too_large')", name="message_depth"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place",
        *_text("folder"),
        sa.Column("uidvalidity", sa.Integer, nullable=False),
        sa.Column("uid", sa.Integer, nullable=False),
        *_text("fingerprint"),
        sa.PrimaryKeyConstraint("folder", "uidvalidity", "uid", name="place_pk"),
        sa.ForeignKeyConstraint(["fingerprint"], ["message.fingerprint"], name="place_message"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "folder",
        *_text("name"),
        sa.Column("uidvalidity", sa.Integer, nullable=False),
        *_text("read_through_at"),
        sa.PrimaryKeyConstraint("name", name="folder_pk"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _sent_texts() -> None:
    op.create_table(
        "sent_text",
        *_text("message_id", "sent_at", "text"),
        sa.PrimaryKeyConstraint("message_id", name="sent_text_pk"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("sent_text_by_time", "sent_text", ["sent_at"])
    op.create_table(
        "sent_link",
        *_text("kind", "value", "message_id"),
        sa.PrimaryKeyConstraint("kind", "value", "message_id", name="sent_link_pk"),
        sa.CheckConstraint("kind IN ('to', 'host', 'answers')", name="sent_link_kind"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer, nullable=False),
        *_text("message_id", "client", "recipient", "cc"),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        *_text("lines", "step", "state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        *_text("next_try_at", "prepared_at", "submitted_at", "changed_at", "answer"),
        sa.Column("filed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="letter_pk"),
        sa.UniqueConstraint("message_id", name="letter_once"),
        sa.CheckConstraint(
            "state IN ('prepared', 'submitting', 'sent', 'deferred', 'refused', 'unknown', 'withdrawn')",
            name="letter_state",
        ),
        sa.CheckConstraint("filed IN (0, 1)", name="letter_filed"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )

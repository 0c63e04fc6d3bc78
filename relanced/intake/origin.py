"""Nothing in; the kinds of folders that a mail can lie in, and what is known beside a mail, out. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from relanced.model.lesson import Lesson


class Origin(StrEnum):
    """Which kind of folder a mail lies in; it decides what the mail can be."""

    SENT = "sent"
    RECEIVED = "received"
    JOURNAL = "journal"
    INVOICES = "invoices"  # of a [[source]]: ours only if it can be believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known beside a mail."""

    letters: tuple[str, ...] = ()  # the text of the mails of ours that it may quote
    lessons: tuple[Lesson, ...] = ()  # what the owner taught, oldest first


NOTHING = Beside()

"""Lesson: what the owner taught about one mail, from which later mails of this mailbox are judged."""

from dataclasses import dataclass

from relanced.model.intents import Intent


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of a client's mail, and what the owner said that they want."""

    text: str  # what the client typed
    intent: Intent

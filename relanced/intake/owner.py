"""A note of Relanced/Journal in, the owner's decision out. Pure; an unsigned note decides nothing."""

import json
from datetime import date, datetime

from relanced.intake.message import Message
from relanced.model.facts import OwnerDecided, Verb
from relanced.model.mark import NOTE_HEADER, is_signed
from relanced.model.source import Source


def read_note(message: Message, source: Source, key: bytes | None) -> OwnerDecided | str:
    """The decision that a note holds, or why it holds none.

    The signature covers the Message-ID and the text, so a note can be neither altered nor copied
    onto another; the owner's own words in `note` are data.
    """
    signature = message.header(NOTE_HEADER).strip()
    text = _payload(message.text)
    if not signature or not text:
        return "no note of relanced's"
    if key is None or not is_signed(key, "note", f"{message.message_id}|{text}", signature):
        return "the signature is not made with this installation's key"
    try:
        return _decision(json.loads(text), source)
    except (ValueError, KeyError, TypeError) as error:
        return f"a signed note that cannot be read: {error}"


def _payload(body: str) -> str:
    """The one line of the body that holds the decision; the others are for people."""
    return next((line.strip() for line in body.splitlines() if line.startswith("{")), "")


def _decision(said: dict[str, str | None], source: Source) -> OwnerDecided:
    until = said.get("until")
    return OwnerDecided(
        source=source,
        verb=Verb(str(said["verb"])),
        target=str(said["target"]),
        until=date.fromisoformat(until) if until else None,
        note=str(said.get("note") or "")[:500],
        decided_at=datetime.fromisoformat(str(said["decided_at"])),
    )

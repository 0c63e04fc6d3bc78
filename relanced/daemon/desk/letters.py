"""The Message-ID of a letter of ours in, the letter as it went out (the frozen bytes, else the copy in Sent) out."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default

from relanced.edge.credentials import read_login
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import MessageMissing, ServerRefused
from relanced.edge.outbox import Outbox
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.intake.message import clean, parse_headers
from relanced.model.names import MessageId

MAX_TEXT = 100_000  # characters of a letter that are shown
_SHOWN = ("Date", "From", "To", "Cc", "Subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file that went with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOut:
    """A letter as its reader got it, as text."""

    heads: tuple[tuple[str, str], ...]
    text: str
    files: tuple[Enclosed, ...]
    is_copy: bool  # read from Sent; else as it was handed to the mail server


def letter_as_it_went(settings: Settings, message_id: MessageId) -> WentOut | None:
    """The letter; None where neither the store nor the mailbox has it any more. Blocks; may ask the mailbox.

    Raises SecretUnavailable, and ImapTrouble where the mailbox cannot be reached.
    """
    store = Store.open(settings.store_url, lock=False)
    try:
        frozen = Outbox(store).letter(message_id)
        place = store.place_of_letter(message_id)
    finally:
        store.close()
    if frozen is not None and frozen.attempts and frozen.raw:  # else its bytes were purged: Sent has a copy
        return _read(frozen.raw, is_copy=False)
    if place is None:
        return None
    session = ImapSession.connect(settings.imap, read_login(settings.imap.password))
    try:
        session.folders()  # its names of folders, as it writes them
        if session.examine(place.folder).uidvalidity != place.uidvalidity:
            return None
        rows = [row for batch in session.listed([place.uid]) for row in batch.listed]
        if not rows or parse_headers(rows[0].headers).message_id != message_id:
            return None
        return _read(session.raw(place.uid), is_copy=True)
    except (ServerRefused, MessageMissing):
        return None
    finally:
        session.close()


def _read(raw: bytes, *, is_copy: bool) -> WentOut:
    """The parts of a letter of our own making; a copy that a server has changed is read as far as it can be."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage), "the policy makes these"
    body = mail.get_body(("plain",))
    return WentOut(
        heads=tuple((name, clean(str(mail[name]))) for name in _SHOWN if mail[name]),
        text=_text_of(body)[:MAX_TEXT] if body is not None else "",
        files=tuple(
            Enclosed(name=_name(part.get_filename() or "", place), content=_bytes_of(part))
            for place, part in enumerate(mail.iter_attachments(), 1)
        ),
        is_copy=is_copy,
    )


def _bytes_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text_of(part: MIMEPart) -> str:
    return clean(_bytes_of(part).decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n"))


def _name(given: str, place: int) -> str:
    """The name of a file as a browser may keep it: letters, digits and a few signs, no path."""
    plain = "".join(c if c.isalnum() or c in "-_. " else "_" for c in given.rpartition("/")[2])[:120]
    return plain.strip(". ") or f"file-{place}"

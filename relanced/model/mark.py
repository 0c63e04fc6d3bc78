"""Mark: what makes a mail of ours recognisable for ever, without any database.

A reminder carries «X-Relanced: v1; client=…; inv=…; h=…» and a Message-ID computed from the same
things, both signed with a key that does not live in the database. So Sent tells what was sent.
A note of the owner in Relanced/Journal is signed with the same key, under another purpose.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, MessageId, StepName
from relanced.model.tasks import TaskKind

MARK_HEADER = "X-Relanced"
NOTE_HEADER = "X-Relanced-Note"
TASK_HEADER = "X-Relanced-Task"  # of mails that give the owner a task
DIGEST_HEADER = "X-Relanced-Digest"  # of digests and alerts to the owner
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: nobody misreads them (Crockford's base 32)

Lines = tuple[tuple[InvoiceNumber, StepName | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reminder says of itself."""

    client: ClientKey
    lines: Lines  # invoice and the step that the mail was for it; None: only listed


def sign(key: bytes, purpose: str, text: str) -> str:
    """Sign a text for one purpose: 24 hex digits (96 bits) of HMAC-SHA256 (RFC 2104, truncated)."""
    return hmac.new(key, f"relanced\0{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:24]


def is_signed(key: bytes, purpose: str, text: str, signature: str) -> bool:
    """Whether this signature was made with this key for this purpose and text."""
    return hmac.compare_digest(sign(key, purpose, text).encode(), signature.encode("utf-8", "replace"))


def reminder_message_id(mark: Mark, key: bytes, domain: str) -> MessageId:
    """The one Message-ID that (client, steps, invoices) can ever have: «r1.<32 hex>@domain».

    Lines that are only listed do not count: the same steps for the same invoices are the same
    reminder, whatever else is listed beside them. Short enough never to be folded (RFC 5322, 2.1.1).
    """
    steps = sorted((number, step) for number, step in mark.lines if step is not None)
    text = "\n".join([mark.client, *(f"{number}\t{step}" for number, step in steps)])
    return MessageId(f"r1.{sign(key, 'message-id', text)}@{domain}")


def is_reminder_id(message_id: MessageId) -> bool:
    """Whether this looks like the Message-ID of a reminder of somebody's relanced."""
    return message_id.startswith("r1.")


def answer_message_id(client: ClientKey, mail: Fingerprint, key: bytes, domain: str) -> MessageId:
    """The one Message-ID that our draft of an answer to a client's mail can ever have: «a1.<24 hex>@domain»."""
    return MessageId(f"a1.{sign(key, 'answer-id', f'{client}|{mail}')}@{domain}")


_TASK_LETTERS = {TaskKind.CALL: "c", TaskKind.LETTER: "l", TaskKind.HANDOVER: "h"}
_TASK_ID = re.compile(r"o1([clh])\.[0-9a-f]{24}@")


def task_message_id(kind: TaskKind, mark: Mark, key: bytes, domain: str) -> MessageId:
    """The one Message-ID that the mail giving the owner this task can ever have: «o1c.<24 hex>@domain».

    An answer of his names it, and so tells what kind of task he speaks of.
    """
    steps = sorted((number, step) for number, step in mark.lines if step is not None)
    text = "\n".join([kind.value, mark.client, *(f"{number}\t{step}" for number, step in steps)])
    return MessageId(f"o1{_TASK_LETTERS[kind]}.{sign(key, 'task-id', text)}@{domain}")


def unasked_task_id(kind: TaskKind, told_by: Fingerprint) -> MessageId:
    """What stands for the Message-ID of a task that the owner did by himself: no mail gave it to him."""
    digits = hashlib.sha256(told_by.encode()).hexdigest()[:24]
    return MessageId(f"o1{_TASK_LETTERS[kind]}.{digits}@unasked")


def task_kind_of(message_id: str) -> TaskKind | None:
    """What kind of task a mail with this Message-ID gave; None: it gave none."""
    found = _TASK_ID.match(message_id)
    return next((kind for kind, letter in _TASK_LETTERS.items() if found and letter == found[1]), None)


_DIGEST_ID = re.compile(r"d1\.[0-9a-f]{24}@")


def digest_message_id(what: str, key: bytes, domain: str) -> MessageId:
    """The one Message-ID of a digest or an alert: «d1.<24 hex>@domain». `what` names it: «day 2026-11-23»."""
    return MessageId(f"d1.{sign(key, 'digest-id', what)}@{domain}")


def is_digest_id(message_id: str) -> bool:
    """Whether a mail with this Message-ID is a digest or an alert of somebody's relanced."""
    return _DIGEST_ID.match(message_id) is not None


def reference_of(message_id: MessageId) -> str:
    """The reference that a letter shows its reader, «R-7K3Q-9DXA»: follows from its Message-ID alone.

    It comes back in the quoted text of an answer whose mail program, or whose provider, lost the
    thread headers. 40 bits: enough to mean one letter of one mailbox, and no proof of anything.
    """
    number = int.from_bytes(hashlib.sha256(message_id.encode()).digest()[:5])
    digits = "".join(_DIGITS[number >> shift & 31] for shift in range(35, -5, -5))
    return f"R-{digits[:4]}-{digits[4:]}"


def write_mark(mark: Mark, message_id: MessageId, key: bytes) -> str:
    """Write the value of the X-Relanced header."""
    body = _body(mark)
    return f"v1; {body}; h={sign(key, 'mark', f'{message_id}|{body}')}"


def read_mark(value: str, message_id: MessageId, key: bytes | None) -> tuple[Mark, bool] | None:
    """Read the header back: the mark and whether its signature is ours; None where it is no mark.

    The signature binds the mark to its Message-ID, so it cannot be lifted onto another mail.
    A provider that rewrites Message-IDs therefore shows as unsigned: the mail is then known by
    the Message-ID that the outbox recorded.
    """
    version, _, rest = "".join(value.split()).partition(";")
    body, found, signature = rest.rpartition(";h=")
    fields = dict(part.split("=", 1) for part in body.split(";") if "=" in part)
    if version != "v1" or not found or "client" not in fields:
        return None
    lines = tuple(_line(text) for text in fields.get("inv", "").split(",") if text)
    mark = Mark(client=ClientKey(unquote(fields["client"])), lines=lines)
    return mark, key is not None and is_signed(key, "mark", f"{message_id}|{_body(mark)}", signature)


def _body(mark: Mark) -> str:
    invoices = ",".join(
        f"{quote(number, safe='')}:{quote(step or '', safe='')}" for number, step in mark.lines
    )
    return f"client={quote(mark.client, safe='')}; inv={invoices}"


def _line(text: str) -> tuple[InvoiceNumber, StepName | None]:
    number, _, step = text.partition(":")
    return InvoiceNumber(unquote(number)), StepName(unquote(step)) if step else None

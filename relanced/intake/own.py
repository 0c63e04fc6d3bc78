"""A mail of our Sent folder in, the reminder that it is (or is not) out. Pure.

A reminder of relanced's own carries its mark; a chasing mail that the owner wrote by hand is known
by its words and the invoice numbers that it names. Both are facts: they say what was sent.
"""

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.message import Message
from relanced.intake.reply.tokens import tokens_in
from relanced.model.facts import ReminderSent
from relanced.model.mark import MARK_HEADER, Mark, read_mark, reminder_message_id
from relanced.model.names import InvoiceNumber, MessageId, address_matches, domain_of
from relanced.model.rules import Firm
from relanced.model.source import Source

MAX_BODY = 20_000  # characters looked at; a chasing mail says so at its start
_CHASING = lazy(
    r"\b(relanc\w*|rappels?|impaye\w*|en retard|echue?s?|mise en demeure|toujours pas (?:recu|regle)"
    r"|reminders?|overdue|past due|unpaid|outstanding|late payment|formal notice"
    r"|zahlungserinnerung|mahnung|uberfallig\w*|recordatorio|vencid[ao]s?|impagad[ao]s?"
    r"|sollecito|scadut[aeio]|insolut[aeio]|herinnering|aanmaning|achterstallig\w*)\b",
)
_NUMBER_LIKE = lazy(r"(?<![\w@.])[A-Za-z]{0,6}[-_/ ]?\d[\w/-]{1,24}(?![\w@])")


def read_own_reminder(message: Message, source: Source, key: bytes | None) -> ReminderSent | None:
    """The reminder that lies in Sent, or None. A mark counts as ours only with a valid signature.

    Its `message_id` is the one that the letter was made with, whatever a provider wrote instead: that
    one stands in `source`.
    """
    marked = _marked(message, key)
    to = message.to[0].email if message.to else ""
    if marked is not None:
        (mark, ours), message_id = marked
        return ReminderSent(
            source=source, message_id=message_id, client_address=to, lines=mark.lines, ours=ours
        )
    numbers = _chased(message)
    if not numbers or message.message_id is None:
        return None
    return ReminderSent(
        source=source,
        message_id=message.message_id,
        client_address=to,
        lines=tuple((InvoiceNumber(number), None) for number in numbers),
        ours=False,
        tokens=tokens_in(message),
    )


def read_own_copy(message: Message, source: Source, firm: Firm, key: bytes | None) -> ReminderSent | None:
    """A letter of ours that came in as we sent it (a copy to ourselves), or None.

    Only under an address of ours (a step may have a sender of its own), with the mark and the
    Message-ID that it was made with: whoever writes to us by way of one of our letters is heard as
    anybody else.
    """
    if not address_matches(message.sender, firm.addresses) or not message.header(MARK_HEADER):
        return None
    found = read_own_reminder(message, source, key)
    return found if found is not None and found.ours and found.message_id == message.message_id else None


def _marked(message: Message, key: bytes | None) -> tuple[tuple[Mark, bool], MessageId] | None:
    """The mark, whether it is ours, and the Message-ID that it was made for.

    Mail programs that send a draft, and some providers, give the mail a Message-ID of their own;
    the mark is then checked against the one that it was made for, which follows from it.
    """
    value = message.header(MARK_HEADER)
    own = message.message_id
    marked = read_mark(value, own, key) if own else None
    if own is None or marked is None:
        return None
    if marked[1] or key is None:
        return marked, own
    made_for = reminder_message_id(marked[0], key, domain_of(message.sender))
    again = read_mark(value, made_for, key)
    return (again, made_for) if again and again[1] else (marked, own)


def has_chasing_words(text: str) -> bool:
    """Whether a subject or body speaks of an unpaid invoice as one who chases does."""
    return _CHASING.search(fold(text[:MAX_BODY])) is not None


def _chased(message: Message) -> tuple[str, ...]:
    """The words that may be invoice numbers, where the mail chases; whose they are is found later."""
    text = f"{message.subject}\n{message.text[:MAX_BODY]}"
    if not has_chasing_words(text):
        return ()
    found = (match[0].strip() for match in _NUMBER_LIKE.finditer(text))
    return tuple(dict.fromkeys(word for word in found if sum(c.isdigit() for c in word) >= 2))[:50]

"""A quoted mail in, whether the client's side wrote it out. Pure."""

from relanced.intake.days import fold
from relanced.intake.message import Message
from relanced.intake.reply.split.rows import QuotedMail
from relanced.model.names import address_matches, domain_of

_STRANGE = 0.2  # share of our words in a mail that is certainly none of our letters


def is_theirs(mail: QuotedMail, message: Message, firm: tuple[str, ...], share: float | None) -> bool:
    """Whether this is no mail of the firm's but his own or his colleague's earlier words.

    Told by the address in its mark; where that has only a name (Outlook writes no more), by the writer's
    own name, or by the words: `share` is how much of it stands in letters of ours, None if none is known.
    In doubt it is ours: what we wrote must never be read as said by him.
    """
    author = mail.author
    if "@" in author and " " not in author:
        if firm:
            return not address_matches(author, firm)
        near = {domain_of(sender.email) for sender in message.senders}
        return domain_of(author) in near and author not in {each.email for each in (*message.to, *message.cc)}
    name = fold(author)
    if any(each.name and fold(each.name) in name for each in message.to):
        return False
    if any(each.name and fold(each.name) in name for each in message.senders):
        return True
    return bool(mail.marks) and share is not None and share < _STRANGE

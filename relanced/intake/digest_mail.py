"""A mail in, whether it is a digest or an alert of ours, and what the owner typed above one, out. Pure."""

from dataclasses import replace

from relanced.intake.message import Message
from relanced.model.mark import DIGEST_HEADER, is_digest_id
from relanced.model.names import address_matches
from relanced.model.rules import Firm
from relanced.model.tasks import TASK_RULE

MAX_LOOKED_AT = 200_000  # characters: a digest is shorter, whatever was typed above it


def is_digest_mail(message: Message, firm: Firm, key: bytes | None) -> bool:
    """Whether it is a digest or an alert, wherever it lies: from us, with the header of one.

    One that was signed with another key (a lost one, or another machine's) is nobody's answer either: it
    names what is disputed and paid, and would hold all of it. Whoever writes under our own address with
    such a header only keeps himself from being heard.
    """
    own = message.message_id
    if key is None or own is None or not message.header(DIGEST_HEADER).strip() or not is_digest_id(own):
        return False
    return address_matches(message.sender, (*firm.addresses, firm.sender))


def without_digest(message: Message) -> Message:
    """The same mail without the digest that was forwarded in it; without one, the mail as it is.

    For mails of ours, in Sent: an owner forwards his digest to his accountant. It names reminders and
    open invoices, and is neither. What he typed above it, and the files that he added, count.
    """
    above, rule, _ = message.text[:MAX_LOOKED_AT].partition(TASK_RULE)
    if not rule:
        return message
    return replace(message, text=above, html="")

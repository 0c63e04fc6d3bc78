"""A mail in whose From stands our own address, the person who wrote it out. Pure.

Mailing lists (Mailman, Google Groups, Exchange's groups) put their own address into From where the
writer's domain has a DMARC policy, and the writer into Reply-To or X-Original-From (RFC 7960, 4.1.3).
Contact forms do the same. Without the writer nobody can say whose case a dispute is about.
"""

from dataclasses import replace

from relanced.intake.message import Address, Message, addresses
from relanced.model.names import address_matches
from relanced.model.rules import Firm

_REPLY_TO = ("reply-to", "mail-followup-to")
_ORIGINAL = ("x-original-from", "x-original-sender", "x-google-original-from")


def by_author(message: Message, firm: Firm) -> Message:
    """The mail with who wrote it as its one sender; as it is where From names him, or nothing does.

    For whose case it is, never for whom to believe: anybody writes these headers.
    """
    if not any(_is_ours(each, firm) for each in message.senders):
        return message
    named = (*message.senders, *_of(message, (*_ORIGINAL, *_REPLY_TO)))
    author = next((each for each in named if not _is_ours(each, firm)), None)
    return replace(message, senders=(author,)) if author else message


def is_by_us(message: Message, firm: Firm) -> bool:
    """Whether it says that one of us wrote it, and nobody else."""
    return all(_is_ours(each, firm) for each in by_author(message, firm).senders) and bool(message.senders)


def is_rewritten(message: Message, firm: Firm) -> bool:
    """Whether a list says that somebody else wrote what it sent under our address."""
    return any(not _is_ours(each, firm) for each in _of(message, _ORIGINAL))


def _of(message: Message, names: tuple[str, ...]) -> list[Address]:
    return [each for name in names for value in message.all(name) for each in addresses(value)]


def _is_ours(address: Address, firm: Firm) -> bool:
    return address_matches(address.email, (*firm.addresses, firm.sender))
